// Our network beside a peer written in Go on HashiCorp's yamux and flynn's noise: each side as dialer and as listener.
import assert from 'node:assert/strict';
import { once } from 'node:events';
import { execFileSync, spawn } from 'node:child_process';
import { createInterface } from 'node:readline';
import { test } from 'node:test';

import { startPeer } from './our_peer.mjs';

const program = process.env.GO_PEER;

test('the Go peer dials us, and pings on many streams at once', async (t) => {
  const peer = await startPeer(t);
  const [, host, port, id] = /ip4\/([\d.]+)\/tcp\/(\d+)\/p2p\/(\w+)/.exec(peer.address);
  const output = execFileSync(program, ['dial', `${host}:${port}`, id], { encoding: 'utf8', timeout: 20_000 });
  assert.deepEqual(JSON.parse(output), { pinged: 1600 });
});

test('the Go peer refuses us under another peer id', async (t) => {
  const peer = await startPeer(t);
  const [, host, port] = /ip4\/([\d.]+)\/tcp\/(\d+)/.exec(peer.address);
  assert.throws(() => execFileSync(program, ['dial', `${host}:${port}`, 'another'], { stdio: 'ignore', timeout: 20_000 }));
});

test('we dial the Go peer: we ping it, and know who it is', async (t) => {
  const child = spawn(program, ['listen'], { stdio: ['pipe', 'pipe', 'inherit'] });
  t.after(async () => {
    child.stdin.end();
    if (child.exitCode === null) await once(child, 'exit');
    assert.equal(child.exitCode, 0);
  });
  const lines = [];
  const first = once(createInterface({ input: child.stdout }).on('line', (line) => lines.push(JSON.parse(line))), 'line');
  const { address } = JSON.parse((await first)[0]);
  const peer = await startPeer(t, address);
  const id = address.split('/p2p/')[1];
  const { peers } = await peer.until((line) => line.peers?.some((one) => one.id === id && one.pinged && one.agent));
  assert.equal(peers[0].agent, 'go_peer/1');
  assert.deepEqual(lines.slice(1), [{ peer: peer.address.split('/p2p/')[1] }]);
});
