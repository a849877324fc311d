package io.windlass.client;

import io.windlass.client.Content.Attempt;
import io.windlass.client.Content.Existing;
import io.windlass.client.Content.Local;
import io.windlass.client.Content.Transferred;
import io.windlass.client.model.Entry;
import io.windlass.client.model.NewUpload;
import io.windlass.client.model.PresignedPart;
import io.windlass.client.model.SentUpload;
import io.windlass.client.model.StartedUpload;
import io.windlass.client.model.Upload;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.List;
import java.util.Optional;

/**
 * Brings many small files to the server: all are started with one request, each goes to the store
 * with one PUT, and all that the store took are completed with one request. Thread-safe.
 */
final class BatchUploader {
  private final Uploads uploads;
  private final Uploader uploader;

  /** With an uploader whose permits bound the PUTs. */
  BatchUploader(Uploads uploads, Uploader uploader) {
    this.uploads = uploads;
    this.uploader = uploader;
  }

  List<Attempt> upload(List<Local> files, Existing existing, Progress progress) {
    List<Job> jobs = files.stream().map(Job::new).toList();
    try {
      BatchJob.inTurn(jobs, job -> job.read(existing));
      start(BatchJob.open(jobs));
      progress.begun("uploading", -1);
      BatchJob.atOnce(BatchJob.open(jobs), job -> send(job, progress));
      complete(BatchJob.open(jobs));
    } finally {
      jobs.forEach(Job::close);
    }
    return jobs.stream().map(Job::result).toList();
  }

  private void start(List<Job> jobs) {
    BatchJob.ask(
        jobs,
        () -> uploads.start(jobs.stream().map(job -> job.wanted.orElseThrow()).toList()),
        Job::started);
  }

  private void send(Job job, Progress progress) throws IOException {
    Upload upload = job.upload.orElseThrow();
    if (!upload.state().equals("uploading")) {
      return;
    }
    Source source = job.source.orElseThrow();
    NewUpload wanted = job.wanted.orElseThrow();
    if (job.put.isEmpty()) {
      // the server wants it in parts
      job.ended(uploader.upload(source, wanted, progress));
      return;
    }
    uploader.sendWhole(source, wanted, upload, job.put.get(), progress);
    source.mustBeUnchanged();
  }

  private void complete(List<Job> jobs) {
    BatchJob.ask(
        jobs,
        () ->
            uploads.complete(
                jobs.stream()
                    .map(job -> new SentUpload(job.upload.orElseThrow().id(), Optional.empty()))
                    .toList()),
        Job::completed);
  }

  private static final class Job extends BatchJob implements AutoCloseable {
    private final Local local;
    private Optional<Source> source = Optional.empty();
    private Optional<NewUpload> wanted = Optional.empty();
    private Optional<Upload> upload = Optional.empty();
    private Optional<PresignedPart> put = Optional.empty();

    Job(Local local) {
      this.local = local;
    }

    void read(Existing existing) throws IOException {
      BasicFileAttributes attributes =
          Files.readAttributes(local.file(), BasicFileAttributes.class);
      FileChannel channel = FileChannel.open(local.file(), StandardOpenOption.READ);
      Source opened = new Source(local.file(), channel, attributes);
      source = Optional.of(opened);
      if (!attributes.isRegularFile()) {
        throw Content.notAFile(local.file());
      }
      if (!Content.isSmall(opened.size())) {
        throw Content.grown(local.file());
      }
      Digests.Whole digest = Digests.of(channel, opened.size(), _ -> {});
      wanted = Optional.of(Content.request(opened, local.place(), Optional.of(digest), existing));
    }

    void started(StartedUpload answer) {
      upload = answer.upload();
      put = answer.put();
      answer.unchanged().ifPresent(entry -> ended(new Uploader.Uploaded(entry, true)));
    }

    void completed(Entry entry) {
      ended(new Uploader.Uploaded(entry, false));
    }

    void ended(Uploader.Uploaded uploaded) {
      long size = source.orElseThrow().size();
      done(new Transferred(uploaded.entry(), size, uploaded.unchanged(), true));
    }

    @Override
    public void close() {
      source.ifPresent(opened -> {
        try {
          opened.channel().close();
        } catch (IOException e) {
          // it was only read
        }
      });
    }
  }
}
