// polkadot.js at home: everyday steps of its users, on a development chain with our runtime.
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { after, before, test } from 'node:test';
import { ApiPromise, Keyring, WsProvider } from '@polkadot/api';
import { u8aToHex } from '@polkadot/util';

import { Node, temporaryFolder, until } from './node.mjs';

const [program, nextRuntime] = [process.env.SERINUS, process.env.NEXT_RUNTIME];
const kKsm = 1_000_000_000_000n;

const { folder, remove } = temporaryFolder();
let node;
let api;
let alice;
let bob;

before(async () => {
    node = await Node.start(program, ['--dev', '--base-path', folder, '--sealing', 'instant']);
    api = await ApiPromise.create({ provider: new WsProvider(node.url), noInitWarn: true });
    const keyring = new Keyring({ type: 'sr25519', ss58Format: api.registry.chainSS58 });
    [alice, bob] = ['//Alice', '//Bob'].map((uri) => keyring.addFromUri(uri));
});

after(async () => {
    await api?.disconnect();
    await node?.stop();
    remove();
});

/** Submits and waits until it is in a block ("inBlock") or final; the events of it, by name. */
const send = (tx, signer, until = 'isInBlock', options = {}) => new Promise((resolve, reject) => {
    const statuses = [];
    setTimeout(() => reject(new Error(`after a minute: ${statuses.join(', ') || 'no status'}`)), 60_000).unref();
    tx.signAndSend(signer, { nonce: -1, ...options }, (result) => {
        statuses.push(result.status.type);
        if (result.isError) reject(Object.assign(new Error(result.status.type), { statuses }));
        // polkadot.js leaves out a status while it still reads the block, if the next one comes meanwhile.
        if (!result.status[until] && !result.status.isFinalized) return;
        const events = result.events.map(({ event }) => event);
        const block = result.status.isFinalized ? result.status.asFinalized : result.status.asInBlock;
        resolve({ statuses, events, block, names: events.map((e) => `${e.section}.${e.method}`), result });
    }).catch(reject);
});

const free = async (who) => (await api.query.system.account(who.address ?? who)).data.free.toBigInt();

test('knows the chain: name, properties, version, constants', async () => {
    assert.equal((await api.rpc.system.chain()).toString(), 'Kusama Development');
    assert.equal(api.runtimeVersion.specName.toString(), 'kusama');
    assert.equal(api.consts.balances.existentialDeposit.toBigInt(), 333_333_333n);
    assert.equal(api.registry.chainSS58, 2);
    assert.deepEqual(api.registry.chainTokens, ['KSM']);
    assert.equal((await api.rpc.system.properties()).ss58Format.unwrap().toNumber(), 2);
});

test('a transfer is in a block, and then final', async () => {
    const before = await free(bob);
    const sent = await send(api.tx.balances.transferKeepAlive(bob.address, 5n * kKsm), alice, 'isFinalized');
    assert.deepEqual([...new Set(sent.statuses)], ['Ready', 'InBlock', 'Finalized']);
    assert.ok(sent.names.includes('balances.Transfer') && sent.names.includes('system.ExtrinsicSuccess'), sent.names);
    assert.equal(await free(bob) - before, 5n * kKsm);
    const { block } = await api.rpc.chain.getBlock(sent.block);
    assert.equal(block.extrinsics.at(-1).method.method, 'transferKeepAlive');
    assert.equal((await api.rpc.chain.getFinalizedHead()).toHex(), sent.block.toHex());
});

test('the fee is the one that was announced', async () => {
    const tx = api.tx.balances.transferKeepAlive(bob.address, kKsm);
    const { partialFee, weight } = await tx.paymentInfo(alice);
    assert.ok(weight.refTime.toBigInt() > 0n);
    const before = await free(alice);
    const { events } = await send(tx, alice);
    const paid = events.find(({ method }) => method === 'TransactionFeePaid').data.actualFee.toBigInt();
    assert.equal(paid, partialFee.toBigInt());
    assert.equal(before - await free(alice), kKsm + paid);
});

test('a call that fails is in the block, with its error', async () => {
    const all = await free(bob);
    const { events } = await send(api.tx.balances.transferAllowDeath(alice.address, 2n * all), bob);
    const failed = events.find(({ method }) => method === 'ExtrinsicFailed');
    assert.ok(failed.data.dispatchError.asToken.isFundsUnavailable, String(failed.data.dispatchError));
    const { events: more } = await send(api.tx.sudo.sudo(api.tx.system.remark('0x01')), bob);
    const error = more.find(({ method }) => method === 'ExtrinsicFailed').data.dispatchError.asModule;
    assert.equal(api.registry.findMetaError(error).name, 'RequireSudo');
});

test('an invalid transaction is refused with the reference\'s words', async () => {
    const options = { nonce: 1_000_000, era: 0 };
    const poor = new Keyring({ type: 'sr25519' }).addFromUri('//Nobody');
    await assert.rejects(send(api.tx.system.remark('0x01'), poor, 'isInBlock', { era: 0 }),
        /1010: Invalid Transaction: Inability to pay some fees/);
    const signed = await api.tx.system.remark('0x02').signAsync(alice, { nonce: 0, era: 0 });
    await assert.rejects(signed.send(), /1010: Invalid Transaction: Transaction is outdated/);
    const future = await api.tx.system.remark('0x03').signAsync(alice, options);
    await future.send();  // waits for those before it
    assert.equal((await api.rpc.author.pendingExtrinsics()).length, 0);
    await assert.rejects(future.send(), /1013: Transaction Already Imported/);
});

test('a batch does all, or tells where it stopped', async () => {
    const good = await send(api.tx.utility.batchAll([1n, 2n, 3n].map((n) => (
        api.tx.balances.transferKeepAlive(bob.address, n * kKsm)))), alice);
    assert.equal(good.names.filter((name) => name === 'balances.Transfer').length, 3);
    assert.ok(good.names.includes('utility.BatchCompleted'));
    const bad = await send(api.tx.utility.batch([
        api.tx.system.remarkWithEvent('0x01'), api.tx.balances.forceTransfer(bob.address, alice.address, 1)]), alice);
    assert.ok(bad.names.includes('utility.BatchInterrupted'), bad.names);
});

test('storage: entries, pages, hashes, sizes, at an older block', async () => {
    const genesis = await api.at(api.genesisHash);
    assert.equal((await genesis.query.system.number()).toNumber(), 0);
    const accounts = await api.query.system.account.entries();
    assert.ok(accounts.length >= 12);
    const first = await api.query.system.account.keysPaged({ args: [], pageSize: 5 });
    const second = await api.query.system.account.keysPaged({ args: [], pageSize: 5, startKey: first.at(-1).toHex() });
    assert.equal(new Set([...first, ...second].map(String)).size, 10);
    const key = api.query.system.account.key(alice.address);
    assert.equal((await api.rpc.state.getStorageSize(key)).toNumber(), 80);
    assert.equal((await api.rpc.state.getStorageHash(key)).toHex(),
        api.registry.hash((await api.rpc.state.getStorage(key)).unwrap().toU8a(true)).toHex());
    const [a, b] = await api.queryMulti([[api.query.system.account, alice.address], [api.query.system.number]]);
    assert.ok(a.nonce.toNumber() > 0 && b.toNumber() > 0);
});

test('proofs have nodes that hash to the root', async () => {
    const { proof, at } = await api.rpc.state.getReadProof([api.query.system.account.key(alice.address)]);
    const { stateRoot } = await api.rpc.chain.getHeader(at);
    assert.ok(proof.some((item) => api.registry.hash(item.toU8a(true)).toHex() === stateRoot.toHex()));
});

test('subscriptions: heads, storage, balances, events', async () => {
    const seen = { heads: [], finalized: [], nonces: [], events: 0 };
    const stops = await Promise.all([
        api.rpc.chain.subscribeNewHeads((header) => seen.heads.push(header.number.toNumber())),
        api.rpc.chain.subscribeFinalizedHeads((header) => seen.finalized.push(header.number.toNumber())),
        api.query.system.account(alice.address, ({ nonce }) => seen.nonces.push(nonce.toNumber())),
        api.query.system.events((events) => { seen.events += events.length; }),
    ]);
    await send(api.tx.system.remarkWithEvent('0xaa'), alice);
    await send(api.tx.system.remarkWithEvent('0xbb'), alice);
    await until('three notifications each', () => Object.values(seen).every((list) => (list.length ?? list) >= 3));
    for (const list of [seen.heads, seen.finalized]) {
        assert.deepEqual(list, list.map((_, i) => list[0] + i), 'no number twice, none left out');
    }
    stops.forEach((stop) => stop());
});

test('derived calls and dry runs', async () => {
    const header = await api.derive.chain.getHeader(await api.rpc.chain.getBlockHash());
    assert.ok(header.author, 'the author is found from the digest');
    assert.ok((await api.derive.balances.all(bob.address)).freeBalance.toBigInt() > 0n);
    const nonce = await api.rpc.system.accountNextIndex(alice.address);
    assert.ok(nonce.toNumber() > 0);
    assert.ok((await api.call.accountNonceApi.accountNonce(alice.address)).eq(nonce));
    const signed = await api.tx.balances.transferKeepAlive(bob.address, 1n).signAsync(alice, { nonce, era: 0 });
    const result = await api.rpc.system.dryRun(signed.toHex());
    assert.ok(result.isOk, String(result));
});

test('the runtime is upgraded by sudo, and subscriptions go on', async () => {
    const versions = [];
    const heads = [];
    const stops = await Promise.all([
        api.rpc.state.subscribeRuntimeVersion(({ specVersion }) => versions.push(specVersion.toNumber())),
        api.rpc.chain.subscribeNewHeads(({ number }) => heads.push(number.toNumber())),
    ]);
    const code = u8aToHex(readFileSync(nextRuntime));
    const { names } = await send(api.tx.sudo.sudoUncheckedWeight(api.tx.system.setCode(code), { refTime: 0, proofSize: 0 }), alice);
    assert.ok(names.includes('system.CodeUpdated'), names);
    await until('the new version', () => versions.includes(1_007_002) && api.runtimeVersion.specVersion.eq(1_007_002));
    const after = await send(api.tx.balances.transferKeepAlive(bob.address, kKsm), alice, 'isFinalized');
    assert.ok(after.names.includes('balances.Transfer'));
    assert.ok(heads.length >= 2);
    assert.equal((await api.query.system.lastRuntimeUpgrade()).unwrap().specVersion.toNumber(), 1_007_002);
    stops.forEach((stop) => stop());
});
