package io.windlass.connection.policy;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * One statement of a policy document.
 *
 * @param sid shown by consoles; absent saves room
 * @param effect whether it allows
 * @param principal who is meant, in policies that hang on a resource
 * @param actions with their service prefix
 * @param resources ARNs; none in trust policies
 * @param conditions operator → key → value
 */
record Statement(
    Optional<String> sid,
    Effect effect,
    Optional<Principal> principal,
    List<String> actions,
    List<String> resources,
    Map<String, Map<String, String>> conditions) {

  enum Effect {
    ALLOW("Allow"),
    DENY("Deny");

    final String word;

    Effect(String word) {
      this.word = word;
    }
  }

  /** Who is meant: {@code AWS} and an ARN, or {@code Service} and its name. */
  record Principal(String type, String name) {}

  static Statement allow(List<String> actions, List<String> resources) {
    return new Statement(
        Optional.empty(), Effect.ALLOW, Optional.empty(), actions, resources, Map.of());
  }

  static Statement deny(List<String> actions, List<String> resources) {
    return new Statement(
        Optional.empty(), Effect.DENY, Optional.empty(), actions, resources, Map.of());
  }

  Statement named(String name) {
    return new Statement(Optional.of(name), effect, principal, actions, resources, conditions);
  }

  Statement forPrincipal(String arn) {
    return new Statement(
        sid, effect, Optional.of(new Principal("AWS", arn)), actions, resources, conditions);
  }

  Statement forService(String name) {
    return new Statement(
        sid, effect, Optional.of(new Principal("Service", name)), actions, resources, conditions);
  }

  Statement when(String operator, String key, String value) {
    Map<String, Map<String, String>> all = new LinkedHashMap<>(conditions);
    Map<String, String> same = new LinkedHashMap<>(all.getOrDefault(operator, Map.of()));
    same.put(key, value);
    all.put(operator, same);
    return new Statement(sid, effect, principal, actions, resources, all);
  }
}
