package io.windlass.transfer.move;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class FlowTest {
  @Test
  void aBusyStoreGetsHalfAndSlowlyMoreAgain() throws InterruptedException {
    Flow flow = new Flow(16);
    for (int i = 0; i < 4; i++) {
      flow.enter();
    }
    flow.leave(true);
    assertThat(flow.limit()).isEqualTo(8);
    flow.leave(true); // the same storm
    assertThat(flow.limit()).isEqualTo(8);
    flow.leave(false);
    flow.leave(false);
    for (int i = 0; i < 200; i++) {
      flow.enter();
      flow.leave(false);
    }
    assertThat(flow.limit()).isEqualTo(16);
  }
}
