package io.windlass.catalog.content;

import static io.windlass.catalog.lab.Refusals.assertRefused;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.windlass.catalog.BatchResult;
import io.windlass.catalog.Entry;
import io.windlass.catalog.EntryType;
import io.windlass.catalog.NewFile;
import io.windlass.catalog.NewFolder;
import io.windlass.catalog.Role;
import io.windlass.catalog.StoredFile;
import io.windlass.catalog.Versions;
import io.windlass.catalog.content.Upload.State;
import io.windlass.catalog.content.UploadTarget.IfThere;
import io.windlass.catalog.content.Uploads.Begun;
import io.windlass.catalog.lab.Courier;
import io.windlass.connection.location.Location;
import io.windlass.foundation.Problem.Kind;
import io.windlass.objectstore.ObjectId;
import java.io.IOException;
import java.net.http.HttpResponse;
import java.util.Collections;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/**
 * What becomes of uploaded content, who may put it where, and how it is copied, read and deleted;
 * the same in front of every store.
 */
abstract class ContentContract extends UploadClient {
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
            new Uploads.Digests(Optional.of(md5(content)), Optional.of(sha256), Optional.empty()));
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
                new Uploads.Digests(
                    Optional.of(md5(content)), Optional.empty(), Optional.empty())));
    assertRefused(
        Kind.INVALID,
        "md5_malformed",
        () ->
            lab.uploads.complete(
                lab.ann,
                other.id(),
                new Uploads.Digests(Optional.of("x"), Optional.empty(), Optional.empty())));
  }

  @Test
  void one_put_needs_no_adding_and_only_its_own_bytes_complete_it() throws IOException {
    Entry folder = lab.folder(lab.location("once", false));
    byte[] content = bytes(100);
    Uploads.Begun.UnderWay begun =
        (Uploads.Begun.UnderWay)
            lab.uploads.begin(lab.ann, inFolder(folder, "small.bin", content, IfThere.NEW_VERSION));

    assertRefused(
        Kind.INVALID,
        "parts_missing",
        () -> lab.uploads.completeInFolder(lab.ann, begun.upload().id(), Uploads.Digests.NONE));
    assertThat(Courier.send(begun.put().orElseThrow().request(), bytes(100, 7)).statusCode())
        .isEqualTo(400);
    assertThat(Courier.send(begun.put().orElseThrow().request(), content).statusCode())
        .isEqualTo(200);
    Entry entry = lab.uploads.completeInFolder(lab.ann, begun.upload().id(), Uploads.Digests.NONE);

    assertThat(stored(entry.version().orElseThrow().file())).isEqualTo(content);
    assertThat(
            lab.uploads.begin(lab.ann, inFolder(folder, "small.bin", content, IfThere.NEW_VERSION)))
        .isEqualTo(new Uploads.Begun.Unchanged(entry));
  }

  @Test
  void parts_of_somebody_else_s_bytes_do_not_become_the_caller_s_file() {
    byte[] content = bytes(PART + 3);
    Upload upload =
        start(withoutDigests(atLocation(lab.location("own", false), "data.bin", content)));
    send(upload, content, 1);
    send(upload, content, 2);
    byte[] md5s = new byte[32];
    System.arraycopy(HexFormat.of().parseHex(md5(part(content, 1))), 0, md5s, 0, 16);
    System.arraycopy(HexFormat.of().parseHex(md5(part(content, 2))), 0, md5s, 16, 16);

    assertRefused(
        Kind.INVALID,
        "content_differs",
        () ->
            lab.uploads.complete(
                lab.ann,
                upload.id(),
                new Uploads.Digests(
                    Optional.empty(), Optional.empty(), Optional.of(md5(content)))));
    assertThat(
            lab.uploads.complete(
                lab.ann,
                upload.id(),
                new Uploads.Digests(Optional.empty(), Optional.empty(), Optional.of(md5(md5s)))))
        .extracting(StoredFile::size)
        .isEqualTo((long) content.length);
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

  @Test
  void many_files_are_asked_for_together_and_one_that_may_not_be_read_stops_no_other() {
    Entry folder = lab.folder(lab.location("together", false));
    Entry a = file(folder, "a", bytes(30, 1));
    Entry a2 = file(folder, "a", bytes(40, 2));
    Entry b = file(folder, "b", bytes(50, 3));
    Entry gone = file(folder, "gone", bytes(60, 4));
    lab.catalog.trash().put(lab.ann, gone.id());
    assertThat(a2.id()).isEqualTo(a.id());
    List<Versions.Choice> choices =
        List.of(
            new Versions.Choice(b.id(), Optional.empty()),
            new Versions.Choice(a.id(), Optional.of(1L)),
            new Versions.Choice(folder.id(), Optional.empty()),
            new Versions.Choice(a.id(), Optional.empty()),
            new Versions.Choice(a.id(), Optional.of(3L)),
            new Versions.Choice(gone.id(), Optional.empty()),
            new Versions.Choice(gone.id(), Optional.of(1L)),
            new Versions.Choice(987_654_321, Optional.empty()),
            new Versions.Choice(b.id(), Optional.empty()));

    List<BatchResult<Download>> anns =
        lab.downloads.presign(lab.ann, choices, ContentDisposition.ATTACHMENT);
    List<BatchResult<Download>> bobs =
        lab.downloads.presign(lab.bob, choices.subList(0, 2), ContentDisposition.ATTACHMENT);

    assertThat(anns.stream().map(ContentContract::code))
        .containsExactly(
            "-",
            "-",
            "not_a_file",
            "-",
            "version_not_found",
            "entry_not_found",
            "entry_not_found",
            "entry_not_found",
            "-");
    assertThat(Courier.get(anns.get(0).orElseThrow().url()).body()).isEqualTo(bytes(50, 3));
    assertThat(Courier.get(anns.get(1).orElseThrow().url()).body()).isEqualTo(bytes(30, 1));
    assertThat(Courier.get(anns.get(3).orElseThrow().url()).body()).isEqualTo(bytes(40, 2));
    assertThat(bobs.stream().map(ContentContract::code)).containsOnly("access_denied");
    assertThat(lab.downloads.presign(lab.ann, List.of(), ContentDisposition.ATTACHMENT)).isEmpty();
    assertRefused(
        Kind.INVALID,
        "batch_too_large",
        () ->
            lab.downloads.presign(
                lab.ann,
                Collections.nCopies(Downloads.MAX_FILES + 1, choices.getFirst()),
                ContentDisposition.ATTACHMENT));
  }

  private static String code(BatchResult<?> result) {
    return result.failure().map(why -> why.problem().code()).orElse("-");
  }

  private Entry file(Entry folder, String name, byte[] content) {
    Upload upload = start(inFolder(folder, name, content, IfThere.NEW_VERSION));
    send(upload, content, 1);
    return lab.uploads.completeInFolder(lab.ann, upload.id(), Uploads.Digests.NONE);
  }

  @Test
  void many_files_are_begun_and_completed_together_and_one_that_fails_stops_no_other()
      throws IOException {
    Entry folder = lab.folder(lab.location("many", false));
    Entry other = lab.folder(lab.location("many-other", false));
    byte[] old = bytes(20, 1);
    Upload before = start(inFolder(folder, "taken", old, IfThere.REFUSE));
    send(before, old, 1);
    Entry taken = lab.uploads.completeInFolder(lab.ann, before.id(), Uploads.Digests.NONE);
    List<NewUpload.Content> wanted =
        List.of(
            inFolder(folder, "a", bytes(10, 2), IfThere.REFUSE),
            inFolder(folder, "taken", bytes(20, 3), IfThere.REFUSE),
            inFolder(folder, "no/name", bytes(10, 4), IfThere.REFUSE),
            inFolder(folder, "taken", bytes(20, 5), IfThere.NEW_VERSION),
            inFolder(folder, "taken", old, IfThere.NEW_VERSION),
            inFolder(other, "a", bytes(30, 6), IfThere.NEW_VERSION),
            inFolder(other, "lost", bytes(40, 7), IfThere.NEW_VERSION));

    List<BatchResult<Begun>> begun = lab.uploads.begin(lab.ann, wanted);

    assertThat(begun.get(1).failure().orElseThrow().problem().code()).isEqualTo("name_taken");
    assertThat(begun.get(2).failure().orElseThrow().problem().code()).isEqualTo("invalid_name");
    assertThat(begun.get(4).orElseThrow())
        .isInstanceOfSatisfying(
            Begun.Unchanged.class, same -> assertThat(same.entry().id()).isEqualTo(taken.id()));
    List<Begun.UnderWay> going =
        Stream.of(0, 3, 5, 6).map(at -> (Begun.UnderWay) begun.get(at).orElseThrow()).toList();
    assertThat(
            lab.uploads.begin(lab.ann, List.of(wanted.getFirst(), wanted.getFirst())).stream()
                .map(one -> ((Begun.UnderWay) one.orElseThrow()).upload().id()))
        .containsOnly(going.getFirst().upload().id());
    assertThat(put(going.get(0), bytes(10, 2))).isEqualTo(200);
    assertThat(put(going.get(1), bytes(20, 5))).isEqualTo(200);
    assertThat(put(going.get(2), bytes(30, 6))).isEqualTo(200);
    List<Uploads.Sent> sent =
        Stream.concat(going.stream().map(one -> one.upload().id()), Stream.of("upl_none"))
            .map(id -> new Uploads.Sent(id, Uploads.Digests.NONE))
            .toList();

    List<BatchResult<Entry>> done = lab.uploads.completeInFolders(lab.ann, sent);

    Entry a = done.get(0).orElseThrow();
    assertThat(a.parentId()).contains(folder.id());
    assertThat(a.name()).isEqualTo("a");
    StoredFile file = a.version().orElseThrow().file();
    assertThat(file.md5()).contains(md5(bytes(10, 2)));
    assertThat(file.contentType()).isEqualTo("text/x-lab");
    assertThat(file.written()).isTrue();
    assertThat(file.createdBy()).isEqualTo(lab.ann.user().id());
    assertThat(stored(file)).isEqualTo(bytes(10, 2));
    assertThat(lab.catalog.entries().get(lab.ann, a.id())).isEqualTo(a);
    assertThat(lab.catalog.storedFiles().find(file.id())).contains(file);
    Entry newer = done.get(1).orElseThrow();
    assertThat(newer.id()).isEqualTo(taken.id());
    assertThat(newer.version().orElseThrow().number()).isEqualTo(2);
    assertThat(done.get(2).orElseThrow().parentId()).contains(other.id());
    assertThat(done.get(3).failure().orElseThrow().problem().code()).isEqualTo("parts_missing");
    assertThat(done.get(4).failure().orElseThrow().problem().code()).isEqualTo("upload_not_found");
    assertThat(
            lab.uploads.completeInFolders(lab.ann, sent.subList(0, 3)).stream()
                .map(one -> one.orElseThrow().id()))
        .containsExactly(a.id(), newer.id(), done.get(2).orElseThrow().id());
  }

  @Test
  void an_upload_named_twice_is_completed_once_and_of_two_of_one_name_one_is_refused() {
    Entry folder = lab.folder(lab.location("twice", false));
    List<Begun.UnderWay> begun =
        lab
            .uploads
            .begin(
                lab.ann,
                List.of(
                    inFolder(folder, "x", bytes(10, 1), IfThere.REFUSE),
                    inFolder(folder, "x", bytes(10, 2), IfThere.REFUSE)))
            .stream()
            .map(one -> (Begun.UnderWay) one.orElseThrow())
            .toList();
    assertThat(put(begun.get(0), bytes(10, 1))).isEqualTo(200);
    assertThat(put(begun.get(1), bytes(10, 2))).isEqualTo(200);

    List<BatchResult<Entry>> done =
        lab.uploads.completeInFolders(
            lab.ann,
            Stream.of(0, 0, 1)
                .map(at -> new Uploads.Sent(begun.get(at).upload().id(), Uploads.Digests.NONE))
                .toList());

    assertThat(done.get(0).orElseThrow()).isEqualTo(done.get(1).orElseThrow());
    assertThat(done.get(2).failure().orElseThrow().problem().code()).isEqualTo("name_taken");
    assertThat(done.get(0).orElseThrow().version().orElseThrow().number()).isEqualTo(1);
  }

  @Test
  void rights_are_asked_of_each_folder_of_a_batch_at_its_begin_and_at_its_end() {
    Entry folder = lab.folder(lab.location("rights-of-many", false));
    byte[] content = bytes(10, 1);
    List<NewUpload.Content> wanted =
        List.of(
            inFolder(folder, "one", content, IfThere.REFUSE),
            inFolder(folder, "two", content, IfThere.REFUSE));

    assertThat(lab.uploads.begin(lab.bob, wanted))
        .extracting(one -> one.failure().orElseThrow().problem().code())
        .containsOnly("access_denied");
    List<Uploads.Sent> foreign =
        lab.uploads.begin(lab.ann, wanted).stream()
            .map(one -> ((Begun.UnderWay) one.orElseThrow()).upload().id())
            .map(id -> new Uploads.Sent(id, Uploads.Digests.NONE))
            .toList();
    assertThat(lab.uploads.completeInFolders(lab.bob, foreign))
        .extracting(one -> one.failure().orElseThrow().problem().code())
        .containsOnly("not_your_upload");
    assertRefused(
        Kind.INVALID,
        "batch_too_large",
        () ->
            lab.uploads.begin(
                lab.ann, Collections.nCopies(Uploads.MAX_BATCH + 1, wanted.getFirst())));
  }

  private static int put(Begun.UnderWay begun, byte[] content) {
    return Courier.send(begun.put().orElseThrow().request(), content).statusCode();
  }
}
