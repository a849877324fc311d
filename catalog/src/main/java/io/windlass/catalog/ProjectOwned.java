package io.windlass.catalog;

import io.windlass.catalog.identity.Caller;
import io.windlass.foundation.Problem.Kind;
import io.windlass.foundation.WindlassException;
import java.util.function.Supplier;

/**
 * What the access list of a project says of the things that the project owns. Of a project that the
 * caller may not read, nothing is there. Thread-safe.
 */
final class ProjectOwned {
  private final Entries entries;
  private final AccessLists accessLists;
  private final Supplier<WindlassException> notFound;

  /**
   * The rule for one sort of things.
   *
   * @param notFound what is said of one that is not there
   */
  ProjectOwned(Entries entries, AccessLists accessLists, Supplier<WindlassException> notFound) {
    this.entries = entries;
    this.accessLists = accessLists;
    this.notFound = notFound;
  }

  /** Fails unless the project's access list gives the caller all of this. */
  void require(Caller caller, String projectGuid, Access... access) {
    accessLists.require(caller, project(caller, projectGuid).id(), access);
  }

  /** Whether what is required is given: neither unseen nor forbidden. */
  static boolean allows(Runnable requirement) {
    try {
      requirement.run();
      return true;
    } catch (WindlassException e) {
      if (e.problem().kind() == Kind.NOT_FOUND || e.problem().kind() == Kind.FORBIDDEN) {
        return false;
      }
      throw e;
    }
  }

  private Entry project(Caller caller, String guid) {
    try {
      return entries.project(caller, guid);
    } catch (WindlassException e) {
      throw e.problem().kind() == Kind.NOT_FOUND ? notFound.get() : e;
    }
  }
}
