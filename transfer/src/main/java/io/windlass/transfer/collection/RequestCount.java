package io.windlass.transfer.collection;

import io.windlass.objectstore.ObjectStore;
import io.windlass.objectstore.ObjectVersions;
import java.lang.reflect.InvocationHandler;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.util.concurrent.atomic.AtomicLong;

/**
 * Counts what is asked of stores by who only looks: listings, and questions for single objects. A
 * repetition after a passing fault is no request of its own here. Thread-safe.
 */
public final class RequestCount {
  private final AtomicLong lists = new AtomicLong();
  private final AtomicLong looks = new AtomicLong();

  /** Requests that list, since this was asked last. */
  public long takeLists() {
    return lists.getAndSet(0);
  }

  /** Requests for single objects and buckets, since this was asked last. */
  public long takeLooks() {
    return looks.getAndSet(0);
  }

  /** The store with its requests counted. */
  ObjectStore of(ObjectStore store) {
    return counted(ObjectStore.class, store);
  }

  private <T> T counted(Class<T> type, T called) {
    InvocationHandler handler =
        (proxy, method, arguments) -> {
          count(method);
          if (method.isDefault()) {
            return InvocationHandler.invokeDefault(proxy, method, arguments); // calls what counts
          }
          Object answer = invoke(called, method, arguments);
          return answer instanceof ObjectVersions versions
              ? counted(ObjectVersions.class, versions)
              : answer;
        };
    return type.cast(Proxy.newProxyInstance(type.getClassLoader(), new Class<?>[] {type}, handler));
  }

  private static Object invoke(Object called, Method method, Object[] arguments) throws Throwable {
    try {
      return method.invoke(called, arguments);
    } catch (InvocationTargetException e) {
      throw e.getCause() == null ? e : e.getCause();
    }
  }

  private void count(Method method) {
    switch (method.getName()) {
      case "list", "buckets" -> lists.incrementAndGet();
      case "head", "headBucket", "get" -> looks.incrementAndGet();
      default -> {} // no request, or made of those above
    }
  }
}
