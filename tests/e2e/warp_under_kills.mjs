// A node that joins a large chain by warp and is killed again and again meanwhile. By hand with 200,000 accounts:
// `make warp-large`, or `node warp_under_kills.mjs ACCOUNTS` with SEED=… for the moments of an earlier run.
import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

import { writeLargeChain } from './large_chain.mjs';
import { Node, temporaryFolder, until } from './node.mjs';

const kKills = 5;
const kMiB = 1 << 20;
const pause = (ms) => new Promise((resolve) => setTimeout(resolve, ms));

/** Mulberry32: the same choices for the same seed. */
function randomOf(seed) {
    let state = seed;
    return (below) => {
        state = (state + 0x6d2b79f5) | 0;
        let t = Math.imul(state ^ (state >>> 15), 1 | state);
        t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t;
        return ((t ^ (t >>> 14)) >>> 0) % below;
    };
}

const memoryOf = (node, what) =>
    Number(new RegExp(`${what}:\\s+(\\d+) kB`).exec(readFileSync(`/proc/${node.child.pid}/status`, 'utf8'))[1]) * 1024;
const finalizedOf = async (node) =>
    Number((await node.call('chain_getHeader', await node.call('chain_getFinalizedHead'))).number);
/** Entries that were taken from the download of an earlier target. */
const takenIn = (node) => [...node.log.matchAll(/State: (\d+) entries of an earlier download/g)].reduce((sum, [, count]) => sum + Number(count), 0);
const begins = (node) => /The chain begins with block #(\d+)/.exec(node.log);

/** Of the exported state, computed anew: what is in the database, whatever its headers say. */
function stateRootIn(program, chain, folder, number, out) {
    const exported = execFileSync(program, ['export-state', '--chain', chain, '--base-path', folder, `${number}`],
        { maxBuffer: 1 << 30, stdio: ['ignore', 'pipe', 'ignore'] });
    writeFileSync(out, exported);
    return JSON.parse(execFileSync(program, ['chain-info', '--chain', out], { encoding: 'utf8' })).stateRoot;
}

/** Returns how much more memory than before the warp took at most, in bytes, and how many entries of the state were taken
 *  from the download of an earlier target. */
export async function warpUnderKills({ program, runtime, accounts, seed, spread, say }) {
    const random = randomOf(seed);
    const begun = Date.now();
    say = ((print) => (text) => print(`${((Date.now() - begun) / 1000).toFixed(1)} s: ${text}`))(say);
    say(`${accounts} accounts, seed ${seed}`);
    const folders = Array.from({ length: 4 }, () => temporaryFolder());
    const nodes = new Set();
    try {
        const [work, ...bases] = folders.map(({ folder }) => folder);
        const chain = join(work, 'chain.json');
        writeLargeChain(chain, { program, runtime, accounts });
        const start = async (index, ...more) => {
            const node = await Node.start(program,
                ['--chain', chain, '--listen-addr', '/ip4/127.0.0.1/tcp/0', '--base-path', bases[index], ...more]);
            nodes.add(node);
            return node;
        };
        const end = (node, how) => (nodes.delete(node), node[how]());
        const addressOf = async (node) => (await node.call('system_localListenAddresses'))[0];

        // The states of few blocks are kept, so that a download does not end with the block that it began with.
        const alice = await start(0, '--alice', '--sealing', 'interval=500', '--state-pruning', '24');
        await until('finality', async () => (await finalizedOf(alice)) >= 3);
        const warp = ['--sealing', 'manual', '--sync', 'warp', '-l', 'sync=debug', '--bootnodes', await addressOf(alice)];
        let most = 0;
        let taken = 0; // entries that were not fetched again for another target
        let downloading = 0; // kills while the state was being downloaded or imported
        for (let kill = 0; kill < kKills; ++kill) {
            const bob = await start(1, ...warp);
            writeFileSync(`/proc/${bob.child.pid}/clear_refs`, '5'); // the peak of memory begins anew
            const before = memoryOf(bob, 'VmRSS');
            await until('it warps or follows', () => /Downloading the state|Imported #/.test(bob.log), 120_000).catch((error) => {
                throw new Error(`${error.message}\n${bob.log.slice(-4000)}\n${alice.log.slice(-6000)}`);
            });
            const delay = random(spread);
            await pause(delay);
            const peak = memoryOf(bob, 'VmHWM') - before;
            most = Math.max(most, peak);
            const was = begins(bob) ? 'after its chain began' : 'while it warped';
            if (/Downloading the state/.test(bob.log) && !begins(bob)) ++downloading;
            taken += takenIn(bob);
            await end(bob, 'kill');
            // Its target's state is gone when it starts again.
            if (kill === 1) {
                const number = await finalizedOf(alice);
                await until('a state is gone', async () => (await finalizedOf(alice)) >= number + 28);
            }
            say(`killed after ${delay} ms, ${was}, ${(peak / kMiB).toFixed(0)} MiB above the start`);
        }
        const bob = await start(1, ...warp);
        writeFileSync(`/proc/${bob.child.pid}/clear_refs`, '5');
        const before = memoryOf(bob, 'VmRSS');
        const head = await finalizedOf(alice);
        await until('it is at the head', async () => (await finalizedOf(bob)) >= head, 120_000).catch((error) => {
            throw new Error(`${error.message}\n${bob.log.slice(-6000)}`);
        });
        most = Math.max(most, memoryOf(bob, 'VmHWM') - before);

        taken += takenIn(bob);

        const late = await start(2, '--sealing', 'manual', '--sync', 'warp', '--reserved-only', '--reserved-nodes',
            await addressOf(bob));
        await until('a node that knows only this one warps from it', () => begins(late), 120_000);
        const common = Math.max(Number(begins(late)[1]), head);
        for (const node of [alice, bob, late]) {
            await until('all have the block', async () => (await finalizedOf(node)) >= common, 60_000);
        }
        const header = await alice.call('chain_getHeader', await alice.call('chain_getBlockHash', common));
        for (const node of [late, bob, alice]) await end(node, 'stop');
        for (const base of bases) {
            assert.equal(stateRootIn(program, chain, base, common, join(work, 'state.json')), header.stateRoot);
        }
        say(`all three have the state root of block #${common}; at most ${(most / kMiB).toFixed(0)} MiB above the start; ` +
            `${taken} entries were taken from the download of an earlier target`);
        return { most, taken, downloading };
    } finally {
        for (const node of nodes) await node.kill();
        folders.forEach(({ remove }) => remove());
    }
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
    const { most } = await warpUnderKills({
        program: process.env.SERINUS,
        runtime: process.env.SHORT_EPOCHS_RUNTIME,
        accounts: Number(process.argv[2] ?? 200_000),
        seed: Number(process.env.SEED ?? Date.now() % 1e6),
        spread: 4_000,
        say: console.log,
    });
    assert.ok(most < 64 * kMiB, 'at most 64 MiB');
}
