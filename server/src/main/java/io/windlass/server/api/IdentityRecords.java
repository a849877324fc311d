package io.windlass.server.api;

import io.windlass.catalog.identity.AwsKey;
import io.windlass.catalog.identity.Group;
import io.windlass.catalog.identity.Token;
import io.windlass.catalog.identity.User;
import io.windlass.client.model.AwsKeys;
import java.util.List;

/** Who there is, in the words of the native API. */
final class IdentityRecords {
  private IdentityRecords() {}

  static io.windlass.client.model.User user(User user) {
    return new io.windlass.client.model.User(
        user.id(),
        user.name(),
        user.displayName(),
        user.emails(),
        user.administrator(),
        user.createdAt());
  }

  static io.windlass.client.model.Group group(Group group, List<User> members) {
    return new io.windlass.client.model.Group(
        group.id(),
        group.name(),
        group.description(),
        members.stream().map(User::id).toList(),
        group.createdAt());
  }

  static io.windlass.client.model.Token token(Token token) {
    return new io.windlass.client.model.Token(
        token.id(),
        token.name(),
        CatalogRecords.words(token.scopes()),
        token.createdAt(),
        token.expiresAt(),
        token.lastUsedAt());
  }

  static AwsKeys awsKeys(AwsKey key) {
    return new AwsKeys(key.accessKeyId(), key.name(), key.createdAt());
  }
}
