package io.windlass.filesystem.lazy;

import static org.assertj.core.api.Assertions.assertThat;

import io.windlass.filesystem.lazy.Ranges.Range;
import java.util.BitSet;
import java.util.List;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;

class RangesTest {
  private static final int SIZE = 64;

  record Step(boolean add, int from, int to) {}

  @Provide
  Arbitrary<List<Step>> steps() {
    Arbitrary<Integer> place = Arbitraries.integers().between(0, SIZE);
    return Combinators.combine(Arbitraries.of(true, true, false), place, place)
        .as((add, a, b) -> new Step(add, Math.min(a, b), Math.max(a, b)))
        .list()
        .ofMaxSize(20);
  }

  @Property
  void behavesLikeASetOfBytes(
      @ForAll("steps") List<Step> steps, @ForAll("steps") List<Step> questions) {
    Ranges ranges = new Ranges();
    BitSet model = new BitSet(SIZE);
    for (Step step : steps) {
      model.set(step.from(), step.to(), step.add());
      if (step.add()) {
        ranges.add(step.from(), step.to());
      } else {
        ranges.remove(step.from(), step.to());
      }
      assertThat(ranges.isEmpty()).isEqualTo(model.isEmpty());
    }
    for (Step question : questions) {
      int from = question.from();
      int to = question.to();
      assertThat(ranges.covers(from, to)).isEqualTo(model.nextClearBit(from) >= to);
      BitSet gaps = new BitSet(SIZE);
      long last = from - 1L;
      for (Range gap : ranges.gaps(from, to)) {
        assertThat(gap.from()).isGreaterThan(last).isLessThan(gap.to());
        last = gap.to();
        gaps.set((int) gap.from(), (int) gap.to());
      }
      BitSet expected = new BitSet(SIZE);
      expected.set(from, to);
      expected.andNot(model);
      assertThat(gaps).isEqualTo(expected);
    }
  }
}
