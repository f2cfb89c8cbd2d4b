// The steps of suites for Chopsticks, by their own utilities (the npm packages chopsticks-testing and chopsticks-utils), on forks of
// the real Kusama and its Asset Hub 1.0.0: a relay chain and a parachain in one process.
import assert from 'node:assert/strict';
import { existsSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, test } from 'node:test';

import { sendTransaction, signFakeWithApi, testingPairs, withExpect } from '@acala-network/chopsticks-testing';
import { ApiPromise, WsProvider } from '@polkadot/api';

import { Node, until } from '../e2e/node.mjs';

const program = process.env.SERINUS;
const data = process.env.SERINUS_TEST_DATA ?? join(import.meta.dirname, '../../../shared/data');
const spec = (name) => join(data, 'genesis', `${name}-local-1000000.json`);
const skip = existsSync(spec('kusama')) ? false : 'needs the shared test data';
const kReady = /Running JSON-RPC server: addr=127\.0\.0\.1:(\d+)/g;

/** What the packages want of a test framework. */
function expect(value) {
    const contains = (actual, wanted, path) => {
        if (wanted === null || typeof wanted !== 'object') return assert.deepEqual(actual, wanted, path);
        assert.ok(actual !== null && typeof actual === 'object', `${path} is ${actual}`);
        for (const key of Object.keys(wanted)) contains(actual[key], wanted[key], `${path}.${key}`);
    };
    return {
        toMatch: (wanted) => (wanted instanceof RegExp ? assert.match(value, wanted) : assert.equal(value, wanted)),
        toMatchObject: (wanted) => contains(value, wanted, ''),
        toMatchSnapshot: () => assert.ok(value !== undefined),
    };
}
const { check, checkEvents, checkSystemEvents } = withExpect(expect);

const folder = mkdtempSync(join(tmpdir(), 'serinus-suites-'));
const { alice, bob, charlie } = testingPairs('sr25519', 2);
const origins = [];
let forks, kusama, assetHub;

/** What the packages' setupContext() gives of a chain, with our program in the place of theirs. */
async function context(port) {
    const url = `ws://127.0.0.1:${port}`;
    const ws = new WsProvider(url);
    const api = await ApiPromise.create({ provider: ws, noInitWarn: true });
    const send = (method) => (...params) => ws.send(method, params);
    return {
        url, port, ws, api,
        dev: { newBlock: send('dev_newBlock'), setStorage: send('dev_setStorage'), timeTravel: send('dev_timeTravel'), setHead: send('dev_setHead') },
    };
}

before(async () => {
    if (skip) return;
    const config = { forks: {} };
    for (const name of ['kusama', 'asset-hub-kusama']) {
        const origin = await Node.start(program, ['--chain', spec(name), '--tmp', '--sealing', 'manual']);
        origins.push(origin);
        config.forks[name] = { endpoint: origin.url, sealing: 'manual', finality: 'manual', 'mock-signature-host': true, 'rpc-port': 0 };
    }
    const file = join(folder, 'forks.json');
    writeFileSync(file, JSON.stringify(config));
    forks = await Node.start(program, ['fork', '--config', file], { ready: kReady });
    const ports = () => [...forks.log.matchAll(kReady)].map(([, port]) => Number(port));
    await until('both forks answer', () => ports().length === 2);
    const contexts = await Promise.all(ports().map(context));
    const isRelay = ({ api }) => api.query.paras !== undefined;
    kusama = contexts.find(isRelay);
    assetHub = contexts.find((one) => !isRelay(one));
}, { timeout: 120_000 });
after(async () => {
    for (const one of [kusama, assetHub]) await one?.api.disconnect();
    await forks?.stop();
    for (const origin of origins) await origin.stop();
    rmSync(folder, { recursive: true, force: true });
});

const rich = (...pairs) => ({ System: { Account: pairs.map(({ address }) => [[address], { providers: 1, data: { free: 10e12 } }]) } });

/** The last of the suites' ways to act as root: a call in the agenda of the next block. */
async function asRoot({ api, dev }, call) {
    const number = (await api.rpc.chain.getHeader()).number.toNumber();
    await dev.setStorage({ Scheduler: { Agenda: [[[number + 1], [{ call: { Inline: call.method.toHex() }, origin: { system: 'Root' } }]]] } });
    await dev.newBlock();
}

test('accounts are made rich, and send', { skip }, async () => {
    const { api, dev } = kusama;
    await dev.setStorage(rich(alice, bob));
    await check(api.query.system.account(alice.address)).toMatchObject({ providers: 1, data: { free: 10e12 } });
    const sent = await sendTransaction(api.tx.balances.transferKeepAlive(charlie.address, 1e12).signAsync(alice, { era: 0 }));
    await dev.newBlock();
    await checkEvents(sent, { section: 'balances', method: 'Transfer' }).toMatchObject([{ data: { amount: 1e12 } }]);
    await checkSystemEvents({ api }, 'balances').redact().toMatchSnapshot();
    await check(api.query.system.account(charlie.address)).redact({ number: 8 }).toMatchObject({ data: { free: 1e18 + 1e12 } });
});

test('signatures are mocked by the suites\' own function', { skip }, async () => {
    const { api, dev } = kusama;
    const tx = api.tx.system.remarkWithEvent('0x1234');
    await signFakeWithApi(api, tx, bob.address);
    const sent = await sendTransaction(Promise.resolve(tx));
    await dev.newBlock();
    await checkEvents(sent, { section: 'system', method: 'Remarked' }).toMatchObject([{ data: { sender: bob.address } }]);
    const bad = api.tx.system.remark('0x');
    await signFakeWithApi(api, bad, bob.address);
    bad.signature.set(new Uint8Array(64).fill(1));
    await assert.rejects(bad.send(), /1010: .*bad signature/i);
});

test('root acts by the agenda of the scheduler, of a block', { skip }, async () => {
    await asRoot(kusama, kusama.api.tx.balances.forceSetBalance(charlie.address, 7e12));
    await check(kusama.api.query.system.account(charlie.address)).toMatchObject({ data: { free: 7e12 } });
});

test('a relay chain and a parachain make blocks, travel in time and go back', { skip }, async () => {
    for (const { api, dev } of [kusama, assetHub]) {
        const start = (await api.rpc.chain.getHeader()).number.toNumber();
        const hash = await dev.newBlock({ count: 3 });
        assert.equal((await api.rpc.chain.getHeader(hash)).number.toNumber(), start + 3);
        await dev.newBlock({ to: start + 5 });
        assert.equal((await api.rpc.chain.getHeader()).number.toNumber(), start + 5);
        for (const date of ['Jan 1, 2032', 'Feb 1, 2032']) {
            assert.equal(await dev.timeTravel(date), Date.parse(date));
            assert.equal((await api.query.timestamp.now()).toNumber(), Date.parse(date));
            await dev.newBlock();
        }
        const back = await api.rpc.chain.getBlockHash(start + 5);
        await dev.setHead(start + 5);
        assert.equal((await api.rpc.chain.getBlockHash()).toHex(), back.toHex());
        await dev.newBlock();
        await dev.setHead(-1);
        assert.equal((await api.rpc.chain.getBlockHash()).toHex(), back.toHex());
    }
});

test('the parachain has accounts, assets and the word of its relay chain', { skip }, async () => {
    const { api, dev } = assetHub;
    await dev.setStorage(rich(alice));
    const sent = await sendTransaction(api.tx.assets.create(77, alice.address, 1_000).signAsync(alice, { era: 0 }));
    await dev.newBlock();
    await checkEvents(sent, 'assets').toMatchObject([{ method: 'Created', data: { assetId: 77 } }]);
    const relayNumber = async () => (await api.query.parachainSystem.lastRelayChainBlockNumber()).toNumber();
    const first = await relayNumber();
    await dev.newBlock({ count: 2 });
    assert.equal(await relayNumber(), first + 4);
});

test('what a call would do is tried on a parachain, whose slots follow each other', { skip }, async () => {
    const { api, dev, ws } = assetHub;
    await dev.setStorage(rich(alice));
    await dev.newBlock();
    const { method } = api.tx.balances.transferKeepAlive(charlie.address, 1e12);
    const free = (await api.query.system.account(charlie.address)).data.free.toBigInt();
    const done = await ws.send('dev_dryRun', [{ extrinsic: { call: method.toHex(), address: alice.address }, raw: true }]);
    const key = api.query.system.account.key(charlie.address);
    const [, value] = done.find(([one]) => one === key);
    assert.equal(api.createType('FrameSystemAccountInfo', value).data.free.toBigInt(), free + 10n ** 12n);
    assert.equal((await api.query.system.account(charlie.address)).data.free.toBigInt(), free);
});

test('what is wrong is said as the suites expect it', { skip }, async () => {
    const { api, dev, port } = kusama;
    await assert.rejects(dev.setStorage({ SSystem: { Account: [] } }), /1: .*Cannot find pallet SSystem/);
    await assert.rejects(dev.setStorage({ System: { AAccount: [] } }), /1: .*Cannot find storage AAccount in pallet System/);
    const head = async () => (await api.rpc.chain.getHeader()).number.toNumber();
    const height = await head() + 100;
    await dev.newBlock({ count: 2, unsafeBlockHeight: height });
    assert.equal(await head(), height + 1);
    await assert.rejects(dev.newBlock({ unsafeBlockHeight: height }), /1: .*unsafeBlockHeight must be greater than current block height/);
    const response = await fetch(`http://127.0.0.1:${port}`, {
        method: 'POST',
        headers: { 'content-type': 'application/json' },
        body: JSON.stringify(['chain_getBlockHash', 'not_found'].map((method, id) => ({ jsonrpc: '2.0', id, method, params: [0] }))),
    });
    const answers = await response.json();
    assert.deepEqual(answers.map(({ id }) => id).sort(), [0, 1]);
    assert.equal(answers.find(({ id }) => id === 1).error.code, -32601);
});
