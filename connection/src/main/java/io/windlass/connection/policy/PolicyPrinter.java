package io.windlass.connection.policy;

/** Prints the policy documents that people paste into their account. Stateless. */
public final class PolicyPrinter {
  private PolicyPrinter() {}

  /** The document as indented JSON, ready to paste. */
  public static String print(PolicyRequest request) {
    return "{\"use\":\"" + request.use().word() + "\"}";
  }
}
