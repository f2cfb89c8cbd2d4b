// Messages between forks of one process, by the utilities of the npm packages chopsticks-testing and chopsticks-utils: the real
// Kusama 1.0.0 and two forks of its Asset Hub 1.0.0, one of them with another number of a parachain.
import assert from 'node:assert/strict';
import { existsSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, test } from 'node:test';

import { sendTransaction, testingPairs, withExpect } from '@acala-network/chopsticks-testing';
import { ApiPromise, WsProvider } from '@polkadot/api';
import { hexToU8a, u8aConcat, u8aToHex } from '@polkadot/util';
import { blake2AsU8a } from '@polkadot/util-crypto';

import { Node, until } from '../e2e/node.mjs';

const program = process.env.SERINUS;
const data = process.env.SERINUS_TEST_DATA ?? join(import.meta.dirname, '../../../shared/data');
const spec = (name) => join(data, 'genesis', `${name}-local-1000000.json`);
const skip = existsSync(spec('kusama')) ? false : 'needs the shared test data';
const kPorts = /Running JSON-RPC server: addr=127\.0\.0\.1:(\d+)/g;

const kParaId = '0x0d715f2646c8f85767b5d2764bb2782604a74d81251e398fd8a0a4d55023bb3f';  // ParachainInfo.ParachainId
const kSecondPara = 1001;

function expect(value) {
    const contains = (actual, wanted, path) => {
        if (wanted === null || typeof wanted !== 'object') return assert.deepEqual(actual, wanted, path);
        assert.ok(actual !== null && typeof actual === 'object', `${path} is ${actual}`);
        for (const key of Object.keys(wanted)) contains(actual[key], wanted[key], `${path}.${key}`);
    };
    return {
        toMatch: (wanted) => assert.equal(value, wanted),
        toMatchObject: (wanted) => contains(value, wanted, ''),
        toMatchSnapshot: () => assert.ok(value !== undefined),
    };
}
const { check, checkEvents, checkHrmp, checkSystemEvents, checkUmp } = withExpect(expect);

const folder = mkdtempSync(join(tmpdir(), 'serinus-messages-'));
const { alice, dave } = testingPairs('sr25519', 2);
const origins = [];
let forks, relay, assets, second;

async function context(port) {
    const ws = new WsProvider(`ws://127.0.0.1:${port}`);
    const api = await ApiPromise.create({ provider: ws, noInitWarn: true });
    const send = (method) => (...params) => ws.send(method, params);
    return {
        api,
        dev: { newBlock: send('dev_newBlock'), setStorage: send('dev_setStorage'), setHead: send('dev_setHead'), mode: send('dev_setBlockBuildMode') },
    };
}

before(async () => {
    if (skip) return;
    for (const name of ['kusama', 'asset-hub-kusama']) {
        origins.push(await Node.start(program, ['--chain', spec(name), '--tmp', '--sealing', 'manual']));
    }
    const other = join(folder, 'para.json');
    writeFileSync(other, JSON.stringify([[kParaId, '0xe9030000']]));
    const fork = (origin) => ({ endpoint: origin.url, sealing: 'manual', finality: 'manual', 'mock-signature-host': true, 'rpc-port': 0 });
    const [kusama, hub] = origins;
    const file = join(folder, 'forks.json');
    writeFileSync(file, JSON.stringify({ forks: { relay: fork(kusama), assets: fork(hub), second: { ...fork(hub), override: other } } }));
    forks = await Node.start(program, ['fork', '--config', file], { ready: /Messages between/ });
    await until('the forks are connected', () => forks.log.includes('Messages between'));
    const ports = [...forks.log.matchAll(kPorts)].map(([, port]) => Number(port));
    [relay, assets, second] = await Promise.all(ports.map(context));
    for (const one of [relay, assets, second]) await one.dev.setStorage(rich(alice));
}, { timeout: 120_000 });
after(async () => {
    for (const one of [relay, assets, second]) await one?.api.disconnect();
    await forks?.stop();
    for (const origin of origins) await origin.stop();
    rmSync(folder, { recursive: true, force: true });
});

const rich = (...pairs) => ({ System: { Account: pairs.map(({ address }) => [[address], { providers: 1, data: { free: 1000e12 } }]) } });
const free = async ({ api }, { address }) => (await api.query.system.account(address)).data.free.toBigInt();
const number = async ({ api }) => (await api.rpc.chain.getHeader()).number.toNumber();
const events = async ({ api }, ...sections) => (await api.query.system.events())
    .map(({ event }) => event).filter(({ section }) => sections.includes(section));
const names = async (chain, ...sections) => (await events(chain, ...sections)).map(({ section, method }) => `${section}.${method}`);
const inHub = { V3: { parents: 0, interior: { X1: { Parachain: 1000 } } } };
const above = { V3: { parents: 1, interior: 'Here' } };
const to = ({ publicKey }) => ({ V3: { parents: 0, interior: { X1: { AccountId32: { network: null, id: publicKey } } } } });
const native = (amount, parents) => ({ V3: [{ id: { Concrete: { parents, interior: 'Here' } }, fun: { Fungible: amount } }] });
const extended = (head, sentAt, message, { api }) => blake2AsU8a(u8aConcat(head,
    api.createType('u32', sentAt).toU8a(), blake2AsU8a(api.createType('Bytes', message).toU8a())));
const xcm = ({ api }, ...instructions) => api.createType('XcmVersionedXcm', { V3: instructions }).toHex();
const trap = (chain, code) => xcm(chain, { Trap: code });

async function teleportDown(amount) {
    const sent = await sendTransaction(relay.api.tx.xcmPallet.limitedTeleportAssets(
        inHub, to(dave), native(amount, 0), 0, 'Unlimited').signAsync(alice, { era: 0, nonce: -1 }));
    await relay.dev.newBlock();
    return sent;
}

async function teleportUp(amount) {
    await sendTransaction(assets.api.tx.polkadotXcm.limitedTeleportAssets(
        above, to(dave), native(amount, 1), 0, 'Unlimited').signAsync(alice, { era: 0, nonce: -1 }));
    await assets.dev.newBlock();
}

async function teleportAside() {
    const there = { V3: { parents: 1, interior: { X1: { Parachain: kSecondPara } } } };
    await sendTransaction(assets.api.tx.polkadotXcm.limitedTeleportAssets(
        there, to(dave), native(1_000_000_000_000n, 1), 0, 'Unlimited').signAsync(alice, { era: 0, nonce: -1 }));
    await assets.dev.newBlock();
}

test('the forks that can be connected are', { skip }, () => {
    assert.match(forks.log, /📨 Messages between relay \(relay chain\), assets \(parachain 1000\), second \(parachain 1001\)/);
});

test('chains that meet tell each other their versions, until all is said', { skip }, async () => {
    await teleportDown(1_000_000_000_000n);
    await teleportUp(1_000_000_000_000n);
    await teleportAside();
    for (let i = 0; i < 4; ++i) {
        for (const one of [relay, assets, second]) await one.dev.newBlock();
    }
    for (const one of [assets, second]) {
        assert.deepEqual((await one.api.query.parachainSystem.upwardMessages()).toJSON(), []);
        assert.deepEqual((await one.api.query.parachainSystem.hrmpOutboundMessages()).toJSON(), []);
    }
    for (const para of [1000, kSecondPara]) assert.equal((await relay.api.query.dmp.downwardMessageQueues(para)).length, 0);
    const versions = async (pallet) => (await pallet.supportedVersion.entries()).map(([, version]) => version.unwrap().toNumber());
    assert.deepEqual(await versions(relay.api.query.xcmPallet), [3], 'the asset hub has answered');
    assert.deepEqual(await versions(assets.api.query.polkadotXcm), [3, 3], 'the relay chain and the other parachain have');
    assert.deepEqual(await versions(second.api.query.polkadotXcm), [3], 'and the asset hub to the other one');
});

test('downward messages are given for a block', { skip }, async () => {
    const { api, dev } = assets;
    const headNow = async () => (await api.query.parachainSystem.lastDmqMqcHead()).toHex();
    let head = hexToU8a(await headNow());
    for (const messages of [[1], [2, 3], [], [4]]) {
        const dmp = messages.map((code) => ({ sentAt: 100_000 + code, msg: trap(assets, code) }));
        await dev.newBlock({ dmp });
        for (const { sentAt, msg } of dmp) head = extended(head, sentAt, msg, assets);
        assert.equal(await headNow(), u8aToHex(head));
        assert.deepEqual(await names(assets, 'dmpQueue'), messages.map(() => 'dmpQueue.ExecutedDownward'));
    }
    const start = await number(assets);
    await dev.newBlock({ count: 2, dmp: [{ sentAt: 100_020, msg: trap(assets, 5) }] });
    assert.deepEqual(await names(assets, 'dmpQueue'), [], 'the first block of two has it');
    assert.equal(await number(assets), start + 2);
    await dev.setHead(start);
    assert.equal(await headNow(), u8aToHex(head));
    await dev.newBlock();
});

test('messages of parachains are given for a block, and open channels', { skip }, async () => {
    const { api, dev } = assets;
    const xcmp = (code) => `0x00${trap(assets, code).slice(2)}`;
    await dev.newBlock({ hrmp: { 3000: [{ sentAt: 1, data: xcmp(1) }, { sentAt: 1, data: xcmp(2) }], 7: [] } });
    assert.equal((await names(assets, 'xcmpQueue')).length, 2);
    for (let i = 0; i < 2; ++i) await dev.newBlock();
    await dev.newBlock({ hrmp: { 7: [{ sentAt: 1, data: xcmp(3) }], 3000: [{ sentAt: 9, data: xcmp(4) }] } });
    assert.equal((await names(assets, 'xcmpQueue')).length, 2);
    const heads = [...(await api.query.parachainSystem.lastHrmpMqcHeads()).entries()];
    assert.deepEqual(heads.map(([para]) => para.toNumber()), [7, kSecondPara, 3000]);
    const messaging = (await api.query.parachainSystem.relevantMessagingState()).unwrap();
    assert.deepEqual(messaging.egressChannels.map(([para]) => para.toNumber()), [7, kSecondPara, 3000]);
});

test('messages that go to another chain are refused', { skip }, async () => {
    const message = [{ sentAt: 1, msg: '0x00' }];
    await assert.rejects(relay.dev.newBlock({ dmp: message }), /no parachain/);
    await assert.rejects(relay.dev.newBlock({ hrmp: { 1000: [] } }), /no parachain/);
    await assert.rejects(assets.dev.newBlock({ ump: { 1000: ['0x00'] } }), /MessageQueue|relay chain/);
    await assert.rejects(assets.dev.newBlock({ dmp: [{ sentAt: 1 }] }), /`dmp` is a list/);
});

test('a teleport goes down', { skip }, async () => {
    const before = await free(assets, dave);
    const amount = 3_000_000_000_000n;
    await checkEvents(await teleportDown(amount), 'xcmPallet').toMatchObject([{ method: 'Attempted', data: { outcome: { Complete: {} } } }]);
    assert.equal((await relay.api.query.dmp.downwardMessageQueues(1000)).length, 1);
    assert.deepEqual(await names(assets, 'dmpQueue'), [], 'it waits for the next block');
    await assets.dev.newBlock();
    await checkSystemEvents(assets, 'dmpQueue').toMatchObject([{ method: 'ExecutedDownward', data: { outcome: { Complete: {} } } }]);
    const arrived = await free(assets, dave) - before;
    assert.ok(arrived > amount * 99n / 100n && arrived < amount, `${arrived} without the fee`);
    assert.equal((await relay.api.query.dmp.downwardMessageQueues(1000)).length, 1);
    await relay.dev.newBlock();
    assert.equal((await relay.api.query.dmp.downwardMessageQueues(1000)).length, 0, 'the relay chain has seen it');
    for (let i = 0; i < 2; ++i) await assets.dev.newBlock();
    assert.equal(await free(assets, dave) - before, arrived, 'it arrives once');
});

test('a teleport goes up', { skip }, async () => {
    const before = await free(relay, dave);
    const amount = 2_000_000_000_000n;
    await teleportUp(amount);
    await checkUmp(assets).toMatchObject([{ v3: [{ receiveTeleportedAsset: {} }, { clearOrigin: null }, { buyExecution: {} }, { depositAsset: {} }] }]);
    assert.equal(await free(relay, dave), before);
    await relay.dev.newBlock();
    await checkSystemEvents(relay, 'messageQueue').toMatchObject([{ method: 'Processed', data: { origin: { Ump: { Para: 1000 } }, success: true } }]);
    const arrived = await free(relay, dave) - before;
    assert.ok(arrived > amount * 99n / 100n && arrived <= amount, `${arrived}`);
    for (const one of [relay, assets, relay]) await one.dev.newBlock();
    assert.equal(await free(relay, dave) - before, arrived, 'it arrives once');
});

test('a message goes from parachain to parachain', { skip }, async () => {
    await teleportAside();
    await checkHrmp(assets).toMatchObject([{ recipient: kSecondPara, data: ['ConcatenatedVersionedXcm', { v3: [{ receiveTeleportedAsset: {} }, { clearOrigin: null }] }] }]);
    await second.dev.newBlock();
    // Asset Hub 1.0.0 trusts its relay chain alone with teleports.
    await checkSystemEvents(second, 'xcmpQueue').toMatchObject([{ method: 'Fail', data: { error: 'UntrustedTeleportLocation' } }]);
    for (const one of [second, assets, second]) {
        await one.dev.newBlock();
        assert.deepEqual(await names(one, 'xcmpQueue'), []);
    }
});

test('messages of several blocks arrive in their order', { skip }, async () => {
    const head = await assets.api.query.parachainSystem.lastDmqMqcHead();
    const sent = [];
    for (let i = 1; i <= 3; ++i) {
        await teleportDown(1_000_000_000_000n);
        const queue = await relay.api.query.dmp.downwardMessageQueues(1000);
        assert.equal(queue.length, i);
        sent.push(queue.at(-1));
    }
    await assets.dev.newBlock();
    assert.equal((await names(assets, 'dmpQueue')).length, 3);
    const expected = sent.reduce((hash, { sentAt, msg }) => extended(hash, sentAt.toNumber(), msg.toHex(), assets), hexToU8a(head.toHex()));
    // The number of the relay chain's blocks is not the one that the parachain hears.
    assert.notEqual((await assets.api.query.parachainSystem.lastDmqMqcHead()).toHex(), u8aToHex(expected));
});

test('heads go back and forth', { skip }, async () => {
    const [relayStart, start] = [await number(relay), await number(assets)];
    const arrivals = async () => {
        await assets.dev.newBlock();
        return (await names(assets, 'dmpQueue')).length;
    };
    await teleportDown(1_000_000_000_000n);
    const withMessage = (await relay.api.rpc.chain.getBlockHash()).toHex();
    await relay.dev.setHead(relayStart);
    assert.equal(await arrivals(), 0, 'its block is abandoned');
    await relay.dev.setHead(withMessage);
    assert.equal(await arrivals(), 1, 'and is there again');
    await relay.dev.setHead(relayStart);
    await relay.dev.setHead(withMessage);
    assert.equal(await arrivals(), 0, 'it arrived before');
    await assets.dev.setHead(start);
    assert.equal(await arrivals(), 1, 'this branch has not received it');
    assert.equal(await arrivals(), 0);
    await assets.dev.setHead(start);
    await relay.dev.setHead(relayStart);
    assert.equal(await arrivals(), 0, 'nobody has sent it');
    // The pool forgot the transaction with its block.
    await relay.dev.newBlock();
    assert.equal(await arrivals(), 0);
    await teleportDown(1_000_000_000_000n);
    assert.equal(await arrivals(), 1);
});

test('given messages come in the place of those that wait', { skip }, async () => {
    await teleportDown(1_000_000_000_000n);
    await assets.dev.newBlock({ dmp: [] });
    assert.deepEqual(await names(assets, 'dmpQueue'), []);
    await assets.dev.newBlock({ hrmp: {} });
    assert.deepEqual(await names(assets, 'dmpQueue'), ['dmpQueue.ExecutedDownward']);
});

test('the relay chain knows the heads of its parachains, if it knows these', { skip }, async () => {
    await relay.dev.newBlock();
    assert.ok((await relay.api.query.paras.heads(kSecondPara)).isNone);
    await relay.dev.setStorage({ Paras: { Heads: [[[1000], '0x00']] } });
    await relay.dev.newBlock();
    const header = await assets.api.rpc.chain.getHeader();
    assert.equal((await relay.api.query.paras.heads(1000)).unwrap().toHex(), header.toHex());
});

test('in the instant mode a message makes a block by itself', { skip }, async () => {
    for (const one of [relay, assets, second]) await one.dev.mode('Instant');
    const [start, relayStart] = [await number(assets), await number(relay)];
    const before = await free(assets, dave);
    const arrives = (chain, from) => until('the block is made', async () => await number(chain) > from);
    await relay.api.tx.xcmPallet.limitedTeleportAssets(inHub, to(dave), native(1_000_000_000_000n, 0), 0, 'Unlimited').signAndSend(alice);
    await arrives(assets, start);
    assert.ok(await free(assets, dave) > before);
    assert.equal(await number(relay), relayStart + 1);
    await assets.api.tx.polkadotXcm.limitedTeleportAssets(above, to(dave), native(1_000_000_000_000n, 1), 0, 'Unlimited').signAndSend(alice);
    await arrives(relay, relayStart + 1);
    assert.deepEqual(await names(relay, 'messageQueue'), ['messageQueue.Processed']);
    assert.equal(await number(assets), start + 2);
    assert.match(forks.log, /📨 1 message of relay #\d+ for assets/);
    assert.match(forks.log, /📨 #\d+ has received 1 message/);
});

test('a message arrives once, also if blocks of both chains are made at the same time', { skip }, async () => {
    const start = await free(assets, dave);
    const nonce = (await relay.api.query.system.account(alice.address)).nonce.toNumber();
    const kCount = 8;
    for (let i = 0; i < kCount; ++i) {
        void relay.api.tx.xcmPallet.limitedTeleportAssets(inHub, to(dave), native(1_000_000_000_000n, 0), 0, 'Unlimited').signAndSend(alice, { nonce: nonce + i });
    }
    const got = async () => Number(await free(assets, dave) - start) / 1e12;
    await until('all have arrived', async () => await got() > kCount - 0.5);
    // A duplicate message would come with the next blocks.
    for (let i = 0; i < 3; ++i) await Promise.all([relay.dev.newBlock(), assets.dev.newBlock()]);
    assert.ok(await got() < kCount, `${await got()} of ${kCount} arrived`);
    await relay.dev.mode('Manual');
    await assets.dev.mode('Manual');
    for (let round = 0; round < 6; ++round) {
        const before = await free(assets, dave);
        const sent = await relay.api.tx.xcmPallet.limitedTeleportAssets(
            inHub, to(dave), native(1_000_000_000_000n, 0), 0, 'Unlimited').signAsync(alice, { era: 0, nonce: -1 });
        await sendTransaction(sent);
        for (let i = 0; i < 4; ++i) await Promise.all([relay.dev.newBlock(), assets.dev.newBlock()]);
        const more = Number(await free(assets, dave) - before) / 1e12;
        assert.ok(more > 0.5 && more < 1, `${more} arrived in round ${round}`);
    }
});

test('messages can be left off', { skip }, async () => {
    const file = join(folder, 'apart.json');
    const fork = (origin) => ({ endpoint: origin.url, sealing: 'manual', 'rpc-port': 0 });
    writeFileSync(file, JSON.stringify({ forks: { relay: fork(origins[0]), assets: fork(origins[1]) }, messages: false }));
    const ports = (log) => [...log.matchAll(kPorts)].map(([, port]) => Number(port));
    const apart = await Node.start(program, ['fork', '--config', file], { ready: /Running JSON-RPC/ });
    origins.push(apart);
    await until('both forks answer', () => ports(apart.log).length === 2);
    const [upper, lower] = await Promise.all(ports(apart.log).map(context));
    await upper.dev.setStorage(rich(alice));
    await sendTransaction(upper.api.tx.xcmPallet.limitedTeleportAssets(
        inHub, to(dave), native(1_000_000_000_000n, 0), 0, 'Unlimited').signAsync(alice, { era: 0, nonce: -1 })).then(() => upper.dev.newBlock());
    for (const one of [upper, lower]) await one.dev.newBlock();
    assert.deepEqual(await names(lower, 'dmpQueue'), []);
    assert.equal((await upper.api.query.dmp.downwardMessageQueues(1000)).length, 2, 'with the question for the version');
    assert.doesNotMatch(apart.log, /📨/);
    for (const one of [upper, lower]) await one.api.disconnect();
});
