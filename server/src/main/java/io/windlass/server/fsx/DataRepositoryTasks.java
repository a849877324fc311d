package io.windlass.server.fsx;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.windlass.catalog.ProjectFileSystems.Use;
import io.windlass.filesystem.FileSystem;
import io.windlass.filesystem.NewRepositoryTask;
import io.windlass.filesystem.RepositoryTask;
import io.windlass.filesystem.RepositoryTask.Kind;
import io.windlass.filesystem.RepositoryTask.State;
import io.windlass.filesystem.RepositoryTaskFilter;
import io.windlass.filesystem.RepositoryTasks;
import io.windlass.foundation.Page;
import io.windlass.server.aws.AwsCall;
import io.windlass.server.aws.AwsJson;
import io.windlass.server.aws.shape.Input;
import java.time.Duration;
import java.util.EnumSet;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/** Data repository tasks: imports, exports and releases. Thread-safe. */
final class DataRepositoryTasks {
  private static final int PAGE = 50;

  /** Far more than a file can be old, and little enough to reckon with. */
  private static final long MOST_DAYS = 1_000_000;

  private static final String FORMAT = "REPORT_CSV_20191124";
  private static final String SCOPE = "FAILED_FILES_ONLY";
  private static final Map<String, Kind> KINDS =
      Map.of(
          "EXPORT_TO_REPOSITORY", Kind.EXPORT,
          "IMPORT_METADATA_FROM_REPOSITORY", Kind.IMPORT,
          "RELEASE_DATA_FROM_FILESYSTEM", Kind.RELEASE);

  private final Resources resources;
  private final RepositoryTasks tasks;
  private final Arns arns;

  DataRepositoryTasks(Resources resources, RepositoryTasks tasks, Arns arns) {
    this.resources = resources;
    this.tasks = tasks;
    this.arns = arns;
  }

  ObjectNode create(AwsCall call) {
    Input input = call.input();
    String type = input.text("Type");
    if (input.has("CapacityToRelease")) {
      throw FsxErrors.badRequest("CapacityToRelease is for file caches only.");
    }
    Optional<String> report = report(input);
    FileSystem home = resources.fileSystem(call.caller(), input.text("FileSystemId"), Use.RUN);
    Kind kind =
        Optional.ofNullable(KINDS.get(type))
            .orElseThrow(() ->
                FsxErrors.unsupported("Tasks of type " + type + " are for file caches only."));
    NewRepositoryTask wanted =
        new NewRepositoryTask(
            home.id(),
            kind,
            input.texts("Paths"),
            report,
            releaseAge(input, kind),
            Tags.read(input),
            call.caller().user().id());
    RepositoryTask made = tasks.create(wanted, Resources.token(call, home.projectGuid()));
    ObjectNode answer = AwsJson.object();
    answer.set("DataRepositoryTask", document(call, made));
    return answer;
  }

  ObjectNode cancel(AwsCall call) {
    RepositoryTask task = resources.task(call.caller(), call.input().text("TaskId"), Use.RUN);
    tasks.cancel(task.id());
    return AwsJson.object().put("Lifecycle", "CANCELING").put("TaskId", task.id());
  }

  ObjectNode describe(AwsCall call) {
    Input input = call.input();
    Filters filters = Filters.of(input);
    Set<String> ids = new TreeSet<>(input.texts("TaskIds"));
    List<?> listed = List.of("tasks", ids, filters);
    Page page = NextTokens.page(input, PAGE, listed);
    Set<State> states = states(filters);
    Set<String> visible = resources.visible(call.caller()).keySet();
    Set<String> homes = new HashSet<>(visible);
    filters
        .values("file-system-id")
        .ifPresent(wanted -> {
          Associations.requireFileSystems(wanted, visible);
          homes.retainAll(wanted);
        });
    ids.forEach(id -> resources.task(call.caller(), id, Use.SEE));
    Set<String> links = filters.values("data-repository-association-id").orElseGet(Set::of);
    Page.Of<RepositoryTask> found =
        homes.isEmpty() || filters.values("file-cache-id").isPresent()
            ? new Page.Of<>(List.of(), Optional.empty())
            : tasks.list(new RepositoryTaskFilter(ids, homes, states, links), page);
    ObjectNode answer = AwsJson.object();
    ArrayNode list = answer.putArray("DataRepositoryTasks");
    found.items().forEach(task -> list.add(document(call, task)));
    NextTokens.put(answer, found.nextCursor(), listed);
    return answer;
  }

  private static Set<State> states(Filters filters) {
    Set<State> states = EnumSet.noneOf(State.class);
    for (String word : filters.values("task-lifecycle").orElseGet(Set::of)) {
      states.add(
          EnumSet.allOf(State.class).stream()
              .filter(state -> state.name().equals(word))
              .findFirst()
              .orElseThrow(() -> FsxErrors.badRequest("No task is ever " + word + ".")));
    }
    return states;
  }

  private static Optional<String> report(Input input) {
    Input report = input.structure("Report").orElseThrow();
    if (!report.flag("Enabled").orElse(false)) {
      return Optional.empty();
    }
    boolean complete = report.has("Path") && report.has("Format") && report.has("Scope");
    if (!complete) {
      throw FsxErrors.badRequest("A report that is enabled must have Path, Format and Scope.");
    }
    return report.optionalText("Path");
  }

  private static Optional<Duration> releaseAge(Input input, Kind kind) {
    Optional<Input> configuration = input.structure("ReleaseConfiguration");
    if (configuration.isPresent() && kind != Kind.RELEASE) {
      throw FsxErrors.badRequest("ReleaseConfiguration goes with RELEASE_DATA_FROM_FILESYSTEM.");
    }
    Optional<Input> age = configuration.flatMap(it -> it.structure("DurationSinceLastAccess"));
    if (age.isEmpty()) {
      return Optional.empty();
    }
    long days = age.get().whole("Value").orElse(0);
    if (days > MOST_DAYS) {
      throw FsxErrors.badRequest("DurationSinceLastAccess is at most 1,000,000 days.");
    }
    return Optional.of(Duration.ofDays(days));
  }

  private ObjectNode document(AwsCall call, RepositoryTask task) {
    ObjectNode document =
        AwsJson.object()
            .put("TaskId", task.id())
            .put("Lifecycle", task.state().name())
            .put("Type", type(task.kind()));
    document.set("CreationTime", AwsJson.time(task.createdAt()));
    task.startedAt().ifPresent(at -> document.set("StartTime", AwsJson.time(at)));
    task.endedAt().ifPresent(at -> document.set("EndTime", AwsJson.time(at)));
    document.put("ResourceARN", arns.task(call.region(), task.id()));
    document.set("Tags", Tags.write(task.tags()));
    document.put("FileSystemId", task.fileSystemId());
    ArrayNode paths = document.putArray("Paths");
    task.paths().forEach(paths::add);
    if (task.state() == State.FAILED) {
      document
          .putObject("FailureDetails")
          .put("Message", task.failure().orElse("Some files failed."));
    }
    task.counts().ifPresent(counts -> putStatus(document, counts));
    ObjectNode report = document.putObject("Report").put("Enabled", task.reportPath().isPresent());
    task.reportPath()
        .ifPresent(path -> report.put("Path", path).put("Format", FORMAT).put("Scope", SCOPE));
    task.releaseAge()
        .ifPresent(age ->
            document
                .putObject("ReleaseConfiguration")
                .putObject("DurationSinceLastAccess")
                .put("Unit", "DAYS")
                .put("Value", age.toDays()));
    return document;
  }

  private static void putStatus(ObjectNode document, RepositoryTask.Counts counts) {
    document
        .putObject("Status")
        .put("TotalCount", counts.total())
        .put("SucceededCount", counts.succeeded())
        .put("FailedCount", counts.failed())
        .set("LastUpdatedTime", AwsJson.time(counts.updatedAt()));
  }

  private static String type(Kind kind) {
    return KINDS.entrySet().stream()
        .filter(entry -> entry.getValue() == kind)
        .map(Map.Entry::getKey)
        .findFirst()
        .orElseThrow();
  }
}
