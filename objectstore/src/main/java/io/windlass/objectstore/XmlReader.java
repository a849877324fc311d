package io.windlass.objectstore;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayDeque;
import java.util.Deque;

/**
 * Reads the XML that stores answer, element by element: a fraction of the work of a reader for all
 * of XML. Document types and entities of their own are refused. Not thread-safe.
 */
final class XmlReader {
  /** What comes next. */
  enum Event {
    /** An element begins; {@link #name} is its name. */
    BEGIN,
    /** An element ends. */
    END,
    /** Some text; {@link #text} has it. */
    TEXT,
    /** The document has ended. */
    DONE
  }

  private static final int DEEPEST = 64;

  private final String document;
  private final Deque<String> open = new ArrayDeque<>();
  private int at;
  private String name = "";
  private String text = "";
  private boolean emptyElement;
  private boolean rooted;

  private XmlReader(String document) {
    this.document = document;
  }

  /** Reads all of a document, at most so many bytes of it. */
  static XmlReader of(InputStream in, int longest) throws IOException {
    byte[] bytes = in.readNBytes(longest);
    if (bytes.length == longest) {
      throw new IOException("the store's answer is longer than " + longest + " bytes");
    }
    return new XmlReader(new String(bytes, UTF_8));
  }

  /** The name of the element that began or ended, without namespace. */
  String name() {
    return name;
  }

  /** The text that came, its references resolved. */
  String text() {
    return text;
  }

  /** Goes on. */
  Event next() throws IOException {
    if (emptyElement) {
      emptyElement = false;
      return end();
    }
    while (at < document.length()) {
      if (document.charAt(at) != '<') {
        int begin = at;
        int next = document.indexOf('<', at);
        at = next < 0 ? document.length() : next;
        if (!open.isEmpty()) {
          text = resolved(document.substring(begin, at));
          return Event.TEXT;
        }
        if (!document.substring(begin, at).replace("\uFEFF", "").isBlank()) {
          throw malformed();
        }
      } else if (document.startsWith("<![CDATA[", at) && !open.isEmpty()) {
        int begin = at + 9;
        text = document.substring(begin, skipTo("]]>") - 3);
        return Event.TEXT;
      } else if (document.startsWith("<!--", at)) {
        skipTo("-->");
      } else if (document.startsWith("<?", at)) {
        skipTo("?>");
      } else if (document.startsWith("</", at)) {
        int begin = at + 2;
        String ended = local(document.substring(begin, skipTo(">") - 1).strip());
        if (open.isEmpty() || !open.peek().equals(ended)) {
          throw malformed();
        }
        return end();
      } else {
        return begin();
      }
    }
    if (!open.isEmpty() || !rooted) {
      throw malformed();
    }
    return Event.DONE;
  }

  private Event begin() throws IOException {
    int begin = at + 1;
    int end = begin;
    while (end < document.length() && isName(document.charAt(end))) {
      end++;
    }
    if (end == begin || (rooted && open.isEmpty()) || open.size() == DEEPEST) {
      throw malformed();
    }
    name = local(document.substring(begin, end));
    at = end;
    skipAttributes();
    rooted = true;
    open.push(name);
    return Event.BEGIN;
  }

  private Event end() {
    name = open.pop();
    return Event.END;
  }

  /** To behind the tag; what is between quotes may be anything. */
  private void skipAttributes() throws IOException {
    while (at < document.length()) {
      char c = document.charAt(at++);
      if (c == '>') {
        emptyElement = document.charAt(at - 2) == '/';
        return;
      }
      if (c == '<') {
        throw malformed();
      }
      if (c == '"' || c == '\'') {
        int close = document.indexOf(c, at);
        if (close < 0) {
          throw malformed();
        }
        at = close + 1;
      }
    }
    throw malformed();
  }

  private int skipTo(String end) throws IOException {
    int found = document.indexOf(end, at);
    if (found < 0) {
      throw malformed();
    }
    at = found + end.length();
    return at;
  }

  private static boolean isName(char c) {
    return Character.isLetterOrDigit(c) || c == '_' || c == '-' || c == '.' || c == ':';
  }

  private static String local(String qualified) {
    return qualified.substring(qualified.indexOf(':') + 1);
  }

  private static String resolved(String raw) throws IOException {
    int next = raw.indexOf('&');
    if (next < 0) {
      return raw;
    }
    StringBuilder resolved = new StringBuilder(raw.length());
    int from = 0;
    while (next >= 0) {
      int end = raw.indexOf(';', next);
      if (end < 0) {
        throw malformed();
      }
      resolved.append(raw, from, next).appendCodePoint(reference(raw.substring(next + 1, end)));
      from = end + 1;
      next = raw.indexOf('&', from);
    }
    return resolved.append(raw, from, raw.length()).toString();
  }

  private static int reference(String name) throws IOException {
    return switch (name) {
      case "lt" -> '<';
      case "gt" -> '>';
      case "amp" -> '&';
      case "quot" -> '"';
      case "apos" -> '\'';
      default -> {
        if (!name.startsWith("#") || name.length() > 9) {
          throw malformed();
        }
        try {
          int point =
              name.startsWith("#x")
                  ? Integer.parseInt(name, 2, name.length(), 16)
                  : Integer.parseInt(name, 1, name.length(), 10);
          if (!Character.isValidCodePoint(point)) {
            throw malformed();
          }
          yield point;
        } catch (NumberFormatException e) {
          throw new IOException("the store's answer is not the XML that it should be", e);
        }
      }
    };
  }

  private static IOException malformed() {
    return new IOException("the store's answer is not the XML that it should be");
  }
}
