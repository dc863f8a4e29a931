-- Payments that a provider holds: what each is bound to, how far it got, and what is left to do.

-- The binding is the authority on what a payment is for; what the provider says is held against it.
ALTER TABLE payment_session ADD COLUMN owner_kind TEXT NOT NULL DEFAULT 'bearer' CHECK (owner_kind IN ('customer', 'guest', 'bearer'));
ALTER TABLE payment_session ADD COLUMN owner_ref TEXT NOT NULL DEFAULT '';
ALTER TABLE payment_session ADD COLUMN revision BIGINT NOT NULL DEFAULT 0;
ALTER TABLE payment_session ADD COLUMN intent_id TEXT;
ALTER TABLE payment_session ADD COLUMN is_live BOOLEAN NOT NULL DEFAULT FALSE;
ALTER TABLE payment_session ADD COLUMN step TEXT NOT NULL DEFAULT 'open' CHECK (step IN ('asked', 'open', 'held', 'ordered', 'taken', 'releasing', 'released', 'disowned'));
ALTER TABLE payment_session ADD COLUMN order_id TEXT;
-- When somebody has to look after it, unless all goes well before; none when nothing is left to do.
ALTER TABLE payment_session ADD COLUMN due_at TIMESTAMPTZ;
ALTER TABLE payment_session ADD COLUMN tries BIGINT NOT NULL DEFAULT 0;

UPDATE payment_session SET step = 'released' WHERE status = 'canceled';
UPDATE payment_session
   SET step = 'ordered',
       order_id = (SELECT shop_order.id
                     FROM shop_order
                    WHERE shop_order.payment_collection_id = payment_session.payment_collection_id)
 WHERE status = 'authorized';

-- The last lines of defence: an intent pays one session, a session one order, and a cart has one at a time.
CREATE UNIQUE INDEX payment_session_by_intent ON payment_session (intent_id);
CREATE UNIQUE INDEX payment_session_by_order ON payment_session (order_id);
CREATE UNIQUE INDEX payment_session_live ON payment_session (payment_collection_id) WHERE step IN ('asked', 'open', 'held');
CREATE INDEX payment_session_by_due ON payment_session (due_at);

ALTER TABLE payment ADD COLUMN refunded_minor BIGINT NOT NULL DEFAULT 0 CHECK (refunded_minor >= 0);

-- Money that was taken: all of a payment, once.
CREATE TABLE capture (
    id           TEXT        NOT NULL PRIMARY KEY,
    payment_id   TEXT        NOT NULL UNIQUE REFERENCES payment (id),
    amount_minor BIGINT      NOT NULL CHECK (amount_minor > 0),
    -- The member of staff or the key; none when it was taken by itself.
    created_by   TEXT,
    created_at   TIMESTAMPTZ NOT NULL
);

-- Money that was given back, or is on its way: the row comes before the provider is asked.
CREATE TABLE refund (
    id           TEXT        NOT NULL PRIMARY KEY,
    payment_id   TEXT        NOT NULL REFERENCES payment (id),
    amount_minor BIGINT      NOT NULL CHECK (amount_minor > 0),
    state        TEXT        NOT NULL CHECK (state IN ('asked', 'done', 'failed')),
    -- The provider's own id of it.
    reference    TEXT,
    note         TEXT,
    created_by   TEXT,
    due_at       TIMESTAMPTZ,
    tries        BIGINT      NOT NULL DEFAULT 0,
    created_at   TIMESTAMPTZ NOT NULL,
    updated_at   TIMESTAMPTZ NOT NULL
);

CREATE INDEX refund_by_payment ON refund (payment_id);
CREATE INDEX refund_by_due ON refund (due_at);

-- What a provider notified of, each once, in the unit of work of its effect.
CREATE TABLE payment_notice (
    id          TEXT        NOT NULL PRIMARY KEY,
    kind        TEXT        NOT NULL,
    intent_id   TEXT,
    received_at TIMESTAMPTZ NOT NULL
);

CREATE INDEX payment_notice_by_age ON payment_notice (received_at);
