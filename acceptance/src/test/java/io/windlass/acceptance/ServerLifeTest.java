package io.windlass.acceptance;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.windlass.client.Content.Existing;
import io.windlass.client.Progress;
import io.windlass.client.WindlassApiException;
import io.windlass.client.WindlassClient;
import io.windlass.client.model.Entry;
import io.windlass.client.model.NewProject;
import io.windlass.client.model.Project;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Optional;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** One server from its first start to its end. */
class ServerLifeTest {
  @TempDir
  @SuppressWarnings("NullAway.Init")
  Path directory;

  @Test
  void aServerAnnouncesItselfAndEndsWithoutATraceWhenTold() throws Exception {
    ServerProcess server = ServerProcess.start(directory.resolve("data"));
    Path postmaster = server.data().resolve("postgres/data/postmaster.pid");
    assertThat(postmaster).exists();

    assertThat(server.admin().whoAmI().user().name()).isEqualTo("admin");
    assertThat(
            PosixFilePermissions.toString(
                Files.getPosixFilePermissions(server.data().resolve("admin.token"))))
        .isEqualTo("rw-------");
    assertThat(Files.readString(server.configuration().resolve("windlass/local.json")))
        .contains(server.address().toString())
        .contains(server.data().resolve("admin.token").toString());

    assertThat(server.terminate()).isIn(0, 143);
    assertThat(server.output()).as("standard output").hasSize(1);
    // PostgreSQL removes it last of all, and only when it was stopped in order
    assertThat(postmaster).doesNotExist();
  }

  @Test
  void aLostTokenOfTheAdministratorIsReplacedAtAStart() throws Exception {
    Path data = directory.resolve("data");
    String lost;
    try (ServerProcess server = ServerProcess.start(data)) {
      lost = server.adminToken();
    }
    Files.delete(data.resolve("admin.token"));

    try (ServerProcess server = ServerProcess.start(data, "--reset-admin-token")) {
      assertThat(server.adminToken()).isNotEqualTo(lost);
      assertThat(server.admin().whoAmI().scopes()).contains("admin");
      assertThatThrownBy(() -> server.as(lost).whoAmI())
          .isInstanceOfSatisfying(
              WindlassApiException.class, e -> assertThat(e.code()).isEqualTo("token_invalid"));
    }
  }

  @Test
  void twoServersDoNotShareADirectory() {
    try (ServerProcess first = ServerProcess.start(directory.resolve("data"));
        ServerProcess second = ServerProcess.launch(first.data())) {
      assertThat(second.awaitEnd()).isEqualTo(1);
      assertThat(first.log()).contains("Another server runs in the data directory");
      assertThat(first.admin().whoAmI().user().administrator()).isTrue();
    }
  }

  @Test
  void nothingAcknowledgedIsLostWhenTheServerIsKilled() throws Exception {
    Path data = directory.resolve("data");
    Queue<String> acknowledged = new ConcurrentLinkedQueue<>();
    Path file = Files.write(directory.resolve("a.bin"), new byte[6 << 20]);
    Path small = Files.writeString(directory.resolve("b.txt"), "small");
    String token;
    try (ServerProcess server = ServerProcess.start(data)) {
      token = server.adminToken();
      WindlassClient admin = server.admin();
      admin.projects().create(new NewProject("files", Optional.empty(), Optional.empty()));
      admin.content().upload(file, "files/a.bin", Existing.REFUSE, Progress.NONE);
      admin.content().upload(small, "files/b.txt", Existing.REFUSE, Progress.NONE);
      CountDownLatch enough = new CountDownLatch(40);
      List<Thread> writers =
          IntStream.range(0, 4)
              .mapToObj(writer ->
                  Thread.ofVirtual().start(() -> write(admin, writer, acknowledged, enough)))
              .toList();
      enough.await();
      server.kill();
      for (Thread writer : writers) {
        writer.join();
      }
    }

    try (ServerProcess again = ServerProcess.start(data)) {
      assertThat(again.adminToken()).isEqualTo(token);
      List<String> names =
          again.admin().projects().list(Optional.empty()).map(Project::name).toList();
      assertThat(names).containsAll(acknowledged).contains("files");
      Entry entry = again.admin().entries().at("files/a.bin");
      Path copy = directory.resolve("copy.bin");
      assertThat(
              again
                  .admin()
                  .content()
                  .download(entry, Optional.empty(), copy, Existing.REFUSE, Progress.NONE)
                  .verified())
          .isTrue();
      assertThat(copy).hasSameBinaryContentAs(file);
    }
  }

  private static void write(
      WindlassClient client, int writer, Queue<String> acknowledged, CountDownLatch enough) {
    try {
      for (int i = 0; ; i++) {
        String name = "p-" + writer + "-" + i;
        client.projects().create(new NewProject(name, Optional.empty(), Optional.empty()));
        acknowledged.add(name);
        enough.countDown();
      }
    } catch (WindlassApiException e) {
      // the server is gone
    }
  }

  @Test
  void misspeltOptionsAndUnsafeStartsAreRefusedWithAHint() throws Exception {
    assertRefused("Did you mean --port", "--prot", "1");
    assertRefused("--tls-certificate and --tls-key go together", "--tls-key", "x.pem");
    assertRefused("tokens travel readable", "--host", "0.0.0.0");
    Path data = Files.createDirectories(directory.resolve("with-file"));
    Files.writeString(data.resolve("windlass.properties"), "store-prot = 1\n");
    try (ServerProcess server = ServerProcess.launch(data)) {
      assertThat(server.awaitEnd()).isEqualTo(2);
      assertThat(server.log()).contains("windlass.properties").contains("store-port");
    }
  }

  private void assertRefused(String hint, String... options) {
    Path data =
        directory.resolve(
            List.of(options).stream()
                .map(option -> option.replaceAll("[^a-z]", ""))
                .collect(Collectors.joining()));
    try (ServerProcess server = ServerProcess.launch(data, options)) {
      assertThat(server.awaitEnd()).isEqualTo(2);
      assertThat(server.log()).contains(hint);
      assertThat(data).doesNotExist();
    }
  }
}
