-- Accounts: customers and staff, their logins, and the mail about both.

ALTER TABLE customer ADD COLUMN company_name TEXT;
ALTER TABLE customer ADD COLUMN first_name TEXT;
ALTER TABLE customer ADD COLUMN last_name TEXT;
ALTER TABLE customer ADD COLUMN phone TEXT;
ALTER TABLE customer ADD COLUMN metadata TEXT;

CREATE TABLE customer_address (
    id                  TEXT        NOT NULL PRIMARY KEY,
    customer_id         TEXT        NOT NULL REFERENCES customer (id),
    address_name        TEXT,
    address             TEXT        NOT NULL,
    metadata            TEXT,
    is_default_shipping BOOLEAN     NOT NULL,
    is_default_billing  BOOLEAN     NOT NULL,
    created_at          TIMESTAMPTZ NOT NULL,
    updated_at          TIMESTAMPTZ NOT NULL
);

CREATE INDEX customer_address_by_customer ON customer_address (customer_id);
CREATE UNIQUE INDEX customer_address_default_shipping ON customer_address (customer_id) WHERE is_default_shipping;
CREATE UNIQUE INDEX customer_address_default_billing ON customer_address (customer_id) WHERE is_default_billing;

-- An e-mail address and its password; the customer comes after it.
CREATE TABLE auth_identity (
    id            TEXT        NOT NULL PRIMARY KEY,
    -- Moves with every login: whoever holds an identity moved it first.
    version       BIGINT      NOT NULL DEFAULT 1,
    email         TEXT        NOT NULL,
    email_folded  TEXT        NOT NULL UNIQUE,
    password_hash TEXT        NOT NULL,
    customer_id   TEXT        UNIQUE REFERENCES customer (id),
    -- The registration token that may still become a login: once.
    registration  TEXT,
    created_at    TIMESTAMPTZ NOT NULL,
    updated_at    TIMESTAMPTZ NOT NULL
);

ALTER TABLE staff ADD COLUMN version BIGINT NOT NULL DEFAULT 1;
-- Sealed: whoever has the database alone cannot make codes.
ALTER TABLE staff ADD COLUMN second_factor TEXT;
-- The last step whose code was taken, so that none is taken twice.
ALTER TABLE staff ADD COLUMN second_factor_step BIGINT NOT NULL DEFAULT 0;

-- One row for each login, however often its tokens are renewed.
CREATE TABLE session (
    id            TEXT        NOT NULL PRIMARY KEY,
    actor_kind    TEXT        NOT NULL CHECK (actor_kind IN ('customer', 'user')),
    actor_id      TEXT        NOT NULL,
    -- Of a customer's login: auth_identity; of staff: the member's own id.
    identity_id   TEXT        NOT NULL,
    -- How the login was proved, such as "pwd" or "pwd otp" (RFC 8176).
    methods       TEXT        NOT NULL,
    -- The generation of the one refresh token that is current, and when it became so.
    generation    BIGINT      NOT NULL,
    advanced_at   TIMESTAMPTZ NOT NULL,
    -- The newest generation of which a token was seen.
    used          BIGINT      NOT NULL,
    expires_at    TIMESTAMPTZ NOT NULL,
    absolute_at   TIMESTAMPTZ NOT NULL,
    -- What the login came from, as far as headers say it.
    fingerprint   TEXT        NOT NULL,
    family        TEXT,
    platform      TEXT,
    language      TEXT,
    device        TEXT,
    network       TEXT,
    -- The context that was last weighed, so that one change is weighed once.
    weighed       TEXT,
    -- Since when something about it asks for the password again.
    suspicious_at TIMESTAMPTZ,
    -- When the owner was last told that it is strange: whoever comes with a stolen token from here
    -- and there in turn must not fill the owner's mailbox.
    told_at       TIMESTAMPTZ,
    -- Ids that were asked for and are nothing of the caller's.
    misses        BIGINT      NOT NULL DEFAULT 0,
    created_at    TIMESTAMPTZ NOT NULL,
    last_seen_at  TIMESTAMPTZ NOT NULL,
    ended_at      TIMESTAMPTZ,
    end_reason    TEXT        CHECK (end_reason IN ('logout', 'ended', 'password', 'email', 'second_factor', 'superseded', 'reuse', 'context', 'suspicion')),
    CHECK ((ended_at IS NULL) = (end_reason IS NULL))
);

CREATE INDEX session_by_actor ON session (actor_kind, actor_id, created_at);

-- Devices from which somebody has logged in; only the digest of the device's own proof.
CREATE TABLE known_device (
    identity_id   TEXT        NOT NULL,
    device        TEXT        NOT NULL,
    created_at    TIMESTAMPTZ NOT NULL,
    last_seen_at  TIMESTAMPTZ NOT NULL,
    PRIMARY KEY (identity_id, device)
);

-- Tries that failed, by the keyed digest of the e-mail address (known or not) and of what is counted apart.
CREATE TABLE login_failure (
    -- Whose: the account's digest, and a known device's where one came.
    account       TEXT        NOT NULL,
    device        TEXT        NOT NULL,
    failures      BIGINT      NOT NULL,
    last_at       TIMESTAMPTZ NOT NULL,
    noticed_at    TIMESTAMPTZ,
    PRIMARY KEY (account, device)
);

-- Which accounts were tried from which addresses, both as keyed digests; forgotten after a day.
CREATE TABLE login_pair (
    address       TEXT        NOT NULL,
    account       TEXT        NOT NULL,
    last_at       TIMESTAMPTZ NOT NULL,
    PRIMARY KEY (address, account)
);

CREATE INDEX login_pair_by_account ON login_pair (account, last_at);
CREATE INDEX login_pair_by_age ON login_pair (last_at);
CREATE INDEX login_failure_by_age ON login_failure (last_at);

-- The one reset that an identity has open; a newer one takes its place.
CREATE TABLE password_reset (
    identity_id   TEXT        NOT NULL PRIMARY KEY REFERENCES auth_identity (id),
    id            TEXT        NOT NULL UNIQUE,
    -- Of the token; the token itself is derived when the mail is written and kept nowhere.
    digest        TEXT        NOT NULL,
    expires_at    TIMESTAMPTZ NOT NULL,
    created_at    TIMESTAMPTZ NOT NULL
);

-- The one transfer that an order has open; a newer one takes its place.
CREATE TABLE order_transfer (
    order_id      TEXT        NOT NULL PRIMARY KEY REFERENCES shop_order (id),
    id            TEXT        NOT NULL UNIQUE,
    customer_id   TEXT        NOT NULL REFERENCES customer (id),
    description   TEXT,
    takes_email   BOOLEAN     NOT NULL,
    digest        TEXT        NOT NULL,
    expires_at    TIMESTAMPTZ NOT NULL,
    created_at    TIMESTAMPTZ NOT NULL
);

-- Mail that waits to be sent: written with the change that it is about, never with a token in it.
CREATE TABLE mail (
    id            TEXT        NOT NULL PRIMARY KEY,
    kind          TEXT        NOT NULL,
    recipient     TEXT        NOT NULL,
    locale        TEXT        NOT NULL,
    facts         TEXT        NOT NULL,
    -- Of mails of which only one waits at a time.
    single        TEXT        UNIQUE,
    tries         BIGINT      NOT NULL DEFAULT 0,
    due_at        TIMESTAMPTZ NOT NULL,
    request_id    TEXT,
    created_at    TIMESTAMPTZ NOT NULL
);

CREATE INDEX mail_by_due ON mail (due_at);
