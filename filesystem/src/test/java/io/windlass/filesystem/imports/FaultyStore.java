package io.windlass.filesystem.imports;

import io.windlass.objectstore.ObjectStore;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;

/** A store in whose way a test stands. */
final class FaultyStore {
  private FaultyStore() {}

  /** What happens before a call reaches the store; may throw, or act on the store itself. */
  @FunctionalInterface
  interface Before {
    void call(String method, Object[] arguments);
  }

  static ObjectStore of(ObjectStore store, Before before) {
    return (ObjectStore)
        Proxy.newProxyInstance(
            ObjectStore.class.getClassLoader(),
            new Class<?>[] {ObjectStore.class},
            (_, method, arguments) -> {
              before.call(method.getName(), arguments == null ? new Object[0] : arguments);
              try {
                return method.invoke(store, arguments);
              } catch (InvocationTargetException e) {
                throw e.getCause();
              }
            });
  }
}
