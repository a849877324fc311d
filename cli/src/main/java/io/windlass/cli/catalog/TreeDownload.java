package io.windlass.cli.catalog;

import io.windlass.cli.output.Bar;
import io.windlass.cli.output.CliException;
import io.windlass.cli.start.Session;
import io.windlass.client.Content.Existing;
import io.windlass.client.Content.Transferred;
import io.windlass.client.Progress;
import io.windlass.client.model.Entry;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.stream.Stream;

/** Downloads what is in a folder. */
final class TreeDownload {
  /** Files; the client bounds the requests for large ones. */
  private static final int AT_ONCE = 32;

  private final Session session;
  private final Existing existing;

  TreeDownload(Session session, Existing existing) {
    this.session = session;
    this.existing = existing;
  }

  int run(Entry folder, Path target) {
    try (Transfers transfers = new Transfers(session.output(), AT_ONCE)) {
      try (Bar bar = new Bar(session.output(), folder.name(), Bar.Unit.BYTES)) {
        // the size of a folder is not known before its end
        bar.begun("downloading", -1);
        below(folder, target, transfers, bar);
        transfers.await();
      }
      return transfers.finish("Downloaded");
    }
  }

  private void below(Entry folder, Path directory, Transfers transfers, Bar bar) {
    make(directory);
    try (Stream<Entry> children = session.client().entries().children(folder.id())) {
      children.forEach(child -> {
        Path target = directory.resolve(LocalNames.of(child));
        if (child.type().equals("file")) {
          transfers.add(child.path().orElse(child.name()), () -> get(child, target, bar));
        } else {
          below(child, target, transfers, bar);
        }
      });
    }
  }

  private Transferred get(Entry file, Path target, Bar bar) {
    Progress progress = Transfers.travelling(bar, "downloading");
    return session.client().content().download(file, Optional.empty(), target, existing, progress);
  }

  private static void make(Path directory) {
    try {
      Files.createDirectories(directory);
    } catch (IOException e) {
      throw new CliException(
          "directory_unusable",
          "The directory " + directory + " cannot be made.",
          "Check its permissions, or name another one.");
    }
  }
}
