package io.windlass.filesystem.imports;

import io.windlass.foundation.Problem;
import io.windlass.objectstore.ObjectStore;
import io.windlass.objectstore.StoreException;
import io.windlass.objectstore.StoreFailure;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.util.function.Supplier;

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

  /** The store with another answer to one kind of call. */
  static ObjectStore replacing(ObjectStore store, String name, Supplier<?> answer) {
    return (ObjectStore)
        Proxy.newProxyInstance(
            ObjectStore.class.getClassLoader(),
            new Class<?>[] {ObjectStore.class},
            (_, method, arguments) -> {
              try {
                return method.getName().equals(name)
                    ? answer.get()
                    : method.invoke(store, arguments);
              } catch (InvocationTargetException e) {
                throw e.getCause();
              }
            });
  }

  static StoreException denied() {
    return failure(new StoreFailure.Denied("AccessDenied", "s3:GetObject", "object"));
  }

  static StoreException unreachable() {
    return failure(new StoreFailure.Unreachable("ServiceUnavailable"));
  }

  private static StoreException failure(StoreFailure failure) {
    return new StoreException(
        failure,
        Problem.of(Problem.Kind.STORE_REFUSED, "test", "As the test wants it."),
        new IllegalStateException("as the test wants it"));
  }
}
