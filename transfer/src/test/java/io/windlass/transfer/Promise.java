package io.windlass.transfer;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/** The sentences of {@code docs/semantics/transfers.md} that a test holds Windlass to. */
@Retention(RetentionPolicy.RUNTIME)
@Target(ElementType.METHOD)
@interface Promise {
  /** Numbers, for example {@code M1}. */
  String[] value();
}
