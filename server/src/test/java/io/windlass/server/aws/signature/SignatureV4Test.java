package io.windlass.server.aws.signature;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.windlass.foundation.Secret;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Requests and signatures that AWS has published for those who write clients. */
class SignatureV4Test {
  private static final String TIMESTAMP = "20150830T123600Z";
  private static final Secret SECRET = Secret.of("wJalrXUtnFEMI/K7MDENG+bPxRfiCYEXAMPLEKEY");
  private static final Credential CREDENTIAL =
      new Credential("AKIDEXAMPLE", "20150830", "us-east-1", "service");

  static Stream<Arguments> published() {
    Map<String, List<String>> none = Map.of();
    return Stream.of(
        vector(
            "get-vanilla",
            get("/", "", none),
            "5fa00fa31553b73ebf1942676e86291e8372ff2a2260956d9b8aae1d763fbf31"),
        vector(
            "get-vanilla-query-order-key-case",
            get("/", "Param2=value2&Param1=value1", none),
            "b97d918cfa904a5beff61c982a1b6f458b799221646efd99d3219ec94cdf2500"),
        vector(
            "get-unreserved",
            get("/-._~0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz", "", none),
            "07ef7494c76fa4850883e2b006601f940f8a34d404d0cfa977f52a65bbf5f24f"),
        vector(
            "get-utf8",
            get("/\u1234", "", none),
            "8318018e0b0f223aa2bbf98705b62bb787dc9c0e678f255a891fd03141be5d85"),
        vector(
            "get-space",
            get("/example space/", "", none),
            "652487583200325589f1fba4c7e578f72c47cb61beeca81406b39ddec1366741"),
        vector(
            "get-relative",
            get("/example/..", "", none),
            "5fa00fa31553b73ebf1942676e86291e8372ff2a2260956d9b8aae1d763fbf31"),
        vector(
            "get-slashes",
            get("//example//", "", none),
            "9a624bd73a37c9a373b5312afbebe7a714a789de108f0bdfe846570885f57e84"),
        vector(
            "get-header-key-duplicate",
            get("/", "", Map.of("My-Header1", List.of("value2", "value2", "value1"))),
            "c9d5ea9f3f72853aea855b47ea873832890dbdd183b4468f858259531a5138ea"),
        vector(
            "get-header-value-trim",
            get(
                "/",
                "",
                Map.of("My-Header1", List.of(" value1"), "My-Header2", List.of(" \"a   b   c\""))),
            "acc3ed3afb60bb290fc8d2dd0098b9911fcaa05412b367055dee359757a9c736"),
        vector(
            "post-vanilla",
            post(none, ""),
            "5da7c1a2acd57cee7505fc6676e4e544621c30862966e37dddb68e92efbe5d6b"),
        vector(
            "post-header-key-sort",
            post(Map.of("My-Header1", List.of("value1")), ""),
            "c5410059b04c1ee005303aed430f6e6645f61f4dc9e1461ec8f8916fdf18852c"),
        vector(
            "post-x-www-form-urlencoded",
            post(
                Map.of("Content-Type", List.of("application/x-www-form-urlencoded")),
                "Param1=value1"),
            "ff11897932ad3f4e8b18135d722051e5ac45fc38421b1da7b9d196a0fe09473a"));
  }

  private static Arguments vector(String name, SignedRequest request, String signature) {
    return Arguments.of(name, request, signature);
  }

  private static SignedRequest get(String path, String query, Map<String, List<String>> headers) {
    return new SignedRequest("GET", path, query, with(headers), new byte[0]);
  }

  private static SignedRequest post(Map<String, List<String>> headers, String body) {
    return new SignedRequest("POST", "/", "", with(headers), body.getBytes(UTF_8));
  }

  private static Map<String, List<String>> with(Map<String, List<String>> headers) {
    Map<String, List<String>> all = new HashMap<>(headers);
    all.put("Host", List.of("example.amazonaws.com"));
    all.put("X-Amz-Date", List.of(TIMESTAMP));
    return all;
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("published")
  void aPublishedRequestGetsItsPublishedSignature(
      String name, SignedRequest request, String signature) {
    List<String> signed = List.copyOf(new TreeSet<>(request.headers().keySet()));

    assertThat(SignatureV4.of(request, CREDENTIAL, signed, TIMESTAMP, SECRET))
        .as(name)
        .isEqualTo(signature);
  }

  @Test
  void theCanonicalFormIsThePublishedOne() {
    SignedRequest request = get("/", "Param2=value2&Param1=value1", Map.of());

    assertThat(SignatureV4.canonical(request, List.of("host", "x-amz-date")))
        .isEqualTo(
            """
            GET
            /
            Param1=value1&Param2=value2
            host:example.amazonaws.com
            x-amz-date:20150830T123600Z

            host;x-amz-date
            e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855\
            """);
  }
}
