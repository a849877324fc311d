package io.windlass.server.api;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.windlass.foundation.Problem;
import io.windlass.transfer.TransferItem;
import io.windlass.transfer.TransferredFile;
import jakarta.ws.rs.core.StreamingOutput;
import java.io.BufferedWriter;
import java.io.IOException;
import java.io.OutputStream;
import java.io.OutputStreamWriter;
import java.io.Writer;
import java.util.Iterator;
import java.util.function.Supplier;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** A report as CSV (RFC 4180), written while it is read. */
final class TransferReport implements StreamingOutput {
  /** The media type. */
  static final String CSV = "text/csv";

  private static final String HEADER =
      "outcome,source,destination,size,checksum_algorithm,checksum,version_id,code,message\r\n";
  private static final Pattern QUOTED = Pattern.compile("[\",\r\n]");

  private final Supplier<Stream<TransferredFile>> lines;

  /** A report whose lines are opened when it is written, and then closed. */
  TransferReport(Supplier<Stream<TransferredFile>> lines) {
    this.lines = lines;
  }

  @Override
  public void write(OutputStream out) throws IOException {
    try (Stream<TransferredFile> files = lines.get();
        Writer csv = new BufferedWriter(new OutputStreamWriter(out, UTF_8), 1 << 16)) {
      csv.write(HEADER);
      for (Iterator<TransferredFile> each = files.iterator(); each.hasNext(); ) {
        csv.write(line(each.next()));
      }
    }
  }

  private static String line(TransferredFile domain) {
    var file = TransferRecords.file(domain);
    return Stream.of(
                file.outcome(),
                file.source().orElse(""),
                file.destination().orElse(""),
                Long.toString(file.size()),
                domain.checksum().map(TransferItem.Checksum::algorithm).orElse(""),
                domain.checksum().map(TransferItem.Checksum::hex).orElse(""),
                file.versionId().orElse(""),
                domain.problem().map(Problem::code).orElse(""),
                domain.problem().map(Problem::message).orElse(""))
            .map(TransferReport::field)
            .collect(Collectors.joining(","))
        + "\r\n";
  }

  private static String field(String text) {
    return QUOTED.matcher(text).find() ? '"' + text.replace("\"", "\"\"") + '"' : text;
  }
}
