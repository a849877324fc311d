package io.windlass.filesystem.report;

/**
 * One file of a completion report.
 *
 * @param path of the file below the root of the file system
 * @param warning whether it succeeded all the same
 * @param code what was wrong, for example {@code S3AccessDenied}
 */
public record ReportLine(String path, boolean warning, String code) {
  private static final String FORMULA_SIGNS = "@+-=";
  private static final String NEEDS_QUOTES = ",\"\r\n";

  /**
   * The line of CSV with its end: path, status and code. Quoted as RFC 4180 has it; a path that a
   * spreadsheet would take for a formula is first put in double quotes of its own.
   */
  public String csv() {
    return quoted(path) + "," + (warning ? "succeeded with warning" : "failed") + "," + code + "\n";
  }

  private static String quoted(String path) {
    boolean formula = !path.isEmpty() && FORMULA_SIGNS.indexOf(path.charAt(0)) >= 0;
    String text = formula ? "\"" + path + "\"" : path;
    boolean quotes = text.chars().anyMatch(c -> NEEDS_QUOTES.indexOf(c) >= 0);
    return quotes ? "\"" + text.replace("\"", "\"\"") + "\"" : text;
  }
}
