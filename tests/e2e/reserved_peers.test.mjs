// Reserved peers over RPC: connections that a running node is told to keep, and what it shows of its network.
import assert from 'node:assert/strict';
import { test } from 'node:test';

import { Node, until } from './node.mjs';

const program = process.env.SERINUS;
const base = ['--chain', 'kusama-local', '--tmp', '--listen-addr', '/ip4/127.0.0.1/tcp/0'];

const peerCount = async (node) => (await node.call('system_health')).peers;
const refusal = (call) => call.then(() => assert.fail('it is not refused'), (error) => error);

test('a reserved peer is connected when it is added', async (t) => {
    const [first, second] = await Promise.all([Node.start(program, [...base, '--alice']), Node.start(program, base)]);
    t.after(() => Promise.all([first, second].map((node) => node.stop())));
    const [address] = await first.call('system_localListenAddresses');
    const id = await first.call('system_localPeerId');
    assert.ok(address.endsWith(`/p2p/${id}`));
    assert.equal(await peerCount(second), 0);
    assert.deepEqual(await second.call('system_reservedPeers'), []);

    assert.equal(await second.call('system_addReservedPeer', address), null);
    assert.deepEqual(await second.call('system_reservedPeers'), [id]);
    await until('a peer', async () => (await peerCount(second)) === 1);
    const [peer] = await second.call('system_peers');
    assert.deepEqual([peer.peerId, peer.roles], [id, 'AUTHORITY']);
    const state = await second.call('system_unstable_networkState');
    assert.equal(state.peerId, await second.call('system_localPeerId'));
    assert.deepEqual(state.listenedAddresses, await second.call('system_localListenAddresses'));
    assert.ok(state.connectedPeers[id]);
    const sync = await second.call('system_syncState');
    assert.ok(sync.highestBlock >= sync.currentBlock);
    assert.deepEqual(await second.call('system_nodeRoles'), ['Full']);

    assert.equal(await second.call('system_removeReservedPeer', id), null);
    assert.deepEqual(await second.call('system_reservedPeers'), []);

    const noId = await refusal(second.call('system_addReservedPeer', '/ip4/127.0.0.1/tcp/1'));
    assert.deepEqual([noId.code, noId.message.includes('Peer id is missing from the address')], [2002, true]);
    for (const bad of ['/ip4/127.0.0.1/tcp/1/p2p/none', 'no address/p2p/']) {
        assert.equal((await refusal(second.call('system_addReservedPeer', bad))).code, 2002, bad);
    }
    assert.equal((await refusal(second.call('system_removeReservedPeer', 'none'))).code, 2002);
});

test('only the owner of a node may change its peers', async (t) => {
    const node = await Node.start(program, [...base, '--rpc-methods', 'safe']);
    t.after(() => node.stop());
    const id = await node.call('system_localPeerId');
    for (const [method, ...params] of [
        ['system_addReservedPeer', `/ip4/127.0.0.1/tcp/1/p2p/${id}`],
        ['system_removeReservedPeer', id],
        ['system_peers'],
        ['system_unstable_networkState'],
    ]) {
        assert.equal((await refusal(node.call(method, ...params))).code, -32601, method);
    }
    assert.deepEqual(await node.call('system_reservedPeers'), []);
});
