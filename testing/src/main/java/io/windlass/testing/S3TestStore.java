package io.windlass.testing;

import io.windlass.foundation.Ids;
import io.windlass.foundation.Secret;
import java.net.URI;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;

/**
 * A running S3 store that contract tests are held against. Thread-safe.
 *
 * <p>A store may be shared with other test processes: every test makes buckets of its own, named by
 * {@link #uniqueBucket}.
 */
public interface S3TestStore {
  /** Where it answers S3 requests. */
  URI endpoint();

  /** Where it answers STS requests; absent when it has no STS. */
  Optional<URI> stsEndpoint();

  /** The region to sign for. */
  String region();

  /** Keys that may make buckets and own them. */
  Account owner();

  /** A second account with buckets of its own, to be denied what the owner may do. */
  Optional<Account> stranger();

  /** What this store can do; tests of anything else are skipped for it. */
  Set<Capability> capabilities();

  /** Whether the store can do it. */
  default boolean can(Capability capability) {
    return capabilities().contains(capability);
  }

  /** A bucket name that no other test uses. */
  static String uniqueBucket(String prefix) {
    return prefix + "-" + Ids.random(16).toLowerCase(Locale.ROOT);
  }

  /** Somebody who may sign requests. */
  record Account(String name, String accessKeyId, Secret secretAccessKey) {}

  /** What stores differ in. */
  enum Capability {
    /** Buckets keep versions and delete markers. */
    VERSIONS,
    /** AssumeRole with a session policy. */
    STS,
    /** SSE-KMS with the key of {@link CephStore#kmsKey}. */
    KMS,
    /** Buckets whose reader pays. */
    REQUESTER_PAYS,
    /** Policies on buckets and roles. */
    POLICIES,
    /** Keys such as {@code a//b}, {@code ../b}, {@code /a} and {@code a/} beside {@code a/b}. */
    EVERY_KEY,
    /** Storage classes beside STANDARD. */
    STORAGE_CLASSES,
    /** PUT with {@code If-None-Match: *}. */
    PUT_IF_ABSENT,
    /** PUT with {@code If-Match}. */
    PUT_IF_MATCH,
    /** Copies with {@code x-amz-copy-source-if-match}. */
    COPY_IF_MATCH,
    /** Tags of objects. */
    TAGS,
    /** Access control lists of objects. */
    ACLS,
    /** Additional checksums, kept with the object. */
    CHECKSUMS,
    /** Requests whose clock is far off are refused with RequestTimeTooSkewed. */
    CLOCK_CHECK
  }
}
