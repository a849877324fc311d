package io.windlass.server.synapse.entities;

import io.windlass.server.synapse.Document;

/** What the caller may do with an entity. Clients read every key, so none may be missing. */
record EntityPermissions(
    boolean canView,
    boolean canEdit,
    boolean canMove,
    boolean canAddChild,
    boolean canCertifiedUserEdit,
    boolean canCertifiedUserAddChild,
    boolean isCertifiedUser,
    boolean canChangePermissions,
    boolean canChangeSettings,
    boolean canDelete,
    boolean canDownload,
    boolean canUpload,
    boolean canEnableInheritance,
    long ownerPrincipalId,
    boolean canPublicRead,
    boolean canModerate,
    boolean isCertificationRequired,
    boolean isEntityOpenData)
    implements Document {}
