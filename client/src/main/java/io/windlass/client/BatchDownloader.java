package io.windlass.client;

import io.windlass.client.Content.Attempt;
import io.windlass.client.Content.Remote;
import io.windlass.client.Content.Transferred;
import io.windlass.client.model.Download;
import io.windlass.client.model.NewDownload;
import java.io.IOException;
import java.nio.file.Files;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

/**
 * Brings many small files to this machine: the addresses of all are asked for with one request. One
 * that has ended before its file was reached is asked for again. Thread-safe.
 */
final class BatchDownloader {
  private final Uploads addresses;
  private final Downloader downloader;

  /** With a downloader whose permits bound the requests. */
  BatchDownloader(Uploads addresses, Downloader downloader) {
    this.addresses = addresses;
    this.downloader = downloader;
  }

  /** What is there already is asked first; only the others are downloaded. */
  List<Attempt> download(List<Remote> files, Present present, Progress progress) {
    List<Job> jobs = files.stream().map(Job::new).toList();
    jobs.forEach(job -> job.attempt(() -> job.done = present.find(job.remote)));
    List<Job> wanted = jobs.stream().filter(Job::open).toList();
    Together.ask(
        wanted,
        () ->
            addresses.download(
                wanted.stream()
                    .map(job -> new NewDownload(job.remote.file().id(), Optional.empty()))
                    .toList()),
        Job::answered);
    progress.begun("downloading", -1);
    try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
      wanted.stream()
          .filter(Job::open)
          .forEach(job -> threads.execute(() -> job.attempt(() -> fetch(job, progress))));
    }
    return jobs.stream().map(Job::result).toList();
  }

  private void fetch(Job job, Progress progress) throws IOException {
    Remote remote = job.remote;
    boolean verified =
        downloader.download(
            job.address.orElseThrow(),
            () -> addresses.download(remote.file().id(), Optional.empty()),
            remote.target(),
            progress);
    long size = Files.size(remote.target());
    job.done = Optional.of(new Transferred(remote.file(), size, false, verified));
  }

  /** Tells of a file that need not be downloaded; fails where it must not be. */
  @FunctionalInterface
  interface Present {
    Optional<Transferred> find(Remote remote) throws IOException;
  }

  @FunctionalInterface
  private interface Step {
    void take() throws IOException;
  }

  /** One file on its way. For one thread at a time. */
  private static final class Job implements Together.Job {
    private final Remote remote;
    private Optional<Download> address = Optional.empty();
    private Optional<Transferred> done = Optional.empty();
    private Optional<WindlassApiException> failure = Optional.empty();

    Job(Remote remote) {
      this.remote = remote;
    }

    boolean open() {
      return done.isEmpty() && failure.isEmpty();
    }

    void attempt(Step step) {
      try {
        step.take();
      } catch (WindlassApiException e) {
        failed(e);
      } catch (IOException e) {
        failed(Failures.local(e));
      }
    }

    void answered(Download answer) {
      address = Optional.of(answer);
    }

    @Override
    public void failed(WindlassApiException why) {
      failure = Optional.of(why);
    }

    Attempt result() {
      return new Attempt(done, failure);
    }
  }
}
