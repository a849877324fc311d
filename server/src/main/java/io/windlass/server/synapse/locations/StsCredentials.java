package io.windlass.server.synapse.locations;

import io.windlass.server.synapse.Document;
import java.util.Optional;

/**
 * Temporary keys for a location. Region and endpoint are Windlass's addition: clients ignore them,
 * people need them.
 */
record StsCredentials(
    String bucket,
    Optional<String> baseKey,
    String accessKeyId,
    String secretAccessKey,
    String sessionToken,
    String expiration,
    String region,
    Optional<String> endpointUrl)
    implements Document {}
