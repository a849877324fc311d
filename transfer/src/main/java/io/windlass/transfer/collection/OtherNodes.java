package io.windlass.transfer.collection;

import io.windlass.foundation.Problem;
import io.windlass.foundation.Problem.Kind;

/** Reaches directories that other nodes have. */
@FunctionalInterface
public interface OtherNodes {
  /** There are no others, or none that answer. */
  OtherNodes NONE =
      (collection, directory) -> {
        throw Problem.of(
                Kind.UNAVAILABLE,
                "directory_elsewhere",
                "The directory " + collection.name() + " is on node " + directory.nodeId() + ".")
            .withRemedy("Ask that node; transfers find it by themselves.")
            .toException();
      };

  /**
   * The directory by way of its node.
   *
   * @throws io.windlass.foundation.WindlassException UNAVAILABLE {@code directory_elsewhere}; each
   *     operation UNAVAILABLE {@code node_unreachable} while the node does not answer
   */
  Storage open(Collection collection, Directories.Directory directory);
}
