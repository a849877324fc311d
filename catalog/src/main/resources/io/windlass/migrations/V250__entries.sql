CREATE SEQUENCE entry_id START WITH 1000001;
CREATE SEQUENCE project_ordinal;
CREATE SEQUENCE stored_file_id START WITH 1000001;
CREATE SEQUENCE location_setting_id START WITH 1001;

-- An object in a store. Rows are never updated. location_sts repeats what the location says, which
-- never changes either, so that the rules need no look at the location inside a transaction.
CREATE TABLE stored_file (
    id           bigint      PRIMARY KEY DEFAULT nextval('stored_file_id'),
    location_id  bigint      NOT NULL,
    location_sts boolean     NOT NULL,
    bucket       text        NOT NULL,
    key          text        NOT NULL,
    version_id   text,
    store_etag   text,
    size         bigint      NOT NULL CHECK (size >= 0),
    md5          text,
    sha256       text,
    content_type text        NOT NULL,
    file_name    text        NOT NULL,
    written      boolean     NOT NULL,
    created_by   bigint      NOT NULL,
    created_at   timestamptz NOT NULL,
    etag         uuid        NOT NULL DEFAULT gen_random_uuid()
);

-- "Does anything else name this object?"
CREATE INDEX stored_file_key ON stored_file USING hash (key);

-- project_id and benefactor_id follow parent_id; the lock on the project's row keeps them true.
-- They have no foreign keys: each row of a batch would lock the same two rows again.
CREATE TABLE entry (
    id             bigint      PRIMARY KEY DEFAULT nextval('entry_id'),
    type           text        NOT NULL CHECK (type IN ('PROJECT', 'FOLDER', 'FILE')),
    parent_id      bigint      REFERENCES entry (id),
    project_id     bigint      NOT NULL,
    benefactor_id  bigint      NOT NULL,
    name           text        COLLATE "C" NOT NULL,
    etag           uuid        NOT NULL DEFAULT gen_random_uuid(),
    description    text,
    display_name   text,
    region         text,
    guid           text        UNIQUE,
    ordinal        bigint      UNIQUE,
    annotations    json        NOT NULL DEFAULT '{}',
    latest_version bigint,
    last_version   bigint,
    created_by     bigint      NOT NULL,
    created_at     timestamptz NOT NULL,
    modified_by    bigint      NOT NULL,
    modified_at    timestamptz NOT NULL,
    trashed_by     bigint,
    trashed_at     timestamptz,
    CHECK ((type = 'PROJECT') = (parent_id IS NULL)),
    CHECK ((type = 'PROJECT') = (guid IS NOT NULL AND ordinal IS NOT NULL)),
    CHECK (type <> 'PROJECT' OR (project_id = id AND benefactor_id = id)),
    CHECK ((type = 'FILE') = (latest_version IS NOT NULL AND last_version IS NOT NULL)),
    CHECK ((trashed_by IS NULL) = (trashed_at IS NULL))
);

-- A name is free again once its entry is in the trash.
CREATE UNIQUE INDEX entry_name ON entry (parent_id, name)
    WHERE trashed_at IS NULL AND parent_id IS NOT NULL;
CREATE UNIQUE INDEX project_name ON entry (name)
    WHERE trashed_at IS NULL AND parent_id IS NULL;
CREATE INDEX entry_created ON entry (parent_id, created_at, id);
CREATE INDEX entry_modified ON entry (parent_id, modified_at, id);
CREATE INDEX entry_folders ON entry (parent_id) WHERE type = 'FOLDER';
CREATE INDEX entry_with_own_list ON entry (project_id) WHERE benefactor_id = id;
CREATE INDEX entry_in_trash ON entry (trashed_by, trashed_at, id) WHERE trashed_at IS NOT NULL;

CREATE TABLE file_version (
    entry_id       bigint      NOT NULL REFERENCES entry (id) ON DELETE CASCADE,
    number         bigint      NOT NULL CHECK (number > 0),
    label          text,
    comment        text,
    stored_file_id bigint      NOT NULL REFERENCES stored_file (id),
    created_by     bigint      NOT NULL,
    created_at     timestamptz NOT NULL,
    PRIMARY KEY (entry_id, number)
);

CREATE INDEX file_version_stored_file ON file_version (stored_file_id);

CREATE TABLE access_list (
    entry_id   bigint      PRIMARY KEY REFERENCES entry (id) ON DELETE CASCADE,
    etag       uuid        NOT NULL DEFAULT gen_random_uuid(),
    created_at timestamptz NOT NULL
);

CREATE TABLE access_grant (
    entry_id     bigint NOT NULL REFERENCES access_list (entry_id) ON DELETE CASCADE,
    principal_id bigint NOT NULL,
    access       text[] NOT NULL CHECK (cardinality(access) > 0),
    PRIMARY KEY (entry_id, principal_id)
);

CREATE INDEX access_grant_principal ON access_grant (principal_id);

-- sts repeats what the first location says.
CREATE TABLE location_setting (
    id           bigint      PRIMARY KEY DEFAULT nextval('location_setting_id'),
    entry_id     bigint      NOT NULL UNIQUE REFERENCES entry (id) ON DELETE CASCADE,
    location_ids bigint[]    NOT NULL CHECK (cardinality(location_ids) BETWEEN 1 AND 10),
    sts          boolean     NOT NULL,
    etag         uuid        NOT NULL DEFAULT gen_random_uuid(),
    created_by   bigint      NOT NULL,
    created_at   timestamptz NOT NULL
);

CREATE INDEX location_setting_locations ON location_setting USING gin (location_ids);
