// A network of the real Kusama 1.0.0 decides by a referendum to become our Kusama 1.7.1, and lives on: the whole way of a whitelisted caller, with the
// times that Kusama has. What becomes of all that is stored is compared in tests/differential/scenarios/from_1_0_0.mjs.
import assert from 'node:assert/strict';
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { after, before, test } from 'node:test';
import { ApiPromise, Keyring, WsProvider } from '@polkadot/api';
import { blake2AsHex } from '@polkadot/util-crypto';

import { Node, temporaryFolder, until } from './node.mjs';

const program = process.env.SERINUS;
const kOld = join(process.env.SERINUS_TEST_DATA ?? join(process.env.SOURCES, '../shared/data'), 'genesis/kusama-local-1000000.json');
const skip = existsSync(kOld) ? false : 'needs the shared test data: set SERINUS_TEST_DATA to its folder';
const code = readFileSync(join(process.env.BUILD, 'package/kusama_runtime_proper/runtime.compressed.wasm'));
const kKsm = 1_000_000_000_000n;
const [kOldVersion, kNewVersion] = [1_000_000, 1_007_001];
const kTrack = 1;
/** Preparation, confirmation and enactment take at least 30, 10 and 10 minutes. */
const kBlocks = 500;
const [alice, bob, ...others] = ['//Alice', '//Bob', '//Charlie', '//Dave', '//Eve', '//Ferdie', '//Alice//stash', '//Bob//stash', '//Charlie//stash', '//Dave//stash']
    .map((uri) => new Keyring({ type: 'sr25519', ss58Format: 2 }).addFromUri(uri));

const folders = [temporaryFolder(), temporaryFolder()];
const nodes = [];
let api;

before(async () => {
    if (skip) return;
    const start = (index, ...more) => Node.start(program, ['--chain', kOld, '--base-path', folders[index].folder, '--listen-addr', '/ip4/127.0.0.1/tcp/0', ...more]);
    nodes.push(await start(0, '--alice', '--force-authoring', '--sealing', 'interval=50'));
    nodes.push(await start(1, '--sealing', 'manual', '--bootnodes', (await nodes[0].call('system_localListenAddresses'))[0]));
    api = await ApiPromise.create({ provider: new WsProvider(nodes[0].url), noInitWarn: true });
});
after(async () => {
    await api?.disconnect();
    for (const node of nodes) await node.stop();
    for (const { remove } of folders) remove();
});

const send = (transaction, who) => new Promise((resolve, reject) => {
    transaction.signAndSend(who, { nonce: -1 }, ({ status, dispatchError, events, isError }) => {
        if (isError) reject(new Error(status.type));
        if (dispatchError) reject(new Error(dispatchError.isModule ? api.registry.findMetaError(dispatchError.asModule).name : dispatchError.toString()));
        if (status.isInBlock || status.isFinalized) resolve(events.map(({ event }) => event));
    }).catch(reject);
});
const versionAt = async (node) => (await node.call('state_getRuntimeVersion')).specVersion;
const best = async (node) => Number((await node.call('chain_getHeader')).number);

test('a referendum of 1.0.0 upgrades the network to our 1.7.1', { skip }, async (t) => {
    const { convictionVoting, preimage, referenda, sudo, system, whitelist } = api.tx;
    assert.equal(api.runtimeVersion.specVersion.toNumber(), kOldVersion);
    const upgrade = system.setCode(`0x${code.toString('hex')}`).method;
    const upgradeHash = blake2AsHex(upgrade.toU8a());
    const dispatch = whitelist.dispatchWhitelistedCall(upgradeHash, upgrade.encodedLength, { refTime: 1_000_000_000_000, proofSize: 100_000 }).method;

    await t.test('it is proposed, whitelisted, and voted for', async () => {
        await send(preimage.notePreimage(upgrade.toHex()), alice);
        // The fellowship of a local network has no members yet: Sudo says what they would.
        await send(sudo.sudo(whitelist.whitelistCall(upgradeHash)), alice);
        const events = await send(referenda.submit({ Origins: 'WhitelistedCaller' }, { Inline: dispatch.toHex() }, { After: 1 }), alice);
        assert.ok(events.some((event) => api.events.referenda.Submitted.is(event)), events.map(String).join());
        await send(referenda.placeDecisionDeposit(0), alice);
        for (const voter of [bob, ...others]) {
            const { data: { free } } = await api.query.system.account(voter.address);
            await send(convictionVoting.vote(0, { Standard: { vote: { aye: true, conviction: 'Locked1x' }, balance: free.toBigInt() - kKsm } }), voter);
        }
    });

    await t.test('it is confirmed and enacted after the times of its track', async () => {
        await until('confirmation', async () => (await api.query.referenda.referendumInfoFor(0)).unwrap().isApproved, 240_000);
        await until('the new version', async () => await versionAt(nodes[0]) === kNewVersion, 240_000);
        assert.ok(await best(nodes[0]) > kBlocks);
    });

    await t.test('the chain goes on under the new code, at both nodes', async () => {
        const height = await best(nodes[0]) + 20;
        for (const node of nodes) await until('blocks of the new code', async () => await best(node) > height);
        assert.equal(await versionAt(nodes[1]), kNewVersion);
        const hash = await nodes[0].call('chain_getBlockHash', height);
        assert.equal(await nodes[1].call('chain_getBlockHash', height), hash);
    });

    await t.test('people go on with what they had: transfers, deposits and votes', async () => {
        await until('polkadot.js knows the new calls', () => api.runtimeVersion.specVersion.eq(kNewVersion) && api.query.delegatedStaking);
        const { tx, query } = api;
        const free = async ({ address }) => (await query.system.account(address)).data.free.toBigInt();
        const before = await free(bob);
        const names = (await send(tx.balances.transferKeepAlive(bob.address, 5n * kKsm), alice)).map(({ section, method }) => `${section}.${method}`);
        assert.ok(names.includes('balances.Transfer'), names);
        assert.equal(await free(bob) - before, 5n * kKsm);
        await send(tx.referenda.refundDecisionDeposit(0), alice);
        await send(tx.convictionVoting.removeVote(kTrack, 0), bob);
        assert.ok((await query.convictionVoting.votingFor(bob.address, kTrack)).asCasting.votes.isEmpty);
        assert.equal((await query.system.lastRuntimeUpgrade()).unwrap().specVersion.toNumber(), kNewVersion);
    });
});
