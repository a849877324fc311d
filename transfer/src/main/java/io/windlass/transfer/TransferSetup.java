package io.windlass.transfer;

import io.windlass.connection.secrets.SecretBox;
import io.windlass.database.Database;
import io.windlass.database.task.Tasks;
import io.windlass.transfer.collection.Collections;
import io.windlass.transfer.collection.Storages;
import java.time.InstantSource;

/**
 * What a node needs to work on transfers.
 *
 * @param secrets seals addresses that may hold keys
 * @param nodeId no other living process may have it; directories name it
 */
public record TransferSetup(
    Database database,
    Tasks tasks,
    Collections collections,
    Storages storages,
    SecretBox secrets,
    String nodeId,
    TransferSettings settings,
    InstantSource clock) {}
