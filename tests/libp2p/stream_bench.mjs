// Throughput of js-libp2p on a substream over the loopback interface between two processes, and how many handshakes a
// listener does, beside our bench of the same:
//   node tests/libp2p/stream_bench.mjs build/release/bench_network_stream build/release/bench_network_load
// Time on an idle machine, CPU time of both processes (of handshakes: of the listener) on a busy one.
import { execFileSync, fork } from 'node:child_process';
import { once } from 'node:events';

import './older_node.mjs';

import { noise } from '@chainsafe/libp2p-noise';
import { yamux } from '@chainsafe/libp2p-yamux';
import { tcp } from '@libp2p/tcp';
import { multiaddr } from '@multiformats/multiaddr';
import { createLibp2p } from 'libp2p';

const protocol = '/bench/stream', bytes = 64 << 20, handshakes = 100;
const start = (listen) =>
  createLibp2p({ addresses: { listen }, transports: [tcp()], connectionEncrypters: [noise()], streamMuxers: [yamux()],
    connectionManager: { inboundConnectionThreshold: Infinity, maxIncomingPendingConnections: 100 } });
const cpuSeconds = () => {
  const { user, system } = process.cpuUsage();
  return (user + system) / 1e6;
};

if (process.send) {
  const node = await start(['/ip4/127.0.0.1/tcp/0']);
  let received = 0, begin;
  await node.handle(protocol, async ({ stream }) => {
    for await (const piece of stream.source) {
      begin ??= cpuSeconds();
      received += piece.byteLength;
      if (received >= bytes) process.send({ cpu: cpuSeconds() - begin });
    }
  });
  process.on('message', () => process.send({ total: cpuSeconds() }));
  process.send({ address: node.getMultiaddrs()[0].toString() });
} else {
  const counters = (program, name) => {
    const run = JSON.parse(execFileSync(program, ['--benchmark_format=json', `--benchmark_filter=${name}`], { stdio: ['ignore', 'pipe', 'ignore'] }));
    return run.benchmarks[0];
  };
  const child = fork(new URL(import.meta.url));
  const ask = async (question) => {
    const answer = once(child, 'message');
    if (question) child.send(question);
    return (await answer)[0];
  };
  const address = multiaddr((await ask()).address);
  const node = await start([]);
  const stream = await node.dialProtocol(address, protocol);
  const done = ask();
  const [began, cpu] = [performance.now(), cpuSeconds()];
  const piece = new Uint8Array(64 << 10);
  await stream.sink((function* () {
    for (let sent = 0; sent < bytes; sent += piece.length) yield piece;
  })());
  const foreign = (await done).cpu + cpuSeconds() - cpu;
  const mebibytes = bytes / (1 << 20);
  const speed = mebibytes / ((performance.now() - began) / 1000);
  await node.stop();

  const before = (await ask('cpu')).total;
  for (let i = 0; i < handshakes; ++i) {
    const one = await start([]);
    await one.dial(address);
    await one.stop();
  }
  const perSecond = handshakes / ((await ask('cpu')).total - before);
  child.disconnect();
  child.kill();

  const [streamBench, loadBench] = process.argv.slice(2);
  const ours = counters(streamBench, 'stream_over_loopback');
  const load = counters(loadBench, 'handshakes_over_tcp');
  const line = (what, mine, other) => console.log(`${what}: ${mine.toFixed(0)}; js-libp2p ${other.toFixed(0)}; ${(mine / other).toFixed(1)} times`);
  line('one substream, MiB/s', ours.MiB_per_s, speed);
  line('one substream, MiB per second of CPU of both processes', ours.MiB_per_cpu_s, mebibytes / foreign);
  line('handshakes per second of CPU of the listener', load.handshakes_per_cpu_s, perSecond);
  process.exit(0);
}
