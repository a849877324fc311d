package io.windlass.filesystem.ahead;

/** An order in which programs go through a directory. */
enum Order {
  /** As the directory lists them: {@code find}, {@code grep -r}. */
  LISTED,
  /** By the bytes of their names: {@code cat *}, and nearly so in most languages. */
  NAMED,
  /** By inode, which is nearly that of an import: {@code tar}, {@code cp -r}. */
  NUMBERED
}
