package io.windlass.server.fsx;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.windlass.server.aws.AwsFault;
import java.math.BigInteger;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Map;
import java.util.Set;

/**
 * Names of resources as AWS writes them. The account stands for the installation; the region is
 * whatever the client is set to. Immutable.
 */
final class Arns {
  private static final BigInteger ACCOUNTS = BigInteger.valueOf(900_000_000_000L);
  private static final BigInteger FIRST_ACCOUNT = BigInteger.valueOf(100_000_000_000L);

  /** What FSx has and Windlass has not, so that there is none of it. */
  private static final Set<String> ELSEWHERE =
      Set.of("backup", "volume", "snapshot", "storage-virtual-machine", "file-cache");

  private final String account;

  Arns(String account) {
    this.account = account;
  }

  /** The account of an installation: 12 digits that its guid decides, the same on every node. */
  static Arns ofInstallation(String guid) {
    try {
      byte[] digest = MessageDigest.getInstance("SHA-256").digest(guid.getBytes(UTF_8));
      return new Arns(new BigInteger(1, digest).mod(ACCOUNTS).add(FIRST_ACCOUNT).toString());
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException(e); // every JDK has it
    }
  }

  String account() {
    return account;
  }

  String fileSystem(String region, String id) {
    return arn(region, "file-system/" + id);
  }

  String association(String region, String fileSystemId, String id) {
    return arn(region, "association/" + fileSystemId + "/" + id);
  }

  String task(String region, String id) {
    return arn(region, "task/" + id);
  }

  private String arn(String region, String resource) {
    return "arn:aws:fsx:" + region + ":" + account + ":" + resource;
  }

  /** What an ARN names. */
  sealed interface Resource {
    /** A file system. */
    record OfFileSystem(String id) implements Resource {}

    /** An association of this file system. */
    record OfAssociation(String fileSystemId, String id) implements Resource {}

    /** A data repository task. */
    record OfTask(String id) implements Resource {}
  }

  /**
   * What the ARN names.
   *
   * @throws AwsFault {@code NotServiceResourceError}, {@code ResourceDoesNotSupportTagging}, {@code
   *     ResourceNotFound}
   */
  Resource parse(String arn) {
    String[] parts = arn.split(":", 6);
    if (!parts[2].equals("fsx")) {
      throw fault("NotServiceResourceError", arn, "The resource does not belong to FSx.");
    }
    String[] resource = parts[5].split("/", -1);
    if (ELSEWHERE.contains(resource[0]) || !parts[4].equals(account)) {
      throw notFound(arn);
    }
    return switch (resource[0] + "/" + resource.length) {
      case "file-system/2" -> new Resource.OfFileSystem(resource[1]);
      case "association/3" -> new Resource.OfAssociation(resource[1], resource[2]);
      case "task/2" -> new Resource.OfTask(resource[1]);
      case "file-system/1", "association/1", "association/2", "task/1" -> throw notFound(arn);
      default ->
          throw fault(
              "ResourceDoesNotSupportTagging", arn, "Resources of this type carry no tags.");
    };
  }

  static AwsFault notFound(String arn) {
    return fault("ResourceNotFound", arn, "There is no such resource.");
  }

  private static AwsFault fault(String code, String arn, String message) {
    return new AwsFault(400, code, message, Map.of("ResourceARN", arn));
  }
}
