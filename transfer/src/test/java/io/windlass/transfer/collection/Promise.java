package io.windlass.transfer.collection;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/** The sentences of {@code docs/semantics/collections.md} that a test holds Windlass to. */
@Retention(RetentionPolicy.RUNTIME)
@Target(ElementType.METHOD)
@interface Promise {
  /** Numbers, for example {@code P1}. */
  String[] value();
}
