package io.windlass.objectstore;

import io.windlass.objectstore.ObjectStore.WantedChecksum;
import io.windlass.objectstore.ObjectStore.WriteOptions;
import java.util.Map;
import java.util.Optional;

/** Options of a write that are still being put together. Not thread-safe. */
public final class WriteOptionsBuilder {
  private SystemMetadata system;
  private Map<String, String> metadata;
  private Optional<Map<String, String>> tags;
  private Optional<String> storageClass;
  private Optional<String> encryption;
  private Optional<String> kmsKeyId;
  private Optional<String> acl;
  private Optional<WantedChecksum> checksum;
  private boolean onlyIfAbsent;
  private Optional<String> ifMatch;

  WriteOptionsBuilder(WriteOptions options) {
    this.system = options.system();
    this.metadata = options.metadata();
    this.tags = options.tags();
    this.storageClass = options.storageClass();
    this.encryption = options.encryption();
    this.kmsKeyId = options.kmsKeyId();
    this.acl = options.acl();
    this.checksum = options.checksum();
    this.onlyIfAbsent = options.onlyIfAbsent();
    this.ifMatch = options.ifMatch();
  }

  /** Content type and its like. */
  public WriteOptionsBuilder system(SystemMetadata all) {
    system = all;
    return this;
  }

  /** User metadata, keys without {@code x-amz-meta-}. */
  public WriteOptionsBuilder metadata(Map<String, String> entries) {
    metadata = entries;
    return this;
  }

  /** Tags of the new object; none at all is said too. */
  public WriteOptionsBuilder tags(Map<String, String> all) {
    tags = Optional.of(all);
    return this;
  }

  /** A storage class; absent: the bucket decides. */
  public WriteOptionsBuilder storageClass(Optional<String> name) {
    storageClass = name;
    return this;
  }

  /** {@code AES256} or {@code aws:kms}, with a key or the account's own. */
  public WriteOptionsBuilder encryption(String name, Optional<String> keyId) {
    encryption = Optional.of(name);
    kmsKeyId = keyId;
    return this;
  }

  /** A canned ACL; absent: none is sent. */
  public WriteOptionsBuilder acl(Optional<String> canned) {
    acl = canned;
    return this;
  }

  /** A checksum that the store is to keep. */
  public WriteOptionsBuilder checksum(ChecksumAlgorithm algorithm) {
    checksum = Optional.of(new WantedChecksum(algorithm, Optional.empty()));
    return this;
  }

  /** A checksum that the store is to keep, of bytes that must have it. */
  public WriteOptionsBuilder checksum(ObjectChecksum known) {
    checksum = Optional.of(new WantedChecksum(known.algorithm(), Optional.of(known.value())));
    return this;
  }

  /** None but what the store wants anyhow. */
  public WriteOptionsBuilder noChecksum() {
    checksum = Optional.empty();
    return this;
  }

  /** Only where there is no such object yet. */
  public WriteOptionsBuilder onlyIfAbsent() {
    onlyIfAbsent = true;
    ifMatch = Optional.empty();
    return this;
  }

  /** Only in the place of the object with this ETag. */
  public WriteOptionsBuilder ifMatch(String etag) {
    onlyIfAbsent = false;
    ifMatch = Optional.of(etag);
    return this;
  }

  /** The options. */
  public WriteOptions build() {
    return new WriteOptions(
        system,
        metadata,
        tags,
        storageClass,
        encryption,
        kmsKeyId,
        acl,
        checksum,
        onlyIfAbsent,
        ifMatch);
  }
}
