// Lists, as the library turns their pages.

import assert from 'node:assert/strict';
import test from 'node:test';

import { library, startDouble, TEN } from './kit.mjs';

const stripe = library(await startDouble());

test('the library reads all pages, from the newest on', async () => {
    const made = [];
    for (let n = 0; n < 25; n += 1) made.unshift((await stripe.paymentIntents.create(TEN)).id);

    const read = [];
    for await (const intent of stripe.paymentIntents.list({ limit: 10 })) read.push(intent.id);
    assert.deepEqual(read, made);

    const twelve = await stripe.paymentIntents.list({ limit: 5 }).autoPagingToArray({ limit: 12 });
    assert.deepEqual(twelve.map((intent) => intent.id), made.slice(0, 12));
    const back = [];
    for await (const intent of stripe.paymentIntents.list({ limit: 2, ending_before: made[5] })) back.push(intent.id);
    assert.deepEqual(back, made.slice(0, 5).reverse());
    const none = await stripe.paymentIntents.list({ created: { gt: Math.floor(Date.now() / 1000) + 60 } });
    assert.deepEqual([none.data, none.has_more], [[], false]);
});
