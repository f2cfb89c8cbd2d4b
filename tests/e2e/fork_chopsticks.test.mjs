// The methods for developers beside those of Chopsticks: both programs fork the same chain, get the same calls, and must
// answer the same, or refuse the same.
import assert from 'node:assert/strict';
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { after, before, test } from 'node:test';

import { ApiPromise, Keyring, WsProvider } from '@polkadot/api';

import { Node } from './node.mjs';

const program = process.env.SERINUS;
const chopsticks = join(import.meta.dirname, '../chopsticks/node_modules/@acala-network/chopsticks-core');
const skip = existsSync(chopsticks) ? false : 'npm ci was not run in tests/chopsticks';
const kReady = /Running JSON-RPC server: addr=127\.0\.0\.1:(\d+)/;

const kEverybody = `0x${'51'.repeat(32)}`;

let origin, fork, other, api, alice, bob, endOther;

before(async () => {
    if (skip) return;
    // It logs to the standard output, which belongs to the reporter of the tests.
    process.env.LOG_LEVEL = 'fatal';
    origin = await Node.start(program, ['--dev', '--tmp', '--sealing', 'manual']);
    for (let i = 0; i < 2; ++i) await origin.call('engine_createBlock', true, true);
    fork = await Node.start(program, ['fork', '--endpoint', origin.url, '--sealing', 'manual', '--finality', 'manual',
        '--mock-signature-host', '--rpc-port=0'], { ready: kReady });
    fork.port = Number(kReady.exec(fork.log)[1]);
    const { ChopsticksProvider, destroyWorker } = await import(pathToFileURL(join(chopsticks, 'dist/esm/index.js')));
    other = await ChopsticksProvider.fromEndpoint(origin.url, Number((await origin.call('chain_getHeader')).number));
    await other.isReady;
    endOther = async () => {
        await other.chain.close();
        await destroyWorker();
    };
    api = await ApiPromise.create({ provider: new WsProvider(`ws://127.0.0.1:${fork.port}`), noInitWarn: true });
    const keyring = new Keyring({ type: 'sr25519' });
    alice = keyring.addFromUri('//Alice');
    bob = keyring.addFromUri('//Bob');
});
after(async () => {
    if (skip) return;
    await api?.disconnect();
    await endOther?.();
    await fork?.stop();
    await origin?.stop();
});

/** The answers of both. */
async function both(method, ...params) {
    return [await fork.call(method, ...params), await other.send(method, params)];
}

/** That both answer the same; undefined stands for null in a program of JavaScript. */
async function same(method, ...params) {
    const [ours, theirs] = await both(method, ...params);
    assert.deepEqual(ours, theirs ?? null, `${method} ${JSON.stringify(params)}`);
    return ours;
}

async function bothRefuse(method, ...params) {
    await assert.rejects(fork.call(method, ...params), { name: 'Error' }, `${method} ${JSON.stringify(params)}`);
    await assert.rejects(other.send(method, params), (error) => error != null, `${method} ${JSON.stringify(params)}`);
}

async function numbers() {
    return (await both('chain_getHeader')).map(({ number }) => Number(number));
}

const account = (free) => ({ nonce: 1, providers: 1, data: { free } });

test('storage is set where it is, in the same forms', { skip }, async () => {
    const heads = await both('chain_getBlockHash');
    const key = api.query.system.account.key(kEverybody);
    const values = [
        { System: { Account: [[[kEverybody], account('1000000000000')]] } },
        { system: { account: [[[bob.address], account(77)], [[kEverybody], account('0xffff')]] } },
        { Balances: { InactiveIssuance: '123456789012345678' }, Staking: { ForceEra: 'ForceNone' } },
        { System: { Account: [[[kEverybody], null]] } },
        { System: { Account: [[[kEverybody], api.createType('AccountInfo', account(5)).toHex()]] } },
        [[key, null]],
        [['0x1234', '0x5678'], ['0x1235', '0x']],
        [['0x1234', null]],
    ];
    const keys = [key, api.query.system.account.key(bob.address), api.query.balances.inactiveIssuance.key(),
        api.query.staking.forceEra.key(), '0x1234', '0x1235'];
    for (const one of values) {
        assert.deepEqual(await both('dev_setStorage', one), heads, 'the hash of the block whose state it is');
        for (const read of keys) await same('state_getStorage', read);
    }
    assert.deepEqual(await both('chain_getBlockHash'), heads, 'no block is made');

    const prefix = api.query.session.keyOwner.keyPrefix();
    const before = await same('state_getKeysPaged', prefix, 100);
    assert.ok(before.length > 0);
    await both('dev_setStorage', { Session: { $removePrefix: ['keyOwner'] } });
    assert.deepEqual(await same('state_getKeysPaged', prefix, 100), []);

    await bothRefuse('dev_setStorage', { Nothing: { Account: [] } });
    await bothRefuse('dev_setStorage', { System: { Nothing: 1 } });
    await bothRefuse('dev_setStorage', { System: { Account: [[['x'], {}]] } });
    await bothRefuse('dev_setStorage', [['0x1234', '0x']], `0x${'99'.repeat(32)}`);
});

test('blocks are made as many as asked for, with the transactions of the call', { skip }, async () => {
    const [start, theirs] = await numbers();
    assert.equal(start, theirs);
    const steps = [[undefined, 1], [{ count: 2 }, 2], [{ count: 0 }, 1], [{ to: start + 7 }, 3], [{ to: 1 }, 1]];
    let expected = start;
    for (const [params, made] of steps) {
        expected += made;
        for (const hash of await both('dev_newBlock', ...(params ? [params] : []))) assert.match(hash, /^0x[0-9a-f]{64}$/);
        assert.deepEqual(await numbers(), [expected, expected], JSON.stringify(params));
    }
    const receiver = `0x${'61'.repeat(32)}`;
    const { nonce } = await api.query.system.account(alice.address);
    const transfer = await api.tx.balances.transferKeepAlive(receiver, 5_000_000_000_000n)
        .signAsync(alice, { nonce, era: 0 });
    await both('dev_newBlock', { transactions: [transfer.toHex()] });
    await same('state_getStorage', api.query.system.account.key(receiver));
    assert.equal((await api.query.system.account(receiver)).data.free.toBigInt(), 5_000_000_000_000n);
    for (const params of [{ count: 'x' }, { to: 'x' }, { transactions: ['x'] }, { unsafeBlockHeight: 1 }, { ump: 1 }]) {
        await bothRefuse('dev_newBlock', params);
    }
});

test('the head goes back, by hash, by number and by steps', { skip }, async () => {
    const [head] = await numbers();
    const hashes = await both('chain_getBlockHash', head - 2);
    assert.deepEqual(await both('dev_setHead', head - 2), hashes);
    assert.deepEqual(await numbers(), [head - 2, head - 2]);
    await both('dev_newBlock');
    assert.deepEqual(await numbers(), [head - 1, head - 1]);
    assert.deepEqual(await both('dev_setHead', -1), hashes);
    assert.equal(await fork.call('dev_setHead', hashes[0]), hashes[0]);
    assert.equal(await other.send('dev_setHead', [hashes[1]]), hashes[1]);
    await bothRefuse('dev_setHead', 1_000_000);
    await bothRefuse('dev_setHead', `0x${'99'.repeat(32)}`);
    await bothRefuse('dev_setHead', 'x');
});

test('time is given in milliseconds and in words', { skip }, async () => {
    const now = api.query.timestamp.now.key();
    for (const date of ['2030-01-01T12:00:00Z', 'Jan 2, 2030 10:00:00 GMT', Date.parse('2030-01-03T00:00:00Z')]) {
        const time = await same('dev_timeTravel', date);
        assert.equal(time, typeof date === 'string' ? Date.parse(date) : date);
        await same('state_getStorage', now);
        await both('dev_newBlock');
        assert.ok((await api.query.timestamp.now()).toNumber() > time);
    }
    await bothRefuse('dev_timeTravel', 'tomorrow');
});

test('modes and log levels have the same names', { skip }, async () => {
    for (const mode of ['Manual', 'Batch', 'Instant', 'Manual']) await same('dev_setBlockBuildMode', mode);
    await bothRefuse('dev_setBlockBuildMode', 'Sometimes');
    for (const level of [3, 0]) await same('dev_setRuntimeLogLevel', level);
    await bothRefuse('dev_setRuntimeLogLevel', 'x');
});

test('what an extrinsic would do is shown with names, and with any origin', { skip }, async () => {
    const receiver = `0x${'62'.repeat(32)}`;
    const address = api.createType('AccountId', receiver).toString();
    const { method } = api.tx.balances.transferKeepAlive(receiver, 3_000_000_000_000n);
    const [ours, theirs] = [
        await fork.call('dev_dryRun', { extrinsic: { call: method.toHex(), address: `0x${Buffer.from(alice.publicKey).toString('hex')}` }, raw: true }),
        (await other.chain.dryRunExtrinsic({ call: method.toHex(), address: alice.address })).storageDiff,
    ];
    const key = api.query.system.account.key(receiver);
    const of = (pairs) => pairs.find(([one]) => one === key)[1];
    assert.equal(of(ours), of(theirs));
    const { old, new: now, delta, outcome } = await fork.call('dev_dryRun', { extrinsic: { call: method.toHex(), address: alice.address } });
    assert.equal(outcome, '0x0000');
    assert.equal(old.system.account[address], null);
    assert.equal(now.system.account[address].data.free, 3_000_000_000_000);
    assert.equal(delta.system.account[address][1].data.free, 3_000_000_000_000);
    await assert.rejects(fork.call('dev_dryRun', { extrinsic: '0x00' }), Error);
    await assert.rejects(fork.call('dev_dryRun', { html: true, extrinsic: '0x00' }), (error) => /not offered/.test(error.data));
    await assert.rejects(fork.call('dev_dryRun', {}), /No extrinsic/);
});
