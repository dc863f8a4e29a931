-- What a CSRF token of a login is bound to, besides the login: it moves when the password changes.

ALTER TABLE session ADD COLUMN epoch BIGINT NOT NULL DEFAULT 0;
