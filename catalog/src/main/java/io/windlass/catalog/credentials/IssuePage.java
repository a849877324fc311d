package io.windlass.catalog.credentials;

import java.util.List;
import java.util.Optional;

/** One page of issues, newest first. */
public record IssuePage(List<IssueRecord> items, Optional<String> nextCursor) {
  /** Copies the list. */
  public IssuePage {
    items = List.copyOf(items);
  }
}
