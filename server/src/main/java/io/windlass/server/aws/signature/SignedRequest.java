package io.windlass.server.aws.signature;

import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * A request as it came over the wire, for checking its signature. Immutable but for the bytes.
 *
 * @param method as sent, for example {@code POST}
 * @param path as sent, still percent-encoded, without the query
 * @param query as sent, still percent-encoded, without the question mark; empty without one
 * @param headers names in lower case, the values of each in the order in which they came
 * @param body all of it
 */
@SuppressWarnings("ArrayRecordComponent") // read once, never compared
public record SignedRequest(
    String method, String path, String query, Map<String, List<String>> headers, byte[] body) {
  /** Lowers the case of the names of the headers. */
  public SignedRequest {
    Map<String, List<String>> lower = new TreeMap<>();
    headers.forEach((name, values) ->
        lower.merge(
            name.toLowerCase(Locale.ROOT),
            List.copyOf(values),
            (one, other) -> java.util.stream.Stream.concat(one.stream(), other.stream()).toList()));
    headers = Map.copyOf(lower);
  }

  /** The first value of a header. */
  public Optional<String> header(String lowerCaseName) {
    return headers.getOrDefault(lowerCaseName, List.of()).stream().findFirst();
  }
}
