-- The key that session tokens are sealed with.

create table session_key (
    id            uuid        not null,
    domain_key_id uuid        not null references domain_key,
    wrapped       bytea       not null,
    is_current    boolean     not null default true,
    created_at    timestamptz not null,
    primary key (id)
);
create unique index session_key_current on session_key (is_current) where is_current;
create index session_key_domain_key on session_key (domain_key_id);
comment on table session_key is 'The key that seals session tokens, wrapped under a domain key. What temporary credentials say is in their tokens alone.';
