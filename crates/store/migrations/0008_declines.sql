-- Declined tries to pay, for the brake on card testing. All of it but the state is forgotten after some days.

-- Each try once, whoever tells of it and however often.
CREATE TABLE payment_decline (
    -- The intent, and the charge or what else tells the try from others.
    id                 TEXT        NOT NULL PRIMARY KEY,
    payment_session_id TEXT        NOT NULL,
    -- Whose payment it was; where that is whoever knows the cart, the cart.
    owner_kind         TEXT        NOT NULL CHECK (owner_kind IN ('customer', 'guest', 'cart')),
    owner_ref          TEXT        NOT NULL,
    -- Keyed digests of where the payment was begun (v4 or /64, and the /48), where that is known, and of the card.
    address            TEXT,
    site               TEXT,
    card               TEXT,
    code               TEXT        NOT NULL,
    -- Whether it says something of card or shopper.
    counts             BOOLEAN     NOT NULL,
    at                 TIMESTAMPTZ NOT NULL
);

CREATE INDEX payment_decline_by_age ON payment_decline (at, counts);
CREATE INDEX payment_decline_by_session ON payment_decline (payment_session_id);
CREATE INDEX payment_decline_by_owner ON payment_decline (owner_kind, owner_ref, at);
CREATE INDEX payment_decline_by_address ON payment_decline (address, at);
CREATE INDEX payment_decline_by_site ON payment_decline (site, at);
CREATE INDEX payment_decline_by_card ON payment_decline (card, at);

-- Where a payment was begun, as keyed digests: what is declined of it counts there.
CREATE TABLE payment_opener (
    payment_session_id TEXT        NOT NULL PRIMARY KEY,
    address            TEXT        NOT NULL,
    site               TEXT,
    opened_at          TIMESTAMPTZ NOT NULL
);

CREATE INDEX payment_opener_by_age ON payment_opener (opened_at);

-- When a payer or an address whose payments are held apart began the last one.
CREATE TABLE payment_pace (
    who       TEXT        NOT NULL PRIMARY KEY,
    opened_at TIMESTAMPTZ NOT NULL
);

CREATE INDEX payment_pace_by_age ON payment_pace (opened_at);

-- Whether the brake is on for the whole shop, so that of many nodes one puts the change on record.
CREATE TABLE payment_brake (
    name       TEXT        NOT NULL PRIMARY KEY,
    is_on      BOOLEAN     NOT NULL,
    changed_at TIMESTAMPTZ
);

INSERT INTO payment_brake (name, is_on, changed_at) VALUES ('shop', FALSE, NULL);

-- Who paid for something and did not take it back is known: their bank asked for the money of this one.
ALTER TABLE payment_session ADD COLUMN disputed_at TIMESTAMPTZ;

CREATE INDEX payment_session_by_owner ON payment_session (owner_kind, owner_ref);
CREATE INDEX payment_session_by_authorized ON payment_session (authorized_at);
