-- The permissions boundary of a user.

alter table iam_user
    add column boundary        text,
    add column boundary_sha256 varchar(64) collate "C",
    add constraint iam_user_boundary check ((boundary is null) = (boundary_sha256 is null));
comment on column iam_user.boundary is 'The permissions boundary, byte for byte as it was put; null without one.';
