-- Goods of orders that leave: what was taken out of stock for whom, and how far it got.

-- How many of a line were taken out of stock: never more than were ordered, however many ask at once.
ALTER TABLE order_line ADD COLUMN fulfilled BIGINT NOT NULL DEFAULT 0 CHECK (fulfilled BETWEEN 0 AND quantity);

CREATE TABLE fulfillment (
    id                TEXT        NOT NULL PRIMARY KEY,
    order_id          TEXT        NOT NULL REFERENCES shop_order (id),
    -- Where all of it lay, when somebody said where.
    stock_location_id TEXT,
    -- What is stuck onto the parcels, as a JSON array.
    labels            TEXT        NOT NULL,
    -- The member of staff or the key.
    created_by        TEXT,
    shipped_at        TIMESTAMPTZ,
    delivered_at      TIMESTAMPTZ,
    canceled_at       TIMESTAMPTZ,
    created_at        TIMESTAMPTZ NOT NULL,
    updated_at        TIMESTAMPTZ NOT NULL,
    CHECK (canceled_at IS NULL OR (shipped_at IS NULL AND delivered_at IS NULL))
);

CREATE INDEX fulfillment_by_order ON fulfillment (order_id);

CREATE TABLE fulfillment_item (
    id             TEXT   NOT NULL PRIMARY KEY,
    fulfillment_id TEXT   NOT NULL REFERENCES fulfillment (id),
    order_line_id  TEXT   NOT NULL REFERENCES order_line (id),
    quantity       BIGINT NOT NULL CHECK (quantity > 0)
);

CREATE INDEX fulfillment_item_by_fulfillment ON fulfillment_item (fulfillment_id);
CREATE INDEX fulfillment_item_by_line ON fulfillment_item (order_line_id);

-- The stock that was taken out, so that exactly that comes back when the fulfilment is called off.
CREATE TABLE fulfillment_stock (
    id                  TEXT   NOT NULL PRIMARY KEY,
    fulfillment_item_id TEXT   NOT NULL REFERENCES fulfillment_item (id),
    inventory_item_id   TEXT   NOT NULL REFERENCES inventory_item (id),
    stock_location_id   TEXT   NOT NULL REFERENCES stock_location (id),
    quantity            BIGINT NOT NULL CHECK (quantity > 0)
);

CREATE INDEX fulfillment_stock_by_item ON fulfillment_stock (fulfillment_item_id);

-- Under which of its keys a refund is asked for: a provider may keep a failure of its own under one.
ALTER TABLE refund ADD COLUMN revision BIGINT NOT NULL DEFAULT 0;
