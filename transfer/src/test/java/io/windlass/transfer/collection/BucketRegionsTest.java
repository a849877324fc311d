package io.windlass.transfer.collection;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import io.windlass.foundation.Secret;
import io.windlass.testing.S3TestStore.Account;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.Test;

class BucketRegionsTest {
  private static final String LISTING =
      "<ListBucketResult xmlns=\"http://s3.amazonaws.com/doc/2006-03-01/\"><Name>b</Name><KeyCount>1"
          + "</KeyCount><IsTruncated>false</IsTruncated><Contents><Key>far/file</Key><LastModified>"
          + "2024-01-01T00:00:00.000Z</LastModified><ETag>\"e\"</ETag><Size>3</Size></Contents>"
          + "</ListBucketResult>";

  @Test
  @Promise("R3")
  void aBucketOfAnotherRegionIsReachedThereAndAskedForOnce() throws IOException {
    List<String> redirected = new CopyOnWriteArrayList<>();
    HttpServer server =
        HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.createContext("/", exchange -> answer(exchange, redirected));
    server.start();
    try (CollectionLab lab = new CollectionLab()) {
      URI endpoint = URI.create("http://127.0.0.1:" + server.getAddress().getPort());
      Collection collection =
          lab.buckets(endpoint, "us-east-1", new Account("a", "KEY", Secret.of("secret")));
      redirected.clear();
      for (int opening = 0; opening < 2; opening++) {
        try (Storage storage = lab.open(collection);
            var items = storage.list("/far-away/far", Optional.empty())) {
          assertThat(items).extracting(Item::name).containsExactly("file");
        }
      }
      assertThat(redirected).containsExactly("HEAD /far-away");
    } finally {
      server.stop(0);
    }
  }

  /** Answers as S3 does in a region that the bucket is not in. */
  private static void answer(HttpExchange exchange, List<String> redirected) throws IOException {
    try (exchange) {
      boolean there =
          exchange.getRequestHeaders().getFirst("Authorization").contains("/eu-central-1/s3/");
      byte[] body = new byte[0];
      if (!there) {
        redirected.add(exchange.getRequestMethod() + " " + exchange.getRequestURI().getPath());
        exchange.getResponseHeaders().add("x-amz-bucket-region", "eu-central-1");
        body = "<Error><Code>PermanentRedirect</Code><Message>m</Message></Error>".getBytes(UTF_8);
      } else if (exchange.getRequestMethod().equals("GET")) {
        body = LISTING.getBytes(UTF_8);
      }
      boolean head = exchange.getRequestMethod().equals("HEAD");
      exchange.getResponseHeaders().add("Content-Type", "application/xml");
      exchange.sendResponseHeaders(there ? 200 : 301, head ? -1 : body.length);
      if (!head) {
        exchange.getResponseBody().write(body);
      }
    }
  }
}
