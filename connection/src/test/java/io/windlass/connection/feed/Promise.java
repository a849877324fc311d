package io.windlass.connection.feed;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/** The sentences of {@code docs/semantics/change-feed.md} that a test holds Windlass to. */
@Retention(RetentionPolicy.RUNTIME)
@Target(ElementType.METHOD)
@interface Promise {
  /** Numbers, for example {@code H1}. */
  String[] value();
}
