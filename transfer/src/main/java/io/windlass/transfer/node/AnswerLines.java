package io.windlass.transfer.node;

import io.windlass.foundation.Problem;
import io.windlass.foundation.Problem.Kind;
import io.windlass.foundation.WindlassException;
import io.windlass.transfer.node.NodeCall.Line;
import io.windlass.transfer.web.WebClient;
import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.util.Arrays;
import java.util.Optional;
import java.util.zip.CRC32C;

/** An answer of another node, read line by line. Not thread-safe. */
final class AnswerLines implements AutoCloseable {
  private static final int BUFFER = 128 << 10;

  /** A name has 255 bytes and a path 4,096, of which each may be written as six. */
  private static final int LONGEST = 1 << 20;

  private final WebClient.Answer answer;
  private final InputStream in;

  AnswerLines(WebClient.Answer answer) {
    this.answer = answer;
    try {
      this.in = new BufferedInputStream(answer.body(), BUFFER);
    } catch (IOException e) {
      answer.close();
      throw brokenOff(e);
    }
  }

  /**
   * The next line; nothing at the end.
   *
   * @throws WindlassException what went wrong there, or UNAVAILABLE when the answer breaks off
   */
  Optional<Line> next() {
    try {
      Line line = NodeCall.readLine(bytes());
      if (line.end() && line.problem() != null) {
        throw line.problem().problem().toException();
      }
      return line.end() ? Optional.empty() : Optional.of(line);
    } catch (IOException e) {
      throw brokenOff(e);
    }
  }

  private byte[] bytes() throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream(256);
    for (int one = in.read(); one != '\n'; one = in.read()) {
      if (one < 0 || bytes.size() >= LONGEST) {
        throw new EOFException("the answer has no end");
      }
      bytes.write(one);
    }
    return bytes.toByteArray();
  }

  /** The bytes behind a line, with their checksum; closing them closes the answer. */
  InputStream content(long length) {
    return new Content(length);
  }

  private static WindlassException brokenOff(IOException cause) {
    return Problem.of(Kind.UNAVAILABLE, "connection_broken", "The other node broke off its answer.")
        .toException(cause);
  }

  @Override
  public void close() {
    answer.close();
  }

  private final class Content extends InputStream {
    private final CRC32C crc = new CRC32C();
    private long left;

    Content(long length) {
      this.left = length;
    }

    @Override
    public int read() throws IOException {
      byte[] one = new byte[1];
      return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
    }

    @Override
    public int read(byte[] target, int offset, int length) throws IOException {
      if (left == 0) {
        return -1;
      }
      if (length == 0) {
        return 0;
      }
      int count = in.read(target, offset, (int) Math.min(length, left));
      if (count < 0) {
        throw new EOFException("the other node broke off");
      }
      crc.update(target, offset, count);
      left -= count;
      if (left == 0) {
        byte[] expected = NodeAnswers.crc(crc);
        if (!Arrays.equals(in.readNBytes(expected.length), expected)) {
          throw new IOException("bytes have changed on their way from the other node");
        }
        if (next().isPresent()) {
          throw new IOException("the answer has no end");
        }
      }
      return count;
    }

    @Override
    public void close() {
      AnswerLines.this.close();
    }
  }
}
