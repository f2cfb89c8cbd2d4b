// A fork of a running chain: its state from the origin, calls on it, and that the origin hears nothing of it.
import assert from 'node:assert/strict';
import { execFile } from 'node:child_process';
import { writeFileSync } from 'node:fs';
import { createServer } from 'node:net';
import { join } from 'node:path';
import { after, before, test } from 'node:test';
import { promisify } from 'node:util';

import { ApiPromise, Keyring, WsProvider } from '@polkadot/api';

import { Node, temporaryFolder, until } from './node.mjs';

const program = process.env.SERINUS;
const { folder, remove } = temporaryFolder();
const kReady = /Running JSON-RPC server: addr=127\.0\.0\.1:(\d+)/;

let origin;

/** Starts `serinus fork`; `Node.start` gives other commands no options of its own. */
async function fork(t, ...args) {
    const node = await Node.start(program, ['fork', ...args, '--rpc-port=0'], { ready: kReady });
    node.port = Number(kReady.exec(node.log)[1]);
    node.url = `ws://127.0.0.1:${node.port}`;
    node.clients = [];
    t.after(async () => {
        for (const api of node.clients) await api.disconnect();
        if (node.child.exitCode === null && node.child.signalCode === null) await node.stop();
    });
    return node;
}

async function connect(node) {
    const api = await ApiPromise.create({ provider: new WsProvider(node.url), noInitWarn: true });
    node.clients.push(api);
    return api;
}

const hour = 3_600_000;

before(async () => {
    origin = await Node.start(program, ['--dev', '--tmp', '--sealing', 'manual']);
    for (let i = 0; i < 3; ++i) await origin.call('engine_createBlock', true, true);
});
after(async () => {
    await origin.stop();
    remove();
});

test('a fork has what the origin has, and goes on by itself', async (t) => {
    const head = await origin.call('chain_getHeader');
    const node = await fork(t, '--endpoint', origin.url, '--sealing', 'manual');
    assert.equal(await node.call('chain_getBlockHash', 0), await origin.call('chain_getBlockHash', 0));
    assert.deepEqual(await node.call('chain_getHeader'), head);
    assert.deepEqual(await node.call('state_getRuntimeVersion'), await origin.call('state_getRuntimeVersion'));
    const keys = await origin.call('state_getKeysPaged', '0x', 1000);
    assert.deepEqual(await node.call('state_getKeysPaged', '0x', 1000), keys);
    for (const key of keys) assert.equal(await node.call('state_getStorage', key), await origin.call('state_getStorage', key), key);

    const api = await connect(node);
    const alice = new Keyring({ type: 'sr25519' }).addFromUri('//Alice');
    const before = (await api.query.system.account(alice.address)).nonce.toNumber();
    const receiver = `0x${'42'.repeat(32)}`;
    await api.tx.balances.transferKeepAlive(receiver, 5_000_000_000_000n).signAndSend(alice);
    const hash = await node.call('dev_newBlock', { count: 2 });
    assert.equal(await node.call('chain_getBlockHash'), hash);
    assert.equal(Number((await node.call('chain_getHeader')).number), Number(head.number) + 2);
    assert.equal((await api.query.system.account(receiver)).data.free.toBigInt(), 5_000_000_000_000n);
    assert.equal((await api.query.system.account(alice.address)).nonce.toNumber(), before + 1);

    // Storage, an hour, a day.
    const account = api.query.system.account.key(receiver);
    const info = api.createType('AccountInfo', { providers: 1, data: { free: 77_000_000_000_000n } });
    await node.call('dev_setStorage', [[account, info.toHex()]]);
    assert.equal((await api.query.system.account(receiver)).data.free.toBigInt(), 77_000_000_000_000n);
    for (const ahead of [hour, 24 * hour]) {
        const wanted = (await api.query.timestamp.now()).toNumber() + ahead;
        assert.equal(await node.call('dev_timeTravel', wanted), wanted);
        assert.equal((await api.query.timestamp.now()).toNumber(), wanted);
        await node.call('dev_newBlock');
        assert.ok((await api.query.timestamp.now()).toNumber() > wanted);
    }
    await assert.rejects(node.call('dev_timeTravel', 1), /time only goes forward/);
    // Final as it was, the head goes back.
    await node.call('dev_setHead', Number(head.number));
    assert.deepEqual(await node.call('chain_getHeader'), head);
    assert.deepEqual(await origin.call('chain_getHeader'), head, 'the origin hears nothing of it');
    assert.deepEqual(await origin.call('author_pendingExtrinsics'), []);
});

test('a second start needs no origin, whatever ended the first one', async (t) => {
    const cache = join(folder, 'cache');
    const first = await fork(t, '--endpoint', origin.url, '--cache', cache, '--sealing', 'manual');
    await first.call('dev_newBlock');
    const version = await first.call('state_getRuntimeVersion');
    await first.kill();
    const second = await fork(t, '--cache', cache, '--offline', '--sealing', 'manual');
    assert.deepEqual(await second.call('state_getRuntimeVersion'), version);
    await second.call('dev_newBlock');
    await assert.rejects(second.call('state_getStorage', '0x1234567890'), /offline/);
});

test('what is different can be said at the start', async (t) => {
    const file = join(folder, 'override.json');
    writeFileSync(file, JSON.stringify({ '0x1234': '0x5678' }));
    const node = await fork(t, '--endpoint', origin.url, '--override', file, '--wasm-override', process.env.NEXT_RUNTIME,
        '--at', '2', '--sealing', 'instant');
    assert.equal(Number((await node.call('chain_getHeader')).number), 2);
    assert.equal(await node.call('state_getStorage', '0x1234'), '0x5678');
    const version = await node.call('state_getRuntimeVersion');
    assert.ok(version.specVersion > (await origin.call('state_getRuntimeVersion')).specVersion);
    await node.call('dev_newBlock');
});

test('mocked signatures let anybody act', async (t) => {
    const node = await fork(t, '--endpoint', origin.url, '--mock-signature-host', '--sealing', 'manual');
    const api = await connect(node);
    const alice = new Keyring({ type: 'sr25519' }).addFromUri('//Alice');
    const receiver = `0x${'43'.repeat(32)}`;
    const call = api.tx.balances.transferKeepAlive(receiver, 3_000_000_000_000n);
    call.signFake(alice.address, {
        nonce: 0, genesisHash: api.genesisHash, blockHash: api.genesisHash, runtimeVersion: api.runtimeVersion,
    });
    call.signature.set(Buffer.from(`deadbeef${'cd'.repeat(60)}`, 'hex'));
    await node.call('dev_newBlock', { transactions: [call.toHex()] });
    assert.equal((await api.query.system.account(receiver)).data.free.toBigInt(), 3_000_000_000_000n);
    call.signature.set(Buffer.from(`deadbeef${'ce'.repeat(60)}`, 'hex'));
    await assert.rejects(node.call('author_submitExtrinsic', call.toHex()), /Invalid Transaction/);
});

test('code that is no runtime is refused, and the fork goes on', async (t) => {
    const node = await fork(t, '--endpoint', origin.url, '--sealing', 'manual');
    for (const code of ['0x00', '0x0061736d01000000', null]) {
        await assert.rejects(node.call('dev_setStorage', [['0x3a636f6465', code]]), (error) => error.code === -32602 && /:code/.test(error.data));
    }
    const before = Number((await node.call('chain_getHeader')).number);
    await node.call('dev_newBlock');
    assert.equal(Number((await node.call('chain_getHeader')).number), before + 1);
});

test('a file describes several forks of one process', async (t) => {
    const file = join(folder, 'forks.json');
    writeFileSync(file, JSON.stringify({ forks: {
        one: { endpoint: origin.url, at: 1, sealing: 'manual', 'rpc-port': 0 },
        two: { endpoint: origin.url, at: '2', sealing: 'manual', 'rpc-port': 0, 'mock-signature-host': true },
    } }));
    const ports = () => [...node.log.matchAll(/Running JSON-RPC server: addr=127\.0\.0\.1:(\d+)/g)].map(([, port]) => Number(port));
    const node = await Node.start(program, ['fork', '--config', file], { ready: kReady });
    t.after(() => node.stop());
    await until('both forks answer', () => ports().length === 2);
    const numbers = [];
    for (const port of ports()) {
        const one = Object.assign(Object.create(node), { port });
        await one.call('dev_newBlock');
        numbers.push(Number((await one.call('chain_getHeader')).number));
    }
    assert.deepEqual(numbers.sort(), [2, 3]);
    for (const [text, reason] of [['{"at": 1,\n"at"', /line 2: it is no JSON/], ['[]', /it has no options/], ['{"endpoints":1}', /no option `endpoints`/],
        ['{"at":true}', /`at` is a text/], ['{"forks":{}}', /stands alone/], ['{"forks":{"a":{}},"at":1}', /stands alone/],
        ['{"forks":{"a":{}},"messages":1}', /`messages` is true or false/], ['{"messages":true}', /no option `messages`/], ['{"forks":{"a":{"sealing":1}}}', /a: `sealing`/]]) {
        writeFileSync(file, text);
        assert.match((await failure('--config', file)).stderr, reason);
    }
});

test('a file in YAML says the same', async (t) => {
    const file = join(folder, 'forks.yaml');
    writeFileSync(file, `# Two forks
forks:
  one: {endpoint: "${origin.url}", at: 1, sealing: manual, rpc-port: 0}
  two:
    endpoint: ${origin.url}
    at: ${(await origin.call('chain_getBlockHash', 2))}
    sealing: manual
    rpc-port: 0
    mock-signature-host: true
`);
    const ports = () => [...node.log.matchAll(/Running JSON-RPC server: addr=127\.0\.0\.1:(\d+)/g)].map(([, port]) => Number(port));
    const node = await Node.start(program, ['fork', '--config', file], { ready: kReady });
    t.after(() => node.stop());
    await until('both forks answer', () => ports().length === 2);
    const heads = await Promise.all(ports().map((port) => Object.assign(Object.create(node), { port }).call('chain_getHeader')));
    assert.deepEqual(heads.map(({ number }) => Number(number)).sort(), [1, 2]);
    for (const [text, reason] of [['at: 1\nendpoint: [', /line \d: /], ['at: 1\nat: 2', /line 2: `at` stands twice/],
        ['# nothing', /it has no options/], ['mock-signature-host: yes', /`mock-signature-host` is true or false/],
        ['a: &a 1\nat: *a', /line 1: anchors \(&\) are not read/]]) {
        writeFileSync(file, text);
        assert.match((await failure('--config', file)).stderr, reason);
    }
});

test('reads of many keys at once, one by one and together', async (t) => {
    const node = await fork(t, '--endpoint', origin.url, '--sealing', 'manual');
    const hash = await node.call('chain_getBlockHash');
    const keys = await origin.call('state_getKeysPaged', '0x', 200, null, hash);
    const wanted = await Promise.all(keys.map((key) => origin.call('state_getStorage', key, hash)));
    const api = await connect(node);
    const provider = api._rpcCore.provider;
    const got = await Promise.all(keys.slice(0, 150).map((key) => provider.send('state_getStorage', [key, hash])));
    assert.deepEqual(got, wanted.slice(0, 150));
    const [set] = await provider.send('state_queryStorageAt', [[...keys, '0x01', keys[0]], hash]);
    assert.deepEqual(set, { block: hash, changes: [...keys.map((key, i) => [key, wanted[i]]), ['0x01', null]] });
});

/** The exit code of `serinus fork` that does not start, and what it says. */
async function failure(...args) {
    const run = promisify(execFile)(program, ['fork', ...args], { timeout: 60_000 });
    const { code, stderr } = await run.then(() => assert.fail('it started'), (error) => error);
    return { code, stderr };
}

test('what is wrong is said', async () => {
    assert.match((await failure()).stderr, /needs an --endpoint/);
    assert.match((await failure('--offline')).stderr, /needs a --cache/);
    assert.match((await failure('--endpoint', 'http:')).stderr, /no address such as/);
    assert.match((await failure('--endpoint', origin.url, '--at', '1000')).stderr, /has no block 1000/);
    assert.match((await failure('--endpoint', 'ws://127.0.0.1:1')).stderr, /cannot connect/);
    assert.match((await failure('--offline', '--cache', join(folder, 'nothing'))).stderr, /empty/);
    const sockets = [];
    const silent = createServer((socket) => sockets.push(socket.on('error', () => {}))).listen(0, '127.0.0.1');
    await new Promise((resolve) => silent.on('listening', resolve));
    const { stderr } = await failure('--endpoint', `ws://127.0.0.1:${silent.address().port}`, '--origin-timeout', '1');
    assert.match(stderr, /no WebSocket/);
    silent.close();
    for (const socket of sockets) socket.destroy();
});
