// Refusals come out of the library as what they are.

import assert from 'node:assert/strict';
import test from 'node:test';

import Stripe from 'stripe';

import { ask, library, startDouble, TEN } from './kit.mjs';

const url = await startDouble();
const stripe = library(url);
const { errors } = Stripe;

test('a card that does not pay', async () => {
    for (const [card, code, declineCode] of [
        ['pm_card_chargeDeclined', 'card_declined', 'generic_decline'],
        ['pm_card_chargeDeclinedInsufficientFunds', 'card_declined', 'insufficient_funds'],
        ['pm_card_chargeDeclinedExpiredCard', 'expired_card', undefined],
    ]) {
        await assert.rejects(stripe.paymentIntents.create({ ...TEN, payment_method: card, confirm: true }), (error) => {
            assert.ok(error instanceof errors.StripeCardError, error.type);
            assert.deepEqual([error.statusCode, error.code, error.decline_code || undefined], [402, code, declineCode]);
            assert.equal(error.payment_intent.status, 'requires_payment_method');
            assert.equal(error.payment_method.card.brand, 'visa');
            assert.match(error.charge, /^ch_/);
            return true;
        });
    }
});

test('requests that make no sense, or none now', async () => {
    const made = await stripe.paymentIntents.create(TEN);
    const paid = await stripe.paymentIntents.create({ ...TEN, capture_method: 'automatic', payment_method: 'pm_card_visa', confirm: true });
    for (const [call, status, code, param] of [
        [() => stripe.paymentIntents.create({ ...TEN, amonut: 1 }), 400, 'parameter_unknown', 'amonut'],
        [() => stripe.paymentIntents.create({ currency: 'eur' }), 400, 'parameter_missing', 'amount'],
        [() => stripe.paymentIntents.create({ ...TEN, amount: 49 }), 400, 'amount_too_small', 'amount'],
        [() => stripe.paymentIntents.create({ ...TEN, amount: 10.5 }), 400, 'parameter_invalid_integer', 'amount'],
        [() => stripe.paymentIntents.retrieve('pi_nobody'), 404, 'resource_missing', 'intent'],
        [() => stripe.paymentIntents.capture(made.id), 400, 'payment_intent_unexpected_state', undefined],
        [() => stripe.paymentIntents.cancel(paid.id), 400, 'payment_intent_unexpected_state', undefined],
        [() => stripe.paymentIntents.update(paid.id, { amount: 2000 }), 400, 'payment_intent_unexpected_state', 'amount'],
        [() => stripe.refunds.create({ payment_intent: paid.id, amount: 1001 }), 400, 'amount_too_large', 'amount'],
        [() => stripe.refunds.create({ payment_intent: 'pi_nobody' }), 400, 'resource_missing', 'payment_intent'],
    ]) {
        await assert.rejects(call, (error) => {
            assert.ok(error instanceof errors.StripeInvalidRequestError, `${error.type} of ${call}`);
            assert.deepEqual([error.statusCode, error.code, error.param], [status, code, param], `${call}`);
            assert.match(error.requestId, /^req_/);
            return true;
        });
    }
    await stripe.refunds.create({ payment_intent: paid.id });
    await assert.rejects(stripe.refunds.create({ payment_intent: paid.id }), { code: 'charge_already_refunded' });
});

test('keys that open nothing', async () => {
    await assert.rejects(library(url, { key: 'sk_test_of_somebody_else' }).paymentIntents.create(TEN), (error) => {
        assert.ok(error instanceof errors.StripeAuthenticationError, error.type);
        assert.equal(error.statusCode, 401);
        return true;
    });
    await assert.rejects(library(url, { key: 'pk_test_official' }).paymentIntents.create(TEN), errors.StripeAuthenticationError);
});

test('a key that is used for something else', async () => {
    const options = { idempotencyKey: 'twice' };
    await stripe.paymentIntents.create(TEN, options);

    await assert.rejects(stripe.paymentIntents.create({ ...TEN, amount: 2000 }, options), (error) => {
        assert.ok(error instanceof errors.StripeIdempotencyError, error.type);
        assert.equal(error.statusCode, 400);
        return true;
    });
});

test('failures of Stripe and of the way there', async () => {
    for (const [fault, kind] of [
        [{ status: { status: 429, effect: 'none', replay: 'fresh' } }, errors.StripeRateLimitError],
        [{ status: { status: 500, effect: 'none', replay: 'fresh' } }, errors.StripeAPIError],
        [{ garbage: { shape: 'html', effect: 'done' } }, errors.StripeAPIError],
        [{ garbage: { shape: 'truncated', effect: 'done' } }, errors.StripeAPIError],
        ['reset', errors.StripeConnectionError],
        ['answer_lost', errors.StripeConnectionError],
        [{ time_out: { after_ms: 600_000, effect: 'done' } }, errors.StripeConnectionError],
    ]) {
        await ask(url, 'POST', 'faults', { call: 'create', fault, turn: 'every' });
        const impatient = library(url, { timeout: 500 });
        await assert.rejects(impatient.paymentIntents.create(TEN), (error) => {
            assert.ok(error instanceof kind, `${error.type} of ${JSON.stringify(fault)}`);
            return true;
        });
        await ask(url, 'DELETE', 'faults');
    }
});
