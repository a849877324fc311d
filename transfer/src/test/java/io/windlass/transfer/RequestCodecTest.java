package io.windlass.transfer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.windlass.transfer.Transfer.Request;
import io.windlass.transfer.TransferOptions.Preserve;
import io.windlass.transfer.TransferOptions.Restore;
import io.windlass.transfer.TransferOptions.Symlinks;
import java.time.Duration;
import java.time.Instant;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import org.junit.jupiter.api.Test;

/** Requests as the database has them, also those that earlier builds have left there. */
class RequestCodecTest {
  private static final UUID ONE = UUID.fromString("00000000-0000-0001-0000-000000000002");
  private static final UUID TWO = UUID.fromString("00000000-0000-0003-0000-000000000004");

  /** Written by the builds e358541 and 4704bde. */
  private static final String FIRST =
      """
      01789c6d91cd4e02411084bf411413af1e7c004f24c02e8826dc5037620886f873f16274356004318a88371fd4
      47f160f5cc1cccca4ea6a6a7babbbaa7d7113e17cf523c2b46ec921456ed9fd55ac115d7de8a22b6376870a7fd
      ca2d1fba97653ff3461a03d7a3ffe7fb2b467bafce65c942d698724fdbf9d4448e262de7b517416393237a64c2
      3e175c3170b858bbcc255d4e445b9d816ea7c2ccbcce5355eae42ab788ad5743565f3119c320b4a5749339e358
      782ebc914cd7f96e73bd2bd77c9a4263b66525dafb7e4e6d8fa9d26d429d3f781dde73c83b139e423343c51d28
      b7e7ec5ed11c1e193166ae90cfa278aa55936de2e92af11d9f39e745cfeb689a0d1e58ea1f4cc54c64d799a9f7
      91f8b1ac999af80594d436d6
      """;

  private static final String SECOND =
      """
      02789c6d91cd4e02411084bf411413af1e7c004f24c02e8826dc5037620886f873f16274356004318a88371fd4
      47f160f5cc1cccca4ea6a6a7babbbaa7d7113e17cf523c2b46ec921456ed9fd55ac115d7de8a22b6376870a7fd
      ca2d1fba97653ff3461a03d7a3ffe7fb2b467bafce65c942d698724fdbf9d4448e262de7b517416393237a64c2
      3e175c3170b858bbcc255d4e445b9d816ea7c2ccbcce5355eae42ab788ad5743565f3119c320b4a5749339e358
      782ebc914cd7f96e73bd2bd77c9a4263b66525dafb7e4e6d8fa9d26d429d3f781dde73c83b139e423343c51d28
      b7e79c11150de2911163e68af92caaa75a35d9a69eae52dff199735ef4be8ec6d9e081a57ec254cc44769d999a
      1f891fcb9aa98b5fbbb236d7
      """;

  private static final String DELETION =
      """
      789c636080006628cd02a539a034239466826216067d8624204e04b259a1ec64067d46064646b0480e50268921
      154833000060d10499
      """;

  private static Request read(String hex) {
    return RequestCodec.read(HexFormat.of().parseHex(hex.replaceAll("\\s", "")));
  }

  private static Request copying(Options options) {
    return new Request.Copying(
        new NewTransfer(
            ONE,
            7,
            Optional.of(TWO),
            ONE,
            List.of(
                new TransferItem(
                    "/b/raw", "/ns1", Optional.of(true), Optional.empty(), Optional.empty()),
                new TransferItem(
                    "/b/\u00fc\udc80",
                    "/ns1/x",
                    Optional.empty(),
                    Optional.of(new TransferItem.Checksum("md5", "0123")),
                    Optional.of("v1"))),
            options.build(),
            Optional.of("nightly"),
            Optional.of(Instant.parse("2026-11-21T10:00:00Z")),
            Optional.of("https://example.org/hook"),
            true));
  }

  private static Options first() {
    return Options.sync(SyncLevel.CHECKSUM)
        .deleteExtra()
        .verify()
        .preserve(Preserve.TAGS, Preserve.MTIME)
        .filters(
            List.of(
                new NameFilter(true, "*.csv", Optional.of(false)),
                new NameFilter(false, "*", Optional.empty())))
        .symlinks(Symlinks.KEEP)
        .skipSourceErrors()
        .storageClass("STANDARD_IA")
        .checksum("crc32c")
        .asOf(Instant.parse("2026-05-01T00:00:00Z"))
        .restore(new Restore("Bulk", Duration.ofDays(3)))
        .requesterPays();
  }

  @Test
  void requestsOfTheFirstVersionsAreReadWithWhatTheyDidNotKnowLeftOut() {
    assertThat(read(FIRST)).isEqualTo(copying(first()));
    assertThat(read(SECOND)).isEqualTo(copying(first().listSkipped()));
    Request deletion =
        new Request.Deleting(
            new NewDeletion(
                TWO,
                8,
                ONE,
                List.of("/b/a", "/b/c/"),
                true,
                false,
                true,
                Optional.of("label"),
                Optional.empty(),
                false));
    for (String version : Set.of("01", "02")) {
      assertThat(read(version + DELETION)).isEqualTo(deletion);
    }
  }

  @Test
  void whatIsWrittenIsRead() {
    Request request =
        copying(
            first()
                .listSkipped()
                .failOnLostDetail()
                .metadata(
                    new MetadataRules(
                        Map.of("owner", "ann", "b", "c"), List.of("x*"), Map.of("old", "new"))));
    assertThat(RequestCodec.read(RequestCodec.write(request))).isEqualTo(request);
  }

  @Test
  void aRequestOfALaterBuildIsNoRequest() {
    assertThatThrownBy(() -> read("7f" + DELETION)).hasMessageContaining("another build");
  }
}
