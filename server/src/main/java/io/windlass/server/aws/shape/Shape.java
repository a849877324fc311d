package io.windlass.server.aws.shape;

import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;

/** What a member of a request may be, as the service models say it. Immutable. */
public sealed interface Shape {

  /**
   * Text.
   *
   * @param min of Unicode characters
   * @param max of Unicode characters
   * @param pattern that all of it must match
   * @param allowed the only values there are; empty is any
   */
  record Text(int min, int max, Optional<Pattern> pattern, List<String> allowed) implements Shape {
    /** Copies the list. */
    public Text {
      allowed = List.copyOf(allowed);
    }
  }

  /** A whole number, both ends included. */
  record Whole(long min, long max) implements Shape {}

  /** True or false. */
  record Flag() implements Shape {}

  /** A list; {@code min} and {@code max} count its elements. */
  record ListOf(Shape element, int min, int max) implements Shape {}

  /** An object. Members that it does not name are ignored. */
  record Structure(List<Member> members) implements Shape {
    /** Copies the list. */
    public Structure {
      members = List.copyOf(members);
    }
  }

  /**
   * A member of an object.
   *
   * @param presence whether a request may leave it out
   */
  record Member(String name, Shape shape, Presence presence) {}

  /** Whether a request may leave a member out; null is left out. */
  enum Presence {
    REQUIRED,
    OPTIONAL
  }

  /** Text of this length that matches this. */
  static Text text(int min, int max, String pattern) {
    return new Text(min, max, Optional.of(Pattern.compile(pattern)), List.of());
  }

  /** One of these words. */
  static Text oneOf(String... words) {
    return new Text(0, Integer.MAX_VALUE, Optional.empty(), List.of(words));
  }

  /** A whole number from one to the other. */
  static Whole whole(long min, long max) {
    return new Whole(min, max);
  }

  /** True or false. */
  static Flag flag() {
    return new Flag();
  }

  /** A list of so many elements. */
  static ListOf list(Shape element, int min, int max) {
    return new ListOf(element, min, max);
  }

  /** An object with these members. */
  static Structure structure(Member... members) {
    return new Structure(List.of(members));
  }

  /** A member that must be there. */
  static Member required(String name, Shape shape) {
    return new Member(name, shape, Presence.REQUIRED);
  }

  /** A member that may be left out. */
  static Member optional(String name, Shape shape) {
    return new Member(name, shape, Presence.OPTIONAL);
  }
}
