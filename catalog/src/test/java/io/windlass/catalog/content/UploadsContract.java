package io.windlass.catalog.content;

import static io.windlass.catalog.lab.Refusals.assertRefused;
import static org.assertj.core.api.Assertions.assertThat;

import io.windlass.catalog.StoredFile;
import io.windlass.catalog.content.Upload.State;
import io.windlass.catalog.identity.Scope;
import io.windlass.catalog.lab.Courier;
import io.windlass.catalog.lab.Lab;
import io.windlass.connection.location.Location;
import io.windlass.foundation.Problem.Kind;
import io.windlass.objectstore.ObjectId;
import io.windlass.objectstore.ObjectStore.OpenUpload;
import io.windlass.objectstore.ObjectStore.Part;
import io.windlass.objectstore.ObjectStore.WriteOptions;
import java.io.IOException;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** Uploads as clients drive them, the same in front of every store. */
abstract class UploadsContract extends UploadClient {
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
  void of_many_uploads_at_once_the_table_says_which_are_new() {
    UploadTable table = new UploadTable(lab.database.jdbi(), lab.clock);
    Location location = lab.location("table", false);
    UploadRow first = row(location, "upl_table_1", "equal");
    assertThat(table.insert(first)).isTrue();

    assertThat(
            table.insert(
                List.of(
                    row(location, "upl_table_2", "one"),
                    row(location, "upl_table_3", "equal"),
                    row(location, "upl_table_4", "other"),
                    row(location, "upl_table_5", "other"))))
        .containsExactlyInAnyOrder("upl_table_2", "upl_table_4");
  }

  private UploadRow row(Location location, String id, String requestHash) {
    Optional<String> none = Optional.empty();
    return new UploadRow(
        id,
        requestHash,
        State.UPLOADING,
        UploadForm.SINGLE,
        lab.ann.user().id(),
        lab.clock.instant(),
        lab.clock.instant(),
        Optional.empty(),
        false,
        location.id(),
        location.bucket(),
        "table/" + id,
        none,
        "data.bin",
        "text/x-lab",
        1,
        PART,
        1,
        none,
        none,
        Optional.empty(),
        none,
        Optional.empty(),
        Optional.empty());
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
}
