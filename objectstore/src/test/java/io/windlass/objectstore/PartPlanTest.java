package io.windlass.objectstore;

import static org.assertj.core.api.Assertions.assertThat;

import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.LongRange;

/** How objects are cut. */
class PartPlanTest {
  @Property
  void plansCoverEveryByteOnceInAtMost9000Parts(
      @ForAll @LongRange(min = 0, max = 5L << 40) long size) {
    PartPlan plan = PartPlan.of(size, 16L << 20);
    assertThat(plan.count()).isBetween(1, 9_000);
    assertThat(plan.partSize()).isBetween(16L << 20, 5L << 30);
    PartPlan.Slice last = plan.slice(plan.count());
    assertThat(last.offset() + last.length()).isEqualTo(size);
    assertThat(last.length()).isBetween(size == 0 ? 0 : 1L, plan.partSize());
  }
}
