package io.windlass.cli.catalog;

import io.windlass.cli.output.Bar;
import io.windlass.cli.output.CliException;
import io.windlass.cli.start.EntryNames;
import io.windlass.cli.start.Session;
import io.windlass.client.Content;
import io.windlass.client.Content.Attempt;
import io.windlass.client.Content.Existing;
import io.windlass.client.Content.Local;
import io.windlass.client.Content.Place;
import io.windlass.client.Content.Transferred;
import io.windlass.client.Progress;
import io.windlass.client.model.NewFolder;
import java.io.IOException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Uploads what is in a directory. Links to files are followed, links to directories are not. */
final class TreeUpload {
  /** Batches, and files that are not small. */
  private static final int AT_ONCE = 8;

  private final Session session;
  private final Existing existing;

  TreeUpload(Session session, Existing existing) {
    this.session = session;
    this.existing = existing;
  }

  int run(Path directory, String target) {
    try (Transfers transfers = new Transfers(session.output(), AT_ONCE)) {
      try (Bar bar = new Bar(session.output(), directory.toString(), Bar.Unit.BYTES)) {
        bar.begun("uploading", session.output().terminal() ? bytes(directory) : 0);
        Batch<Local> small = new Batch<>(files -> upload(files, transfers, bar));
        Deque<Long> parents = new ArrayDeque<>();
        parents.push(
            target.contains("/") ? folder(target) : session.client().entries().at(target).id());
        walk(
            directory,
            new Found() {
              @Override
              public void entered(Path folder) {
                parents.push(folder(target + "/" + name(folder)));
              }

              @Override
              public void left() {
                parents.pop();
              }

              @Override
              public void file(Path file) {
                Place place =
                    new Place(
                        target + "/" + name(file),
                        Optional.of(parents.element()),
                        file.getFileName().toString());
                Path source = directory.resolve(file);
                long size = source.toFile().length();
                if (Content.isSmall(size)) {
                  small.add(new Local(source, place), size);
                } else {
                  upload(source, place, transfers, bar);
                }
              }

              @Override
              public void failed(Path path, String why) {
                transfers.failed(path.toString(), why);
              }
            });
        small.flush();
        transfers.await();
      }
      return transfers.finish("Uploaded");
    }
  }

  private void upload(List<Local> files, Transfers transfers, Bar bar) {
    transfers.addAll(
        files.stream().map(local -> local.file().toString()).toList(),
        () -> {
          Progress progress = Transfers.travelling(bar, "uploading");
          List<Attempt> attempts = session.client().content().upload(files, existing, progress);
          attempts.stream()
              .flatMap(attempt -> attempt.done().stream())
              .filter(Transferred::unchanged)
              .forEach(done -> bar.moved(done.bytes()));
          return attempts;
        });
  }

  private void upload(Path file, Place place, Transfers transfers, Bar bar) {
    transfers.add(
        file.toString(),
        () -> {
          Progress progress = Transfers.travelling(bar, "uploading");
          Transferred done = session.client().content().upload(file, place, existing, progress);
          if (done.unchanged()) {
            bar.moved(done.bytes());
          }
          return done;
        });
  }

  private long folder(String path) {
    return session
        .client()
        .entries()
        .createFolder(
            new NewFolder(
                Optional.of(EntryNames.path(path)), Optional.empty(), Optional.empty(), true))
        .id();
  }

  private static String name(Path relative) {
    StringBuilder name = new StringBuilder();
    relative.forEach(part -> name.append(name.isEmpty() ? "" : "/").append(part));
    return name.toString();
  }

  private static long bytes(Path directory) {
    long[] total = new long[1];
    walk(
        directory,
        new Found() {
          @Override
          public void entered(Path folder) {}

          @Override
          public void left() {}

          @Override
          public void failed(Path path, String why) {}

          @Override
          public void file(Path file) {
            total[0] += directory.resolve(file).toFile().length();
          }
        });
    return total[0];
  }

  /** Hears of what is in a directory, depth first, by paths relative to it. */
  private interface Found {
    void entered(Path folder);

    /** The folder entered last, and not left yet, is over. */
    void left();

    void file(Path file);

    void failed(Path path, String why);
  }

  private static void walk(Path directory, Found found) {
    try {
      Files.walkFileTree(
          directory,
          new SimpleFileVisitor<>() {
            @Override
            public FileVisitResult preVisitDirectory(Path below, BasicFileAttributes attributes) {
              if (!below.equals(directory)) {
                found.entered(directory.relativize(below));
              }
              return FileVisitResult.CONTINUE;
            }

            @Override
            public FileVisitResult postVisitDirectory(Path below, @Nullable IOException e) {
              if (e != null) {
                found.failed(below, "It cannot be read to its end: " + e.getMessage() + ".");
              }
              if (!below.equals(directory)) {
                found.left();
              }
              return FileVisitResult.CONTINUE;
            }

            @Override
            public FileVisitResult visitFile(Path path, BasicFileAttributes attributes) {
              if (Files.isRegularFile(path)) {
                found.file(directory.relativize(path));
              } else {
                found.failed(path, "It is neither a file nor a directory.");
              }
              return FileVisitResult.CONTINUE;
            }

            @Override
            public FileVisitResult visitFileFailed(Path path, IOException e) {
              found.failed(path, "It cannot be read: " + e.getMessage() + ".");
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
