package io.windlass.server.synapse.entities;

import io.windlass.catalog.Access;
import io.windlass.catalog.AccessList;
import io.windlass.catalog.Annotations;
import io.windlass.catalog.Entry;
import io.windlass.catalog.EntryType;
import io.windlass.catalog.FileVersion;
import io.windlass.foundation.Problem;
import io.windlass.foundation.Problem.Kind;
import io.windlass.server.synapse.ConcreteType;
import io.windlass.server.synapse.EntityIds;
import io.windlass.server.synapse.SynapseJson;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Between the catalog's records and the dialect's documents. */
final class Translation {
  private Translation() {}

  static EntityDocument entity(Entry entry) {
    Optional<FileVersion> version = entry.version();
    return new EntityDocument(
        Optional.of(EntityIds.show(entry.id())),
        Optional.of(entry.name()),
        entry.description(),
        Optional.of(EntityIds.showParent(entry.parentId())),
        Optional.of(entry.etag()),
        Optional.of(SynapseJson.timestamp(entry.createdAt())),
        Optional.of(Long.toString(entry.createdBy())),
        Optional.of(SynapseJson.timestamp(entry.modifiedAt())),
        Optional.of(Long.toString(entry.modifiedBy())),
        Optional.of(ConcreteType.of(entry.type())),
        entry.alias(),
        version.map(it -> Long.toString(it.file().id())),
        version.map(FileVersion::number),
        version.map(Translation::label),
        version.flatMap(FileVersion::comment),
        version.map(FileVersion::latest),
        Optional.empty());
  }

  static EntityHeader header(Entry entry) {
    Optional<FileVersion> version = entry.version();
    return new EntityHeader(
        EntityIds.show(entry.id()),
        entry.name(),
        ConcreteType.of(entry.type()),
        Optional.of(version.map(FileVersion::number).orElse(1L)),
        Optional.of(version.map(Translation::label).orElse("1")),
        Optional.of(version.map(FileVersion::latest).orElse(true)),
        Optional.of(entry.benefactorId()),
        Optional.of(SynapseJson.timestamp(entry.createdAt())),
        Optional.of(Long.toString(entry.createdBy())),
        Optional.of(SynapseJson.timestamp(entry.modifiedAt())),
        Optional.of(Long.toString(entry.modifiedBy())));
  }

  /** The parent of all projects, which the catalog does not have. */
  static EntityHeader root() {
    return new EntityHeader(
        EntityIds.show(EntityIds.ROOT),
        "root",
        ConcreteType.of(EntryType.FOLDER),
        Optional.of(1L),
        Optional.of("1"),
        Optional.of(true),
        Optional.of(EntityIds.ROOT),
        Optional.empty(),
        Optional.empty(),
        Optional.empty(),
        Optional.empty());
  }

  static Versions.Version version(Entry entry, FileVersion version) {
    return new Versions.Version(
        EntityIds.show(entry.id()),
        version.number(),
        label(version),
        version.comment(),
        version.latest(),
        version.file().md5(),
        Optional.of(Long.toString(version.file().size())),
        Long.toString(version.createdBy()),
        Long.toString(version.createdBy()),
        SynapseJson.timestamp(version.createdAt()));
  }

  static AccessListDocument accessList(AccessList list) {
    List<AccessListDocument.Grant> grants = new ArrayList<>();
    list.grants()
        .forEach((principal, access) ->
            grants.add(
                new AccessListDocument.Grant(
                    principal, access.stream().map(Access::name).sorted().toList())));
    return new AccessListDocument(
        Optional.of(EntityIds.show(list.entryId())),
        Optional.of(list.etag()),
        Optional.of(SynapseJson.timestamp(list.createdAt())),
        grants);
  }

  /** What the document grants; several entries for one principal add up. */
  static Map<Long, Set<Access>> grants(AccessListDocument document) {
    Map<Long, Set<Access>> grants = new LinkedHashMap<>();
    for (AccessListDocument.Grant grant : document.resourceAccess()) {
      Set<Access> access =
          grants.computeIfAbsent(grant.principalId(), _ -> EnumSet.noneOf(Access.class));
      grant.accessType().forEach(name -> access.add(access(name)));
    }
    return grants;
  }

  private static Access access(String name) {
    for (Access access : Access.values()) {
      if (access.name().equals(name)) {
        return access;
      }
    }
    throw Problem.of(
            Kind.INVALID, "unknown_access_type", "'" + name + "' is not a type of access here.")
        .withRemedy("There are " + List.of(Access.values()) + ".")
        .toException();
  }

  static AnnotationsDocument annotations(Annotations annotations) {
    Map<String, AnnotationsDocument.Value> values = new LinkedHashMap<>();
    annotations
        .values()
        .forEach((key, value) ->
            values.put(
                key,
                new AnnotationsDocument.Value(Optional.of(value.type().name()), value.values())));
    return new AnnotationsDocument(
        Optional.of(EntityIds.show(annotations.entryId())),
        Optional.of(annotations.etag()),
        values);
  }

  static Annotations annotations(long entryId, AnnotationsDocument document) {
    Map<String, Annotations.Value> values = new LinkedHashMap<>();
    document
        .annotations()
        .forEach((key, value) ->
            values.put(key, new Annotations.Value(valueType(key, value.type()), value.value())));
    return new Annotations(entryId, document.etag().orElse(""), values);
  }

  private static Annotations.ValueType valueType(String key, Optional<String> name) {
    for (Annotations.ValueType type : Annotations.ValueType.values()) {
      if (type.name().equals(name.orElse("STRING"))) {
        return type;
      }
    }
    throw Problem.of(
            Kind.INVALID,
            "unknown_annotation_type",
            "The annotation '" + key + "' has a type that does not exist here.")
        .withRemedy("There are " + List.of(Annotations.ValueType.values()) + ".")
        .toException();
  }

  private static String label(FileVersion version) {
    return version.label().orElse(Long.toString(version.number()));
  }
}
