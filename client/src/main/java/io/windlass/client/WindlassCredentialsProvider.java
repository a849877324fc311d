package io.windlass.client;

import static java.util.Objects.requireNonNull;

import io.windlass.client.model.Credentials;
import io.windlass.client.model.CredentialsRequest;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Optional;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.auth.credentials.AwsCredentials;
import software.amazon.awssdk.auth.credentials.AwsCredentialsProvider;
import software.amazon.awssdk.auth.credentials.AwsSessionCredentials;

/**
 * Temporary keys for one folder, renewed for as long as the provider is used: give it to an S3
 * client of the AWS SDK and never think of expiry again.
 *
 * <p>Keys are renewed when a fifth of their lifetime is left. One thread renews at a time;
 * meanwhile the others go on with the keys that are still valid. A passing failure (no connection,
 * an overloaded server) is survived for as long as the old keys last and tried again every 30
 * seconds; a refusal is thrown as {@link WindlassApiException}. Thread-safe. The client stays open
 * and its owner's.
 */
public final class WindlassCredentialsProvider implements AwsCredentialsProvider {
  private static final Duration PAUSE = Duration.ofSeconds(30);
  private static final Duration MARGIN = Duration.ofSeconds(30);

  private final Supplier<Credentials> issue;
  private final InstantSource clock;
  private final ReentrantLock renewing = new ReentrantLock();
  private volatile @Nullable Held held;

  /** Keys, and when to ask for the next ones. */
  private record Held(Credentials keys, Instant renewAt) {
    boolean usable(Instant now) {
      return now.isBefore(keys.expiration().minus(MARGIN));
    }
  }

  WindlassCredentialsProvider(Supplier<Credentials> issue, InstantSource clock) {
    this.issue = issue;
    this.clock = clock;
  }

  /**
   * Keys for a folder.
   *
   * @param folder {@code PROJECT/a/b}
   */
  public static Builder builder(WindlassClient client, String folder) {
    return new Builder(client, folder);
  }

  /** The same keys by another clock. */
  WindlassCredentialsProvider at(InstantSource other) {
    return new WindlassCredentialsProvider(issue, other);
  }

  @Override
  public AwsCredentials resolveCredentials() {
    Credentials keys = credentials();
    return AwsSessionCredentials.builder()
        .accessKeyId(keys.accessKeyId())
        .secretAccessKey(keys.secretAccessKey())
        .sessionToken(keys.sessionToken())
        .expirationTime(keys.expiration())
        .providerName("Windlass")
        .build();
  }

  /** The present keys with the bucket, prefix, region and endpoint that they are for. */
  public Credentials credentials() {
    Held now = held;
    if (now == null || !now.usable(clock.instant())) {
      renewing.lock();
    } else if (clock.instant().isBefore(now.renewAt()) || !renewing.tryLock()) {
      return now.keys();
    }
    try {
      return renewed();
    } finally {
      renewing.unlock();
    }
  }

  private Credentials renewed() {
    Held old = held;
    Instant now = clock.instant();
    if (old != null && now.isBefore(old.renewAt()) && old.usable(now)) {
      return old.keys();
    }
    try {
      Credentials fresh = issue.get();
      Duration lifetime = Duration.between(now, fresh.expiration());
      held = new Held(fresh, fresh.expiration().minus(lifetime.dividedBy(5)));
      return fresh;
    } catch (WindlassApiException e) {
      if (old == null || !old.usable(now) || !passing(e)) {
        throw e;
      }
      held = new Held(old.keys(), now.plus(PAUSE));
      return old.keys();
    }
  }

  private static boolean passing(WindlassApiException failure) {
    return failure.status() == 0 || failure.status() == 429 || failure.status() >= 500;
  }

  @Override
  public String toString() {
    return "WindlassCredentialsProvider";
  }

  /** What a provider is built from. Not thread-safe. */
  public static final class Builder {
    private final WindlassClient client;
    private final String folder;
    private String permission = "read_only";
    private Optional<Duration> duration = Optional.empty();

    private Builder(WindlassClient client, String folder) {
      this.client = requireNonNull(client, "client");
      this.folder = requireNonNull(folder, "folder");
    }

    /** Keys that may write and delete too; otherwise they may only list and read. */
    public Builder readWrite() {
      this.permission = "read_write";
      return this;
    }

    /** How long each set of keys is to live; otherwise 12 hours or what the store allows. */
    public Builder duration(Duration time) {
      this.duration = Optional.of(time);
      return this;
    }

    /** The provider. Keys are asked for when they are first needed. */
    public WindlassCredentialsProvider build() {
      CredentialsRequest request =
          new CredentialsRequest(permission, duration.map(Duration::toSeconds));
      // a folder keeps its number when it is renamed or moved
      Supplier<Long> id = once(() -> client.entries().at(folder).id());
      return new WindlassCredentialsProvider(
          () -> client.credentials().issue(id.get(), request), InstantSource.system());
    }

    private static <T> Supplier<T> once(Supplier<T> source) {
      return new Supplier<>() {
        private @Nullable T value;

        @Override
        public synchronized T get() {
          T known = value;
          if (known == null) {
            known = source.get();
            value = known;
          }
          return known;
        }
      };
    }
  }
}
