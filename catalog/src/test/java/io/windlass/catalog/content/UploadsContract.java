package io.windlass.catalog.content;

import static io.windlass.catalog.lab.Refusals.assertRefused;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.windlass.catalog.Entry;
import io.windlass.catalog.EntryType;
import io.windlass.catalog.NewFile;
import io.windlass.catalog.NewFolder;
import io.windlass.catalog.Role;
import io.windlass.catalog.StoredFile;
import io.windlass.catalog.content.Upload.State;
import io.windlass.catalog.content.UploadTarget.IfThere;
import io.windlass.catalog.identity.Scope;
import io.windlass.catalog.lab.Courier;
import io.windlass.catalog.lab.Lab;
import io.windlass.catalog.registration.Registrations.ObjectToRegister;
import io.windlass.connection.location.Location;
import io.windlass.foundation.Problem.Kind;
import io.windlass.objectstore.Listing;
import io.windlass.objectstore.ObjectId;
import io.windlass.objectstore.ObjectStore.ObjectContent;
import io.windlass.objectstore.ObjectStore.OpenUpload;
import io.windlass.objectstore.ObjectStore.Part;
import io.windlass.objectstore.ObjectStore.Presigned;
import io.windlass.objectstore.ObjectStore.WriteOptions;
import io.windlass.objectstore.StoreException;
import java.io.IOException;
import java.net.http.HttpResponse;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

/** Uploads as clients drive them, the same in front of every store. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
abstract class UploadsContract {
  private static final int PART = 5 * 1024 * 1024;

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
  void an_upload_in_parts_becomes_a_stored_file_with_the_same_bytes() throws IOException {
    Location location = lab.location("parts/base", false);
    byte[] content = bytes(2 * PART + 17);
    Upload upload = start(atLocation(location, "data.bin", content));
    assertThat(upload.partsState()).isEqualTo("000");

    send(upload, content, 3);
    assertThat(status(upload).partsState()).isEqualTo("001");
    assertRefused(Kind.INVALID, "parts_missing", () -> complete(upload));
    send(upload, content, 1);
    send(upload, content, 2);
    StoredFile file = complete(upload);

    assertThat(file.size()).isEqualTo(content.length);
    assertThat(file.md5()).contains(md5(content));
    assertThat(file.fileName()).isEqualTo("data.bin");
    assertThat(file.contentType()).isEqualTo("text/x-lab");
    assertThat(file.written()).isTrue();
    assertThat(file.createdBy()).isEqualTo(lab.ann.user().id());
    assertThat(file.key())
        .matches("parts/base/%d/[0-9a-f-]{36}/data.bin".formatted(lab.ann.user().id()));
    assertThat(stored(file)).isEqualTo(content);
    assertThat(complete(upload)).isEqualTo(file);
    assertThat(status(upload).state()).isEqualTo(State.COMPLETED);
    assertThat(status(upload).partsState()).isEqualTo("111");
    assertThat(status(upload).fileId()).contains(file.id());
  }

  @Test
  void a_part_with_another_digest_is_not_added_and_is_no_error() {
    byte[] content = bytes(PART + 1);
    Upload upload = start(atLocation(lab.location("wrong", false), "data.bin", content));
    deliver(upload, new PartToSign(1, Optional.empty()), part(content, 1));

    AddedPart wrong = lab.uploads.addPart(lab.ann, upload.id(), 1, md5(bytes(3)));
    AddedPart absent = lab.uploads.addPart(lab.ann, upload.id(), 2, md5(part(content, 2)));

    assertThat(wrong.added()).isFalse();
    assertThat(wrong.failure().orElseThrow()).contains("other bytes");
    assertThat(absent.added()).isFalse();
    assertThat(status(upload).partsState()).isEqualTo("00");
    assertThat(lab.uploads.addPart(lab.ann, upload.id(), 1, md5(part(content, 1))).added())
        .isTrue();
  }

  @Test
  void a_part_of_another_size_is_not_added() {
    byte[] content = bytes(PART + 1);
    Upload upload = start(atLocation(lab.location("size", false), "data.bin", content));
    byte[] longer = bytes(2);
    deliver(upload, new PartToSign(2, Optional.empty()), longer);

    assertThat(lab.uploads.addPart(lab.ann, upload.id(), 2, md5(longer)).failure().orElseThrow())
        .contains("2 bytes")
        .contains("should have 1");
  }

  @Test
  void a_part_changed_after_it_was_added_is_found_out_at_the_end() {
    byte[] content = bytes(PART + 1);
    Upload upload = start(atLocation(lab.location("changed", false), "data.bin", content));
    send(upload, content, 1);
    send(upload, content, 2);
    deliver(upload, new PartToSign(2, Optional.empty()), bytes(1, 99));

    assertRefused(Kind.INVALID, "parts_missing", () -> complete(upload));
    assertThat(status(upload).partsState()).isEqualTo("10");
    send(upload, content, 2);
    assertThat(complete(upload).size()).isEqualTo(content.length);
  }

  @Test
  void a_signed_digest_lets_no_other_bytes_in() {
    byte[] content = bytes(PART + 1);
    Upload upload = start(atLocation(lab.location("signed", false), "data.bin", content));

    HttpResponse<byte[]> refused =
        Courier.send(
            sign(upload, new PartToSign(2, Optional.of(md5(part(content, 2))))), bytes(1, 99));

    assertThat(refused.statusCode()).isEqualTo(400);
    send(upload, content, 2);
    assertThat(status(upload).partsState()).isEqualTo("01");
  }

  @Test
  void the_same_request_of_the_same_user_goes_on_where_it_was() {
    Location location = lab.location("resume", false);
    byte[] content = bytes(PART + 5);
    NewUpload.Content request = atLocation(location, "data.bin", content);
    Upload first = start(request);
    send(first, content, 1);

    Upload again = start(request);

    assertThat(again.id()).isEqualTo(first.id());
    assertThat(again.partsState()).isEqualTo("10");
    assertThat(again.parts()).containsExactly(new Upload.Arrived(1, md5(part(content, 1))));
    assertThat(start(named(request, "other.bin")).id()).isNotEqualTo(first.id());
    assertThat(lab.uploads.start(lab.admin, request).id()).isNotEqualTo(first.id());
    send(again, content, 2);
    StoredFile file = complete(again);
    Upload done = start(request);
    assertThat(done.state()).isEqualTo(State.COMPLETED);
    assertThat(done.fileId()).contains(file.id());
  }

  @Test
  void a_restart_begins_anew_and_frees_what_was_there() {
    byte[] content = bytes(PART + 5);
    NewUpload.Content request = atLocation(lab.location("restart", false), "data.bin", content);
    Upload first = start(request);
    send(first, content, 1);

    Upload second = start(restarted(request));

    assertThat(second.id()).isNotEqualTo(first.id());
    assertThat(second.partsState()).isEqualTo("00");
    assertThat(status(first).state()).isEqualTo(State.CANCELLED);
    assertRefused(Kind.CONFLICT, "upload_cancelled", () -> complete(first));
    assertThat(openBelow("restart/")).hasSize(1);
    assertThat(start(request).id()).isEqualTo(second.id());
  }

  @Test
  void a_finished_upload_is_not_answered_again_when_its_object_is_gone() {
    byte[] content = bytes(10);
    NewUpload.Content request = atLocation(lab.location("gone", false), "data.bin", content);
    Upload first = start(request);
    send(first, content, 1);
    StoredFile file = complete(first);
    lab.store.delete(ObjectId.of(file.bucket(), file.key()));

    assertThat(start(request).id()).isNotEqualTo(first.id());
  }

  @Test
  void without_a_digest_a_finished_upload_is_not_taken_for_the_same_bytes() {
    NewUpload.Content request =
        withoutDigests(atLocation(lab.location("nodigest", false), "data.bin", bytes(10)));
    Upload first = start(request);
    assertThat(start(request).id()).isEqualTo(first.id());
    send(first, bytes(10), 1);
    complete(first);

    assertThat(start(request).id()).isNotEqualTo(first.id());
  }

  @Test
  void an_upload_that_the_store_has_ended_starts_anew() {
    byte[] content = bytes(PART + 5);
    NewUpload.Content request = atLocation(lab.location("ended", false), "data.bin", content);
    Upload first = start(request);
    OpenUpload begun = openBelow("ended/").getFirst();
    lab.store.abortMultipart(ObjectId.of(lab.bucket, begun.key()), begun.uploadId());

    assertThat(start(request).id()).isNotEqualTo(first.id());
  }

  @Test
  void a_completion_that_died_after_the_store_had_done_its_part_is_finished_by_the_next() {
    byte[] content = bytes(PART + 5);
    Upload upload = start(atLocation(lab.location("crash", false), "data.bin", content));
    send(upload, content, 1);
    send(upload, content, 2);
    OpenUpload begun = openBelow("crash/").getFirst();
    ObjectId object = ObjectId.of(lab.bucket, begun.key());
    List<Part> parts = lab.store.parts(object, begun.uploadId());
    lab.store.completeMultipart(object, begun.uploadId(), parts);

    StoredFile file = complete(upload);

    assertThat(file.key()).isEqualTo(begun.key());
    assertThat(file.size()).isEqualTo(content.length);
    assertThat(complete(upload)).isEqualTo(file);
  }

  @Test
  void an_upload_that_the_store_lost_says_so_at_the_end() {
    byte[] content = bytes(PART + 5);
    Upload upload = start(atLocation(lab.location("lost", false), "data.bin", content));
    send(upload, content, 1);
    send(upload, content, 2);
    OpenUpload begun = openBelow("lost/").getFirst();
    lab.store.abortMultipart(ObjectId.of(lab.bucket, begun.key()), begun.uploadId());

    assertRefused(Kind.CONFLICT, "upload_gone", () -> complete(upload));
    assertThat(status(upload).state()).isEqualTo(State.CANCELLED);
  }

  @Test
  void equal_requests_and_completions_at_once_make_one_file() throws Exception {
    byte[] content = bytes(PART + 5);
    NewUpload.Content request = atLocation(lab.location("race", false), "data.bin", content);

    List<Upload> started = together(8, () -> start(request));
    assertThat(started).extracting(Upload::id).containsOnly(started.getFirst().id());
    assertThat(openBelow("race/")).hasSize(1);
    send(started.getFirst(), content, 1);
    send(started.getFirst(), content, 2);
    List<StoredFile> files = together(8, () -> complete(started.getFirst()));

    assertThat(files).containsOnly(files.getFirst());
    assertThat(stored(files.getFirst())).isEqualTo(content);
  }

  @Test
  void small_and_empty_files_go_by_one_put() throws IOException {
    Location location = lab.location("small", false);
    for (byte[] content : List.of(bytes(0), bytes(1), bytes(PART))) {
      Upload upload = start(atLocation(location, "s" + content.length, content));
      assertThat(upload.form()).isEqualTo(UploadForm.SINGLE);
      assertThat(upload.partCount()).isEqualTo(1);
      assertRefused(Kind.INVALID, "parts_missing", () -> complete(upload));
      send(upload, content, 1);
      StoredFile file = complete(upload);

      assertThat(file.size()).isEqualTo(content.length);
      assertThat(file.md5()).contains(md5(content));
      assertThat(stored(file)).isEqualTo(content);
      assertThat(lab.store.head(ObjectId.of(file.bucket(), file.key())).contentType())
          .contains("text/x-lab");
    }
  }

  @Test
  void sizes_and_parts_out_of_range_are_refused() {
    Location location = lab.location("range", false);
    long tib = 1024L * 1024 * 1024 * 1024;

    assertRefused(Kind.INVALID, "empty_file", () -> start(sized(location, 0, PART)));
    assertRefused(Kind.INVALID, "part_size_out_of_range", () -> start(sized(location, 10, 100)));
    assertRefused(
        Kind.INVALID, "part_size_out_of_range", () -> start(sized(location, 10, 6L << 30)));
    assertRefused(
        Kind.INVALID, "too_many_parts", () -> start(sized(location, 10_000L * PART + 1, PART)));
    assertRefused(
        Kind.INVALID, "size_out_of_range", () -> start(sized(location, 5 * tib + 1, 5L << 30)));
    assertRefused(Kind.INVALID, "size_out_of_range", () -> start(sized(location, -1, PART)));
    Upload largest = start(sized(location, 5 * tib, 1L << 30));
    assertThat(largest.partCount()).isEqualTo(5120);
    lab.uploads.cancel(lab.ann, largest.id());
    assertRefused(
        Kind.INVALID,
        "part_number_out_of_range",
        () -> sign(start(sized(location, 10, PART)), new PartToSign(2, Optional.empty())));
  }

  @Test
  void names_that_are_no_names_are_refused_and_all_others_come_back() throws IOException {
    Location location = lab.location("names", false);
    byte[] content = bytes(3);
    for (String wrong : List.of("", "  ", ".", "..", "a/b", "a\u0000b", "x".repeat(256))) {
      assertRefused(
          Kind.INVALID, "invalid_name", () -> start(atLocation(location, wrong, content)));
    }
    for (String name : List.of("ü ñ 名.csv", "a+b&c=d%20?.txt", "quote\"s and 'such'")) {
      Upload upload = start(atLocation(location, name, content));
      send(upload, content, 1);
      StoredFile file = complete(upload);
      assertThat(file.fileName()).isEqualTo(name);
      assertThat(stored(file)).isEqualTo(content);
    }
  }

  @Test
  void only_who_started_an_upload_may_go_on_with_it() {
    byte[] content = bytes(3);
    Upload upload = start(atLocation(lab.location("mine", false), "data.bin", content));

    assertRefused(
        Kind.FORBIDDEN, "not_your_upload", () -> lab.uploads.status(lab.bob, upload.id()));
    assertRefused(
        Kind.FORBIDDEN,
        "not_your_upload",
        () -> lab.uploads.complete(lab.bob, upload.id(), Uploads.Digests.NONE));
    assertRefused(
        Kind.FORBIDDEN, "not_your_upload", () -> lab.uploads.cancel(lab.bob, upload.id()));
    assertRefused(
        Kind.NOT_FOUND, "upload_not_found", () -> lab.uploads.status(lab.ann, "upl_none"));
    assertRefused(
        Kind.FORBIDDEN,
        "insufficient_scope",
        () -> lab.uploads.cancel(Lab.with(lab.ann, Scope.VIEW), upload.id()));
  }

  @Test
  void a_location_takes_uploads_of_its_owner_and_of_who_may_create_where_it_is_in_effect() {
    Location location = lab.location("rights", false);
    byte[] content = bytes(3);
    assertRefused(
        Kind.FORBIDDEN,
        "location_denied",
        () -> lab.uploads.start(lab.bob, atLocation(location, "b", content)));
    Entry folder = lab.folder(location);

    lab.catalog
        .accessLists()
        .setRole(lab.ann, folder.projectId(), lab.bob.user().id(), Role.READER);
    assertRefused(
        Kind.FORBIDDEN,
        "location_denied",
        () -> lab.uploads.start(lab.bob, atLocation(location, "b", content)));
    assertRefused(
        Kind.FORBIDDEN,
        "access_denied",
        () -> lab.uploads.start(lab.bob, inFolder(folder, "b", content, IfThere.REFUSE)));
    lab.catalog
        .accessLists()
        .setRole(lab.ann, folder.projectId(), lab.bob.user().id(), Role.EDITOR);
    lab.uploads.start(lab.bob, atLocation(location, "b", content));
    lab.uploads.start(lab.bob, inFolder(folder, "b", content, IfThere.REFUSE));
    assertRefused(
        Kind.NOT_FOUND,
        "location_not_found",
        () ->
            start(
                new NewUpload.Content(
                    new UploadTarget.AtLocation(4711),
                    "b",
                    3,
                    Optional.empty(),
                    Optional.empty(),
                    Optional.empty(),
                    Optional.empty(),
                    Optional.empty(),
                    false)));
  }

  @Test
  void an_upload_into_a_folder_makes_a_file_there_and_then_a_new_version() {
    Entry folder = lab.folder(lab.location("folder", true));
    byte[] one = bytes(3, 1);
    byte[] two = bytes(4, 2);

    Upload first = start(inFolder(folder, "data.bin", one, IfThere.REFUSE));
    send(first, one, 1);
    Entry file = lab.uploads.completeInFolder(lab.ann, first.id(), Uploads.Digests.NONE);
    assertThat(file.type()).isEqualTo(EntryType.FILE);
    assertThat(file.name()).isEqualTo("data.bin");
    assertThat(file.parentId()).contains(folder.id());
    assertThat(file.version().orElseThrow().file().md5()).contains(md5(one));
    assertThat(lab.uploads.completeInFolder(lab.ann, first.id(), Uploads.Digests.NONE))
        .isEqualTo(file);

    assertRefused(
        Kind.CONFLICT,
        "name_taken",
        () -> start(inFolder(folder, "data.bin", two, IfThere.REFUSE)));
    Upload second = start(inFolder(folder, "data.bin", two, IfThere.NEW_VERSION));
    send(second, two, 1);
    Entry newer = lab.uploads.completeInFolder(lab.ann, second.id(), Uploads.Digests.NONE);
    assertThat(newer.id()).isEqualTo(file.id());
    assertThat(newer.version().orElseThrow().number()).isEqualTo(2);

    // The same bytes as the first: not the first upload again, for the file has moved on.
    Upload third = start(inFolder(folder, "data.bin", one, IfThere.NEW_VERSION));
    assertThat(third.state()).isEqualTo(State.UPLOADING);
    send(third, one, 1);
    assertThat(
            lab.uploads
                .completeInFolder(lab.ann, third.id(), Uploads.Digests.NONE)
                .version()
                .orElseThrow()
                .number())
        .isEqualTo(3);
    assertThat(start(inFolder(folder, "data.bin", one, IfThere.NEW_VERSION)).entryId())
        .contains(file.id());
  }

  @Test
  void a_name_taken_meanwhile_leaves_nothing_half_stored() {
    Entry folder = lab.folder(lab.location("meanwhile", false));
    byte[] content = bytes(3);
    Upload upload = start(inFolder(folder, "data", content, IfThere.REFUSE));
    send(upload, content, 1);
    Entry taken = lab.catalog.entries().createFolder(lab.ann, NewFolder.named(folder.id(), "data"));

    assertRefused(
        Kind.CONFLICT,
        "name_taken",
        () -> lab.uploads.completeInFolder(lab.ann, upload.id(), Uploads.Digests.NONE));
    assertThat(status(upload).state()).isEqualTo(State.UPLOADING);
    assertThat(lab.catalog.storedFiles().isNamed(lab.bucket, keyOf(upload))).isFalse();
    lab.catalog.trash().put(lab.ann, taken.id());
    assertThat(lab.uploads.completeInFolder(lab.ann, upload.id(), Uploads.Digests.NONE).name())
        .isEqualTo("data");
  }

  @Test
  void digests_of_the_whole_are_kept_and_must_agree() {
    Location location = lab.location("digests", false);
    byte[] content = bytes(PART + 3);
    NewUpload.Content request = withoutDigests(atLocation(location, "data.bin", content));
    Upload upload = start(request);
    send(upload, content, 1);
    send(upload, content, 2);
    String sha256 = hex("SHA-256", content);

    StoredFile file =
        lab.uploads.complete(
            lab.ann,
            upload.id(),
            new Uploads.Digests(Optional.of(md5(content)), Optional.of(sha256)));
    assertThat(file.md5()).contains(md5(content));
    assertThat(file.sha256()).contains(sha256);

    byte[] small = bytes(4);
    Upload other = start(withoutDigests(atLocation(location, "small.bin", small)));
    send(other, small, 1);
    assertRefused(
        Kind.INVALID,
        "content_differs",
        () ->
            lab.uploads.complete(
                lab.ann,
                other.id(),
                new Uploads.Digests(Optional.of(md5(content)), Optional.empty())));
    assertRefused(
        Kind.INVALID,
        "md5_malformed",
        () ->
            lab.uploads.complete(
                lab.ann, other.id(), new Uploads.Digests(Optional.of("x"), Optional.empty())));
  }

  @Test
  void a_cancelled_upload_frees_its_parts_and_stays_cancelled() {
    byte[] content = bytes(PART + 3);
    Upload upload = start(atLocation(lab.location("cancel", false), "data.bin", content));
    send(upload, content, 1);

    lab.uploads.cancel(lab.ann, upload.id());
    lab.uploads.cancel(lab.ann, upload.id());

    assertThat(openBelow("cancel/")).isEmpty();
    assertRefused(Kind.CONFLICT, "upload_cancelled", () -> complete(upload));
    assertRefused(
        Kind.CONFLICT, "upload_cancelled", () -> sign(upload, new PartToSign(1, Optional.empty())));
  }

  @Test
  void a_put_that_arrives_after_the_cancellation_is_swept_away() {
    byte[] content = bytes(3);
    Upload upload = start(atLocation(lab.location("late", false), "data.bin", content));
    var late = sign(upload, new PartToSign(1, Optional.empty()));
    lab.uploads.cancel(lab.ann, upload.id());
    assertThat(Courier.send(late, content).statusCode()).isEqualTo(200);
    assertThat(keysBelow("late/")).hasSize(1);

    lab.clock.advance(Duration.ofHours(1));
    lab.uploads.sweepNow();
    lab.clock.advance(Duration.ofHours(-1));

    assertThat(keysBelow("late/")).isEmpty();
    assertThat(leftovers("late/")).isZero();
  }

  @Test
  void the_sweep_ends_stale_uploads_of_ours_and_no_others() {
    byte[] content = bytes(PART + 3);
    Location location = lab.location("stale", false);
    Upload stale = start(atLocation(location, "stale.bin", content));
    ObjectId foreign = ObjectId.of(lab.bucket, "stale/foreign");
    String theirs = lab.store.startMultipart(foreign, WriteOptions.NONE);

    lab.clock.advance(Duration.ofDays(8));
    Upload fresh = start(atLocation(location, "fresh.bin", content));
    lab.uploads.sweepNow();
    lab.clock.advance(Duration.ofDays(-8));

    assertThat(status(stale).state()).isEqualTo(State.CANCELLED);
    assertThat(status(fresh).state()).isEqualTo(State.UPLOADING);
    assertThat(openBelow("stale/")).extracting(OpenUpload::uploadId).contains(theirs).hasSize(2);
    lab.store.abortMultipart(foreign, theirs);
  }

  @Test
  void an_upload_begun_by_a_process_that_died_at_once_is_swept_from_the_store_too() {
    byte[] content = bytes(PART + 3);
    Upload upload = start(atLocation(lab.location("died", false), "data.bin", content));
    ObjectId object = ObjectId.of(lab.bucket, keyOf(upload));
    lab.store.startMultipart(object, WriteOptions.NONE);
    assertThat(openBelow("died/")).hasSize(2);

    lab.uploads.cancel(lab.ann, upload.id());
    lab.clock.advance(Duration.ofHours(1));
    lab.uploads.sweepNow();
    lab.clock.advance(Duration.ofHours(-1));

    assertThat(openBelow("died/")).isEmpty();
  }

  @Test
  void a_store_copies_a_file_between_locations_of_its_own() throws IOException {
    byte[] content = bytes(PART + 11);
    Entry folder = lab.folder(lab.location("copy/from", false));
    Upload upload = start(inFolder(folder, "data.bin", content, IfThere.REFUSE));
    send(upload, content, 1);
    send(upload, content, 2);
    Entry source = lab.uploads.completeInFolder(lab.ann, upload.id(), Uploads.Digests.NONE);
    StoredFile file = source.version().orElseThrow().file();
    Location to = lab.location("copy/to", false);
    NewUpload.Copy request = copy(to, file, source);

    Upload copying = start(request);
    assertThat(copying.partCount()).isEqualTo(2);
    for (int number = 1; number <= 2; number++) {
      HttpResponse<byte[]> answer =
          Courier.send(sign(copying, new PartToSign(number, Optional.empty())), new byte[0]);
      String text = new String(answer.body(), UTF_8);
      assertThat(answer.statusCode()).as(text).isEqualTo(200);
      String etag = text.replaceAll("(?s).*<ETag>(.*?)</ETag>.*", "$1").replace("&quot;", "\"");
      assertThat(lab.uploads.addPart(lab.ann, copying.id(), number, "wrong").added()).isFalse();
      assertThat(lab.uploads.addPart(lab.ann, copying.id(), number, etag).added()).isTrue();
    }
    StoredFile copied = complete(copying);

    assertThat(stored(copied)).isEqualTo(content);
    assertThat(copied.md5()).isEqualTo(file.md5());
    assertThat(copied.locationId()).isEqualTo(to.id());
    assertThat(copied.key()).startsWith("copy/to/");
    assertThat(start(request).fileId()).contains(copied.id());
  }

  @Test
  void copies_need_the_right_to_download_and_a_location_of_ones_own() {
    byte[] content = bytes(3);
    Entry folder = lab.folder(lab.location("rules/from", false));
    Upload upload = start(inFolder(folder, "data.bin", content, IfThere.REFUSE));
    send(upload, content, 1);
    Entry source = lab.uploads.completeInFolder(lab.ann, upload.id(), Uploads.Digests.NONE);
    StoredFile file = source.version().orElseThrow().file();
    Location to = lab.location("rules/to", false);
    Location bobs = lab.locationOf(lab.bob, "rules/bob");
    Entry other =
        lab.catalog
            .entries()
            .createFile(lab.ann, NewFile.named(folder.id(), "o", another(folder).id()));

    assertRefused(
        Kind.FORBIDDEN,
        "access_denied",
        () -> lab.uploads.start(lab.bob, copy(bobs, file, source)));
    assertRefused(Kind.FORBIDDEN, "location_denied", () -> start(copy(bobs, file, source)));
    assertRefused(Kind.NOT_FOUND, "file_not_found", () -> start(copy(to, file, other)));
    Location from = lab.locationNumbered(file.locationId());
    assertRefused(Kind.INVALID, "same_location", () -> start(copy(from, file, source)));
    lab.store.delete(ObjectId.of(file.bucket(), file.key()));
    assertRefused(Kind.INVALID, "source_not_readable", () -> start(copy(to, file, source)));
  }

  @Test
  void deleting_a_stored_file_takes_only_objects_that_we_wrote_and_nothing_else_names() {
    Location location = lab.location("delete", false);
    byte[] content = bytes(3);
    Upload upload = start(atLocation(location, "data.bin", content));
    send(upload, content, 1);
    StoredFile ours = complete(upload);
    lab.put("delete/theirs", "x");
    StoredFile theirs = registered(location, "delete/theirs");
    StoredFile alsoOurs = registered(location, ours.key());

    lab.deletion.delete(lab.ann, theirs.id());
    assertThat(keysBelow("delete/theirs")).hasSize(1);
    lab.deletion.delete(lab.ann, ours.id());
    assertThat(keysBelow(ours.key())).hasSize(1);
    lab.deletion.delete(lab.ann, alsoOurs.id());
    assertThat(keysBelow(ours.key())).hasSize(1);

    Upload again = start(atLocation(location, "more.bin", content));
    send(again, content, 1);
    StoredFile more = complete(again);
    assertRefused(
        Kind.FORBIDDEN, "stored_file_of_other", () -> lab.deletion.delete(lab.bob, more.id()));
    lab.deletion.delete(lab.ann, more.id());
    assertThat(keysBelow(more.key())).isEmpty();
    assertThat(leftovers("delete/")).isZero();
  }

  @Test
  void a_download_gives_the_bytes_under_their_name_to_who_may() {
    Entry folder = lab.folder(lab.location("download", true));
    byte[] content = bytes(300);
    Upload upload = start(inFolder(folder, "ü 1.csv", content, IfThere.REFUSE));
    send(upload, content, 1);
    Entry file = lab.uploads.completeInFolder(lab.ann, upload.id(), Uploads.Digests.NONE);

    Download download =
        lab.downloads.presign(lab.ann, file.id(), Optional.empty(), ContentDisposition.ATTACHMENT);
    HttpResponse<byte[]> answer = Courier.get(download.url());

    assertThat(answer.statusCode()).isEqualTo(200);
    assertThat(answer.body()).isEqualTo(content);
    assertThat(answer.headers().firstValue("content-type")).contains("text/x-lab");
    assertThat(answer.headers().firstValue("content-disposition"))
        .contains("attachment; filename=\"_ 1.csv\"; filename*=UTF-8''%C3%BC%201.csv");
    assertThat(download.url().getQuery()).contains("X-Amz-Date=").contains("X-Amz-Expires=900");
    assertThat(download.toString()).doesNotContain("X-Amz");
    assertRefused(
        Kind.FORBIDDEN,
        "access_denied",
        () ->
            lab.downloads.presign(lab.bob, file.id(), Optional.empty(), ContentDisposition.INLINE));
    assertRefused(
        Kind.INVALID,
        "not_a_file",
        () ->
            lab.downloads.presign(
                lab.ann, folder.id(), Optional.empty(), ContentDisposition.INLINE));
  }

  @Test
  void items_of_a_batch_fail_singly() {
    Entry folder = lab.folder(lab.location("batch", false));
    byte[] content = bytes(30);
    Upload upload = start(inFolder(folder, "a", content, IfThere.REFUSE));
    send(upload, content, 1);
    Entry file = lab.uploads.completeInFolder(lab.ann, upload.id(), Uploads.Digests.NONE);
    long fileId = file.version().orElseThrow().file().id();
    StoredFile unrelated = another(folder);
    List<BatchDownload.Item> items =
        List.of(
            new BatchDownload.Item(fileId, file.id()),
            new BatchDownload.Item(987_654_321, file.id()),
            new BatchDownload.Item(fileId, 987_654_321),
            new BatchDownload.Item(unrelated.id(), file.id()));

    List<BatchDownload> anns = lab.downloads.presignBatch(lab.ann, items, true);
    List<BatchDownload> bobs = lab.downloads.presignBatch(lab.bob, items.subList(0, 1), true);

    assertThat(anns.getFirst())
        .isInstanceOfSatisfying(
            BatchDownload.Granted.class,
            granted ->
                assertThat(Courier.get(granted.download().orElseThrow().url()).body())
                    .isEqualTo(content));
    assertThat(anns.subList(1, 4))
        .containsExactly(
            new BatchDownload.Failed(987_654_321, BatchDownload.Reason.NOT_FOUND),
            new BatchDownload.Failed(fileId, BatchDownload.Reason.NOT_FOUND),
            new BatchDownload.Failed(unrelated.id(), BatchDownload.Reason.UNAUTHORIZED));
    assertThat(bobs)
        .containsExactly(new BatchDownload.Failed(fileId, BatchDownload.Reason.UNAUTHORIZED));
  }

  private StoredFile another(Entry folder) {
    byte[] content = bytes(3, 7);
    Location location =
        lab.locationNumbered(lab.catalog.locationSettings().effectiveLocationId(folder.id()));
    Upload upload = start(atLocation(location, "another", content));
    send(upload, content, 1);
    return complete(upload);
  }

  private StoredFile registered(Location location, String key) {
    return lab.registrations.registerFile(
        lab.ann,
        new ObjectToRegister(
            location.id(),
            location.bucket(),
            key,
            Optional.empty(),
            Optional.empty(),
            Optional.empty(),
            Optional.empty()));
  }

  private static NewUpload.Content atLocation(Location location, String name, byte[] content) {
    return request(new UploadTarget.AtLocation(location.id()), name, content);
  }

  private static NewUpload.Content inFolder(
      Entry folder, String name, byte[] content, IfThere ifThere) {
    return request(new UploadTarget.Folder(folder.id(), ifThere), name, content);
  }

  private static NewUpload.Content request(UploadTarget target, String name, byte[] content) {
    return new NewUpload.Content(
        target,
        name,
        content.length,
        Optional.of("text/x-lab"),
        Optional.empty(),
        Optional.of((long) PART),
        Optional.of(md5(content)),
        Optional.empty(),
        false);
  }

  private static NewUpload.Content sized(Location location, long size, long partSize) {
    return new NewUpload.Content(
        new UploadTarget.AtLocation(location.id()),
        "sized",
        size,
        Optional.empty(),
        Optional.of(UploadForm.MULTIPART),
        Optional.of(partSize),
        Optional.empty(),
        Optional.empty(),
        false);
  }

  private static NewUpload.Content restarted(NewUpload.Content request) {
    return new NewUpload.Content(
        request.target(),
        request.fileName(),
        request.size(),
        request.contentType(),
        request.form(),
        request.partSize(),
        request.md5(),
        request.sha256(),
        true);
  }

  private static NewUpload.Content named(NewUpload.Content request, String name) {
    return new NewUpload.Content(
        request.target(),
        name,
        request.size(),
        request.contentType(),
        request.form(),
        request.partSize(),
        request.md5(),
        request.sha256(),
        false);
  }

  private static NewUpload.Content withoutDigests(NewUpload.Content request) {
    return new NewUpload.Content(
        request.target(),
        request.fileName(),
        request.size(),
        request.contentType(),
        request.form(),
        request.partSize(),
        Optional.empty(),
        Optional.empty(),
        false);
  }

  private static NewUpload.Copy copy(Location to, StoredFile file, Entry source) {
    return new NewUpload.Copy(
        new UploadTarget.AtLocation(to.id()),
        file.id(),
        source.id(),
        Optional.empty(),
        Optional.of((long) PART),
        false);
  }

  private Upload start(NewUpload request) {
    return lab.uploads.start(lab.ann, request);
  }

  private Upload status(Upload upload) {
    return lab.uploads.status(lab.ann, upload.id());
  }

  private StoredFile complete(Upload upload) {
    return lab.uploads.complete(lab.ann, upload.id(), Uploads.Digests.NONE);
  }

  /** Sends a part as a careful client does, and adds it. */
  private void send(Upload upload, byte[] content, int number) {
    byte[] part = upload.form() == UploadForm.SINGLE ? content : part(content, number);
    deliver(upload, new PartToSign(number, Optional.of(md5(part))), part);
    assertThat(lab.uploads.addPart(lab.ann, upload.id(), number, md5(part)).failure()).isEmpty();
  }

  private void deliver(Upload upload, PartToSign part, byte[] bytes) {
    HttpResponse<byte[]> answer = Courier.send(sign(upload, part), bytes);
    assertThat(answer.statusCode()).as(new String(answer.body(), UTF_8)).isEqualTo(200);
  }

  private Presigned sign(Upload upload, PartToSign part) {
    return lab.uploads.presignParts(lab.ann, upload.id(), List.of(part)).getFirst().request();
  }

  private static byte[] part(byte[] content, int number) {
    return Arrays.copyOfRange(
        content, (number - 1) * PART, Math.min(content.length, number * PART));
  }

  private byte[] stored(StoredFile file) throws IOException {
    try (ObjectContent content =
        lab.store.get(ObjectId.of(file.bucket(), file.key()), Optional.empty(), Optional.empty())) {
      return content.stream().readAllBytes();
    } catch (StoreException e) {
      throw new AssertionError(file.key(), e);
    }
  }

  private List<OpenUpload> openBelow(String prefix) {
    try (Stream<OpenUpload> open = lab.store.openUploads(lab.bucket, prefix)) {
      return open.toList();
    }
  }

  private List<String> keysBelow(String prefix) {
    try (Stream<Listing.Entry> keys = lab.store.walk(lab.bucket, prefix, Optional.empty())) {
      return keys.map(Listing.Entry::key).toList();
    }
  }

  private String keyOf(Upload upload) {
    return lab.database
        .jdbi()
        .withHandle(handle ->
            handle
                .createQuery("select object_key from upload where id = :id")
                .bind("id", upload.id())
                .mapTo(String.class)
                .one());
  }

  private int leftovers(String prefix) {
    return lab.database
        .jdbi()
        .withHandle(handle ->
            handle
                .createQuery("select count(*) from leftover where starts_with(object_key, :p)")
                .bind("p", prefix)
                .mapTo(Integer.class)
                .one());
  }

  private static <T> List<T> together(int count, Callable<T> work) throws Exception {
    try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
      List<Future<T>> all = IntStream.range(0, count).mapToObj(_ -> threads.submit(work)).toList();
      List<T> results = new ArrayList<>();
      for (Future<T> one : all) {
        results.add(one.get());
      }
      return results;
    }
  }

  private static byte[] bytes(int size) {
    return bytes(size, size);
  }

  private static byte[] bytes(int size, long seed) {
    byte[] bytes = new byte[size];
    new Random(seed).nextBytes(bytes);
    return bytes;
  }

  private static String md5(byte[] bytes) {
    return hex("MD5", bytes);
  }

  private static String hex(String algorithm, byte[] bytes) {
    try {
      return HexFormat.of().formatHex(MessageDigest.getInstance(algorithm).digest(bytes));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException(e);
    }
  }
}
