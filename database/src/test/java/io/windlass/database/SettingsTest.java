package io.windlass.database;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;

class SettingsTest {
  @Test
  void who_writes_first_has_settled_it_also_among_nodes_that_start_together() throws Exception {
    String address = TestServer.createDatabase();
    try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
      List<Callable<String>> nodes = new ArrayList<>();
      for (int node = 0; node < 4; node++) {
        String own = "value of node " + node;
        nodes.add(() -> { // each migrates the same empty database
          try (Database database = TestServer.open(address)) {
            return new Settings(database.jdbi()).findOrCreate("installation", () -> own);
          }
        });
      }
      List<String> values = new ArrayList<>();
      for (Future<String> value : threads.invokeAll(nodes)) {
        values.add(value.get());
      }
      assertThat(values).hasSize(4).containsOnly(values.getFirst());
    }
    try (Database database = TestServer.open(address)) {
      Settings settings = new Settings(database.jdbi());
      assertThat(settings.insert("installation", "late")).isFalse();
      assertThat(settings.find("installation").orElseThrow()).startsWith("value of node");
      settings.replace("installation", "other");
      assertThat(settings.find("installation")).contains("other");
      assertThat(settings.find("unknown")).isEmpty();
    }
  }
}
