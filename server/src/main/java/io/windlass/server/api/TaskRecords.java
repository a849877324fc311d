package io.windlass.server.api;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.windlass.database.task.Task;
import jakarta.inject.Singleton;
import java.io.UncheckedIOException;
import java.util.Map;

/** Tasks in the words of the native API. */
@Singleton
final class TaskRecords {
  private static final TypeReference<Map<String, Object>> COUNTERS = new TypeReference<>() {};

  private final ObjectMapper json;

  TaskRecords(ObjectMapper json) {
    this.json = json;
  }

  io.windlass.client.model.Task task(Task task) {
    return new io.windlass.client.model.Task(
        task.id(),
        task.kind(),
        task.subject(),
        CatalogRecords.word(task.state()),
        task.progress().map(this::counters).orElse(Map.of()),
        task.problem().map(ConnectionRecords::problem),
        task.cancelRequested(),
        task.createdBy(),
        task.createdAt(),
        task.startedAt(),
        task.endedAt());
  }

  private Map<String, Object> counters(String progress) {
    try {
      return json.readValue(progress, COUNTERS);
    } catch (JsonProcessingException e) {
      throw new UncheckedIOException(e);
    }
  }
}
