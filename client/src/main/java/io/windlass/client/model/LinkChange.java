package io.windlass.client.model;

import java.util.List;
import java.util.Optional;

/**
 * What to change of a link; what is absent stays as it is. With nothing present the link is checked
 * and installed again.
 *
 * @param imports replaces what comes from the bucket by itself; empty switches it off
 * @param exports replaces what goes to the bucket by itself; empty switches it off
 */
public record LinkChange(Optional<List<String>> imports, Optional<List<String>> exports) {}
