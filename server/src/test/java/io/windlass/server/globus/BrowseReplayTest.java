package io.windlass.server.globus;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.quarkus.test.junit.QuarkusTest;
import io.windlass.server.globus.GlobusScene.Lab;
import io.windlass.server.globus.GlobusScene.Person;
import jakarta.inject.Inject;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** {@code globus ls}, {@code stat}, {@code mkdir} and {@code rename}, with their parameters. */
@QuarkusTest
@SuppressWarnings("NullAway.Init")
class BrowseReplayTest {
  @Inject GlobusScene scene;
  private Person ann;
  private Lab lab;
  private String bucket;

  @BeforeEach
  void begin() {
    ann = scene.person();
    lab = scene.lab(ann);
    bucket = lab.bucket();
    lab.put(bucket, "data/b.txt", "bb");
    lab.put(bucket, "data/A.TXT", "a");
    lab.put(bucket, "data/c.dat", "cccc");
    lab.put(bucket, "data/.hidden", "h");
    lab.put(bucket, "data/sub/deep/x.txt", "x");
  }

  private JsonNode ls(String path, String... more) {
    List<String> query = new ArrayList<>(List.of("show_hidden", "0", "path", path));
    query.addAll(List.of(more));
    return ann.globus().get(lab.ls(), query.toArray(String[]::new)).ok();
  }

  private static List<String> names(JsonNode listing) {
    return StreamSupport.stream(listing.path("DATA").spliterator(), false)
        .map(file -> file.path("name").asText())
        .toList();
  }

  @Test
  void aListingHasTheFilesInTheOrderOfTheirNames() {
    JsonNode listing = ls("/" + bucket + "/data");
    assertThat(listing.path("DATA_TYPE").asText()).isEqualTo("file_list");
    assertThat(listing.path("endpoint").asText()).isEqualTo(lab.id());
    assertThat(listing.path("path").asText()).isEqualTo("/" + bucket + "/data/");
    assertThat(listing.path("length").asInt()).isEqualTo(4);
    assertThat(listing.path("total").asInt()).isEqualTo(4);
    assertThat(listing.path("rename_supported").isBoolean()).isTrue();
    assertThat(names(listing)).containsExactly("A.TXT", "b.txt", "c.dat", "sub");
  }

  @Test
  void aFileHasEveryFieldThatClientsIndex() {
    JsonNode file = ls("/" + bucket + "/data/").at("/DATA/1");
    assertThat(file.path("DATA_TYPE").asText()).isEqualTo("file");
    assertThat(file.path("type").asText()).isEqualTo("file");
    assertThat(file.path("size").asLong()).isEqualTo(2);
    assertThat(file.path("last_modified").asText())
        .matches("20\\d\\d-\\d\\d-\\d\\d \\d\\d:\\d\\d:\\d\\d\\+00:00");
    assertThat(file.path("permissions").asText()).isEqualTo("0644");
    assertThat(file.path("user").asText()).isEqualTo(ann.user().name());
    for (String link :
        new String[] {
          "group", "link_target", "link_size", "link_user", "link_group", "link_last_modified"
        }) {
      assertThat(file.has(link)).as(link).isTrue();
      assertThat(file.path(link).isNull()).as(link).isTrue();
    }
    JsonNode directory = ls("/" + bucket + "/data/").at("/DATA/3");
    assertThat(directory.path("type").asText()).isEqualTo("dir");
    assertThat(directory.path("permissions").asText()).isEqualTo("0755");
    assertThat(directory.path("last_modified").asText()).isNotEmpty();
  }

  @Test
  void hiddenFilesAreShownUnlessToldOtherwise() {
    for (String all : new String[] {"1", "true"}) {
      assertThat(
              names(
                  ann.globus()
                      .get(lab.ls(), "path", "/" + bucket + "/data/", "show_hidden", all)
                      .ok()))
          .contains(".hidden");
    }
    assertThat(names(ann.globus().get(lab.ls(), "path", "/" + bucket + "/data/").ok()))
        .contains(".hidden");
    assertThat(
            names(
                ann.globus()
                    .get(lab.ls(), "path", "/" + bucket + "/data/", "show_hidden", "false")
                    .ok()))
        .doesNotContain(".hidden");
  }

  @Test
  void theRootListsBucketsAndIsTheDefault() {
    JsonNode root = ann.globus().get(lab.ls(), "show_hidden", "0").ok();
    assertThat(root.path("path").asText()).isEqualTo("/");
    assertThat(names(root)).contains(bucket);
    assertThat(names(ls("/~/"))).contains(bucket);
    assertThat(names(ls("~/" + bucket + "/data/sub/"))).containsExactly("deep");
  }

  /** The parameters of {@code globus ls --orderby size:DESC --orderby name:ASC}. */
  @Test
  void listingsAreSorted() {
    assertThat(names(ls("/" + bucket + "/data/", "orderby", "size DESC,name ASC")))
        .containsExactly("c.dat", "b.txt", "A.TXT", "sub");
    assertThat(names(ls("/" + bucket + "/data/", "orderby", "type ASC,name DESC")))
        .containsExactly("sub", "c.dat", "b.txt", "A.TXT");
    ann.globus()
        .get(lab.ls(), "path", "/" + bucket + "/data/", "orderby", "colour ASC")
        .fails(400, "ClientError.BadRequest");
  }

  @Test
  void listingsAreFiltered() {
    assertThat(names(ls("/" + bucket + "/data/", "filter", "name:~*.txt")))
        .containsExactly("A.TXT", "b.txt");
    assertThat(names(ls("/" + bucket + "/data/", "filter", "name:b.txt"))).containsExactly("b.txt");
    assertThat(names(ls("/" + bucket + "/data/", "filter", "name:!~*.txt")))
        .containsExactly("c.dat", "sub");
    assertThat(names(ls("/" + bucket + "/data/", "filter", "type:file/size:>1")))
        .containsExactly("b.txt", "c.dat");
    assertThat(names(ls("/" + bucket + "/data/", "filter", "last_modified:,2001-01-01"))).isEmpty();
    ann.globus()
        .get(lab.ls(), "path", "/" + bucket + "/data/", "filter", "colour:red")
        .fails(400, "ClientError.BadRequest");
  }

  /** {@code globus ls --recursive --filter '~*.txt'} wants directories, or what fits. */
  @Test
  void severalFiltersAreAlternatives() {
    assertThat(names(ls("/" + bucket + "/data/", "filter", "type:dir", "filter", "name:~*.txt")))
        .containsExactly("A.TXT", "b.txt", "sub");
  }

  @Test
  void aWindowOfAListingSaysHowManyThereAre() {
    JsonNode listing = ls("/" + bucket + "/data/", "limit", "2", "offset", "1");
    assertThat(names(listing)).containsExactly("b.txt", "c.dat");
    assertThat(listing.path("length").asInt()).isEqualTo(2);
    assertThat(listing.path("total").asInt()).isEqualTo(4);
    ann.globus().get(lab.ls(), "path", "/", "limit", "100001").fails(400, "ClientError.BadRequest");
  }

  @Test
  void namesAreDataAndNoUrls() {
    String odd = "per%20cent #?&+ü";
    lab.put(bucket, odd + "/f%2Fg", "odd");
    assertThat(names(ls("/" + bucket + "/"))).contains(odd);
    assertThat(names(ls("/" + bucket + "/" + odd + "/"))).containsExactly("f%2Fg");
    assertThat(
            ann.globus()
                .get(lab.operation("stat"), "path", "/" + bucket + "/" + odd + "/f%2Fg")
                .ok()
                .path("size")
                .asInt())
        .isEqualTo(3);
  }

  @Test
  void whatIsNotThereIsNotFound() {
    ann.globus()
        .get(lab.ls(), "path", "/" + bucket + "/nothing/")
        .fails(404, "ClientError.NotFound");
    ann.globus().get(lab.ls(), "path", "/no-such-bucket/").fails(404, "ClientError.NotFound");
  }

  @Test
  void aFileIsNoDirectory() {
    ann.globus()
        .get(lab.ls(), "path", "/" + bucket + "/data/b.txt")
        .fails(502, "ExternalError.DirListingFailed.NotDirectory");
  }

  @Test
  void statShowsFilesAndDirectories() {
    JsonNode file =
        ann.globus().get(lab.operation("stat"), "path", "/" + bucket + "/data/b.txt").ok();
    assertThat(file.path("name").asText()).isEqualTo("b.txt");
    assertThat(file.path("type").asText()).isEqualTo("file");
    assertThat(file.path("size").asInt()).isEqualTo(2);
    JsonNode directory =
        ann.globus().get(lab.operation("stat"), "path", "/" + bucket + "/data/").ok();
    assertThat(directory.path("type").asText()).isEqualTo("dir");
    assertThat(directory.path("name").asText()).isEqualTo("data");
  }

  /** The command line looks for exactly this code, and then exits with 0. */
  @Test
  void statOfNothingIsNotFound() {
    ann.globus()
        .get(lab.operation("stat"), "path", "/" + bucket + "/nothing")
        .fails(404, "NotFound");
    ann.globus().get(lab.operation("stat")).fails(400, "ClientError.BadRequest");
  }

  @Test
  void aDirectoryIsMadeOnce() {
    String body = "{'DATA_TYPE': 'mkdir', 'path': '/%s/new'}".formatted(bucket);
    JsonNode made = ann.globus().post(lab.operation("mkdir"), body).ok();
    assertThat(made.path("DATA_TYPE").asText()).isEqualTo("mkdir_result");
    assertThat(made.path("code").asText()).isEqualTo("DirectoryCreated");
    assertThat(made.path("message").isTextual()).isTrue();
    assertThat(made.path("request_id").isTextual()).isTrue();
    assertThat(names(ls("/" + bucket + "/"))).contains("new");
    assertThat(names(ls("/" + bucket + "/new/"))).isEmpty();
    ann.globus().post(lab.operation("mkdir"), body).fails(502, "ExternalError.MkdirFailed.Exists");
  }

  @Test
  void aFileOrADirectoryIsRenamed() {
    JsonNode renamed = rename("/" + bucket + "/data/b.txt", "/" + bucket + "/data/e.txt").ok();
    assertThat(renamed.path("DATA_TYPE").asText()).isEqualTo("result");
    assertThat(renamed.path("code").asText()).isEqualTo("FileRenamed");
    assertThat(lab.text(bucket, "data/e.txt")).contains("bb");
    assertThat(lab.text(bucket, "data/b.txt")).isEmpty();
    rename("/" + bucket + "/data/sub", "/" + bucket + "/moved").ok();
    assertThat(lab.text(bucket, "moved/deep/x.txt")).contains("x");
    rename("/" + bucket + "/data/b.txt", "/" + bucket + "/data/f.txt")
        .fails(404, "ClientError.NotFound");
    rename("/" + bucket + "/data/c.dat", "/" + bucket + "/data/e.txt").fails(409, "Conflict");
  }

  private Globus.Reply rename(String from, String to) {
    return ann.globus()
        .post(
            lab.operation("rename"),
            "{'DATA_TYPE': 'rename', 'old_path': '%s', 'new_path': '%s'}".formatted(from, to));
  }

  @Test
  void documentsOfAnotherKindAreRefused() {
    ann.globus()
        .post(lab.operation("mkdir"), "{'DATA_TYPE': 'rename', 'path': '/x/y'}")
        .fails(400, "ClientError.BadRequest");
    ann.globus()
        .post(lab.operation("mkdir"), "{'DATA_TYPE': 'mkdir', 'path': 7}")
        .fails(400, "ClientError.BadRequest");
    ann.globus().post(lab.operation("mkdir"), "[").fails(400, "ClientError.BadRequest");
    ann.globus().post(lab.operation("mkdir"), "[]").fails(400, "ClientError.BadRequest");
  }

  @Test
  void symbolicLinksAreNotMade() {
    ann.globus()
        .post(
            lab.operation("symlink"),
            "{'DATA_TYPE': 'symlink', 'path': '/%s/l', 'symlink_target': 'x'}".formatted(bucket))
        .fails(400, "ClientError.BadRequest");
  }
}
