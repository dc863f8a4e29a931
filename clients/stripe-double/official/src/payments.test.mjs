// The ways of a payment, as the library's users go them.

import assert from 'node:assert/strict';
import test from 'node:test';

import { ask, library, startDouble, TEN } from './kit.mjs';

const url = await startDouble();
const stripe = library(url);

test('a payment is made, changed, confirmed and captured in part', async () => {
    const made = await stripe.paymentIntents.create({ ...TEN, metadata: { cart_id: 'cart_1', note: 'x' }, description: 'Kass & koer' });
    assert.equal(made.status, 'requires_payment_method');
    assert.deepEqual(made.metadata, { cart_id: 'cart_1', note: 'x' });

    const updated = await stripe.paymentIntents.update(made.id, { amount: 1200, metadata: { note: '' } });
    assert.equal(updated.amount, 1200);
    assert.deepEqual(updated.metadata, { cart_id: 'cart_1' });

    const held = await stripe.paymentIntents.confirm(made.id, { payment_method: 'pm_card_visa' });
    assert.deepEqual([held.status, held.amount_capturable], ['requires_capture', 1200]);

    const taken = await stripe.paymentIntents.capture(made.id, { amount_to_capture: 1100, expand: ['latest_charge'] });
    assert.deepEqual([taken.status, taken.amount_received], ['succeeded', 1100]);
    const { amount_captured, captured, payment_method_details } = taken.latest_charge;
    assert.deepEqual([amount_captured, captured, payment_method_details.card.last4], [1100, true, '4242']);
    assert.equal((await stripe.charges.retrieve(taken.latest_charge.id)).payment_intent, made.id);
});

test('what is held is let go', async () => {
    const held = await stripe.paymentIntents.create({ ...TEN, payment_method: 'pm_card_mastercard', confirm: true });
    assert.equal(held.status, 'requires_capture');

    const canceled = await stripe.paymentIntents.cancel(held.id, { cancellation_reason: 'abandoned' });

    assert.deepEqual([canceled.status, canceled.cancellation_reason, canceled.amount_capturable], ['canceled', 'abandoned', 0]);
});

test('what is taken goes back', async () => {
    const paid = await stripe.paymentIntents.create({ ...TEN, capture_method: 'automatic', payment_method: 'pm_card_visa', confirm: true });
    assert.equal(paid.status, 'succeeded');

    const refund = await stripe.refunds.create({ payment_intent: paid.id, amount: 300, reason: 'requested_by_customer', metadata: { a: 'b' } });
    assert.deepEqual([refund.status, refund.amount, refund.metadata.a], ['succeeded', 300, 'b']);
    assert.equal((await stripe.refunds.retrieve(refund.id, { expand: ['charge'] })).charge.amount_refunded, 300);
    assert.equal((await stripe.refunds.list({ payment_intent: paid.id })).data.length, 1);
});

test('3-D Secure waits for the shopper', async () => {
    const waits = await stripe.paymentIntents.create({ ...TEN, payment_method: 'pm_card_threeDSecure2Required', confirm: true });
    assert.deepEqual([waits.status, waits.next_action.type], ['requires_action', 'use_stripe_sdk']);

    await ask(url, 'POST', `intents/${waits.id}/authenticate`, { succeed: true });

    assert.equal((await stripe.paymentIntents.retrieve(waits.id)).status, 'requires_capture');
});

test('a browser pays with the publishable key', async () => {
    const made = await stripe.paymentIntents.create(TEN);
    const browser = library(url, { key: 'pk_test_official' });

    const paid = await browser.paymentIntents.confirm(made.id, { client_secret: made.client_secret, payment_method: 'pm_card_visa' });

    assert.deepEqual([paid.status, paid.metadata], ['requires_capture', undefined]);
});

test('customers and the account are there', async () => {
    const customer = await stripe.customers.create({ email: 'mari@example.test', metadata: { wufi: 'cus_1' } });
    assert.equal((await stripe.customers.retrieve(customer.id)).email, 'mari@example.test');
    const paid = await stripe.paymentIntents.create({ ...TEN, customer: customer.id, expand: ['customer'] });
    assert.equal(paid.customer.id, customer.id);
    assert.equal((await stripe.accounts.retrieveCurrent()).charges_enabled, true);
});

test('an answer names its request and the version that the library speaks', async () => {
    const { lastResponse } = await stripe.paymentIntents.create(TEN, { idempotencyKey: 'named' });

    assert.match(lastResponse.requestId, /^req_/);
    assert.deepEqual([lastResponse.idempotencyKey, lastResponse.statusCode], ['named', 200]);
    assert.match(lastResponse.apiVersion, /^20\d\d-/);
});
