package io.windlass.server.start;

import io.windlass.catalog.credentials.WindlassKey;
import io.windlass.catalog.credentials.WindlassKeys;
import io.windlass.objectstore.Permission;
import io.windlass.store.Grant;
import io.windlass.store.StoreKey;
import io.windlass.store.StoreKeys;
import java.util.Optional;

/** The keys of the catalog, as the embedded store asks for them. */
final class EmbeddedStoreKeys implements StoreKeys {
  private final WindlassKeys keys;

  EmbeddedStoreKeys(WindlassKeys keys) {
    this.keys = keys;
  }

  @Override
  public Optional<StoreKey> find(String accessKeyId) {
    return keys.find(accessKeyId)
        .map(key ->
            new StoreKey(
                key.secretAccessKey(), key.sessionToken(), grant(key.grant()), key.expiresAt()));
  }

  private static Grant grant(WindlassKey.Grant grant) {
    return switch (grant) {
      case WindlassKey.Grant.Full() -> new Grant.Full();
      case WindlassKey.Grant.Below(String bucket, String prefix, Permission permission) ->
          new Grant.Scoped(
              bucket,
              prefix,
              switch (permission) {
                case READ_ONLY -> Grant.Access.READ_ONLY;
                case READ_WRITE -> Grant.Access.READ_WRITE;
              });
    };
  }
}
