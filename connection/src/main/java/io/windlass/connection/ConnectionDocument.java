package io.windlass.connection;

import io.windlass.connection.Connection.Kind;
import io.windlass.connection.ConnectionChange.NewKeys;
import io.windlass.foundation.Problem;
import io.windlass.objectstore.StoreAddress;
import io.windlass.objectstore.StoreAddress.ChecksumMode;
import java.net.URI;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/**
 * A connection as people write it: JSON or, where the text is none, YAML; at most 64 KiB. The
 * documents that Gretel publishes load as they stand, trailing commas included.
 *
 * <pre>
 * {"type": "s3", "name": "my-bucket", "credentials": {"access_key_id": "…", "secret_access_key": "…"}}
 * {"type": "s3", "config": {"role_arn": "arn:aws:iam::123456789012:role/access"}}
 * </pre>
 *
 * Under {@code credentials}: {@code access_key_id}, {@code secret_access_key}, {@code
 * session_token}. Under {@code config}: {@code role_arn}, {@code vending_role_arn}, {@code
 * endpoint}, {@code sts_endpoint}, {@code region}, {@code path_style}, {@code requester_pays}. A
 * role with credentials is assumed with these, without with what the machine has.
 *
 * @param name absent: Windlass finds one
 * @param projectId guid of the owning project; the command line's {@code --project} beats it
 * @param kind given by {@code auth_strategy}, or else inferred; absent when the document is for an
 *     update that touches neither
 * @param endpoint the S3 endpoint; absent is AWS
 * @param stsEndpoint the STS endpoint, where it differs
 * @param region the region to sign for; absent is us-east-1
 * @param pathStyle whether the bucket goes into the path; absent: everywhere but at AWS
 * @param requesterPays consent to pay for requests; absent is no
 * @param keys the keys, or the keys that assume the role
 * @param roleArn the role
 * @param vendingRoleArn the role to vend from
 * @param target what the connection is meant for
 */
public record ConnectionDocument(
    Optional<String> name,
    Optional<String> projectId,
    Optional<Kind> kind,
    Optional<URI> endpoint,
    Optional<URI> stsEndpoint,
    Optional<String> region,
    Optional<Boolean> pathStyle,
    Optional<Boolean> requesterPays,
    Optional<NewKeys> keys,
    Optional<String> roleArn,
    Optional<String> vendingRoleArn,
    Target target) {

  /** The one type of connection there is, on surfaces that name a type. */
  public static final String TYPE = "s3";

  private static final List<String> TYPES = List.of(TYPE, "aws");
  private static final String DEFAULT_REGION = "us-east-1";
  private static final List<String> KEYS =
      List.of(
          "type",
          "name",
          "project_id",
          "credentials",
          "encrypted_credentials",
          "config",
          "connection_target_type",
          "auth_strategy");
  private static final List<String> CONFIG =
      List.of(
          "role_arn",
          "vending_role_arn",
          "endpoint",
          "sts_endpoint",
          "region",
          "path_style",
          "requester_pays");
  private static final Map<String, Kind> STRATEGIES =
      Map.of(
          "access_key", Kind.KEYS,
          "keys", Kind.KEYS,
          "role_arn", Kind.ROLE,
          "role", Kind.ROLE,
          "ambient", Kind.AMBIENT,
          "anonymous", Kind.ANONYMOUS);

  /** What a connection is meant for. */
  public enum Target {
    SOURCE,
    DESTINATION,
    UNSPECIFIED
  }

  /**
   * Reads a document.
   *
   * @throws io.windlass.foundation.WindlassException {@code malformed_document}, {@code
   *     document_too_large}, {@code unknown_key}, {@code missing_key}, {@code invalid_value},
   *     {@code encrypted_credentials}; none repeats a value of the document
   */
  public static ConnectionDocument parse(String text) {
    DocumentFields document = new DocumentFields(DocumentText.parse(text), "", KEYS);
    String type = document.text("type").orElseThrow(() -> document.missing("type"));
    if (!TYPES.contains(type.toLowerCase(Locale.ROOT))) {
      throw document.invalid("type", "must be s3");
    }
    if (document.has("encrypted_credentials")) {
      throw Problem.of(
              Problem.Kind.INVALID,
              "encrypted_credentials",
              "Credentials that a customer's own key has encrypted cannot be read here.")
          .withRemedy(
              "Give them under credentials: they are encrypted before they are stored, and never"
                  + " come back.")
          .toException();
    }
    DocumentFields none = new DocumentFields(Map.of(), "", List.of());
    DocumentFields config = document.map("config", CONFIG).orElse(none);
    Optional<NewKeys> keys =
        document.map("credentials", CredentialDocument.CREDENTIALS).map(CredentialDocument::keys);
    Optional<String> roleArn = config.text("role_arn");
    return new ConnectionDocument(
        document.text("name"),
        document.text("project_id"),
        kind(document, keys, roleArn),
        config.endpoint("endpoint"),
        config.endpoint("sts_endpoint"),
        config.text("region"),
        config.flag("path_style"),
        config.flag("requester_pays"),
        keys,
        roleArn,
        config.text("vending_role_arn"),
        target(document));
  }

  /** The connection that the document asks for. Fails when it does not say how to sign. */
  public NewConnection newConnection(String projectGuid, long createdBy) {
    return new NewConnection(
        projectGuid,
        name,
        kind.orElseThrow(() ->
            Problem.of(
                    Problem.Kind.INVALID,
                    "missing_key",
                    "The connection document says neither credentials nor config.role_arn.")
                .withRemedy("Add one of them, or \"auth_strategy\": \"ambient\" or \"anonymous\".")
                .toException()),
        address(),
        keys,
        roleArn,
        vendingRoleArn,
        createdBy);
  }

  /** What the document changes of a connection. Fails when it is of another kind. */
  public ConnectionChange change(Connection existing) {
    if (kind.isPresent() && kind.get() != existing.kind()) {
      throw Problem.of(
              Problem.Kind.CONFLICT,
              "kind_unchangeable",
              "A connection by " + existing.kind().word() + " cannot become another kind.")
          .withRemedy("Make a new connection and use that one instead.")
          .toException();
    }
    return new ConnectionChange(
        name,
        keys,
        endpoint,
        stsEndpoint,
        region,
        pathStyle,
        requesterPays,
        roleArn,
        vendingRoleArn);
  }

  private StoreAddress address() {
    return new StoreAddress(
        endpoint,
        stsEndpoint,
        region.orElse(DEFAULT_REGION),
        pathStyle.orElse(endpoint.isPresent()),
        requesterPays.orElse(false),
        endpoint.isPresent() ? ChecksumMode.WHEN_REQUIRED : ChecksumMode.WHEN_SUPPORTED);
  }

  private static Optional<Kind> kind(
      DocumentFields document, Optional<NewKeys> keys, Optional<String> roleArn) {
    Optional<Kind> inferred =
        roleArn.isPresent()
            ? Optional.of(Kind.ROLE)
            : keys.isPresent() ? Optional.of(Kind.KEYS) : Optional.empty();
    return document
        .text("auth_strategy")
        .map(word ->
            Optional.ofNullable(STRATEGIES.get(word.toLowerCase(Locale.ROOT)))
                .orElseThrow(() ->
                    document.invalid(
                        "auth_strategy", "must be access_key, role_arn, ambient or anonymous")))
        .or(() -> inferred);
  }

  private static Target target(DocumentFields document) {
    return document
        .text("connection_target_type")
        .map(word ->
            Arrays.stream(Target.values())
                .filter(target -> target.name().equalsIgnoreCase(word))
                .findFirst()
                .orElseThrow(() ->
                    document.invalid(
                        "connection_target_type", "must be source, destination or unspecified")))
        .orElse(Target.UNSPECIFIED);
  }
}
