package io.windlass.transfer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.windlass.transfer.Cost.Kind;
import io.windlass.transfer.move.Side;
import java.io.IOException;
import java.math.BigDecimal;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What a file of prices says. */
class PricesTest {
  private static final Prices PRICES =
      Prices.parse(
          """
          {"currency": "USD", "stores": {
            "aws": {"write_requests": 0.005, "write_requests:GLACIER": 0.03, "bytes_out": 0.09},
            "https://S3.Example.org/": {"write_requests": 0},
            "default": {"read_requests": 1}}}
          """);

  private static Cost cost(Kind kind, String storageClass, long amount) {
    return new Cost(Side.SOURCE, kind, storageClass, false, amount);
  }

  private static Optional<BigDecimal> at(String endpoint, Cost cost) {
    return PRICES.of(Optional.of(URI.create(endpoint)), cost);
  }

  @Test
  @Promise("D6")
  void requestsAreByTheThousandAndBytesByTheGib() {
    assertThat(PRICES.of(Optional.empty(), cost(Kind.WRITE_REQUESTS, "", 1)).orElseThrow())
        .isEqualByComparingTo("0.000005");
    assertThat(PRICES.of(Optional.empty(), cost(Kind.BYTES_OUT, "", 3L << 29)).orElseThrow())
        .isEqualByComparingTo("0.135");
    assertThat(PRICES.currency()).contains("USD");
  }

  @Test
  void aStorageClassMayHaveAPriceOfItsOwn() {
    assertThat(
            PRICES.of(Optional.empty(), cost(Kind.WRITE_REQUESTS, "GLACIER", 1000)).orElseThrow())
        .isEqualByComparingTo("0.03");
    assertThat(PRICES.of(Optional.empty(), cost(Kind.BYTES_OUT, "GLACIER", 1 << 30)).orElseThrow())
        .isEqualByComparingTo("0.09");
  }

  @Test
  void aStoreHasItsOwnListOrTheDefault() {
    assertThat(at("https://s3.example.org", cost(Kind.WRITE_REQUESTS, "", 5)).orElseThrow())
        .isEqualByComparingTo("0");
    assertThat(at("https://s3.example.org", cost(Kind.READ_REQUESTS, "", 5))).isEmpty();
    assertThat(at("https://other.example.org", cost(Kind.READ_REQUESTS, "", 500)).orElseThrow())
        .isEqualByComparingTo("0.5");
    assertThat(at("https://other.example.org", cost(Kind.WRITE_REQUESTS, "", 5))).isEmpty();
    assertThat(Prices.NONE.of(Optional.empty(), cost(Kind.READ_REQUESTS, "", 5))).isEmpty();
  }

  @Test
  void theExampleOfTheDocumentsIsOne() throws IOException {
    Matcher example =
        Pattern.compile("(?s)```json\n(\\{\"currency\".*?)```")
            .matcher(Files.readString(Path.of("../docs/operations.md")));
    assertThat(example.find()).isTrue();
    Prices prices = Prices.parse(example.group(1));
    assertThat(prices.of(Optional.empty(), cost(Kind.BYTES_STORED, "GLACIER_IR", 1 << 30)))
        .contains(new BigDecimal("0.004"));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "null",
        "[]",
        "{\"currency\": \"USD\", \"prices\": {}}",
        "{\"stores\": {}}",
        "{\"currency\": \"Taler\"}",
        "{\"currency\": \"USD\", \"stores\": {\"aws\": null}}",
        "{\"currency\": \"USD\", \"stores\": {\"aws\": {\"puts\": 1}}}",
        "{\"currency\": \"USD\", \"stores\": {\"aws\": {\"bytes_out:glacier\": 1}}}",
        "{\"currency\": \"USD\", \"stores\": {\"aws\": {\"files_of_unknown_size\": 1}}}",
        "{\"currency\": \"USD\", \"stores\": {\"aws\": {\"bytes_out\": -1}}}",
        "{\"currency\": \"USD\", \"stores\": {\"aws\": {\"bytes_out\": null}}}",
        "{\"currency\": \"USD\", \"stores\": {\"aws\": {\"bytes_out\": \"much\"}}}",
        "{\"currency\": \"USD\"} and more"
      })
  void whatIsNoListOfPricesIsRefused(String text) {
    assertThatThrownBy(() -> Prices.parse(text))
        .isInstanceOfSatisfying(
            io.windlass.foundation.WindlassException.class,
            e -> assertThat(e.problem().code()).isEqualTo("invalid_prices"));
  }
}
