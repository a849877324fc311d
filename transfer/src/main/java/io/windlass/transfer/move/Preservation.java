package io.windlass.transfer.move;

import io.windlass.objectstore.ChecksumAlgorithm;
import io.windlass.objectstore.ObjectAcls;
import io.windlass.objectstore.ObjectArchive;
import io.windlass.objectstore.ObjectFacts;
import io.windlass.objectstore.ObjectStore.WriteOptions;
import io.windlass.objectstore.ObjectStore.Written;
import io.windlass.objectstore.StoreAddress;
import io.windlass.objectstore.StoreException;
import io.windlass.objectstore.SystemMetadata;
import io.windlass.objectstore.WriteOptionsBuilder;
import io.windlass.transfer.StorageClassRules;
import io.windlass.transfer.TransferOptions;
import io.windlass.transfer.TransferOptions.Preserve;
import io.windlass.transfer.batch.Entry;
import io.windlass.transfer.collection.BucketStorage.Place;
import io.windlass.transfer.collection.DirectoryStorage.NewFile;
import io.windlass.transfer.move.Wishes.Wish;
import java.time.Instant;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;

/** What is carried beside the content, and what is done without where it cannot be. Thread-safe. */
final class Preservation {
  private final TransferOptions options;
  private final Notices notices;
  private final Losses losses;
  private final Wishes wishes;
  private final Optional<StorageClassRules> storageClasses;

  Preservation(TransferOptions options, Notices notices) {
    this.options = options;
    this.notices = notices;
    this.losses = new Losses(notices, options.failOnLostDetail());
    this.wishes = new Wishes(losses);
    this.storageClasses = options.storageClass().map(StorageClassRules::parse);
  }

  /** Writes with what is asked for, as far as the destination takes it. */
  <T> T write(Place target, WriteOptions wanted, Wishes.Write<T> write) throws Exception {
    return wishes.write(target.bucket(), wanted, write);
  }

  /** Tells of a checksum that was asked for and is not there. */
  void kept(WriteOptions wanted, Written written) {
    if (options.checksum().isPresent()) {
      wishes.kept(wanted, written);
    }
  }

  /** Whether a copy has to say the metadata, which it would carry by itself. */
  boolean changesMetadata() {
    return !options.metadata().isEmpty();
  }

  boolean keeps(Preserve what) {
    return options.preserve().contains(what);
  }

  /** Options for an object whose content passes through here. */
  WriteOptions streamed(Content content, Optional<Place> source, Place target, Entry entry) {
    WriteOptionsBuilder with = common(target, entry, content.size());
    Description known = described(content, source).changed(options.metadata());
    Map<String, String> metadata = new HashMap<>(known.metadata());
    if (keeps(Preserve.MTIME) && (source.isEmpty() || !metadata.containsKey(Times.MTIME))) {
      content.modifiedAt().map(Times::write).ifPresent(time -> metadata.put(Times.MTIME, time));
    }
    with.system(known.system()).metadata(options.metadata().fitting(metadata));
    if (!known.tags().isEmpty()) {
      with.tags(known.tags());
    }
    return with.build();
  }

  /** What is known of a source: of an object always but for its tags, of a file where asked for. */
  private Description described(Content content, Optional<Place> object) {
    Description plain = new Description(content.system(), content.metadata(), Map.of());
    if (!keeps(Preserve.METADATA) && !keeps(Preserve.TAGS)) {
      return plain;
    }
    Description all = content.description();
    Description known = keeps(Preserve.METADATA) ? all : plain;
    Map<String, String> tags =
        object.isPresent() ? tags(object.get()).orElse(Map.of()) : all.tags();
    return new Description(
        known.system(), known.metadata(), keeps(Preserve.TAGS) ? tags : Map.of());
  }

  /** Gives a new file what describes its source, to be given back to an object later. */
  Consumer<NewFile> describing(Content content, Optional<Place> object) {
    if (!keeps(Preserve.METADATA) && !keeps(Preserve.TAGS)) {
      return _ -> {};
    }
    Description known = described(content, object).changed(options.metadata());
    Description kept =
        keeps(Preserve.METADATA)
            ? known
            : new Description(SystemMetadata.NONE, Map.of(), known.tags());
    return file -> {
      if (!kept.isEmpty() && !file.attribute(Description.ATTRIBUTE, kept.toJson())) {
        losses.lost(
            "METADATA_NOT_PRESERVED",
            "its metadata and tags",
            "Metadata and tags are left out",
            "the file system of the destination keeps no extended attributes of that size.");
      }
    };
  }

  /**
   * Options for a copy by the store, which carries metadata by itself. Tags it would carry too, and
   * ask for rights that nobody promised.
   *
   * @param facts of the source, where the copy has to say the metadata
   */
  WriteOptions copied(
      Place source, Place target, Optional<ObjectFacts> facts, Entry entry, long size) {
    WriteOptionsBuilder with = common(target, entry, size);
    if (facts.isPresent()) {
      Description known =
          new Description(facts.get().system(), facts.get().metadata(), Map.of())
              .changed(options.metadata());
      SystemMetadata system = known.system();
      Map<String, String> metadata = new HashMap<>(known.metadata());
      if (keeps(Preserve.MTIME)) {
        metadata.putIfAbsent(Times.MTIME, Times.write(facts.get().lastModified()));
      }
      with.system(system).metadata(options.metadata().fitting(metadata));
    }
    with.tags(tags(source).orElse(Map.of()));
    return with.build();
  }

  private WriteOptionsBuilder common(Place target, Entry entry, long size) {
    WriteOptionsBuilder with = WriteOptions.NONE.with().acl(options.acl());
    with.storageClass(storageClass(target.key(), entry, size));
    Optional<ChecksumAlgorithm> wanted = options.checksum().flatMap(ChecksumAlgorithm::of);
    boolean keepsSome =
        target.store().address().checksums() == StoreAddress.ChecksumMode.WHEN_SUPPORTED;
    wanted
        .or(() ->
            options.verify() && keepsSome
                ? Optional.of(ChecksumAlgorithm.CRC32C)
                : Optional.empty())
        .ifPresent(with::checksum);
    return with;
  }

  /**
   * The storage class that a new object is to have; absent: the bucket decides.
   *
   * @param target its key, or any path that ends like it
   */
  Optional<String> storageClass(String target, Entry entry, long size) {
    Optional<String> kept =
        keeps(Preserve.STORAGE_CLASS) && !entry.storageClass().isEmpty()
            ? Optional.of(entry.storageClass()).filter(name -> !name.equals("STANDARD"))
            : Optional.empty();
    String path =
        entry.path().isEmpty() ? target.substring(target.lastIndexOf('/') + 1) : entry.path();
    return storageClasses.flatMap(rules -> rules.of(path, size)).or(() -> kept);
  }

  private Optional<Map<String, String>> tags(Place source) {
    if (!keeps(Preserve.TAGS)) {
      return Optional.empty();
    }
    try {
      return Optional.of(source.store().tags().get(source.id()));
    } catch (StoreException e) {
      wishes.degrade(Wish.TAGS, e);
      return Optional.empty();
    }
  }

  /**
   * Tags that were said with a write of parts or a copy, which some stores forget.
   *
   * @param options of the write
   */
  void tagsAgain(Place target, WriteOptions options) {
    if (!keeps(Preserve.TAGS)
        || options.tags().filter(tags -> !tags.isEmpty()).isEmpty()
        || !wishes.hopes(target.bucket(), Wish.TAGS)) {
      return;
    }
    try {
      target.store().tags().put(target.id(), options.tags().get());
    } catch (StoreException e) {
      wishes.degrade(Wish.TAGS, e);
    }
  }

  /** Copies grants, after the object has been written. */
  void grants(Place source, Place target) {
    if (!keeps(Preserve.ACL)) {
      return;
    }
    try {
      ObjectAcls.Acl theirs = source.store().acls().get(source.id());
      ObjectAcls.Acl ours = target.store().acls().get(target.id());
      target.store().acls().put(target.id(), new ObjectAcls.Acl(ours.ownerId(), theirs.grants()));
    } catch (StoreException e) {
      wishes.degrade(Wish.ACL, e);
    }
  }

  /** Says what of an object a directory cannot hold. */
  void toDirectory(Entry entry) {
    String why = "the destination is a directory.";
    if (keeps(Preserve.ACL)) {
      losses.lost("ACL_NOT_PRESERVED", "its grants", "Grants are left out", why);
    }
    boolean usual = entry.storageClass().isEmpty() || entry.storageClass().equals("STANDARD");
    if (keeps(Preserve.STORAGE_CLASS) && !usual) {
      losses.lost(
          "STORAGE_CLASS_NOT_PRESERVED", "its storage class", "Storage classes are left out", why);
    }
  }

  /** The time a file is given. */
  Optional<Instant> time(Content content) {
    return keeps(Preserve.MTIME) ? content.modifiedAt() : Optional.empty();
  }

  /** Asks for an archived object, where the transfer wants that. */
  void restore(Place source) {
    if (options.restore().isEmpty()) {
      return;
    }
    TransferOptions.Restore wish = options.restore().get();
    source
        .store()
        .archive()
        .restore(
            source.id(),
            Math.toIntExact(Math.max(1, wish.available().toDays())),
            ObjectArchive.Tier.valueOf(wish.tier().toUpperCase(Locale.ROOT)));
    notices.once(
        "RESTORING", "Archived objects are being restored; the transfer goes on with the others.");
  }
}
