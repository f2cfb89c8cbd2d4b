// Peers that speak the protocols well and lie (src/protocols/simulation/lying_peer.hpp), at two validators that go on: what they
// cost is bounded and given back, nobody honest is thrown out, and a new node is served meanwhile.
import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { readdirSync, readFileSync } from 'node:fs';
import { test } from 'node:test';

import { Node, temporaryFolder, until } from '../e2e/node.mjs';

const program = process.env.SERINUS;
const liar = process.env.LYING_PEER;
const kChain = ['--chain', 'kusama-local', '--listen-addr', '/ip4/127.0.0.1/tcp/0'];
const kLies = ['changes-role', 'invents-headers', 'reads-no-answers', 'repeats-requests', 'floods-strangely', 'floods-politely',
  'never-asks', 'never-ends'];
const kOfEach = 3;
// A transaction of 16 MiB that does not end, and requests.
const kMiBOfAPeer = 18;
const kMiBBeside = 48;  // blocks, votes and the new node in the same time

const kMiBLeft = 32;

const residentMiB = ({ child }) => Number(/VmRSS:\s+(\d+)/.exec(readFileSync(`/proc/${child.pid}/status`, 'utf8'))[1]) / 1024;
const openFiles = ({ child }) => readdirSync(`/proc/${child.pid}/fd`).length;
const finalized = async (node) =>
  Number((await node.call('chain_getHeader', await node.call('chain_getFinalizedHead'))).number);

/** Lies until it is told to end, which gives what it did. */
function begin(lie, port, genesis, seed) {
  const child = spawn(liar, [port, genesis.slice(2), lie, kOfEach, seed], { stdio: ['pipe', 'pipe', 'inherit'] });
  let text = '';
  child.stdout.on('data', (data) => { text += data; });
  const ended = new Promise((resolve) => child.on('close', resolve));
  return {
    kill: () => child.kill('SIGKILL'),
    end: async () => {
      child.stdin.end();
      assert.equal(await ended, 0);
      return JSON.parse(text);
    },
  };
}

test('lying peers do not disturb two validators', async (t) => {
  const folders = [temporaryFolder(), temporaryFolder(), temporaryFolder()];
  t.after(() => folders.forEach(({ remove }) => remove()));
  const alice = await Node.start(program, [...kChain, '--alice', '--base-path', folders[0].folder]);
  t.after(() => alice.stop());
  const [address] = await alice.call('system_localListenAddresses');
  const bob = await Node.start(program, [...kChain, '--bob', '--base-path', folders[1].folder, '--reserved-nodes', address]);
  t.after(() => bob.stop());
  await until('finality', async () => (await finalized(alice)) >= 2);
  const genesis = await alice.call('chain_getBlockHash', 0);
  const [memoryBefore, filesBefore] = [residentMiB(alice), openFiles(alice)];
  const port = /tcp\/(\d+)/.exec(address)[1];

  const liars = kLies.map((lie, i) => begin(lie, port, genesis, 1000 * (i + 1)));
  t.after(() => liars.forEach(({ kill }) => kill()));
  const before = await finalized(alice);
  let most = 0;
  const watch = setInterval(() => { most = Math.max(most, residentMiB(alice)); }, 200);
  t.after(() => clearInterval(watch));
  await until('finality goes on', async () => (await finalized(alice)) >= before + 3);
  const full = await Node.start(program, [...kChain, '--base-path', folders[2].folder, '--bootnodes', address]);
  t.after(() => full.stop());
  await until('the new node follows', async () => (await finalized(full)) >= before + 4);
  const peers = (await alice.call('system_peers')).map((peer) => peer.peerId);
  assert.ok(peers.includes(await bob.call('system_localPeerId')));
  assert.ok(peers.includes(await full.call('system_localPeerId')));
  clearInterval(watch);
  for (const [i, one] of liars.entries()) {
    const { lies, connections, answerBytes } = await one.end();
    t.diagnostic(`${kLies[i]}: ${lies} lies on ${connections} connections, ${answerBytes} bytes of answers`);
    assert.ok(lies >= kOfEach, kLies[i]);
  }
  const added = most - memoryBefore;
  t.diagnostic(`${added.toFixed(1)} MiB at most for ${kLies.length * kOfEach} liars`);
  assert.ok(added < kMiBBeside + kLies.length * kOfEach * kMiBOfAPeer, `${added} MiB more`);
  await until('connections are closed', () => openFiles(alice) < filesBefore + 20);
  await until('the memory is given back', () => residentMiB(alice) - memoryBefore < kMiBLeft);
  t.diagnostic(`${(residentMiB(alice) - memoryBefore).toFixed(1)} MiB are left`);
});
