// Full sync of a local chain beside `import-blocks` of the same blocks, from one peer and from four: CPU time of the node
// that syncs, and seconds on the clock. The aim: 0.9 of the speed of import-blocks.
//
//     SERINUS=build/release/serinus node bench/network_sync.mjs [BLOCKS]
import { spawnSync } from 'node:child_process';
import { cpSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

import { Node, temporaryFolder, until } from '../tests/e2e/node.mjs';

const program = process.env.SERINUS;
const blocks = Number(process.argv[2] ?? 2000);
const kTicksPerSecond = 100;

/** Seconds of CPU that a process has used. */
function cpuOf(pid) {
    const fields = readFileSync(`/proc/${pid}/stat`, 'utf8').split(') ')[1].split(' ');
    return (Number(fields[11]) + Number(fields[12])) / kTicksPerSecond;
}
const bestOf = async (node) => Number((await node.call('chain_getHeader')).number);
const now = () => Number(process.hrtime.bigint()) / 1e9;

/** A command that ends by itself, with bash's own measure of its CPU time. */
function run(args) {
    const begun = now();
    const { stderr, status } = spawnSync('bash', ['-c', 'TIMEFORMAT="%U %S"; time "$@" 2>/dev/null >/dev/null', 'bash', program, ...args],
        { encoding: 'utf8' });
    if (status !== 0) throw new Error(`${args}: ${stderr}`);
    const [user, system] = stderr.trim().split(' ').map(Number);
    return { seconds: now() - begun, cpu: user + system };
}

const chain = ['--chain', 'dev'];
const folders = [];
const folder = () => (folders.push(temporaryFolder()), folders.at(-1).folder);
const nodes = [];
try {
    const source = folder();
    const network = ['--listen-addr', '/ip4/127.0.0.1/tcp/0', '--state-pruning', 'archive'];
    const author = await Node.start(program, [...chain, ...network, '--alice', '--sealing', 'manual', '--base-path', source]);
    for (let i = 0; i < blocks; ++i) await author.call('engine_createBlock', true, false);
    await author.stop();
    const file = join(folder(), 'blocks');
    run(['export-blocks', ...chain, '--base-path', source, '--binary', file]);
    const short = join(folder(), 'short');
    run(['export-blocks', ...chain, '--base-path', source, '--binary', '--to', '1', short]);

    const importing = (input) => run(['import-blocks', ...chain, '--base-path', folder(), '--binary', input]);
    const start = importing(short); // what a start costs
    const whole = importing(file);
    const limit = { seconds: whole.seconds - start.seconds, cpu: whole.cpu - start.cpu };

    const syncFrom = async (count) => {
        const peers = [];
        for (let i = 0; i < count; ++i) {
            const base = folder();
            cpSync(source, base, { recursive: true });
            const key = join(base, 'node-key');
            run(['key', 'generate-node-key', '--file', key]);
            peers.push(await Node.start(program,
                [...chain, ...network, '--sealing', 'manual', '--base-path', base, '--node-key-file', key]));
            nodes.push(peers.at(-1));
        }
        const addresses = [];
        for (const peer of peers) addresses.push((await peer.call('system_localListenAddresses'))[0]);
        const node = await Node.start(program, [...chain, ...network, '--sealing', 'manual', '--base-path', folder(), '--reserved-only']);
        nodes.push(node);
        const begun = { seconds: now(), cpu: cpuOf(node.child.pid) };
        for (const address of addresses) await node.call('system_addReservedPeer', address);
        await until('all blocks', async () => (await bestOf(node)) >= blocks, 600_000);
        const out = { seconds: now() - begun.seconds, cpu: cpuOf(node.child.pid) - begun.cpu };
        for (const one of nodes.splice(0)) await one.stop();
        return out;
    };
    const show = (what, { seconds, cpu }) => console.log(`${what}: ${seconds.toFixed(2)} s, ${cpu.toFixed(2)} s of CPU, ` +
        `${(blocks / seconds).toFixed(0)} blocks/s; speed beside import-blocks ${(limit.seconds / seconds).toFixed(2)} on the clock, ` +
        `${(limit.cpu / cpu).toFixed(2)} by CPU`);
    console.log(`${blocks} blocks`);
    show('import-blocks', limit);
    show('full sync from one peer', await syncFrom(1));
    show('full sync from four peers', await syncFrom(4));
} finally {
    for (const node of nodes) await node.kill();
    folders.forEach(({ remove }) => remove());
}
