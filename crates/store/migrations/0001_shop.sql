-- The shop of the first release. One text for SQLite and PostgreSQL:
-- ids, JSON and digests are TEXT; money is BIGINT in minor units; rates are parts per million.

-- The shop itself ---------------------------------------------------------------------------

CREATE TABLE store (
    id                       TEXT        NOT NULL PRIMARY KEY,
    name                     TEXT        NOT NULL,
    default_region_id        TEXT,
    default_sales_channel_id TEXT,
    -- Moves in the same unit of work as any change that shoppers can see in the catalogue.
    catalog_version          BIGINT      NOT NULL DEFAULT 1,
    created_at               TIMESTAMPTZ NOT NULL
);

CREATE TABLE counter (
    name  TEXT   NOT NULL PRIMARY KEY,
    value BIGINT NOT NULL CHECK (value >= 0)
);

INSERT INTO counter (name, value) VALUES ('order', 0);

CREATE TABLE sales_channel (
    id          TEXT        NOT NULL PRIMARY KEY,
    name        TEXT        NOT NULL,
    description TEXT,
    is_disabled BOOLEAN     NOT NULL DEFAULT FALSE,
    created_at  TIMESTAMPTZ NOT NULL,
    updated_at  TIMESTAMPTZ NOT NULL
);

CREATE TABLE api_key (
    id           TEXT        NOT NULL PRIMARY KEY,
    kind         TEXT        NOT NULL CHECK (kind IN ('publishable', 'secret')),
    title        TEXT        NOT NULL,
    -- Only the digest is compared; a publishable key is no secret and may be shown again.
    token_digest TEXT        NOT NULL UNIQUE,
    token        TEXT,
    redacted     TEXT        NOT NULL,
    created_at   TIMESTAMPTZ NOT NULL,
    revoked_at   TIMESTAMPTZ,
    CHECK (kind = 'publishable' OR token IS NULL)
);

CREATE TABLE api_key_channel (
    api_key_id       TEXT NOT NULL REFERENCES api_key (id),
    sales_channel_id TEXT NOT NULL REFERENCES sales_channel (id),
    PRIMARY KEY (api_key_id, sales_channel_id)
);

CREATE TABLE staff (
    id            TEXT        NOT NULL PRIMARY KEY,
    email         TEXT        NOT NULL,
    email_folded  TEXT        NOT NULL UNIQUE,
    password_hash TEXT        NOT NULL,
    role          TEXT        NOT NULL CHECK (role IN ('owner', 'staff', 'auditor')),
    created_at    TIMESTAMPTZ NOT NULL,
    updated_at    TIMESTAMPTZ NOT NULL
);

-- Where it sells ----------------------------------------------------------------------------

CREATE TABLE region (
    id                 TEXT        NOT NULL PRIMARY KEY,
    name               TEXT        NOT NULL,
    currency_code      TEXT        NOT NULL,
    has_automatic_taxes BOOLEAN    NOT NULL,
    is_tax_inclusive   BOOLEAN     NOT NULL,
    metadata           TEXT,
    created_at         TIMESTAMPTZ NOT NULL,
    updated_at         TIMESTAMPTZ NOT NULL
);

CREATE TABLE region_country (
    -- A country belongs to one region at most.
    iso_2     TEXT NOT NULL PRIMARY KEY,
    region_id TEXT NOT NULL REFERENCES region (id)
);

CREATE TABLE region_payment_provider (
    region_id   TEXT NOT NULL REFERENCES region (id),
    provider_id TEXT NOT NULL,
    PRIMARY KEY (region_id, provider_id)
);

CREATE TABLE tax_region (
    id            TEXT        NOT NULL PRIMARY KEY,
    country_code  TEXT        NOT NULL,
    -- Empty for the country as a whole.
    province_code TEXT        NOT NULL DEFAULT '',
    created_at    TIMESTAMPTZ NOT NULL,
    UNIQUE (country_code, province_code)
);

CREATE TABLE tax_rate (
    id            TEXT        NOT NULL PRIMARY KEY,
    tax_region_id TEXT        NOT NULL REFERENCES tax_region (id),
    name          TEXT        NOT NULL,
    code          TEXT        NOT NULL,
    rate_ppm      BIGINT      NOT NULL CHECK (rate_ppm BETWEEN 0 AND 10000000),
    is_default    BOOLEAN     NOT NULL,
    created_at    TIMESTAMPTZ NOT NULL
);

CREATE INDEX tax_rate_by_region ON tax_rate (tax_region_id);

-- What it sells -----------------------------------------------------------------------------

CREATE TABLE shipping_profile (
    id         TEXT        NOT NULL PRIMARY KEY,
    name       TEXT        NOT NULL,
    type       TEXT        NOT NULL,
    created_at TIMESTAMPTZ NOT NULL
);

CREATE TABLE product_type (
    id         TEXT        NOT NULL PRIMARY KEY,
    value      TEXT        NOT NULL UNIQUE,
    created_at TIMESTAMPTZ NOT NULL
);

CREATE TABLE product_tag (
    id         TEXT        NOT NULL PRIMARY KEY,
    value      TEXT        NOT NULL UNIQUE,
    created_at TIMESTAMPTZ NOT NULL
);

CREATE TABLE product_collection (
    id         TEXT        NOT NULL PRIMARY KEY,
    handle     TEXT        NOT NULL UNIQUE,
    title      TEXT        NOT NULL,
    metadata   TEXT,
    created_at TIMESTAMPTZ NOT NULL,
    updated_at TIMESTAMPTZ NOT NULL
);

CREATE TABLE product_category (
    id          TEXT        NOT NULL PRIMARY KEY,
    parent_id   TEXT        REFERENCES product_category (id),
    handle      TEXT        NOT NULL UNIQUE,
    name        TEXT        NOT NULL,
    description TEXT        NOT NULL,
    rank        BIGINT      NOT NULL,
    is_active   BOOLEAN     NOT NULL,
    is_internal BOOLEAN     NOT NULL,
    metadata    TEXT,
    created_at  TIMESTAMPTZ NOT NULL,
    updated_at  TIMESTAMPTZ NOT NULL
);

CREATE TABLE product (
    id                  TEXT        NOT NULL PRIMARY KEY,
    handle              TEXT        NOT NULL UNIQUE,
    title               TEXT        NOT NULL,
    subtitle            TEXT,
    description         TEXT,
    status              TEXT        NOT NULL CHECK (status IN ('draft', 'proposed', 'published', 'rejected')),
    thumbnail           TEXT,
    is_giftcard         BOOLEAN     NOT NULL DEFAULT FALSE,
    is_discountable     BOOLEAN     NOT NULL DEFAULT TRUE,
    collection_id       TEXT        REFERENCES product_collection (id),
    type_id             TEXT        REFERENCES product_type (id),
    shipping_profile_id TEXT        REFERENCES shipping_profile (id),
    weight_grams        BIGINT,
    origin_country      TEXT,
    material            TEXT,
    external_id         TEXT,
    metadata            TEXT,
    created_at          TIMESTAMPTZ NOT NULL,
    updated_at          TIMESTAMPTZ NOT NULL
);

CREATE TABLE product_in_category (
    product_id  TEXT NOT NULL REFERENCES product (id),
    category_id TEXT NOT NULL REFERENCES product_category (id),
    PRIMARY KEY (product_id, category_id)
);

CREATE TABLE product_with_tag (
    product_id TEXT NOT NULL REFERENCES product (id),
    tag_id     TEXT NOT NULL REFERENCES product_tag (id),
    PRIMARY KEY (product_id, tag_id)
);

CREATE TABLE product_in_channel (
    product_id       TEXT NOT NULL REFERENCES product (id),
    sales_channel_id TEXT NOT NULL REFERENCES sales_channel (id),
    PRIMARY KEY (product_id, sales_channel_id)
);

CREATE TABLE product_image (
    id         TEXT        NOT NULL PRIMARY KEY,
    product_id TEXT        NOT NULL REFERENCES product (id),
    url        TEXT        NOT NULL,
    rank       BIGINT      NOT NULL,
    created_at TIMESTAMPTZ NOT NULL
);

CREATE TABLE product_option (
    id         TEXT        NOT NULL PRIMARY KEY,
    product_id TEXT        NOT NULL REFERENCES product (id),
    title      TEXT        NOT NULL,
    rank       BIGINT      NOT NULL,
    created_at TIMESTAMPTZ NOT NULL
);

CREATE TABLE product_option_value (
    id         TEXT        NOT NULL PRIMARY KEY,
    option_id  TEXT        NOT NULL REFERENCES product_option (id),
    value      TEXT        NOT NULL,
    rank       BIGINT      NOT NULL,
    created_at TIMESTAMPTZ NOT NULL
);

CREATE TABLE product_variant (
    id                TEXT        NOT NULL PRIMARY KEY,
    product_id        TEXT        NOT NULL REFERENCES product (id),
    title             TEXT        NOT NULL,
    sku               TEXT        UNIQUE,
    barcode           TEXT,
    ean               TEXT,
    allows_backorder  BOOLEAN     NOT NULL DEFAULT FALSE,
    manages_inventory BOOLEAN     NOT NULL DEFAULT TRUE,
    requires_shipping BOOLEAN     NOT NULL DEFAULT TRUE,
    price_set_id      TEXT        NOT NULL UNIQUE,
    weight_grams      BIGINT,
    rank              BIGINT      NOT NULL,
    metadata          TEXT,
    created_at        TIMESTAMPTZ NOT NULL,
    updated_at        TIMESTAMPTZ NOT NULL
);

CREATE INDEX product_variant_by_product ON product_variant (product_id);

CREATE TABLE variant_with_value (
    variant_id      TEXT NOT NULL REFERENCES product_variant (id),
    option_value_id TEXT NOT NULL REFERENCES product_option_value (id),
    PRIMARY KEY (variant_id, option_value_id)
);

-- Texts in a language other than the shop's own; `texts` is a JSON object of field to text.
CREATE TABLE translation (
    reference_id TEXT NOT NULL,
    locale       TEXT NOT NULL,
    texts        TEXT NOT NULL,
    PRIMARY KEY (reference_id, locale)
);

CREATE TABLE price (
    id            TEXT        NOT NULL PRIMARY KEY,
    price_set_id  TEXT        NOT NULL,
    currency_code TEXT        NOT NULL,
    amount_minor  BIGINT      NOT NULL CHECK (amount_minor >= 0),
    -- A price of one region goes before the price of its currency.
    region_id     TEXT        REFERENCES region (id),
    created_at    TIMESTAMPTZ NOT NULL
);

CREATE INDEX price_by_set ON price (price_set_id);

-- What it has in stock ----------------------------------------------------------------------

CREATE TABLE stock_location (
    id         TEXT        NOT NULL PRIMARY KEY,
    name       TEXT        NOT NULL,
    address_id TEXT        NOT NULL,
    address    TEXT        NOT NULL,
    created_at TIMESTAMPTZ NOT NULL
);

CREATE TABLE location_in_channel (
    stock_location_id TEXT NOT NULL REFERENCES stock_location (id),
    sales_channel_id  TEXT NOT NULL REFERENCES sales_channel (id),
    PRIMARY KEY (stock_location_id, sales_channel_id)
);

CREATE TABLE inventory_item (
    id         TEXT        NOT NULL PRIMARY KEY,
    sku        TEXT,
    created_at TIMESTAMPTZ NOT NULL
);

CREATE TABLE variant_inventory (
    variant_id        TEXT   NOT NULL REFERENCES product_variant (id),
    inventory_item_id TEXT   NOT NULL REFERENCES inventory_item (id),
    required_quantity BIGINT NOT NULL DEFAULT 1 CHECK (required_quantity > 0),
    PRIMARY KEY (variant_id, inventory_item_id)
);

CREATE TABLE inventory_level (
    id                TEXT   NOT NULL PRIMARY KEY,
    inventory_item_id TEXT   NOT NULL REFERENCES inventory_item (id),
    stock_location_id TEXT   NOT NULL REFERENCES stock_location (id),
    stocked           BIGINT NOT NULL CHECK (stocked >= 0),
    -- Sold and not yet sent. Only backorders may reserve more than is stocked.
    reserved          BIGINT NOT NULL DEFAULT 0 CHECK (reserved >= 0),
    UNIQUE (inventory_item_id, stock_location_id)
);

-- How it sends ------------------------------------------------------------------------------

CREATE TABLE fulfillment_set (
    id                TEXT        NOT NULL PRIMARY KEY,
    name              TEXT        NOT NULL,
    type              TEXT        NOT NULL,
    stock_location_id TEXT        NOT NULL REFERENCES stock_location (id),
    created_at        TIMESTAMPTZ NOT NULL
);

CREATE TABLE service_zone (
    id                 TEXT        NOT NULL PRIMARY KEY,
    fulfillment_set_id TEXT        NOT NULL REFERENCES fulfillment_set (id),
    name               TEXT        NOT NULL,
    created_at         TIMESTAMPTZ NOT NULL
);

CREATE TABLE geo_zone (
    id              TEXT NOT NULL PRIMARY KEY,
    service_zone_id TEXT NOT NULL REFERENCES service_zone (id),
    country_code    TEXT NOT NULL,
    UNIQUE (service_zone_id, country_code)
);

CREATE TABLE shipping_option (
    id                  TEXT        NOT NULL PRIMARY KEY,
    name                TEXT        NOT NULL,
    price_type          TEXT        NOT NULL CHECK (price_type IN ('flat', 'calculated')),
    service_zone_id     TEXT        NOT NULL REFERENCES service_zone (id),
    shipping_profile_id TEXT        NOT NULL REFERENCES shipping_profile (id),
    provider_id         TEXT        NOT NULL,
    price_set_id        TEXT        NOT NULL UNIQUE,
    type_id             TEXT        NOT NULL,
    type_label          TEXT        NOT NULL,
    type_description    TEXT,
    type_code           TEXT        NOT NULL,
    data                TEXT,
    rank                BIGINT      NOT NULL,
    created_at          TIMESTAMPTZ NOT NULL
);

-- Who buys, and what is in their carts --------------------------------------------------------

CREATE TABLE customer (
    id           TEXT        NOT NULL PRIMARY KEY,
    -- A guest's record is that guest's alone and is never found by its e-mail.
    email        TEXT        NOT NULL,
    email_folded TEXT        NOT NULL,
    has_account  BOOLEAN     NOT NULL,
    created_at   TIMESTAMPTZ NOT NULL,
    updated_at   TIMESTAMPTZ NOT NULL
);

CREATE UNIQUE INDEX customer_account_by_email ON customer (email_folded) WHERE has_account;

CREATE TABLE cart (
    id                  TEXT        NOT NULL PRIMARY KEY,
    -- Moves with every change: whoever holds a cart moved it first.
    version             BIGINT      NOT NULL DEFAULT 1,
    owner_kind          TEXT        NOT NULL CHECK (owner_kind IN ('customer', 'guest', 'bearer')),
    owner_ref           TEXT        NOT NULL,
    region_id           TEXT        NOT NULL REFERENCES region (id),
    currency_code       TEXT        NOT NULL,
    sales_channel_id    TEXT        NOT NULL REFERENCES sales_channel (id),
    customer_id         TEXT        REFERENCES customer (id),
    email               TEXT,
    locale              TEXT,
    shipping_address_id TEXT,
    shipping_address    TEXT,
    billing_address_id  TEXT,
    billing_address     TEXT,
    metadata            TEXT,
    completed_at        TIMESTAMPTZ,
    created_at          TIMESTAMPTZ NOT NULL,
    updated_at          TIMESTAMPTZ NOT NULL,
    CHECK ((owner_kind = 'bearer') = (owner_ref = ''))
);

CREATE INDEX cart_by_owner ON cart (owner_kind, owner_ref);

CREATE INDEX cart_by_age ON cart (updated_at);

CREATE TABLE cart_line (
    id                     TEXT        NOT NULL PRIMARY KEY,
    cart_id                TEXT        NOT NULL REFERENCES cart (id),
    -- Carts and orders outlive the catalogue: what they name may go.
    variant_id             TEXT        NOT NULL,
    product_id             TEXT        NOT NULL,
    quantity               BIGINT      NOT NULL CHECK (quantity BETWEEN 1 AND 999),
    unit_price_minor       BIGINT      NOT NULL,
    is_tax_inclusive       BOOLEAN     NOT NULL,
    -- What the product was called when it was put in: JSON.
    snapshot               TEXT        NOT NULL,
    tax_lines              TEXT        NOT NULL,
    metadata               TEXT        NOT NULL,
    position               BIGINT      NOT NULL,
    created_at             TIMESTAMPTZ NOT NULL,
    updated_at             TIMESTAMPTZ NOT NULL
);

CREATE INDEX cart_line_by_cart ON cart_line (cart_id);

CREATE TABLE cart_shipping_method (
    id                  TEXT        NOT NULL PRIMARY KEY,
    cart_id             TEXT        NOT NULL REFERENCES cart (id),
    shipping_option_id  TEXT        NOT NULL,
    shipping_profile_id TEXT        NOT NULL,
    name                TEXT        NOT NULL,
    amount_minor        BIGINT      NOT NULL,
    is_tax_inclusive    BOOLEAN     NOT NULL,
    data                TEXT        NOT NULL,
    tax_lines           TEXT        NOT NULL,
    created_at          TIMESTAMPTZ NOT NULL,
    updated_at          TIMESTAMPTZ NOT NULL,
    -- One method for each profile.
    UNIQUE (cart_id, shipping_profile_id)
);

-- How it is paid ----------------------------------------------------------------------------

CREATE TABLE payment_collection (
    id               TEXT        NOT NULL PRIMARY KEY,
    cart_id          TEXT        NOT NULL UNIQUE REFERENCES cart (id),
    currency_code    TEXT        NOT NULL,
    amount_minor     BIGINT      NOT NULL,
    status           TEXT        NOT NULL CHECK (status IN ('not_paid', 'awaiting', 'partially_authorized', 'authorized', 'completed', 'canceled', 'failed')),
    authorized_minor BIGINT,
    created_at       TIMESTAMPTZ NOT NULL,
    updated_at       TIMESTAMPTZ NOT NULL
);

CREATE TABLE payment_session (
    id                    TEXT        NOT NULL PRIMARY KEY,
    payment_collection_id TEXT        NOT NULL REFERENCES payment_collection (id),
    provider_id           TEXT        NOT NULL,
    currency_code         TEXT        NOT NULL,
    amount_minor          BIGINT      NOT NULL,
    status                TEXT        NOT NULL CHECK (status IN ('pending', 'requires_more', 'authorized', 'captured', 'pending_authorization', 'error', 'canceled')),
    data                  TEXT        NOT NULL,
    authorized_at         TIMESTAMPTZ,
    created_at            TIMESTAMPTZ NOT NULL,
    updated_at            TIMESTAMPTZ NOT NULL
);

CREATE INDEX payment_session_by_collection ON payment_session (payment_collection_id);

CREATE TABLE payment (
    id                    TEXT        NOT NULL PRIMARY KEY,
    payment_collection_id TEXT        NOT NULL REFERENCES payment_collection (id),
    payment_session_id    TEXT        NOT NULL UNIQUE REFERENCES payment_session (id),
    provider_id           TEXT        NOT NULL,
    currency_code         TEXT        NOT NULL,
    amount_minor          BIGINT      NOT NULL,
    data                  TEXT        NOT NULL,
    captured_at           TIMESTAMPTZ,
    canceled_at           TIMESTAMPTZ,
    created_at            TIMESTAMPTZ NOT NULL,
    updated_at            TIMESTAMPTZ NOT NULL
);

CREATE INDEX payment_by_collection ON payment (payment_collection_id);

-- What was bought ---------------------------------------------------------------------------

CREATE TABLE shop_order (
    id                    TEXT        NOT NULL PRIMARY KEY,
    -- The last line of defence: one order per cart, whatever else fails.
    cart_id               TEXT        NOT NULL UNIQUE,
    -- Counted inside the unit of work that makes the order: no gaps.
    number                BIGINT      NOT NULL UNIQUE,
    owner_kind            TEXT        NOT NULL CHECK (owner_kind IN ('customer', 'guest', 'bearer')),
    owner_ref             TEXT        NOT NULL,
    status                TEXT        NOT NULL CHECK (status IN ('pending', 'completed', 'draft', 'archived', 'canceled', 'requires_action')),
    region_id             TEXT        NOT NULL,
    currency_code         TEXT        NOT NULL,
    sales_channel_id      TEXT        NOT NULL,
    customer_id           TEXT,
    payment_collection_id TEXT,
    email                 TEXT        NOT NULL,
    locale                TEXT,
    shipping_address_id   TEXT,
    shipping_address      TEXT,
    billing_address_id    TEXT,
    billing_address       TEXT,
    -- What was ordered, kept beside the lines so that it can be audited against them.
    total_minor           BIGINT      NOT NULL,
    metadata              TEXT,
    created_at            TIMESTAMPTZ NOT NULL,
    updated_at            TIMESTAMPTZ NOT NULL,
    CHECK ((owner_kind = 'bearer') = (owner_ref = ''))
);

CREATE INDEX shop_order_by_owner ON shop_order (owner_kind, owner_ref);

CREATE INDEX shop_order_by_customer ON shop_order (customer_id);

CREATE INDEX shop_order_by_age ON shop_order (created_at);

CREATE TABLE order_line (
    id               TEXT        NOT NULL PRIMARY KEY,
    item_id          TEXT        NOT NULL UNIQUE,
    order_id         TEXT        NOT NULL REFERENCES shop_order (id),
    variant_id       TEXT        NOT NULL,
    product_id       TEXT        NOT NULL,
    quantity         BIGINT      NOT NULL CHECK (quantity BETWEEN 1 AND 999),
    unit_price_minor BIGINT      NOT NULL,
    is_tax_inclusive BOOLEAN     NOT NULL,
    snapshot         TEXT        NOT NULL,
    tax_lines        TEXT        NOT NULL,
    metadata         TEXT        NOT NULL,
    position         BIGINT      NOT NULL,
    created_at       TIMESTAMPTZ NOT NULL
);

CREATE INDEX order_line_by_order ON order_line (order_id);

CREATE TABLE order_shipping_method (
    id                 TEXT        NOT NULL PRIMARY KEY,
    order_id           TEXT        NOT NULL REFERENCES shop_order (id),
    shipping_option_id TEXT        NOT NULL,
    name               TEXT        NOT NULL,
    amount_minor       BIGINT      NOT NULL,
    is_tax_inclusive   BOOLEAN     NOT NULL,
    data               TEXT        NOT NULL,
    tax_lines          TEXT        NOT NULL,
    created_at         TIMESTAMPTZ NOT NULL
);

CREATE INDEX order_shipping_method_by_order ON order_shipping_method (order_id);

CREATE TABLE reservation (
    id                TEXT        NOT NULL PRIMARY KEY,
    order_line_id     TEXT        NOT NULL REFERENCES order_line (id),
    inventory_item_id TEXT        NOT NULL REFERENCES inventory_item (id),
    stock_location_id TEXT        NOT NULL REFERENCES stock_location (id),
    quantity          BIGINT      NOT NULL CHECK (quantity > 0),
    created_at        TIMESTAMPTZ NOT NULL
);

CREATE INDEX reservation_by_line ON reservation (order_line_id);

-- What happened -----------------------------------------------------------------------------

-- Written in the unit of work whose change it records.
CREATE TABLE audit_outbox (
    id           TEXT        NOT NULL PRIMARY KEY,
    at           TIMESTAMPTZ NOT NULL,
    event        TEXT        NOT NULL,
    actor_kind   TEXT        NOT NULL,
    actor_ref    TEXT        NOT NULL,
    subject_kind TEXT        NOT NULL,
    subject_ref  TEXT        NOT NULL,
    request_id   TEXT,
    -- Facts of ours as a JSON object: never personal, never a secret.
    facts        TEXT        NOT NULL
);

CREATE INDEX audit_outbox_by_time ON audit_outbox (at, id);
