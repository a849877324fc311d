package io.windlass.catalog.credentials;

import static io.windlass.catalog.lab.Refusals.assertRefused;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.windlass.catalog.Access;
import io.windlass.catalog.Entry;
import io.windlass.catalog.NewFolder;
import io.windlass.catalog.NewProject;
import io.windlass.catalog.Role;
import io.windlass.catalog.identity.Caller;
import io.windlass.catalog.identity.Scope;
import io.windlass.catalog.lab.Lab;
import io.windlass.connection.location.Location;
import io.windlass.foundation.Page;
import io.windlass.foundation.Problem.Kind;
import io.windlass.objectstore.Body;
import io.windlass.objectstore.Listing;
import io.windlass.objectstore.ObjectId;
import io.windlass.objectstore.ObjectStore;
import io.windlass.objectstore.ObjectStore.ObjectContent;
import io.windlass.objectstore.ObjectStore.WriteOptions;
import io.windlass.objectstore.Permission;
import io.windlass.objectstore.Signing;
import io.windlass.objectstore.StoreException;
import io.windlass.objectstore.StoreFailure;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

/** What vended keys reach and what they do not, the same in front of every store. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
abstract class CredentialsContract {
  Lab lab;

  abstract Lab open();

  @BeforeAll
  void start() {
    lab = open();
  }

  @AfterAll
  void stop() {
    lab.close();
  }

  @Test
  void read_only_keys_get_and_list_below_the_base_key_and_nothing_else() throws IOException {
    Location location = lab.location("ro/base", true);
    lab.put("ro/base/x", "inside");
    lab.put("ro/base2/x", "beside");
    lab.put("ro/base/owner.txt", "ann");
    put(lab.store, lab.managedBucket, "other");

    Issued issued =
        lab.credentials.issue(
            lab.ann, lab.folder(location).id(), Permission.READ_ONLY, Optional.empty());
    ObjectStore with = with(issued);

    assertThat(read(with, "ro/base/x")).isEqualTo("inside");
    assertThat(keys(with, "ro/base/")).contains("ro/base/x");
    assertDenied(() -> put(with, lab.bucket, "ro/base/new"));
    assertDenied(() -> with.delete(ObjectId.of(lab.bucket, "ro/base/x")));
    assertDenied(() -> read(with, "ro/base2/x"));
    assertDenied(() -> keys(with, "ro/base2/"));
    assertDenied(() -> keys(with, ""));
    assertDenied(() -> read(with, "ro/base/owner.txt"));
    assertDenied(() -> read(with, lab.managedBucket, "other"));
    assertDenied(() -> put(with, lab.managedBucket, "x"));
    assertThat(read(lab.store, "ro/base/x")).isEqualTo("inside");
  }

  @Test
  void read_write_keys_also_write_and_delete_below_the_base_key_and_nowhere_else()
      throws IOException {
    Location location = lab.location("rw/base", true);
    lab.put("rw/base2/x", "beside");

    Issued issued =
        lab.credentials.issue(
            lab.ann, lab.folder(location).id(), Permission.READ_WRITE, Optional.empty());
    ObjectStore with = with(issued);

    put(with, lab.bucket, "rw/base/new");
    assertThat(read(with, "rw/base/new")).isEqualTo("new");
    String upload = with.startMultipart(ObjectId.of(lab.bucket, "rw/base/big"), WriteOptions.NONE);
    with.uploadPart(
        ObjectId.of(lab.bucket, "rw/base/big"), upload, 1, Body.of("part".getBytes(UTF_8)));
    with.abortMultipart(ObjectId.of(lab.bucket, "rw/base/big"), upload);
    with.delete(ObjectId.of(lab.bucket, "rw/base/new"));
    assertDenied(() -> put(with, lab.bucket, "rw/base2/new"));
    assertDenied(() -> put(with, lab.bucket, "rw/new"));
    assertDenied(() -> put(with, lab.bucket, "rw/base/owner.txt"));
    assertDenied(() -> put(with, lab.bucket, "rw/base/deep/owner.txt"));
    assertDenied(() -> with.delete(ObjectId.of(lab.bucket, "rw/base2/x")));
    assertDenied(() -> put(with, lab.managedBucket, "rw/base/new"));
    assertThat(read(lab.store, "rw/base2/x")).isEqualTo("beside");
  }

  @Test
  void keys_are_whole_and_carry_where_the_store_is() {
    Issued issued =
        lab.credentials.issue(
            lab.ann,
            lab.folder(lab.location("whole", true)).id(),
            Permission.READ_ONLY,
            Optional.empty());

    assertThat(issued.bucket()).isEqualTo(lab.bucket);
    assertThat(issued.baseKey()).isEqualTo("whole");
    assertThat(issued.prefix()).isEqualTo("whole/");
    assertThat(issued.region()).isEqualTo(lab.address.region());
    assertThat(issued.endpoint()).isEqualTo(lab.address.endpoint());
    assertThat(issued.pathStyle()).isTrue();
    assertThat(issued.expiresAt())
        .isAfter(Instant.now().plus(Duration.ofMinutes(55)))
        .isBefore(Instant.now().plus(Duration.ofHours(13)));
    assertThat(issued.toString()).doesNotContain(issued.secretAccessKey().reveal());
  }

  @Test
  void every_issue_is_recorded_without_secrets_before_it_leaves() {
    Location location = lab.location("recorded", true);
    Entry folder = lab.folder(location);
    Instant before = Instant.now();

    Issued first =
        lab.credentials.issue(lab.ann, folder.id(), Permission.READ_ONLY, Optional.empty());
    Issued second =
        lab.credentials.issue(lab.ann, folder.id(), Permission.READ_WRITE, Optional.empty());

    Page.Of<IssueRecord> page =
        list(lab.ann, new IssueQuery(Optional.empty(), Optional.of(folder.id()), false));
    assertThat(page.items()).extracting(IssueRecord::id).containsExactly(second.id(), first.id());
    IssueRecord record = page.items().getLast();
    assertThat(record.userId()).isEqualTo(lab.ann.user().id());
    assertThat(record.entryId()).isEqualTo(folder.id());
    assertThat(record.folderId()).isEqualTo(folder.id());
    assertThat(record.locationId()).isEqualTo(location.id());
    assertThat(record.connectionId()).isEqualTo(location.connectionId());
    assertThat(record.permission()).isEqualTo(Permission.READ_ONLY);
    assertThat(record.accessKeyId()).isEqualTo(first.accessKeyId());
    assertThat(record.issuedAt()).isBetween(before, Instant.now());
    assertThat(record.expiresAt())
        .isCloseTo(
            first.expiresAt(),
            org.assertj.core.api.Assertions.within(1, java.time.temporal.ChronoUnit.MILLIS));
    assertThat(everythingStored())
        .doesNotContain(first.secretAccessKey().reveal(), first.sessionToken().reveal());
  }

  @Test
  void an_entry_below_the_folder_gets_keys_for_the_whole_location() {
    Entry folder = lab.folder(lab.location("below", true));
    Entry inner =
        lab.catalog.entries().createFolder(lab.ann, NewFolder.named(folder.id(), "inner"));

    Issued issued =
        lab.credentials.issue(lab.ann, inner.id(), Permission.READ_ONLY, Optional.empty());

    assertThat(issued.prefix()).isEqualTo("below/");
    IssueRecord record = list(lab.ann, IssueQuery.all()).items().getFirst();
    assertThat(record.entryId()).isEqualTo(inner.id());
    assertThat(record.folderId()).isEqualTo(folder.id());
  }

  @Test
  void permission_comes_before_the_rules_of_the_location() {
    Entry plain = lab.project();

    assertRefused(
        Kind.NOT_FOUND, "entry_not_found", () -> issue(lab.bob, 77, Permission.READ_ONLY));
    assertRefused(
        Kind.FORBIDDEN, "access_denied", () -> issue(lab.bob, plain.id(), Permission.READ_ONLY));
    assertRefused(Kind.INVALID, "not_sts", () -> issue(lab.ann, plain.id(), Permission.READ_ONLY));
    Entry noKeys = lab.folder(lab.location("nokeys", false));
    assertRefused(Kind.INVALID, "not_sts", () -> issue(lab.ann, noKeys.id(), Permission.READ_ONLY));
    Entry trashed = lab.folder(lab.location("trashed", true));
    lab.catalog.trash().put(lab.ann, trashed.id());
    assertRefused(
        Kind.NOT_FOUND,
        "entry_not_found",
        () -> issue(lab.ann, trashed.id(), Permission.READ_ONLY));
  }

  @Test
  void managed_storage_is_only_read() throws IOException {
    Location managed = lab.managedSts();
    Entry folder = lab.folder(managed);
    lab.store.put(
        ObjectId.of(managed.bucket(), managed.prefix() + "x"),
        WriteOptions.NONE,
        Body.of("managed".getBytes(UTF_8)));

    ObjectStore with = with(issue(lab.ann, folder.id(), Permission.READ_ONLY));

    assertThat(read(with, managed.bucket(), managed.prefix() + "x")).isEqualTo("managed");
    assertRefused(
        Kind.INVALID,
        "managed_is_read_only",
        () -> issue(lab.ann, folder.id(), Permission.READ_WRITE));
  }

  @Test
  void reading_needs_download_and_writing_needs_four_rights() {
    Entry folder = lab.folder(lab.location("rights", true));
    Entry project = lab.catalog.entries().get(lab.ann, folder.projectId());
    lab.catalog.accessLists().setRole(lab.ann, project.id(), lab.bob.user().id(), Role.READER);

    issue(lab.bob, folder.id(), Permission.READ_ONLY);
    assertRefused(
        Kind.FORBIDDEN, "access_denied", () -> issue(lab.bob, folder.id(), Permission.READ_WRITE));

    for (Access missing : List.of(Access.UPDATE, Access.CREATE, Access.DELETE)) {
      Set<Access> all = new java.util.HashSet<>(Role.EDITOR.access());
      all.remove(missing);
      grant(project, all);
      assertRefused(
          Kind.FORBIDDEN,
          "access_denied",
          () -> issue(lab.bob, folder.id(), Permission.READ_WRITE));
    }
    grant(project, Role.EDITOR.access());
    issue(lab.bob, folder.id(), Permission.READ_WRITE);
    grant(project, Set.of(Access.READ));
    assertRefused(
        Kind.FORBIDDEN, "access_denied", () -> issue(lab.bob, folder.id(), Permission.READ_ONLY));
  }

  @Test
  void the_tokens_scopes_count() {
    Entry folder = lab.folder(lab.location("scopes", true));

    assertRefused(
        Kind.FORBIDDEN,
        "insufficient_scope",
        () -> issue(Lab.with(lab.ann, Scope.VIEW), folder.id(), Permission.READ_ONLY));
    issue(Lab.with(lab.ann, Scope.VIEW, Scope.DOWNLOAD), folder.id(), Permission.READ_ONLY);
    assertRefused(
        Kind.FORBIDDEN,
        "insufficient_scope",
        () ->
            issue(
                Lab.with(lab.ann, Scope.VIEW, Scope.DOWNLOAD), folder.id(), Permission.READ_WRITE));
  }

  @Test
  void a_duration_out_of_range_is_refused_and_one_in_range_is_kept() {
    Entry folder = lab.folder(lab.location("durations", true));

    for (Duration wrong :
        List.of(
            Duration.ofMinutes(15).minusSeconds(1),
            Duration.ofHours(12).plusSeconds(1),
            Duration.ofSeconds(-1))) {
      assertRefused(
          Kind.INVALID,
          "duration_out_of_range",
          () ->
              lab.credentials.issue(
                  lab.ann, folder.id(), Permission.READ_ONLY, Optional.of(wrong)));
    }
    Issued issued =
        lab.credentials.issue(
            lab.ann, folder.id(), Permission.READ_ONLY, Optional.of(Duration.ofMinutes(15)));
    assertThat(Duration.between(Instant.now(), issued.expiresAt()))
        .isBetween(Duration.ofMinutes(13), Duration.ofMinutes(17));
  }

  @Test
  void others_see_and_revoke_only_what_they_govern() {
    Entry folder = lab.folder(lab.location("govern", true));
    Entry project = lab.catalog.entries().get(lab.ann, folder.projectId());
    grant(project, Role.READER.access());
    Issued annas = issue(lab.ann, folder.id(), Permission.READ_ONLY);
    Issued bobs = issue(lab.bob, folder.id(), Permission.READ_ONLY);
    IssueQuery ofFolder = new IssueQuery(Optional.empty(), Optional.of(folder.id()), false);

    assertThat(list(lab.bob, ofFolder).items())
        .extracting(IssueRecord::id)
        .containsExactly(bobs.id());
    assertThat(list(lab.ann, ofFolder).items())
        .extracting(IssueRecord::id)
        .containsExactly(bobs.id(), annas.id());
    assertThat(
            list(
                    lab.admin,
                    new IssueQuery(Optional.of(lab.bob.user().id()), Optional.empty(), false))
                .items())
        .extracting(IssueRecord::id)
        .contains(bobs.id())
        .doesNotContain(annas.id());
    assertRefused(
        Kind.FORBIDDEN,
        "access_denied",
        () ->
            list(
                lab.bob,
                new IssueQuery(Optional.of(lab.ann.user().id()), Optional.empty(), false)));
    assertRefused(
        Kind.NOT_FOUND, "credentials_not_found", () -> lab.credentials.revoke(lab.bob, annas.id()));
    assertThat(lab.credentials.revoke(lab.ann, bobs.id()).issue().revokedBy())
        .contains(lab.ann.user().id());
    assertThat(
            list(lab.ann, new IssueQuery(Optional.empty(), Optional.of(folder.id()), true)).items())
        .extracting(IssueRecord::id)
        .containsExactly(annas.id());
  }

  @Test
  void a_list_is_paged_newest_first_to_its_end() {
    Caller eve = lab.person("eve");
    Entry project = lab.catalog.entries().createProject(eve, NewProject.named("eves"));
    Entry folder = lab.catalog.entries().createFolder(eve, NewFolder.named(project.id(), "f"));
    Location location = lab.locationOf(eve, "paged");
    lab.catalog.locationSettings().create(eve, folder.id(), List.of(location.id()));
    List<String> issued =
        java.util.stream.IntStream.range(0, 5)
            .mapToObj(_ -> issue(eve, folder.id(), Permission.READ_ONLY).id())
            .toList()
            .reversed();

    Page.Of<IssueRecord> first =
        lab.credentials.list(eve, IssueQuery.all(), new Page(Optional.empty(), 2));
    Page.Of<IssueRecord> second =
        lab.credentials.list(eve, IssueQuery.all(), new Page(first.nextCursor(), 2));
    Page.Of<IssueRecord> third =
        lab.credentials.list(eve, IssueQuery.all(), new Page(second.nextCursor(), 2));

    assertThat(
            java.util.stream.Stream.of(first, second, third)
                .flatMap(page -> page.items().stream())
                .map(IssueRecord::id))
        .containsExactlyElementsOf(issued);
    assertThat(third.nextCursor()).isEmpty();
    assertRefused(
        Kind.INVALID,
        "invalid_cursor",
        () -> lab.credentials.list(eve, IssueQuery.all(), new Page(Optional.of("x"), 2)));
  }

  Issued issue(Caller caller, long entryId, Permission permission) {
    return lab.credentials.issue(caller, entryId, permission, Optional.empty());
  }

  Page.Of<IssueRecord> list(Caller caller, IssueQuery query) {
    return lab.credentials.list(caller, query, Page.first());
  }

  ObjectStore with(Issued issued) {
    return lab.storeWith(
        new Signing.Keys(
            issued.accessKeyId(), issued.secretAccessKey(), Optional.of(issued.sessionToken())));
  }

  private void grant(Entry project, Set<Access> access) {
    var list = lab.catalog.accessLists().find(lab.ann, project.id()).orElseThrow();
    lab.catalog
        .accessLists()
        .update(
            lab.ann,
            project.id(),
            list.etag(),
            Map.of(lab.ann.user().id(), Role.OWNER.access(), lab.bob.user().id(), access));
  }

  private String everythingStored() {
    return lab.database
        .jdbi()
        .withHandle(handle ->
            handle
                    .createQuery("select c::text from credential c")
                    .mapTo(String.class)
                    .list()
                    .toString()
                + handle
                    .createQuery("select k::text from windlass_key k")
                    .mapTo(String.class)
                    .list());
  }

  void put(ObjectStore with, String bucket, String key) {
    with.put(ObjectId.of(bucket, key), WriteOptions.NONE, Body.of("new".getBytes(UTF_8)));
  }

  String read(ObjectStore with, String key) throws IOException {
    return read(with, lab.bucket, key);
  }

  private static String read(ObjectStore with, String bucket, String key) throws IOException {
    try (ObjectContent content =
        with.get(ObjectId.of(bucket, key), Optional.empty(), Optional.empty())) {
      return new String(content.stream().readAllBytes(), UTF_8);
    }
  }

  private List<String> keys(ObjectStore with, String prefix) {
    return with.list(Listing.Request.below(lab.bucket, prefix)).objects().stream()
        .map(Listing.Entry::key)
        .toList();
  }

  static void assertDenied(ThrowingCallable call) {
    StoreException thrown = catchThrowableOfType(StoreException.class, call);
    assertThat(thrown).as("was allowed").isNotNull();
    assertThat(thrown.failure()).isInstanceOf(StoreFailure.Denied.class);
  }
}
