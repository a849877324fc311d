package io.windlass.connection;

import io.windlass.foundation.Problem;
import io.windlass.foundation.Problem.Kind;
import io.windlass.foundation.WindlassException;
import java.net.URI;
import java.net.URISyntaxException;
import java.util.Collection;
import java.util.Comparator;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/** The values of one map of a document, by key and type. Complaints never repeat a value. */
final class DocumentFields {
  private final Map<?, ?> values;
  private final String path;

  /** Refuses keys that are not among the known ones, with the one that was probably meant. */
  DocumentFields(Map<?, ?> values, String path, Collection<String> known) {
    this.values = values;
    this.path = path;
    for (Object key : values.keySet()) {
      if (!(key instanceof String name) || !known.contains(name)) {
        throw unknown(String.valueOf(key), known);
      }
    }
  }

  Optional<String> text(String key) {
    return value(key)
        .map(value -> {
          if (value instanceof String text && !text.isBlank()) {
            return text.strip();
          }
          throw invalid(key, "must be text; put it in quotes");
        });
  }

  Optional<Boolean> flag(String key) {
    return value(key)
        .map(value -> {
          if (value instanceof Boolean flag) {
            return flag;
          }
          throw invalid(key, "must be true or false");
        });
  }

  Optional<URI> endpoint(String key) {
    return text(key)
        .map(text -> {
          try {
            URI uri = new URI(text);
            boolean http = "http".equals(uri.getScheme()) || "https".equals(uri.getScheme());
            boolean bare =
                uri.getUserInfo() == null
                    && uri.getQuery() == null
                    && uri.getFragment() == null
                    && (uri.getPath().isEmpty() || uri.getPath().equals("/"));
            if (http && bare && uri.getHost() != null) {
              return new URI(uri.getScheme(), null, uri.getHost(), uri.getPort(), "", null, null);
            }
          } catch (URISyntaxException _) {
            // complained about below, without the text: people put keys into URLs
          }
          throw invalid(key, "must be like https://s3.example.org:9000, without a path");
        });
  }

  Optional<DocumentFields> map(String key, Collection<String> known) {
    return value(key)
        .map(value -> {
          if (value instanceof Map<?, ?> map) {
            return new DocumentFields(map, path + key + ".", known);
          }
          throw invalid(key, "must be a map of keys to values");
        });
  }

  boolean has(String key) {
    return value(key).isPresent();
  }

  WindlassException missing(String key) {
    return Problem.of(
            Kind.INVALID, "missing_key", "The connection document lacks " + path + key + ".")
        .toException();
  }

  WindlassException invalid(String key, String rule) {
    return Problem.of(Kind.INVALID, "invalid_value", path + key + " " + rule + ".").toException();
  }

  private Optional<Object> value(String key) {
    return Optional.ofNullable(values.get(key));
  }

  private WindlassException unknown(String key, Collection<String> known) {
    String shown = key.length() > 40 ? key.substring(0, 40) + "…" : key;
    Problem problem =
        Problem.of(
            Kind.INVALID,
            "unknown_key",
            "The connection document holds an unknown key " + path + shown + ".");
    return known.stream()
        .min(Comparator.comparingInt(name -> distance(key.toLowerCase(Locale.ROOT), name)))
        .filter(name -> distance(key.toLowerCase(Locale.ROOT), name) <= 1 + name.length() / 3)
        .map(name -> problem.withRemedy("Did you mean " + path + name + "?"))
        .orElseGet(() ->
            problem.withRemedy(
                "Known here: " + String.join(", ", known.stream().sorted().toList()) + "."))
        .toException();
  }

  /** How many letters must be added, dropped or changed to make one word of the other. */
  private static int distance(String one, String other) {
    if (one.length() > 60) {
      return Integer.MAX_VALUE;
    }
    int[] previous = new int[other.length() + 1];
    for (int j = 0; j <= other.length(); j++) {
      previous[j] = j;
    }
    for (int i = 1; i <= one.length(); i++) {
      int[] current = new int[other.length() + 1];
      current[0] = i;
      for (int j = 1; j <= other.length(); j++) {
        int change = previous[j - 1] + (one.charAt(i - 1) == other.charAt(j - 1) ? 0 : 1);
        current[j] = Math.min(change, 1 + Math.min(previous[j], current[j - 1]));
      }
      previous = current;
    }
    return previous[other.length()];
  }
}
