// A living chain changes its runtime by system.setCode: from ours to the real Kusama 1.7.1, and back to ours of the next version, by
// polkadot.js.
import assert from 'node:assert/strict';
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { after, before, test } from 'node:test';
import { ApiPromise, Keyring, WsProvider } from '@polkadot/api';
import { blake2AsHex } from '@polkadot/util-crypto';

import { Node, until } from './node.mjs';

const kReal = join(process.env.SERINUS_TEST_DATA ?? join(process.env.SOURCES, '../shared/data'), 'runtimes/kusama-1007001.compact.compressed.wasm');
const skip = !existsSync(kReal) && 'needs the shared test data: set SERINUS_TEST_DATA to its folder';
const kNoWeight = { refTime: 0, proofSize: 0 };
const kCode = '0x3a636f6465';
/** From the call that schedules an upgrade to the upgrade. */
const kBlocksUntilUpgrade = 12;
const keyring = new Keyring({ type: 'sr25519', ss58Format: 2 });
const [alice, bob] = ['//Alice', '//Bob'].map((uri) => keyring.addFromUri(uri));
const codeOf = (path) => `0x${readFileSync(path).toString('hex')}`;

let node;
let api;

before(async () => {
    if (skip) return;
    node = await Node.start(process.env.SERINUS, ['--dev', '--tmp', '--sealing', 'instant']);
    api = await ApiPromise.create({ provider: new WsProvider(node.url), noInitWarn: true });
});
after(async () => {
    await api?.disconnect();
    await node?.stop();
});

/** The transaction is in a block and succeeded; gives the names of its events. */
function send(transaction, who = alice) {
    return new Promise((resolve, reject) => {
        transaction.signAndSend(who, ({ status, dispatchError, events }) => {
            if (dispatchError) reject(new Error(dispatchError.toString()));
            // polkadot.js leaves out a status while it still reads the block, if the next one comes meanwhile.
            if (status.isInBlock || status.isFinalized) resolve(events.map(({ event }) => `${event.section}.${event.method}`));
        }).catch(reject);
    });
}
const root = (call) => send(api.tx.sudo.sudoUncheckedWeight(call, kNoWeight));

/** `change` sets the code, and the chain goes on with the runtime that it is, of `version`. */
async function upgrade(code, version, change) {
    const before = await node.call('chain_getBlockHash');
    const old = await node.call('state_getRuntimeVersion');
    const oldMetadata = await node.call('state_getMetadata');
    await change();
    await until('the code', async () => await node.call('state_getStorageHash', kCode) === blake2AsHex(code));
    const now = await node.call('state_getRuntimeVersion');
    assert.equal(now.specVersion, version);
    assert.notDeepEqual(now, old);
    // Each block is answered with its own runtime.
    assert.deepEqual(await node.call('state_getRuntimeVersion', before), old);
    const metadata = await node.call('state_getMetadata');
    assert.equal(await node.call('state_getMetadata', before), oldMetadata);
    assert.equal(await node.call('state_getMetadata'), metadata);
    assert.notEqual(metadata, oldMetadata);
    await api.disconnect();
    api = await ApiPromise.create({ provider: new WsProvider(node.url), noInitWarn: true });
    assert.equal(api.runtimeVersion.specVersion.toNumber(), version);
}

/** Money moves, and what is stored stays readable. */
async function goOn() {
    const free = async () => (await api.query.system.account(bob.address)).data.free.toBigInt();
    const was = await free();
    await send(api.tx.balances.transferKeepAlive(bob.address, 1_000_000_000_000n));
    assert.equal(await free(), was + 1_000_000_000_000n);
    await send(api.tx.system.remark('0x'), bob);
    assert.equal((await api.query.indices.accounts(7)).unwrap()[0].toString(), alice.address);
    assert.deepEqual((await api.query.staking.ledger(`${alice.address}`)).toJSON(), ledger);
    assert.deepEqual((await api.query.session.queuedKeys()).toJSON(), queuedKeys);
}

let ledger;
let queuedKeys;
let due;

test('our runtime becomes the real one, without a check of the version', { skip }, async () => {
    await send(api.tx.indices.claim(7));
    await send(api.tx.staking.bond(10_000_000_000_000n, 'Staked'));
    ledger = (await api.query.staking.ledger(alice.address)).toJSON();
    assert.equal(BigInt(ledger.total), 10_000_000_000_000n);
    queuedKeys = (await api.query.session.queuedKeys()).toJSON();
    await goOn();
    // The real one has no Sudo: what is to come after it is told to the scheduler.
    due = (await api.query.system.number()).toNumber() + kBlocksUntilUpgrade;
    await root(api.tx.scheduler.schedule(due, null, 0, api.tx.system.setCode(codeOf(process.env.NEXT_RUNTIME))));
    const real = codeOf(kReal);
    await upgrade(real, 1_007_001, async () => {
        const events = await root(api.tx.system.setCodeWithoutChecks(real));
        assert.ok(events.includes('system.CodeUpdated'), events.join());
    });
    assert.equal(api.tx.sudo, undefined);
    await goOn();
});

test('the real one becomes ours, which is a version later', { skip }, async () => {
    await goOn();
    await upgrade(codeOf(process.env.NEXT_RUNTIME), 1_007_002, async () => {
        assert.ok((await api.query.system.number()).toNumber() < due);
        while ((await api.query.system.number()).toNumber() < due) await send(api.tx.system.remark('0x'), bob);
        const events = (await api.query.system.events()).map(({ event }) => `${event.section}.${event.method}`);
        assert.ok(events.includes('system.CodeUpdated'), events.join());
    });
    await goOn();
    assert.equal((await api.query.system.lastRuntimeUpgrade()).unwrap().specVersion.toNumber(), 1_007_002);
    const versions = await Promise.all(['configuration', 'paraScheduler', 'society', 'registrar']
        .map((pallet) => api.query[pallet].palletVersion()));
    assert.deepEqual(versions.map((one) => one.toNumber()), [12, 3, 2, 1]);
    await root(api.tx.system.remark('0x'));
});
