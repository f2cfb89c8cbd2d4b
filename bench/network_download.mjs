// How much of the rate of its peers' links a node uses that joins by warp: each peer stands behind a relay that passes so
// many bytes a second on, and the state of a chain with many accounts is downloaded from one peer, and from several.
// The limit is the rate of all links together. The aim: 0.8 of it; eight peers at least six times as fast as one.
//
//     SERINUS=build/release/serinus RUNTIME=….wasm node bench/network_download.mjs [ACCOUNTS] [MIB_PER_SECOND] [PEERS…]
//
// RUNTIME: of short epochs, as tests/e2e/warp_kill takes it.
import { readFileSync } from 'node:fs';
import { connect, createServer } from 'node:net';
import { join } from 'node:path';

import { writeLargeChain } from '../tests/e2e/large_chain.mjs';
import { Node, temporaryFolder, until } from '../tests/e2e/node.mjs';

const program = process.env.SERINUS;
const accounts = Number(process.argv[2] ?? 200_000);
const rate = Number(process.argv[3] ?? 2) * (1 << 20);
const counts = process.argv.slice(4).map(Number);
if (counts.length === 0) counts.push(1, 8);
const kMiB = 1 << 20;
const kBurstMs = 100;

/** Passes bytes on, those of the peer (not those to it) at `rate` of all connections together. */
async function relayTo(port) {
    const relay = { bytes: 0 };
    let free = 0; // when the link has sent what it took
    const server = createServer((near) => {
        const far = connect(port, '127.0.0.1');
        near.pipe(far);
        far.on('data', (data) => {
            const now = performance.now();
            // What it could not pass on because this process was late it may catch up with.
            free = Math.max(free, now - kBurstMs) + (1000 * data.length) / rate;
            relay.bytes += data.length;
            far.pause();
            setTimeout(() => {
                near.write(data);
                far.resume();
            }, Math.max(0, free - now));
        });
        for (const [one, other] of [[near, far], [far, near]]) one.on('error', () => other.destroy()).on('close', () => other.destroy());
    });
    await new Promise((done) => server.listen(0, '127.0.0.1', done));
    relay.port = server.address().port;
    relay.close = () => server.close();
    return relay;
}

const folders = [];
const folder = () => (folders.push(temporaryFolder()), folders.at(-1).folder);
const nodes = [];
const addressOf = async (node) => (await node.call('system_localListenAddresses')).find((one) => !one.includes('/ws'));
const memoryOf = (node, what) =>
    Number(new RegExp(`${what}:\\s+(\\d+) kB`).exec(readFileSync(`/proc/${node.child.pid}/status`, 'utf8'))[1]) / 1024;
try {
    const chain = join(folder(), 'chain.json');
    writeLargeChain(chain, { program, runtime: process.env.RUNTIME, accounts });
    const start = async (...args) => {
        nodes.push(await Node.start(program, ['--chain', chain, '--listen-addr', '/ip4/127.0.0.1/tcp/0', '--base-path', folder(), ...args]));
        return nodes.at(-1);
    };
    const author = await start('--alice', '--sealing', 'manual');
    /** Final by votes: a warp needs a justification. */
    const addBlocks = async (count) => {
        for (let i = 0; i < count; ++i) await author.call('engine_createBlock', true, false);
        const best = await author.call('chain_getBlockHash');
        await until('finality', async () => (await author.call('chain_getFinalizedHead')) === best, 120_000);
    };
    await addBlocks(40);
    const first = await addressOf(author);
    const peers = [author];
    while (peers.length < Math.max(...counts)) {
        peers.push(await start('--sealing', 'manual', '--bootnodes', first));
    }
    await addBlocks(1);
    const head = await author.call('chain_getFinalizedHead');
    for (const peer of peers) await until('a peer is at the head', async () => (await peer.call('chain_getFinalizedHead')) === head, 300_000);
    for (const count of counts) {
        const relays = [];
        const addresses = [];
        for (const peer of peers.slice(0, count)) {
            const address = await addressOf(peer);
            const relay = await relayTo(Number(/tcp\/(\d+)/.exec(address)[1]));
            relays.push(relay);
            addresses.push(address.replace(/tcp\/\d+/, `tcp/${relay.port}`));
        }
        const node = await start('--sealing', 'manual', '--sync', 'warp', '--reserved-only', '-l', 'sync=debug', '--reserved-nodes', ...addresses);
        const idle = memoryOf(node, 'VmRSS');
        await until('the state is downloaded', () => node.log.includes('Downloading the state'), 600_000);
        const before = relays.map(({ bytes }) => bytes);
        const begun = performance.now();
        await until('the state is complete', () => node.log.includes('The state is complete'), 600_000);
        const seconds = (performance.now() - begun) / 1000;
        const most = memoryOf(node, 'VmHWM') - idle;
        await until('the chain begins', () => node.log.includes('The chain begins with block'), 600_000);
        const bytes = relays.reduce((sum, relay, i) => sum + relay.bytes - before[i], 0);
        console.log(JSON.stringify({ accounts, peers: count, mib_per_second_each: rate / kMiB, seconds, mib: bytes / kMiB,
            mib_of_each: relays.map((relay, i) => Number(((relay.bytes - before[i]) / kMiB).toFixed(1))),
            of_all_rates: bytes / seconds / (rate * count), mib_above_idle_in_the_download: most, mib_above_idle: memoryOf(node, 'VmHWM') - idle }));
        if (process.env.SHOW) console.log(node.log);
        await node.stop();
        nodes.pop();
        relays.forEach((relay) => relay.close());
    }
} finally {
    for (const node of nodes) await node.kill();
    folders.forEach(({ remove }) => remove());
}
process.exit();
