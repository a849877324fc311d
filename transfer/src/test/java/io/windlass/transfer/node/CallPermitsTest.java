package io.windlass.transfer.node;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.windlass.transfer.collection.CollectionLab;
import java.net.URI;
import java.time.Duration;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class CallPermitsTest {
  private static final byte[] CALL = "call".getBytes(UTF_8);

  private CollectionLab lab;
  private CallPermits permits;

  @BeforeAll
  void open() {
    lab = new CollectionLab();
    permits = new CallPermits(lab.box, lab.clock);
  }

  @AfterAll
  void close() {
    lab.close();
  }

  @Test
  void aPermitIsGoodOnce() {
    String permit = permits.make("node-1", CALL);
    assertThat(permits.take(permit, "node-1", CALL)).isTrue();
    assertThat(permits.take(permit, "node-1", CALL)).isFalse();
  }

  @Test
  void aPermitIsGoodForItsCallAndItsNodeAlone() {
    String permit = permits.make("node-1", CALL);
    assertThat(permits.take(permit, "node-2", CALL)).isFalse();
    assertThat(permits.take(permit, "node-1", "other".getBytes(UTF_8))).isFalse();
    assertThat(permits.take(permit, "node-1", CALL)).isTrue();
  }

  @Test
  void aRestartedNodeTakesNoPermitThatWasForItsEarlierProcess() {
    CallPermits caller = new CallPermits(lab.box, lab.clock);
    NodeAddresses addresses = new NodeAddresses(lab.database.jdbi());
    URI url = URI.create("http://127.0.0.1:1");
    byte[] call = NodeCall.write(NodeCall.of(NodeCall.Operation.STAT, "fs-none", "/"));
    try (Nodes first = new Nodes(lab.database.jdbi(), lab.box, "again", lab.clock);
        Nodes second = new Nodes(lab.database.jdbi(), lab.box, "again", lab.clock)) {
      first.announce(url);
      String permit = caller.make(addresses.find("again").orElseThrow().process(), call);
      assertThat(first.answer(permit, call, lab.collections, lab.storages)).isNotNull();

      second.announce(url);
      assertThatThrownBy(() -> second.answer(permit, call, lab.collections, lab.storages))
          .hasMessageContaining("not_a_node");
      String fresh = caller.make(addresses.find("again").orElseThrow().process(), call);
      assertThat(second.answer(fresh, call, lab.collections, lab.storages)).isNotNull();
    }
  }

  @Test
  void aPermitIsGoodForAMinute() {
    String permit = permits.make("node-1", CALL);
    lab.clock.forward(Duration.ofSeconds(61));
    assertThat(permits.take(permit, "node-1", CALL)).isFalse();
  }

  @Test
  void whatIsNoPermitIsRefused() {
    for (String text : new String[] {"", "=", "abc", "a".repeat(2000), "AAAAAAAAAAAAAAAAAAAA"}) {
      assertThat(permits.take(text, "node-1", CALL)).as(text).isFalse();
    }
  }

  @Test
  void permitsSealedBeforeARotationAreRefusedAndLaterOnesAreGood() {
    String before = permits.make("node-1", CALL);
    lab.box.rotate();
    assertThat(permits.take(before, "node-1", CALL)).isFalse();
    assertThat(permits.take(permits.make("node-1", CALL), "node-1", CALL)).isTrue();
  }
}
