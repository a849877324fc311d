package io.windlass.acceptance;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.windlass.client.WindlassApiException;
import io.windlass.client.WindlassClient;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyStore;
import java.util.Base64;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A server with a certificate. */
class TlsTest {
  private static final String PASSWORD = "not-a-secret";

  @TempDir
  @SuppressWarnings("NullAway.Init")
  Path directory;

  @Test
  void withACertificateOnlyTlsIsSpoken() throws Exception {
    Path certificate = directory.resolve("certificate.pem");
    Path key = directory.resolve("key.pem");
    makeCertificate(certificate, key);

    try (ServerProcess server =
        ServerProcess.start(
            directory.resolve("data"),
            "--tls-certificate",
            certificate.toString(),
            "--tls-key",
            key.toString())) {
      assertThat(server.address().getScheme()).isEqualTo("https");
      WindlassClient trusting =
          WindlassClient.builder(server.address())
              .token(server.adminToken())
              .trust(certificate)
              .build();
      assertThat(trusting.whoAmI().user().name()).isEqualTo("admin");
      assertThatThrownBy(() -> server.admin().whoAmI()).isInstanceOf(WindlassApiException.class);
    }
  }

  private void makeCertificate(Path certificate, Path key) throws Exception {
    Path store = directory.resolve("store.p12");
    Process keytool =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "keytool").toString(),
                "-genkeypair",
                "-alias",
                "server",
                "-keyalg",
                "EC",
                "-dname",
                "CN=127.0.0.1",
                "-ext",
                "san=ip:127.0.0.1",
                "-storetype",
                "PKCS12",
                "-keystore",
                store.toString(),
                "-storepass",
                PASSWORD)
            .inheritIO()
            .start();
    assertThat(keytool.waitFor()).isZero();
    KeyStore keys = KeyStore.getInstance("PKCS12");
    try (InputStream in = Files.newInputStream(store)) {
      keys.load(in, PASSWORD.toCharArray());
    }
    Files.writeString(certificate, pem("CERTIFICATE", keys.getCertificate("server").getEncoded()));
    Files.writeString(
        key, pem("PRIVATE KEY", keys.getKey("server", PASSWORD.toCharArray()).getEncoded()));
  }

  private static String pem(String what, byte[] bytes) {
    return "-----BEGIN %s-----\n%s\n-----END %s-----\n"
        .formatted(what, Base64.getMimeEncoder().encodeToString(bytes), what);
  }
}
