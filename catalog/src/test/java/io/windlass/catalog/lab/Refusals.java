package io.windlass.catalog.lab;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.windlass.foundation.Problem;
import io.windlass.foundation.WindlassException;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;

/** What calls are refused with. */
public final class Refusals {
  private Refusals() {}

  /** The call ends with this kind and code. */
  public static void assertRefused(Problem.Kind kind, String code, ThrowingCallable call) {
    WindlassException thrown = catchThrowableOfType(WindlassException.class, call);
    assertThat(thrown).as("no refusal").isNotNull();
    assertThat(thrown.problem().kind() + " " + thrown.problem().code())
        .isEqualTo(kind + " " + code);
  }
}
