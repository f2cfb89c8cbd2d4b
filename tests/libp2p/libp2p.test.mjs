// Our network beside js-libp2p: TCP and WebSocket, noise, yamux, identify and ping, each side as dialer and as listener.
import assert from 'node:assert/strict';
import { once } from 'node:events';
import { execFileSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { test } from 'node:test';

import './older_node.mjs';

import { noise } from '@chainsafe/libp2p-noise';
import { yamux } from '@chainsafe/libp2p-yamux';
import { identify } from '@libp2p/identify';
import { mdns } from '@libp2p/mdns';
import { ping } from '@libp2p/ping';
import { tcp } from '@libp2p/tcp';
import { webSockets } from '@libp2p/websockets';
import { multiaddr } from '@multiformats/multiaddr';
import { createLibp2p } from 'libp2p';

import { startPeer } from './our_peer.mjs';

async function startForeign(t, options = {}) {
  const node = await createLibp2p({
    addresses: { listen: ['/ip4/127.0.0.1/tcp/0'] },
    transports: [tcp(), webSockets({ websocket: { rejectUnauthorized: false } })],
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

for (const form of ['/ws', '/wss']) {
  test(`js-libp2p dials us at an address with ${form}, on the port of the other forms`, async (t) => {
    const peer = await startPeer(t, '--listen', '/ip4/127.0.0.1/tcp/0/wss');
    const node = await startForeign(t);
    const address = multiaddr(peer.addressOf(form));
    assert.equal(address.nodeAddress().port, multiaddr(peer.address).nodeAddress().port);
    const connection = await node.dial(address);
    assert.equal(connection.remotePeer.toString(), peer.address.split('/p2p/')[1]);
    for (let i = 0; i < 20; ++i) assert.ok((await node.services.ping.ping(address)) >= 0);
    const identified = await node.services.identify.identify(connection);
    assert.ok(identified.listenAddrs.some((one) => one.toString().endsWith('/ws')));
    assert.match(identified.observedAddr.toString(), new RegExp(`${form}$`));
    await peer.until((line) => line.peers?.some((one) => one.id === node.peerId.toString() && one.pinged));
  });
}

test('we dial js-libp2p over WebSocket', async (t) => {
  const node = await startForeign(t, { addresses: { listen: ['/ip4/127.0.0.1/tcp/0/ws'] } });
  const peer = await startPeer(t, node.getMultiaddrs()[0].toString());
  await peer.until((line) => line.peers?.some((one) => one.id === node.peerId.toString() && one.pinged));
  assert.equal(node.getConnections()[0].remotePeer.toString(), peer.address.split('/p2p/')[1]);
});

/** A certificate for localhost that nobody vouches for. */
function certificate(t) {
  const folder = mkdtempSync(join(tmpdir(), 'serinus-libp2p-'));
  t.after(() => rmSync(folder, { recursive: true }));
  const [key, cert] = ['key.pem', 'cert.pem'].map((name) => join(folder, name));
  execFileSync('openssl', ['req', '-x509', '-newkey', 'rsa:2048', '-nodes', '-keyout', key, '-out', cert, '-days', '2', '-subj', '/CN=localhost', '-addext', 'subjectAltName=DNS:localhost'], { stdio: 'ignore' });
  return { key: readFileSync(key), cert: readFileSync(cert), file: cert };
}

test('we dial js-libp2p over WebSocket in TLS, and check the name of its certificate', async (t) => {
  const { key, cert, file } = certificate(t);
  const node = await startForeign(t, {
    addresses: { listen: ['/ip4/127.0.0.1/tcp/0/wss'] },
    transports: [webSockets({ https: { key, cert } })],
  });
  const address = node.getMultiaddrs()[0].toString();
  const isConnected = (line) => line.peers?.some((one) => one.id === node.peerId.toString() && one.pinged);
  await (await startPeer(t, address)).until(isConnected);
  const named = address.replace('/ip4/127.0.0.1/', '/dns4/localhost/');
  const distrustful = await startPeer(t, named);
  await distrustful.untilLog(/TLS failed: self-signed certificate/);
  // OpenSSL takes the authorities that it trusts from the environment.
  await (await startPeer(t, { environment: { SSL_CERT_FILE: file } }, named)).until(isConnected);
});

test('we and js-libp2p find each other by mDNS', async (t) => {
  const node = await startForeign(t, { peerDiscovery: [mdns({ interval: 500 })] });
  const found = new Set();
  node.addEventListener('peer:discovery', (event) => found.add(event.detail.id.toString()));
  const peer = await startPeer(t, '--mdns');
  const id = peer.address.split('/p2p/')[1];
  for (let i = 0; i < 50 && !found.has(id); ++i) await new Promise((resolve) => setTimeout(resolve, 100));
  if (!found.has(id)) return t.skip('packets of the group come back to no program of this machine');
  await peer.untilLog(new RegExp(`Found /ip4/127.0.0.1/tcp/.*${node.peerId} by mDNS`));
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
