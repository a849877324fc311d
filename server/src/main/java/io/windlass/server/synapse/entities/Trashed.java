package io.windlass.server.synapse.entities;

import io.windlass.catalog.TrashedEntry;
import io.windlass.server.synapse.Document;
import io.windlass.server.synapse.EntityIds;
import io.windlass.server.synapse.SynapseJson;
import java.util.List;

/** A page of the trash. */
record Trashed(List<Item> results, long totalNumberOfResults) implements Document {

  /** An entity in the trash. */
  record Item(
      String entityId,
      String entityName,
      String originalParentId,
      String deletedByPrincipalId,
      String deletedOn) {
    static Item of(TrashedEntry trashed) {
      return new Item(
          EntityIds.show(trashed.entry().id()),
          trashed.entry().name(),
          EntityIds.showParent(trashed.entry().parentId()),
          Long.toString(trashed.trashedBy()),
          SynapseJson.timestamp(trashed.trashedAt()));
    }
  }
}
