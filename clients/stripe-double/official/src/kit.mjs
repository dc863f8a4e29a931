// A double of its own for each file of tests, and Stripe's own library that takes it for Stripe.

import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { createServer } from 'node:http';
import { createInterface } from 'node:readline';

import Stripe from 'stripe';

export const SECRET_KEY = 'sk_test_official';
export const WEBHOOK_SECRET = 'whsec_official';

/// Starts a double; it ends with the process.
export async function startDouble(webhookUrl) {
    const program = process.env.WUFI_STRIPE_DOUBLE;
    if (!program) throw new Error('WUFI_STRIPE_DOUBLE names no program');
    const settings = ['--listen', '127.0.0.1:0', '--secret-key', SECRET_KEY, '--webhook-secret', WEBHOOK_SECRET];
    if (webhookUrl) settings.push('--webhook-url', webhookUrl);
    const running = spawn(program, settings, { stdio: ['ignore', 'pipe', 'inherit'] });
    process.on('exit', () => running.kill());
    const [line] = await once(createInterface(running.stdout), 'line');
    // The tests end when they are done, and need not wait for it.
    running.unref();
    running.stdout.unref();
    return new URL(line.split(' ').at(-1));
}

/// The library; it is told no more of the double than where it is.
export function library(url, { key = SECRET_KEY, ...more } = {}) {
    const { hostname: host, port } = url;
    return new Stripe(key, { host, port, protocol: 'http', telemetry: false, maxNetworkRetries: 0, ...more });
}

/// Asks the double for what Stripe's API has not.
export async function ask(url, method, path, body) {
    const answer = await fetch(new URL(`/double/${path}`, url), { method, body: body && JSON.stringify(body) });
    const told = await answer.json();
    if (!answer.ok) throw new Error(`${answer.status}: ${JSON.stringify(told)}`);
    return told;
}

/// A shop's end of webhooks: what came, and a way to wait for the next.
export async function receive() {
    const webhooks = [];
    let arrived = () => {};
    const server = createServer((request, response) => {
        const pieces = [];
        request.on('data', (piece) => pieces.push(piece));
        request.on('end', () => {
            webhooks.push({ signature: request.headers['stripe-signature'], body: Buffer.concat(pieces) });
            response.end();
            arrived();
        });
    });
    await once(server.listen(0, '127.0.0.1'), 'listening');
    server.unref();
    server.on('connection', (socket) => socket.unref());
    const until = async (count) => {
        server.ref();
        while (webhooks.length < count) {
            await new Promise((resolve) => {
                arrived = resolve;
            });
        }
        server.unref();
        return webhooks;
    };
    return { url: `http://127.0.0.1:${server.address().port}/hooks`, until };
}

/// Ten euros, to be taken later.
export const TEN = { amount: 1000, currency: 'eur', capture_method: 'manual', automatic_payment_methods: { enabled: true, allow_redirects: 'never' } };
