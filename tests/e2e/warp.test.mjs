// A node that joins late begins with the state of a final block instead of executing what was before, fetches the
// blocks below it afterwards, and serves the next one. The chain's epochs have ten slots and its time runs by blocks; its
// authority takes other keys twice, so that the proof leads over three sets.
import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';

import { ApiPromise, Keyring, WsProvider } from '@polkadot/api';

import { Node, temporaryFolder, until } from './node.mjs';

const program = process.env.SERINUS;
const kCode = '0x3a636f6465';

const numberOf = async (node, hash) => Number((await node.call('chain_getHeader', hash)).number);
const finalizedOf = async (node) => numberOf(node, await node.call('chain_getFinalizedHead'));

/** All keys and values of the state after a block. */
async function stateAt(node, hash) {
    const keys = [];
    for (;;) {
        const page = await node.call('state_getKeysPaged', '0x', 1000, keys.at(-1) ?? null, hash);
        keys.push(...page);
        if (page.length < 1000) break;
    }
    const [{ changes }] = await node.call('state_queryStorageAt', keys, hash);
    return new Map(changes);
}

/** The set of the block with which a node has begun: 2 by the keys that its authority took, and one more with each era since. */
const provenSet = (node) => Number(/block #\d+ of set (\d+) is proven final/.exec(node.log)?.[1]);

test('nodes join by warp', async (t) => {
    const folders = Array.from({ length: 4 }, () => temporaryFolder());
    t.after(() => folders.forEach(({ remove }) => remove()));
    const nodes = [];
    t.after(() => Promise.all(nodes.map((node) => node.stop().catch((error) => console.error(error)))));
    const specification = JSON.parse(execFileSync(program, ['build-spec', '--chain', 'dev', '--raw'],
        { maxBuffer: 1 << 26, stdio: ['ignore', 'pipe', 'ignore'] }));
    specification.genesis.raw.top[kCode] = `0x${readFileSync(process.env.SHORT_EPOCHS_RUNTIME).toString('hex')}`;
    const chain = join(folders[3].folder, 'chain.json');
    writeFileSync(chain, JSON.stringify(specification));
    const base = (index) => ['--chain', chain, '--listen-addr', '/ip4/127.0.0.1/tcp/0', '--base-path', folders[index].folder];
    const follower = (index, ...more) => [...base(index), '--sealing', 'manual', '--sync', 'warp', ...more];
    const addressOf = async (node) => (await node.call('system_localListenAddresses'))[0];

    const alice = await Node.start(program, [...base(0), '--alice', '--sealing', 'interval=200']);
    nodes.push(alice);
    const setOf = async (node) => (await node.call('grandpa_roundState')).setId;
    const api = await ApiPromise.create({ provider: new WsProvider(alice.url), noInitWarn: true });
    const stash = new Keyring({ type: 'sr25519' }).addFromUri('//Alice//stash');
    for (let set = 1; set <= 2; ++set) {
        await api.tx.session.setKeys(await alice.call('author_rotateKeys'), '0x').signAndSend(stash);
        await until('other authorities', async () => (await setOf(alice)) >= set, 60_000);
    }
    await api.disconnect();
    await until('some epochs', async () => (await finalizedOf(alice)) >= 65, 120_000);

    const aliceAddress = await addressOf(alice);
    let bob = await Node.start(program, follower(1, '--bootnodes', aliceAddress));
    t.after(() => bob.stop());
    const early = await finalizedOf(alice);
    await until('the second node is at the head', async () => (await finalizedOf(bob)) >= early, 40_000);
    const head = await finalizedOf(bob);
    assert.ok(provenSet(bob) >= 2, bob.log);
    await until('the set of the authority', async () => (await setOf(bob)) === (await setOf(alice)), 20_000);
    const begin = Number(/The chain begins with block #(\d+)/.exec(bob.log)?.[1]);
    assert.ok(begin >= 60, `it begins with a late block: ${begin}`);
    const hash = await alice.call('chain_getBlockHash', head);
    assert.equal(await bob.call('chain_getBlockHash', head), hash);
    assert.deepEqual(await stateAt(bob, hash), await stateAt(alice, hash));

    await t.test('it fetches the blocks below', async () => {
        await until('the first block', async () => (await bob.call('chain_getBlockHash', 1)) !== null, 20_000);
        for (const number of [1, 2, begin - 1, begin]) {
            const block = await alice.call('chain_getBlockHash', number);
            assert.equal(await bob.call('chain_getBlockHash', number), block);
            assert.deepEqual((await bob.call('chain_getBlock', block)).block, (await alice.call('chain_getBlock', block)).block);
        }
    });

    await t.test('after kill -9 it goes on', async () => {
        await bob.kill();
        bob = await Node.start(program, follower(1, '--bootnodes', aliceAddress));
        const before = await finalizedOf(alice);
        await until('it follows', async () => (await finalizedOf(bob)) >= before + 3, 20_000);
        assert.doesNotMatch(bob.log, /The chain begins with block/);
    });

    await t.test('it serves a node that knows no other', async () => {
        const late = await Node.start(program, follower(2, '--reserved-nodes', await addressOf(bob), '--reserved-only'));
        nodes.push(late);
        const early = await finalizedOf(bob);
        await until('the third node is at the head', async () => (await finalizedOf(late)) >= early, 40_000);
        const number = await finalizedOf(late);
        assert.ok(provenSet(late) >= 2, late.log);
        assert.match(late.log, /The chain begins with block/);
        assert.equal((await late.call('system_peers')).length, 1);
        const block = await alice.call('chain_getBlockHash', number);
        assert.equal(await late.call('chain_getBlockHash', number), block);
        assert.deepEqual(await stateAt(late, block), await stateAt(alice, block));
    });
});
