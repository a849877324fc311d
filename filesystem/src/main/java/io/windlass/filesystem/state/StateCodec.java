package io.windlass.filesystem.state;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.windlass.filesystem.state.FileState.Content;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * The state in few bytes, so that it stays inside the inode: version (1 byte), flags (1), hash of
 * the file handle (8), modification time (8), then link number, size and parts of the ETag as
 * numbers of 7 bits a byte, the ETag (16 bytes when it is an MD5 in hexadecimal, else text), the
 * key (rest), and a check sum of 2 bytes.
 */
final class StateCodec {
  /** The longest key of S3 and the longest ETag we take. */
  static final int MAX_KEY_BYTES = 1024;

  static final int MAX_ETAG_BYTES = 512;
  private static final byte VERSION = 1;
  private static final int RELEASED = 1;
  private static final int CHANGED = 2;
  private static final int PINNED = 4;
  private static final int MD5 = 8;
  private static final int MAX_BYTES = 64 + MAX_KEY_BYTES + MAX_ETAG_BYTES;
  private static final Pattern MD5_SHAPE = Pattern.compile("([0-9a-f]{32})(?:-([1-9][0-9]{0,4}))?");

  private StateCodec() {}

  /** A state, or why there is none; a copied value is no problem, it has neither. */
  record Decoded(@Nullable FileState state, @Nullable String problem) {}

  /**
   * The bytes of a state.
   *
   * @throws IllegalArgumentException when key or ETag are too long, or a number is negative
   */
  static byte[] encode(FileState state, long handleHash) {
    byte[] key = bounded(state.key(), MAX_KEY_BYTES, "key");
    byte[] etag = bounded(state.etag(), MAX_ETAG_BYTES, "ETag");
    if (state.size() < 0 || state.link() < 0) {
      throw new IllegalArgumentException("a state has no negative size or link number");
    }
    Matcher md5 = MD5_SHAPE.matcher(state.etag());
    boolean isMd5 = md5.matches();
    ByteBuffer out = ByteBuffer.allocate(MAX_BYTES);
    out.put(VERSION).put((byte) (flags(state) | (isMd5 ? MD5 : 0)));
    out.putLong(handleHash).putLong(state.modified());
    putNumber(out, state.link());
    putNumber(out, state.size());
    if (isMd5) {
      putNumber(out, md5.group(2) == null ? 0 : Long.parseLong(md5.group(2)));
      out.put(HexFormat.of().parseHex(md5.group(1)));
    } else {
      putNumber(out, etag.length);
      out.put(etag);
    }
    out.put(key);
    out.putShort(checkSum(out.array(), out.position()));
    return Arrays.copyOf(out.array(), out.position());
  }

  private static byte[] bounded(String text, int most, String what) {
    byte[] bytes = text.getBytes(UTF_8);
    if (bytes.length > most) {
      throw new IllegalArgumentException("the " + what + " is longer than " + most + " bytes");
    }
    return bytes;
  }

  private static int flags(FileState state) {
    return (state.content() == Content.RELEASED ? RELEASED : 0)
        | (state.changed() ? CHANGED : 0)
        | (state.pinned() ? PINNED : 0);
  }

  static Decoded decode(byte[] value, long handleHash) {
    if (value.length < 20 || value.length > MAX_BYTES) {
      return new Decoded(null, "it has " + value.length + " bytes");
    }
    if (value[0] != VERSION) {
      return new Decoded(null, "it is of version " + value[0]);
    }
    int end = value.length - 2;
    ByteBuffer in = ByteBuffer.wrap(value);
    if (in.getShort(end) != checkSum(value, end)) {
      return new Decoded(null, "its check sum is wrong");
    }
    try {
      int flags = in.limit(end).position(1).get();
      if (in.getLong() != handleHash) {
        return new Decoded(null, null);
      }
      return new Decoded(state(in, flags), null);
    } catch (RuntimeException | CharacterCodingException e) {
      return new Decoded(null, "it is not readable (" + e + ")");
    }
  }

  private static FileState state(ByteBuffer in, int flags) throws CharacterCodingException {
    long modified = in.getLong();
    long link = number(in);
    long size = number(in);
    String etag;
    if ((flags & MD5) != 0) {
      long parts = number(in);
      etag = HexFormat.of().formatHex(take(in, 16)) + (parts == 0 ? "" : "-" + parts);
    } else {
      etag = text(take(in, Math.toIntExact(number(in))));
    }
    return new FileState(
        link,
        text(take(in, in.remaining())),
        etag,
        size,
        modified,
        (flags & RELEASED) != 0 ? Content.RELEASED : Content.LOCAL,
        (flags & CHANGED) != 0,
        (flags & PINNED) != 0);
  }

  private static byte[] take(ByteBuffer in, int count) {
    byte[] bytes = new byte[count];
    in.get(bytes);
    return bytes;
  }

  private static String text(byte[] bytes) throws CharacterCodingException {
    return UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes)).toString();
  }

  private static void putNumber(ByteBuffer out, long number) {
    long rest = number;
    while (rest >= 0x80) {
      out.put((byte) (rest | 0x80));
      rest >>>= 7;
    }
    out.put((byte) rest);
  }

  private static long number(ByteBuffer in) {
    long number = 0;
    for (int shift = 0; shift < 63; shift += 7) {
      byte b = in.get();
      number |= (b & 0x7fL) << shift;
      if (b >= 0) {
        return number;
      }
    }
    throw new IllegalArgumentException("a number is too long");
  }

  private static short checkSum(byte[] bytes, int length) {
    int sum = 0xffff;
    for (int i = 0; i < length; i++) {
      sum ^= (bytes[i] & 0xff) << 8;
      for (int bit = 0; bit < 8; bit++) {
        sum = (sum & 0x8000) != 0 ? sum << 1 ^ 0x1021 : sum << 1;
      }
    }
    return (short) sum;
  }
}
