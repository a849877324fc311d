package io.windlass.store;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.util.Base64;

/** Where a page ended, as clients hand it back. */
record ListingToken(boolean rolledUp, String last) {
  static ListingToken parse(String text) {
    try {
      String decoded = new String(Base64.getUrlDecoder().decode(text), UTF_8);
      if (decoded.startsWith("/") || decoded.startsWith("=")) {
        return new ListingToken(decoded.charAt(0) == '/', decoded.substring(1));
      }
    } catch (IllegalArgumentException e) {
      // refused below
    }
    throw StoreErrors.of(400, "InvalidArgument", "The continuation token provided is incorrect.");
  }

  String text() {
    return Base64.getUrlEncoder()
        .withoutPadding()
        .encodeToString(((rolledUp ? "/" : "=") + last).getBytes(UTF_8));
  }
}
