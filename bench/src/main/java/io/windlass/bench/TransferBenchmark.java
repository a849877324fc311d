package io.windlass.bench;

import io.windlass.client.WindlassClient;
import io.windlass.testing.CephStore;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Upload and download of one large file and of many small ones against Ceph: {@code windlass put}
 * and {@code get} beside {@code aws s3 cp} and {@code rclone copy}. A program's figures are those
 * of its own process; the node, which only signs, is not counted.
 */
final class TransferBenchmark {
  private final int rounds;
  private final CephStore store = CephStore.shared();
  private final String bucket = "bench-transfer-" + ProcessHandle.current().pid();

  TransferBenchmark(int rounds) {
    this.rounds = rounds;
  }

  void run() throws Exception {
    Path scratch = Files.createTempDirectory("windlass-bench");
    try (Node node = Node.start();
        WindlassClient client = node.client()) {
      AwsCli aws = new AwsCli(store, scratch);
      aws.ownedBase(bucket, "windlass");
      Setting.folder(
          client,
          Setting.document(
              store.endpoint(),
              store.plat().accessKeyId(),
              store.plat().secretAccessKey().reveal(),
              Optional.of(store.roleArn())),
          bucket,
          "windlass");
      Path large = Scratch.files(scratch.resolve("large"), 1, 1 << 30);
      compare(node, aws, scratch, "1 x 1 GiB", large);
      Scratch.delete(large);
      Path small = Scratch.files(scratch.resolve("small"), 2_000, 4_096);
      compare(node, aws, scratch, "2,000 x 4 KiB", small);
    } finally {
      Scratch.delete(scratch);
    }
  }

  private void compare(Node node, AwsCli aws, Path scratch, String what, Path source)
      throws Exception {
    String name = source.getFileName().toString();
    String folder = Setting.FOLDER + "/" + name;
    String awsUrl = "s3://" + bucket + "/aws/" + name;
    String rcloneUrl = "ceph:" + bucket + "/rclone/" + name;
    new Comparison("upload " + what)
        .with(
            "windlass put",
            new Contender(
                () -> tolerant(node.command("rm", "-r", folder), node.environment()),
                node.command("put", "-r", source.toString(), folder),
                node.environment()))
        .with(
            "aws s3 cp",
            new Contender(
                () -> tolerant(aws.command("s3", "rm", "--recursive", awsUrl), aws.environment()),
                aws.command(
                    "s3", "cp", "--recursive", "--only-show-errors", source.toString(), awsUrl),
                aws.environment()))
        .with(
            "rclone copy",
            new Contender(
                () -> tolerant(List.of("rclone", "purge", rcloneUrl), rclone()),
                List.of("rclone", "copy", "--s3-no-check-bucket", source.toString(), rcloneUrl),
                rclone()))
        .run(rounds);
    Path target = scratch.resolve("download");
    new Comparison("download " + what)
        .with(
            "windlass get",
            new Contender(
                () -> Scratch.delete(target),
                node.command("get", "-r", folder, target.toString()),
                node.environment()))
        .with(
            "aws s3 cp",
            new Contender(
                () -> Scratch.delete(target),
                aws.command(
                    "s3", "cp", "--recursive", "--only-show-errors", awsUrl, target.toString()),
                aws.environment()))
        .with(
            "rclone copy",
            new Contender(
                () -> Scratch.delete(target),
                List.of("rclone", "copy", rcloneUrl, target.toString()),
                rclone()))
        .run(rounds);
    Scratch.delete(target);
  }

  private Map<String, String> rclone() {
    return new Rclone(store).environment();
  }

  /** Cleaning up before the first round finds nothing, which is fine. */
  private static void tolerant(List<String> command, Map<String, String> environment)
      throws Exception {
    ProcessBuilder builder =
        new ProcessBuilder(command)
            .redirectErrorStream(true)
            .redirectOutput(ProcessBuilder.Redirect.DISCARD);
    builder.environment().remove("AWS_CA_BUNDLE");
    builder.environment().putAll(environment);
    builder.start().waitFor();
  }

  private interface Preparation {
    void run() throws Exception;
  }

  private record Contender(
      Preparation preparation, List<String> command, Map<String, String> environment)
      implements Comparison.Contender {
    @Override
    public void prepare() throws Exception {
      preparation.run();
    }

    @Override
    public Measured run() throws Exception {
      return Measured.run(command, environment);
    }
  }
}
