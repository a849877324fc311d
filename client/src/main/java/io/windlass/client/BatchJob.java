package io.windlass.client;

import io.windlass.client.Content.Attempt;
import io.windlass.client.Content.Transferred;
import io.windlass.client.model.Result;
import java.io.IOException;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.function.BiConsumer;
import java.util.function.Supplier;

/** One of many files that go together, each of which ends by itself. For one thread at a time. */
abstract class BatchJob {
  private Optional<Transferred> done = Optional.empty();
  private Optional<WindlassApiException> failure = Optional.empty();

  /** Something that is done for a file, and may fail for it alone. */
  @FunctionalInterface
  interface Step<J> {
    void take(J job) throws IOException;
  }

  /** Those that have not ended. */
  static <J extends BatchJob> List<J> open(List<J> jobs) {
    return jobs.stream().filter(BatchJob::isOpen).toList();
  }

  /** Takes a step for each, one after the other. */
  static <J extends BatchJob> void inTurn(List<J> jobs, Step<J> step) {
    jobs.forEach(job -> attempt(job, step));
  }

  /** Takes a step for each, all at once. */
  static <J extends BatchJob> void atOnce(List<J> jobs, Step<J> step) {
    try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
      jobs.forEach(job -> threads.execute(() -> attempt(job, step)));
    }
  }

  private static <J extends BatchJob> void attempt(J job, Step<J> step) {
    try {
      step.take(job);
    } catch (WindlassApiException e) {
      job.failed(e);
    } catch (IOException e) {
      job.failed(Failures.local(e));
    }
  }

  /** Sends one request for all unless there are none; where it fails, it fails for each. */
  static <J extends BatchJob, T> void ask(
      List<J> jobs, Supplier<List<Result<T>>> request, BiConsumer<J, T> answer) {
    if (jobs.isEmpty()) {
      return;
    }
    try {
      List<Result<T>> results = request.get();
      for (int index = 0; index < jobs.size(); index++) {
        J job = jobs.get(index);
        Result<T> result = results.get(index);
        result.problem().ifPresent(problem -> job.failed(new WindlassApiException(problem)));
        result.value().ifPresent(value -> answer.accept(job, value));
      }
    } catch (WindlassApiException e) {
      jobs.forEach(job -> job.failed(e));
    }
  }

  private boolean isOpen() {
    return done.isEmpty() && failure.isEmpty();
  }

  /** It is over, with success. */
  final void done(Transferred transferred) {
    done = Optional.of(transferred);
  }

  /** It is over, without success. */
  final void failed(WindlassApiException why) {
    failure = Optional.of(why);
  }

  /** How it ended; a failure at the very end counts more than a success before. */
  final Attempt result() {
    return new Attempt(done.filter(_ -> failure.isEmpty()), failure);
  }
}
