package io.windlass.filesystem.exports;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.windlass.filesystem.exports.ObjectWriter.NotExpected;
import io.windlass.filesystem.known.KnownObjects.Knowledge;
import io.windlass.filesystem.state.FileState;
import io.windlass.filesystem.tree.Entry;
import io.windlass.filesystem.tree.ReportCode;
import io.windlass.linux.Descriptor;
import io.windlass.linux.Errno;
import io.windlass.linux.FileName;
import io.windlass.linux.FileStatus;
import io.windlass.linux.LinuxException;
import io.windlass.linux.OpenFlags;
import io.windlass.objectstore.Body;
import io.windlass.objectstore.ObjectFacts;
import io.windlass.objectstore.ObjectStore.Written;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.Optional;

/**
 * Brings the objects of directories and symbolic links in step: a marker without content, and the
 * text of the target. The caller holds the locks of the entry.
 */
final class SmallExports {
  private final Site site;
  private final ObjectWriter writer;
  private final Claims claims;

  SmallExports(Site site, ObjectWriter writer, Claims claims) {
    this.site = site;
    this.writer = writer;
    this.claims = claims;
  }

  Exported bring(String path, Entry entry, Ask ask) throws NotInStep {
    boolean directory = entry.status().isDirectory();
    String key = site.paths().stateKey(path, directory);
    Optional<FileState> state = entry.known(site.link());
    boolean own = state.filter(s -> s.key().equals(key)).isPresent();
    boolean exists = own || site.known().knows(key);
    boolean renamed = state.isPresent() && !own;
    if (!(renamed ? ask.forTargets() : exists ? ask.forChanged() : ask.forNew())) {
      return new Exported.Skipped("This kind of change is not exported.");
    }
    byte[] content = directory ? new byte[0] : target(path);
    try {
      return write(path, key, entry.status(), content, state.filter(_ -> own));
    } catch (NotExpected _) {
      throw new NotInStep(key);
    }
  }

  private byte[] target(String path) {
    String target = site.directory().readLink(path);
    if (!FileName.isText(target)) {
      throw ExportFailure.lasting(
          ReportCode.S3_OBJECT_PATH_NOT_POSIX_COMPLIANT,
          "The target of the symbolic link is not UTF-8.");
    }
    return target.getBytes(UTF_8);
  }

  private Exported write(
      String path, String key, FileStatus status, byte[] content, Optional<FileState> own)
      throws NotInStep, NotExpected {
    Optional<ObjectFacts> facts = site.head(key);
    String digest = md5(content);
    if (facts.isPresent()) {
      String etag = facts.get().etag();
      boolean same = etag.equals(digest) && facts.get().size() == content.length;
      if (same && Labels.agree(status, facts.get())) {
        writeState(path, key, status, content.length, etag);
        return new Exported.InStep();
      }
      boolean expected =
          own.map(state -> state.etag().equals(etag))
              .orElseGet(() -> site.known().of(key, etag) == Knowledge.SAME);
      // the content of a marker says nothing: what it is in the bucket is as good
      if (!expected && !(same || (status.isDirectory() && own.isEmpty()))) {
        throw new NotInStep(key);
      }
      claims.secure(path);
    }
    site.known().intend(key, digest);
    Written written = writer.put(key, facts, Labels.of(status, path), Body.of(content));
    writeState(path, key, status, content.length, written.etag());
    return new Exported.Written(key, written.etag(), content.length);
  }

  private void writeState(String path, String key, FileStatus status, long size, String etag) {
    FileState state = FileState.local(site.link().number(), key, etag, size, status.modified());
    if (status.isDirectory()) {
      try (Descriptor directory =
          site.directory().open(path, OpenFlags.READ | OpenFlags.DIRECTORY, 0)) {
        if (!site.tree().states().read(directory).equals(Optional.of(state))) {
          site.tree().states().write(directory, state);
        }
      }
    } else {
      try {
        site.tree().states().write(site.directory(), path, state);
      } catch (LinuxException e) {
        // without the right to trusted attributes a symbolic link has none
        if (e.errno() != Errno.EPERM && e.errno() != Errno.EOPNOTSUPP) {
          throw e;
        }
      }
    }
    site.known().put(key, etag);
  }

  private static String md5(byte[] content) {
    try {
      return HexFormat.of().formatHex(MessageDigest.getInstance("MD5").digest(content));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("this Java has no MD5", e);
    }
  }
}
