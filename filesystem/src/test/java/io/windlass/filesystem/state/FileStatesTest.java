package io.windlass.filesystem.state;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.windlass.filesystem.state.FileState.Content;
import io.windlass.linux.Descriptor;
import io.windlass.linux.FileHandle;
import io.windlass.linux.OpenFlags;
import java.nio.file.Path;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class FileStatesTest {
  private static final String MD5 = "d41d8cd98f00b204e9800998ecf8427e";
  private static final FileHandle HANDLE =
      FileHandle.of(new byte[] {4, 0, 0, 0, 1, 0, 0, 0, 9, 9, 9, 9});

  @Property
  void everyStateIsReadAsItWasWritten(@ForAll("states") FileState state, @ForAll long hash) {
    byte[] value = StateCodec.encode(state, hash);
    assertThat(StateCodec.decode(value, hash)).isEqualTo(new StateCodec.Decoded(state, null));
    assertThat(StateCodec.decode(value, hash + 1)).isEqualTo(new StateCodec.Decoded(null, null));
  }

  @Property
  void damagedValuesAreAbsentAndHarmless(
      @ForAll("states") FileState state, @ForAll int at, @ForAll byte to) {
    byte[] value = StateCodec.encode(state, HANDLE.hash());
    int index = Math.floorMod(at, value.length);
    boolean same = value[index] == to;
    value[index] = to;
    assertThat(StateCodec.decode(value, HANDLE.hash()).state() != null).isEqualTo(same);
  }

  @Property
  void anyBytesAreHarmless(@ForAll byte[] value) {
    StateCodec.Decoded decoded = StateCodec.decode(value, HANDLE.hash());
    assertThat(decoded.state()).isNull();
    assertThat(decoded.problem()).isNotNull();
  }

  @Provide
  Arbitrary<FileState> states() {
    Arbitrary<String> md5 = Arbitraries.strings().withChars("0123456789abcdef").ofLength(32);
    Arbitrary<String> etag =
        Arbitraries.oneOf(
            md5,
            Combinators.combine(md5, Arbitraries.integers().between(1, 10_000))
                .as((m, parts) -> m + "-" + parts),
            Arbitraries.strings().ascii().ofMaxLength(100),
            Arbitraries.of(MD5 + "-0", MD5 + "-01", MD5.toUpperCase(java.util.Locale.ROOT)));
    Arbitrary<String> key =
        Arbitraries.strings()
            .ofMaxLength(300)
            .map(text -> new String(text.getBytes(UTF_8), UTF_8))
            .filter(text -> text.getBytes(UTF_8).length <= 1024);
    return Combinators.combine(
            Arbitraries.longs().between(0, Long.MAX_VALUE),
            key,
            etag,
            Arbitraries.longs().between(0, Long.MAX_VALUE),
            Arbitraries.longs(),
            Arbitraries.of(Content.class),
            Arbitraries.of(true, false),
            Arbitraries.of(true, false))
        .as(FileState::new);
  }

  @Test
  void usualStatesFitIntoAnInodeOf512Bytes() {
    FileState state =
        FileState.released(3, "k".repeat(130), MD5 + "-100", 10L << 30, 1_700_000_000_000_000_000L);
    assertThat(StateCodec.encode(state, -1)).hasSizeLessThan(190);
    FileState small = FileState.released(1, "data/file-0001.txt", MD5, 4096, 1L << 60);
    assertThat(StateCodec.encode(small, -1)).hasSizeLessThan(64);
  }

  @Test
  void tooLongKeysAreRefused() {
    FileState state = FileState.released(1, "k".repeat(1025), MD5, 1, 1);
    assertThatThrownBy(() -> StateCodec.encode(state, 1))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("1024");
  }

  @Test
  void aStateCopiedToAnotherFileIsAbsent(@TempDir Path place) {
    FileStates states = new FileStates(FileStates.USER);
    FileState state = FileState.local(1, "a", MD5, 0, 7);
    int create = OpenFlags.READ_WRITE | OpenFlags.CREATE;
    try (Descriptor root = Descriptor.openDirectory(place);
        Descriptor one = root.open("one", create, 0600);
        Descriptor two = root.open("two", create, 0600)) {
      states.write(one, state);
      assertThat(states.read(root, "one")).contains(state);
      byte[] value = one.attribute(FileStates.USER);
      two.attribute(FileStates.USER, value == null ? new byte[0] : value);
      assertThat(states.read(two)).isEmpty();
      states.write(root, "two", state.asChanged());
      assertThat(states.read(two)).contains(state.asChanged());
      states.clear(root, "two");
      assertThat(states.read(two)).isEmpty();
      states.clear(one);
      assertThat(states.read(one)).isEmpty();
    }
  }
}
