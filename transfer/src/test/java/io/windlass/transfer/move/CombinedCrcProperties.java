package io.windlass.transfer.move;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.zip.CRC32C;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;

class CombinedCrcProperties {
  private static int crc(byte[] bytes, int from, int to) {
    CRC32C crc = new CRC32C();
    crc.update(bytes, from, to - from);
    return (int) crc.getValue();
  }

  @Property
  void thePiecesCrcsMakeThatOfTheWhole(@ForAll byte[] bytes, @ForAll int anywhere) {
    int cut = Math.floorMod(anywhere, bytes.length + 1);
    assertThat(
            CombinedCrc.of(crc(bytes, 0, cut), crc(bytes, cut, bytes.length), bytes.length - cut))
        .isEqualTo(crc(bytes, 0, bytes.length));
  }
}
