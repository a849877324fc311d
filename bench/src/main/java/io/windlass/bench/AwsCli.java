package io.windlass.bench;

import io.windlass.testing.CephStore;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;

/**
 * The AWS CLI with the keys of Ceph's platform account: a contender, and what makes buckets for the
 * others.
 */
record AwsCli(CephStore store, Path scratch) {
  Map<String, String> environment() {
    return Map.of(
        "AWS_ACCESS_KEY_ID",
        store.plat().accessKeyId(),
        "AWS_SECRET_ACCESS_KEY",
        store.plat().secretAccessKey().reveal(),
        "AWS_DEFAULT_REGION",
        "us-east-1",
        "AWS_PAGER",
        "");
  }

  List<String> command(String... arguments) {
    List<String> command =
        new ArrayList<>(List.of("/usr/bin/aws", "--endpoint-url", store.endpoint().toString()));
    Collections.addAll(command, arguments);
    return command;
  }

  /** A bucket whose {@code base} is proved to be the administrator's. */
  void ownedBase(String bucket, String base) throws Exception {
    Measured.run(command("s3", "mb", "s3://" + bucket), environment());
    Path owner = Files.writeString(scratch.resolve("owner.txt"), "admin\n");
    Measured.run(
        command("s3", "cp", owner.toString(), "s3://" + bucket + "/" + base + "/owner.txt"),
        environment());
  }
}
