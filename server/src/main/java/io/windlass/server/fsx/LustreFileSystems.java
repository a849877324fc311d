package io.windlass.server.fsx;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.windlass.catalog.ProjectFileSystems;
import io.windlass.catalog.ProjectFileSystems.Use;
import io.windlass.filesystem.ClientToken;
import io.windlass.filesystem.FileSystem;
import io.windlass.filesystem.FileSystem.Source;
import io.windlass.filesystem.FileSystemFilter;
import io.windlass.filesystem.FileSystems;
import io.windlass.filesystem.IncompatibleParameter;
import io.windlass.filesystem.NewFileSystem;
import io.windlass.foundation.Page;
import io.windlass.server.aws.AwsCall;
import io.windlass.server.aws.AwsJson;
import io.windlass.server.aws.shape.Input;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.security.SecureRandom;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/** File systems as FSx for Lustre shows them. Thread-safe. */
final class LustreFileSystems {
  private static final int PAGE = 50;
  private static final int ID_DIGITS = 17;
  private static final SecureRandom RANDOM = new SecureRandom();

  private final Resources resources;
  private final FileSystems fileSystems;
  private final ProjectFileSystems rights;
  private final Arns arns;
  private final Path images;

  /** File systems; image files that nobody placed go below {@code images}. */
  LustreFileSystems(
      Resources resources,
      FileSystems fileSystems,
      ProjectFileSystems rights,
      Arns arns,
      Path images) {
    this.resources = resources;
    this.fileSystems = fileSystems;
    this.rights = rights;
    this.arns = arns;
    this.images = images;
  }

  ObjectNode create(AwsCall call) {
    Input input = call.input();
    ObjectNode attributes = LustreSettings.of(input);
    Map<String, String> tags = Tags.read(input);
    String project =
        rights
            .projectForMaking(call.caller(), Optional.ofNullable(tags.get(FileSystemPlace.PROJECT)))
            .guid()
            .orElseThrow();
    Optional<ClientToken> token = Resources.token(call, project);
    FileSystemPlace place =
        FileSystemPlace.of(
            tags,
            token.map(LustreFileSystems::madeOf).orElseGet(LustreFileSystems::random),
            images,
            input.whole(LustreSettings.STORAGE_CAPACITY).orElseThrow());
    NewFileSystem wanted =
        new NewFileSystem(
            place.name(),
            project,
            call.caller().user().id(),
            place.source(),
            place.mountPoint(),
            place.node(),
            Optional.of(place.id()),
            tags,
            attributes.toString());
    ObjectNode answer = AwsJson.object();
    answer.set("FileSystem", document(call, made(wanted, token, attributes)));
    return answer;
  }

  /** Says which member of the request differs, where the house only knows that they do. */
  private FileSystem made(
      NewFileSystem wanted, Optional<ClientToken> token, ObjectNode attributes) {
    try {
      return fileSystems.create(wanted, token);
    } catch (IncompatibleParameter e) {
      throw fileSystems
          .find(wanted.id().orElseThrow())
          .flatMap(before -> LustreSettings.difference(before.attributes(), attributes))
          .<RuntimeException>map(FsxErrors::incompatible)
          .orElse(e);
    }
  }

  ObjectNode describe(AwsCall call) {
    Input input = call.input();
    Set<String> ids = new TreeSet<>(input.texts("FileSystemIds"));
    List<?> listed = List.of("file-systems", ids);
    Page page = NextTokens.page(input, PAGE, listed);
    Set<String> visible = resources.visible(call.caller()).keySet();
    Associations.requireFileSystems(ids, visible);
    Set<String> wanted = ids.isEmpty() ? visible : ids;
    Page.Of<FileSystem> found =
        wanted.isEmpty()
            ? new Page.Of<>(List.of(), Optional.empty())
            : fileSystems.list(new FileSystemFilter(Set.of(), wanted), page);
    ObjectNode answer = AwsJson.object();
    ArrayNode list = answer.putArray("FileSystems");
    found.items().forEach(it -> list.add(document(call, it)));
    NextTokens.put(answer, found.nextCursor(), listed);
    return answer;
  }

  ObjectNode delete(AwsCall call) {
    Input input = call.input();
    FileSystem found = resources.fileSystem(call.caller(), input.text("FileSystemId"), Use.SEE);
    Optional<Input> lustre = input.structure("LustreConfiguration");
    boolean backup =
        lustre.flatMap(it -> it.flag("SkipFinalBackup")).map(skip -> !skip).orElse(false)
            || lustre.map(it -> it.has("FinalBackupTags")).orElse(false);
    if (backup) {
      throw FsxErrors.badRequest("Windlass makes no backups: SkipFinalBackup must be true.");
    }
    rights.requireMaker(call.caller());
    FileSystem deleted = fileSystems.delete(found.id(), Resources.token(call, found.projectGuid()));
    return AwsJson.object()
        .put("FileSystemId", deleted.id())
        .put("Lifecycle", deleted.lifecycle().name());
  }

  /** Always the same for the same token, so that a repeated request asks for the same. */
  private static String madeOf(ClientToken token) {
    try {
      byte[] digest =
          MessageDigest.getInstance("SHA-256")
              .digest((token.scope() + " " + token.value()).getBytes(UTF_8));
      return id(digest);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException(e); // every JDK has it
    }
  }

  private static String random() {
    byte[] bytes = new byte[ID_DIGITS];
    RANDOM.nextBytes(bytes);
    return id(bytes);
  }

  private static String id(byte[] bytes) {
    return "fs-" + HexFormat.of().formatHex(bytes).substring(0, ID_DIGITS);
  }

  private ObjectNode document(AwsCall call, FileSystem it) {
    JsonNode settings = LustreSettings.section(it.attributes(), gibibytes(it.source()));
    ObjectNode document = AwsJson.object().put("OwnerId", arns.account());
    document.set("CreationTime", AwsJson.time(it.createdAt()));
    document
        .put("FileSystemId", it.id())
        .put("FileSystemType", "LUSTRE")
        .put("Lifecycle", it.lifecycle().name());
    it.failure().ifPresent(failure -> document.putObject("FailureDetails").put("Message", failure));
    document.set(LustreSettings.STORAGE_CAPACITY, settings.get(LustreSettings.STORAGE_CAPACITY));
    document.put("StorageType", "SSD");
    document.set("SubnetIds", settings.get("SubnetIds"));
    document.put("DNSName", it.id() + ".fsx." + call.region() + ".windlass");
    document.put("ResourceARN", arns.fileSystem(call.region(), it.id()));
    document.set("Tags", Tags.write(it.tags()));
    ObjectNode configuration = settings.get("LustreConfiguration").deepCopy();
    configuration.put("MountName", it.id().substring(it.id().length() - 8));
    document.set("LustreConfiguration", configuration);
    document.set("FileSystemTypeVersion", settings.get("FileSystemTypeVersion"));
    return document;
  }

  /** Directories and devices are as large as they are; nobody asked for a capacity. */
  private static long gibibytes(Source source) {
    return switch (source) {
      case Source.Image image -> Math.max(1, image.size() >> 30);
      case Source.Device _, Source.Directory _ -> 0;
    };
  }
}
