// How a node ends: on a signal, within two seconds under any load, with nothing left behind; events that do not end it.
import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { existsSync, readFileSync, readdirSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:http';
import { connect } from 'node:net';
import { join } from 'node:path';
import { after, test } from 'node:test';

import { Node, temporaryFolder, until } from './node.mjs';

const program = process.env.SERINUS;
/// The node's own promise is two seconds on an idle machine; tests run beside others.
const kEndMs = Number(process.env.END_MS ?? 6000);

const { folder, remove } = temporaryFolder();
after(remove);

/** Ends a node as an operator does; fails if that takes too long. */
async function stopInTime(node) {
    const begin = Date.now();
    await node.stop();
    const ms = Date.now() - begin;
    console.log(`ended after ${ms} ms`);
    assert.ok(ms < kEndMs, `the end took ${ms} ms`);
}

test('the end of the reader of its log does not end a node', async () => {
    const node = await Node.start(program, ['--tmp', '--dev', '--sealing', 'manual', '-linfo,rpc=trace']);
    node.child.stderr.destroy();
    for (let i = 0; i < 3; ++i) await node.call('engine_createBlock', true, false);
    assert.equal(Number((await node.call('chain_getHeader')).number), 3);
    await stopInTime(node);
});

test('a hang-up ends it in good order, and a temporary folder does not stay', async () => {
    const base = join(folder, 'hangup');
    execFileSync('mkdir', [base]);
    for (const signal of ['SIGHUP', 'SIGINT', 'SIGTERM']) {
        const node = await Node.start(program, ['--dev', '--tmp'], { env: { ...process.env, TMPDIR: base } });
        assert.equal(readdirSync(base).length, 1);
        node.child.kill(signal);
        assert.deepEqual(await node.exited, { code: 0, signal: null });
        assert.deepEqual(readdirSync(base), [], signal);
    }
});

test('a hang-up is ignored where the caller wants it so, as with nohup', async () => {
    const node = await Node.start('nohup', [program, '--dev', '--tmp', '--sealing', 'manual']);
    node.child.kill('SIGHUP');
    await node.call('engine_createBlock', true, false);
    await stopInTime(node);
});

/** The specification of a chain with the runtime of load_runtime.wat. */
function loadChain() {
    const compact = (n) => [n << 2];
    const text = (s) => [...compact(s.length), ...Buffer.from(s)];
    const u32 = (n) => [n & 255, (n >> 8) & 255, (n >> 16) & 255, n >>> 24];
    const api = (id, version) => [...Buffer.from(id, 'hex'), ...u32(version)];
    const version = [
        ...text('load'), ...text('load'), ...u32(1), ...u32(1), ...u32(1), ...compact(4),
        ...api('df6acb689907609b', 4),  // Core
        ...api('40fe3ad401f8959a', 6),  // BlockBuilder
        ...api('f78b278be53f454c', 2),  // OffchainWorkerApi
        ...api('d2bc9897eed08f15', 3),  // TaggedTransactionQueue
        ...u32(1), 0,
    ];
    const escaped = version.map((byte) => `\\${byte.toString(16).padStart(2, '0')}`).join('');
    const source = readFileSync(new URL('load_runtime.wat', import.meta.url), 'utf8');
    const wat = join(folder, 'load.wat');
    writeFileSync(wat, source.replace('VERSION_BYTES', escaped).replace('VERSION_SIZE', version.length));
    execFileSync('wat2wasm', [wat, '-o', join(folder, 'load.wasm')]);
    const code = readFileSync(join(folder, 'load.wasm')).toString('hex');
    const spec = join(folder, 'load.json');
    writeFileSync(spec, JSON.stringify({
        name: 'Load', id: 'load', chainType: 'Development', bootNodes: [],
        genesis: { raw: { top: { '0x3a636f6465': `0x${code}` }, childrenDefault: {} } },
    }));
    return spec;
}

function startLoaded(more = [], offchainWorker = 'never') {
    return Node.start(program, ['--chain', loadChain(), '--tmp', '--validator', '--sealing', 'manual',
        '--offchain-worker', offchainWorker, '-linfo,offchain-worker=debug', ...more]);
}

test('it ends while offchain workers sleep', async () => {
    const node = await startLoaded([], 'always');
    for (let i = 0; i < 4; ++i) await node.call('engine_createBlock', true, false);
    await until('a worker', () => node.log.includes('Running offchain workers'));
    await stopInTime(node);
});

test('it ends while offchain workers wait for an answer over HTTP', async () => {
    const silent = createServer(() => {}).listen(0, '127.0.0.1');
    await new Promise((resolve) => silent.on('listening', resolve));
    const asked = new Promise((resolve) => silent.on('request', resolve));
    const node = await startLoaded([], 'always');
    const hex = (s) => `0x${Buffer.from(s).toString('hex')}`;
    await node.call('offchain_localStorageSet', 'PERSISTENT', hex('u'), hex(`http://127.0.0.1:${silent.address().port}/`));
    await node.call('engine_createBlock', true, false);
    await asked;
    await stopInTime(node);
    silent.closeAllConnections();
    silent.close();
});

test('it ends while clients make calls that never return', async () => {
    const node = await startLoaded();
    const calls = Array.from({ length: 16 }, () => node.call('state_call', 'endless', '0x').catch((error) => error));
    await node.call('system_health');
    await stopInTime(node);
    for (const result of await Promise.all(calls)) assert.ok(result instanceof Error);
});

/// `endless` of the chain of load_runtime.wat, which keeps its threads busy.
const endlessCalls = {
    state_call: ['endless', '0x'],
    system_dryRun: ['0x0400'],
    author_submitExtrinsic: ['0x0400'],
};

test('calls that never return are interrupted and answered', async () => {
    const node = await startLoaded(['--rpc-call-timeout', '1']);
    for (const [method, params] of Object.entries(endlessCalls)) {
        const begin = Date.now();
        const error = await node.call(method, ...params).catch((refused) => refused);
        assert.equal(error.code, -32012, `${method}: ${error.message}`);
        assert.equal(error.data, 'Exceeded max limit of 1000 ms');
        assert.ok(Date.now() - begin >= 1000, method);
    }
    const again = await node.call('author_submitExtrinsic', '0x0400').catch((refused) => refused);
    assert.equal(again.code, 1012, 'what takes too long is banned');
    await stopInTime(node);
});

test('it ends while transactions are validated', async () => {
    const node = await startLoaded();
    const calls = Array.from({ length: 8 }, (_, i) =>
        node.call('author_submitExtrinsic', `0x080${i}00`).catch((error) => error));
    await node.call('system_health');
    await stopInTime(node);
    await Promise.all(calls);
});

/** Ends a command with a signal after a while; fails if that takes too long. */
async function interruptInTime(args) {
    const command = await Node.start(program, args, { ready: /^/ });
    await new Promise((resolve) => setTimeout(resolve, 1000));
    const begin = Date.now();
    command.child.kill('SIGINT');
    const ended = await command.exited;
    assert.ok(Date.now() - begin < kEndMs, `${args[0]} took ${Date.now() - begin} ms`);
    return ended;
}

test('commands end while a runtime never returns', async () => {
    const spec = loadChain();
    const base = join(folder, 'endless');
    const node = await Node.start(program, ['--chain', spec, '--base-path', base, '--validator', '--sealing', 'manual']);
    await node.call('engine_createBlock', true, false);
    await node.stop();
    const blocks = join(folder, 'endless-blocks');
    const chain = ['--chain', spec, '--base-path', base];
    execFileSync(program, ['export-blocks', ...chain, '--binary', blocks], { stdio: 'ignore' });

    const call = await interruptInTime(['runtime', 'call', '--chain', spec, '--method', 'endless']);
    assert.equal(call.signal, 'SIGINT');
    const check = await interruptInTime(['check-block', ...chain, '--no-seal-check', '1']);
    assert.equal(check.signal, 'SIGINT');
    const copy = ['import-blocks', '--chain', spec, '--base-path', join(folder, 'endless-copy'), '--no-seal-check', '--binary'];
    const imported = await interruptInTime([...copy, blocks]);
    assert.equal(imported.code, 130, 'an import says where it stands');
});

test('it ends while subscribers read nothing', async () => {
    const node = await Node.start(program, ['--dev', '--tmp', '--sealing', 'interval=20']);
    const upgrade = 'GET / HTTP/1.1\r\nHost: localhost\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n'
        + 'Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\nSec-WebSocket-Version: 13\r\n\r\n';
    const request = Buffer.from('{"jsonrpc":"2.0","id":1,"method":"chain_subscribeNewHeads","params":[]}');
    const frame = Buffer.concat([Buffer.from([0x81, 0x80 | request.length, 0, 0, 0, 0]), request]);
    const sockets = [];
    for (let i = 0; i < 20; ++i) {
        const socket = connect(node.port, '127.0.0.1');
        socket.on('error', () => {});
        await new Promise((resolve) => socket.write(upgrade, resolve));
        await new Promise((resolve) => socket.once('data', resolve));
        socket.pause();
        for (let j = 0; j < 50; ++j) socket.write(frame);
        sockets.push(socket);
    }
    const { number } = await node.call('chain_getHeader');
    await until('blocks', async () => Number((await node.call('chain_getHeader')).number) > Number(number) + 20);
    await stopInTime(node);
    sockets.forEach((socket) => socket.destroy());
});

/** A parachain's node, when its log matches `ready`. */
async function startOfPara(name, own, ofRelay, ready) {
    const file = join(folder, 'para.json');
    if (!existsSync(file)) {
        const spec = JSON.parse(execFileSync(program, ['build-spec', '--chain', 'dev'], { maxBuffer: 1 << 28, stdio: ['ignore', 'pipe', 'ignore'] }));
        writeFileSync(file, JSON.stringify({ ...spec, para_id: 1005, relay_chain: 'dev' }));
    }
    const network = ['--listen-addr', '/ip4/127.0.0.1/tcp/0', '--no-mdns', '--no-prometheus'];
    return Node.start(program, ['--chain', file, '--base-path', join(folder, name), '--rpc-port', '0', ...network,
        ...own, '--', '--chain', 'dev', ...network, ...ofRelay], { ready });
}

/** A parachain's node that asks `url` for its relay chain, when it has begun to connect. */
const startOnRelayAt = (url, name) =>
    startOfPara(name, ['--relay-chain-rpc-urls', url], [], /Trying to connect to next external relaychain node/);

/** Accepts connections and says nothing. */
async function startSilentServer() {
    const sockets = [];
    const server = createServer().on('connection', (socket) => sockets.push(socket.on('error', () => {})));
    server.listen(0, '127.0.0.1');
    await new Promise((resolve) => server.on('listening', resolve));
    return { sockets, port: server.address().port, end: () => { sockets.forEach((socket) => socket.destroy()); server.close(); } };
}

test("a parachain's node ends while it tries nodes of its relay chain that refuse", async () => {
    const node = await startOnRelayAt('ws://127.0.0.1:1', 'refused');
    node.child.kill('SIGTERM');
    assert.deepEqual(await node.exited, { code: 0, signal: null }, node.log);
    const tries = node.log.match(/Trying to connect/g).length;
    assert.ok(tries < 5, 'five rounds are a start that has given up');
});

test("a parachain's node ends while a node of its relay chain accepts and is silent", async () => {
    const silent = await startSilentServer();
    const node = await startOnRelayAt(`ws://127.0.0.1:${silent.port}`, 'silent');
    await until('a connection', () => silent.sockets.length > 0);
    node.child.kill('SIGTERM');
    assert.deepEqual(await node.exited, { code: 0, signal: null }, node.log);
    assert.doesNotMatch(node.log, /not asked any more/, 'it has not waited for the time of an answer');
    silent.end();
});

test("a parachain's node ends while it waits for peers of its relay chain", async () => {
    const silent = await startSilentServer();
    const address = `/ip4/127.0.0.1/tcp/${silent.port}/p2p/12D3KooWEyoppNCUx8Yx66oV9fJnriXwCcXwDDUA2kj6vnc6iDEp`;
    for (const sync of ['full', 'warp']) {
        const before = silent.sockets.length;
        const node = await startOfPara(`alone-${sync}`, ['--sync', sync, '--bootnodes', address],
            ['--rpc-port', '0', '--sync', sync, '--bootnodes', address], /\[Parachain\] Running JSON-RPC server/);
        await until('both have dialed', () => silent.sockets.length >= before + 2);
        await stopInTime(node);
    }
    silent.end();
});

test('an import ends on a signal, and continues where it was', async () => {
    const node = await Node.start(program, ['--dev', '--base-path', join(folder, 'source'), '--sealing', 'manual']);
    for (let i = 0; i < 150; ++i) await node.call('engine_createBlock', true, false);
    await node.stop();
    const file = join(folder, 'blocks');
    execFileSync(program, ['export-blocks', '--dev', '--base-path', join(folder, 'source'), '--binary', file], { stdio: 'ignore' });
    assert.ok(existsSync(file));
    const args = ['import-blocks', '--dev', '--base-path', join(folder, 'copy'), '--binary', file];
    const importer = await Node.start(program, args, { ready: /^/ });
    await new Promise((resolve) => setTimeout(resolve, 300));
    const begin = Date.now();
    importer.child.kill('SIGTERM');
    const { code } = await importer.exited;
    assert.ok(code === 130 || code === 0, importer.log);
    assert.ok(Date.now() - begin < kEndMs);
    execFileSync(program, args, { stdio: 'ignore' });
});
