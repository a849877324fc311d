package io.windlass.client;

import static org.assertj.core.api.Assertions.assertThat;

import io.windlass.client.TestServer.Answer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Proxy;
import java.net.ProxySelector;
import java.net.SocketAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import javax.net.ssl.SSLContext;
import org.junit.jupiter.api.Test;

class JdkSenderTest extends SenderContract {
  @Override
  Sender sender(SSLContext tls) {
    return new JdkSender(
        HttpClient.newBuilder()
            .version(HttpClient.Version.HTTP_1_1)
            .followRedirects(HttpClient.Redirect.NEVER)
            .sslContext(tls)
            .build());
  }

  @Test
  void aStoreBehindAProxyIsReachedThroughIt() throws Exception {
    ProxySelector before = Objects.requireNonNull(ProxySelector.getDefault());
    try (TestServer proxy = new TestServer(_ -> Answer.status(206, "of the store"))) {
      ProxySelector.setDefault(
          new ProxySelector() {
            @Override
            public List<Proxy> select(URI uri) {
              return "store.invalid".equals(uri.getHost())
                  ? List.of(
                      new Proxy(
                          Proxy.Type.HTTP,
                          new InetSocketAddress(
                              InetAddress.getLoopbackAddress(), proxy.address().getPort())))
                  : before.select(uri);
            }

            @Override
            public void connectFailed(URI uri, SocketAddress address, IOException cause) {
              // the request says so
            }
          });
      PresignedRequests store =
          new PresignedRequests(
              new LeanSender(PlatformTls.context()::getSocketFactory),
              sender(PlatformTls.context()));
      try (Sender.Answer answer =
          store.get("http://store.invalid/object", Optional.empty(), 0, 9)) {
        assertThat(answer.body().readAllBytes()).asString().isEqualTo("of the store");
      }
      assertThat(proxy.heard().getFirst().header("Host")).contains("store.invalid");
    } finally {
      ProxySelector.setDefault(before);
    }
  }
}
