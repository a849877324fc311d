package io.windlass.server.api;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.smallrye.mutiny.Multi;
import io.smallrye.mutiny.subscription.BackPressureStrategy;
import io.smallrye.mutiny.subscription.MultiEmitter;
import jakarta.inject.Singleton;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.function.Supplier;

/**
 * Server-sent events of things that change: the thing each time it is another, until it has come to
 * rest or is gone. A stream ends after ten minutes at the latest; a client that wants more asks
 * again. Thread-safe.
 */
@Singleton
final class Events {
  static final Duration LOOK = Duration.ofMillis(500);
  private static final Duration LONGEST = Duration.ofMinutes(10);

  private final ObjectMapper json;
  private final ExecutorService lookers = Executors.newVirtualThreadPerTaskExecutor();

  Events(ObjectMapper json) {
    this.json = json;
  }

  /**
   * The changes of a thing.
   *
   * @param first as it is now
   * @param again reads it; absent when it is gone
   * @param ended whether nothing more is to be waited for
   * @param record what is sent of it
   */
  <T> Multi<String> of(
      T first, Supplier<Optional<T>> again, Predicate<T> ended, Function<T, ?> record) {
    Multi<T> later =
        Multi.createFrom()
            .ticks()
            .every(LOOK)
            .onOverflow()
            .drop()
            .emitOn(lookers)
            .map(_ -> again.get())
            .select()
            .first(Optional::isPresent)
            .map(Optional::orElseThrow);
    return of(first, later, ended, record);
  }

  /**
   * The changes of a thing that somebody can wait for.
   *
   * @param first as it is now
   * @param next reads it, each time but the first as soon as there may be news, and every {@link
   *     #LOOK} at least; absent when it is gone
   * @param ended whether nothing more is to be waited for
   * @param record what is sent of it
   */
  <T> Multi<String> following(
      T first, Supplier<Optional<T>> next, Predicate<T> ended, Function<T, ?> record) {
    Multi<T> later =
        Multi.createFrom()
            .emitter(
                emitter -> lookers.execute(() -> follow(next, emitter)),
                BackPressureStrategy.LATEST);
    return of(first, later, ended, record);
  }

  private static <T> void follow(Supplier<Optional<T>> next, MultiEmitter<? super T> emitter) {
    try {
      for (Optional<T> now = next.get();
          now.isPresent() && !emitter.isCancelled() && !Thread.currentThread().isInterrupted();
          now = next.get()) {
        emitter.emit(now.get());
      }
      emitter.complete();
    } catch (RuntimeException e) {
      emitter.fail(e);
    }
  }

  private <T> Multi<String> of(T first, Multi<T> later, Predicate<T> ended, Function<T, ?> record) {
    return Multi.createBy()
        .concatenating()
        .streams(Multi.createFrom().item(first), later)
        .select()
        .first(new UntilEnded<>(ended))
        .select()
        .first(LONGEST)
        .skip()
        .repetitions()
        .map(thing -> text(record.apply(thing)));
  }

  /** Lets everything through up to and with the first that has ended. */
  private static final class UntilEnded<T> implements Predicate<T> {
    private final Predicate<T> ending;
    private boolean ended;

    private UntilEnded(Predicate<T> ending) {
      this.ending = ending;
    }

    @Override
    public boolean test(T thing) {
      boolean pass = !ended;
      ended = ending.test(thing);
      return pass;
    }
  }

  private String text(Object record) {
    try {
      return json.writeValueAsString(record);
    } catch (JsonProcessingException e) {
      throw new UncheckedIOException(e);
    }
  }
}
