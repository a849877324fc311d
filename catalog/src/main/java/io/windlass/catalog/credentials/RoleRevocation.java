package io.windlass.catalog.credentials;

import io.windlass.connection.Connection;

/**
 * How to stop keys that a store's token service made: nobody can recall single ones, but a policy
 * on the role refuses every session that began before it was attached.
 */
final class RoleRevocation {
  private RoleRevocation() {}

  /** What to do, one or more sentences with the policy to paste. */
  static String remedy(Connection connection) {
    return switch (connection.vending()) {
      case ASSUME_ROLE ->
          """
          The store cannot recall single keys. To end every session of the role %s at once, attach \
          this policy to it, with the present time: \
          {"Version":"2012-10-17","Statement":[{"Effect":"Deny","Action":"*","Resource":"*",\
          "Condition":{"DateLessThan":{"aws:TokenIssueTime":"YYYY-MM-DDThh:mm:ssZ"}}}]}\
          """
              .formatted(
                  connection.vendingRoleArn().or(connection::roleArn).orElse("of the connection"));
      case FEDERATION_TOKEN ->
          """
          The store cannot recall single keys. To end them all at once, delete the access key %s of \
          the connection's user and give the connection another one (windlass connections update).\
          """
              .formatted(connection.accessKeyId().orElse(""))
              .strip();
      case WINDLASS, NONE -> "The connection makes such keys no longer; these end by themselves.";
    };
  }
}
