package io.windlass.catalog.content;

import io.windlass.objectstore.ObjectStore.Presigned;
import java.time.Instant;

/** A signed request for one part: send exactly these headers, before it expires. */
public record SignedPart(int number, Presigned request, Instant expiresAt) {}
