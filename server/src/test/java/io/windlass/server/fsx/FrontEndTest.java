package io.windlass.server.fsx;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.quarkus.test.junit.QuarkusTest;
import io.windlass.catalog.identity.AwsKeys;
import io.windlass.catalog.identity.Scope;
import io.windlass.foundation.Secret;
import io.windlass.server.aws.signature.TestSigner;
import io.windlass.server.fsx.FsxScene.Person;
import jakarta.inject.Inject;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What comes before any operation. */
@QuarkusTest
@SuppressWarnings("NullAway.Init")
class FrontEndTest {
  private static final byte[] EMPTY = "{}".getBytes(UTF_8);

  @Inject FsxScene scene;
  @Inject AwsKeys keys;
  private Person admin;
  private Fsx fsx;

  @BeforeEach
  void begin() {
    admin = scene.administrator();
    fsx = admin.fsx();
  }

  @Test
  void aSignedRequestIsAnsweredWhateverTheRegion() {
    for (String region : new String[] {"us-east-1", "eu-central-1", "my-lab"}) {
      Fsx elsewhere = scene.fsx(admin.key(), region);
      assertThat(elsewhere.call("DescribeFileSystems", "{}").ok().path("FileSystems").isArray())
          .isTrue();
    }
  }

  @Test
  void anEmptyBodyIsAnEmptyObject() {
    fsx.raw("DescribeFileSystems", new byte[0]).ok();
  }

  @Test
  void unknownOperationsServicesAndContentTypesAreUnknown() {
    fsx.call("CreateBackup", "{}").fails(404, "UnknownOperationException");
    Map<String, String> headers = fsx.headers("DescribeFileSystems");
    headers.put("X-Amz-Target", "DynamoDB_20120810.ListTables");
    fsx.send(headers, EMPTY, Instant.now()).fails(404, "UnknownOperationException");
    headers = fsx.headers("DescribeFileSystems");
    headers.put("Content-Type", "application/json");
    fsx.send(headers, EMPTY, Instant.now()).fails(404, "UnknownOperationException");
  }

  @Test
  void withoutATargetTheAddressIsNothing() {
    Map<String, String> headers = fsx.headers("DescribeFileSystems");
    headers.remove("X-Amz-Target");

    Fsx.Reply reply = fsx.send(headers, EMPTY, Instant.now());
    assertThat(reply.response().statusCode()).isEqualTo(404);
    assertThat(reply.header("Content-Type")).isEqualTo("application/problem+json");
  }

  @Test
  void aBodyThatIsNoJsonObjectIsASerializationException() {
    for (String body : new String[] {"{", "[]", "\"x\"", "{} {}", "{\"MaxResults\": }", "\u0000"}) {
      fsx.raw("DescribeFileSystems", body.getBytes(UTF_8)).fails(400, "SerializationException");
    }
    fsx.raw("DescribeFileSystems", new byte[] {'{', '"', (byte) 0xff, '"', ':', '1', '}'})
        .fails(400, "SerializationException");
    fsx.call("DescribeFileSystems", "{'FileSystemIds': 'fs-0123456789abcdef0'}")
        .fails(400, "SerializationException");
    fsx.call("DescribeFileSystems", "{'MaxResults': 1.5}").fails(400, "SerializationException");
  }

  @Test
  void withoutASignatureOrWithAnUnknownKeyNobodyIsRecognised() {
    fsx.unsigned(fsx.headers("DescribeFileSystems"), EMPTY)
        .fails(403, "UnrecognizedClientException");
    Map<String, String> bearer = fsx.headers("DescribeFileSystems");
    bearer.put("Authorization", "Bearer wl_a_b");
    fsx.unsigned(bearer, EMPTY).fails(403, "UnrecognizedClientException");
    new Fsx(
            fsx.server(),
            new TestSigner("WLAKNOBODYNOBODYNOBO", Secret.of("x"), FsxScene.REGION, "fsx"))
        .call("DescribeFileSystems", "{}")
        .fails(403, "UnrecognizedClientException");
  }

  @Test
  void aRevokedKeyIsNotRecognised() {
    keys.revoke(admin.caller(), admin.key().key().accessKeyId());

    fsx.call("DescribeFileSystems", "{}").fails(403, "UnrecognizedClientException");
  }

  @Test
  void sessionTokensAreNotRecognised() {
    Map<String, String> headers = fsx.headers("DescribeFileSystems");
    headers.put("X-Amz-Security-Token", "token");
    fsx.send(headers, EMPTY, Instant.now()).fails(403, "UnrecognizedClientException");
  }

  @Test
  void aSignatureIsGoodForItsOwnRequestAlone() {
    Map<String, String> signed =
        fsx.signed(fsx.headers("DescribeFileSystems"), EMPTY, Instant.now());

    fsx.unsigned(signed, "{\"MaxResults\":1}".getBytes(UTF_8))
        .fails(403, "InvalidSignatureException");
    Map<String, String> other = new LinkedHashMap<>(signed);
    other.put("X-Amz-Target", "AWSSimbaAPIService_v20180301.DescribeDataRepositoryTasks");
    fsx.unsigned(other, EMPTY).fails(403, "InvalidSignatureException");
    other = new LinkedHashMap<>(signed);
    other.put("X-Amz-Extra", "not signed");
    assertThat(fsx.unsigned(other, EMPTY).fails(403, "InvalidSignatureException"))
        .contains("x-amz-extra");
    fsx.unsigned(signed, EMPTY).ok();
  }

  @Test
  void aWrongSecretOrServiceIsRefused() {
    TestSigner right = fsx.signer();
    new Fsx(
            fsx.server(),
            new TestSigner(right.accessKeyId(), Secret.of("wrong"), right.region(), "fsx"))
        .call("DescribeFileSystems", "{}")
        .fails(403, "InvalidSignatureException");
    String message =
        new Fsx(
                fsx.server(),
                new TestSigner(right.accessKeyId(), right.secret(), right.region(), "s3"))
            .call("DescribeFileSystems", "{}")
            .fails(403, "InvalidSignatureException");
    assertThat(message).contains("'fsx'").doesNotContain(right.secret().reveal());
  }

  @Test
  void clocksMayBeAQuarterOfAnHourApart() {
    Instant now = Instant.now();
    Map<String, String> headers = fsx.headers("DescribeFileSystems");
    fsx.send(headers, EMPTY, now.minus(Duration.ofMinutes(14))).ok();
    fsx.send(headers, EMPTY, now.plus(Duration.ofMinutes(14))).ok();
    Fsx.Reply late = fsx.send(headers, EMPTY, now.minus(Duration.ofMinutes(16)));
    assertThat(late.fails(403, "InvalidSignatureException")).startsWith("Signature expired");
    assertThat(late.header("Date")).endsWith("GMT");
    assertThat(
            fsx.send(headers, EMPTY, now.plus(Duration.ofMinutes(16)))
                .fails(403, "InvalidSignatureException"))
        .startsWith("Signature not yet current");
  }

  @Test
  void aHeaderThatCannotBeReadIsIncomplete() {
    for (String broken :
        new String[] {
          "AWS4-HMAC-SHA256",
          "AWS4-HMAC-SHA256 Credential=a/b/c, SignedHeaders=host, Signature=1",
          "AWS4-HMAC-SHA256 Credential=a/20260101/r/fsx/aws4_request, Signature=1",
        }) {
      Map<String, String> headers = fsx.headers("DescribeFileSystems");
      headers.put("Authorization", broken);
      headers.put("X-Amz-Date", "20260101T000000Z");
      fsx.unsigned(headers, EMPTY).fails(403, "IncompleteSignature");
    }
  }

  @Test
  void aKeyDoesWhatTheTokenThatMadeItMay() {
    Person viewer = scene.person(true, Set.of(Scope.VIEW, Scope.MODIFY));

    assertThat(
            viewer
                .fsx()
                .call(
                    "CreateFileSystem",
                    "{'FileSystemType': 'LUSTRE', 'SubnetIds': ['subnet-0123456789abcdef0'],"
                        + " 'StorageCapacity': 1200, 'LustreConfiguration': {}}")
                .fails(403, "AccessDeniedException"))
        .isNotEmpty();
  }

  @Test
  void aBodyOfTenMegabytesIsRefusedInTheDialect() {
    byte[] large = new byte[10_000_000];
    fsx.unsigned(fsx.headers("DescribeFileSystems"), large)
        .fails(413, "RequestEntityTooLargeException");
  }

  @Test
  void everyFaultOfAShapeIsToldAtOnce() {
    String message =
        fsx.call(
                "CreateDataRepositoryAssociation",
                "{'FileSystemId': 'fs-nope', 'ImportedFileChunkSize': 0}")
            .badRequest();

    assertThat(message)
        .startsWith(
            "4 validation errors detected: Value 'fs-nope' at 'fileSystemId' failed to satisfy"
                + " constraint: Member must have length greater than or equal to 11; ");
  }
}
