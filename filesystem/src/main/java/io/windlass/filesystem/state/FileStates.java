package io.windlass.filesystem.state;

import io.windlass.linux.Descriptor;
import io.windlass.linux.FileHandle;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Reads and writes the {@link FileState} of entries in an extended attribute.
 *
 * <p>A value is bound to its file: one that was copied to another file together with the content
 * ({@code cp -a}, {@code rsync -X}) counts as absent, and so does one that is not whole or not of a
 * known version; these leave a warning in the log. Thread-safe; every other failure is a {@code
 * LinuxException}.
 */
public final class FileStates {
  /** The attribute where the process may use it: users can neither see nor forge it. */
  public static final String TRUSTED = "trusted.wl";

  /** The attribute elsewhere. Symbolic links and special files can not have it. */
  public static final String USER = "user.wl";

  private static final Logger log = LoggerFactory.getLogger(FileStates.class);

  private final String attributeName;

  /** For the attribute of this name: {@link #TRUSTED} or {@link #USER}. */
  public FileStates(String attributeName) {
    this.attributeName = attributeName;
  }

  /** The state of an open file or directory. */
  public Optional<FileState> read(Descriptor file) {
    byte[] value = file.attribute(attributeName);
    return value == null ? Optional.empty() : decode(value, file.handle());
  }

  /** Sets the state of an open file or directory, at once or not at all. */
  public void write(Descriptor file, FileState state) {
    file.attribute(attributeName, StateCodec.encode(state, file.handle().hash()));
  }

  /** Makes the state absent. */
  public void clear(Descriptor file) {
    file.removeAttribute(attributeName);
  }

  /** The state of an entry, which may be a symbolic link; empty also when there is no entry. */
  public Optional<FileState> read(Descriptor directory, String relative) {
    byte[] value = directory.childAttribute(relative, attributeName);
    return value == null ? Optional.empty() : decode(value, directory.handle(relative));
  }

  /** Sets the state of an entry, which may be a symbolic link. */
  public void write(Descriptor directory, String relative, FileState state) {
    byte[] value = StateCodec.encode(state, directory.handle(relative).hash());
    directory.childAttribute(relative, attributeName, value);
  }

  /** Makes the state of an entry absent. */
  public void clear(Descriptor directory, String relative) {
    directory.removeChildAttribute(relative, attributeName);
  }

  /** A state from the bytes of the attribute, for the file of this handle. */
  public static Optional<FileState> decode(byte @Nullable [] value, FileHandle handle) {
    if (value == null) {
      return Optional.empty();
    }
    StateCodec.Decoded decoded = StateCodec.decode(value, handle.hash());
    if (decoded.problem() != null) {
      log.warn("The state of the file {} counts as absent: {}", handle, decoded.problem());
    }
    return Optional.ofNullable(decoded.state());
  }
}
