package io.windlass.server.start;

import java.lang.reflect.Proxy;

final class NotYet {
  private NotYet() {}

  static <T> T of(Class<T> type) {
    return type.cast(
        Proxy.newProxyInstance(
            type.getClassLoader(),
            new Class<?>[] {type},
            (_, _, _) -> {
              throw new IllegalStateException("not yet");
            }));
  }
}
