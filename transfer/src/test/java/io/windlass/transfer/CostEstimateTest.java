package io.windlass.transfer;

import static java.nio.charset.StandardCharsets.UTF_8;
import static java.util.stream.Collectors.groupingBy;
import static java.util.stream.Collectors.summingLong;
import static org.assertj.core.api.Assertions.assertThat;

import io.windlass.foundation.Problem;
import io.windlass.objectstore.Body;
import io.windlass.objectstore.ObjectId;
import io.windlass.objectstore.ObjectStore.WriteOptions;
import io.windlass.testing.CephStore;
import io.windlass.testing.FaultProxy;
import io.windlass.testing.FaultProxy.Answer;
import io.windlass.testing.FaultProxy.Request;
import io.windlass.testing.InProcessStore;
import io.windlass.testing.S3TestStore;
import io.windlass.transfer.Cost.Kind;
import io.windlass.transfer.TransferItem.Checksum;
import io.windlass.transfer.TransferOptions.Preserve;
import io.windlass.transfer.TransferOptions.Restore;
import io.windlass.transfer.TransferSettings.Size;
import io.windlass.transfer.collection.BucketStorage;
import io.windlass.transfer.collection.Collection;
import io.windlass.transfer.collection.CollectionLab;
import io.windlass.transfer.collection.Storage;
import io.windlass.transfer.move.Side;
import java.time.Duration;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.TreeMap;
import java.util.UUID;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** What a dry run says of requests is what the transfer then asks, counted on the wire. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class CostEstimateTest {
  /** Parts of 5 MiB from 6 MiB on, batches of 50, copies in parts of 5 MiB from 20 MiB on. */
  private static final TransferSettings SETTINGS =
      new TransferSettings(
          TransferLab.SETTINGS.limits(),
          new Size(50, 64L << 20, 8, 4, 16, 8, 6L << 20, 5L << 20, 20L << 20),
          TransferLab.SETTINGS.retries(),
          TransferLab.SETTINGS.pace(),
          TransferLab.SETTINGS.web());

  private static final Map<String, byte[]> FILES =
      Map.of(
          "empty", new byte[0],
          "small", "small".getBytes(UTF_8),
          "sub/medium", bytes(200 << 10),
          "sub/parts", bytes(7 << 20));

  private final Map<String, Long> counted = new ConcurrentSkipListMap<>();
  private TransferLab lab;
  private InProcessStore store;
  private FaultProxy proxy;
  private FaultProxy other;
  private End.Bucket source;
  private End.Bucket destination;
  private End directory;

  @BeforeAll
  void openLab() {
    lab = new TransferLab(SETTINGS);
    store = InProcessStore.start();
  }

  @AfterAll
  void closeLab() {
    store.close();
    lab.close();
  }

  @BeforeEach
  void open() {
    open(store, store.owner());
    directory = End.directory(lab.collections);
  }

  private void open(S3TestStore backing, S3TestStore.Account account) {
    proxy = FaultProxy.before(backing.endpoint());
    other = FaultProxy.before(backing.endpoint());
    source = (End.Bucket) End.bucket(lab.collections, backing, account);
    destination = (End.Bucket) End.bucket(lab.collections, backing, account);
    for (FaultProxy each : List.of(proxy, other)) {
      each.answer(this::count, Answer.DENIED);
    }
  }

  @AfterEach
  void close() {
    proxy.close();
    other.close();
    directory.close();
  }

  private static byte[] bytes(int count) {
    byte[] bytes = new byte[count];
    new Random(7).nextBytes(bytes);
    return bytes;
  }

  /** Notes a request, and lets it through. */
  private boolean count(Request request) {
    Side side = request.target().startsWith("/" + source.bucket()) ? Side.SOURCE : Side.DESTINATION;
    counted.merge(side + " " + kind(request), 1L, Long::sum);
    return false;
  }

  private static Kind kind(Request request) {
    String query = request.target().replaceFirst("[^?]*", "");
    return switch (request.method()) {
      case "HEAD" -> Kind.READ_REQUESTS;
      case "GET" ->
          query.contains("list-type=") || query.contains("versions")
              ? Kind.WRITE_REQUESTS
              : Kind.READ_REQUESTS;
      case "DELETE" -> Kind.DELETE_REQUESTS;
      case "POST" ->
          query.contains("delete")
              ? Kind.DELETE_REQUESTS
              : query.contains("restore") ? Kind.RESTORE_REQUESTS : Kind.WRITE_REQUESTS;
      default -> Kind.WRITE_REQUESTS;
    };
  }

  private Collection at(FaultProxy before) {
    return at(before, store, store.owner());
  }

  private Collection at(FaultProxy before, S3TestStore backing, S3TestStore.Account account) {
    return lab.collections.buckets(before.endpoint(), backing.region(), account);
  }

  /** The costs of a dry run, whose requests are what the transfer then made. */
  private List<Cost> confirmed(NewTransfer transfer) {
    knowRegion(transfer);
    Transfer dry = lab.run(dry(transfer));
    assertThat(dry.problem()).isEmpty();
    List<Cost> costs = lab.transfers().costs(dry.id());
    counted.clear();
    Transfer done = lab.run(transfer);
    assertThat(done.problem()).isEmpty();
    assertThat(requests(costs)).isEqualTo(new TreeMap<>(counted));
    assertThat(lab.transfers().costs(done.id())).isEmpty();
    return costs;
  }

  /** Asked by a node for each bucket now and then, whatever it does there. */
  private void knowRegion(NewTransfer transfer) {
    Collection to = lab.collections.collections.find(transfer.destination()).orElseThrow();
    try (Storage storage = lab.collections.storages.open(to, CollectionLab.USER, false)) {
      if (storage instanceof BucketStorage buckets) {
        assertThat(buckets.below("/" + destination.bucket()).key()).isEmpty();
      }
    }
  }

  private static NewTransfer dry(NewTransfer it) {
    return new NewTransfer(
        UUID.randomUUID(),
        it.requester(),
        it.source(),
        it.destination(),
        it.items(),
        it.options(),
        it.label(),
        it.deadline(),
        it.webhook(),
        true);
  }

  private static Map<String, Long> requests(List<Cost> costs) {
    return costs.stream()
        .filter(cost -> cost.kind().name().endsWith("_REQUESTS"))
        .collect(
            groupingBy(
                cost -> cost.side() + " " + cost.kind(), TreeMap::new, summingLong(Cost::amount)));
  }

  private static long sum(List<Cost> costs, Kind kind) {
    return costs.stream().filter(cost -> cost.kind() == kind).mapToLong(Cost::amount).sum();
  }

  /** Ways of content. */
  enum Way {
    COPIED,
    STREAMED,
    UP,
    DOWN
  }

  private static Map<String, byte[]> files(Way way) {
    Map<String, byte[]> files = new TreeMap<>(FILES);
    if (way == Way.COPIED) {
      files.put("large", bytes(23 << 20)); // what the store copies in parts
    }
    return files;
  }

  private static long bytes(Way way) {
    return files(way).values().stream().mapToLong(each -> each.length).sum();
  }

  private NewTransfer transfer(Way way, TransferOptions options) {
    String from = way == Way.UP ? directory.fill(files(way)) : source.fill(files(way));
    String to = way == Way.DOWN ? directory.empty() : destination.empty();
    return TransferLab.directory(
        way == Way.UP ? directory.collection() : at(proxy),
        from,
        switch (way) {
          case COPIED -> at(proxy);
          case STREAMED, UP -> at(other);
          case DOWN -> directory.collection();
        },
        to,
        options);
  }

  @ParameterizedTest
  @EnumSource(Way.class)
  @Promise("D2")
  void smallAndLargeFilesCostWhatWasSaid(Way way) {
    List<Cost> costs = confirmed(transfer(way, TransferOptions.NONE));
    assertThat(sum(costs, Kind.BYTES_COPIED)).isEqualTo(way == Way.COPIED ? bytes(way) : 0);
    assertThat(sum(costs, Kind.BYTES_OUT))
        .isEqualTo(way == Way.STREAMED || way == Way.DOWN ? bytes(way) : 0);
    assertThat(sum(costs, Kind.BYTES_STORED)).isEqualTo(way == Way.DOWN ? 0 : bytes(way));
    assertThat(costs).allMatch(cost -> !cost.requesterPays());
  }

  @ParameterizedTest
  @EnumSource(Way.class)
  @Promise("D2")
  void whatIsVerifiedAndDescribedCostsWhatWasSaid(Way way) {
    TransferOptions options =
        Options.of().verify().preserve(Preserve.MTIME, Preserve.METADATA).build();
    List<Cost> costs = confirmed(transfer(way, options));
    assertThat(sum(costs, Kind.BYTES_OUT))
        .isEqualTo(
            switch (way) {
              case COPIED, UP -> 0;
              case STREAMED -> bytes(way) + (7 << 20);
              case DOWN -> bytes(way);
            });
  }

  @ParameterizedTest
  @EnumSource(Way.class)
  @Promise("D2")
  void filesWithChecksumsOfTheirOwnCostWhatWasSaid(Way way) throws Exception {
    NewTransfer all = transfer(way, TransferOptions.NONE);
    TransferItem whole = all.items().getFirst();
    List<TransferItem> items =
        files(way).entrySet().stream()
            .map(each ->
                new TransferItem(
                    whole.source() + "/" + each.getKey(),
                    whole.destination() + "/" + each.getKey(),
                    Optional.of(false),
                    Optional.of(sha256(each.getValue())),
                    Optional.empty()))
            .toList();
    confirmed(
        new NewTransfer(
            UUID.randomUUID(),
            all.requester(),
            all.source(),
            all.destination(),
            items,
            all.options(),
            all.label(),
            all.deadline(),
            all.webhook(),
            false));
  }

  private static Checksum sha256(byte[] bytes) {
    try {
      return new Checksum(
          "sha256",
          HexFormat.of()
              .formatHex(java.security.MessageDigest.getInstance("SHA-256").digest(bytes)));
    } catch (java.security.NoSuchAlgorithmException e) {
      throw new AssertionError(e);
    }
  }

  @ParameterizedTest
  @EnumSource(
      value = Way.class,
      names = {"COPIED", "STREAMED"})
  @Promise("D2")
  void tagsAndGrantsCostWhatWasSaid(Way way) {
    proxy.close();
    other.close();
    CephStore ceph = CephStore.shared();
    open(ceph, ceph.alice());
    String from = source.fill(Map.of("small", "small".getBytes(UTF_8), "parts", bytes(7 << 20)));
    for (String name : List.of("/small", "/parts")) {
      source
          .store()
          .tags()
          .put(ObjectId.of(source.bucket(), source.key(from + name)), Map.of("colour", "blue"));
    }
    confirmed(
        TransferLab.directory(
            at(proxy, ceph, ceph.alice()),
            from,
            at(way == Way.COPIED ? proxy : other, ceph, ceph.alice()),
            destination.empty(),
            Options.of().preserve(Preserve.TAGS, Preserve.ACL).build()));
  }

  @ParameterizedTest
  @EnumSource(
      value = Way.class,
      names = {"COPIED", "STREAMED"})
  @Promise("D2")
  void versionsCostWhatWasSaid(Way way) {
    proxy.close();
    other.close();
    CephStore ceph = CephStore.shared();
    open(ceph, ceph.alice());
    Versioning.on(ceph, ceph.alice(), source.bucket());
    Versioning.on(ceph, ceph.alice(), destination.bucket());
    String from = source.fill(Map.of("a", bytes(1), "parts", bytes(7 << 20)));
    source.write(from + "/a", bytes(2));
    source.delete(from + "/a");
    List<Cost> costs =
        confirmed(
            TransferLab.directory(
                at(proxy, ceph, ceph.alice()),
                from,
                at(way == Way.COPIED ? proxy : other, ceph, ceph.alice()),
                destination.empty(),
                Options.of().preserve(Preserve.VERSIONS).build()));
    assertThat(sum(costs, Kind.DELETE_REQUESTS)).isEqualTo(1); // the marker
    assertThat(sum(costs, Kind.BYTES_STORED)).isEqualTo(3 + (7 << 20));
  }

  @Test
  @Promise("D2")
  void addressesAreCountedWithoutTheirSizes() {
    try (WebServer web = new WebServer()) {
      web.files.put("/file", bytes(9));
      NewTransfer some = transfer(Way.UP, TransferOptions.NONE);
      List<Cost> costs =
          confirmed(
              new NewTransfer(
                  UUID.randomUUID(),
                  some.requester(),
                  Optional.empty(),
                  some.destination(),
                  List.of(
                      TransferLab.item(
                          web.address("/file"), destination.empty() + "/file", Optional.empty())),
                  some.options(),
                  some.label(),
                  some.deadline(),
                  some.webhook(),
                  false));
      assertThat(sum(costs, Kind.FILES_OF_UNKNOWN_SIZE)).isEqualTo(1);
      assertThat(sum(costs, Kind.BYTES_STORED)).isZero();
    }
  }

  @Test
  @Promise("D2")
  void comparingAndDeletingExtraCostsWhatWasSaid() {
    String from =
        source.fill(Map.of("same", bytes(10), "other", bytes(11), "large", bytes(7 << 20)));
    String to =
        destination.fill(Map.of("same", bytes(10), "other", new byte[11], "z/large", bytes(5)));
    for (int i = 0; i < 60; i++) {
      destination.write(to + "/extra/" + i, bytes(1));
    }
    destination
        .store()
        .put(
            ObjectId.of(destination.bucket(), destination.key(to) + "/extra/marker/"),
            WriteOptions.NONE,
            Body.of(new byte[0]));
    List<Cost> costs =
        confirmed(
            TransferLab.directory(
                at(proxy),
                from,
                at(proxy),
                to,
                Options.sync(SyncLevel.CHECKSUM).deleteExtra().build()));
    assertThat(sum(costs, Kind.DELETE_REQUESTS)).isEqualTo(2);
  }

  @Test
  @Promise("D3")
  void whatIsFoundEqualCostsLessThanWasSaid() {
    String local = directory.fill(Map.of("parts", bytes(7 << 20)));
    String from = source.empty();
    String to = destination.empty();
    for (NewTransfer each :
        List.of(
            TransferLab.directory(
                directory.collection(), local, at(proxy), from, TransferOptions.NONE),
            TransferLab.directory(at(proxy), from, at(other), to, TransferOptions.NONE))) {
      assertThat(lab.run(each).problem()).isEmpty();
    }
    NewTransfer again =
        TransferLab.directory(
            at(proxy), from, at(other), to, Options.sync(SyncLevel.CHECKSUM).build());
    knowRegion(again);
    Map<String, Long> said = requests(lab.transfers().costs(lab.run(dry(again)).id()));
    counted.clear();
    assertThat(lab.run(again).counts().filesSkipped()).isEqualTo(1);
    said.merge("SOURCE READ_REQUESTS", -3L, Long::sum); // HEAD, two parts
    said.merge("DESTINATION WRITE_REQUESTS", -4L, Long::sum);
    assertThat(counted).isEqualTo(said);
  }

  @Test
  void emptyDirectoriesCostWhatWasSaid() {
    String from = directory.fill(Map.of("a/file", bytes(3)));
    directory.write(from + "/b/file", bytes(1));
    directory.delete(from + "/b/file");
    confirmed(
        TransferLab.directory(
            directory.collection(), from, at(other), destination.empty(), TransferOptions.NONE));
  }

  @ParameterizedTest
  @EnumSource(
      value = Way.class,
      names = {"COPIED", "STREAMED", "DOWN"})
  @Promise("D4")
  void archivedObjectsCostWhatWasSaid(Way way) {
    String from = source.fill(Map.of("a", bytes(9)));
    source
        .store()
        .put(
            ObjectId.of(source.bucket(), source.key(from) + "/archived"),
            WriteOptions.NONE.with().storageClass(Optional.of("GLACIER")).build(),
            Body.of(bytes(1000)));
    // no test store has an archive: the proxy answers as one would, until what is archived was
    // asked for
    AtomicBoolean asked = new AtomicBoolean();
    NewTransfer transfer =
        TransferLab.directory(
            at(proxy),
            from,
            switch (way) {
              case COPIED -> at(proxy);
              case STREAMED, UP -> at(other);
              case DOWN -> directory.collection();
            },
            way == Way.DOWN ? directory.empty() : destination.empty(),
            Options.of().restore(new Restore("Bulk", Duration.ofDays(2))).build());
    proxy.answer(
        request -> kind(request) == Kind.RESTORE_REQUESTS && !asked.getAndSet(true),
        new Answer(202, ""));
    proxy.answer(
        request ->
            !asked.get()
                && (request.headers().getOrDefault("x-amz-copy-source", "").contains("archived")
                    || (request.method().equals("GET") && request.target().contains("/archived"))),
        new Answer(403, "InvalidObjectState"));
    List<Cost> costs = confirmed(transfer);
    assertThat(sum(costs, Kind.RESTORE_REQUESTS)).isEqualTo(1);
    assertThat(sum(costs, Kind.BYTES_RESTORED)).isEqualTo(1000);
  }

  @ParameterizedTest
  @EnumSource(
      value = Way.class,
      names = {"COPIED", "STREAMED"})
  @Promise("D2")
  void deletionsCostWhatWasSaid(Way way) {
    String path = destination.empty();
    for (int i = 0; i < (way == Way.COPIED ? 60 : 1); i++) {
      destination.write(path + "/" + i, bytes(1));
    }
    Collection collection = at(proxy);
    Transfer dry = lab.run(deletion(collection, path, true));
    List<Cost> costs = lab.transfers().costs(dry.id());
    counted.clear();
    assertThat(lab.run(deletion(collection, path, false)).problem()).isEmpty();
    assertThat(requests(costs)).isEqualTo(new TreeMap<>(counted));
  }

  private static NewDeletion deletion(Collection collection, String path, boolean dryRun) {
    return new NewDeletion(
        UUID.randomUUID(),
        CollectionLab.USER,
        collection.id(),
        List.of(path),
        true,
        false,
        false,
        Optional.empty(),
        Optional.empty(),
        dryRun);
  }

  @Test
  @Promise({"D2", "D5"})
  void newClassesAreToldApartAndOnlyRequestsGoWithConsent() {
    List<Cost> costs =
        confirmed(
            transfer(
                Way.STREAMED,
                Options.of().requesterPays().storageClass("STANDARD_IA:>=1M").build()));
    assertThat(costs)
        .filteredOn(cost -> cost.kind() == Kind.BYTES_STORED)
        .extracting(Cost::storageClass, Cost::amount, Cost::requesterPays)
        .containsExactlyInAnyOrder(
            org.assertj.core.groups.Tuple.tuple("STANDARD_IA", 7L << 20, false),
            org.assertj.core.groups.Tuple.tuple("", (200L << 10) + 5, false));
    assertThat(costs)
        .filteredOn(cost -> cost.kind() != Kind.BYTES_STORED)
        .allMatch(Cost::requesterPays);
  }

  @Test
  @Promise("C9")
  void aRefusalNamesTheConsentThatTellsTheCost() {
    proxy.answer(
        request ->
            request.target().contains(source.bucket()) && !request.has("x-amz-request-payer"),
        Answer.DENIED);
    NewTransfer without = transfer(Way.DOWN, TransferOptions.NONE);
    Transfer refused = lab.run(dry(without));
    assertThat(refused.state()).isEqualTo(TransferState.FAILED);
    assertThat(lab.report(refused).getFirst().problem().flatMap(Problem::remedy).orElseThrow())
        .contains("Requester Pays", "--request-payer", "--dry-run");

    List<Cost> costs = confirmed(transfer(Way.DOWN, Options.of().requesterPays().build()));
    assertThat(costs).isNotEmpty().allMatch(Cost::requesterPays);
  }
}
