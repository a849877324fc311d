package io.windlass.transfer;

import static org.assertj.core.api.Assertions.assertThat;

import io.windlass.objectstore.Body;
import io.windlass.objectstore.ObjectFacts;
import io.windlass.objectstore.ObjectId;
import io.windlass.objectstore.ObjectStore.WriteOptions;
import io.windlass.objectstore.SystemMetadata;
import io.windlass.testing.CephStore;
import io.windlass.testing.FaultProxy;
import io.windlass.testing.FaultProxy.Answer;
import io.windlass.testing.InProcessStore;
import io.windlass.testing.S3TestStore;
import io.windlass.transfer.TransferOptions.Preserve;
import io.windlass.transfer.TransferSettings.Size;
import io.windlass.transfer.TransferredFile.Outcome;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Copies within a store of more than one request may copy: 20 MiB here, 5 GiB by the rules. */
class LargeCopiesTest {
  private static final TransferSettings SETTINGS =
      new TransferSettings(
          TransferLab.SETTINGS.limits(),
          new Size(50, 64L << 20, 8, 4, 16, 8, 6L << 20, 5L << 20, 20L << 20),
          TransferLab.SETTINGS.retries(),
          TransferLab.SETTINGS.pace(),
          TransferLab.SETTINGS.web());

  private final List<String> copies = new CopyOnWriteArrayList<>();

  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  @Promise({"C1", "C2"})
  void theyGoInPartsAndKeepWhatDescribesThem(boolean onCeph) {
    CephStore ceph = CephStore.shared();
    InProcessStore plain = InProcessStore.start();
    S3TestStore store = onCeph ? ceph : plain;
    S3TestStore.Account account = onCeph ? ceph.alice() : plain.owner();
    try (plain;
        TransferLab lab = new TransferLab(SETTINGS);
        FaultProxy proxy = FaultProxy.before(store.endpoint())) {
      End.Bucket end = (End.Bucket) End.bucket(lab.collections, store, account);
      byte[] large = new byte[23 << 20];
      new Random(3).nextBytes(large);
      byte[] small = "small".getBytes(java.nio.charset.StandardCharsets.UTF_8);
      String from = end.empty();
      describe(end, from + "/large", large, onCeph);
      describe(end, from + "/small", small, onCeph);
      String to = end.empty();
      watch(proxy);
      var proxied = lab.collections.buckets(proxy.endpoint(), store.region(), account);

      Transfer transfer =
          lab.run(
              TransferLab.directory(
                  proxied,
                  from,
                  proxied,
                  to,
                  (onCeph ? Options.of().preserve(Preserve.TAGS) : Options.of())
                      .metadata(
                          new MetadataRules(Map.of("owner", "ann"), List.of("none*"), Map.of()))
                      .build()));

      assertThat(transfer.problem()).isEmpty();
      assertThat(lab.report(transfer))
          .extracting(TransferredFile::outcome)
          .containsOnly(Outcome.COPIED)
          .hasSize(2);
      assertThat(End.digests(end.read(to)))
          .isEqualTo(End.digests(Map.of("large", large, "small", small)));
      for (String name : List.of("/large", "/small")) {
        ObjectId id = ObjectId.of(end.bucket(), end.key(to + name));
        ObjectFacts facts = end.store().head(id);
        assertThat(facts.contentType()).contains("text/special");
        assertThat(facts.system().cacheControl()).contains("no-cache");
        assertThat(facts.metadata()).containsEntry("origin", "lab").containsEntry("owner", "ann");
        if (onCeph) {
          assertThat(end.store().tags().get(id)).containsExactly(Map.entry("colour", "blue"));
        }
      }
      assertThat(copies).filteredOn(target -> target.contains("/small")).hasSize(1);
      assertThat(copies)
          .filteredOn(target -> target.contains("/large"))
          .hasSize(5)
          .allMatch(target -> target.contains("partNumber="));
      assertThat(end.openUploads()).isZero();
    }
  }

  /** Notes the requests that copy. */
  private void watch(FaultProxy proxy) {
    proxy.answer(
        request -> {
          if (request.has("x-amz-copy-source")) {
            copies.add(request.target());
          }
          return false;
        },
        Answer.DENIED);
  }

  private static void describe(End.Bucket end, String path, byte[] bytes, boolean tagged) {
    ObjectId id = ObjectId.of(end.bucket(), end.key(path));
    SystemMetadata system =
        new SystemMetadata(
            Optional.of("text/special"),
            Optional.of("no-cache"),
            Optional.empty(),
            Optional.empty(),
            Optional.empty(),
            Optional.empty());
    end.store()
        .put(
            id,
            WriteOptions.NONE.with().system(system).metadata(Map.of("origin", "lab")).build(),
            Body.of(bytes));
    if (tagged) {
      end.store().tags().put(id, Map.of("colour", "blue"));
    }
  }
}
