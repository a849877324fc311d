package io.windlass.cli.transfers;

import io.windlass.cli.output.CliException;
import java.util.ArrayList;
import java.util.List;

/** A line cut into words as a shell does: blanks part them, quotes and backslashes keep blanks. */
final class Words {
  private static final char NONE = 0;

  private final List<String> words = new ArrayList<>();
  private final StringBuilder word = new StringBuilder();
  private boolean inWord;

  private Words() {}

  /**
   * The words of a line.
   *
   * @throws CliException {@code quote_open} when a quote is not closed
   */
  static List<String> of(String line) {
    Words cut = new Words();
    char quote = NONE;
    for (int i = 0; i < line.length(); i++) {
      char c = line.charAt(i);
      if (c == '\\' && quote != '\'' && i + 1 < line.length()) {
        cut.add(line.charAt(++i));
      } else if (quote != NONE) {
        quote = cut.quoted(c, quote);
      } else if (c == '"' || c == '\'') {
        quote = c;
        cut.inWord = true;
      } else if (Character.isWhitespace(c)) {
        cut.end();
      } else {
        cut.add(c);
      }
    }
    if (quote != NONE) {
      throw new CliException(
          "quote_open", "A quote is not closed: " + line, "Close it, or write \\" + quote + ".");
    }
    cut.end();
    return List.copyOf(cut.words);
  }

  private char quoted(char c, char quote) {
    if (c == quote) {
      return NONE;
    }
    add(c);
    return quote;
  }

  private void add(char c) {
    word.append(c);
    inWord = true;
  }

  private void end() {
    if (inWord) {
      words.add(word.toString());
      word.setLength(0);
      inWord = false;
    }
  }
}
