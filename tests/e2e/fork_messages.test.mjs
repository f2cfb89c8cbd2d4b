// Messages between a relay chain and its parachain beside Chopsticks: both programs fork the same two chains, get the same transactions, and must
// come to the same events and balances. The real Kusama and its Asset Hub 1.0.0; and our own runtime as the relay chain of the real Asset Hubs 1.7.1
// and 2.3.2.
import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { existsSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { after, before, describe, test } from 'node:test';

import { ApiPromise, Keyring, WsProvider } from '@polkadot/api';
import { stringToU8a } from '@polkadot/util';
import { encodeAddress } from '@polkadot/util-crypto';

import { Node, until } from './node.mjs';

const program = process.env.SERINUS;
const chopsticks = join(import.meta.dirname, '../chopsticks/node_modules/@acala-network/chopsticks-core');
const data = process.env.SERINUS_TEST_DATA ?? join(import.meta.dirname, '../../../shared/data');
const spec = (name) => join(data, 'genesis', `${name}-local-1000000.json`);
const runtime = (version) => join(data, 'runtimes', `asset-hub-kusama-${version}.compact.compressed.wasm`);
const skip = !existsSync(chopsticks) ? 'npm ci was not run in tests/chopsticks' : existsSync(spec('kusama')) && existsSync(runtime(2003002)) ? false : 'needs the shared test data';
const kPort = /Running JSON-RPC server: addr=127\.0\.0\.1:(\d+)/;
const kPorts = /Running JSON-RPC server: addr=127\.0\.0\.1:(\d+)/g;

const folder = mkdtempSync(join(tmpdir(), 'serinus-messages-'));
after(() => rmSync(folder, { recursive: true, force: true }));

/** The preset of a runtime of the Asset Hub as a chain. The stakers of today's are many, and nobody here. */
function assetHub(version) {
    const made = JSON.parse(execFileSync(program, ['build-spec', '--runtime', runtime(version), '--preset', 'local_testnet'], { maxBuffer: 1 << 26, stdio: ['ignore', 'pipe', 'ignore'] }));
    const { staking } = made.genesis.runtimeGenesis.patch;
    if (staking) staking.devStakers = null;
    const file = join(folder, `asset-hub-${version}.json`);
    writeFileSync(file, JSON.stringify(made));
    return file;
}

/** A fork of a genesis with a block of its own. Chopsticks takes blocks of the relay chain from the last block, and has none to begin with. */
async function startWithBlock(chain) {
    const node = await Node.start(program, ['fork', '--chain', chain, '--sealing', 'manual', '--rpc-port=0'], { ready: kPort });
    await node.call('dev_newBlock');
    return node;
}

/** How a runtime of a release says things: what is to be seen of messages from above and from beside, and which newest version of XCM it has. */
const kOld = { version: 'V3', down: 'dmpQueue.ExecutedDownward', given: { 'dmpQueue.ExecutedDownward': 2, 'xcmpQueue.Fail': 1 } };
const kNew = { version: 'V5', down: 'messageQueue.Processed', given: { 'messageQueue.Processed': 3 } };
/** What is elsewhere of a chain's own asset; on Kusama since 2025 the Asset Hub has it. */
const kCheckAccount = encodeAddress(stringToU8a('modlpy/xcmch'.padEnd(32, '\0')), 2);
const kHandled = ['lastDmqMqcHead', 'lastHrmpMqcHeads', 'hrmpWatermark', 'lastRelayChainBlockNumber'];
const kPairs = [
    { title: 'the real Kusama and its Asset Hub 1.0.0', relay: () => spec('kusama'), assets: () => spec('asset-hub-kusama'), ...kOld },
    { title: 'our Kusama and the real Asset Hub 1.7.1', relay: () => 'kusama-local', assets: () => assetHub(1007001), ...kNew },
    { title: 'our Kusama and the real Asset Hub 2.3.2', relay: () => 'kusama-local', assets: () => assetHub(2003002), ...kNew, hasDescendants: true },
];

for (const pair of kPairs) {
    describe(pair.title, { skip }, () => messagesBetween(pair));
}

function messagesBetween(pair) {
    const origins = [];
    const apis = {}, ours = {}, theirs = {};
    let forks, library, dave, eve;

    before(async () => {
        process.env.LOG_LEVEL = 'fatal';  // the standard output belongs to the reporter
        const config = { forks: {} };
        for (const name of ['relay', 'assets']) {
            const origin = await (name === 'assets' && pair.hasDescendants ? startWithBlock(pair.assets()) : Node.start(program, ['--chain', pair[name](), '--tmp', '--sealing', 'manual']));
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
        // A genesis has no time. Chopsticks would read the clock twice, for the slot and for the time of the first block, which then differ at times.
        const now = Math.floor(Date.now() / 12_000) * 12_000;
        // The hub of 2.3.2 has a block, with its time.
        for (const name of pair.hasDescendants ? ['relay'] : ['relay', 'assets']) await both(name, (one) => one.set({ Timestamp: { Now: now } }));
        await library.connectVertical(theirs.relay.chain, theirs.assets.chain);
        const keyring = new Keyring({ type: 'sr25519', ss58Format: 2 });
        dave = keyring.addFromUri('//Dave');
        eve = keyring.addFromUri('//Eve');
    }, { timeout: 120_000 });
    after(async () => {
        for (const { chain } of Object.values(theirs)) await chain.close();
        await library?.destroyWorker();
        for (const api of Object.values(apis)) await api.disconnect();
        await forks?.stop();
        for (const origin of origins) await origin.stop();
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
    const isV3 = pair.version === 'V3';
    const x1 = (step) => ({ X1: isV3 ? step : [step] });
    const place = (parents, interior) => ({ [pair.version]: { parents, interior } });
    const to = ({ publicKey }) => place(0, x1({ AccountId32: { network: null, id: publicKey } }));
    const native = (amount, parents) => {
        const home = { parents, interior: 'Here' };
        return { [pair.version]: [{ id: isV3 ? { Concrete: home } : home, fun: { Fungible: amount } }] };
    };
    const signed = async (tx, nonce) => (await tx.signAsync(dave, { nonce, era: 0 })).toHex();
    const account = (name, { address }) => same(name, apis[name].query.system.account.key(address), `the account on ${name}`);

    test('messages that are given come to the same', async () => {
        const trap = (code) => apis.assets.createType('XcmVersionedXcm', { [pair.version]: [{ Trap: code }] }).toHex();
        const events = await block('assets', {
            dmp: [{ sentAt: 100_001, msg: trap(1) }, { sentAt: 100_002, msg: trap(2) }],
            hrmp: { 3000: [{ sentAt: 1, data: `0x00${trap(3).slice(2)}` }], 2000: [] },
        });
        for (const [name, times] of Object.entries(pair.given)) assert.equal(count(events, name), times, name);
        for (const item of kHandled) {
            await same('assets', apis.assets.query.parachainSystem[item].key(), item);
        }
    });

    test('teleports go down and up with the same events and balances', async () => {
        for (const name of ['relay', 'assets']) {
            const free = { providers: 1, data: { free: 1_000e12 } };
            await both(name, (one) => one.set({ System: { Account: [dave.address, eve.address, kCheckAccount].map((one) => [[one], free]) } }));
        }
        const inHub = place(0, x1({ Parachain: 1000 }));
        await both('relay', (one) => one.set({ Paras: { Heads: [[[1000], '0x01']] } }));
        const down = (amount, nonce) => signed(apis.relay.tx.xcmPallet.limitedTeleportAssets(
            inHub, to(eve), native(amount, 0), 0, 'Unlimited'), nonce);
        const start = await account('assets', eve);
        assert.equal(count(await block('relay', { transactions: [await down(3_000_000_000_000n, 0), await down(5_000_000_000_000n, 1)] }), 'xcmPallet.Attempted'), 2);
        assert.equal(count(await block('assets'), pair.down), 2);
        assert.notEqual(await account('assets', eve), start);

        const before = await account('relay', eve);
        const up = await signed(apis.assets.tx.polkadotXcm.limitedTeleportAssets(
            place(1, 'Here'), to(eve), native(2_000_000_000_000n, 1), 0, 'Unlimited'), 0);
        assert.equal(count(await block('assets', { transactions: [up] }), 'polkadotXcm.Attempted'), 1);
        assert.equal(count(await block('relay'), 'messageQueue.Processed'), 1);
        assert.notEqual(await account('relay', eve), before);
        for (const name of ['relay', 'assets']) await account(name, dave);
    });
}
