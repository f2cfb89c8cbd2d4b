// The head of a fork by the wish of its user: suites set it back before each of their tests, and go on with the same
// transactions. On a fork of a fork, whose first block is not that of the chain.
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';

import { ApiPromise, Keyring, WsProvider } from '@polkadot/api';
import { AccountId, Enum, createClient } from 'polkadot-api';
import { getPolkadotSigner } from 'polkadot-api/signer';
import { getWsProvider } from 'polkadot-api/ws';
import { WebSocket } from 'ws';

import { Node, until } from './node.mjs';

const program = process.env.SERINUS;
const kReady = /Running JSON-RPC server: addr=127\.0\.0\.1:(\d+)/;
const kRounds = 50;
const kSlotMs = 6000;
const kReceiver = `0x${'42'.repeat(32)}`;
const kAmount = 5_000_000_000_000n;
const alice = new Keyring({ type: 'sr25519' }).addFromUri('//Alice');

let origin;
let first;

async function fork(t, of, ...args) {
    const node = await Node.start(program, ['fork', '--endpoint', of.url, ...args, '--rpc-port=0'], { ready: kReady });
    node.port = Number(kReady.exec(node.log)[1]);
    node.url = `ws://127.0.0.1:${node.port}`;
    node.clients = [];
    t?.after(async () => {
        for (const client of node.clients) await client.disconnect();
        await node.stop();
    });
    return node;
}

async function connect(node) {
    const api = await ApiPromise.create({ provider: new WsProvider(node.url), noInitWarn: true });
    node.clients.push(api);
    return api;
}

const numberOf = async (node) => Number((await node.call('chain_getHeader')).number);
const finalized = async (node) => Number((await node.call('chain_getHeader', await node.call('chain_getFinalizedHead'))).number);
const signed = (api, nonce = 0) =>
    api.tx.balances.transferKeepAlive(kReceiver, kAmount).signAsync(alice, { era: 0, nonce });
/** Asked for each time: what polkadot.js reads or sends twice within two seconds it asks for once. */
const received = async (api) => {
    const value = await api._rpcCore.provider.send('state_getStorage', [api.query.system.account.key(kReceiver)]);
    return value === null ? 0n : api.createType('FrameSystemAccountInfo', value).data.free.toBigInt();
};

/** What a subscription says, in a list that grows. */
async function follow(api, notification, method, params = []) {
    const events = [];
    await api._rpcCore.provider.subscribe(notification, method, params, (error, event) => events.push(error ?? event));
    return events;
}

/** Makes blocks while a follower reads of them: who is 500 messages behind would be stopped. */
async function makeRead(node, count, events, name) {
    const read = () => events.filter(({ event }) => event === name).length;
    const kAtOnce = 100;
    for (let made = 0; made < count; made += kAtOnce) {
        await node.call('dev_newBlock', { count: Math.min(kAtOnce, count - made) });
        await until(`${name} of all blocks`, () => events.some(({ event }) => event === 'stop') || read() >= Math.min(count, made + kAtOnce));
    }
    assert.equal(read(), count);
}

before(async () => {
    origin = await Node.start(program, ['--dev', '--tmp', '--sealing', 'manual']);
    for (let i = 0; i < 3; ++i) await origin.call('engine_createBlock', true, true);
    first = await fork(undefined, origin, '--sealing', 'manual');
    await first.call('dev_newBlock', { count: 10 });
});
after(async () => {
    await first?.stop();
    await origin?.stop();
});

test('the same transaction, fifty times from the same block', async (t) => {
    const node = await fork(t, first, '--sealing', 'manual');
    const api = await connect(node);
    const base = await node.call('chain_getBlockHash');
    const number = await numberOf(node);
    assert.equal(number, 13);
    const bytes = (await signed(api)).toHex();
    const heads = await follow(api, 'chain_newHead', 'chain_subscribeNewHeads');
    const final = await follow(api, 'chain_finalizedHead', 'chain_subscribeFinalizedHeads');
    const expected = [number];
    const hashes = new Set();
    for (let i = 0; i < kRounds; ++i) {
        assert.equal(await node.call('dev_setHead', base), base);
        if (i !== 0) expected.push(number);
        assert.equal(await received(api), 0n);
        assert.deepEqual(await node.call('author_pendingExtrinsics'), []);
        await node.call('author_submitExtrinsic', bytes);
        hashes.add(await node.call('dev_newBlock'));
        expected.push(number + 1);
        assert.equal(await received(api), kAmount);
        assert.ok((await node.call('chain_getBlock')).block.extrinsics.includes(bytes));
        assert.deepEqual([await numberOf(node), await finalized(node)], [number + 1, number + 1]);
    }
    assert.equal(hashes.size, 1, 'the same block each time');
    for (const [name, list] of [['best', heads], ['finalized', final]]) {
        await until(`all ${name} heads`, () => list.length >= expected.length);
        assert.deepEqual(list.map((header) => Number(header.number)), expected, name);
    }
    // By number: the first block of the fork, and one of several above it.
    await node.call('dev_newBlock', { count: 5 });
    for (const [wanted, there] of [[number + 3, number + 3], [-1, number + 2], [0, number + 2], [number, number]]) {
        await node.call('dev_setHead', wanted);
        assert.equal(await numberOf(node), there);
    }
    await assert.rejects(node.call('dev_setHead', `0x${'99'.repeat(32)}`), /Block not found/);
    await assert.rejects(node.call('dev_setHead', 1000), /Block not found/);
    assert.equal(await numberOf(node), number, 'an error changes nothing');
    await node.call('dev_newBlock');
});

test('what was taken back does not come again by itself', async (t) => {
    const node = await fork(t, first, '--sealing', 'instant');
    const api = await connect(node);
    const number = await numberOf(node);
    const bytes = (await signed(api)).toHex();
    for (let i = 0; i < 3; ++i) {
        const statuses = await follow(api, 'author_extrinsicUpdate', 'author_submitAndWatchExtrinsic', [bytes]);
        await until('it is final', () => statuses.some((status) => status.finalized !== undefined));
        assert.deepEqual(statuses.map((status) => (typeof status === 'string' ? status : Object.keys(status)[0])), ['ready', 'inBlock', 'finalized']);
        assert.equal(await received(api), kAmount);
        await node.call('dev_setHead', number);
        await new Promise((resolve) => setTimeout(resolve, 300));
        assert.equal(await numberOf(node), number);
        assert.deepEqual(await node.call('author_pendingExtrinsics'), []);
        assert.equal(await received(api), 0n);
    }
});

test('what was refused is looked at again', async (t) => {
    const node = await fork(t, first, '--sealing', 'manual');
    const api = await connect(node);
    const poor = new Keyring({ type: 'sr25519' }).addFromUri('//Poor');
    const bytes = (await api.tx.system.remark('0x01').signAsync(poor, { era: 0, nonce: 0 })).toHex();
    for (let i = 0; i < 2; ++i) await assert.rejects(node.call('author_submitExtrinsic', bytes), (error) => error.code === 1010);
    await node.call('dev_setStorage', { System: { Account: [[[poor.address], { providers: 1, data: { free: 1e15 } }]] } });
    await node.call('author_submitExtrinsic', bytes);
    await node.call('dev_newBlock');
    assert.equal((await api.query.system.account(poor.address)).nonce.toNumber(), 1);
});

test('PAPI follows finality that is taken back', async (t) => {
    const node = await fork(t, first, '--sealing', 'instant');
    const client = createClient(getWsProvider(node.url, { websocketClass: WebSocket }));
    t.after(() => client.destroy());
    const api = client.getUnsafeApi();
    const signer = getPolkadotSigner(alice.publicKey, 'Sr25519', (message) => alice.sign(message));
    const base = await node.call('chain_getBlockHash');
    const receiver = AccountId(2).dec(kReceiver);
    const free = async (at) => (await api.query.System.Account.getValue(receiver, { at })).data.free;
    // Observed: after a third `stop` within seconds PAPI 2.2 connects anew and then waits for ever.
    for (let i = 0; i < 2; ++i) {
        const { ok, block } = await api.tx.Balances.transfer_keep_alive({ dest: Enum('Id', receiver), value: kAmount })
            .signAndSubmit(signer, { mortality: { mortal: false }, nonce: 0 });
        assert.ok(ok);
        assert.equal(block.number, 14);
        assert.equal(await free('best'), kAmount);
        assert.equal(await node.call('dev_setHead', base), base);
        await until('PAPI is at the base', async () => (await client.getFinalizedBlock()).hash === base);
        assert.deepEqual(await Promise.all([free('best'), free('finalized')]), [0n, 0n]);
    }
});

test('a follower is stopped when finality is taken back, and by nothing else', async (t) => {
    const node = await fork(t, first, '--sealing', 'manual');
    const api = await connect(node);
    const base = await node.call('chain_getBlockHash');
    const events = await follow(api, 'chainHead_v1_followEvent', 'chainHead_v1_follow', [false]);
    await makeRead(node, 1000, events, 'finalized');
    const count = (name) => events.filter(({ event }) => event === name).length;
    assert.equal(count('stop'), 0);
    await node.call('dev_setHead', base);
    await until('it is stopped', () => count('stop') === 1);
    const again = await follow(api, 'chainHead_v1_followEvent', 'chainHead_v1_follow', [false]);
    await until('it is told of the head', () => again.length >= 2);
    assert.deepEqual(again.map(({ event }) => event), ['initialized', 'bestBlockChanged'], 'nothing of branches that were left');
    assert.equal(again[0].finalizedBlockHashes.at(-1), base);
    const next = await node.call('dev_newBlock');
    await until('it is told of the next block', () => again.some(({ event }) => event === 'finalized'));
    assert.deepEqual(again.find(({ event }) => event === 'finalized').finalizedBlockHashes, [next]);
    assert.ok(!again.some(({ event }) => event === 'stop'));
});

test('without finality nothing ends but by the wish of the user', async (t) => {
    const node = await fork(t, first, '--sealing', 'manual', '--finality', 'manual');
    const api = await connect(node);
    const number = await numberOf(node);
    const events = await follow(api, 'chainHead_v1_followEvent', 'chainHead_v1_follow', [false]);
    await makeRead(node, 4200, events, 'newBlock');
    assert.ok(!events.some(({ event }) => event === 'stop'));
    assert.equal(await finalized(node), number);
    const middle = await node.call('chain_getBlockHash', number + 2000);
    await node.call('engine_finalizeBlock', middle);
    assert.equal(await finalized(node), number + 2000);
    await node.call('dev_setHead', number);
    assert.deepEqual([await numberOf(node), await finalized(node)], [number, number]);
    await node.call('dev_newBlock');
    await node.call('dev_setHead', middle);
    assert.equal(await numberOf(node), number + 2000);
});

test('a block has the time of its parent and one slot, or that of the clock', async (t) => {
    const node = await fork(t, first, '--sealing', 'manual');
    const api = await connect(node);
    const now = async () => (await api.query.timestamp.now()).toNumber();
    const base = await node.call('chain_getBlockHash');
    const begin = await now();
    for (let i = 1; i <= 3; ++i) {
        await node.call('dev_newBlock');
        assert.equal(await now(), begin + i * kSlotMs);
    }
    const far = Date.parse('2040-01-01');
    await node.call('dev_timeTravel', far);
    assert.equal(await now(), far);
    await node.call('dev_setHead', base);
    assert.equal(await now(), begin);
    await node.call('dev_timeTravel', far - 1e10);
    assert.equal(await now(), far - 1e10);
    // The first fork's blocks are ahead of the clock, which the next one is told to follow: each has a slot all the same.
    const other = await fork(t, first, '--sealing', 'manual', '--clock', 'wall');
    const clock = await connect(other);
    await other.call('dev_newBlock');
    assert.ok((await clock.query.timestamp.now()).toNumber() > begin);
    await assert.rejects(fork(undefined, first, '--clock', 'sun'), /--clock is slot or wall/);
});
