package io.windlass.client;

import io.windlass.client.model.Result;
import java.util.List;
import java.util.function.BiConsumer;
import java.util.function.Supplier;

/** One request for many jobs, each of which gets its own answer. */
final class Together {
  private Together() {}

  /** One of many. */
  interface Job {
    /** It is over, without success. */
    void failed(WindlassApiException why);
  }

  /** Sends the request unless there are no jobs; where it fails, it fails for each. */
  static <J extends Job, T> void ask(
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
}
