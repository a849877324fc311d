package io.windlass.objectstore;

import java.net.URI;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Optional;
import java.util.function.Supplier;
import software.amazon.awssdk.auth.credentials.AnonymousCredentialsProvider;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.AwsCredentials;
import software.amazon.awssdk.auth.credentials.AwsCredentialsProvider;
import software.amazon.awssdk.auth.credentials.AwsSessionCredentials;
import software.amazon.awssdk.auth.credentials.DefaultCredentialsProvider;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.awscore.retry.AwsRetryStrategy;
import software.amazon.awssdk.core.checksums.RequestChecksumCalculation;
import software.amazon.awssdk.core.checksums.ResponseChecksumValidation;
import software.amazon.awssdk.core.client.config.ClientOverrideConfiguration;
import software.amazon.awssdk.http.SdkHttpClient;
import software.amazon.awssdk.http.apache5.Apache5HttpClient;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.retries.api.RetryStrategy;
import software.amazon.awssdk.services.s3.LegacyMd5Plugin;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.S3ClientBuilder;
import software.amazon.awssdk.services.s3.S3Configuration;
import software.amazon.awssdk.services.s3.presigner.S3Presigner;
import software.amazon.awssdk.services.sns.SnsClient;
import software.amazon.awssdk.services.sns.SnsClientBuilder;
import software.amazon.awssdk.services.sqs.SqsClient;
import software.amazon.awssdk.services.sts.StsClient;
import software.amazon.awssdk.services.sts.StsClientBuilder;

/** The one place that builds clients of the AWS SDK. */
final class S3Clients {
  /** Sockets per store. They are opened when needed and closed after a minute of rest. */
  private static final int MAX_CONNECTIONS = 256;

  private static final long SMALL_BODY = 128 << 10;
  private static final int MAX_ATTEMPTS = 5;
  private static final Duration CONNECT_TIMEOUT = Duration.ofSeconds(10);
  private static final Duration SOCKET_TIMEOUT = Duration.ofSeconds(60);
  private static final Duration POOL_TIMEOUT = Duration.ofMinutes(5);

  private final InstantSource clock;

  S3Clients(InstantSource clock) {
    this.clock = clock;
  }

  /**
   * The clients of one store; closed together.
   *
   * @param s3 signs bodies chunk by chunk while they are sent, where it signs them
   * @param small signs bodies as a whole before they are sent: less work where they are small, and
   *     Ceph RGW 16 takes no empty body in chunks
   * @param credentials what all of them sign with
   * @param paying the same that consent to pay, over the same connections
   */
  record Opened(
      S3Client s3,
      S3Client small,
      S3Presigner presigner,
      SnsClient topics,
      SdkHttpClient http,
      AwsCredentialsProvider credentials,
      Supplier<Opened> paying,
      Runnable whenClosed)
      implements AutoCloseable {
    /** The client to send a body with. */
    S3Client sending(Body body) {
      return body.length() <= SMALL_BODY ? small : s3;
    }

    /** A client for queues at the host of a queue; closed by its user. */
    SqsClient queues(URI queue, String region) {
      return SqsClient.builder()
          .httpClient(http)
          .region(Region.of(region))
          .credentialsProvider(credentials)
          .endpointOverride(URI.create(queue.getScheme() + "://" + queue.getRawAuthority()))
          .overrideConfiguration(
              ClientOverrideConfiguration.builder().retryStrategy(retries()).build())
          .build();
    }

    @Override
    public void close() {
      s3.close();
      small.close();
      presigner.close();
      topics.close();
      whenClosed.run();
    }
  }

  Opened open(StoreAddress address, Signing signing) {
    SdkHttpClient http = http();
    Credentials credentials = credentials(address, signing);
    return open(
        address,
        http,
        credentials,
        () -> {
          http.close();
          credentials.whenClosed().run();
        });
  }

  private static Opened open(
      StoreAddress address, SdkHttpClient http, Credentials credentials, Runnable whenClosed) {
    S3Presigner.Builder presigner =
        S3Presigner.builder()
            .region(Region.of(address.region()))
            .credentialsProvider(credentials.provider())
            .serviceConfiguration(
                S3Configuration.builder().pathStyleAccessEnabled(address.pathStyle()).build());
    address.endpoint().ifPresent(presigner::endpointOverride);
    return new Opened(
        s3(address, http, credentials, true),
        s3(address, http, credentials, false),
        presigner.build(),
        topics(address, http, credentials),
        http,
        credentials.provider(),
        () -> open(address.paying(), http, credentials, () -> {}),
        whenClosed);
  }

  private static S3Client s3(
      StoreAddress address, SdkHttpClient http, Credentials credentials, boolean chunks) {
    S3ClientBuilder s3 =
        S3Client.builder()
            .httpClient(http)
            .region(Region.of(address.region()))
            .credentialsProvider(credentials.provider())
            .serviceConfiguration(
                S3Configuration.builder()
                    .pathStyleAccessEnabled(address.pathStyle())
                    .chunkedEncodingEnabled(chunks)
                    .build())
            .overrideConfiguration(overrides(address));
    address.endpoint().ifPresent(s3::endpointOverride);
    switch (address.checksums()) {
      case WHEN_SUPPORTED ->
          s3.requestChecksumCalculation(RequestChecksumCalculation.WHEN_SUPPORTED)
              .responseChecksumValidation(ResponseChecksumValidation.WHEN_SUPPORTED);
      case WHEN_REQUIRED ->
          s3.requestChecksumCalculation(RequestChecksumCalculation.WHEN_REQUIRED)
              .responseChecksumValidation(ResponseChecksumValidation.WHEN_REQUIRED)
              // where the API demands a checksum, as in bulk deletes, such stores know only MD5
              .addPlugin(LegacyMd5Plugin.create());
    }
    return s3.build();
  }

  /** Topics that the store itself has, as Ceph RGW does behind its S3 endpoint. */
  private static SnsClient topics(
      StoreAddress address, SdkHttpClient http, Credentials credentials) {
    SnsClientBuilder topics =
        SnsClient.builder()
            .httpClient(http)
            .region(Region.of(address.region()))
            .credentialsProvider(credentials.provider())
            .overrideConfiguration(
                ClientOverrideConfiguration.builder().retryStrategy(retries()).build());
    address.endpoint().ifPresent(topics::endpointOverride);
    return topics.build();
  }

  StsTokens securityTokens(StoreAddress address, Signing signing) {
    SdkHttpClient http = http();
    Credentials credentials = credentials(address, signing);
    StsClientBuilder sts =
        StsClient.builder()
            .httpClient(http)
            .region(Region.of(address.region()))
            .credentialsProvider(credentials.provider())
            .overrideConfiguration(
                ClientOverrideConfiguration.builder().retryStrategy(retries()).build());
    Optional<URI> endpoint = address.stsEndpoint().or(address::endpoint);
    endpoint.ifPresent(sts::endpointOverride);
    StsClient client = sts.build();
    return new StsTokens(
        client,
        () -> {
          client.close();
          http.close();
          credentials.whenClosed().run();
        });
  }

  private record Credentials(AwsCredentialsProvider provider, Runnable whenClosed) {}

  private Credentials credentials(StoreAddress address, Signing signing) {
    return switch (signing) {
      case Signing.Keys keys ->
          new Credentials(StaticCredentialsProvider.create(credentials(keys)), () -> {});
      case Signing.Role role -> {
        StsTokens tokens = securityTokens(address, role.assumedWith());
        yield new Credentials(new AssumedRole(tokens, role, clock), tokens::close);
      }
      case Signing.Ambient() -> {
        DefaultCredentialsProvider provider = DefaultCredentialsProvider.builder().build();
        yield new Credentials(provider, provider::close);
      }
      case Signing.Anonymous() -> new Credentials(AnonymousCredentialsProvider.create(), () -> {});
    };
  }

  static AwsCredentials credentials(Signing.Keys keys) {
    String id = keys.accessKeyId();
    String secret = keys.secretAccessKey().reveal();
    return keys.sessionToken()
        .<AwsCredentials>map(token -> AwsSessionCredentials.create(id, secret, token.reveal()))
        .orElseGet(() -> AwsBasicCredentials.create(id, secret));
  }

  private static SdkHttpClient http() {
    return new SilenceLimit(
        Apache5HttpClient.builder()
            .maxConnections(MAX_CONNECTIONS)
            .connectionTimeout(CONNECT_TIMEOUT)
            .socketTimeout(SOCKET_TIMEOUT)
            .connectionAcquisitionTimeout(POOL_TIMEOUT)
            .build(),
        SOCKET_TIMEOUT);
  }

  private static ClientOverrideConfiguration overrides(StoreAddress address) {
    ClientOverrideConfiguration.Builder overrides =
        ClientOverrideConfiguration.builder().retryStrategy(retries());
    if (address.requesterPays()) {
      overrides.putHeader("x-amz-request-payer", "requester");
    }
    return overrides.build();
  }

  /** Passing faults only, with pauses that grow and vary. */
  private static RetryStrategy retries() {
    return AwsRetryStrategy.standardRetryStrategy().toBuilder().maxAttempts(MAX_ATTEMPTS).build();
  }
}
