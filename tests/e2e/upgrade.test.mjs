// A living chain changes its runtime by system.setCode: from the real Kusama 1.0.0 to ours, and back, by polkadot.js.
import assert from 'node:assert/strict';
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { after, before, test } from 'node:test';
import { ApiPromise, Keyring, WsProvider } from '@polkadot/api';

import { Node, until } from './node.mjs';

const kSpec = join(process.env.SERINUS_TEST_DATA ?? join(process.env.SOURCES, '../shared/data'), 'genesis/kusama-local-1000000.json');
const skip = !existsSync(kSpec) && 'needs the shared test data: set SERINUS_TEST_DATA to its folder';
const kNoWeight = { refTime: 0, proofSize: 0 };
const keyring = new Keyring({ type: 'sr25519', ss58Format: 2 });
const [alice, bob] = ['//Alice', '//Bob'].map((uri) => keyring.addFromUri(uri));

let node;
let api;

before(async () => {
    if (skip) return;
    node = await Node.start(process.env.SERINUS, ['--dev', '--chain', kSpec, '--tmp', '--sealing', 'instant']);
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

/** Sets the code, by the call `method`, and goes on with the runtime that it is: `version`. */
async function upgrade(code, version, method) {
    const before = await node.call('chain_getBlockHash');
    const old = await node.call('state_getRuntimeVersion');
    const oldMetadata = await node.call('state_getMetadata');
    const events = await send(api.tx.sudo.sudoUncheckedWeight(api.tx.system[method](code), kNoWeight));
    assert.ok(events.includes('system.CodeUpdated'), events.join());
    await until('the version', async () => (await node.call('state_getRuntimeVersion')).specVersion === version);
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
    assert.equal((await api.query.identity.identityOf(alice.address)).unwrap().info.display.asRaw.toUtf8(), 'Alice');
    assert.deepEqual((await api.query.staking.validatorCount()).toJSON(), validatorCount);
}

let validatorCount;

test('the real runtime becomes ours, which is a version later', { skip }, async () => {
    validatorCount = (await api.query.staking.validatorCount()).toJSON();
    const last = await api.query.system.lastRuntimeUpgrade();
    assert.equal(last.unwrap().specVersion.toNumber(), 1_000_000);
    await send(api.tx.identity.setIdentity({ display: { Raw: 'Alice' } }));
    await goOn();
    await upgrade(`0x${readFileSync(process.env.NEXT_RUNTIME).toString('hex')}`, 1_000_001, 'setCode');
    await goOn();
    assert.equal((await api.query.system.lastRuntimeUpgrade()).unwrap().specVersion.toNumber(), 1_000_001);
    const versions = await Promise.all(['configuration', 'paraScheduler', 'society', 'registrar', 'imOnline']
        .map((pallet) => api.query[pallet].palletVersion()));
    assert.deepEqual(versions.map((one) => one.toNumber()), [9, 1, 2, 1, 1]);
});

test('ours becomes the real one again, without a check of the version', { skip }, async () => {
    const { genesis } = JSON.parse(readFileSync(kSpec, 'utf8'));
    await upgrade(genesis.raw.top['0x3a636f6465'], 1_000_000, 'setCodeWithoutChecks');
    await goOn();
    await upgrade(`0x${readFileSync(process.env.NEXT_RUNTIME).toString('hex')}`, 1_000_001, 'setCode');
    await goOn();
});
