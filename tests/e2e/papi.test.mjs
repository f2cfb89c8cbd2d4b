// PAPI at home: it speaks the new JSON-RPC specification alone (chainHead, transaction, chainSpec, archive). With types
// from the chain's own metadata, as nothing is generated beforehand.
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { after, before, test } from 'node:test';
import { Keyring } from '@polkadot/api';
import { u8aToHex } from '@polkadot/util';
import { AccountId, Enum, InvalidTxError, createClient } from 'polkadot-api';
import { getPolkadotSigner } from 'polkadot-api/signer';
import { getWsProvider } from 'polkadot-api/ws';
import { WebSocket } from 'ws';

import { Node, temporaryFolder, until } from './node.mjs';

const [program, nextRuntime] = [process.env.SERINUS, process.env.NEXT_RUNTIME];
const kKsm = 1_000_000_000_000n;

const { folder, remove } = temporaryFolder();
let node;
let client;
let api;
const address = AccountId(2).dec;
const account = (uri) => {
    const pair = new Keyring({ type: 'sr25519' }).addFromUri(uri);
    const signer = getPolkadotSigner(pair.publicKey, 'Sr25519', (message) => pair.sign(message));
    return { signer, address: address(pair.publicKey), publicKey: u8aToHex(pair.publicKey) };
};
const [alice, bob, nobody] = ['//Alice', '//Bob', '//Nobody'].map(account);

before(async () => {
    node = await Node.start(program, ['--dev', '--base-path', folder, '--sealing', 'instant', '--state-pruning', 'archive']);
    client = createClient(getWsProvider(node.url, { websocketClass: WebSocket }));
    api = client.getUnsafeApi();
});

after(async () => {
    client?.destroy();
    await node?.stop();
    remove();
});

const transfer = (to, value) => api.tx.Balances.transfer_keep_alive({ dest: Enum('Id', to), value });
const free = async (who, at = 'best') => (await api.query.System.Account.getValue(who, { at })).data.free;
const names = ({ events }) => events.map((event) => `${event.type}.${event.value.type}`);

test('knows the chain: name, genesis, properties, version, constants', async () => {
    const { name, genesisHash, properties } = await client.getChainSpecData();
    assert.equal(name, 'Kusama Development');
    assert.equal(genesisHash, await node.call('chain_getBlockHash', 0));
    assert.deepEqual([properties.ss58Format, properties.tokenSymbol], [2, 'KSM']);
    assert.equal(await api.constants.Balances.ExistentialDeposit(), 333_333_333n);
    const version = await api.apis.Core.version();
    assert.equal(version.spec_name, 'kusama');
    assert.ok((await api.apis.Metadata.metadata_versions()).includes(15));
});

test('a transfer is in the best block, and then final', async () => {
    const before = await free(bob.address);
    const types = [];
    const final = await new Promise((resolve, reject) => {
        transfer(bob.address, 5n * kKsm).signSubmitAndWatch(alice.signer).subscribe({
            next: (event) => {
                types.push(event.type === 'txBestBlocksState' && !event.found ? 'waits' : event.type);
                if (event.type === 'finalized') resolve(event);
            },
            error: reject,
        });
    });
    assert.deepEqual(types.filter((type) => type !== 'waits'),
        ['signed', 'broadcasted', 'txBestBlocksState', 'finalized']);
    assert.ok(final.ok);
    assert.ok(names(final).includes('Balances.Transfer'), names(final));
    assert.equal(await free(bob.address) - before, 5n * kKsm);
    assert.equal(await free(bob.address, final.block.hash), await free(bob.address, 'finalized'));
});

test('the fee is the one that was announced', async () => {
    const tx = transfer(bob.address, kKsm);
    const { partial_fee: announced, weight } = await tx.getPaymentInfo(alice.address);
    assert.ok(weight.ref_time > 0n);
    assert.equal(await tx.getEstimatedFees(alice.address), announced);
    const before = await free(alice.address);
    const sent = await tx.signAndSubmit(alice.signer);
    const paid = sent.events.find(({ type, value }) => type === 'TransactionPayment'
        && value.type === 'TransactionFeePaid').value.value.actual_fee;
    assert.equal(paid, announced);
    assert.equal(before - await free(alice.address), kKsm + paid);
});

test('a call that fails is in the block, with its error', async () => {
    const value = 2n * await free(bob.address);
    const sent = await api.tx.Balances.transfer_allow_death({ dest: Enum('Id', alice.address), value })
        .signAndSubmit(bob.signer);
    assert.equal(sent.ok, false);
    assert.ok(['Module', 'Token'].includes(sent.dispatchError.type), sent.dispatchError.type);
    assert.ok(names(sent).includes('System.ExtrinsicFailed'));
});

test('an invalid transaction is refused, and told why', async () => {
    await assert.rejects(transfer(bob.address, kKsm).signAndSubmit(nobody.signer), (error) => {
        assert.ok(error instanceof InvalidTxError, error);
        assert.deepEqual([error.error.type, error.error.value.type], ['Invalid', 'Payment']);
        return true;
    });
    await assert.rejects(transfer(bob.address, kKsm).signAndSubmit(alice.signer, { nonce: 0 }), (error) => {
        assert.equal(error.error?.value?.type, 'Stale', error);
        return true;
    });
});

test('a batch does all, or tells where it stopped', async () => {
    const good = await api.tx.Utility.batch_all({
        calls: [1n, 2n, 3n].map((n) => transfer(bob.address, n * kKsm).decodedCall),
    }).signAndSubmit(alice.signer);
    assert.equal(names(good).filter((name) => name === 'Balances.Transfer').length, 3);
    const force = api.tx.Balances.force_transfer({
        source: Enum('Id', bob.address), dest: Enum('Id', alice.address), value: 1n,
    });
    const bad = await api.tx.Utility.batch({ calls: [transfer(bob.address, kKsm).decodedCall, force.decodedCall] })
        .signAndSubmit(alice.signer);
    assert.ok(names(bad).includes('Utility.BatchInterrupted'), names(bad));
});

test('many transactions of one account at once', async () => {
    const before = await free(bob.address);
    const { nonce } = await api.query.System.Account.getValue(alice.address, { at: 'best' });
    const sent = await Promise.all(Array.from({ length: 10 }, (_, i) => (
        transfer(bob.address, kKsm).signAndSubmit(alice.signer, { nonce: nonce + i }))));
    assert.ok(sent.every(({ ok }) => ok));
    assert.equal(await free(bob.address) - before, 10n * kKsm);
});

test('storage: values, entries, many keys, raw, at an older block', async () => {
    const accounts = await api.query.System.Account.getEntries();
    assert.ok(accounts.length >= 12);
    const addresses = accounts.map(({ keyArgs: [who] }) => who);
    const values = await api.query.System.Account.getValues([...addresses, ...addresses].map((who) => [who]));
    assert.equal(values.length, 2 * accounts.length, 'more than there are operations at once');
    assert.deepEqual(values.slice(0, accounts.length), accounts.map(({ value }) => value));
    const key = await api.query.System.Account.getKey(alice.address);
    assert.equal((await client.rawQuery(key)).length, 2 + 2 * 80);
    assert.equal(await client.rawQuery('0x1234'), null);
    assert.equal(await api.query.System.Number.getValue({ at: (await client.getFinalizedBlock()).hash }),
        (await client.getFinalizedBlock()).number);
});

test('blocks: headers, bodies, finality, and what is watched', async () => {
    const seen = { finalized: [], best: [], nonces: [], accounts: 0 };
    const subscriptions = [
        client.finalizedBlock$.subscribe(({ number }) => seen.finalized.push(number)),
        client.bestBlocks$.subscribe(([{ number }]) => seen.best.push(number)),
        api.query.System.Account.watchValue(alice.address, { at: 'best' })
            .subscribe(({ value }) => seen.nonces.push(value.nonce)),
        api.query.System.Account.watchEntries().subscribe(({ entries }) => { seen.accounts = entries.length; }),
    ];
    const one = await transfer(bob.address, kKsm).signAndSubmit(alice.signer);
    await transfer(bob.address, kKsm).signAndSubmit(alice.signer);
    await until('what is watched', () => seen.nonces.length >= 3 && seen.finalized.length >= 3 && seen.accounts >= 12);
    const [first] = seen.finalized;
    assert.deepEqual(seen.finalized, seen.finalized.map((_, i) => first + i), 'no number twice, none left out');
    const body = await client.getBlockBody(one.block.hash);
    assert.ok(body.length > one.block.index);
    const header = await client.getBlockHeader(one.block.hash);
    assert.equal(header.number, one.block.number);
    for (const subscription of subscriptions) subscription.unsubscribe();
});

test('the past, by the archive', async () => {
    const height = await client._request('archive_v1_finalizedHeight', []);
    const [hash] = await client._request('archive_v1_hashByHeight', [height]);
    assert.equal(hash, (await client.getFinalizedBlock()).hash);
    const [first] = await client._request('archive_v1_hashByHeight', [1]);
    assert.ok((await client._request('archive_v1_body', [first])).length >= 2);
    const { success, value } = await client._request('archive_v1_call', [first, 'Core_version', '0x']);
    assert.ok(success && value.length > 100);
    const diff = [];
    let watch;
    await new Promise((resolve, reject) => {
        watch = client._subscribe('archive_v1_storageDiff', 'archive_v1_stopStorageDiff', [first]).subscribe({
            next: (event) => (event.event === 'storageDiff' ? diff.push(event) : resolve(event)),
            error: reject,
        });
    });
    watch.unsubscribe();
    const number = await api.query.System.Number.getKey();
    assert.equal(diff.find(({ key }) => key === number).value, '0x01000000');
});

test('a message in XCM is weighed, executed and its outcome read', async () => {
    const ksm = (amount) => [{ id: { parents: 0, interior: Enum('Here') }, fun: Enum('Fungible', amount) }];
    const beneficiary = { parents: 0, interior: Enum('X1', Enum('AccountId32', { network: undefined, id: bob.publicKey })) };
    const message = Enum('V5', [
        Enum('WithdrawAsset', ksm(2n * kKsm)),
        Enum('DepositAsset', { assets: Enum('Wild', Enum('AllCounted', 1)), beneficiary }),
    ]);
    const weighed = await api.apis.XcmPaymentApi.query_xcm_weight(message);
    assert.ok(weighed.success && weighed.value.ref_time > 0n, weighed);
    const before = await free(bob.address);
    const sent = await api.tx.XcmPallet.execute({ message, max_weight: weighed.value }).signAndSubmit(alice.signer);
    assert.ok(sent.ok, sent.dispatchError);
    const { outcome } = sent.events.find(({ type, value }) => type === 'XcmPallet' && value.type === 'Attempted').value.value;
    assert.deepEqual(outcome, Enum('Complete', { used: weighed.value }));
    assert.equal(await free(bob.address) - before, 2n * kKsm);
});

test('the runtime is upgraded by sudo, and subscriptions go on', async () => {
    const best = [];
    const watch = client.bestBlocks$.subscribe(([{ number }]) => best.push(number));
    const code = new Uint8Array(readFileSync(nextRuntime));
    const call = api.tx.System.set_code({ code });
    const upgraded = await api.tx.Sudo.sudo_unchecked_weight({
        call: call.decodedCall, weight: { ref_time: 0n, proof_size: 0n },
    }).signAndSubmit(alice.signer);
    assert.ok(names(upgraded).includes('System.CodeUpdated'), names(upgraded));
    assert.equal((await api.apis.Core.version()).spec_version, 1_007_002);
    assert.equal((await api.query.System.Number.getValue()), upgraded.block.number);
    await until('the block in the best chain', () => best.includes(upgraded.block.number), 5_000);
    watch.unsubscribe();
});

// PAPI signs with the version that the metadata's constant names; polkadot.js with the runtime's own.
test('a transfer under the new runtime', async () => {
    assert.equal((await api.constants.System.Version()).spec_version, 1_007_002);
    const sent = await transfer(bob.address, kKsm).signAndSubmit(alice.signer);
    assert.ok(sent.ok);
    assert.equal((await api.query.System.LastRuntimeUpgrade.getValue()).spec_version, 1_007_002);
});
