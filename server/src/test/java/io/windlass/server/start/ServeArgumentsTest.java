package io.windlass.server.start;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.windlass.filesystem.FileSystemSettings;
import io.windlass.foundation.WindlassException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ServeArgumentsTest {
  @TempDir
  @SuppressWarnings("NullAway.Init")
  Path data;

  @ParameterizedTest
  @CsvSource({"--prot, --port", "--databse-url, --database-url", "--store_port, --store-port"})
  void aMisspeltOptionIsRefusedWithWhatWasProbablyMeant(String written, String meant) {
    assertThatThrownBy(() -> parse(Map.of(), written + "=1"))
        .isInstanceOf(WindlassException.class)
        .hasMessageContaining("Did you mean " + meant + "?");
  }

  @Test
  void theCommandLineBeatsTheEnvironmentAndThatTheFile() throws IOException {
    Files.writeString(data.resolve("windlass.properties"), "port=1\nstore-port=1\nhost=::1\n");

    ServeOptions options =
        parse(Map.of("WINDLASS_PORT", "2", "WINDLASS_STORE_PORT", "2"), "--port", "3").options();

    assertThat(options.http().port()).isEqualTo(3);
    assertThat(options.store().port()).isEqualTo(2);
    assertThat(options.http().host()).isEqualTo("::1");
  }

  @Test
  void reportsOfTransfersStayAsLongAsSaid() {
    assertThat(parse(Map.of()).options().transfers().limits().kept())
        .isEqualTo(Duration.ofDays(90));
    assertThat(parse(Map.of(), "--transfer-report-days=7").options().transfers().limits().kept())
        .isEqualTo(Duration.ofDays(7));
    assertThatThrownBy(() -> parse(Map.of(), "--transfer-report-days=0").options().transfers())
        .isInstanceOf(WindlassException.class)
        .hasMessageContaining("--transfer-report-days");
  }

  @Test
  void pricesComeFromAFile() throws IOException {
    assertThat(parse(Map.of()).options().prices().currency()).isEmpty();
    Path file = Files.writeString(data.resolve("prices.json"), "{\"currency\": \"CHF\"}");
    assertThat(parse(Map.of(), "--prices=" + file).options().prices().currency()).contains("CHF");
    assertThatThrownBy(() -> parse(Map.of(), "--prices=" + data.resolve("none")).options())
        .isInstanceOf(WindlassException.class)
        .hasMessageContaining("--prices");
    Files.writeString(file, "{\"currency\": \"CHF\", \"stores\": {\"aws\": {\"put\": 1}}}");
    assertThatThrownBy(() -> parse(Map.of(), "--prices=" + file).options())
        .isInstanceOf(WindlassException.class)
        .hasMessageContaining("put");
  }

  @Test
  void limitsOfFileSystemsAreThoseOfFsxUnlessSaidOtherwise() {
    FileSystemSettings usual = parse(Map.of()).options().fileSystems();
    assertThat(usual).isEqualTo(FileSystemSettings.standard());
    assertThat(usual.links()).isEqualTo(8);
    assertThat(usual.waitingRequests()).isEqualTo(8);
    assertThat(usual.exports().largestFile()).isEqualTo(5L << 40);

    FileSystemSettings other =
        parse(
                Map.of("WINDLASS_LINKS", "20"),
                "--whole-file-mib=1000000",
                "--whole-file-programs=mytool,qemu-nbd",
                "--refused-programs=updatedb",
                "--files-ahead=0",
                "--largest-export-gib=1")
            .options()
            .fileSystems();
    assertThat(other.links()).isEqualTo(20);
    assertThat(other.lazy().wholeFileLimit()).isEqualTo(1_000_000L << 20);
    assertThat(other.lazy().wholeFileOpeners()).contains("mytool", "qemu-nbd", "losetup");
    assertThat(other.lazy().refusedPrograms()).containsExactly("updatedb");
    assertThat(other.lazy().filesAhead()).isZero();
    assertThat(other.exports().largestFile()).isEqualTo(1L << 30);
    assertThatThrownBy(() -> parse(Map.of(), "--links=0").options())
        .hasMessageContaining("--links");
  }

  @Test
  void aMisspeltPropertyIsRefusedAndTheFileNamed() throws IOException {
    Files.writeString(data.resolve("windlass.properties"), "store-prot=1\n");

    assertThatThrownBy(() -> parse(Map.of()))
        .hasMessageContaining("windlass.properties")
        .hasMessageContaining("Did you mean --store-port?");
  }

  @ParameterizedTest
  @CsvSource({"--host=0.0.0.0", "--store-host=0.0.0.0"})
  void anAddressThatOthersReachNeedsTlsOrAWord(String option) {
    assertThatThrownBy(() -> parse(Map.of(), option).options())
        .hasMessageContaining("unsafe_start");
    assertThat(parse(Map.of(), option, "--allow-plain-http").options()).isNotNull();
  }

  @ParameterizedTest
  @CsvSource({"--port=65536", "--port=-1", "--port=x", "--store=maybe", "--log-format=xml"})
  void valuesOutOfRangeAreRefused(String option) {
    assertThatThrownBy(() -> parse(Map.of(), option).options())
        .isInstanceOfSatisfying(
            WindlassException.class,
            refused -> assertThat(refused.problem().code()).isEqualTo("invalid_options"));
  }

  private ServeArguments parse(Map<String, String> environment, String... arguments) {
    List<String> all = new java.util.ArrayList<>(List.of("--data", data.toString()));
    all.addAll(List.of(arguments));
    return ServeArguments.parse(all, environment);
  }
}
