// The double's objects have the members that the library's types declare: all that must be there, and no other.

import assert from 'node:assert/strict';
import { readFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import test from 'node:test';

import { ask, library, startDouble, TEN } from './kit.mjs';

const url = await startDouble();
const stripe = library(url);
const types = join(dirname(createRequire(import.meta.url).resolve('stripe')), '../esm/resources');

/// The members of an interface: name → whether it may be missing.
async function declared(file, name) {
    const text = await readFile(join(types, `${file}.d.ts`), 'utf8');
    const [, body] = new RegExp(`\\nexport interface ${name} {\\n([^]*?)\\n}`).exec(text) ?? assert.fail(`no ${name}`);
    const members = [...body.matchAll(/^ {4}([a-z0-9_]+)(\??): /gm)];
    return new Map(members.map(([, member, optional]) => [member, optional === '?']));
}

async function compare(file, name, object) {
    const members = await declared(file, name);
    assert.ok(members.size > 5, `${members.size} members of ${name}`);
    const told = Object.keys(object).filter((member) => member !== 'lastResponse');
    assert.deepEqual(told.filter((member) => !members.has(member)), [], `${name}: what the library does not know`);
    const needed = [...members].filter(([, optional]) => !optional).map(([member]) => member);
    assert.deepEqual(needed.filter((member) => !(member in object)), [], `${name}: what the library expects`);
}

test('everything that the double tells has the shape that the library declares', async () => {
    const customer = await stripe.customers.create({ email: 'mari@example.test' });
    const paid = await stripe.paymentIntents.create({
        ...TEN,
        capture_method: 'automatic',
        customer: customer.id,
        payment_method: 'pm_card_visa',
        confirm: true,
        expand: ['latest_charge', 'payment_method'],
    });
    const refund = await stripe.refunds.create({ payment_intent: paid.id, amount: 100 });
    await ask(url, 'POST', `intents/${paid.id}/dispute`);
    const events = await ask(url, 'GET', 'events');
    const dispute = events.find((event) => event.type === 'charge.dispute.created');

    await compare('PaymentIntents', 'PaymentIntent', paid);
    await compare('Charges', 'Charge', paid.latest_charge);
    await compare('PaymentMethods', 'PaymentMethod', paid.payment_method);
    await compare('Refunds', 'Refund', refund);
    await compare('Customers', 'Customer', customer);
    await compare('Disputes', 'Dispute', dispute.data.object);
    await compare('Events', 'EventBase', dispute);
});
