package io.windlass.server.fsx;

import static io.windlass.server.aws.shape.Shape.flag;
import static io.windlass.server.aws.shape.Shape.list;
import static io.windlass.server.aws.shape.Shape.oneOf;
import static io.windlass.server.aws.shape.Shape.optional;
import static io.windlass.server.aws.shape.Shape.required;
import static io.windlass.server.aws.shape.Shape.structure;
import static io.windlass.server.aws.shape.Shape.text;
import static io.windlass.server.aws.shape.Shape.whole;

import io.windlass.server.aws.shape.Shape;
import io.windlass.server.aws.shape.Shape.Member;
import io.windlass.server.aws.shape.Shape.Structure;

/** What requests of FSx may hold: its service model of 2018-03-01, as far as it is served. */
final class FsxShapes {
  private static final String NO_LINE_BREAKS = "[^\\u0000\\u0085\\u2028\\u2029\\r\\n]*";
  private static final String TAG = "^([\\p{L}\\p{Z}\\p{N}_.:/=+\\-@]*)$";
  private static final String FILTER_VALUE = "^[0-9a-zA-Z\\*\\.\\\\/\\?\\-\\_]*$";
  private static final long INTEGER = Integer.MAX_VALUE;

  private static final Shape FILE_SYSTEM_ID = text(11, 21, "^(fs-[0-9a-f]{8,})$");
  private static final Shape ASSOCIATION_ID = text(13, 23, "^(dra-[0-9a-f]{8,})$");
  private static final Shape TASK_ID = text(12, 128, "^(task-[0-9a-f]{17,})$");
  private static final Shape REPOSITORY_PATH = text(3, 4357, NO_LINE_BREAKS);
  private static final Shape MEBIBYTES = whole(1, 512_000);
  private static final Shape TAG_KEY = text(1, 128, TAG);
  private static final Shape TAGS =
      list(structure(required("Key", TAG_KEY), required("Value", text(0, 256, TAG))), 1, 50);

  /** Any resource of AWS: one of another service is refused in words of its own. */
  private static final Shape ARN =
      text(8, 512, "^arn:[^:]{1,63}:[^:]{0,63}:[^:]{0,63}:(|\\d{12}):[^/].*$");

  private static final Shape POLICY =
      structure(optional("Events", list(oneOf("NEW", "CHANGED", "DELETED"), 0, 3)));
  private static final Shape S3 =
      structure(optional("AutoImportPolicy", POLICY), optional("AutoExportPolicy", POLICY));
  private static final Shape CLOCK_TIME = text(5, 5, "^([01]\\d|2[0-3]):?([0-5]\\d)$");

  private static final Member CLIENT_TOKEN =
      optional("ClientRequestToken", text(1, 63, "[A-za-z0-9_.-]{0,63}$"));
  private static final Member NEXT_TOKEN =
      optional(
          "NextToken",
          text(1, 255, "^(?:[A-Za-z0-9+\\/]{4})*(?:[A-Za-z0-9+\\/]{2}==|[A-Za-z0-9+\\/]{3}=)?$"));
  private static final Member MAX_RESULTS = optional("MaxResults", whole(1, INTEGER));

  static final Structure CREATE_ASSOCIATION =
      structure(
          required("FileSystemId", FILE_SYSTEM_ID),
          required("DataRepositoryPath", REPOSITORY_PATH),
          optional("FileSystemPath", text(1, 4096, NO_LINE_BREAKS)),
          optional("BatchImportMetaDataOnCreate", flag()),
          optional("ImportedFileChunkSize", MEBIBYTES),
          optional("S3", S3),
          CLIENT_TOKEN,
          optional("Tags", TAGS));

  static final Structure UPDATE_ASSOCIATION =
      structure(
          required("AssociationId", ASSOCIATION_ID),
          CLIENT_TOKEN,
          optional("ImportedFileChunkSize", MEBIBYTES),
          optional("S3", S3));

  static final Structure DELETE_ASSOCIATION =
      structure(
          required("AssociationId", ASSOCIATION_ID),
          CLIENT_TOKEN,
          optional("DeleteDataInFileSystem", flag()));

  static final Structure DESCRIBE_ASSOCIATIONS =
      structure(
          optional("AssociationIds", list(ASSOCIATION_ID, 0, 50)),
          filters(
              10,
              "file-system-id",
              "backup-type",
              "file-system-type",
              "volume-id",
              "data-repository-type",
              "file-cache-id",
              "file-cache-type"),
          optional("MaxResults", whole(1, 25)),
          NEXT_TOKEN);

  static final Structure CREATE_TASK =
      structure(
          required(
              "Type",
              oneOf(
                  "EXPORT_TO_REPOSITORY",
                  "IMPORT_METADATA_FROM_REPOSITORY",
                  "RELEASE_DATA_FROM_FILESYSTEM",
                  "AUTO_RELEASE_DATA")),
          optional("Paths", list(text(0, 4096, NO_LINE_BREAKS), 0, 100)),
          required("FileSystemId", FILE_SYSTEM_ID),
          required(
              "Report",
              structure(
                  required("Enabled", flag()),
                  optional("Path", REPOSITORY_PATH),
                  optional("Format", oneOf("REPORT_CSV_20191124")),
                  optional("Scope", oneOf("FAILED_FILES_ONLY")))),
          CLIENT_TOKEN,
          optional("Tags", TAGS),
          optional("CapacityToRelease", whole(1, INTEGER)),
          optional(
              "ReleaseConfiguration",
              structure(
                  optional(
                      "DurationSinceLastAccess",
                      structure(
                          optional("Unit", oneOf("DAYS")),
                          optional("Value", whole(0, Long.MAX_VALUE)))))));

  static final Structure CANCEL_TASK = structure(required("TaskId", TASK_ID));

  static final Structure DESCRIBE_TASKS =
      structure(
          optional("TaskIds", list(TASK_ID, 0, 50)),
          filters(
              3,
              "file-system-id",
              "task-lifecycle",
              "data-repository-association-id",
              "file-cache-id"),
          MAX_RESULTS,
          NEXT_TOKEN);

  static final Structure CREATE_FILE_SYSTEM =
      structure(
          CLIENT_TOKEN,
          required("FileSystemType", oneOf("WINDOWS", "LUSTRE", "ONTAP", "OPENZFS")),
          optional("StorageCapacity", whole(0, INTEGER)),
          optional("StorageType", oneOf("SSD", "HDD", "INTELLIGENT_TIERING")),
          required("SubnetIds", list(text(15, 24, "^(subnet-[0-9a-f]{8,})$"), 0, 50)),
          optional("SecurityGroupIds", list(text(11, 20, "^(sg-[0-9a-f]{8,})$"), 0, 50)),
          optional("Tags", TAGS),
          optional("KmsKeyId", text(1, 2048, "^.{1,2048}$")),
          optional("LustreConfiguration", lustre()),
          optional("FileSystemTypeVersion", text(1, 20, "^[0-9](.[0-9]*)*$")),
          optional("NetworkType", oneOf("IPV4", "DUAL")));

  static final Structure DESCRIBE_FILE_SYSTEMS =
      structure(optional("FileSystemIds", list(FILE_SYSTEM_ID, 0, 50)), MAX_RESULTS, NEXT_TOKEN);

  static final Structure DELETE_FILE_SYSTEM =
      structure(
          required("FileSystemId", FILE_SYSTEM_ID),
          CLIENT_TOKEN,
          optional(
              "LustreConfiguration",
              structure(optional("SkipFinalBackup", flag()), optional("FinalBackupTags", TAGS))));

  static final Structure TAG_RESOURCE =
      structure(required("ResourceARN", ARN), required("Tags", TAGS));

  static final Structure UNTAG_RESOURCE =
      structure(required("ResourceARN", ARN), required("TagKeys", list(TAG_KEY, 1, 50)));

  static final Structure LIST_TAGS =
      structure(required("ResourceARN", ARN), MAX_RESULTS, NEXT_TOKEN);

  private FsxShapes() {}

  private static Member filters(int most, String... names) {
    return optional(
        "Filters",
        list(
            structure(
                optional("Name", oneOf(names)),
                optional("Values", list(text(1, 128, FILTER_VALUE), 0, 20))),
            0,
            most));
  }

  private static Structure lustre() {
    return structure(
        optional("WeeklyMaintenanceStartTime", text(7, 7, "^[1-7]:([01]\\d|2[0-3]):?([0-5]\\d)$")),
        optional("ImportPath", REPOSITORY_PATH),
        optional("ExportPath", REPOSITORY_PATH),
        optional("ImportedFileChunkSize", MEBIBYTES),
        optional("DeploymentType", oneOf("SCRATCH_1", "SCRATCH_2", "PERSISTENT_1", "PERSISTENT_2")),
        optional("AutoImportPolicy", oneOf("NONE", "NEW", "NEW_CHANGED", "NEW_CHANGED_DELETED")),
        optional("PerUnitStorageThroughput", whole(12, 1000)),
        optional("DailyAutomaticBackupStartTime", CLOCK_TIME),
        optional("AutomaticBackupRetentionDays", whole(0, 90)),
        optional("CopyTagsToBackups", flag()),
        optional("DriveCacheType", oneOf("NONE", "READ")),
        optional("DataCompressionType", oneOf("NONE", "LZ4")),
        optional("EfaEnabled", flag()),
        optional(
            "LogConfiguration",
            structure(
                required("Level", oneOf("DISABLED", "WARN_ONLY", "ERROR_ONLY", "WARN_ERROR")),
                optional("Destination", text(8, 1024, "^arn:[^:]{1,63}:.*$")))));
  }
}
