package io.windlass.transfer.plan;

import io.windlass.foundation.Problem;
import io.windlass.foundation.Problem.Kind;
import java.util.regex.Pattern;
import java.util.regex.PatternSyntaxException;

/**
 * A pattern for single names: {@code *}, {@code ?}, {@code [abc]}, {@code [a-z]}, {@code [!abc]}; a
 * backslash takes the next character as it is. Immutable.
 */
public final class Glob {
  private final Pattern pattern;

  private Glob(Pattern pattern) {
    this.pattern = pattern;
  }

  /**
   * The pattern of a text.
   *
   * @throws io.windlass.foundation.WindlassException INVALID {@code invalid_glob}
   */
  public static Glob of(String text) {
    try {
      return new Glob(Pattern.compile(regex(text), Pattern.DOTALL));
    } catch (PatternSyntaxException e) {
      throw Problem.of(Kind.INVALID, "invalid_glob", "The pattern " + text + " cannot be read.")
          .withRemedy("Close every bracket; put a backslash before a character meant as it is.")
          .toException(e);
    }
  }

  /** Whether the text has a character that means more than itself. */
  public static boolean isPattern(String text) {
    for (int i = 0; i < text.length(); i++) {
      if ("*?[\\".indexOf(text.charAt(i)) >= 0) {
        return true;
      }
    }
    return false;
  }

  /** Whether a name fits. */
  public boolean fits(String name) {
    return pattern.matcher(name).matches();
  }

  private static String regex(String text) {
    StringBuilder regex = new StringBuilder();
    for (int i = 0; i < text.length(); ) {
      int c = text.codePointAt(i);
      int next = i + Character.charCount(c);
      switch (c) {
        case '*' -> regex.append(".*");
        case '?' -> regex.append('.');
        case '[' -> {
          int end = closing(text, next);
          if (end > 0) {
            regex.append(set(text.substring(next, end)));
            next = end + 1;
          } else {
            regex.append("\\[");
          }
        }
        case '\\' -> {
          if (next < text.length()) {
            int taken = text.codePointAt(next);
            regex.append(Pattern.quote(Character.toString(taken)));
            next += Character.charCount(taken);
          } else {
            regex.append("\\\\");
          }
        }
        default -> regex.append(Pattern.quote(Character.toString(c)));
      }
      i = next;
    }
    return regex.toString();
  }

  /** Where a set ends; a bracket right behind its begin is one of its characters. */
  private static int closing(String text, int from) {
    int start = from < text.length() && text.charAt(from) == '!' ? from + 1 : from;
    return text.indexOf(']', start + 1);
  }

  private static String set(String inside) {
    boolean not = inside.startsWith("!");
    StringBuilder set = new StringBuilder(not ? "[^" : "[");
    String characters = not ? inside.substring(1) : inside;
    for (int i = 0; i < characters.length(); i++) {
      char c = characters.charAt(i);
      boolean range = c == '-' && i > 0 && i < characters.length() - 1;
      if (!range && "\\[]^-&".indexOf(c) >= 0) {
        set.append('\\');
      }
      set.append(c);
    }
    return set.append(']').toString();
  }
}
