package io.windlass.cli.catalog;

import io.windlass.cli.output.Bar;
import io.windlass.cli.output.CliException;
import io.windlass.cli.start.EntryNames;
import io.windlass.cli.start.Session;
import io.windlass.client.Content.Existing;
import io.windlass.client.Content.Transferred;
import io.windlass.client.Progress;
import io.windlass.client.model.NewFolder;
import java.io.IOException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.Optional;
import java.util.function.Consumer;

/** Uploads what is in a directory. Links to files are followed, links to directories are not. */
final class TreeUpload {
  private final Session session;
  private final Existing existing;

  TreeUpload(Session session, Existing existing) {
    this.session = session;
    this.existing = existing;
  }

  int run(Path directory, String target) {
    try (Transfers transfers = new Transfers(session.output())) {
      try (Bar bar = new Bar(session.output(), directory.toString(), Bar.Unit.BYTES)) {
        bar.begun("uploading", session.output().terminal() ? bytes(directory) : 0);
        if (target.contains("/")) {
          folder(target);
        }
        walk(
            directory,
            below -> folder(target + "/" + name(below)),
            file -> upload(directory.resolve(file), target + "/" + name(file), transfers, bar),
            transfers);
        transfers.await();
      }
      return transfers.finish("Uploaded");
    }
  }

  private void upload(Path file, String path, Transfers transfers, Bar bar) {
    transfers.add(
        file.toString(),
        () -> {
          Progress progress = Transfers.travelling(bar, "uploading");
          Transferred done = session.client().content().upload(file, path, existing, progress);
          if (done.unchanged()) {
            bar.moved(done.bytes());
          }
          return done;
        });
  }

  private void folder(String path) {
    session
        .client()
        .entries()
        .createFolder(
            new NewFolder(
                Optional.of(EntryNames.path(path)), Optional.empty(), Optional.empty(), true));
  }

  private static String name(Path relative) {
    StringBuilder name = new StringBuilder();
    relative.forEach(part -> name.append(name.isEmpty() ? "" : "/").append(part));
    return name.toString();
  }

  private static long bytes(Path directory) {
    long[] total = new long[1];
    walk(directory, _ -> {}, file -> total[0] += directory.resolve(file).toFile().length(), null);
    return total[0];
  }

  private static void walk(
      Path directory,
      Consumer<Path> folder,
      Consumer<Path> file,
      @org.jspecify.annotations.Nullable Transfers transfers) {
    try {
      Files.walkFileTree(
          directory,
          new SimpleFileVisitor<>() {
            @Override
            public FileVisitResult preVisitDirectory(Path below, BasicFileAttributes attributes) {
              if (!below.equals(directory)) {
                folder.accept(directory.relativize(below));
              }
              return FileVisitResult.CONTINUE;
            }

            @Override
            public FileVisitResult visitFile(Path found, BasicFileAttributes attributes) {
              if (Files.isRegularFile(found)) {
                file.accept(directory.relativize(found));
              } else if (transfers != null) {
                transfers.failed(found.toString(), "It is neither a file nor a directory.");
              }
              return FileVisitResult.CONTINUE;
            }

            @Override
            public FileVisitResult visitFileFailed(Path found, IOException e) {
              if (transfers != null) {
                transfers.failed(found.toString(), "It cannot be read: " + e.getMessage() + ".");
              }
              return FileVisitResult.CONTINUE;
            }
          });
    } catch (IOException e) {
      throw new CliException(
          "directory_unreadable",
          "The directory " + directory + " cannot be read.",
          "Check its permissions.");
    }
  }
}
