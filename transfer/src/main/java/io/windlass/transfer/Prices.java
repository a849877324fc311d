package io.windlass.transfer;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.windlass.foundation.Problem;
import io.windlass.foundation.Problem.Kind;
import java.math.BigDecimal;
import java.net.URI;
import java.util.Arrays;
import java.util.Currency;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * What stores charge, as their users say: nobody else knows it, since prices change, and differ by
 * region and contract. A price is that of 1,000 requests or of a GiB, of what is stored for a
 * month. Immutable.
 */
public final class Prices {
  /** No prices at all. */
  public static final Prices NONE = new Prices(Optional.empty(), Map.of());

  private static final BigDecimal REQUESTS = BigDecimal.valueOf(1000);
  private static final BigDecimal GIB = BigDecimal.valueOf(1L << 30);
  private static final String AWS = "aws";
  private static final String DEFAULT = "default";
  private static final Pattern STORAGE_CLASS = Pattern.compile("[A-Z0-9_]+");

  private static final JsonMapper JSON =
      JsonMapper.builder()
          .enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS)
          .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
          .build();

  private final Optional<String> currency;
  private final Map<String, Map<String, BigDecimal>> stores;

  private Prices(Optional<String> currency, Map<String, Map<String, BigDecimal>> stores) {
    this.currency = currency;
    this.stores = stores;
  }

  /** A document of prices. */
  private record Document(
      @Nullable String currency, @Nullable Map<String, Map<String, BigDecimal>> stores) {}

  /**
   * Reads a JSON document: {@code currency}, and under {@code stores} lists by endpoint, {@code
   * aws} for AWS, {@code default} for all others. A list has prices by the names of {@link
   * Cost.Kind} in lower case, those of one storage class with it behind a colon: {@code
   * bytes_stored:GLACIER}.
   *
   * @throws io.windlass.foundation.WindlassException INVALID {@code invalid_prices}
   */
  public static Prices parse(String text) {
    Document document;
    try {
      document = JSON.readValue(text, Document.class);
    } catch (JsonProcessingException e) {
      throw invalid("The prices cannot be read: " + e.getOriginalMessage());
    }
    if (document == null || document.currency() == null) {
      throw invalid("The prices have no currency.");
    }
    Map<String, Map<String, BigDecimal>> stores = new HashMap<>();
    if (document.stores() != null) {
      document.stores().forEach((name, list) -> stores.put(name(name), checked(list)));
    }
    return new Prices(Optional.of(currency(document.currency())), Map.copyOf(stores));
  }

  private static String currency(String name) {
    try {
      return Currency.getInstance(name).getCurrencyCode();
    } catch (IllegalArgumentException _) {
      throw invalid(name + " is no currency of ISO 4217.");
    }
  }

  private static Map<String, BigDecimal> checked(@Nullable Map<String, BigDecimal> list) {
    if (list == null) {
      throw invalid("The prices of a store are no list.");
    }
    list.forEach((name, price) -> {
      if (!isName(name)) {
        throw invalid("There is no price of " + name + ".");
      }
      if (price == null || price.signum() < 0) {
        throw invalid("The price of " + name + " is no number from 0 on.");
      }
    });
    return Map.copyOf(list);
  }

  private static boolean isName(String name) {
    int colon = name.indexOf(':');
    String kind = colon < 0 ? name : name.substring(0, colon);
    boolean plain = colon < 0 || STORAGE_CLASS.matcher(name.substring(colon + 1)).matches();
    return plain
        && Arrays.stream(Cost.Kind.values())
            .filter(known -> known.unit() != Cost.Unit.FILES)
            .anyMatch(known -> word(known).equals(kind));
  }

  private static String word(Cost.Kind kind) {
    return kind.name().toLowerCase(Locale.ROOT);
  }

  /** The currency of all prices; absent where there are none. */
  public Optional<String> currency() {
    return currency;
  }

  /**
   * What something costs; absent where nobody has said its price.
   *
   * @param endpoint of the store; absent: AWS
   */
  public Optional<BigDecimal> of(Optional<URI> endpoint, Cost cost) {
    Map<String, BigDecimal> list =
        stores.getOrDefault(
            endpoint.map(at -> name(at.toString())).orElse(AWS),
            stores.getOrDefault(DEFAULT, Map.of()));
    @Nullable BigDecimal price =
        list.getOrDefault(
            word(cost.kind()) + ":" + cost.storageClass(), list.get(word(cost.kind())));
    BigDecimal amount = BigDecimal.valueOf(cost.amount());
    return Optional.ofNullable(price)
        .map(each ->
            switch (cost.kind().unit()) {
              case REQUESTS -> each.multiply(amount).divide(REQUESTS);
              case BYTES -> each.multiply(amount).divide(GIB);
              case FILES -> BigDecimal.ZERO;
            });
  }

  private static String name(String endpoint) {
    String lower = endpoint.toLowerCase(Locale.ROOT);
    return lower.endsWith("/") ? lower.substring(0, lower.length() - 1) : lower;
  }

  private static RuntimeException invalid(String message) {
    return Problem.of(Kind.INVALID, "invalid_prices", message)
        .withRemedy("docs/operations.md has an example of a file of prices.")
        .toException();
  }
}
