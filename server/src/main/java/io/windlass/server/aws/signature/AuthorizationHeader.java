package io.windlass.server.aws.signature;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * The header that carries a signature: {@code AWS4-HMAC-SHA256 Credential=ID/DATE/REGION/SERVICE/
 * aws4_request, SignedHeaders=a;b, Signature=HEX}.
 *
 * @param signedHeaders lower case, in their order
 */
record AuthorizationHeader(Credential credential, List<String> signedHeaders, String signature) {
  private static final Pattern REGION = Pattern.compile("[a-z0-9-]{1,63}");
  private static final Pattern DATE = Pattern.compile("\\d{8}");

  /** What was read of a header: it, or what is wrong with it. */
  sealed interface Read {
    /** A header in order. */
    record Right(AuthorizationHeader header) implements Read {}

    /** One that is not; the sentence says how. */
    record Wrong(String sentence) implements Read {}
  }

  /** Reads what follows the name of the algorithm. */
  static Read read(String header) {
    Map<String, String> parts = new HashMap<>();
    for (String part : header.substring(SignatureV4.ALGORITHM.length()).split(",")) {
      int equals = part.indexOf('=');
      if (equals > 0) {
        parts.put(part.substring(0, equals).strip(), part.substring(equals + 1).strip());
      }
    }
    List<String> missing = new ArrayList<>();
    for (String name : List.of("Credential", "Signature", "SignedHeaders")) {
      if (parts.getOrDefault(name, "").isEmpty()) {
        missing.add("Authorization header requires '" + name + "' parameter.");
      }
    }
    if (!missing.isEmpty()) {
      return new Read.Wrong(String.join(" ", missing));
    }
    @Nullable Credential credential = credential(parts.getOrDefault("Credential", ""));
    if (credential == null) {
      return new Read.Wrong(
          "Credential must have exactly 5 slash-delimited elements:"
              + " ID/YYYYMMDD/REGION/SERVICE/aws4_request.");
    }
    List<String> signed = List.of(parts.getOrDefault("SignedHeaders", "").split(";"));
    return new Read.Right(
        new AuthorizationHeader(credential, signed, parts.getOrDefault("Signature", "")));
  }

  /** Whether a request carries a signature of this scheme at all. */
  static Optional<String> of(SignedRequest request) {
    return request
        .header("authorization")
        .filter(header -> header.startsWith(SignatureV4.ALGORITHM));
  }

  private static @Nullable Credential credential(String text) {
    String[] elements = text.split("/", -1);
    boolean right =
        elements.length == 5
            && !elements[0].isEmpty()
            && DATE.matcher(elements[1]).matches()
            && REGION.matcher(elements[2]).matches()
            && elements[4].equals(SignatureV4.TERMINATOR);
    return right ? new Credential(elements[0], elements[1], elements[2], elements[3]) : null;
  }
}
