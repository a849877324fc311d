package io.windlass.transfer.collection;

import io.windlass.foundation.Problem;
import io.windlass.foundation.Problem.Kind;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;

/**
 * A pattern for names: {@code *} and {@code ?} stand for any characters and one character but
 * slashes, {@code [abc]}, {@code [a-c]} and {@code [!abc]} for one, {@code **} for any characters,
 * {@code **}{@code /} for no or any directories. A backslash takes the next character as it is; a
 * bracket that is not closed is itself. Matching takes time in proportion to the lengths of pattern
 * and name, whatever they are. Immutable.
 */
public final class Glob {
  private static final int LONGEST = 1024;

  private final List<Token> tokens;
  private final String literal;

  private Glob(List<Token> tokens) {
    this.tokens = List.copyOf(tokens);
    StringBuilder start = new StringBuilder();
    for (Token token : this.tokens) {
      if (!(token instanceof Token.One(int character))) {
        break;
      }
      start.appendCodePoint(character);
    }
    this.literal = start.toString();
  }

  /**
   * Reads a pattern.
   *
   * @throws io.windlass.foundation.WindlassException INVALID {@code invalid_glob} when it is empty
   *     or has more than 1,024 characters
   */
  public static Glob of(String pattern) {
    if (pattern.isEmpty() || pattern.length() > LONGEST) {
      throw Problem.of(Kind.INVALID, "invalid_glob", "A glob has 1 to " + LONGEST + " characters.")
          .toException();
    }
    int[] characters = pattern.codePoints().toArray();
    List<Token> tokens = new ArrayList<>();
    int at = 0;
    while (at < characters.length) {
      at = read(characters, at, tokens);
    }
    return new Glob(tokens);
  }

  private static int read(int[] characters, int at, List<Token> tokens) {
    int c = characters[at];
    return switch (c) {
      case '*' -> readStars(characters, at, tokens);
      case '?' -> {
        tokens.add(new Token.Any());
        yield at + 1;
      }
      case '\\' -> {
        boolean last = at + 1 == characters.length;
        tokens.add(new Token.One(last ? '\\' : characters[at + 1]));
        yield last ? at + 1 : at + 2;
      }
      case '[' -> readBracket(characters, at, tokens);
      default -> {
        tokens.add(new Token.One(c));
        yield at + 1;
      }
    };
  }

  private static int readBracket(int[] characters, int at, List<Token> tokens) {
    int end = endOfSet(characters, at);
    if (end > 0) {
      tokens.add(readSet(characters, at, end));
      return end + 1;
    }
    tokens.add(new Token.One(characters[at]));
    return at + 1;
  }

  private static int readStars(int[] characters, int at, List<Token> tokens) {
    int end = at;
    while (end < characters.length && characters[end] == '*') {
      end++;
    }
    if (end - at == 1) {
      tokens.add(new Token.Star(false));
      return end;
    }
    boolean segment = at == 0 || characters[at - 1] == '/';
    if (segment && end < characters.length && characters[end] == '/') {
      tokens.add(new Token.Directories());
      return end + 1;
    }
    tokens.add(new Token.Star(true));
    return end;
  }

  /** Where the bracket is closed; 0 when it is not. */
  private static int endOfSet(int[] characters, int at) {
    int from = at + 1;
    if (from < characters.length && characters[from] == '!') {
      from++;
    }
    for (int i = from; i < characters.length; i++) {
      if (characters[i] == '\\') {
        i++;
      } else if (characters[i] == ']' && i > from) {
        return i;
      }
    }
    return 0;
  }

  private static Token readSet(int[] characters, int at, int end) {
    boolean negated = characters[at + 1] == '!';
    List<Range> ranges = new ArrayList<>();
    int i = at + (negated ? 2 : 1);
    while (i < end) {
      if (characters[i] == '\\' && i + 1 < end) {
        i++;
      }
      int first = characters[i];
      int last = first;
      if (i + 2 < end && characters[i + 1] == '-') {
        i += characters[i + 2] == '\\' && i + 3 < end ? 3 : 2;
        last = characters[i];
      }
      ranges.add(new Range(first, last));
      i++;
    }
    return new Token.Set(List.copyOf(ranges), negated);
  }

  /** What every name that fits begins with. */
  String literal() {
    return literal;
  }

  /** Whether the whole name fits. */
  public boolean matches(String name) {
    BitSet states = new BitSet(tokens.size() + 1);
    reach(states, 0);
    int at = 0;
    while (at < name.length() && !states.isEmpty()) {
      int c = name.codePointAt(at);
      at += Character.charCount(c);
      states = step(states, c);
    }
    return at == name.length() && states.get(tokens.size());
  }

  private BitSet step(BitSet states, int c) {
    BitSet next = new BitSet(tokens.size() + 1);
    for (int i = states.nextSetBit(0); i >= 0 && i < tokens.size(); i = states.nextSetBit(i + 1)) {
      switch (tokens.get(i)) {
        case Token.One(int character) when character == c -> reach(next, i + 1);
        case Token.Any _ when c != '/' -> reach(next, i + 1);
        case Token.Set set when set.fits(c) -> reach(next, i + 1);
        case Token.Star(boolean slashes) when slashes || c != '/' -> reach(next, i);
        case Token.Directories _ when c == '/' -> reach(next, i);
        case Token.Directories _ -> next.set(i);
        case Token.One _, Token.Any _, Token.Set _, Token.Star _ -> {}
      }
    }
    return next;
  }

  /** Enters a state, and those behind it that need no character. */
  private void reach(BitSet states, int state) {
    int i = state;
    states.set(i);
    while (i < tokens.size()
        && (tokens.get(i) instanceof Token.Star || tokens.get(i) instanceof Token.Directories)) {
      i++;
      states.set(i);
    }
  }

  private record Range(int first, int last) {}

  private sealed interface Token {
    record One(int character) implements Token {}

    record Any() implements Token {}

    record Star(boolean slashes) implements Token {}

    /** No or any number of segments, each with its slash. */
    record Directories() implements Token {}

    record Set(List<Range> ranges, boolean negated) implements Token {
      boolean fits(int c) {
        return c != '/'
            && negated
                != ranges.stream().anyMatch(range -> range.first() <= c && c <= range.last());
      }
    }
  }
}
