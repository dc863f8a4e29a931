-- Requests that came under an idempotency key: who works on one, and what was answered.

CREATE TABLE idempotency (
    -- A digest of who asked, of the method, the path with its query, and the key: none of them is kept as it came.
    scope        TEXT        NOT NULL PRIMARY KEY,
    -- The request that works under the key, or answered. Another one takes its place by putting its own here.
    claim_id     TEXT        NOT NULL UNIQUE,
    -- A digest of the body, sealed: bodies can be guessed.
    asked        TEXT        NOT NULL,
    -- Whether something that the claim did is in the database; set in the unit of work that does it.
    has_effect   BOOLEAN     NOT NULL,
    -- The answer, sealed; none while there is none.
    answer       TEXT,
    -- Until when nobody takes the claim's place.
    leased_until TIMESTAMPTZ NOT NULL,
    -- Until when the key stands for this request.
    expires_at   TIMESTAMPTZ NOT NULL
);

CREATE INDEX idempotency_by_expiry ON idempotency (expires_at);
