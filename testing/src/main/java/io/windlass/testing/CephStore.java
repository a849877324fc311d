package io.windlass.testing;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.windlass.foundation.Secret;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * A Ceph RGW on this machine, shared by all test processes of one user: the first one starts it,
 * the others adopt it, and it is left running for the next. {@code ./test} stops it at its end.
 * Thread-safe.
 */
public final class CephStore implements S3TestStore {
  /** RGW 16 overlooks the condition of a copy, and keeps MD5 alone. */
  private static final Set<Capability> CAPABILITIES =
      EnumSet.complementOf(EnumSet.of(Capability.COPY_IF_MATCH, Capability.CHECKSUMS));

  private final Map<String, String> facts;

  private CephStore(Map<String, String> facts) {
    this.facts = Map.copyOf(facts);
  }

  /** The shared store, started when it does not run yet (some 6 s). */
  public static CephStore shared() {
    return Shared.STORE;
  }

  @Override
  public URI endpoint() {
    return URI.create(fact("S3_ENDPOINT"));
  }

  @Override
  public Optional<URI> stsEndpoint() {
    return Optional.of(URI.create(fact("STS_ENDPOINT")));
  }

  @Override
  public String region() {
    return fact("S3_REGION");
  }

  @Override
  public Account owner() {
    return alice();
  }

  @Override
  public Optional<Account> stranger() {
    return Optional.of(bob());
  }

  @Override
  public Set<Capability> capabilities() {
    return EnumSet.copyOf(CAPABILITIES);
  }

  /** Owns buckets; may make roles and user policies over the IAM API. */
  public Account alice() {
    return account("alice", "ALICE");
  }

  /** As alice, with other buckets. */
  public Account bob() {
    return account("bob", "BOB");
  }

  /** Owns nothing and may assume {@link #roleArn}: the account of a platform. */
  public Account plat() {
    return account("plat", "PLAT");
  }

  /** A role that plat may assume for at most 1 h and that may do everything in S3. */
  public String roleArn() {
    return fact("ROLE_ARN");
  }

  /** A KMS key that encrypts; an unknown one is refused. */
  public String kmsKey() {
    return fact("KMS_KEY_ID");
  }

  private Account account(String name, String prefix) {
    return new Account(name, fact(prefix + "_ACCESS_KEY"), Secret.of(fact(prefix + "_SECRET_KEY")));
  }

  private String fact(String name) {
    String value = facts.get(name);
    if (value == null) {
      throw new IllegalStateException("rgw.sh printed no " + name);
    }
    return value;
  }

  private static final class Shared {
    static final CephStore STORE = start();

    private static CephStore start() {
      try {
        Object uid = Files.getAttribute(Path.of("/proc/self"), "unix:uid");
        Path directory = Path.of(System.getProperty("java.io.tmpdir"), "windlass-rgw-" + uid);
        Path lockFile = directory.resolveSibling(directory.getFileName() + ".lock");
        try (FileChannel channel =
                FileChannel.open(lockFile, StandardOpenOption.CREATE, StandardOpenOption.WRITE);
            FileLock _ = channel.lock()) {
          return new CephStore(run(directory));
        }
      } catch (IOException e) {
        throw new IllegalStateException("cannot start Ceph RGW", e);
      }
    }

    private static Map<String, String> run(Path directory) throws IOException {
      Files.createDirectories(
          directory,
          PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwxr-xr-x")));
      Path script = directory.resolve("rgw.sh");
      try (InputStream source = CephStore.class.getResourceAsStream("rgw.sh")) {
        if (source == null) {
          throw new IOException("rgw.sh is missing on the class path");
        }
        Files.copy(source, script, StandardCopyOption.REPLACE_EXISTING);
      }
      // To files: the daemons outlive this process and would hold its pipes open.
      Path output = directory.resolve("start.out");
      Path errors = directory.resolve("start.err");
      Process process =
          new ProcessBuilder("bash", script.toString(), "start", directory.toString())
              .redirectInput(ProcessBuilder.Redirect.from(Path.of("/dev/null").toFile()))
              .redirectOutput(output.toFile())
              .redirectError(errors.toFile())
              .start();
      if (await(process) != 0) {
        throw new IOException("rgw.sh failed: " + Files.readString(errors, UTF_8));
      }
      Map<String, String> facts = new HashMap<>();
      for (String line : Files.readAllLines(output, UTF_8)) {
        int equals = line.indexOf('=');
        if (equals > 0) {
          facts.put(line.substring(0, equals), line.substring(equals + 1));
        }
      }
      return facts;
    }

    private static int await(Process process) throws IOException {
      try {
        return process.waitFor();
      } catch (InterruptedException e) {
        process.destroy();
        Thread.currentThread().interrupt();
        throw new IOException("interrupted while Ceph RGW was starting", e);
      }
    }
  }
}
