package io.windlass.transfer;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_16BE;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.windlass.transfer.collection.Collection;
import io.windlass.transfer.collection.CollectionLab;
import io.windlass.transfer.web.AddressRange;
import io.windlass.transfer.web.AllowedAddresses;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.UUID;
import java.util.zip.InflaterInputStream;
import org.jdbi.v3.core.Handle;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestInstance.Lifecycle;

/** Addresses on the web as sources and as webhooks. */
@TestInstance(Lifecycle.PER_CLASS)
final class WebAddressesTest {
  private static final String SIGNATURE = "f00dfeedf00dfeed";

  private TransferLab lab;
  private End directory;

  @BeforeAll
  void begin() {
    lab = new TransferLab();
    directory = End.directory(lab.collections);
  }

  @AfterAll
  void end() {
    lab.close();
    directory.close();
  }

  private static byte[] text(String text) {
    return text.getBytes(UTF_8);
  }

  private static NewTransfer transfer(
      Collection destination, List<TransferItem> items, Optional<String> webhook) {
    return new NewTransfer(
        UUID.randomUUID(),
        CollectionLab.USER,
        Optional.empty(),
        destination.id(),
        items,
        TransferOptions.NONE,
        Optional.empty(),
        Optional.empty(),
        webhook,
        false);
  }

  private static TransferItem item(String from, String to) {
    return TransferLab.item(from, to, Optional.empty());
  }

  @Test
  @Promise({"W1", "W2"})
  void filesComeFromTheWebAndTheirAddressesStaySecret() {
    byte[] large = new byte[12 << 20];
    new Random(3).nextBytes(large);
    try (WebServer web = new WebServer()) {
      web.files.put("/small", text("hello"));
      web.files.put("/large", large);
      String to = directory.empty();
      String query = "?X-Amz-Signature=" + SIGNATURE;
      NewTransfer transfer =
          transfer(
              directory.collection(),
              List.of(
                  item(web.address("/small" + query), to + "/s"),
                  item(web.address("/large" + query), to + "/l"),
                  item(web.address("/none" + query), to + "/n")),
              Optional.empty());

      Transfer ended = lab.run(transfer);

      assertThat(directory.read(to)).containsOnlyKeys("s", "l");
      assertThat(directory.read(to).get("l")).isEqualTo(large);
      assertThat(web.queries).contains("X-Amz-Signature=" + SIGNATURE);
      assertThat(lab.report(ended)).hasSize(3);
      assertThat(lab.report(ended).toString()).doesNotContain(SIGNATURE).contains("/none");
      assertThat(lab.transfers().events(ended.id(), Optional.empty(), 100, false).toString())
          .doesNotContain(SIGNATURE);
      assertThat(ended.toString()).doesNotContain(SIGNATURE);
    }
  }

  @Test
  @Promise("W4")
  void whatMayBeAKeyIsSealedInTheDatabaseAndOpensAfterARotation() {
    try (WebServer web = new WebServer()) {
      web.refusals.set(1000);
      String to = directory.empty();
      NewTransfer transfer =
          transfer(
              directory.collection(),
              List.of(item(web.address("/later?X-Amz-Signature=" + SIGNATURE), to + "/later")),
              Optional.of(web.address("/hooks/" + SIGNATURE)));
      UUID id = lab.transfers().submit(transfer).transfer().id();
      await().until(() -> lab.transfers().find(id).orElseThrow().counts().retrying() > 0);

      assertThat(database()).isNotEmpty().noneMatch(value -> value.contains(SIGNATURE));

      assertThat(lab.collections.box.rotate()).isPositive();
      web.files.put("/later", text("there now"));
      web.refusals.set(0);
      assertThat(lab.end(id).state()).isEqualTo(TransferState.SUCCEEDED);
      assertThat(directory.read(to).get("later")).isEqualTo(text("there now"));
      await().atMost(Duration.ofSeconds(30)).until(() -> !web.posted.isEmpty());
      assertThat(database()).isNotEmpty().noneMatch(value -> value.contains(SIGNATURE));
      assertThat(lab.transfers().submit(transfer).again()).isTrue();
    }
  }

  /** Every value of every table, also as what it is when it is inflated. */
  private List<String> database() {
    return lab.collections
        .database
        .jdbi()
        .withHandle(handle -> {
          List<String> tables =
              handle
                  .createQuery(
                      "SELECT tablename FROM pg_tables WHERE schemaname = current_schema()")
                  .mapTo(String.class)
                  .list();
          List<String> values = new ArrayList<>();
          for (String table : tables) {
            values(handle, table, values);
          }
          return values;
        });
  }

  private static void values(Handle handle, String table, List<String> values) {
    for (Map<String, Object> row :
        handle.createQuery("SELECT * FROM \"" + table + '"').mapToMap().list()) {
      for (Object value : row.values()) {
        if (value instanceof byte[] bytes) {
          values.add(new String(bytes, ISO_8859_1));
          for (int header : List.of(0, 1, Integer.BYTES)) {
            inflated(bytes, header).ifPresent(values::add);
          }
        } else if (value != null) {
          values.add(value.toString());
        }
      }
    }
  }

  private static Optional<String> inflated(byte[] bytes, int header) {
    if (bytes.length <= header) {
      return Optional.empty();
    }
    try (InflaterInputStream in =
        new InflaterInputStream(new ByteArrayInputStream(bytes, header, bytes.length - header))) {
      byte[] plain = in.readAllBytes();
      return Optional.of(
          new String(plain, ISO_8859_1)
              + new String(plain, UTF_16BE)
              + new String(plain, 1, plain.length - 1, UTF_16BE));
    } catch (IOException _) {
      return Optional.empty();
    }
  }

  @Test
  @Promise("W6")
  void aServerThatFallsSilentIsGivenUpAndAskedAgain() {
    try (WebServer web = new WebServer()) {
      web.files.put("/a", text("all of it"));
      web.stalls.set(2);
      String to = directory.empty();

      Transfer ended =
          lab.run(
              transfer(
                  directory.collection(),
                  List.of(item(web.address("/a"), to + "/a")),
                  Optional.empty()));

      assertThat(ended.state()).isEqualTo(TransferState.SUCCEEDED);
      assertThat(ended.counts().faults()).isEqualTo(2);
      assertThat(directory.read(to).get("a")).isEqualTo(text("all of it"));
    }
  }

  @Test
  @Promise({"R1", "R4"})
  void whatAServerAnswersIsToldAndTriedAgainWhereThatMayHelp() {
    try (WebServer web = new WebServer()) {
      web.files.put("/a", text("all of it"));
      Map.of(418, "ENDPOINT_ERROR", 403, "PERMISSION_DENIED")
          .forEach((status, code) -> {
            web.refuse(status);
            Transfer failed = lab.run(one(web, directory.empty()));
            assertThat(failed.state()).isEqualTo(TransferState.FAILED);
            assertThat(lab.codes(failed)).contains(code);
          });
      Map.of(503, "ENDPOINT_TOO_BUSY", 429, "ENDPOINT_TOO_BUSY", 500, "CONNECTION_BROKEN")
          .forEach((status, code) -> {
            web.refuse(status);
            String to = directory.empty();
            UUID id = lab.transfers().submit(one(web, to)).transfer().id();
            await()
                .atMost(Duration.ofMinutes(1))
                .until(() -> lab.codes(lab.transfers().find(id).orElseThrow()).contains(code));
            web.refusals.set(0);
            assertThat(lab.end(id).state()).isEqualTo(TransferState.SUCCEEDED);
            assertThat(directory.read(to).get("a")).isEqualTo(text("all of it"));
          });
    }
  }

  private NewTransfer one(WebServer web, String to) {
    return transfer(
        directory.collection(), List.of(item(web.address("/a"), to + "/a")), Optional.empty());
  }

  @Test
  @Promise("W5")
  void whatUsersMayNotReachIsNotConnectedTo() {
    TransferSettings usual = TransferLab.SETTINGS;
    TransferSettings strict =
        new TransferSettings(
            usual.limits(),
            usual.size(),
            usual.retries(),
            usual.pace(),
            new TransferSettings.Web(
                new AllowedAddresses(List.of(AddressRange.parse("127.0.0.1"))),
                Duration.ofSeconds(10),
                true));
    try (WebServer admitted = new WebServer();
        WebServer internal = new WebServer("127.0.0.2");
        TransferLab its = new TransferLab(strict);
        End.Local here = (End.Local) End.directory(its.collections)) {
      internal.files.put("/metadata", text("role keys"));
      admitted.files.put("/a", text("fine"));
      admitted.redirects.put("/away", internal.address("/metadata"));
      admitted.redirects.put("/hook", internal.address("/hook"));
      admitted.redirects.put("/near", admitted.address("/a"));
      String to = here.empty();

      Transfer ended =
          its.run(
              transfer(
                  here.collection(),
                  List.of(
                      item(admitted.address("/away"), to + "/away"),
                      item(admitted.address("/near"), to + "/near")),
                  Optional.of(admitted.address("/hook"))));

      assertThat(here.read(to)).containsOnlyKeys("near");
      assertThat(its.report(ended))
          .filteredOn(line -> line.outcome() == TransferredFile.Outcome.FAILED)
          .singleElement()
          .satisfies(line -> {
            assertThat(line.problem().orElseThrow().code()).isEqualTo("permission_denied");
            assertThat(line.problem().orElseThrow().remedy().orElseThrow())
                .contains("--allow-addresses");
          });
      await().until(() -> admitted.queries.isEmpty() && admitted.requests.get() >= 4);
      assertThat(internal.requests).hasValue(0);
    }
  }

  @Test
  @Promise("W3")
  void theEndIsToldToAnAddressUntilItAnswers() {
    try (WebServer web = new WebServer()) {
      web.files.put("/a", text("1"));
      web.postRefusals.set(2);

      Transfer ended =
          lab.run(
              transfer(
                  directory.collection(),
                  List.of(item(web.address("/a"), directory.empty() + "/private")),
                  Optional.of(web.address("/hook"))));

      await().atMost(Duration.ofSeconds(30)).until(() -> !web.posted.isEmpty());
      assertThat(web.posted)
          .singleElement()
          .asString()
          .contains(ended.id().toString())
          .contains("SUCCEEDED")
          .doesNotContain("private");
    }
  }
}
