package io.windlass.server.globus.endpoints;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.windlass.catalog.Entries;
import io.windlass.catalog.ProjectCollections.Use;
import io.windlass.catalog.identity.Caller;
import io.windlass.connection.Connections;
import io.windlass.foundation.WindlassException;
import io.windlass.server.globus.Document;
import io.windlass.server.transfers.CollectionAccess;
import io.windlass.transfer.collection.Collection;
import jakarta.inject.Singleton;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

/**
 * Collections as Globus describes them, and the installation as the endpoint that they are all on.
 * Thread-safe.
 */
@Singleton
public final class EndpointDocuments {
  /** What clients know as a collection whose definition a GCS Manager has. */
  static final String MAPPED = "GCSv5_mapped_collection";

  /**
   * Without TLS there is no manager that clients would talk to; of a type they do not know they
   * show what the endpoint document says.
   */
  static final String WITHOUT_MANAGER = "windlass_collection";

  static final String ENDPOINT = "GCSv5_endpoint";
  private static final String INSTALLATION = "Windlass";

  private final UUID endpoint;
  private final String installationGuid;
  private final Entries entries;
  private final CollectionAccess access;
  private final Encryption encryption;

  EndpointDocuments(
      Connections connections, Entries entries, CollectionAccess access, Encryption encryption) {
    this.installationGuid = connections.installationGuid();
    this.endpoint = UUID.nameUUIDFromBytes(("globus endpoint " + installationGuid).getBytes(UTF_8));
    this.entries = entries;
    this.access = access;
    this.encryption = encryption;
  }

  /** The id of the endpoint that stands for the installation. */
  public UUID endpoint() {
    return endpoint;
  }

  /** What clients call the type of the collections. */
  static String type(Optional<String> manager) {
    return manager.isPresent() ? MAPPED : WITHOUT_MANAGER;
  }

  /** The name of the project that owns a collection. */
  public String owner(Caller caller, Collection collection) {
    if (collection.projectGuid().equals(installationGuid)) {
      return INSTALLATION;
    }
    try {
      return entries.project(caller, collection.projectGuid()).name();
    } catch (WindlassException e) {
      return collection.projectGuid(); // deleted between two reads
    }
  }

  /**
   * A collection.
   *
   * @param manager see {@link ManagerAddress}
   * @param inUse whether transfers of the caller work with it now
   */
  Document of(Caller caller, Collection collection, Optional<String> manager, boolean inUse) {
    boolean buckets = collection.kind() == Collection.Kind.BUCKETS;
    return base(collection.id(), type(manager), manager)
        .with("display_name", collection.name())
        .with("description", collection.settings().description())
        .with("owner_string", owner(caller, collection))
        .with("keywords", buckets ? "S3" : "POSIX")
        .with("non_functional", false)
        .with("in_use", inUse)
        .with("default_directory", collection.settings().defaultDirectory().orElse("/"))
        .with("force_encryption", buckets && encryption.protects(collection))
        .with(
            "my_effective_roles",
            access.allows(caller, collection, Use.CHANGE) ? List.of("administrator") : List.of());
  }

  /** The endpoint. */
  Document ofInstallation(Optional<String> manager) {
    return base(endpoint, ENDPOINT, manager)
        .with("display_name", INSTALLATION)
        .with("description", "All collections of this installation.")
        .with("owner_string", INSTALLATION)
        .with("non_functional", true)
        .with("my_effective_roles", List.of());
  }

  /** Every field that clients look at. */
  private Document base(UUID id, String type, Optional<String> manager) {
    Document document =
        Document.of("endpoint")
            .with("id", id.toString())
            .with("display_name", null)
            .with("canonical_name", null)
            .with("description", null)
            .with("organization", INSTALLATION);
    for (String text :
        List.of("department", "keywords", "contact_email", "contact_info", "info_link")) {
      document.with(text, null);
    }
    document
        .with("owner_id", endpoint.toString())
        .with("owner_string", null)
        .with("entity_type", type)
        .with("is_globus_connect", false)
        .with("gcs_manager_url", manager);
    for (String address : List.of("tlsftp_server", "https_server", "gcs_version")) {
      document.with(address, null);
    }
    for (String flag :
        List.of(
            "high_assurance",
            "public",
            "shareable",
            "local_user_info_available",
            "non_functional",
            "in_use",
            "force_encryption",
            "force_verify",
            "disable_verify",
            "mfa_required",
            "requester_pays",
            "subscription_admin_verified",
            "disable_anonymous_writes",
            "allow_guest_collections")) {
      document.with(flag, false);
    }
    for (String absent :
        List.of(
            "default_directory",
            "subscription_id",
            "max_concurrency",
            "preferred_concurrency",
            "max_parallelism",
            "preferred_parallelism",
            "mapped_collection_id",
            "mapped_collection_display_name",
            "host_endpoint_id",
            "host_endpoint",
            "host_endpoint_display_name",
            "host_path",
            "user_message",
            "user_message_link",
            "last_accessed_time",
            "authentication_timeout_mins",
            "preserve_modtime",
            "location")) {
      document.with(absent, null);
    }
    return document
        .with("network_use", "normal")
        .with("my_effective_roles", List.of())
        .with("DATA", List.of());
  }
}
