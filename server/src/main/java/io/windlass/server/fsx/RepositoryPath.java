package io.windlass.server.fsx;

/**
 * The two parts of {@code s3://bucket/prefix}. Whether it is written well is for the house to say,
 * which sees the whole of it in its turn.
 */
record RepositoryPath(String bucket, String prefix) {
  private static final String SCHEME = "s3://";

  static RepositoryPath of(String path) {
    String bare = path.startsWith(SCHEME) ? path.substring(SCHEME.length()) : path;
    int slash = bare.indexOf('/');
    return slash < 0
        ? new RepositoryPath(bare, "")
        : new RepositoryPath(bare.substring(0, slash), bare.substring(slash + 1));
  }
}
