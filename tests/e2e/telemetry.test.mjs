// What a node tells a telemetry server: in the form of the reference, again after the server was away, and not unasked.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { WebSocketServer } from 'ws';

import { Node, until } from './node.mjs';

const program = process.env.SERINUS;

/** A server that keeps what it is told: { messages, connections, url, stop() }. */
async function server(port = 0) {
    const socket = new WebSocketServer({ host: '127.0.0.1', port });
    await new Promise((resolve) => socket.on('listening', resolve));
    const out = { messages: [], connections: 0, paths: [] };
    socket.on('connection', (one, request) => {
        ++out.connections;
        out.paths.push(request.url);
        one.on('message', (text) => out.messages.push(JSON.parse(text)));
    });
    out.port = socket.address().port;
    out.url = `ws://127.0.0.1:${out.port}/submit/ 0`;
    out.of = (name) => out.messages.filter(({ payload }) => payload.msg === name).map(({ payload }) => payload);
    out.stop = () => new Promise((resolve) => {
        for (const one of socket.clients) one.terminate();
        socket.close(resolve);
    });
    return out;
}

test('a server is told of the node, its blocks and what is final', async (t) => {
    const at = await server();
    const node = await Node.start(program, ['--dev', '--tmp', '--sealing', 'interval=300', '--name', 'told', '--telemetry-url', at.url]);
    t.after(() => node.stop().finally(at.stop));
    await until('both statuses', () => at.of('system.interval').length >= 2 && at.of('notify.finalized').length > 0);
    assert.deepEqual(at.paths, ['/submit/']);
    const [first] = at.messages;
    assert.equal(first.id, 1);
    assert.ok(Math.abs(Date.parse(first.ts) - Date.now()) < 120_000, first.ts);
    const { name, chain, genesis_hash: genesis, network_id: peer, authority, implementation, msg } = first.payload;
    assert.deepEqual({ name, chain, authority, implementation, msg }, { name: 'told', chain: 'Kusama Development', authority: true, implementation: 'Serinus', msg: 'system.connected' });
    assert.equal(genesis, await node.call('chain_getBlockHash', 0));
    assert.equal(peer, await node.call('system_localPeerId'));
    for (const { height, best, origin } of at.of('block.import')) {
        assert.equal(best, await node.call('chain_getBlockHash', height));
        assert.equal(origin, 'Own');
    }
    for (const { height, best } of at.of('notify.finalized')) assert.equal(best, await node.call('chain_getBlockHash', Number(height)));
    const status = at.of('system.interval').find((one) => one.height !== undefined);
    assert.equal(status.finalized_hash, await node.call('chain_getBlockHash', status.finalized_height));
    assert.equal(status.txcount, 0);
});

test('a server that was away is told again', async (t) => {
    const before = await server();
    const node = await Node.start(program, ['--dev', '--tmp', '--sealing', 'interval=300', '--telemetry-url', before.url]);
    t.after(() => node.stop());
    await until('a first connection', () => before.of('system.connected').length > 0);
    await before.stop();
    const after = await server(before.port);
    t.after(() => after.stop());
    await until('a second connection', () => after.of('block.import').length > 0, 120_000);
    assert.equal(after.messages[0].payload.msg, 'system.connected');
});

test('nobody is told unasked, and an address without a level is refused', async (t) => {
    const at = await server();
    t.after(() => at.stop());
    const node = await Node.start(program, ['--dev', '--tmp', '--sealing', 'instant', '--telemetry-url', at.url, '--no-telemetry']);
    await node.call('engine_createBlock', true, true).catch(() => {});
    await node.stop();
    assert.equal(at.connections, 0);
    await assert.rejects(Node.start(program, ['--dev', '--tmp', '--telemetry-url', 'wss://telemetry.polkadot.io/submit/']), /is not an address and a level from 0 to 9/);
});
