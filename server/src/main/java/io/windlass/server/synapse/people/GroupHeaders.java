package io.windlass.server.synapse.people;

import io.windlass.server.synapse.Document;
import java.util.List;

/** Users and groups by id. */
record GroupHeaders(List<Header> children, long totalNumberOfResults) implements Document {

  /** A user or a group. */
  record Header(String ownerId, String userName, boolean isIndividual) {}

  /** The groups that somebody is in. */
  record Teams(List<Team> results, long totalNumberOfResults) implements Document {}

  /** A group. */
  record Team(String id, String name) {}
}
