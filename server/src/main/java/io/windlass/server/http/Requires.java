package io.windlass.server.http;

import io.windlass.catalog.identity.Scope;
import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * Which scopes the caller's token needs for a resource method, on the method or on its class.
 *
 * <p>Without it a GET or HEAD needs {@code view}, everything else {@code view} and {@code modify}.
 * {@code admin} also asks that the user is an administrator.
 */
@Documented
@Retention(RetentionPolicy.RUNTIME)
@Target({ElementType.METHOD, ElementType.TYPE})
public @interface Requires {
  /** The scopes; none is what the HTTP method says. */
  Scope[] value() default {};

  /** Whether requests without a token come through too, as {@code Caller.anonymous()}. */
  boolean anonymous() default false;

  /** Whether nobody is asked who they are: metrics, for instance. */
  boolean open() default false;
}
