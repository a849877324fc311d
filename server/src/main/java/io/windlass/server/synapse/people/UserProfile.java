package io.windlass.server.synapse.people;

import io.windlass.server.synapse.Document;
import java.util.List;
import java.util.Optional;

/** A user. Others' e-mail addresses are not shown. */
record UserProfile(
    String ownerId,
    String userName,
    Optional<String> displayName,
    Optional<List<String>> emails,
    String createdOn)
    implements Document {

  /** A user's profile in the form of {@code GET /user/{id}/bundle}. */
  record UserBundle(String userId, UserProfile userProfile) implements Document {}
}
