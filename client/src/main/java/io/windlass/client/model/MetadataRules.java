package io.windlass.client.model;

import java.util.List;
import java.util.Map;

/**
 * What becomes of the metadata of objects on the way: first some is dropped, then some is set.
 *
 * @param set values by name: those of users without {@code x-amz-meta-}, and those of HTTP like
 *     {@code cache-control}
 * @param drop globs of names
 */
public record MetadataRules(Map<String, String> set, List<String> drop) {
  /** Copies both; what is missing is empty. */
  public MetadataRules {
    set = Lists.copy(set);
    drop = Lists.copy(drop);
  }
}
