-- What it takes to explain a decision later: policy texts that were in force, and audit blocks by their time.

create table policy_text (
    sha256 varchar(64) collate "C" not null,
    policy text                    not null,
    primary key (sha256)
);
comment on table policy_text is 'Every policy that is or was in force, by the SHA-256 of its text. Rows are never changed.';

insert into policy_text (sha256, policy)
select policy_sha256, min(policy) from kms_key group by policy_sha256
on conflict (sha256) do nothing;

insert into policy_text (sha256, policy)
select policy_sha256, min(policy) from iam_user_policy group by policy_sha256
on conflict (sha256) do nothing;

-- The times stand in the signed header at fixed places: docs/audit-format.md.
alter table audit_block add column first_millis bigint;
alter table audit_block add column last_millis bigint;
update audit_block
   set first_millis = ('x' || encode(substring(header from 158 for 8), 'hex'))::bit(64)::bigint,
       last_millis  = ('x' || encode(substring(header from 166 for 8), 'hex'))::bit(64)::bigint;
alter table audit_block alter column first_millis set not null;
alter table audit_block alter column last_millis set not null;
create index audit_block_time on audit_block (last_millis, first_millis);
comment on column audit_block.last_millis is 'Time of the latest record, as first_millis is of the earliest: epoch milliseconds, copied from the header.';
