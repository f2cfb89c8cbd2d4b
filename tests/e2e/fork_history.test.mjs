// Blocks before the first one of a fork: those of the origin, asked for when they are needed. The chain has two runtimes.
import assert from 'node:assert/strict';
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { after, before, test } from 'node:test';

import { ApiPromise, WsProvider } from '@polkadot/api';
import { WebSocketServer } from 'ws';

import { Node, temporaryFolder } from './node.mjs';

const program = process.env.SERINUS;
const chopsticks = join(import.meta.dirname, '../chopsticks/node_modules/@acala-network/chopsticks-core');
const skip = existsSync(chopsticks) ? false : 'npm ci was not run in tests/chopsticks';
const { folder, remove } = temporaryFolder();
const kReady = /Running JSON-RPC server: addr=127\.0\.0\.1:(\d+)/;
const kNobody = `0x${'99'.repeat(32)}`;
const kCode = '0x3a636f6465';

let origin, middle, head;

/** Starts `serinus fork`. */
async function fork(t, ...args) {
    const node = await Node.start(program, ['fork', ...args, '--sealing', 'manual', '--rpc-port=0'], { ready: kReady });
    node.port = Number(kReady.exec(node.log)[1]);
    node.url = `ws://127.0.0.1:${node.port}`;
    t?.after(() => node.stop());
    return node;
}

async function connect(t, node) {
    const api = await ApiPromise.create({ provider: new WsProvider(node.url), noInitWarn: true });
    t.after(() => api.disconnect());
    return api;
}

before(async () => {
    origin = await Node.start(program, ['--dev', '--tmp', '--sealing', 'manual', '--state-pruning', 'archive']);
    for (let i = 0; i < 3; ++i) await origin.call('engine_createBlock', true, true);
    // A fork of a fork: its blocks 0 to 3 are those of the first chain, the others are its own.
    middle = await fork(null, '--endpoint', origin.url, '--wasm-override', process.env.NEXT_RUNTIME);
    await middle.call('dev_newBlock', { count: 9 });
    head = 12;
});
after(async () => {
    await middle?.stop();
    await origin?.stop();
    remove();
});

/** What both nodes answer about a block. */
async function same(node, other, number) {
    const hash = await other.call('chain_getBlockHash', number);
    assert.equal(await node.call('chain_getBlockHash', number), hash, `the hash of ${number}`);
    const entries = (await other.call('state_getKeysPaged', '0x', 60, null, hash)).slice(20);
    const [key] = entries;
    const calls = [
        ['chain_getHeader', hash],
        ['chain_getBlock', hash],
        ['state_getRuntimeVersion', hash],
        ['state_getMetadata', hash],
        ['state_getKeysPaged', '0x', 40, null, hash],
        ['state_getPairs', key.slice(0, 34), hash],
        ['state_getStorage', key, hash],
        ['state_getStorage', '0x1234', hash],
        ['state_getStorageHash', kCode, hash],
        ['state_getStorageSize', kCode, hash],
        ['state_queryStorageAt', entries, hash],
        ['state_call', 'Core_version', '0x', hash],
        ['state_call', 'AccountNonceApi_account_nonce', kNobody, hash],
        ['childstate_getKeysPaged', '0x3a6368696c645f73746f726167653a64656661756c743a01', '0x', 10, null, hash],
    ];
    for (const [method, ...params] of calls) {
        // Justifications of the origin are not those of the fork.
        const answers = await Promise.all([node, other].map((one) => one.call(method, ...params)));
        for (const answer of answers) if (method === 'chain_getBlock') delete answer.justifications;
        assert.deepEqual(answers[0], answers[1], `${method} at ${number}`);
    }
    return hash;
}

test('each block before the fork answers as on the origin', async (t) => {
    const node = await fork(t, '--endpoint', middle.url);
    await node.call('dev_newBlock', { count: 2 });
    for (const number of [0, 1, 3, 4, 11, head]) await same(node, middle, number);
    const hashes = await middle.call('chain_getBlockHash', [0, 2, 5, head]);
    assert.deepEqual(await node.call('chain_getBlockHash', [0, 2, 5, head]), hashes);
    assert.deepEqual(await node.call('chain_getBlockHash', [5, null, 99]),
        [hashes[2], await node.call('chain_getBlockHash'), null]);
    assert.equal(await node.call('chain_getHeader', kNobody), null);
    assert.equal(await node.call('chain_getBlock', kNobody), null);
    await assert.rejects(node.call('state_getStorage', '0x1234', kNobody), /UnknownBlock/);

    // Later blocks of the origin are not those of the fork.
    const later = await middle.call('dev_newBlock', { count: 4 });
    assert.equal(await node.call('chain_getHeader', later), null);
    await assert.rejects(node.call('state_getStorage', '0x1234', later), /UnknownBlock/);

    // The block of the fork is executed on the state of the one before.
    const traced = await node.call('state_traceBlock', hashes[3]);
    assert.equal(traced.blockTrace.blockHash, hashes[3].slice(2));
    await assert.rejects(node.call('dev_setHead', 3), { name: 'Error' });
    assert.equal(Number((await node.call('chain_getHeader')).number), head + 2);
});

test('archive_v1 has them, too', async (t) => {
    const node = await fork(t, '--endpoint', middle.url, '--at', String(head));
    const [hash] = await node.call('archive_v1_hashByHeight', 5);
    assert.equal(hash, await middle.call('chain_getBlockHash', 5));
    const { block } = await middle.call('chain_getBlock', hash);
    for (const version of ['v1', 'unstable']) {
        assert.deepEqual(await node.call(`archive_${version}_body`, hash), block.extrinsics);
        assert.deepEqual(await node.call(`archive_${version}_hashByHeight`, 5), [hash]);
        const { success } = await node.call(`archive_${version}_call`, hash, 'Core_version', '0x');
        assert.equal(success, true);
    }
    assert.equal(await node.call('archive_v1_header', hash), await middle.call('archive_v1_header', hash));
    assert.equal(await node.call('archive_v1_header', kNobody), null);
    assert.equal(await node.call('archive_v1_genesisHash'), await origin.call('chain_getBlockHash', 0));
});

test('polkadot.js looks at older blocks', async (t) => {
    const node = await fork(t, '--endpoint', middle.url, '--at', String(head));
    const api = await connect(t, node);
    const at = await node.call('chain_getBlockHash');
    const first = await node.call('dev_newBlock');
    const old = await node.call('chain_getBlockHash', 2);
    assert.equal((await (await api.at(at)).query.system.number()).toNumber(), head);
    assert.equal((await api.rpc.chain.getBlock(at)).block.header.number.toNumber(), head);
    const own = await api.derive.chain.getBlock(first);
    assert.equal(own.block.header.number.toNumber(), head + 1);
    const then = await api.at(old);
    assert.equal((await then.query.system.number()).toNumber(), 2);
    const origins = await origin.call('state_getRuntimeVersion');
    assert.equal(then.runtimeVersion.specVersion.toNumber(), origins.specVersion);
    assert.ok((await api.at(first)).runtimeVersion.specVersion.toNumber() > origins.specVersion, 'there was an upgrade');
    assert.ok((await then.query.system.account.entries()).length > 0);
    assert.ok((await then.query.timestamp.now()).toNumber() < (await api.query.timestamp.now()).toNumber());
});

test('what was seen is there offline', async (t) => {
    const cache = join(folder, 'cache');
    const online = await fork(null, '--endpoint', middle.url, '--at', String(head), '--cache', cache);
    const hash = await online.call('chain_getBlockHash', 5);
    const asked = [['chain_getBlockHash', 5], ['chain_getHeader', hash], ['chain_getBlock', hash],
        ['state_getRuntimeVersion', hash], ['state_getStorage', '0x1234', hash]];
    const answers = [];
    for (const [method, ...params] of asked) answers.push(await online.call(method, ...params));
    await online.stop();
    const offline = await fork(t, '--cache', cache, '--offline');
    for (const [i, [method, ...params]] of asked.entries()) {
        assert.deepEqual(await offline.call(method, ...params), answers[i], method);
    }
    await assert.rejects(offline.call('chain_getBlockHash', 6), /offline/);
    await assert.rejects(offline.call('chain_getHeader', kNobody), /offline/);
    await assert.rejects(offline.call('state_getStorage', '0x12345678', hash), /offline/);
});

/** Chopsticks, at the last of its own blocks, behind a socket. */
async function startChopsticks(t) {
    process.env.LOG_LEVEL = 'fatal';
    const { ChopsticksProvider, destroyWorker } = await import(pathToFileURL(join(chopsticks, 'dist/esm/index.js')));
    const provider = await ChopsticksProvider.fromEndpoint(origin.url, 3);
    await provider.isReady;
    const server = new WebSocketServer({ port: 0, host: '127.0.0.1' });
    server.on('connection', (socket) => socket.on('message', async (text) => {
        const { id, method, params } = JSON.parse(text);
        const answer = await provider.send(method, params).then((result) => ({ result: result ?? null }), (error) => (
            { error: { code: error?.code ?? 1, message: String(error?.message ?? error) } }));
        socket.send(JSON.stringify({ jsonrpc: '2.0', id, ...answer }));
    }));
    await new Promise((resolve) => server.on('listening', resolve));
    t.after(async () => {
        for (const socket of server.clients) socket.terminate();
        server.close();
        await provider.chain.close();
        await destroyWorker();
    });
    return { url: `ws://127.0.0.1:${server.address().port}`, call: (method, ...params) => provider.send(method, params) };
}

test('Chopsticks is an origin, also with blocks of its own', { skip }, async (t) => {
    const other = await startChopsticks(t);
    // It writes numbers with leading zeros.
    const plain = (header) => ({ ...header, number: Number(header.number) });
    for (let i = 0; i < 3; ++i) await other.call('dev_newBlock', {});
    const node = await fork(t, '--endpoint', other.url);
    assert.deepEqual(plain(await node.call('chain_getHeader')), plain(await other.call('chain_getHeader')));
    const hash = await other.call('chain_getBlockHash');
    const keys = await other.call('state_getKeysPaged', '0x', 200, null, hash);
    assert.deepEqual(await node.call('state_getKeysPaged', '0x', 200), keys);
    for (const key of keys.slice(0, 60)) {
        assert.equal(await node.call('state_getStorage', key), (await other.call('state_getStorage', key)) ?? null, key);
    }
    const version = await other.call('state_getRuntimeVersion');
    assert.equal((await node.call('state_getRuntimeVersion')).specVersion, version.specVersion);
    await node.call('dev_newBlock');
    assert.equal(Number((await node.call('chain_getHeader')).number), 7);
    for (const number of [2, 5]) {
        const older = await other.call('chain_getBlockHash', number);
        assert.equal(await node.call('chain_getBlockHash', number), older);
        assert.deepEqual(plain(await node.call('chain_getHeader', older)), plain(await other.call('chain_getHeader', older)));
        const now = '0xf0c365c3cf59d671eb72da0e7a4113c49f1f0515f462cdcf84e0f1d6045dfcbb';
        assert.equal(await node.call('state_getStorage', now, older), await other.call('state_getStorage', now, older));
    }
});

test('an origin that comes back as another chain is not believed', async (t) => {
    const data = join(folder, 'returning');
    const start = (...args) => Node.start(program, ['--dev', '--sealing', 'manual', '--state-pruning', 'archive', ...args]);
    let returning = await start('-d', data);
    const port = new URL(returning.url).port;
    for (let i = 0; i < 4; ++i) await returning.call('engine_createBlock', true, true);
    const second = await returning.call('chain_getBlockHash', 2);
    const cache = join(folder, 'returning-cache');
    const forked = await fork(t, '--endpoint', returning.url, '--cache', cache);
    await returning.stop();

    for (const [method, ...params] of [['chain_getBlockHash', 2], ['archive_v1_hashByHeight', 2], ['archive_v1_header', second], ['archive_v1_body', second]]) {
        await assert.rejects(forked.call(method, ...params), /cannot connect|connection/i, `${method}: nobody knows`);
    }

    const other = await start('--tmp', '--rpc-port', port);
    for (let i = 0; i < 4; ++i) await other.call('engine_createBlock', true, true);
    assert.notEqual(await other.call('chain_getBlockHash', 2), second);
    await assert.rejects(forked.call('chain_getBlockHash', 2), /has another block #4/);
    await assert.rejects(forked.call('chain_getHeader', second), /has another block #4/);
    assert.match(forked.log, /nothing is believed of it until it is the one that it was/);
    await other.stop();

    returning = await start('-d', data, '--rpc-port', port);
    assert.equal(await forked.call('chain_getBlockHash', 2), second);
    assert.deepEqual(await forked.call('archive_v1_hashByHeight', 2), [second]);
    await returning.stop();
});

test('a block before the fork is not traced, and the error names the tool that does it', async (t) => {
    const forked = await fork(t, '--endpoint', origin.url);
    await assert.rejects(forked.call('state_traceBlock', await forked.call('chain_getBlockHash', 2)), /run-block/);
    assert.ok((await forked.call('state_traceBlock', await forked.call('dev_newBlock'))).blockTrace);
});
