package io.windlass.client.model;

import java.util.List;
import java.util.Map;

/**
 * What becomes of the metadata of objects on the way: first some is dropped, then some is renamed,
 * then some is set.
 *
 * @param set values by name: those of users without {@code x-amz-meta-}, and those of HTTP like
 *     {@code cache-control}
 * @param drop globs of the source's names
 * @param rename new names by those of the source; what it has under a new name gives way
 */
public record MetadataRules(
    Map<String, String> set, List<String> drop, Map<String, String> rename) {
  /** Copies them; what is missing is empty. */
  public MetadataRules {
    set = Lists.copy(set);
    drop = Lists.copy(drop);
    rename = Lists.copy(rename);
  }
}
