package io.windlass.transfer;

import io.windlass.database.Database;
import io.windlass.database.task.Tasks;
import io.windlass.transfer.collection.Collections;
import io.windlass.transfer.collection.Storages;
import java.time.InstantSource;

/**
 * What a node needs to work on transfers.
 *
 * @param nodeId no other living process may have it; directories name it
 */
public record TransferSetup(
    Database database,
    Tasks tasks,
    Collections collections,
    Storages storages,
    String nodeId,
    TransferSettings settings,
    InstantSource clock) {}
