// The double's signatures, as the library checks them.

import assert from 'node:assert/strict';
import test from 'node:test';

import Stripe from 'stripe';

import { library, receive, startDouble, TEN, WEBHOOK_SECRET } from './kit.mjs';

const receiver = await receive();
const stripe = library(await startDouble(receiver.url));
const { StripeSignatureVerificationError } = Stripe.errors;

const made = await stripe.paymentIntents.create(TEN);
const [{ body, signature }] = await receiver.until(1);

test('the library takes a webhook of the double for one of Stripe', () => {
    const event = stripe.webhooks.constructEvent(body, signature, WEBHOOK_SECRET);

    assert.deepEqual([event.object, event.type], ['event', 'payment_intent.created']);
    assert.equal(event.data.object.id, made.id);
    assert.equal(event.request.id, made.lastResponse.requestId);
});

test('it refuses a changed body, another secret, an old moment and none', () => {
    const refuses = (told, header, secret, at) =>
        assert.throws(() => stripe.webhooks.constructEvent(told, header, secret, 300, undefined, at), StripeSignatureVerificationError);

    const changed = Buffer.from(body.toString().replace('"amount": 1000', '"amount": 1'));
    assert.notDeepEqual(changed, body);
    refuses(changed, signature, WEBHOOK_SECRET);
    refuses(Buffer.concat([body, Buffer.from(' ')]), signature, WEBHOOK_SECRET);
    refuses(body, signature, 'whsec_of_somebody_else');
    refuses(body, signature, WEBHOOK_SECRET, Date.now() + 302_000);
    refuses(body, signature.replace(/t=\d+/, (t) => `${t.slice(0, -1)}${(Number(t.at(-1)) + 1) % 10}`), WEBHOOK_SECRET);
    refuses(body, '', WEBHOOK_SECRET);
});

test('the double signs as the library does', () => {
    const timestamp = Number(/t=(\d+)/.exec(signature)[1]);
    const own = stripe.webhooks.generateTestHeaderString({ payload: body.toString(), secret: WEBHOOK_SECRET, timestamp });

    assert.equal(signature, own);
});

test('each step of a payment is told', async () => {
    await stripe.paymentIntents.confirm(made.id, { payment_method: 'pm_card_visa' });
    await stripe.paymentIntents.capture(made.id);

    const kinds = (await receiver.until(5)).map((one) => stripe.webhooks.constructEvent(one.body, one.signature, WEBHOOK_SECRET).type);
    assert.deepEqual(kinds, [
        'payment_intent.created',
        'charge.succeeded',
        'payment_intent.amount_capturable_updated',
        'charge.captured',
        'payment_intent.succeeded',
    ]);
});
