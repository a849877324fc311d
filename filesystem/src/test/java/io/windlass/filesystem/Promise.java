package io.windlass.filesystem;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * The sentences of the pages of this house in {@code docs/semantics} that a test holds Windlass to.
 */
@Retention(RetentionPolicy.RUNTIME)
@Target(ElementType.METHOD)
public @interface Promise {
  /** Numbers, for example {@code P1}. */
  String[] value();
}
