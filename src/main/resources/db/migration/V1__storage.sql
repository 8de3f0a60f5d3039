-- Keys, aliases, principals, the key hierarchy at rest and the audit journal.
--
-- Plain SQL for PostgreSQL 15 and engines that speak its protocol: no extension, trigger, sequence or superuser.
-- Ids and names compare byte by byte (COLLATE "C"), so that lists have one order on every server.

create table account (
    id         varchar(12) collate "C" not null,
    epoch      bigint                  not null default 0,
    created_at timestamptz             not null,
    primary key (id)
);
comment on table account is 'Owners of keys, aliases and principals. epoch counts the commits that changed anything of the account: caches compare it.';

create table authorization_change (
    account varchar(12) collate "C"  not null references account,
    epoch   bigint                   not null,
    ordinal integer                  not null,
    subject varchar(400) collate "C" not null,
    primary key (account, epoch, ordinal)
);
comment on table authorization_change is 'What each epoch of an account was about, so that caches drop no more than that. The oldest rows are removed now and then.';

create table domain_key (
    id          uuid                  not null,
    root_key_id text collate "C"      not null,
    wrapped     bytea                 not null,
    is_current  boolean               not null,
    created_at  timestamptz           not null,
    primary key (id)
);
create unique index domain_key_current on domain_key (is_current) where is_current;
comment on table domain_key is 'Keys that wrap the secrets of other tables, themselves wrapped under a root key. Exactly one is current.';

create table audit_key (
    id                  text collate "C" not null,
    public_key          bytea            not null,
    domain_key_id       uuid             not null references domain_key,
    wrapped_private_key bytea            not null,
    is_current          boolean          not null default true,
    created_at          timestamptz      not null,
    primary key (id)
);
create unique index audit_key_current on audit_key (is_current) where is_current;
create index audit_key_domain_key on audit_key (domain_key_id);
comment on table audit_key is 'The Ed25519 key that signs audit blocks; the private part is wrapped under a domain key.';

create table iam_user (
    account    varchar(12) collate "C" not null references account,
    unique_id  varchar(64) collate "C" not null,
    path       text                    not null,
    name       text                    not null,
    lower_name text collate "C"        not null,
    created_at timestamptz             not null,
    primary key (account, unique_id)
);
create unique index iam_user_lower_name on iam_user (account, lower_name);
comment on table iam_user is 'IAM users. Names are unique in an account without regard to case and path: lower_name holds them so.';

create table iam_user_policy (
    account        varchar(12) collate "C" not null,
    user_unique_id varchar(64) collate "C" not null,
    name           text collate "C"        not null,
    policy         text                    not null,
    policy_sha256  varchar(64) collate "C" not null,
    primary key (account, user_unique_id, name),
    foreign key (account, user_unique_id) references iam_user
);
comment on table iam_user_policy is 'Inline policies of users, byte for byte as they were put.';

create table access_key (
    id             varchar(128) collate "C" not null,
    account        varchar(12) collate "C"  not null references account,
    user_unique_id varchar(64) collate "C",
    active         boolean                  not null,
    domain_key_id  uuid                     not null references domain_key,
    wrapped_secret bytea                    not null,
    created_at     timestamptz              not null,
    row_version    bigint                   not null,
    primary key (id),
    foreign key (account, user_unique_id) references iam_user
);
create index access_key_owner on access_key (account, user_unique_id);
create index access_key_domain_key on access_key (domain_key_id);
comment on table access_key is 'Long-term access keys; the secret is wrapped under a domain key. Without a user they are the root''s of the account.';

create table kms_key (
    account              varchar(12) collate "C" not null references account,
    region               varchar(32) collate "C" not null,
    key_id               varchar(36) collate "C" not null,
    spec                 varchar(64)             not null,
    usage                varchar(64)             not null,
    origin               varchar(64)             not null,
    state                varchar(64)             not null,
    description          text                    not null,
    created_at           timestamptz             not null,
    deletion_date        timestamptz,
    pending_window_days  integer,
    current_material_id  varchar(64) collate "C",
    multi_region_type    varchar(16),
    multi_region_primary varchar(32),
    policy               text                    not null,
    policy_sha256        varchar(64) collate "C" not null,
    tags                 text                    not null,
    row_version          bigint                  not null,
    primary key (account, region, key_id)
);
comment on table kms_key is 'KMS keys without their material: metadata, key policy byte for byte, tags as a JSON array of pairs in the order in which they were added.';

create table key_material (
    account       varchar(12) collate "C" not null references account,
    key_id        varchar(36) collate "C" not null,
    material_id   varchar(64) collate "C" not null,
    domain_key_id uuid                    not null references domain_key,
    wrapped       bytea                   not null,
    created_at    timestamptz             not null,
    primary key (account, key_id, material_id)
);
create index key_material_domain_key on key_material (domain_key_id);
comment on table key_material is 'Versions of key material, wrapped under a domain key. Related multi-Region keys share them.';

create table alias (
    account     varchar(12) collate "C"  not null,
    region      varchar(32) collate "C"  not null,
    name        varchar(256) collate "C" not null,
    target      varchar(36) collate "C"  not null,
    created_at  timestamptz              not null,
    updated_at  timestamptz              not null,
    row_version bigint                   not null,
    primary key (account, region, name),
    foreign key (account, region, target) references kms_key
);
create index alias_target on alias (account, region, target, name);
comment on table alias is 'Names of keys, with their prefix alias/.';

create table audit_block (
    chain_id  uuid   not null,
    sequence  bigint not null,
    header    bytea  not null,
    signature bytea  not null,
    records   bytea  not null,
    primary key (chain_id, sequence)
);
comment on table audit_block is 'The audit journal: a chain of blocks for each start of a node. The header is what is signed; records holds the compressed records.';

create table node (
    id           text collate "C" not null,
    last_seen    timestamptz      not null,
    root_key_ids text             not null,
    primary key (id)
);
comment on table node is 'Nodes that run or ran, by the database''s clock, and the root keys that each can use (a JSON array).';
