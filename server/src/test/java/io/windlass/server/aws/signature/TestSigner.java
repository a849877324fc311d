package io.windlass.server.aws.signature;

import io.windlass.foundation.Secret;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;

/** Signs requests as a client does, with every part open to be wrong. */
public record TestSigner(String accessKeyId, Secret secret, String region, String service) {
  private static final DateTimeFormatter TIMESTAMP =
      DateTimeFormatter.ofPattern("uuuuMMdd'T'HHmmss'Z'");

  /** The headers to send: those given, the date and the signature. The host is signed too. */
  public Map<String, String> sign(
      String method,
      String path,
      String host,
      Map<String, String> headers,
      byte[] body,
      Instant at) {
    String timestamp = TIMESTAMP.format(at.atOffset(ZoneOffset.UTC));
    Map<String, List<String>> signed = new HashMap<>();
    headers.forEach((name, value) -> signed.put(name, List.of(value)));
    signed.put("host", List.of(host));
    signed.put("x-amz-date", List.of(timestamp));
    SignedRequest request = new SignedRequest(method, path, "", signed, body);
    List<String> names = List.copyOf(new TreeSet<>(request.headers().keySet()));
    Credential credential = new Credential(accessKeyId, timestamp.substring(0, 8), region, service);
    String signature = SignatureV4.of(request, credential, names, timestamp, secret);
    Map<String, String> sent = new LinkedHashMap<>(headers);
    sent.put("X-Amz-Date", timestamp);
    sent.put(
        "Authorization",
        "%s Credential=%s/%s, SignedHeaders=%s, Signature=%s"
            .formatted(
                SignatureV4.ALGORITHM,
                accessKeyId,
                credential.scope(),
                String.join(";", names),
                signature));
    return sent;
  }
}
