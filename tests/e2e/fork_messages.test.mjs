// Messages between a relay chain and its parachain beside Chopsticks: both programs fork the real Kusama and its Asset Hub 1.0.0,
// get the same transactions, and must come to the same events and balances.
import assert from 'node:assert/strict';
import { existsSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { after, before, test } from 'node:test';

import { ApiPromise, Keyring, WsProvider } from '@polkadot/api';

import { Node, until } from './node.mjs';

const program = process.env.SERINUS;
const chopsticks = join(import.meta.dirname, '../chopsticks/node_modules/@acala-network/chopsticks-core');
const data = process.env.SERINUS_TEST_DATA ?? join(import.meta.dirname, '../../../shared/data');
const spec = (name) => join(data, 'genesis', `${name}-local-1000000.json`);
const skip = !existsSync(chopsticks) ? 'npm ci was not run in tests/chopsticks' : existsSync(spec('kusama')) ? false : 'needs the shared test data';
const kPorts = /Running JSON-RPC server: addr=127\.0\.0\.1:(\d+)/g;

const folder = mkdtempSync(join(tmpdir(), 'serinus-messages-'));
const origins = [];
const apis = {}, ours = {}, theirs = {};
let forks, library, dave, eve;

before(async () => {
    if (skip) return;
    process.env.LOG_LEVEL = 'fatal';  // the standard output belongs to the reporter
    const config = { forks: {} };
    for (const [name, file] of [['relay', 'kusama'], ['assets', 'asset-hub-kusama']]) {
        const origin = await Node.start(program, ['--chain', spec(file), '--tmp', '--sealing', 'manual']);
        origins.push(origin);
        config.forks[name] = { endpoint: origin.url, sealing: 'manual', finality: 'manual', 'rpc-port': 0 };
    }
    const file = join(folder, 'forks.json');
    writeFileSync(file, JSON.stringify(config));
    forks = await Node.start(program, ['fork', '--config', file], { ready: /Messages between/ });
    await until('the forks are connected', () => forks.log.includes('Messages between'));
    const ports = [...forks.log.matchAll(kPorts)].map(([, port]) => port);
    library = await import(pathToFileURL(join(chopsticks, 'dist/esm/index.js')));
    for (const [i, name] of ['relay', 'assets'].entries()) {
        const api = await ApiPromise.create({ provider: new WsProvider(`ws://127.0.0.1:${ports[i]}`), noInitWarn: true });
        apis[name] = api;
        const call = (method, ...params) => api._rpcCore.provider.send(method, params);
        ours[name] = { newBlock: (params) => call('dev_newBlock', params), set: (values) => call('dev_setStorage', values), get: (key) => call('state_getStorage', key) };
        const chain = await library.setup({ endpoint: origins[i].url, mockSignatureHost: true, buildBlockMode: library.BuildBlockMode.Manual });
        theirs[name] = { chain, set: (values) => library.setStorage(chain, values), get: async (key) => await chain.head.get(key) ?? null };
        theirs[name].newBlock = ({ transactions, dmp, hrmp } = {}) => chain.newBlock({ transactions, downwardMessages: dmp, horizontalMessages: hrmp });
    }
    await library.connectVertical(theirs.relay.chain, theirs.assets.chain);
    const keyring = new Keyring({ type: 'sr25519', ss58Format: 2 });
    dave = keyring.addFromUri('//Dave');
    eve = keyring.addFromUri('//Eve');
}, { timeout: 120_000 });
after(async () => {
    if (skip) return;
    for (const { chain } of Object.values(theirs)) await chain.close();
    await library?.destroyWorker();
    for (const api of Object.values(apis)) await api.disconnect();
    await forks?.stop();
    for (const origin of origins) await origin.stop();
    rmSync(folder, { recursive: true, force: true });
});

const both = (name, act) => Promise.all([act(ours[name]), act(theirs[name])]);

async function same(name, key, what) {
    const [our, their] = await both(name, (one) => one.get(key));
    assert.equal(our, their, what);
    return our;
}

/** A block on both; its events. The runtime says in which order the inherents stand, Chopsticks says another one; and what the
 *  block's author gets is left out, whom each program makes up in its way. */
async function block(name, params) {
    const api = apis[name];
    await both(name, (one) => one.newBlock(params));
    const [our, their] = (await both(name, (one) => one.get(api.query.system.events.key())))
        .map((bytes) => api.createType('Vec<EventRecord>', bytes).toArray()
            .map(({ phase, event }) => `${phase.isApplyExtrinsic && phase.asApplyExtrinsic.lten(1) ? 'inherent' : JSON.stringify(phase)} ${event.section}.${event.method}`)
            .filter((one) => !one.endsWith(' balances.Deposit') && one !== 'inherent system.ExtrinsicSuccess'));
    assert.deepEqual(our, their);
    return our;
}

const count = (events, name) => events.filter((one) => one.endsWith(` ${name}`)).length;
const to = ({ publicKey }) => ({ V3: { parents: 0, interior: { X1: { AccountId32: { network: null, id: publicKey } } } } });
const native = (amount, parents) => ({ V3: [{ id: { Concrete: { parents, interior: 'Here' } }, fun: { Fungible: amount } }] });
const signed = async (tx, nonce) => (await tx.signAsync(dave, { nonce, era: 0 })).toHex();
const account = (name, { address }) => same(name, apis[name].query.system.account.key(address), `the account on ${name}`);

test('messages that are given come to the same', { skip }, async () => {
    const trap = (code) => apis.assets.createType('XcmVersionedXcm', { V3: [{ Trap: code }] }).toHex();
    const events = await block('assets', {
        dmp: [{ sentAt: 100_001, msg: trap(1) }, { sentAt: 100_002, msg: trap(2) }],
        hrmp: { 3000: [{ sentAt: 1, data: `0x00${trap(3).slice(2)}` }], 2000: [] },
    });
    assert.equal(count(events, 'dmpQueue.ExecutedDownward'), 2);
    assert.equal(count(events, 'xcmpQueue.Fail'), 1);
    for (const item of ['lastDmqMqcHead', 'lastHrmpMqcHeads', 'hrmpWatermark', 'lastRelayChainBlockNumber']) {
        await same('assets', apis.assets.query.parachainSystem[item].key(), item);
    }
});

test('teleports go down and up with the same events and balances', { skip }, async () => {
    for (const name of ['relay', 'assets']) {
        const free = { providers: 1, data: { free: 1_000e12 } };
        await both(name, (one) => one.set({ System: { Account: [[[dave.address], free], [[eve.address], free]] } }));
    }
    const inHub = { V3: { parents: 0, interior: { X1: { Parachain: 1000 } } } };
    const down = (amount, nonce) => signed(apis.relay.tx.xcmPallet.limitedTeleportAssets(
        inHub, to(eve), native(amount, 0), 0, 'Unlimited'), nonce);
    const start = await account('assets', eve);
    assert.equal(count(await block('relay', { transactions: [await down(3_000_000_000_000n, 0), await down(5_000_000_000_000n, 1)] }), 'xcmPallet.Attempted'), 2);
    assert.equal(count(await block('assets'), 'dmpQueue.ExecutedDownward'), 2);
    assert.notEqual(await account('assets', eve), start);

    const before = await account('relay', eve);
    const up = await signed(apis.assets.tx.polkadotXcm.limitedTeleportAssets(
        { V3: { parents: 1, interior: 'Here' } }, to(eve), native(2_000_000_000_000n, 1), 0, 'Unlimited'), 0);
    assert.equal(count(await block('assets', { transactions: [up] }), 'polkadotXcm.Attempted'), 1);
    assert.equal(count(await block('relay'), 'messageQueue.Processed'), 1);
    assert.notEqual(await account('relay', eve), before);
    for (const name of ['relay', 'assets']) await account(name, dave);
});
