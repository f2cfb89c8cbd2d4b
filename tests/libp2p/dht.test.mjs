// Our DHT beside that of js-libp2p: values that one puts are found by the other, and peers are found through the other.
import assert from 'node:assert/strict';
import { once } from 'node:events';
import { spawn } from 'node:child_process';
import { createInterface } from 'node:readline';
import { test } from 'node:test';

import './older_node.mjs';

import { noise } from '@chainsafe/libp2p-noise';
import { yamux } from '@chainsafe/libp2p-yamux';
import { identify } from '@libp2p/identify';
import { kadDHT, passthroughMapper } from '@libp2p/kad-dht';
import { ping } from '@libp2p/ping';
import { tcp } from '@libp2p/tcp';
import { multiaddr } from '@multiformats/multiaddr';
import { createLibp2p } from 'libp2p';

const bytes = (text) => new TextEncoder().encode(text);
const text = (value) => new TextDecoder().decode(value);

async function startPeer(t, ...addresses) {
  const child = spawn(process.env.DHT_PEER, addresses, { stdio: ['pipe', 'pipe', 'pipe'] });
  let log = '';
  let wake = () => {};
  const lines = [];
  child.stderr.on('data', (data) => (log += data));
  t.after(async () => {
    child.stdin.end();
    if (child.exitCode === null) await once(child, 'exit');
    assert.equal(child.exitCode, 0, log);
  });
  createInterface({ input: child.stdout }).on('line', (line) => {
    lines.push(JSON.parse(line));
    wake();
  });
  const until = async (isDone) => {
    while (!lines.some(isDone)) {
      await new Promise((resolve, reject) => {
        wake = resolve;
        setTimeout(() => reject(new Error(`nothing came in time: ${JSON.stringify(lines)}\n${log}`)), 20_000).unref();
      });
    }
    return lines.find(isDone);
  };
  const { address } = await until((line) => line.address);
  const tell = (order) => child.stdin.write(`${order}\n`);
  /** What comes of one order, where nothing else is asked. */
  const ask = async (order, isDone) => {
    lines.length = 0;
    tell(order);
    return until(isDone);
  };
  return { address, id: address.split('/p2p/')[1], until, ask, tell };
}

async function startForeign(t) {
  const node = await createLibp2p({
    addresses: { listen: ['/ip4/127.0.0.1/tcp/0'] },
    transports: [tcp()],
    connectionEncrypters: [noise()],
    streamMuxers: [yamux()],
    services: {
      identify: identify(),
      ping: ping(),
      dht: kadDHT({
        protocol: '/test/kad',
        clientMode: false,
        peerInfoMapper: passthroughMapper,
        validators: { test: async () => {} },
        selectors: { test: () => 0 },
      }),
    },
  });
  t.after(() => node.stop());
  return node;
}

/** Each is in the table of the other. */
async function join(peer, node) {
  for (let i = 0; i < 100; ++i) {
    const { table } = await peer.ask('table', (line) => line.table !== undefined);
    const theirs = (await node.services.dht.routingTable.kb?.toArray?.()) ?? [...(node.services.dht.routingTable.kb?.toIterable?.() ?? [])];
    if (table > 0 && theirs.length > 0) return;
    await new Promise((resolve) => setTimeout(resolve, 100));
  }
  assert.fail('the tables stay empty');
}

test('a value that we put is found by js-libp2p, and the other way round', { timeout: 60_000 }, async (t) => {
  const node = await startForeign(t);
  const peer = await startPeer(t, node.getMultiaddrs()[0].toString());
  await join(peer, node);
  await t.test('ours', async () => {
    const { stored } = await peer.ask('put /test/ours hello', (line) => line.done);
    assert.equal(stored, 1);
    assert.equal(text(await node.contentRouting.get(bytes('/test/ours'))), 'hello');
  });
  await t.test('theirs', async () => {
    await node.contentRouting.put(bytes('/test/theirs'), bytes('good-bye'));
    await peer.until((line) => line.kept === '/test/theirs');
    const { value } = await peer.ask('get /test/theirs', (line) => line.value);
    assert.equal(value, 'good-bye');
  });
});

test('peers are found through the other implementation', { timeout: 60_000 }, async (t) => {
  const node = await startForeign(t);
  const boot = node.getMultiaddrs()[0].toString();
  const [a, b] = [await startPeer(t, boot), await startPeer(t, boot)];
  await join(a, node);
  await join(b, node);
  // We learn of b from js-libp2p.
  for (let i = 0; ; ++i) {
    const { closest } = await a.ask(`find ${b.id}`, (line) => line.done);
    if (closest.includes(b.id)) break;
    assert.ok(i < 50, 'b is not found');
    await new Promise((resolve) => setTimeout(resolve, 200));
  }
  // js-libp2p learns of a second one of its own from us.
  const other = await startForeign(t);
  await other.dial(multiaddr(a.address));
  await join(a, other);
  const found = await other.peerRouting.findPeer(node.peerId, { signal: AbortSignal.timeout(20_000) });
  assert.equal(found.id.toString(), node.peerId.toString());
});
