// What 500 light clients cost a validator of a local network: each follows blocks and finality and reads two values with
// their proof at each new best block. CPU time of the node's process, as a share of one core, with and without them. The
// aim: one core.
//
//     SERINUS=build/release/serinus BENCH=build/release/bench_network_light node bench/network_light.mjs [CLIENTS]
import { spawn } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { createInterface } from 'node:readline';

import { Node, temporaryFolder, until } from '../tests/e2e/node.mjs';

const clients = process.argv[2] ?? '500';
const seconds = 40;
const kTicks = 100; // of /proc, a second
const program = process.env.SERINUS;
const local = ['--chain', 'kusama-local', '--listen-addr', '/ip4/127.0.0.1/tcp/0', '--no-mdns', '--in-peers-light', clients];
const folders = [temporaryFolder(), temporaryFolder()];
const nodes = [];
/// Of user and system, in seconds. The name of a program may hold spaces.
const cpu = (pid) => {
    const fields = readFileSync(`/proc/${pid}/stat`, 'utf8').split(') ')[1].split(' ');
    return (Number(fields[11]) + Number(fields[12])) / kTicks;
};
const resident = (pid) => Number(/VmRSS:\s+(\d+)/.exec(readFileSync(`/proc/${pid}/status`, 'utf8'))[1]) / 1024;
try {
    const alice = await Node.start(program, [...local, '--alice', '--base-path', folders[0].folder]);
    nodes.push(alice);
    const address = (await alice.call('system_localListenAddresses')).find((one) => !one.includes('/ws'));
    nodes.push(await Node.start(program, [...local, '--bob', '--base-path', folders[1].folder, '--bootnodes', address]));
    await until('finality', async () =>
        Number((await alice.call('chain_getHeader', await alice.call('chain_getFinalizedHead'))).number) >= 2, 120_000);
    const pid = alice.child.pid;
    const measured = async (work) => {
        const before = [cpu(pid), performance.now()];
        await work();
        return (cpu(pid) - before[0]) / ((performance.now() - before[1]) / 1000);
    };
    const alone = await measured(() => new Promise((done) => setTimeout(done, seconds * 1000)));
    const memory = resident(pid);
    const load = spawn(process.env.BENCH, [], { stdio: ['ignore', 'pipe', 'ignore'], env: { ...process.env, CLIENTS: clients,
        SECONDS: String(seconds), PORT: /tcp\/(\d+)/.exec(address)[1], GENESIS: (await alice.call('chain_getBlockHash', 0)).slice(2) } });
    const lines = createInterface({ input: load.stdout })[Symbol.asyncIterator]();
    const line = async () => {
        for (;;) {
            const { value, done } = await lines.next();
            if (done) throw new Error('the clients ended');
            if (value.startsWith('{')) return JSON.parse(value);
        }
    };
    await line();
    let figures;
    const among = await measured(async () => {
        figures = await line();
    });
    console.log(JSON.stringify({ clients: Number(clients), seconds, core_alone: alone, core_among_clients: among,
        core_for_clients: among - alone, mib_more: resident(pid) - memory, ...figures }));
} finally {
    for (const node of nodes) await node.stop();
    folders.forEach(({ remove }) => remove());
}
process.exit();
