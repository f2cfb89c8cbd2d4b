// Uses of a living chain by teams of runtimes: blocks again, calls traced, snapshots, upgrades tried on real state.
import assert from 'node:assert/strict';
import { execFile } from 'node:child_process';
import { existsSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { after, before, test } from 'node:test';
import { promisify } from 'node:util';

import { ApiPromise, Keyring, WsProvider } from '@polkadot/api';
import { xxhashAsHex } from '@polkadot/util-crypto';
import { WebSocketServer } from 'ws';

import { Node, temporaryFolder } from './node.mjs';

const program = process.env.SERINUS;
const { folder, remove } = temporaryFolder();

const kReady = /Running JSON-RPC server: addr=127\.0\.0\.1:(\d+)/;

let origin, alice, receiver, block, headerOfBlock;

/** What a command prints; `code` is how it ended. */
async function run(...args) {
    const done = promisify(execFile)(program, args, { timeout: 120_000, maxBuffer: 1 << 28 });
    return done.then(({ stdout, stderr }) => ({ code: 0, stdout, stderr }),
        ({ code, stdout, stderr }) => ({ code, stdout, stderr }));
}

before(async () => {
    origin = await Node.start(program, ['--dev', '--tmp', '--sealing', 'manual']);
    const api = await ApiPromise.create({ provider: new WsProvider(origin.url), noInitWarn: true });
    alice = new Keyring({ type: 'sr25519', ss58Format: api.registry.chainSS58 }).addFromUri('//Alice');
    receiver = api.createType('AccountId', `0x${'71'.repeat(32)}`).toString();
    await origin.call('engine_createBlock', true, true);
    await api.tx.balances.transferKeepAlive(receiver, 5_000_000_000_000n).signAndSend(alice);
    ({ hash: block } = await origin.call('engine_createBlock', true, true));
    headerOfBlock = api.createType('Header', await origin.call('chain_getHeader', block)).toHex();
    await origin.call('engine_createBlock', true, true);
    await api.disconnect();
});
after(async () => {
    await origin.stop();
    remove();
});

test('a block is executed again, and each call says what it read, wrote and cost', async () => {
    const { code, stdout, stderr } = await run('run-block', '--endpoint', origin.url, '--at', block, '--json');
    assert.equal(code, 0, stderr);
    const { phases, sameHeader } = JSON.parse(stdout);
    assert.equal(sameHeader, true);
    const { extrinsics } = (await origin.call('chain_getBlock', block)).block;
    assert.deepEqual(phases.map(({ name }) => name),
        ['initialize', ...extrinsics.map((_, i) => `extrinsic ${i}`), 'finalize']);
    const transfer = phases.find(({ call }) => call?.Balances?.transfer_keep_alive);
    assert.deepEqual(transfer.signer, { Id: alice.address });
    assert.equal(transfer.result, '0x0000');
    assert.ok(transfer.weight.refTime > 0 && transfer.ms > 0);
    const account = (list, who) => list.find(({ pallet, item, keys }) => pallet === 'System' && item === 'Account' && keys[0] === who);
    assert.equal(account(transfer.reads, receiver).bytes, null);
    assert.ok(account(transfer.reads, alice.address).bytes > 0);
    const written = account(transfer.writes, receiver);
    assert.equal(written.before, null);
    assert.equal(written.after.data.free, 5_000_000_000_000);

    const text = await run('run-block', '--endpoint', origin.url, '--at', block, '--reads');
    assert.equal(text.code, 0);
    assert.match(text.stdout, /extrinsic \d Balances\.transfer_keep_alive: .* reads, .* writes/);
    assert.match(text.stdout, new RegExp(`  w System\\.Account ${receiver}\n`));
    assert.match(text.stdout, /  r System\.Account /);
});

test('a block with mocked signatures is executed again, and lists show what they got', async () => {
    const fork = await Node.start(program, ['fork', '--endpoint', origin.url, '--sealing', 'manual', '--mock-signature-host', '--rpc-port=0'],
        { ready: kReady });
    fork.port = Number(kReady.exec(fork.log)[1]);
    const url = `ws://127.0.0.1:${fork.port}`;
    try {
        const api = await ApiPromise.create({ provider: new WsProvider(url), noInitWarn: true });
        const transactions = [0, 1].map((i) => {
            const call = api.tx.system.remarkWithEvent(`0x0${i}`);
            call.signFake(receiver, { nonce: i, genesisHash: api.genesisHash, blockHash: api.genesisHash, runtimeVersion: api.runtimeVersion });
            call.signature.set(Buffer.from(`deadbeef${'cd'.repeat(60)}`, 'hex'));
            return call.toHex();
        });
        await api.disconnect();
        const hash = await fork.call('dev_newBlock', { transactions });
        const { extrinsics } = (await fork.call('chain_getBlock', hash)).block;
        assert.deepEqual(extrinsics.slice(-2), transactions);
        const { code, stdout, stderr } = await run('run-block', '--endpoint', url, '--at', hash, '--json', '--mock-signature-host');
        assert.equal(code, 0, stderr);
        const { phases, sameHeader } = JSON.parse(stdout);
        assert.equal(sameHeader, true);
        // Each call adds its own events, and says these alone.
        for (const phase of phases.filter(({ call }) => call?.System?.remark_with_event)) {
            const events = phase.writes.find(({ pallet, item }) => pallet === 'System' && item === 'Events');
            assert.equal(events.before, undefined);
            const names = events.appended.map(({ event }) => Object.keys(event)[0]);
            assert.ok(names.includes('System') && names.length < 8, names.join());
        }
        const strict = await run('run-block', '--endpoint', url, '--at', hash, '--json');
        assert.equal(strict.code, 3, 'a real host refuses these signatures');
    } finally {
        await fork.stop();
    }
});

test('a runtime that needs what the host does not have', async () => {
    const file = join(folder, 'unknown.wasm');
    const code = readFileSync(join(process.env.BUILD, 'kusama_runtime.wasm'));
    // One that every call needs, under a name of the same length.
    code.write('ext_storage_xxx_version_1', code.indexOf('ext_storage_get_version_1'));
    writeFileSync(file, code);
    const tried = await run('try-runtime', '--endpoint', origin.url, '--wasm', file);
    assert.equal(tried.code, 3);
    assert.match(tried.stdout, /imports env\.ext_storage_xxx_version_1, which this program does not have/);
    const fork = await run('fork', '--endpoint', origin.url, '--wasm-override', file, '--rpc-port=0');
    assert.equal(fork.code, 1);
    assert.match(fork.stderr, /imports env\.ext_storage_xxx_version_1/);
    assert.match(fork.stderr, /unknown import: env\.ext_storage_xxx_version_1.*choose another --wasm-override/);
});

test('what a block cannot be executed for is said', async () => {
    assert.match((await run('run-block', '--at', '1')).stderr, /needs an --endpoint/);
    assert.match((await run('run-block', '--endpoint', origin.url, '--at', '0')).stderr, /genesis/);
    assert.match((await run('run-block', '--endpoint', origin.url, '--at', '999')).stderr, /has no block 999/);
});

test('a call is traced', async () => {
    const key = `0x${Buffer.from(alice.publicKey).toString('hex')}`;
    const args = ['trace', 'call', '--endpoint', origin.url, '--method', 'AccountNonceApi_account_nonce', '--args', key];
    const { code, stdout, stderr } = await run(...args, '--json');
    assert.equal(code, 0, stderr);
    const [phase] = JSON.parse(stdout).phases;
    assert.equal(phase.result, '0x01000000');
    assert.ok(phase.reads.some(({ item, keys }) => item === 'Account' && keys[0] === alice.address));
    assert.match((await run(...args)).stdout, /^0x01000000\n/);
    const failed = await run('trace', 'call', '--endpoint', origin.url, '--method', 'Nothing_here');
    assert.equal(failed.code, 3);
    assert.match(failed.stdout, /no function Nothing_here/);
});

test('a profile is a picture with the names of the runtime, of a block and of a call', async () => {
    const named = join(process.env.BUILD, 'kusama_runtime.named.wasm');
    const file = join(folder, 'profile.svg');
    const options = ['--endpoint', origin.url, '--profile', file, '--names', named, '--samples', '60'];
    const { code, stderr } = await run('run-block', ...options, '--at', block);
    assert.equal(code, 0, stderr);
    const frames = () => [...readFileSync(file, 'utf8').matchAll(/<title>(.*) \((\d+\.\d+) %\)<\/title>/g)];
    const names = frames().map(([, name]) => name);
    assert.match(readFileSync(file, 'utf8'), /^<svg .*<\/svg>\n$/s);
    assert.ok(names.some((name) => /^(initialize|finalize|extrinsic \d)$/.test(name)), names.join('\n'));
    assert.ok(names.some((name) => name.includes('serinus::')), names.join('\n'));
    // That of the metadata would be one copy, which nothing can interrupt.
    const header = await origin.call('chain_getHeader', block);
    const call = ['--at', header.parentHash, '--method', 'Core_initialize_block', '--args', headerOfBlock];
    assert.equal((await run('trace', 'call', ...options, ...call)).code, 0);
    const bottom = frames()[0];
    assert.equal(bottom[1], 'Core_initialize_block');
    assert.equal(bottom[2], '100.00');
});

test('a snapshot has the whole state with its root, and a damaged one is refused', async () => {
    const file = join(folder, 'state');
    const created = await run('snapshot', 'create', '--endpoint', origin.url, '--at', block, file);
    assert.equal(created.code, 0, created.stderr);
    const info = await run('snapshot', 'info', file);
    assert.equal(info.code, 0, info.stderr);
    assert.equal(info.stdout, created.stdout);
    assert.match(info.stdout, new RegExp(`\\(${block}\\)\\n`));
    assert.match(info.stdout, /Root {5}is that of the block/);
    const keys = [];
    for (let page; !page || page.length === 1000;) {
        page = await origin.call('state_getKeysPaged', '0x', 1000, keys.at(-1) ?? null, block);
        keys.push(...page);
    }
    assert.match(info.stdout, new RegExp(`Entries  ${keys.length}, `));
    const bytes = readFileSync(file);
    assert.equal(statSync(file).size, bytes.length);
    writeFileSync(file, bytes.subarray(0, bytes.length - 100));
    assert.match((await run('snapshot', 'info', file)).stderr, /truncated/);
    bytes[bytes.length >> 1] ^= 1;
    writeFileSync(file, bytes);
    assert.match((await run('snapshot', 'info', file)).stderr, /damaged/);
    writeFileSync(file, 'hello');
    assert.match((await run('snapshot', 'info', file)).stderr, /no snapshot/);
});

test('an upgrade is tried on the state of a node, and on a snapshot', async () => {
    const file = join(folder, 'upgrade');
    assert.equal((await run('snapshot', 'create', '--endpoint', origin.url, file)).code, 0);
    const reports = [];
    for (const source of [['--endpoint', origin.url], ['--snapshot', file]]) {
        const { code, stdout, stderr } = await run('try-runtime', ...source, '--wasm', process.env.NEXT_RUNTIME, '--json');
        assert.equal(code, 0, stderr);
        const report = JSON.parse(stdout);
        assert.equal(report.good, true);
        assert.ok(report.after.specVersion > report.before.specVersion);
        assert.ok(report.weight.refTime > 0 && report.weight.refTime < report.maxWeight.refTime);
        const last = report.changes.find(({ item }) => item === 'LastRuntimeUpgrade');
        assert.equal(last.after.spec_version, report.after.specVersion);
        assert.deepEqual(report.notIdempotent, []);
        delete report.ms;
        reports.push(report);
    }
    assert.deepEqual(reports[0], reports[1]);
    const key = `0x${Buffer.from(alice.publicKey).toString('hex')}`;
    const nonce = await run('trace', 'call', '--snapshot', file, '--method', 'AccountNonceApi_account_nonce', '--args', key);
    assert.match(nonce.stdout, /^0x01000000\n/, 'a snapshot needs no node');
    const text = await run('try-runtime', '--snapshot', file, '--wasm', process.env.NEXT_RUNTIME);
    assert.match(text.stdout, /Result {3}succeeds/);
    assert.match(text.stdout, /Weight .* % of a block/);
    const none = await run('try-runtime', '--snapshot', file, '--wasm', file);
    assert.equal(none.code, 1);
    assert.match(none.stderr, /the new runtime: /);
    const both = await run('try-runtime', '--snapshot', file, '--endpoint', origin.url, '--wasm', process.env.NEXT_RUNTIME);
    assert.match(both.stderr, /two states/);
});

test('an upgrade is tried on the genesis of a specification, in both of its forms', async () => {
    const reports = [];
    for (const form of [[], ['--raw']]) {
        const spec = join(folder, `spec${form.length}.json`);
        const built = await run('build-spec', '--dev', '--disable-default-bootnode', ...form);
        assert.equal(built.code, 0, built.stderr);
        assert.equal('raw' in JSON.parse(built.stdout).genesis, form.length === 1);
        writeFileSync(spec, built.stdout);
        const chain = ['--chain', spec, '--base-path', join(folder, `none${form.length}`)];
        const { code, stdout, stderr } = await run('try-runtime', ...chain, '--wasm', process.env.NEXT_RUNTIME, '--json');
        assert.equal(code, 0, stderr);
        const report = JSON.parse(stdout);
        assert.equal(report.good, true);
        assert.ok(report.after.specVersion > report.before.specVersion);
        assert.equal(report.changes.find(({ item }) => item === 'LastRuntimeUpgrade').after.spec_version, report.after.specVersion);
        delete report.ms;
        reports.push(report);
        assert.equal(existsSync(join(folder, `none${form.length}`)), false, 'nothing is written');
    }
    assert.deepEqual(reports[0], reports[1]);
    const file = join(folder, 'broken.json');
    writeFileSync(file, '{"name":"x"');
    const broken = await run('try-runtime', '--chain', file, '--wasm', process.env.NEXT_RUNTIME);
    assert.equal(broken.code, 1);
    assert.match(broken.stderr, /broken\.json/);
    const missing = await run('try-runtime', '--chain', join(folder, 'missing.json'), '--wasm', process.env.NEXT_RUNTIME);
    assert.equal(missing.code, 1);
    assert.match(missing.stderr, /missing\.json/);
});

test('an upgrade that a chain would refuse is none, unless its checks are left out', async () => {
    const file = join(folder, 'same.wasm');
    writeFileSync(file, Buffer.from((await origin.call('state_getStorage', '0x3a636f6465')).slice(2), 'hex'));
    const same = ['try-runtime', '--endpoint', origin.url, '--wasm', file];
    const refused = await run(...same);
    assert.equal(refused.code, 3, refused.stderr);
    assert.match(refused.stdout, /Result {3}is refused/);
    assert.match(refused.stdout, /Fault .*version does not grow \((\d+) after \1\).*--disable-spec-version-check/);
    const allowed = await run(...same, '--disable-spec-version-check', '--json');
    assert.equal(allowed.code, 0, allowed.stderr);
    assert.deepEqual(JSON.parse(allowed.stdout).faults, []);
});

// As if the new runtime had raised the version of a pallet's storage, and nobody had written the migration.
test('a storage version that the upgrade leaves behind is a fault', async (t) => {
    const node = await Node.start(program, ['--dev', '--tmp', '--sealing', 'manual']);
    t.after(() => node.stop());
    await node.call('engine_createBlock', true, true);
    const key = xxhashAsHex('Balances', 128) + xxhashAsHex(':__STORAGE_VERSION__:', 128).slice(2);
    assert.equal(await node.call('state_getStorage', key), '0x0100');
    await node.call('dev_setStorage', [[key, null]]);
    const upgrade = ['try-runtime', '--endpoint', node.url, '--wasm', process.env.NEXT_RUNTIME];
    const refused = await run(...upgrade);
    assert.equal(refused.code, 3, refused.stderr);
    assert.match(refused.stdout, /Fault .*Balances has storage of version 0 and code of version 1: a migration is missing/);
    const allowed = await run(...upgrade, '--disable-storage-version-check', '--json');
    assert.equal(allowed.code, 0, allowed.stderr);
    assert.deepEqual(JSON.parse(allowed.stdout).storageVersions, [{ pallet: 'Balances', stored: 0, code: 1 }]);
});

test('a snapshot that fails leaves the one before', async () => {
    const file = join(folder, 'kept');
    writeFileSync(file, 'before');
    // An origin that becomes hostile in the middle.
    let reads = 0;
    const server = new WebSocketServer({ port: 0, host: '127.0.0.1' });
    await new Promise((resolve) => server.on('listening', resolve));
    server.on('connection', (socket) => socket.on('message', async (data) => {
        const request = JSON.parse(data.toString());
        if (/^state_(queryStorageAt|getStorage)$/.test(request.method) && ++reads > 1) {
            return socket.send(JSON.stringify({ jsonrpc: '2.0', id: request.id, result: [{ block: '0x', changes: [['0x', 1]] }] }));
        }
        const message = await origin.call(request.method, ...request.params).then((result) => ({ result }), ({ code, message }) => ({ error: { code, message } }));
        socket.send(JSON.stringify({ jsonrpc: '2.0', id: request.id, ...message }));
    }));
    const url = `ws://127.0.0.1:${server.address().port}`;
    const failed = await run('snapshot', 'create', '--endpoint', url, file);
    for (const socket of server.clients) socket.terminate();
    server.close();
    assert.equal(failed.code, 1, failed.stdout);
    assert.ok(reads > 1, 'it had begun');
    assert.equal(readFileSync(file, 'utf8'), 'before');
});

test('a snapshot that is damaged is no state to try an upgrade on', async () => {
    const file = join(folder, 'damaged');
    assert.equal((await run('snapshot', 'create', '--endpoint', origin.url, file)).code, 0);
    const bytes = readFileSync(file);
    for (const [content, reason] of [[bytes.subarray(0, bytes.length >> 1), /truncated/], ['hello', /no snapshot/]]) {
        writeFileSync(file, content);
        const { code, stderr } = await run('try-runtime', '--snapshot', file, '--wasm', process.env.NEXT_RUNTIME);
        assert.equal(code, 1);
        assert.match(stderr, reason);
    }
});

test('an upgrade is tried on the state of a database', async () => {
    const base = join(folder, 'database');
    const node = await Node.start(program, ['--dev', '--base-path', base, '--sealing', 'manual']);
    for (let i = 0; i < 2; ++i) await node.call('engine_createBlock', true, true);
    await node.stop();
    const chain = ['--dev', '--base-path', base];
    const { code, stdout, stderr } = await run('try-runtime', ...chain, '--wasm', process.env.NEXT_RUNTIME, '--json');
    assert.equal(code, 0, stderr);
    const report = JSON.parse(stdout);
    assert.equal(report.good, true);
    assert.ok(report.after.specVersion > report.before.specVersion);
    assert.ok(report.changes.some(({ item }) => item === 'LastRuntimeUpgrade'));
    const traced = await run('trace', 'call', ...chain, '--at', '1', '--method', 'Core_version', '--json');
    assert.equal(traced.code, 0, traced.stderr);
    const nothing = await run('try-runtime', ...chain, '--at', '99', '--wasm', process.env.NEXT_RUNTIME);
    assert.equal(nothing.code, 1, nothing.stdout);
});
