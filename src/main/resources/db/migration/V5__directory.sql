-- The directory: users, roles, groups, managed policies, providers, token issuers and services are rows of one table.

create table iam_entity (
    account     varchar(12) collate "C" not null references account,
    kind        varchar(32) collate "C" not null,
    id          text collate "C"        not null,
    path        text collate "C"        not null,
    name        text                    not null,
    lower_name  text collate "C"        not null,
    created_at  timestamptz             not null,
    document    text                    not null,
    row_version bigint                  not null,
    primary key (account, kind, id)
);
create unique index iam_entity_lower_name on iam_entity (account, kind, lower_name);
comment on table iam_entity is 'What the directory of an account holds. Names are unique in an account and kind without regard to case and path: lower_name holds them so. document is the rest as JSON, policies byte for byte as they were put.';

create table iam_reference (
    account   varchar(12) collate "C" not null,
    from_kind varchar(32) collate "C" not null,
    from_id   text collate "C"        not null,
    use       varchar(32) collate "C" not null,
    to_kind   varchar(32) collate "C" not null,
    to_id     text collate "C"        not null,
    primary key (account, from_kind, from_id, use, to_kind, to_id),
    foreign key (account, from_kind, from_id) references iam_entity on delete cascade,
    foreign key (account, to_kind, to_id) references iam_entity on delete restrict
);
create index iam_reference_target on iam_reference (account, to_kind, to_id, from_kind, use, from_id);
comment on table iam_reference is 'Which entity uses which: attached policies, boundaries, memberships. A copy of what the documents say, so that nothing that is in use can be deleted.';

create table single_use (
    namespace varchar(200) collate "C" not null,
    id        varchar(200) collate "C" not null,
    until     timestamptz              not null,
    primary key (namespace, id)
);
create index single_use_until on single_use (until);
comment on table single_use is 'What may be used once, such as the ids of tokens. Removed some time after until, when it would not be accepted any more anyway.';

alter table account
    add column alias          text collate "C",
    add column control_levels text   not null default '[]',
    add column row_version    bigint not null default 1;
create unique index account_alias on account (alias) where alias is not null;
comment on column account.control_levels is 'The service control policies: a JSON array of levels, the root of the organization first.';

-- What was the text of a boundary becomes a managed policy, which the boundary then names.
insert into iam_entity (account, kind, id, path, name, lower_name, created_at, document, row_version)
select account,
       'policy',
       'arn:aws:iam::' || account || ':policy/boundary-' || unique_id,
       '/',
       'boundary-' || unique_id,
       lower('boundary-' || unique_id),
       created_at,
       json_build_object(
           'uniqueId', 'ANPA' || substr(unique_id, 5),
           'updatedAt', to_char(created_at at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"'),
           'description', '',
           'tags', json_build_array(),
           'versions', json_build_array(json_build_object(
               'number', 1,
               'policy', json_build_object('text', boundary, 'sha256', boundary_sha256),
               'createdAt', to_char(created_at at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"'))),
           'defaultVersion', 1,
           'lastVersion', 1)::text,
       1
  from iam_user
 where boundary is not null;

insert into policy_text (sha256, policy)
select boundary_sha256, min(boundary) from iam_user where boundary is not null group by boundary_sha256
on conflict (sha256) do nothing;

insert into iam_entity (account, kind, id, path, name, lower_name, created_at, document, row_version)
select u.account,
       'user',
       u.unique_id,
       u.path,
       u.name,
       u.lower_name,
       u.created_at,
       json_build_object(
           'tags', json_build_array(),
           'permissions', json_build_object(
               'inline', coalesce(
                   (select json_agg(json_build_object(
                               'name', p.name,
                               'policy', json_build_object('text', p.policy, 'sha256', p.policy_sha256)) order by p.name)
                      from iam_user_policy p
                     where p.account = u.account and p.user_unique_id = u.unique_id),
                   json_build_array()),
               'attached', json_build_array(),
               'boundary', case when u.boundary is not null
                                then 'arn:aws:iam::' || u.account || ':policy/boundary-' || u.unique_id end),
           'groups', json_build_array(),
           'upstream', null)::text,
       1
  from iam_user u;

insert into iam_reference (account, from_kind, from_id, use, to_kind, to_id)
select account, 'user', unique_id, 'BOUNDARY', 'policy', 'arn:aws:iam::' || account || ':policy/boundary-' || unique_id
  from iam_user
 where boundary is not null;

alter table access_key drop constraint access_key_account_user_unique_id_fkey;
alter table access_key
    add column owner_kind varchar(32) collate "C" not null default 'user' check (owner_kind = 'user'),
    add foreign key (account, owner_kind, user_unique_id) references iam_entity on delete restrict;
comment on column access_key.owner_kind is 'Always user: says which kind of entity user_unique_id is of.';

drop table iam_user_policy;
drop table iam_user;
