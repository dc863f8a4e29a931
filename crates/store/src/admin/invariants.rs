//! What holds of a shop's orders, money and stock at every moment, each as a question that counts what breaks it.
//!
//! The flows keep all of it by construction. These questions are there for the day on which they do not: after a fault of
//! ours, a restored backup, or a hand in the database.

use wufi_domain::moment::Moment;

use crate::db::{StoreError, Tx};

/// Seconds after which money that is to be taken or let go has to be.
const SETTLED_SECS: i64 = 300;
/// Seconds after which money that is held for a cart has to be an order's or let go.
const HELD_SECS: i64 = 1_500;

/// An invariant that does not hold.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Broken {
    /// Which, for programs.
    pub name: &'static str,
    /// What is wrong, for people.
    pub what: &'static str,
    /// How many rows break it.
    pub count: i64,
}

/// One question. Those with a moment ask about what is older.
struct Question {
    name: &'static str,
    what: &'static str,
    counting: &'static str,
    older_by_secs: Option<i64>,
}

const fn always(name: &'static str, what: &'static str, counting: &'static str) -> Question {
    Question { name, what, counting, older_by_secs: None }
}

const fn after(secs: i64, name: &'static str, what: &'static str, counting: &'static str) -> Question {
    Question { name, what, counting, older_by_secs: Some(secs) }
}

const QUESTIONS: [Question; 19] = [
    always(
        "cart_without_order",
        "carts that are completed without an order, or the other way about",
        "SELECT COUNT(*) FROM cart LEFT JOIN shop_order ON shop_order.cart_id = cart.id
          WHERE (cart.completed_at IS NULL) <> (shop_order.id IS NULL)",
    ),
    always("order_numbers", "gaps in the numbers of orders", "SELECT COALESCE(MAX(number), 0) - COUNT(*) FROM shop_order"),
    always(
        "order_on_record",
        "orders that are not on record once",
        "SELECT COUNT(*) FROM shop_order
          WHERE (SELECT COUNT(*) FROM audit_outbox
                  WHERE audit_outbox.event = 'order_placed' AND audit_outbox.subject_ref = shop_order.id) <> 1",
    ),
    always(
        "stock_reserved",
        "stock levels whose reserved goods are not those of their reservations",
        "SELECT COUNT(*) FROM inventory_level level
          WHERE level.reserved <> (SELECT COALESCE(SUM(held.quantity), 0) FROM reservation held
                                    WHERE held.inventory_item_id = level.inventory_item_id
                                      AND held.stock_location_id = level.stock_location_id)",
    ),
    always(
        "stock_of_canceled",
        "reservations of orders that were called off",
        "SELECT COUNT(*) FROM reservation held
           JOIN order_line line ON line.id = held.order_line_id
           JOIN shop_order placed ON placed.id = line.order_id
          WHERE placed.status = 'canceled'",
    ),
    always(
        "fulfilled_sum",
        "lines of orders of which more or less was taken out than they say, or more than was ordered",
        "SELECT COUNT(*) FROM order_line line
          WHERE line.fulfilled > line.quantity
             OR line.fulfilled <> (SELECT COALESCE(SUM(item.quantity), 0) FROM fulfillment_item item
                                     JOIN fulfillment sent ON sent.id = item.fulfillment_id
                                    WHERE item.order_line_id = line.id AND sent.canceled_at IS NULL)",
    ),
    always(
        "stock_of_lines",
        "lines of orders for which more or less stock is reserved than they still need",
        "SELECT COUNT(*) FROM (SELECT line.id
                                 FROM (SELECT order_line_id, inventory_item_id, quantity AS held, 0 AS sent FROM reservation
                                        UNION ALL
                                       SELECT item.order_line_id, taken.inventory_item_id, 0, taken.quantity
                                         FROM fulfillment_stock taken
                                         JOIN fulfillment_item item ON item.id = taken.fulfillment_item_id
                                         JOIN fulfillment sent ON sent.id = item.fulfillment_id
                                        WHERE sent.canceled_at IS NULL) moved
                                 JOIN order_line line ON line.id = moved.order_line_id
                                GROUP BY line.id, line.quantity, line.fulfilled, moved.inventory_item_id
                               HAVING SUM(moved.held) * line.quantity
                                      <> (SUM(moved.held) + SUM(moved.sent)) * (line.quantity - line.fulfilled)) uneven",
    ),
    always(
        "fulfillment_of_canceled",
        "goods that were taken out for orders that were called off",
        "SELECT COUNT(*) FROM fulfillment sent
           JOIN shop_order placed ON placed.id = sent.order_id
          WHERE placed.status = 'canceled' AND sent.canceled_at IS NULL",
    ),
    always(
        "order_without_money",
        "orders that nobody promised or paid their total for",
        "SELECT COUNT(*) FROM shop_order placed
          WHERE placed.status <> 'canceled'
            AND placed.total_minor <> (SELECT COALESCE(SUM(payment.amount_minor), 0) FROM payment
                                        WHERE payment.payment_collection_id = placed.payment_collection_id
                                          AND payment.canceled_at IS NULL)",
    ),
    always(
        "payment_without_order",
        "payments of no order",
        "SELECT COUNT(*) FROM payment
          WHERE NOT EXISTS (SELECT 1 FROM shop_order placed WHERE placed.payment_collection_id = payment.payment_collection_id)",
    ),
    always(
        "session_without_order",
        "payment sessions that paid for an order of another cart, or of none",
        "SELECT COUNT(*) FROM payment_session session
           JOIN payment_collection collection ON collection.id = session.payment_collection_id
           LEFT JOIN shop_order placed ON placed.id = session.order_id AND placed.cart_id = collection.cart_id
          WHERE (session.step IN ('ordered', 'taken') OR session.order_id IS NOT NULL) AND placed.id IS NULL",
    ),
    always(
        "capture_amount",
        "payments whose money was taken without being put down, or otherwise than in whole",
        "SELECT COUNT(*) FROM payment
           LEFT JOIN capture ON capture.payment_id = payment.id
          WHERE (payment.captured_at IS NULL) <> (capture.id IS NULL)
             OR (capture.id IS NOT NULL AND capture.amount_minor <> payment.amount_minor)",
    ),
    always(
        "capture_of_canceled",
        "payments that were called off and taken nevertheless",
        "SELECT COUNT(*) FROM payment WHERE payment.captured_at IS NOT NULL AND payment.canceled_at IS NOT NULL",
    ),
    always(
        "refund_sum",
        "payments whose refunds are not what was given back, or more than was taken",
        "SELECT COUNT(*) FROM payment
          WHERE payment.refunded_minor <> (SELECT COALESCE(SUM(refund.amount_minor), 0) FROM refund
                                            WHERE refund.payment_id = payment.id AND refund.state <> 'failed')
             OR payment.refunded_minor > CASE WHEN payment.captured_at IS NULL THEN 0 ELSE payment.amount_minor END",
    ),
    always(
        "live_sessions",
        "carts that could be paid for twice at once",
        "SELECT COUNT(*) FROM (SELECT payment_collection_id FROM payment_session
                                WHERE step IN ('asked', 'open', 'held')
                                GROUP BY payment_collection_id HAVING COUNT(*) > 1) twice",
    ),
    after(
        SETTLED_SECS,
        "order_without_capture",
        "orders whose money was not taken for more than five minutes",
        "SELECT COUNT(*) FROM payment_session
          WHERE step = 'ordered' AND intent_id IS NOT NULL AND updated_at < $1",
    ),
    after(
        SETTLED_SECS,
        "money_not_let_go",
        "payments without an order that were not let go for more than five minutes",
        "SELECT COUNT(*) FROM payment_session WHERE step = 'releasing' AND updated_at < $1",
    ),
    after(
        HELD_SECS,
        "money_without_order",
        "carts that money is held for, and of which no order came",
        "SELECT COUNT(*) FROM payment_session WHERE step = 'held' AND updated_at < $1",
    ),
    after(
        SETTLED_SECS,
        "refund_not_sent",
        "refunds that the provider was not told of for more than five minutes",
        "SELECT COUNT(*) FROM refund WHERE state = 'asked' AND updated_at < $1",
    ),
];

/// The names of all invariants, for whoever shows them.
pub fn names() -> impl Iterator<Item = &'static str> {
    QUESTIONS.iter().map(|question| question.name)
}

/// Those that do not hold.
pub async fn broken(tx: &mut Tx) -> Result<Vec<Broken>, StoreError> {
    let mut broken = Vec::new();
    for Question { name, what, counting, older_by_secs } in QUESTIONS {
        let before: Option<Moment> = older_by_secs.map(|secs| tx.now().after_secs(-secs));
        let statement = tx.query(counting);
        let statement = match before {
            Some(before) => statement.bind(before),
            None => statement,
        };
        let (count,): (i64,) = statement.one().await?;
        if count != 0 {
            broken.push(Broken { name, what, count });
        }
    }
    Ok(broken)
}
