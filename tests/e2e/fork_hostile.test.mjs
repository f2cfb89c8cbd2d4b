// Forks of origins that break rules: each is an error with a reason, and costs neither the process nor its memory.
import assert from 'node:assert/strict';
import { execFile } from 'node:child_process';
import { readFileSync, truncateSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { after, before, test } from 'node:test';
import { promisify } from 'node:util';

import { ApiPromise, Keyring, WsProvider } from '@polkadot/api';
import WebSocket, { WebSocketServer } from 'ws';

import { Node, temporaryFolder } from './node.mjs';

const program = process.env.SERINUS;
const { folder, remove } = temporaryFolder();
const kReady = /Running JSON-RPC server: addr=127\.0\.0\.1:(\d+)/;
const kMaxResidentKib = 700 * 1024;

let origin;

before(async () => {
    origin = await Node.start(program, ['--dev', '--tmp', '--sealing', 'manual', '--state-pruning', 'archive']);
    for (let i = 0; i < 2; ++i) await origin.call('engine_createBlock', true, true);
});
after(async () => {
    await origin.stop();
    remove();
});

/**
 * A server between a fork and the origin. `answer(request, socket, pass)` may answer by itself: what it returns is the
 * message, and null is none; `pass()` gives the origin's own answer.
 */
async function between(t, answer) {
    const server = new WebSocketServer({ port: 0, host: '127.0.0.1' });
    await new Promise((resolve) => server.on('listening', resolve));
    const clients = new Set();
    server.on('connection', (socket) => {
        const upstream = new WebSocket(origin.url);
        clients.add(upstream);
        const opened = new Promise((resolve) => upstream.on('open', resolve));
        const waiting = new Map();
        upstream.on('message', (data) => {
            const text = data.toString();
            const { id } = JSON.parse(text);
            // Behind the answer that names the subscription.
            if (id === undefined) setImmediate(() => socket.send(text));
            else waiting.get(id)?.(text);
        });
        upstream.on('error', () => {});
        socket.on('error', () => {});
        socket.on('close', () => upstream.terminate());
        socket.on('message', async (data) => {
            const request = JSON.parse(data.toString());
            const pass = async () => {
                await opened;
                const reply = new Promise((resolve) => waiting.set(request.id, resolve));
                upstream.send(data.toString());
                return reply;
            };
            const message = await answer(request, socket, pass);
            if (message !== null && socket.readyState === WebSocket.OPEN) socket.send(message);
        });
    });
    t.after(() => {
        for (const socket of server.clients) socket.terminate();
        for (const one of clients) one.terminate();
        server.close();
    });
    return `ws://127.0.0.1:${server.address().port}`;
}

async function fork(t, ...args) {
    const node = await Node.start(program, ['fork', ...args, '--no-prefetch', '--rpc-port=0', '--sealing', 'manual'], { ready: kReady });
    node.port = Number(kReady.exec(node.log)[1]);
    t.after(async () => {
        if (node.child.exitCode === null && node.child.signalCode === null) await node.stop();
    });
    return node;
}

/** What `serinus fork` says that does not start. */
async function failure(...args) {
    const run = promisify(execFile)(program, ['fork', ...args, '--rpc-port=0'], { timeout: 60_000 });
    return run.then(() => assert.fail('it started'), ({ stderr }) => stderr);
}

function residentKib(node) {
    return Number(/VmHWM:\s+(\d+) kB/.exec(readFileSync(`/proc/${node.child.pid}/status`, 'utf8'))[1]);
}

const result = (request, value) => JSON.stringify({ jsonrpc: '2.0', id: request.id, result: value });
const isRead = ({ method }) => ['state_getStorage', 'state_getKeysPaged', 'state_queryStorageAt'].includes(method);
const missing = (request) => JSON.stringify({ jsonrpc: '2.0', id: request.id, error: { code: -32601, message: 'Method not found' } });

test('an origin that becomes hostile is an error of the call, and the fork stays', async (t) => {
    let mode = null;
    const modes = {
        'a number for a value': (request) => result(request, 7),
        'half a byte': (request) => result(request, '0x123'),
        'an object': (request) => result(request, { a: [] }),
        'a list': (request) => result(request, ['0x']),
        'no result': (request) => JSON.stringify({ jsonrpc: '2.0', id: request.id, error: { code: 1, message: 'State already discarded' } }),
        'no JSON': () => 'hello',
        'a nested text': () => '['.repeat(100_000),
        'other ids': (request, socket) => {
            for (let i = 0; i < 200; ++i) socket.send(JSON.stringify({ jsonrpc: '2.0', id: 1e9 + i, result: '0x' }));
            return null;
        },
        'a message without end': (request, socket) => {
            socket.send(JSON.stringify({ jsonrpc: '2.0', id: request.id, result: `0x${'00'.repeat(40 << 20)}` }));
            return null;
        },
        'a closed socket': (request, socket) => {
            socket.terminate();
            return null;
        },
        silence: () => null,
    };
    const pages = {
        'a huge page': (request) => result(request, Array.from({ length: 5_000 }, (_, i) => `0x${(i + 1e7).toString(16).padStart(64, '0')}`)),
        'a page out of order': (request) => result(request, ['0x05', '0x04']),
        'the same key twice': (request) => result(request, ['0x05', '0x05']),
        'no page': (request) => result(request, null),
    };
    const url = await between(t, (request, socket, pass) => (mode && isRead(request) ? mode(request, socket) : pass()));
    const node = await fork(t, '--endpoint', url, '--origin-timeout', '3', '--origin-attempts', '2');
    for (const [name, hostile] of Object.entries(modes)) {
        mode = hostile;
        // Of each a key of its own: a value read once is not requested again.
        const key = `0x${Buffer.from(name).toString('hex')}`;
        await assert.rejects(node.call('state_getStorage', key), Error, name);
        mode = null;
        assert.equal(await node.call('state_getStorage', key), null, `after ${name}`);
    }
    for (const [name, hostile] of Object.entries(pages)) {
        mode = hostile;
        await assert.rejects(node.call('state_getKeysPaged', `0xfe${name.length.toString(16).padStart(2, '0')}`, 10), Error, name);
    }
    mode = null;
    assert.ok(residentKib(node) < kMaxResidentKib, `${residentKib(node)} KiB`);
    await node.call('dev_newBlock');
});

test('an origin that limits calls, and closes its sockets, is asked again', async (t) => {
    let calls = 0;
    const url = await between(t, (request, socket, pass) => {
        if (!isRead(request)) return pass();
        ++calls;
        if (calls % 7 === 0) {
            socket.terminate();
            return null;
        }
        if (calls % 11 === 0) {
            return JSON.stringify({ jsonrpc: '2.0', id: request.id, error: { code: 429, message: 'Too many requests' } });
        }
        return pass();
    });
    const node = await fork(t, '--endpoint', url);
    await node.call('dev_newBlock');
    const prefix = '0x26aa394eea5630e07c48ae0c9558cef7b99d880ec681799c0cf30e8886371da9';
    const keys = await origin.call('state_getKeysPaged', prefix, 100);
    assert.deepEqual(await node.call('state_getKeysPaged', prefix, 100, null, await origin.call('chain_getBlockHash')), keys);
    assert.match(node.log, /asking again in/);
});

test('an origin without state_* is asked by archive_v1', async (t) => {
    const asked = new Set();
    const url = await between(t, (request, socket, pass) => {
        asked.add(request.method);
        return /^(archive_v1|chainSpec_v1)_/.test(request.method) ? pass() : missing(request);
    });
    await origin.call('dev_setStorage', Array.from({ length: 600 }, (_, i) => [`0xfd${i.toString(16).padStart(4, '0')}`, '0x01']));
    await origin.call('engine_createBlock', true, true);
    const node = await fork(t, '--endpoint', url);
    const at = await origin.call('chain_getFinalizedHead');
    assert.deepEqual(await node.call('chain_getHeader'), await origin.call('chain_getHeader', at));
    assert.deepEqual(await node.call('chain_getBlock'), await origin.call('chain_getBlock', at));
    assert.equal(await node.call('system_chain'), await origin.call('system_chain'));
    const keys = await origin.call('state_getKeysPaged', '0x', 1000, null, at);
    assert.deepEqual(await node.call('state_getKeysPaged', '0x', 1000), keys);
    for (const key of keys) assert.equal(await node.call('state_getStorage', key), await origin.call('state_getStorage', key, at), key);
    assert.equal(await node.call('state_getStorage', '0x1234'), null);
    await node.call('dev_newBlock');
    assert.ok(asked.has('archive_v1_storage') && asked.has('archive_v1_stopStorage'), [...asked].join());

    const neither = await between(t, (request, socket, pass) => (/^(state|archive)/.test(request.method) ? missing(request) : pass()));
    assert.match(await failure('--endpoint', neither), /neither state_getStorage nor archive_v1_storage/);
});

test('an origin whose answers trickle for ever is an error when the time is up', async (t) => {
    let isSlow = false;
    const url = await between(t, (request, socket, pass) => {
        if (!isSlow || !isRead(request)) return pass();
        // A frame that announces a megabyte, and has a byte each 50 ms.
        const raw = socket._socket;
        raw.write(Buffer.from([0x81, 0x7f, 0, 0, 0, 0, 0, 0x10, 0, 0]));
        const drip = setInterval(() => (raw.destroyed ? clearInterval(drip) : raw.write(' ')), 50);
        socket.on('close', () => clearInterval(drip));
        return null;
    });
    const node = await fork(t, '--endpoint', url, '--origin-timeout', '1', '--origin-attempts', '2');
    isSlow = true;
    await assert.rejects(node.call('state_getStorage', '0x5678'), Error);
    isSlow = false;
    assert.equal(await node.call('state_getStorage', '0x5678'), null);
});

test('an origin that sends what nobody asked for gets no more time by that', async (t) => {
    let isSlow = false;
    const url = await between(t, (request, socket, pass) => {
        if (!isSlow || !isRead(request)) return pass();
        const drip = setInterval(() => socket.send(JSON.stringify({ jsonrpc: '2.0', id: 1e9, result: '0x' })), 500);
        socket.on('close', () => clearInterval(drip));
        return null;
    });
    const node = await fork(t, '--endpoint', url, '--origin-timeout', '1', '--origin-attempts', '2');
    isSlow = true;
    const start = performance.now();
    await assert.rejects(node.call('state_getStorage', '0x5679'), Error);
    assert.ok(performance.now() - start < 10_000, 'a hundred of these would be 50 s');
    isSlow = false;
    assert.equal(await node.call('state_getStorage', '0x5679'), null);
});

test('answers that are large together, or of too many values, do not fill the memory', async (t) => {
    const kLarge = 8 << 20;
    const large = `0x${'ab'.repeat(kLarge)}`;
    await origin.call('dev_setStorage', Array.from({ length: 5 }, (_, i) => [`0xfcfcfcfc0${i}`, '0x01']));
    await origin.call('engine_createBlock', true, true);
    let mode = null;
    let answered = 0;
    const url = await between(t, (request, socket, pass) => {
        if (request.method === 'state_queryStorageAt') return missing(request);
        if (mode === 'large' && request.method === 'state_getStorage' && request.params[0].startsWith('0xfcfcfcfc0')) {
            ++answered;
            return result(request, large);
        }
        if (mode === 'many' && isRead(request)) {
            return `{"jsonrpc":"2.0","id":${request.id},"result":[${'0,'.repeat(12 << 20)}0]}`;
        }
        return pass();
    });
    const node = await fork(t, '--endpoint', url, '--origin-attempts', '1');
    mode = 'large';
    const pages = await node.call('state_getKeysPaged', '0xfcfcfcfc', 10);
    assert.equal(pages.length, 5);
    assert.equal(answered, 0, 'a list of keys needs no values');
    for (const key of pages) assert.equal(await node.call('state_getStorageSize', key), kLarge);
    assert.ok(answered > 5, 'they were asked for together, and then one by one');
    mode = 'many';
    await assert.rejects(node.call('state_getStorage', '0x567a'), /too many values/);
    mode = null;
    assert.equal(await node.call('state_getStorage', '0x567a'), null);
    assert.ok(residentKib(node) < kMaxResidentKib, `${residentKib(node)} KiB`);
});

test('pages of keys without end fill no memory', async (t) => {
    let isEndless = false;
    const url = await between(t, (request, socket, pass) => {
        if (!isEndless) return pass();
        if (request.method === 'childstate_getStorage') return result(request, '0x01');
        if (request.method !== 'childstate_getKeysPaged') return pass();
        // Behind the last key, always: 30,000 bytes and a number that grows.
        const [, , count, last] = request.params;
        const from = last?.length > 60_000 ? BigInt(`0x${last.slice(-16)}`) + 1n : 0n;
        const key = (number) => `0x${'ee'.repeat(30_000)}${number.toString(16).padStart(16, '0')}`;
        return result(request, Array.from({ length: count }, (_, i) => key(from + BigInt(i))));
    });
    const node = await fork(t, '--endpoint', url);
    isEndless = true;
    const child = `0x${Buffer.from(':child_storage:default:endless').toString('hex')}`;
    await assert.rejects(node.call('childstate_getKeys', child, '0xee'), /too big/i);
    const page = await node.call('childstate_getKeysPaged', child, '0xee', 100);
    assert.equal(page.length, 100);
    assert.ok(residentKib(node) < kMaxResidentKib, `${residentKib(node)} KiB`);
    isEndless = false;
    await node.call('dev_newBlock');
});

test('many reads wait together for an origin that is slow, and not the rest of the node', async (t) => {
    let delay = 0;
    const url = await between(t, async (request, socket, pass) => {
        if (delay > 0 && isRead(request)) await new Promise((resolve) => setTimeout(resolve, delay));
        return pass();
    });
    const node = await fork(t, '--endpoint', url);
    delay = 1_500;
    const start = performance.now();
    const reads = Array.from({ length: 60 }, (_, i) => node.call('state_getStorage', `0x57${i.toString(16).padStart(2, '0')}`));
    await new Promise((resolve) => setTimeout(resolve, 100));
    assert.equal(typeof (await node.call('system_health')).peers, 'number');
    assert.ok(performance.now() - start < delay, 'an answer that needs no state');
    assert.deepEqual(new Set(await Promise.all(reads)), new Set([null]));
    assert.ok(performance.now() - start < 60 * delay / 3, `${performance.now() - start} ms`);
});

test('a block has its transactions however slow the origin is', async (t) => {
    let delay = 0, reads = 0;
    const url = await between(t, async (request, socket, pass) => {
        if (!isRead(request)) return pass();
        ++reads;
        if (delay > 0) await new Promise((resolve) => setTimeout(resolve, delay));
        return pass();
    });
    const remark = async (node) => {
        const api = await ApiPromise.create({ provider: new WsProvider(`ws://127.0.0.1:${node.port}`), noInitWarn: true });
        const alice = new Keyring({ type: 'sr25519' }).addFromUri('//Alice');
        const extrinsic = (await api.tx.system.remarkWithEvent('0x1234').signAsync(alice, { era: 0 })).toHex();
        await api.disconnect();
        return extrinsic;
    };
    const first = await fork(t, '--endpoint', url);
    const extrinsic = await remark(first);
    reads = 0;
    await first.call('dev_newBlock', { transactions: [extrinsic] });
    await first.stop();
    // Longer than the ten seconds that a block on demand has where the state is at hand.
    const slow = await fork(t, '--endpoint', url);
    delay = Math.ceil(11_000 / reads);
    const block = await slow.call('dev_newBlock', { transactions: [extrinsic] });
    delay = 0;
    const { extrinsics } = (await slow.call('chain_getBlock', block)).block;
    assert.ok(extrinsics.includes(extrinsic), slow.log);
    // One that cannot be in it is named.
    await slow.call('dev_newBlock', { transactions: [extrinsic] });
    assert.match(slow.log, /Transaction 0x[0-9a-f]{64} is left out: .*outdated/);
});

test('a fork whose origin is silent can be stopped', async (t) => {
    let isSilent = false;
    const url = await between(t, (request, socket, pass) => (isSilent && isRead(request) ? null : pass()));
    const node = await fork(t, '--endpoint', url);
    isSilent = true;
    const read = node.call('state_getStorage', '0x567b').catch(() => {});
    await new Promise((resolve) => setTimeout(resolve, 300));
    const start = performance.now();
    await node.stop();
    assert.equal(node.child.exitCode, 0);
    assert.ok(performance.now() - start < 5_000, `${performance.now() - start} ms`);
    await read;
});

test('what an origin refuses comes with what to do', async (t) => {
    const refuse = (message, code = 4003) => (request, socket, pass) => (isRead(request)
        ? JSON.stringify({ jsonrpc: '2.0', id: request.id, error: { code, message } }) : pass());
    const pruned = await between(t, refuse('Client error: Api called for an unknown Block: State already discarded for 0x12'));
    assert.match(await failure('--endpoint', pruned), /State already discarded.*choose a later one with --at.*archive/);
    const limited = await between(t, refuse('Too many requests', 429));
    assert.match(await failure('--endpoint', limited, '--origin-attempts', '2'), /limits the rate.*--origin-attempts/);
    assert.match(await failure('--endpoint', origin.url, '--at', 'best'), /neither a number nor a hash/);
    assert.match(await failure('--endpoint', origin.url, '--at', `0x${'12'.repeat(32)}`), /does not have the block.*--at/);
    // A block whose state our own node has pruned.
    const pruning = await Node.start(program, ['--dev', '--tmp', '--sealing', 'manual', '--state-pruning', '4']);
    t.after(() => pruning.stop());
    for (let i = 0; i < 8; ++i) await pruning.call('engine_createBlock', true, true);
    assert.match(await failure('--endpoint', pruning.url, '--at', '1'), /choose a later one with --at/);
});

test('a header that has another hash is refused at the start', async (t) => {
    const url = await between(t, async (request, socket, pass) => {
        const text = await pass();
        if (request.method !== 'chain_getBlock') return text;
        const message = JSON.parse(text);
        message.result.block.header.stateRoot = `0x${'00'.repeat(32)}`;
        return JSON.stringify(message);
    });
    assert.match(await failure('--endpoint', url), /the hash of a header/);
});

test('a cache of another chain is refused with a reason, and one whose origin is away is not', async (t) => {
    const cache = join(folder, 'of_another');
    const other = await Node.start(program, ['--chain', process.env.MINIMAL_CHAIN, '--tmp', '--sealing', 'manual']);
    const first = await fork(t, '--endpoint', other.url, '--cache', cache);
    await first.call('dev_newBlock');
    await first.kill();
    assert.match(await failure('--endpoint', origin.url, '--cache', cache), /is of another chain.*choose another --cache/);
    await other.stop();
    const second = await fork(t, '--endpoint', other.url, '--cache', cache, '--origin-timeout', '1');
    await second.call('dev_newBlock');
    assert.match(second.log, /going on with what is in the cache/);
});

test('a cache that is truncated, or is none, is refused with a reason', async (t) => {
    const cache = join(folder, 'cache');
    const first = await fork(t, '--endpoint', origin.url, '--cache', cache);
    await first.call('dev_newBlock');
    await first.kill();
    truncateSync(join(cache, 'data.mdb'), 8192);
    assert.match(await failure('--cache', cache, '--offline'), /remove the folder, or choose another --cache/);
    writeFileSync(join(cache, 'data.mdb'), 'hello');
    assert.match(await failure('--cache', cache, '--offline'), /remove the folder, or choose another --cache/);
});
