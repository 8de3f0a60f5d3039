-- Grants on keys, and how those that a request may use are found.

create table kms_grant (
    account             varchar(12) collate "C"  not null,
    region              varchar(32) collate "C"  not null,
    key_id              varchar(36) collate "C"  not null,
    grant_id            varchar(64) collate "C"  not null,
    grantee_name        text                     not null,
    grantee_identity    varchar(256) collate "C" not null,
    grantee_is_service  boolean                  not null,
    retiring_name       text,
    retiring_identity   varchar(256) collate "C",
    retiring_is_service boolean,
    operations          text                     not null,
    constraints         text                     not null,
    name                text,
    issuer              varchar(12) collate "C"  not null,
    created_at          timestamptz              not null,
    fingerprint         varchar(64) collate "C",
    primary key (account, region, key_id, grant_id),
    foreign key (account, region, key_id) references kms_key on delete cascade
);
create unique index kms_grant_fingerprint on kms_grant (account, region, key_id, fingerprint) where fingerprint is not null;
-- The grantee comes first, so that nobody takes this index for the primary key where statistics are missing.
create index kms_grant_grantee on kms_grant (grantee_identity, account, region, key_id, grant_id);
create index kms_grant_retiring on kms_grant (region, retiring_identity, account, key_id, grant_id) where retiring_identity is not null;
comment on table kms_grant is 'Grants, which never change. account, region and key_id are the key''s; operations is a JSON array of names in the order given, constraints a JSON object. fingerprint is what makes two named grants of a key one.';

create table grant_use (
    account          varchar(12) collate "C"  not null,
    region           varchar(32) collate "C"  not null,
    key_id           varchar(36) collate "C"  not null,
    grantee_identity varchar(256) collate "C" not null,
    operation        varchar(64) collate "C"  not null,
    lead             varchar(64) collate "C"  not null,
    grant_id         varchar(64) collate "C"  not null,
    primary key (account, region, key_id, grantee_identity, operation, lead, grant_id),
    foreign key (account, region, key_id) references kms_key on delete cascade
);
comment on table grant_use is 'A row for each operation that a grant allows, save for RetireGrant: the primary key finds the grants of a grantee that a request may use, by their lead. Written and deleted with the grant; a foreign key to it would need an index that can be mistaken for the primary key.';
