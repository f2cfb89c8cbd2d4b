// Two validators and a full node on one network: blocks of both, finality by both votes, a transaction that travels, a
// validator that is killed and returns, a node that catches up from the genesis.
import assert from 'node:assert/strict';
import { test } from 'node:test';

import { ApiPromise, Keyring, WsProvider } from '@polkadot/api';

import { Node, temporaryFolder } from './node.mjs';

const program = process.env.SERINUS;
const base = ['--chain', 'kusama-local', '--listen-addr', '/ip4/127.0.0.1/tcp/0'];

/** Asks again and again: what is waited for happens in other processes. */
async function until(what, isDone, seconds = 90) {
    const end = Date.now() + seconds * 1000;
    for (;;) {
        const value = await isDone();
        if (value) return value;
        if (Date.now() > end) throw new Error(`not in time: ${what}`);
        await new Promise((resolve) => setTimeout(resolve, 200));
    }
}

const finalizedNumber = async (node) =>
    Number((await node.call('chain_getHeader', await node.call('chain_getFinalizedHead'))).number);

test('two validators make blocks final together, and others join them', async (t) => {
    const folders = [temporaryFolder(), temporaryFolder(), temporaryFolder()];
    t.after(() => folders.forEach(({ remove }) => remove()));
    const nodes = [];
    t.after(() => Promise.all(nodes.map((node) => node.stop().catch((error) => console.error(error)))));

    const alice = await Node.start(program, [...base, '--alice', '--base-path', folders[0].folder]);
    nodes.push(alice);
    const [address] = await alice.call('system_localListenAddresses');
    assert.match(address, /^\/ip4\/127\.0\.0\.1\/tcp\/\d+\/p2p\/12D3Koo/);
    const join = ['--bootnodes', address];
    const startBob = () => Node.start(program, [...base, '--bob', '--base-path', folders[1].folder, ...join]);
    let bob = await startBob();

    await until('both have a peer', async () =>
        (await alice.call('system_health')).peers === 1 && (await bob.call('system_health')).peers === 1);
    const [peer] = await alice.call('system_peers');
    assert.equal(peer.peerId, await bob.call('system_localPeerId'));
    assert.equal(peer.roles, 'AUTHORITY');

    // Neither has two thirds of the votes alone.
    await until('finality on both', async () => (await finalizedNumber(alice)) >= 2 && (await finalizedNumber(bob)) >= 2);
    assert.equal(await alice.call('chain_getBlockHash', 2), await bob.call('chain_getBlockHash', 2));

    await t.test('a transaction given to one is final at the other', async () => {
        const at = async (node) => ApiPromise.create({ provider: new WsProvider(node.url), noInitWarn: true });
        const [sender, observer] = [await at(alice), await at(bob)];
        const keys = new Keyring({ type: 'sr25519', ss58Format: 2 });
        const target = keys.addFromUri('//Nobody').address;
        const hash = await sender.tx.balances.transferKeepAlive(target, 5n * 10n ** 12n).signAndSend(keys.addFromUri('//Alice'));
        assert.ok(hash);
        await until('the balance at the other', async () => {
            const head = await observer.rpc.chain.getFinalizedHead();
            const account = await (await observer.at(head)).query.system.account(target);
            return account.data.free.toBigInt() === 5n * 10n ** 12n;
        });
        await sender.disconnect();
        await observer.disconnect();
    });

    await t.test('a validator that is killed returns, and finality with it', async () => {
        await bob.kill();
        await until('the loss is noticed', async () => (await alice.call('system_health')).peers === 0);
        bob = await startBob();
        nodes.push(bob);
        const before = await finalizedNumber(alice);
        await until('finality continues', async () =>
            (await finalizedNumber(alice)) >= before + 2 && (await finalizedNumber(bob)) >= before + 2);
    });

    await t.test('a full node catches up from the genesis and follows', async () => {
        const full = await Node.start(program, [...base, '--base-path', folders[2].folder, ...join]);
        nodes.push(full);
        const number = await finalizedNumber(alice);
        await until('the node catches up', async () => (await finalizedNumber(full)) >= number);
        assert.equal(await full.call('chain_getBlockHash', number), await alice.call('chain_getBlockHash', number));
        assert.deepEqual(await full.call('system_nodeRoles'), ['Full']);
        await until('it follows', async () => (await finalizedNumber(full)) >= number + 2);
    });
});
