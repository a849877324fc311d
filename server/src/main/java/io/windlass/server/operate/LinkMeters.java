package io.windlass.server.operate;

import io.micrometer.core.instrument.MultiGauge;
import io.micrometer.core.instrument.MultiGauge.Row;
import io.micrometer.core.instrument.Tags;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import io.windlass.filesystem.FileSystemNode;
import io.windlass.filesystem.LinkBacklog;
import jakarta.inject.Singleton;
import java.util.ArrayList;
import java.util.List;

/** What waits in the links of this node, looked up when somebody asks. Thread-safe. */
@Singleton
final class LinkMeters {
  private final FileSystemNode node;
  private final MultiGauge waiting;
  private final MultiGauge oldest;
  private final MultiGauge renames;

  LinkMeters(FileSystemNode node, PrometheusMeterRegistry registry) {
    this.node = node;
    this.waiting =
        MultiGauge.builder("windlass.link.waiting")
            .description("Changes that wait in a direction of a link.")
            .register(registry);
    this.oldest =
        MultiGauge.builder("windlass.link.oldest.waiting")
            .description("How long the oldest of them has waited; 0 when none does.")
            .baseUnit("seconds")
            .register(registry);
    this.renames =
        MultiGauge.builder("windlass.link.renames")
            .description("Objects copied to another key for renames, since the link is in service.")
            .register(registry);
  }

  synchronized void refresh() {
    List<Row<?>> counts = new ArrayList<>();
    List<Row<?>> ages = new ArrayList<>();
    List<Row<?>> moved = new ArrayList<>();
    for (LinkBacklog link : node.backlogs()) {
      counts.add(Row.of(tags(link, "import"), link.waitingImports()));
      counts.add(Row.of(tags(link, "export"), link.waitingExports()));
      ages.add(Row.of(tags(link, "import"), link.oldestImport().toMillis() / 1000.0));
      ages.add(Row.of(tags(link, "export"), link.oldestExport().toMillis() / 1000.0));
      moved.add(Row.of(tags(link, "export"), link.renames()));
    }
    waiting.register(counts, true);
    oldest.register(ages, true);
    renames.register(moved, true);
  }

  private static Tags tags(LinkBacklog link, String direction) {
    return Tags.of(
        "file_system", link.fileSystemId(), "link", link.linkId(), "direction", direction);
  }
}
