package io.windlass.bench;

import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/**
 * The programs that people move objects with today, each told to have as many requests in flight as
 * the others, against one store or two.
 */
record Peers(URI one, URI two, Path scratch) {
  /** What is in flight, for each program that can be told. */
  static final int IN_FLIGHT = 32;

  private static final String KEY = "BENCHKEY";
  private static final String SECRET = "bench-secret";
  private static final long LARGE = 64 << 20;

  /** Whether a program is on the path. */
  static boolean has(String program) {
    return Stream.of(System.getenv("PATH").split(":"))
        .anyMatch(directory -> Files.isExecutable(Path.of(directory, program)));
  }

  /**
   * Whether a contender of {@code moves} is wanted: {@code MOVES_AGAINST=started,rclone} names
   * those that run beside the warm node; all unless told.
   */
  static boolean wanted(String program) {
    String wanted = System.getenv().getOrDefault("MOVES_AGAINST", "");
    String name = program.substring(program.lastIndexOf('/') + 1);
    return wanted.isEmpty() || List.of(wanted.split(",")).contains(name);
  }

  Map<String, String> environment() throws IOException {
    Path aws = scratch.resolve("aws.config");
    Files.writeString(
        aws, "[default]\ns3 =\n  max_concurrent_requests = %d\n".formatted(IN_FLIGHT));
    Map<String, String> environment = new HashMap<>();
    environment.put("AWS_ACCESS_KEY_ID", KEY);
    environment.put("AWS_SECRET_ACCESS_KEY", SECRET);
    environment.put("AWS_DEFAULT_REGION", "us-east-1");
    environment.put("AWS_REGION", "us-east-1");
    environment.put("AWS_CONFIG_FILE", aws.toString());
    environment.put("AWS_PAGER", "");
    environment.put("RCLONE_CONFIG", "/dev/null");
    remote(environment, "ONE", one);
    remote(environment, "TWO", two);
    return environment;
  }

  private static void remote(Map<String, String> environment, String name, URI endpoint) {
    String prefix = "RCLONE_CONFIG_" + name + "_";
    environment.put(prefix + "TYPE", "s3");
    environment.put(prefix + "PROVIDER", "Ceph");
    environment.put(prefix + "ENDPOINT", endpoint.toString());
    environment.put(prefix + "ACCESS_KEY_ID", KEY);
    environment.put(prefix + "SECRET_ACCESS_KEY", SECRET);
  }

  static List<String> rclone(long size, String from, String to) {
    boolean large = size >= LARGE;
    return List.of(
        "rclone",
        "copy",
        "--s3-no-check-bucket",
        "--checkers",
        Integer.toString(IN_FLIGHT),
        "--transfers",
        Integer.toString(large ? 4 : IN_FLIGHT),
        "--s3-upload-concurrency",
        Integer.toString(large ? IN_FLIGHT / 4 : 4),
        from,
        to);
  }

  List<String> aws(String verb, String from, String to) {
    List<String> command =
        new ArrayList<>(
            List.of(
                "/usr/bin/aws",
                "--endpoint-url",
                one.toString(),
                "s3",
                verb,
                "--only-show-errors"));
    if (verb.equals("cp")) {
      command.add("--recursive");
    }
    Collections.addAll(command, from, to);
    return command;
  }

  List<String> s3cmd(String... arguments) throws IOException {
    Path config = scratch.resolve("s3cfg");
    Files.writeString(
        config,
        """
        [default]
        access_key = %s
        secret_key = %s
        host_base = %s
        host_bucket = %s
        use_https = False
        """
            .formatted(KEY, SECRET, one.getAuthority(), one.getAuthority()));
    List<String> command =
        new ArrayList<>(List.of("s3cmd", "-c", config.toString(), "--quiet", "--no-progress"));
    Collections.addAll(command, arguments);
    return command;
  }

  List<String> s5cmd(String... arguments) {
    List<String> command =
        new ArrayList<>(
            List.of(
                "s5cmd",
                "--endpoint-url",
                one.toString(),
                "--numworkers",
                Integer.toString(IN_FLIGHT)));
    Collections.addAll(command, arguments);
    return command;
  }
}
