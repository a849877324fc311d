package io.windlass.store;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.windlass.foundation.Secret;
import io.windlass.store.Grant.Access;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.AwsCredentials;
import software.amazon.awssdk.auth.credentials.AwsSessionCredentials;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.core.checksums.RequestChecksumCalculation;
import software.amazon.awssdk.core.sync.RequestBody;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.S3Configuration;
import software.amazon.awssdk.services.s3.model.Delete;
import software.amazon.awssdk.services.s3.model.ObjectIdentifier;
import software.amazon.awssdk.services.s3.model.S3Error;
import software.amazon.awssdk.services.s3.model.S3Exception;
import software.amazon.awssdk.services.s3.model.S3Object;
import software.amazon.awssdk.services.s3.presigner.S3Presigner;

/** What keys may and may not do, seen by an ordinary S3 client. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class EmbeddedStoreTest {
  private static final Secret OWNER_SECRET = Secret.of("owner-secret");

  private final Map<String, StoreKey> keys = new ConcurrentHashMap<>();
  private EmbeddedStore store;
  private S3Client owner;

  @BeforeAll
  void start(@TempDir Path directory) {
    store = EmbeddedStore.start(directory, "127.0.0.1", 0, id -> Optional.ofNullable(keys.get(id)));
    keys.put("OWNER", StoreKey.full(OWNER_SECRET));
    owner = client(AwsBasicCredentials.create("OWNER", OWNER_SECRET.reveal()));
    for (String bucket : List.of("lab", "other")) {
      owner.createBucket(request -> request.bucket(bucket));
    }
    put(owner, "other", "base/x", "secret");
  }

  @AfterAll
  void stop() {
    owner.close();
    store.close();
  }

  @BeforeEach
  void objects() {
    put(owner, "lab", "base/x", "x");
    put(owner, "lab", "base/deep/y", "y");
    put(owner, "lab", "base/owner.txt", "proof");
    put(owner, "lab", "base/deep/owner.txt", "proof");
    put(owner, "lab", "base2/x", "sibling");
    put(owner, "lab", "top", "top");
  }

  @Test
  void readOnlyKeysGetHeadAndListBelowTheirPrefix() {
    try (S3Client reader = scoped("base/", Access.READ_ONLY)) {
      assertThat(get(reader, "lab", "base/x")).isEqualTo("x");
      assertThat(reader.headObject(r -> r.bucket("lab").key("base/deep/y")).contentLength())
          .isEqualTo(1);
      assertThat(list(reader, "base/")).contains("base/x", "base/deep/y");
      assertThat(list(reader, "base/deep")).contains("base/deep/y");
    }
  }

  @Test
  void readOnlyKeysWriteNothing() {
    try (S3Client reader = scoped("base/", Access.READ_ONLY)) {
      denied(() -> put(reader, "lab", "base/new", "n"));
      denied(() -> reader.deleteObject(r -> r.bucket("lab").key("base/x")));
      denied(() -> reader.createMultipartUpload(r -> r.bucket("lab").key("base/m")));
      denied(() -> delete(reader, "base/x"));
      denied(() -> copy(reader, "base/x", "base/copy"));
    }
    assertThat(list(owner, "base/")).doesNotContain("base/new", "base/copy").contains("base/x");
  }

  @Test
  void scopedKeysReachNothingOutsideTheirPrefix() {
    try (S3Client writer = scoped("base/", Access.READ_WRITE)) {
      denied(() -> get(writer, "lab", "base2/x"));
      denied(() -> get(writer, "lab", "top"));
      denied(() -> get(writer, "lab", "base"));
      denied(() -> get(writer, "other", "base/x"));
      denied(() -> put(writer, "lab", "base2/new", "n"));
      denied(() -> list(writer, ""));
      denied(() -> list(writer, "base2"));
      denied(() -> list(writer, "bas"));
      denied(() -> writer.listObjectsV2(r -> r.bucket("other").prefix("base/")));
    }
  }

  @Test
  void dotSegmentsNeverLeadOutOfThePrefix() {
    try (S3Client writer = scoped("base/", Access.READ_WRITE)) {
      assertThatThrownBy(() -> get(writer, "lab", "base/../base2/x"))
          .isInstanceOf(S3Exception.class);
      assertThatThrownBy(() -> get(writer, "lab", "base/../../other/base/x"))
          .isInstanceOf(S3Exception.class);
      assertThatThrownBy(() -> copy(writer, "base/../base2/x", "base/stolen"))
          .isInstanceOf(S3Exception.class);
    }
    assertThat(list(owner, "base/")).doesNotContain("base/stolen");
  }

  @Test
  void scopedKeysDoNothingToBuckets() {
    try (S3Client writer = scoped("base/", Access.READ_WRITE)) {
      denied(() -> writer.listBuckets());
      denied(() -> writer.createBucket(r -> r.bucket("mine")));
      denied(() -> writer.deleteBucket(r -> r.bucket("lab")));
      denied(() -> writer.headBucket(r -> r.bucket("lab")));
      denied(() -> writer.getBucketLocation(r -> r.bucket("lab")));
      denied(() -> writer.listObjectVersions(r -> r.bucket("lab").prefix("base/")));
    }
  }

  @Test
  void ownerFilesAreOutOfReachAtAnyDepth() {
    try (S3Client writer = scoped("base/", Access.READ_WRITE);
        S3Client whole = scoped("", Access.READ_WRITE)) {
      denied(() -> get(writer, "lab", "base/owner.txt"));
      denied(() -> get(writer, "lab", "base/deep/owner.txt"));
      denied(() -> put(writer, "lab", "base/new/owner.txt", "forged"));
      denied(() -> put(whole, "lab", "owner.txt", "forged"));
      denied(() -> copy(writer, "base/owner.txt", "base/copy"));
      assertThat(delete(writer, "base/owner.txt"))
          .extracting(S3Error::code)
          .containsExactly("AccessDenied");
    }
    assertThat(get(owner, "lab", "base/owner.txt")).isEqualTo("proof");
  }

  @Test
  void copiesReadOnlyWhatTheKeysMayRead() {
    try (S3Client writer = scoped("base/", Access.READ_WRITE)) {
      copy(writer, "base/x", "base/copied");
      assertThat(get(writer, "lab", "base/copied")).isEqualTo("x");
      denied(() -> copy(writer, "base2/x", "base/stolen"));
      denied(() ->
          writer.copyObject(r ->
              r.sourceBucket("other")
                  .sourceKey("base/x")
                  .destinationBucket("lab")
                  .destinationKey("base/stolen")));
      String upload =
          writer.createMultipartUpload(r -> r.bucket("lab").key("base/parts")).uploadId();
      denied(() ->
          writer.uploadPartCopy(r ->
              r.sourceBucket("lab")
                  .sourceKey("base2/x")
                  .destinationBucket("lab")
                  .destinationKey("base/parts")
                  .uploadId(upload)
                  .partNumber(1)));
    }
  }

  @Test
  void bulkDeletesLeaveWhatTheKeysDoNotCover() {
    try (S3Client writer = scoped("base/", Access.READ_WRITE)) {
      assertThat(delete(writer, "base/x", "base2/x", "top"))
          .extracting(S3Error::key)
          .containsExactlyInAnyOrder("base2/x", "top");
    }
    assertThat(list(owner, "")).contains("base2/x", "top").doesNotContain("base/x");
  }

  @Test
  void bulkDeletesWithConditionsLeaveThemToo() {
    String etag = owner.headObject(r -> r.bucket("lab").key("base2/x")).eTag();
    try (S3Client writer = scoped("base/", Access.READ_WRITE)) {
      ObjectIdentifier sibling = ObjectIdentifier.builder().key("base2/x").eTag(etag).build();
      try {
        var answer =
            writer.deleteObjects(
                r -> r.bucket("lab").delete(Delete.builder().objects(sibling).build()));
        assertThat(answer.deleted()).isEmpty();
      } catch (S3Exception e) {
        assertThat(e.statusCode()).isIn(403, 501);
      }
    }
    assertThat(get(owner, "lab", "base2/x")).isEqualTo("sibling");
  }

  @Test
  void thePrefixWithoutItsSlashShowsNoSibling() {
    try (S3Client reader = scoped("base/", Access.READ_ONLY)) {
      assertThat(list(reader, "base")).contains("base/x").doesNotContain("base2/x");
      var page = reader.listObjectsV2(r -> r.bucket("lab").prefix("base").delimiter("/"));
      assertThat(page.commonPrefixes()).singleElement().extracting("prefix").isEqualTo("base/");
      assertThat(page.contents()).isEmpty();
    }
  }

  @Test
  void revokedKeysAreRefusedFromTheNextRequestOn() {
    keys.put("SHORT", scopedKey("base/", Access.READ_ONLY));
    try (S3Client reader = client(AwsBasicCredentials.create("SHORT", "scoped-secret"))) {
      assertThat(get(reader, "lab", "base/x")).isEqualTo("x");
      keys.remove("SHORT");
      refused("InvalidAccessKeyId", () -> get(reader, "lab", "base/x"));
    }
  }

  @Test
  void expiredKeysAnswerExpiredToken() {
    keys.put("OLD", temporaryKey(Instant.now().minusSeconds(1)));
    try (S3Client reader =
        client(AwsSessionCredentials.create("OLD", "scoped-secret", "the-token"))) {
      refused("ExpiredToken", () -> get(reader, "lab", "base/x"));
    }
  }

  @Test
  void temporaryKeysNeedTheirSessionToken() {
    keys.put("TEMPORARY", temporaryKey(Instant.now().plusSeconds(600)));
    try (S3Client good =
            client(AwsSessionCredentials.create("TEMPORARY", "scoped-secret", "the-token"));
        S3Client bad =
            client(AwsSessionCredentials.create("TEMPORARY", "scoped-secret", "the-tokem"));
        S3Client none = client(AwsBasicCredentials.create("TEMPORARY", "scoped-secret"))) {
      assertThat(get(good, "lab", "base/x")).isEqualTo("x");
      refused("InvalidToken", () -> get(bad, "lab", "base/x"));
      refused("InvalidToken", () -> get(none, "lab", "base/x"));
    }
  }

  @Test
  void wrongSecretsAnswerSignatureDoesNotMatch() {
    try (S3Client wrong = client(AwsBasicCredentials.create("OWNER", "wrong"))) {
      refused("SignatureDoesNotMatch", () -> get(wrong, "lab", "base/x"));
      refused("SignatureDoesNotMatch", () -> put(wrong, "lab", "base/new", "n"));
    }
  }

  @Test
  void presignedUrlsOfScopedKeysKeepTheirLimits() throws Exception {
    keys.put("TEMPORARY", temporaryKey(Instant.now().plusSeconds(600)));
    try (S3Presigner presigner =
        presigner(AwsSessionCredentials.create("TEMPORARY", "scoped-secret", "the-token"))) {
      assertThat(fetch(presigned(presigner, "base/x"), Map.of()).body()).isEqualTo("x");
      assertThat(fetch(presigned(presigner, "base2/x"), Map.of()).statusCode()).isEqualTo(403);
      assertThat(fetch(presigned(presigner, "base/owner.txt"), Map.of()).statusCode())
          .isEqualTo(403);
      keys.remove("TEMPORARY");
      assertThat(fetch(presigned(presigner, "base/x"), Map.of()).statusCode()).isEqualTo(403);
    }
  }

  @Test
  void aPresignedPutCannotBeTurnedIntoACopy() throws Exception {
    try (S3Presigner presigner =
        presigner(AwsBasicCredentials.create("OWNER", OWNER_SECRET.reveal()))) {
      URI url =
          presigner
              .presignPutObject(r ->
                  r.signatureDuration(Duration.ofMinutes(5))
                      .putObjectRequest(put -> put.bucket("lab").key("base/target")))
              .url()
              .toURI();
      HttpResponse<String> answer =
          send(
              HttpRequest.newBuilder(url)
                  .header("x-amz-copy-source", "/other/base/x")
                  .PUT(HttpRequest.BodyPublishers.noBody())
                  .build());
      assertThat(answer.statusCode()).isEqualTo(403);
      assertThat(answer.body()).contains("AccessDenied");
    }
    assertThat(list(owner, "base/")).doesNotContain("base/target");
  }

  @Test
  void unsignedRequestsAreDenied() throws Exception {
    for (String path : List.of("/", "/lab", "/lab/base/x", "/lab?prefix=base/", "/healthz")) {
      assertThat(fetch(store.endpoint().resolve(path), Map.of()).statusCode())
          .describedAs(path)
          .isEqualTo(403);
    }
  }

  private HttpResponse<String> fetch(URI url, Map<String, String> headers) throws Exception {
    HttpRequest.Builder request = HttpRequest.newBuilder(url);
    headers.forEach(request::header);
    return send(request.build());
  }

  private static HttpResponse<String> send(HttpRequest request) throws Exception {
    try (HttpClient http = HttpClient.newHttpClient()) {
      return http.send(request, HttpResponse.BodyHandlers.ofString());
    }
  }

  private static URI presigned(S3Presigner presigner, String key) throws Exception {
    return presigner
        .presignGetObject(r ->
            r.signatureDuration(Duration.ofMinutes(5))
                .getObjectRequest(get -> get.bucket("lab").key(key)))
        .url()
        .toURI();
  }

  private S3Client scoped(String prefix, Access access) {
    String id = "SCOPED" + keys.size();
    keys.put(
        id,
        new StoreKey(
            Secret.of("scoped-secret"),
            Optional.empty(),
            new Grant.Scoped("lab", prefix, access),
            Optional.empty()));
    return client(AwsBasicCredentials.create(id, "scoped-secret"));
  }

  private static StoreKey scopedKey(String prefix, Access access) {
    return new StoreKey(
        Secret.of("scoped-secret"),
        Optional.empty(),
        new Grant.Scoped("lab", prefix, access),
        Optional.empty());
  }

  private static StoreKey temporaryKey(Instant expiresAt) {
    return new StoreKey(
        Secret.of("scoped-secret"),
        Optional.of(Secret.of("the-token")),
        new Grant.Scoped("lab", "base/", Access.READ_ONLY),
        Optional.of(expiresAt));
  }

  private S3Client client(AwsCredentials credentials) {
    return S3Client.builder()
        .endpointOverride(store.endpoint())
        .region(Region.US_EAST_1)
        .forcePathStyle(true)
        .requestChecksumCalculation(RequestChecksumCalculation.WHEN_SUPPORTED)
        .credentialsProvider(StaticCredentialsProvider.create(credentials))
        .build();
  }

  private S3Presigner presigner(AwsCredentials credentials) {
    return S3Presigner.builder()
        .endpointOverride(store.endpoint())
        .region(Region.US_EAST_1)
        .serviceConfiguration(S3Configuration.builder().pathStyleAccessEnabled(true).build())
        .credentialsProvider(StaticCredentialsProvider.create(credentials))
        .build();
  }

  private static void put(S3Client client, String bucket, String key, String text) {
    client.putObject(r -> r.bucket(bucket).key(key), RequestBody.fromString(text));
  }

  private static String get(S3Client client, String bucket, String key) {
    return client.getObjectAsBytes(r -> r.bucket(bucket).key(key)).asString(UTF_8);
  }

  private static List<String> list(S3Client client, String prefix) {
    return client.listObjectsV2(r -> r.bucket("lab").prefix(prefix)).contents().stream()
        .map(S3Object::key)
        .toList();
  }

  private static void copy(S3Client client, String source, String target) {
    client.copyObject(r ->
        r.sourceBucket("lab").sourceKey(source).destinationBucket("lab").destinationKey(target));
  }

  private static List<S3Error> delete(S3Client client, String... names) {
    List<ObjectIdentifier> ids =
        List.of(names).stream().map(key -> ObjectIdentifier.builder().key(key).build()).toList();
    return client
        .deleteObjects(r -> r.bucket("lab").delete(Delete.builder().objects(ids).build()))
        .errors();
  }

  private static void denied(ThrowingCallable call) {
    assertThatThrownBy(call)
        .isInstanceOfSatisfying(S3Exception.class, e -> assertThat(e.statusCode()).isEqualTo(403));
  }

  private static void refused(String code, ThrowingCallable call) {
    assertThatThrownBy(call)
        .isInstanceOfSatisfying(
            S3Exception.class, e -> assertThat(e.awsErrorDetails().errorCode()).isEqualTo(code));
  }
}
