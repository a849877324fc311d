package io.windlass.transfer.batch;

import static org.assertj.core.api.Assertions.assertThat;

import io.windlass.foundation.Problem;
import io.windlass.foundation.Problem.Kind;
import io.windlass.transfer.TransferItem.Checksum;
import io.windlass.transfer.TransferredFile;
import io.windlass.transfer.TransferredFile.Outcome;
import java.io.ByteArrayOutputStream;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.Size;

class CodecProperties {
  @Property(tries = 200)
  void batchesComeBackAsTheyWere(
      @ForAll @Size(max = 20) List<String> paths,
      @ForAll long size,
      @ForAll short attempts,
      @ForAll Entry.Action action) {
    List<Entry> entries = new ArrayList<>();
    for (String path : paths) {
      entries.add(
          new Entry(
              0,
              path + "\udc80",
              action,
              size,
              ~size,
              path,
              "v" + path,
              "",
              size / 2,
              "e",
              attempts,
              size));
    }
    Batch batch =
        new Batch(
            List.of(new Base("/a" + paths, "/b", Optional.of(new Checksum("md5", "00")))), entries);

    assertThat(BatchCodec.read(BatchCodec.write(batch))).isEqualTo(batch);
  }

  @Property(tries = 20)
  void longTextsComeBackToo(@ForAll @Size(min = 1, max = 5) List<String> texts) {
    String text = String.join("/", texts) + "\ud83d\ude00".repeat(40_000);
    Batch batch =
        new Batch(
            List.of(new Base(text, "", Optional.empty())),
            List.of(Entry.of(0, text, Entry.Action.SEND, 1)));

    assertThat(BatchCodec.read(BatchCodec.write(batch))).isEqualTo(batch);
  }

  @Property(tries = 200)
  void piecesOfAReportAreReadOneAfterAnother(
      @ForAll @Size(max = 5) List<@Size(max = 8) List<String>> pieces, @ForAll long size) {
    ByteArrayOutputStream all = new ByteArrayOutputStream();
    List<TransferredFile> lines = new ArrayList<>();
    for (List<String> piece : pieces) {
      List<TransferredFile> its = piece.stream().map(text -> line(text, size)).toList();
      lines.addAll(its);
      all.writeBytes(ReportCodec.write(its));
    }

    assertThat(ReportCodec.read(all.toByteArray())).isEqualTo(lines);
  }

  private static TransferredFile line(String text, long size) {
    boolean odd = text.length() % 2 == 1;
    return new TransferredFile(
        odd ? Optional.of(text) : Optional.empty(),
        Optional.of("/x" + text),
        size,
        odd ? Optional.empty() : Optional.of(new Checksum("crc32c", text)),
        odd ? Optional.of("version") : Optional.empty(),
        odd ? Outcome.FAILED : Outcome.STREAMED,
        odd
            ? Optional.of(Problem.of(Kind.NOT_FOUND, "file_not_found", text).withRemedy("r" + text))
            : Optional.empty());
  }
}
