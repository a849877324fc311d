package io.windlass.transfer.collection;

import io.windlass.objectstore.Listing;
import io.windlass.objectstore.StoreException;
import io.windlass.transfer.collection.BucketStorage.Place;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.Iterator;
import java.util.List;
import java.util.NoSuchElementException;
import java.util.Optional;

/** The entries of one directory of a bucket, one page of the store's listing in memory. */
final class BucketPage implements Iterator<Item> {
  private static final String DELIMITER = "/";

  private final Place directory;
  private final Optional<String> after;
  private final Deque<Item> items = new ArrayDeque<>();
  private Optional<Listing.Request> request;

  /**
   * @param directory the prefix as a key
   */
  BucketPage(Place directory, Optional<String> after) {
    this.directory = directory;
    this.after = after;
    this.request =
        Optional.of(
            new Listing.Request(
                directory.bucket(),
                directory.key(),
                Optional.of(DELIMITER),
                after.map(behind -> directory.key() + behind),
                Optional.empty(),
                1000,
                true));
    fill();
  }

  private void fill() {
    while (items.isEmpty() && request.isPresent()) {
      Listing listing = list(request.get());
      List<Item> page = new ArrayList<>();
      int start = directory.key().length();
      for (Listing.Entry entry : listing.objects()) {
        String name = entry.key().substring(start);
        if (!name.isEmpty()) { // the directory's own marker
          page.add(Keys.item(name, entry));
        }
      }
      for (String prefix : listing.commonPrefixes()) {
        page.add(Item.directory(prefix.substring(start, prefix.length() - 1)));
      }
      page.sort(Keys.ORDER);
      // stores tell of a common prefix again when they are to start behind it
      page.removeIf(item -> after.isPresent() && !Keys.isAfter(item.sortKey(), after.get()));
      items.addAll(page);
      request = listing.continuation().map(request.get()::continuing);
    }
  }

  private Listing list(Listing.Request wanted) {
    try {
      return directory.store().list(wanted);
    } catch (StoreException e) {
      throw Problems.of(e, "/" + directory.bucket() + "/" + directory.key());
    }
  }

  @Override
  public boolean hasNext() {
    if (items.isEmpty()) {
      fill();
    }
    return !items.isEmpty();
  }

  @Override
  public Item next() {
    if (!hasNext()) {
      throw new NoSuchElementException();
    }
    return items.remove();
  }
}
