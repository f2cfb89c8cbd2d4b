// Peers that mean no good, at two validators that go on: connections that say nothing, or very slowly, or nonsense;
// lengths that are never followed by bytes; requests without end by a peer that never reads an answer.
import assert from 'node:assert/strict';
import { randomBytes } from 'node:crypto';
import { readdirSync, readFileSync } from 'node:fs';
import { connect } from 'node:net';
import { test } from 'node:test';

import './older_node.mjs';

import { noise } from '@chainsafe/libp2p-noise';
import { yamux } from '@chainsafe/libp2p-yamux';
import { tcp } from '@libp2p/tcp';
import { multiaddr } from '@multiformats/multiaddr';
import { createLibp2p } from 'libp2p';

import { Node, temporaryFolder, until } from '../e2e/node.mjs';

const program = process.env.SERINUS;
const kChain = ['--chain', 'kusama-local', '--listen-addr', '/ip4/127.0.0.1/tcp/0'];
const kMemoryMiB = 64;  // the floods above send more, and ask for more

const pause = (ms) => new Promise((resolve) => setTimeout(resolve, ms));
const residentMiB = ({ child }) => Number(/VmRSS:\s+(\d+)/.exec(readFileSync(`/proc/${child.pid}/status`, 'utf8'))[1]) / 1024;
const openFiles = ({ child }) => readdirSync(`/proc/${child.pid}/fd`).length;
const finalized = async (node) =>
  Number((await node.call('chain_getHeader', await node.call('chain_getFinalizedHead'))).number);

/** Unsigned LEB128. */
function varint(value) {
  const out = [];
  for (let rest = BigInt(value); ; rest >>= 7n) {
    if (rest < 128n) return Buffer.from([...out, Number(rest)]);
    out.push(Number(rest & 127n) | 128);
  }
}
const withLength = (bytes) => Buffer.concat([varint(bytes.length), bytes]);

/** Raw connections to the node's port; what it does to them is of no interest. */
function rawConnections(address, count, onOpen) {
  const port = Number(/tcp\/(\d+)/.exec(address)[1]);
  return Array.from({ length: count }, () => {
    const socket = connect(port, '127.0.0.1', () => onOpen(socket));
    socket.on('error', () => {});
    return socket;
  });
}

async function hostilePeer(t, address) {
  const node = await createLibp2p({
    transports: [tcp()], connectionEncrypters: [noise()], streamMuxers: [yamux({ maxOutboundStreams: 10_000 })],
  });
  t.after(() => node.stop());
  const connection = await node.dial(multiaddr(address));
  return { node, connection };
}

/** Opens a stream of a protocol and writes these bytes, without ever reading. Whether the node took the stream. */
async function write(connection, protocol, ...pieces) {
  try {
    const stream = await connection.newStream(protocol, { signal: AbortSignal.timeout(5_000) });
    stream.sink((async function* () {
      for (const piece of pieces) yield piece;
      await new Promise(() => {});
    })()).catch(() => {});
    return true;
  } catch {
    return false;
  }
}

test('hostile peers do not disturb two validators', async (t) => {
  const folders = [temporaryFolder(), temporaryFolder(), temporaryFolder()];
  t.after(() => folders.forEach(({ remove }) => remove()));
  const alice = await Node.start(program, [...kChain, '--alice', '--base-path', folders[0].folder]);
  t.after(() => alice.stop());
  const [address] = await alice.call('system_localListenAddresses');
  const bob = await Node.start(program, [...kChain, '--bob', '--base-path', folders[1].folder, '--reserved-nodes', address]);
  t.after(() => bob.stop());
  await until('the validators are joined', async () => (await alice.call('system_health')).peers === 1);
  await until('finality', async () => (await finalized(alice)) >= 1);
  const genesis = await alice.call('chain_getBlockHash', 0);
  const name = (protocol) => `/${genesis.slice(2)}/${protocol}`;
  const [memoryBefore, filesBefore] = [residentMiB(alice), openFiles(alice)];

  const sockets = [];
  t.after(() => sockets.forEach((socket) => socket.destroy()));

  await t.test('connections that say nothing, speak slowly, or speak nonsense', async () => {
    sockets.push(...rawConnections(address, 300, () => {}));
    sockets.push(...rawConnections(address, 50, async (socket) => {
      for (const byte of '\x13/multistream/1.0.0\n') {
        if (socket.destroyed) return;
        socket.write(byte, 'latin1');
        await pause(1_000);
      }
    }));
    sockets.push(...rawConnections(address, 100, (socket) => socket.write(randomBytes(4096))));
    sockets.push(...rawConnections(address, 50, (socket) => socket.write(varint(2n ** 60n))));
    sockets.push(...rawConnections(address, 50, (socket) => {
      socket.write('\x13/multistream/1.0.0\n\x07/noise\n', 'latin1');
      socket.write(Buffer.from([0xff, 0xff]));  // a noise message of 65,535 bytes that never comes
    }));
    await pause(2_000);
    const before = await finalized(alice);
    await until('finality goes on', async () => (await finalized(alice)) >= before + 2);
  });

  await t.test('requests without end from a peer that reads no answer', async () => {
    const { connection } = await hostilePeer(t, address);
    // All fields, from block 0, ascending, 2^32 - 1 blocks.
    const request = withLength(Buffer.concat([
      Buffer.from([0x08]), varint(0x1f00_0000n), Buffer.from([0x1a, 0x04, 0, 0, 0, 0]), Buffer.from([0x28, 0x00]),
      Buffer.from([0x30]), varint(2n ** 32n - 1n)]));
    let taken = 0;
    for (let i = 0; i < 400; ++i) taken += (await write(connection, name('sync/2'), request)) ? 1 : 0;
    assert.ok(taken > 0, 'the first ones are heard');
  });

  await t.test('lengths that are never followed by bytes, and floods of messages', async () => {
    const handshake = Buffer.alloc(69);
    handshake[0] = 1;
    Buffer.from(genesis.slice(2), 'hex').copy(handshake, 5);
    Buffer.from(genesis.slice(2), 'hex').copy(handshake, 37);
    const huge = varint(2n ** 40n);
    const flood = Array.from({ length: 2_000 }, () => withLength(randomBytes(300)));
    for (const pieces of [[huge], [withLength(handshake), huge], [withLength(handshake), varint(1_000_000), randomBytes(500_000)],
      [withLength(handshake), ...flood]]) {
      const { connection } = await hostilePeer(t, address);
      await write(connection, name('block-announces/1'), ...pieces);
      await write(connection, name('transactions/1'), withLength(Buffer.from([1])), ...flood);
      await write(connection, name('grandpa/1'), withLength(Buffer.from([1])), ...flood);
      await write(connection, '/ipfs/id/1.0.0', huge);
    }
  });

  await t.test('streams without end', async () => {
    const { connection } = await hostilePeer(t, address);
    for (let i = 0; i < 1_500 && connection.status === 'open'; ++i) await write(connection, name('sync/2'));
  });

  await t.test('blocks and finality go on, honest peers stay, and a new one is served', async () => {
    const before = await finalized(alice);
    const full = await Node.start(program, [...kChain, '--base-path', folders[2].folder, '--bootnodes', address]);
    t.after(() => full.stop());
    await until('finality goes on', async () => (await finalized(alice)) >= before + 2);
    await until('the new node follows', async () => (await finalized(full)) >= before + 2);
    const peers = (await alice.call('system_peers')).map((peer) => peer.peerId);
    assert.ok(peers.includes(await bob.call('system_localPeerId')));
    assert.ok((await alice.call('system_health')).peers >= 2);
  });

  await t.test('what they cost is bounded, and is given back', async () => {
    assert.ok(residentMiB(alice) < memoryBefore + kMemoryMiB, `${residentMiB(alice)} MiB, before ${memoryBefore}`);
    sockets.forEach((socket) => socket.destroy());
    await until('connections are closed', () => openFiles(alice) < filesBefore + 50);
  });
});
