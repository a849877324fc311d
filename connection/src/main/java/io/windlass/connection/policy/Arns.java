package io.windlass.connection.policy;

/** Names of buckets and objects in policies. */
final class Arns {
  private Arns() {}

  static String bucket(String bucket) {
    return "arn:aws:s3:::" + bucket;
  }

  /**
   * All objects below a prefix, with or without a slash at its end; wildcards in it mean
   * themselves.
   */
  static String below(String bucket, String prefix) {
    String clean = prefix.isEmpty() || prefix.endsWith("/") ? prefix : prefix + "/";
    return bucket(bucket) + "/" + literal(clean) + "*";
  }

  static String literal(String text) {
    return text.replace("$", "${$}").replace("*", "${*}").replace("?", "${?}");
  }
}
