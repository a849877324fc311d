package io.windlass.catalog.content;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Optional;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.LongRange;

class PartPlanProperties {
  private static final long TIB_5 = 5L << 40;

  @Property
  void the_parts_of_any_size_add_up_and_stay_within_what_stores_take(
      @ForAll @LongRange(min = 1, max = TIB_5) long size) {
    PartPlan plan =
        PartPlan.of(size, Optional.of(UploadForm.MULTIPART), Optional.empty(), 16L << 20);

    assertThat(plan.count()).isBetween(1, PartPlan.MAX_PARTS);
    assertThat(plan.partSize()).isBetween(PartPlan.MIN_PART, PartPlan.MAX_PART);
    assertThat(plan.offsetOf(plan.count()) + plan.sizeOf(plan.count())).isEqualTo(size);
    assertThat(plan.sizeOf(plan.count())).isBetween(1L, plan.partSize());
    assertThat(plan.offsetOf(1)).isZero();
  }

  @Property
  void one_put_takes_what_is_small(@ForAll @LongRange(min = 0, max = 5L << 20) long size) {
    PartPlan plan = PartPlan.of(size, Optional.empty(), Optional.empty(), 16L << 20);

    assertThat(plan.form()).isEqualTo(UploadForm.SINGLE);
    assertThat(plan.sizeOf(1)).isEqualTo(size);
  }
}
