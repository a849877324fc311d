package io.windlass.bench;

import io.windlass.testing.CephStore;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** rclone with the keys of Ceph's platform account. */
record Rclone(CephStore store) {
  Map<String, String> environment() {
    return environment(
        store.endpoint().toString(),
        store.plat().accessKeyId(),
        store.plat().secretAccessKey().reveal());
  }

  static Map<String, String> environment(String endpoint, String accessKeyId, String secret) {
    Map<String, String> environment = new HashMap<>();
    environment.put("RCLONE_CONFIG", "/dev/null");
    environment.put("RCLONE_CONFIG_CEPH_TYPE", "s3");
    environment.put("RCLONE_CONFIG_CEPH_PROVIDER", "Ceph");
    environment.put("RCLONE_CONFIG_CEPH_ENDPOINT", endpoint);
    environment.put("RCLONE_CONFIG_CEPH_ACCESS_KEY_ID", accessKeyId);
    environment.put("RCLONE_CONFIG_CEPH_SECRET_ACCESS_KEY", secret);
    return environment;
  }

  static String remote(String path) {
    return "ceph:" + path;
  }

  static List<String> copy(Path source, String path) {
    return List.of(
        "rclone",
        "copy",
        "--transfers",
        "16",
        "--s3-no-check-bucket",
        source.toString(),
        remote(path));
  }
}
