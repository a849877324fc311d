package io.windlass.server.fsx;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.windlass.server.aws.AwsFault;
import io.windlass.server.aws.AwsJson;
import io.windlass.server.aws.shape.Input;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * What a request says of a file system that means nothing to Windlass and is echoed: kept as the
 * attributes of the file system.
 */
final class LustreSettings {
  static final String STORAGE_CAPACITY = "StorageCapacity";
  private static final String SECTION = "fsx";
  private static final String CONFIGURATION = "LustreConfiguration";
  private static final Set<String> VERSIONS = Set.of("2.12", "2.15");
  private static final String STANDARD_VERSION = "2.15";
  private static final String STANDARD_DEPLOYMENT = "PERSISTENT_2";

  private LustreSettings() {}

  /**
   * The attributes of a file system to be made.
   *
   * @throws AwsFault {@code UnsupportedOperation}, {@code MissingFileSystemConfiguration}, {@code
   *     BadRequest}
   */
  static ObjectNode of(Input input) {
    if (!input.text("FileSystemType").equals("LUSTRE")) {
      throw FsxErrors.unsupported("Windlass makes file systems of type LUSTRE only.");
    }
    Input lustre =
        input
            .structure(CONFIGURATION)
            .orElseThrow(() ->
                AwsFault.client(
                    "MissingFileSystemConfiguration", "LustreConfiguration is missing."));
    checkSupport(input, lustre);
    ObjectNode attributes = AwsJson.object();
    ObjectNode section = attributes.putObject(SECTION);
    section.put(STORAGE_CAPACITY, capacity(input));
    ArrayNode subnets = section.putArray("SubnetIds");
    input.texts("SubnetIds").forEach(subnets::add);
    section.put(
        "FileSystemTypeVersion",
        input.optionalText("FileSystemTypeVersion").orElse(STANDARD_VERSION));
    ObjectNode configuration = section.putObject(CONFIGURATION);
    configuration.put(
        "DeploymentType", lustre.optionalText("DeploymentType").orElse(STANDARD_DEPLOYMENT));
    lustre
        .whole("PerUnitStorageThroughput")
        .ifPresent(value -> configuration.put("PerUnitStorageThroughput", value));
    lustre
        .structure("LogConfiguration")
        .ifPresent(log -> {
          ObjectNode written = configuration.putObject("LogConfiguration");
          written.put("Level", log.text("Level"));
          log.optionalText("Destination")
              .ifPresent(destination -> written.put("Destination", destination));
        });
    return attributes;
  }

  /** What a file system says of itself; standards where it was not made through this dialect. */
  static JsonNode section(String attributes, long gibibytes) {
    ObjectNode standard = AwsJson.object();
    standard.put(STORAGE_CAPACITY, gibibytes);
    standard.putArray("SubnetIds");
    standard.put("FileSystemTypeVersion", STANDARD_VERSION);
    standard.putObject(CONFIGURATION).put("DeploymentType", STANDARD_DEPLOYMENT);
    JsonNode kept = AwsJson.parse(attributes).path(SECTION);
    return kept.isObject() ? kept : standard;
  }

  /** The first member that the two say differently. */
  static Optional<String> difference(String attributes, ObjectNode wanted) {
    JsonNode kept = AwsJson.parse(attributes).path(SECTION);
    return wanted.path(SECTION).properties().stream()
        .filter(
            member -> !kept.path(member.getKey()).toString().equals(member.getValue().toString()))
        .map(Map.Entry::getKey)
        .findFirst();
  }

  private static long capacity(Input input) {
    long capacity =
        input
            .whole(STORAGE_CAPACITY)
            .orElseThrow(() -> FsxErrors.badRequest("StorageCapacity is missing."));
    if (capacity < 1) {
      throw FsxErrors.badRequest("StorageCapacity is at least 1 GiB.");
    }
    return capacity;
  }

  private static void checkSupport(Input input, Input lustre) {
    if (lustre.optionalText("DeploymentType").filter("SCRATCH_1"::equals).isPresent()) {
      throw FsxErrors.unsupported("File systems of type SCRATCH_1 cannot be linked.");
    }
    String version = input.optionalText("FileSystemTypeVersion").orElse(STANDARD_VERSION);
    if (!VERSIONS.contains(version)) {
      throw version.equals("2.10")
          ? FsxErrors.unsupported("File systems of Lustre 2.10 cannot be linked.")
          : FsxErrors.badRequest("FileSystemTypeVersion is 2.12 or 2.15.");
    }
    if (input.optionalText("StorageType").filter(type -> !type.equals("SSD")).isPresent()) {
      throw FsxErrors.unsupported("StorageType is SSD.");
    }
    if (input.texts("SubnetIds").size() != 1) {
      throw FsxErrors.badRequest("SubnetIds names exactly one subnet.");
    }
    if (lustre.whole("AutomaticBackupRetentionDays").orElse(0) > 0) {
      throw FsxErrors.badRequest(
          "Windlass makes no backups, and file systems with backups cannot be linked:"
              + " AutomaticBackupRetentionDays must be 0.");
    }
    if (lustre.has("ImportPath") || lustre.has("ExportPath") || legacyImports(lustre)) {
      throw FsxErrors.badRequest(
          "File systems with ImportPath cannot be linked: use CreateDataRepositoryAssociation.");
    }
  }

  private static boolean legacyImports(Input lustre) {
    return lustre.optionalText("AutoImportPolicy").filter(it -> !it.equals("NONE")).isPresent();
  }
}
