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
    BatchJob.inTurn(jobs, job -> present.find(job.remote).ifPresent(job::done));
    List<Job> wanted = BatchJob.open(jobs);
    BatchJob.ask(
        wanted,
        () ->
            addresses.download(
                wanted.stream()
                    .map(job -> new NewDownload(job.remote.file().id(), Optional.empty()))
                    .toList()),
        Job::answered);
    progress.begun("downloading", -1);
    BatchJob.atOnce(BatchJob.open(wanted), job -> fetch(job, progress));
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
    job.done(new Transferred(remote.file(), size, false, verified));
  }

  /** Tells of a file that need not be downloaded; fails where it must not be. */
  @FunctionalInterface
  interface Present {
    Optional<Transferred> find(Remote remote) throws IOException;
  }

  private static final class Job extends BatchJob {
    private final Remote remote;
    private Optional<Download> address = Optional.empty();

    Job(Remote remote) {
      this.remote = remote;
    }

    void answered(Download answer) {
      address = Optional.of(answer);
    }
  }
}
