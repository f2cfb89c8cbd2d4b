// storm.mjs [ROUNDS]: seven validators for a few minutes of trouble. Each round kills one validator at random and starts
// another again, stops one by SIGSTOP for a while (it is slow, not gone), and once restarts all at the same time. Blocks
// and finality must go on while five of seven run, and all must agree at the end. By hand: `make storm`.
import assert from 'node:assert/strict';
import { readdirSync, readFileSync } from 'node:fs';

import { Network } from './local_network.mjs';
import { temporaryFolder, until } from './node.mjs';

const kValidators = 7;
const kNames = ['alice', 'bob', 'charlie', 'dave', 'eve', 'ferdie', 'one'];
const rounds = Number(process.argv[2] ?? 6);
const seed = Number(process.env.SEED ?? Date.now() % 1e6);
const pause = (ms) => new Promise((resolve) => setTimeout(resolve, ms));

/** Mulberry32: the same choices for the same seed. */
let random_state = seed;
function random(below) {
    random_state = (random_state + 0x6d2b79f5) | 0;
    let t = Math.imul(random_state ^ (random_state >>> 15), 1 | random_state);
    t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t;
    return ((t ^ (t >>> 14)) >>> 0) % below;
}

/** The process of a node: a child of the launcher with its name on the command line. */
function processOf(network, name) {
    for (const id of readdirSync('/proc').filter((entry) => /^\d+$/.test(entry))) {
        try {
            const words = readFileSync(`/proc/${id}/cmdline`, 'utf8').split('\0');
            const parent = /PPid:\s+(\d+)/.exec(readFileSync(`/proc/${id}/status`, 'utf8'))[1];
            if (Number(parent) === network.child.pid && words[words.indexOf('--name') + 1] === name) return Number(id);
        } catch { /* it ended meanwhile */ }
    }
    throw new Error(`${name} has no process`);
}

const { folder, remove } = temporaryFolder();
const network = await Network.start(folder, ['--validators', `${kValidators}`, '--node-arg=-lgrandpa=debug']);
const say = (text) => console.log(`${new Date().toISOString().slice(11, 19)} ${text}`);
const finalizedOf = (index) => network.finalized(index).catch(() => 0);
const highest = async () => Math.max(...(await Promise.all(kNames.map((_, index) => finalizedOf(index)))));

async function goesOn(what, blocks = 2) {
    const before = await highest();
    await until(what, async () => (await highest()) >= before + blocks, 120_000);
    say(`${what}: final #${await highest()}`);
}

let agrees = false;
try {
    say(`seed ${seed}`);
    await until('finality', async () => (await highest()) >= 1, 120_000);
    for (let round = 0; round < rounds; ++round) {
        const [killed, slow] = [random(kValidators), random(kValidators)];
        await network.order(`kill ${kNames[killed]}`);
        const stopped = slow === killed ? null : processOf(network, kNames[slow]);
        if (stopped) process.kill(stopped, 'SIGSTOP');
        await goesOn(`without ${kNames[killed]}${stopped ? `, ${kNames[slow]} stopped` : ''}`);
        await pause(20_000);
        if (stopped) process.kill(stopped, 'SIGCONT');
        await network.order(`start ${kNames[killed]}`);
        await until(`${kNames[killed]} is back`, async () => (await finalizedOf(killed)) + 5 >= (await highest()), 120_000);
        if (round === Math.floor(rounds / 2)) {
            for (const name of kNames) await network.order(`kill ${name}`);
            for (const name of kNames) await network.order(`start ${name}`);
            await goesOn('after a restart of all at once');
        }
    }
    await goesOn('at the end, with all', 3);
    const common = Math.min(...(await Promise.all(kNames.map((_, index) => finalizedOf(index)))));
    const hashes = await Promise.all(kNames.map((_, index) => network.call(index, 'chain_getBlockHash', common)));
    assert.equal(new Set(hashes).size, 1, `all have the same block #${common}`);
    await until('all are near the head', async () => {
        const top = await highest();
        return (await Promise.all(kNames.map((_, index) => finalizedOf(index)))).every((number) => number + 3 >= top);
    });
    say('all agree');
    agrees = true;
} finally {
    network.child.kill('SIGINT');
    await network.ended;
    if (agrees) remove();
    else say(`logs: ${folder}`);
}
