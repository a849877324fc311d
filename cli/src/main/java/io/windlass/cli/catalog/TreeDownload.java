package io.windlass.cli.catalog;

import io.windlass.cli.output.Bar;
import io.windlass.cli.output.CliException;
import io.windlass.cli.start.Session;
import io.windlass.client.Content.Existing;
import io.windlass.client.Content.Remote;
import io.windlass.client.Content.Transferred;
import io.windlass.client.Progress;
import io.windlass.client.model.Entry;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.stream.Stream;

/** Downloads what is in a folder. */
final class TreeDownload {
  /** Batches, and files that are not small; the client bounds the requests. */
  private static final int AT_ONCE = 8;

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
        Batch<Remote> small = new Batch<>(files -> get(files, transfers, bar));
        below(
            folder,
            target,
            file -> {
              if (file.isSmall()) {
                small.add(file, file.file().version().orElseThrow().file().size());
              } else {
                transfers.add(file.target().toString(), () -> get(file, bar));
              }
            });
        small.flush();
        transfers.await();
      }
      return transfers.finish("Downloaded");
    }
  }

  private void below(Entry folder, Path directory, Consumer<Remote> found) {
    make(directory);
    try (Stream<Entry> children = session.client().entries().children(folder.id())) {
      children.forEach(child -> {
        Path target = directory.resolve(LocalNames.of(child));
        if (child.type().equals("file")) {
          found.accept(new Remote(child, target));
        } else {
          below(child, target, found);
        }
      });
    }
  }

  private void get(List<Remote> files, Transfers transfers, Bar bar) {
    transfers.addAll(
        files.stream().map(file -> file.target().toString()).toList(),
        () ->
            session
                .client()
                .content()
                .download(files, existing, Transfers.travelling(bar, "downloading")));
  }

  private Transferred get(Remote file, Bar bar) {
    Progress progress = Transfers.travelling(bar, "downloading");
    return session
        .client()
        .content()
        .download(file.file(), Optional.empty(), file.target(), existing, progress);
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
