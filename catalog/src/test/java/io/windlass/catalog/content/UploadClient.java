package io.windlass.catalog.content;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.windlass.catalog.Entry;
import io.windlass.catalog.StoredFile;
import io.windlass.catalog.content.UploadTarget.IfThere;
import io.windlass.catalog.lab.Courier;
import io.windlass.catalog.lab.Lab;
import io.windlass.catalog.registration.Registrations.ObjectToRegister;
import io.windlass.connection.location.Location;
import io.windlass.objectstore.Listing;
import io.windlass.objectstore.ObjectId;
import io.windlass.objectstore.ObjectStore.ObjectContent;
import io.windlass.objectstore.ObjectStore.OpenUpload;
import io.windlass.objectstore.ObjectStore.Presigned;
import io.windlass.objectstore.StoreException;
import java.io.IOException;
import java.net.http.HttpResponse;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
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
import org.junit.jupiter.api.TestInstance;

/** A client of uploads, with a catalog in front of a store. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
abstract class UploadClient {
  static final int PART = 5 * 1024 * 1024;

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

  StoredFile another(Entry folder) {
    byte[] content = bytes(3, 7);
    Location location =
        lab.locationNumbered(lab.catalog.locationSettings().effectiveLocationId(folder.id()));
    Upload upload = start(atLocation(location, "another", content));
    send(upload, content, 1);
    return complete(upload);
  }

  StoredFile registered(Location location, String key) {
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

  static NewUpload.Content atLocation(Location location, String name, byte[] content) {
    return request(new UploadTarget.AtLocation(location.id()), name, content);
  }

  static NewUpload.Content inFolder(Entry folder, String name, byte[] content, IfThere ifThere) {
    return request(new UploadTarget.Folder(folder.id(), ifThere), name, content);
  }

  static NewUpload.Content request(UploadTarget target, String name, byte[] content) {
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

  static NewUpload.Content sized(Location location, long size, long partSize) {
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

  static NewUpload.Content restarted(NewUpload.Content request) {
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

  static NewUpload.Content named(NewUpload.Content request, String name) {
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

  static NewUpload.Content withoutDigests(NewUpload.Content request) {
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

  static NewUpload.Copy copy(Location to, StoredFile file, Entry source) {
    return new NewUpload.Copy(
        new UploadTarget.AtLocation(to.id()),
        file.id(),
        source.id(),
        Optional.empty(),
        Optional.of((long) PART),
        false);
  }

  Upload start(NewUpload request) {
    return lab.uploads.start(lab.ann, request);
  }

  Upload status(Upload upload) {
    return lab.uploads.status(lab.ann, upload.id());
  }

  StoredFile complete(Upload upload) {
    return lab.uploads.complete(lab.ann, upload.id(), Uploads.Digests.NONE);
  }

  /** Sends a part as a careful client does, and adds it. */
  void send(Upload upload, byte[] content, int number) {
    byte[] part = upload.form() == UploadForm.SINGLE ? content : part(content, number);
    deliver(upload, new PartToSign(number, Optional.of(md5(part))), part);
    assertThat(lab.uploads.addPart(lab.ann, upload.id(), number, md5(part)).failure()).isEmpty();
  }

  void deliver(Upload upload, PartToSign part, byte[] bytes) {
    HttpResponse<byte[]> answer = Courier.send(sign(upload, part), bytes);
    assertThat(answer.statusCode()).as(new String(answer.body(), UTF_8)).isEqualTo(200);
  }

  Presigned sign(Upload upload, PartToSign part) {
    return lab.uploads.presignParts(lab.ann, upload.id(), List.of(part)).getFirst().request();
  }

  static byte[] part(byte[] content, int number) {
    return Arrays.copyOfRange(
        content, (number - 1) * PART, Math.min(content.length, number * PART));
  }

  byte[] stored(StoredFile file) throws IOException {
    try (ObjectContent content =
        lab.store.get(ObjectId.of(file.bucket(), file.key()), Optional.empty(), Optional.empty())) {
      return content.stream().readAllBytes();
    } catch (StoreException e) {
      throw new AssertionError(file.key(), e);
    }
  }

  List<OpenUpload> openBelow(String prefix) {
    try (Stream<OpenUpload> open = lab.store.openUploads(lab.bucket, prefix)) {
      return open.toList();
    }
  }

  List<String> keysBelow(String prefix) {
    try (Stream<Listing.Entry> keys = lab.store.walk(lab.bucket, prefix, Optional.empty())) {
      return keys.map(Listing.Entry::key).toList();
    }
  }

  String keyOf(Upload upload) {
    return lab.database
        .jdbi()
        .withHandle(handle ->
            handle
                .createQuery("select object_key from upload where id = :id")
                .bind("id", upload.id())
                .mapTo(String.class)
                .one());
  }

  int leftovers(String prefix) {
    return lab.database
        .jdbi()
        .withHandle(handle ->
            handle
                .createQuery("select count(*) from leftover where starts_with(object_key, :p)")
                .bind("p", prefix)
                .mapTo(Integer.class)
                .one());
  }

  static <T> List<T> together(int count, Callable<T> work) throws Exception {
    try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
      List<Future<T>> all = IntStream.range(0, count).mapToObj(_ -> threads.submit(work)).toList();
      List<T> results = new ArrayList<>();
      for (Future<T> one : all) {
        results.add(one.get());
      }
      return results;
    }
  }

  static byte[] bytes(int size) {
    return bytes(size, size);
  }

  static byte[] bytes(int size, long seed) {
    byte[] bytes = new byte[size];
    new Random(seed).nextBytes(bytes);
    return bytes;
  }

  static String md5(byte[] bytes) {
    return hex("MD5", bytes);
  }

  static String hex(String algorithm, byte[] bytes) {
    try {
      return HexFormat.of().formatHex(MessageDigest.getInstance(algorithm).digest(bytes));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException(e);
    }
  }
}
