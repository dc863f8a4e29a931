// Idempotency keys, and the library's own retries, which rely on them.

import assert from 'node:assert/strict';
import { beforeEach, test } from 'node:test';

import { ask, library, startDouble, TEN } from './kit.mjs';

const url = await startDouble();
const stripe = library(url);
const count = async () => (await stripe.paymentIntents.list({ limit: 100 })).data.length;

beforeEach(() => ask(url, 'DELETE', 'faults'));

test('the same key hears the same answer', async () => {
    const before = await count();
    const options = { idempotencyKey: 'k1' };

    const first = await stripe.paymentIntents.create(TEN, options);
    const again = await stripe.paymentIntents.create(TEN, options);

    assert.deepEqual(again, first);
    assert.deepEqual([first, again].map((one) => one.lastResponse.headers['idempotent-replayed']), [undefined, 'true']);
    assert.equal(await count(), before + 1);
});

for (const [what, fault] of [
    ['an answer that was lost', 'answer_lost'],
    ['a connection that was reset', 'reset'],
    ['a gateway that failed after the effect', { status: { status: 502, effect: 'done', replay: 'fresh' } }],
    ['a failure before the effect', { status: { status: 500, effect: 'none', replay: 'fresh' } }],
    ['a time-out after the effect', { time_out: { after_ms: 600_000, effect: 'done' } }],
]) {
    test(`the library's retry after ${what} makes one intent`, async () => {
        const before = await count();
        await ask(url, 'POST', 'faults', { call: 'create', fault, turn: { next: 1 } });

        const made = await library(url, { maxNetworkRetries: 2, timeout: 500 }).paymentIntents.create(TEN);

        assert.equal(made.amount, 1000);
        assert.equal(await count(), before + 1);
        const calls = (await ask(url, 'GET', 'calls')).filter((call) => call.call === 'create').slice(-2);
        assert.equal(new Set(calls.map((call) => call.idempotency_key)).size, 1, 'the retry has the key of the first try');
    });
}

test('a failure that sticks to its key is not retried', async () => {
    const fault = { status: { status: 500, effect: 'none', replay: 'kept' } };
    await ask(url, 'POST', 'faults', { call: 'create', fault, turn: { next: 1 } });
    const retrying = library(url, { maxNetworkRetries: 2 });
    const tries = async () => (await ask(url, 'GET', 'calls')).filter((call) => call.idempotency_key === 'k2').length;

    await assert.rejects(retrying.paymentIntents.create(TEN, { idempotencyKey: 'k2' }), { statusCode: 500 });
    assert.equal(await tries(), 1, 'the double says that trying again is of no use');
    await assert.rejects(retrying.paymentIntents.create(TEN, { idempotencyKey: 'k2' }), { statusCode: 500 });
    assert.equal((await retrying.paymentIntents.create(TEN, { idempotencyKey: 'k3' })).amount, 1000);
});

test('a capture whose answer was lost takes the money once', async () => {
    const held = await stripe.paymentIntents.create({ ...TEN, payment_method: 'pm_card_visa', confirm: true });
    await ask(url, 'POST', 'faults', { call: 'capture', fault: 'answer_lost', turn: { next: 1 } });

    const taken = await library(url, { maxNetworkRetries: 1 }).paymentIntents.capture(held.id);

    assert.deepEqual([taken.status, taken.amount_received], ['succeeded', 1000]);
    const captures = (await ask(url, 'GET', 'calls')).filter((call) => call.call === 'capture');
    assert.deepEqual(captures.map((call) => call.is_replay), [false, true]);
});
