// Our network beside js-libp2p: TCP, noise, yamux, identify and ping, each side as dialer and as listener.
import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { createInterface } from 'node:readline';
import { test } from 'node:test';

import './older_node.mjs';

import { noise } from '@chainsafe/libp2p-noise';
import { yamux } from '@chainsafe/libp2p-yamux';
import { identify } from '@libp2p/identify';
import { ping } from '@libp2p/ping';
import { tcp } from '@libp2p/tcp';
import { multiaddr } from '@multiformats/multiaddr';
import { createLibp2p } from 'libp2p';

const program = process.env.PEER;

/** Our peer: its address, and a way to wait until a line of its output satisfies `isDone`. */
async function startPeer(t, ...addresses) {
  const child = spawn(program, addresses, { stdio: ['pipe', 'pipe', 'pipe'] });
  let log = '';
  child.stderr.on('data', (data) => (log += data));
  t.after(async () => {
    child.stdin.end();
    if (child.exitCode === null) await once(child, 'exit');
    assert.equal(child.exitCode, 0, log);
  });
  const lines = [];
  let wake = () => {};
  createInterface({ input: child.stdout }).on('line', (line) => {
    lines.push(JSON.parse(line));
    wake();
  });
  const until = async (isDone) => {
    while (!lines.some(isDone)) {
      await new Promise((resolve, reject) => {
        wake = resolve;
        const timer = setTimeout(() => reject(new Error(`nothing came in time: ${JSON.stringify(lines)}\n${log}`)), 20_000);
        timer.unref();
      });
    }
    return lines.findLast(isDone);
  };
  const { address } = await until((line) => line.address);
  return { address, until };
}

async function startForeign(t, options = {}) {
  const node = await createLibp2p({
    addresses: { listen: ['/ip4/127.0.0.1/tcp/0'] },
    transports: [tcp()],
    connectionEncrypters: [noise()],
    streamMuxers: [yamux()],
    services: { identify: identify(), ping: ping() },
    ...options,
  });
  t.after(() => node.stop());
  return node;
}

test('js-libp2p dials us: it pings, and learns who we are', async (t) => {
  const peer = await startPeer(t);
  const node = await startForeign(t);
  const connection = await node.dial(multiaddr(peer.address));
  assert.equal(connection.remotePeer.toString(), peer.address.split('/p2p/')[1]);
  for (let i = 0; i < 3; ++i) assert.ok((await node.services.ping.ping(multiaddr(peer.address))) >= 0);
  const identified = await node.services.identify.identify(connection);
  assert.equal(identified.agentVersion, 'Serinus/test');
  assert.equal(identified.protocolVersion, '/substrate/1.0');
  assert.ok(identified.protocols.includes('/ipfs/ping/1.0.0'));
  assert.ok(identified.listenAddrs.some((address) => peer.address.startsWith(address.toString())));
  const seen = await peer.until((line) => line.peers?.some((one) => one.id === node.peerId.toString() && one.pinged));
  assert.match(seen.peers[0].agent, /libp2p/);
});

test('we dial js-libp2p: we ping it, and it knows us', async (t) => {
  const node = await startForeign(t);
  const connected = once(node, 'peer:connect');
  const peer = await startPeer(t, node.getMultiaddrs()[0].toString());
  const [event] = await connected;
  assert.equal(event.detail.toString(), peer.address.split('/p2p/')[1]);
  await peer.until((line) => line.peers?.some((one) => one.id === node.peerId.toString() && one.pinged));
});

test('a protocol that we do not speak is refused, and the connection stays', async (t) => {
  const peer = await startPeer(t);
  const node = await startForeign(t);
  const connection = await node.dial(multiaddr(peer.address));
  await assert.rejects(connection.newStream('/unknown/1.0.0'));
  assert.ok((await node.services.ping.ping(multiaddr(peer.address))) >= 0);
});

test('many pings at once on streams of their own', async (t) => {
  const peer = await startPeer(t);
  const node = await startForeign(t);
  await node.dial(multiaddr(peer.address));
  const one = () => node.services.ping.ping(multiaddr(peer.address));
  for (let i = 0; i < 20; ++i) await one();
});
