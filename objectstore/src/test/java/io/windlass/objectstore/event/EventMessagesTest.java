package io.windlass.objectstore.event;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.windlass.foundation.WindlassException;
import java.net.URLEncoder;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.StringLength;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class EventMessagesTest {
  private static final String S3 =
      """
      {"Records":[{"eventVersion":"2.3","eventSource":"aws:s3","awsRegion":"eu-west-1",
        "eventTime":"2026-11-21T13:32:51.974Z","eventName":"ObjectCreated:Put",
        "userIdentity":{"principalId":"AWS:A"},"requestParameters":{"sourceIPAddress":"10.0.0.1"},
        "responseElements":{"x-amz-request-id":"R","x-amz-id-2":"I"},
        "s3":{"s3SchemaVersion":"1.0","configurationId":"Windlass-1",
          "bucket":{"name":"lab","ownerIdentity":{"principalId":"A"},"arn":"arn:aws:s3:::lab"},
          "object":{"key":"data/a+b%2Bc%C3%BC.csv","size":1024,"eTag":"d41d8cd98f00b204e9800998ecf8427e",
            "versionId":"096fKKXTRTtl3on89fVO.nfljtsv6qko","sequencer":"0055AED6DCD90281E5"}},
        "someday":{"new":[1,2,3]}}]}
      """;

  @Test
  void anS3RecordIsReadWithItsKeyDecoded() {
    assertThat(parse(S3))
        .isEqualTo(
            new EventMessage(
                List.of(
                    new ObjectEvent(
                        "ObjectCreated:Put",
                        "lab",
                        "data/a b+cü.csv",
                        Optional.of("0055AED6DCD90281E5"),
                        Optional.of("096fKKXTRTtl3on89fVO.nfljtsv6qko"),
                        Optional.of("d41d8cd98f00b204e9800998ecf8427e"),
                        OptionalLong.of(1024))),
                0,
                0));
  }

  @Test
  void aMessageWrappedBySnsIsTheMessageInIt() {
    String wrapped =
        """
        {"Type":"Notification","MessageId":"1","TopicArn":"arn:aws:sns:eu-west-1:1:t",
         "Subject":"Amazon S3 Notification","Message":%s,"Timestamp":"2026-11-21T13:32:52Z"}
        """
            .formatted(quoted(S3));
    assertThat(parse(wrapped)).isEqualTo(parse(S3));
    assertUnreadable(
        "{\"Type\":\"Notification\",\"Message\":" + quoted(wrapped) + "}"); // one wrapping only
  }

  @Test
  void anEventOfEventBridgeIsReadEitherWay() {
    assertThat(
            parse(
                    """
                    {"version":"0","id":"1","detail-type":"Object Created","source":"aws.s3",
                     "account":"1","time":"2026-11-21T13:32:52Z","region":"eu-west-1",
                     "resources":["arn:aws:s3:::lab"],
                     "detail":{"version":"0","bucket":{"name":"lab"},
                       "object":{"key":"a+b","size":5,"etag":"e","version-id":"v","sequencer":"00"},
                       "request-id":"R","requester":"1","reason":"PutObject"}}
                    """)
                .events())
        .extracting(ObjectEvent::key)
        .containsExactly("a+b", "a b");
    assertThat(
            parse(
                """
                {"detail-type":"Object Deleted","source":"aws.s3","detail":{"bucket":{"name":"lab"},
                  "object":{"key":"x","sequencer":"00"},"deletion-type":"Permanently Deleted"}}
                """))
        .isEqualTo(
            new EventMessage(
                List.of(
                    new ObjectEvent(
                        "Object Deleted",
                        "lab",
                        "x",
                        Optional.of("00"),
                        Optional.empty(),
                        Optional.empty(),
                        OptionalLong.empty())),
                0,
                0));
  }

  @Test
  void whatMinioPostsIsReadWithItsKeyDecoded() {
    assertThat(
            parse(
                    """
                    {"EventName":"s3:ObjectCreated:Put","Key":"lab/a b/c","Records":[{
                      "eventVersion":"2.0","eventSource":"minio:s3","eventName":"s3:ObjectCreated:Put",
                      "s3":{"bucket":{"name":"lab","arn":"arn:aws:s3:::lab"},
                        "object":{"key":"a+b%2Fc","size":3,"eTag":"e","contentType":"text/plain",
                          "userMetadata":{"content-type":"text/plain"},"sequencer":"1"}},
                      "source":{"host":"127.0.0.1","port":"","userAgent":"MinIO"}}]}
                    """)
                .events())
        .singleElement()
        .satisfies(event -> {
          assertThat(event.name()).isEqualTo("ObjectCreated:Put");
          assertThat(event.key()).isEqualTo("a b/c");
        });
  }

  @Test
  void whatCephPostsIsReadEitherWay() {
    assertThat(
            parse(
                    """
                    {"Records":[{"eventVersion":"2.2","eventSource":"ceph:s3","awsRegion":"",
                      "eventName":"ObjectCreated:Put","s3":{"bucket":{"name":"lab","id":"x.1"},
                      "object":{"key":"p/a%2Bb","size":2,"eTag":"e","versionId":"","sequencer":"8",
                      "metadata":[{"key":"x-amz-date","val":"2"}],"tags":[]}},"eventId":"1","opaqueData":"o"}]}
                    """)
                .events())
        .extracting(ObjectEvent::key, ObjectEvent::versionId)
        .containsExactly(
            org.assertj.core.groups.Tuple.tuple("p/a%2Bb", Optional.empty()),
            org.assertj.core.groups.Tuple.tuple("p/a+b", Optional.empty()));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{\"Service\":\"Amazon S3\",\"Event\":\"s3:TestEvent\",\"Bucket\":\"lab\"}",
        "{\"Type\":\"SubscriptionConfirmation\",\"SubscribeURL\":\"http://127.0.0.1/\"}",
        "{\"Records\":[]}",
        "{\"Records\":[{\"eventName\":\"s3:ObjectAccessed:Get\"}]}",
        "{\"Records\":[{\"eventName\":\"ObjectTagging:Put\"}]}",
        "{\"detail-type\":\"Object Tags Added\",\"source\":\"aws.s3\"}",
        "{\"detail-type\":\"EC2 Instance State-change\",\"source\":\"aws.ec2\"}"
      })
  void whatSaysNothingAboutContentIsIrrelevant(String message) {
    assertThat(parse(message)).isEqualTo(new EventMessage(List.of(), 1, 0));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "ObjectCreated:CompleteMultipartUpload",
        "ObjectRemoved:DeleteMarkerCreated",
        "s3:ObjectRemoved:Delete",
        "LifecycleExpiration:Delete",
        "ObjectRestore:Completed",
        "ObjectLifecycle:Expiration:Current"
      })
  void everyKindOfChangeIsAnEvent(String name) {
    assertThat(parse(record(name, "lab", "x")).events()).hasSize(1);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "null",
        "[]",
        "{}",
        "hello",
        "{\"Records\":[",
        "{\"Records\":{}}",
        "{\"Records\":[{}]}",
        "{\"Records\":[null]}",
        "{\"Records\":[]} {\"Records\":[]}",
        "{\"Type\":\"Notification\",\"Message\":\"hello\"}",
        "{\"Type\":\"Notification\"}",
        "{\"Type\":\"Other\"}",
        "{\"detail-type\":\"Object Created\",\"source\":\"aws.s3\"}"
      })
  void whatIsNoMessageAboutChangesIsUnreadable(String message) {
    assertUnreadable(message);
  }

  @Test
  void aRecordThatCannotBeUsedDoesNotTakeTheOthersWithIt() {
    String message =
        "{\"Records\":[%s,%s,%s,%s,%s]}"
            .formatted(
                oneRecord("ObjectCreated:Put", "lab", "good"),
                oneRecord("ObjectCreated:Put", "lab", ""),
                oneRecord("ObjectCreated:Put", "../lab", "x"),
                oneRecord("ObjectCreated:Put", "lab", "%00"),
                oneRecord("ObjectCreated:Put", "lab", "x".repeat(1025)));
    assertThat(parse(message).events()).extracting(ObjectEvent::key).containsExactly("good");
    assertThat(parse(message).unreadable()).isEqualTo(4);
  }

  @Test
  void deepAndLongMessagesAreRefusedBeforeTheyCost() {
    assertUnreadable("[".repeat(100_000));
    assertUnreadable(
        "{\"Records\":[{\"eventName\":\"" + "x".repeat(EventMessages.LONGEST) + "\"}]}");
  }

  @Property(tries = 300)
  void everyEncodedKeyComesOutAsItWas(@ForAll @StringLength(min = 1, max = 300) String text) {
    String key = new String(text.getBytes(UTF_8), UTF_8).replace("\0", "");
    if (key.isEmpty() || key.getBytes(UTF_8).length > 1024) {
      return;
    }
    assertThat(parse(record("ObjectCreated:Put", "lab", URLEncoder.encode(key, UTF_8))).events())
        .extracting(ObjectEvent::key)
        .containsExactly(key);
  }

  @Property(tries = 500)
  void noBytesAtAllCauseAnythingButOurProblem(@ForAll byte[] bytes) {
    readOrRefuse(bytes);
  }

  @Property(tries = 1000)
  void noDamageToAMessageCausesAnythingButOurProblem(
      @ForAll @IntRange(min = 0, max = 900) int at,
      @ForAll @IntRange(min = 0, max = 40) int removed,
      @ForAll @StringLength(max = 5) String inserted) {
    int from = Math.min(at, S3.length());
    String damaged =
        S3.substring(0, from) + inserted + S3.substring(Math.min(S3.length(), from + removed));
    readOrRefuse(damaged.getBytes(UTF_8));
  }

  private static void readOrRefuse(byte[] bytes) {
    try {
      EventMessages.parse(bytes)
          .events()
          .forEach(event -> assertThat(event.key().getBytes(UTF_8).length).isBetween(1, 1024));
    } catch (WindlassException e) {
      assertThat(e.problem().code()).isEqualTo("event_unreadable");
    }
  }

  private static void assertUnreadable(String message) {
    assertThatThrownBy(() -> parse(message))
        .isInstanceOfSatisfying(
            WindlassException.class,
            e -> assertThat(e.problem().code()).isEqualTo("event_unreadable"));
  }

  private static EventMessage parse(String message) {
    return EventMessages.parse(message.getBytes(UTF_8));
  }

  private static String record(String name, String bucket, String key) {
    return "{\"Records\":[" + oneRecord(name, bucket, key) + "]}";
  }

  private static String oneRecord(String name, String bucket, String key) {
    return "{\"eventSource\":\"aws:s3\",\"eventName\":\"%s\",\"s3\":{\"bucket\":{\"name\":\"%s\"},\"object\":{\"key\":\"%s\"}}}"
        .formatted(name, bucket, key);
  }

  private static String quoted(String text) {
    return '"' + text.replace("\\", "\\\\").replace("\"", "\\\"").replace("\n", "\\n") + '"';
  }
}
