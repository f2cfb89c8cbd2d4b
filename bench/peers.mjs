// The node beside the reference node, in one run and by turns: seconds on the clock, seconds of CPU, memory, and ratios of ours to theirs.
// `make bench-peers`; SKIP_ASSET_HUB=1 leaves out the genesis of Asset Hub, half of its time.
import { execFileSync, spawn } from 'node:child_process';
import { readFileSync, rmSync } from 'node:fs';
import { Agent, request } from 'node:http';
import { join } from 'node:path';

import { temporaryFolder, until } from '../tests/e2e/node.mjs';
import { authorOfMany, growChain, makeSpec, runtimeFile } from '../tests/peers/chains.mjs';
import { Network, ours, theirs } from '../tests/peers/support.mjs';

const kBlocks = Number(process.env.BLOCKS ?? 300);
const kTransfers = Number(process.env.TRANSFERS ?? 40);
const kRounds = Number(process.env.ROUNDS ?? 2);
const kCalls = 20_000;
const kUnderWay = 16;
const kVersionCalls = 5_000;
const kMetadataCalls = 200;
const kTicksPerSecond = 100;
const kRestMs = 5_000;
const kNetworkMs = 600_000;
const kinds = [ours, theirs];
const programs = { [ours]: process.env.SERINUS, [theirs]: join(process.env.PEERS, 'polkadot') };
const specBuilder = join(process.env.PEERS, 'polkadot-omni-node');

const now = () => Number(process.hrtime.bigint()) / 1e9;
const pause = (ms) => new Promise((resolve) => setTimeout(resolve, ms));

/** Seconds of CPU that a process has used. */
function cpuOf(pid) {
    const fields = readFileSync(`/proc/${pid}/stat`, 'utf8').split(') ').at(-1).split(' ');
    return (Number(fields[11]) + Number(fields[12])) / kTicksPerSecond;
}
/** MiB; `field`: VmHWM (the most) or VmRSS (now). */
const memoryOf = (pid, field) => Number(new RegExp(`${field}:\\s+(\\d+)`).exec(readFileSync(`/proc/${pid}/status`, 'utf8'))[1]) / 1024;

/** A command that ends by itself. Its CPU and memory are those of its last sample, at most 10 ms before its end. */
async function run(program, args) {
    const begun = now();
    const child = spawn(program, args, { stdio: ['ignore', 'ignore', 'pipe'] });
    let errors = '';
    child.stderr.setEncoding('utf8').on('data', (text) => { errors = (errors + text).slice(-2000); });
    const out = {};
    const timer = setInterval(() => {
        try {
            Object.assign(out, { cpu: cpuOf(child.pid), memory: memoryOf(child.pid, 'VmHWM') });
        } catch { /* it has ended */ }
    }, 10);
    const code = await new Promise((resolve) => child.on('close', resolve));
    clearInterval(timer);
    if (code !== 0) throw new Error(`${program} ${args.join(' ')} ended with ${code}: ${errors}`);
    return { ...out, seconds: now() - begun };
}

const rows = [];
/** `values`: [{seconds, cpu, memory} …] by kind; of the rounds the least counts. */
function report(what, values, units = { seconds: 's', cpu: 's of CPU', memory: 'MiB' }) {
    for (const [field, unit] of Object.entries(units)) {
        const [a, b] = kinds.map((kind) => Math.min(...values[kind].map((one) => one[field])));
        if (!Number.isFinite(a) || !Number.isFinite(b)) continue;
        rows.push([`${what}, ${unit}`, a, b]);
        console.log(`${`${what}, ${unit}`.padEnd(60)} ${a.toPrecision(3).padStart(9)} ${b.toPrecision(3).padStart(9)}  ratio ${(a / b).toFixed(2)}`);
    }
}
/** Runs `measure(kind)` by turns. */
async function byTurns(rounds, measure) {
    const values = { [ours]: [], [theirs]: [] };
    for (let round = 0; round < rounds; ++round) for (const kind of kinds) values[kind].push(await measure(kind));
    return values;
}
const less = (whole, part) => ({ seconds: whole.seconds - part.seconds, cpu: whole.cpu - part.cpu, memory: whole.memory });

function post(agent, port, body) {
    return new Promise((resolve, reject) => {
        const call = request({ agent, host: '127.0.0.1', port, method: 'POST',
            headers: { 'content-type': 'application/json', 'content-length': Buffer.byteLength(body) } }, (response) => {
            response.on('data', () => {}).on('end', resolve);
        });
        call.on('error', reject);
        call.end(body);
    });
}
/** `count` calls of a method over HTTP, `atOnce` at a time: what a call costs. */
async function calls(member, count, atOnce, bodyOf) {
    const agent = new Agent({ keepAlive: true, maxSockets: atOnce });
    await post(agent, member.node.port, bodyOf(0)); // what the first one prepares is not counted
    const begun = { seconds: now(), cpu: cpuOf(member.pid) };
    let next = 0;
    const worker = async () => { while (next < count) await post(agent, member.node.port, bodyOf(next++)); };
    await Promise.all(Array.from({ length: atOnce }, worker));
    const out = { seconds: (now() - begun.seconds) / count * 1e6, cpu: (cpuOf(member.pid) - begun.cpu) / count * 1e6 };
    agent.destroy();
    return out;
}
const rpcBody = (method, ...params) => JSON.stringify({ jsonrpc: '2.0', id: 1, method, params });

const { folder, remove } = temporaryFolder();
const network = new Network(folder);
try {
    network.chain = makeSpec(folder, runtimeFile('kusama-1007001'), { preset: 'development' });
    const author = await network.start(ours, 'author', authorOfMany('alice', kBlocks));
    await growChain(author, kBlocks, { count: kTransfers });
    await author.stop();
    const exported = (name, more) => {
        const file = join(folder, name);
        execFileSync(programs[ours], ['export-blocks', '--chain', network.chain, '--base-path', author.folder, '--binary', ...more, file],
            { stdio: 'ignore' });
        return file;
    };
    const files = { whole: exported('blocks', []), short: exported('short', ['--to', '1']) };
    console.log(`${kBlocks} blocks of ${kTransfers} transfers on the real Kusama 1.7.1`.padEnd(60), '     ours    theirs');

    let database = 0;
    const importing = (kind, file) => {
        const base = join(folder, `import${database++}`);
        return run(programs[kind], ['import-blocks', '--chain', network.chain, '--base-path', base, '--binary', file])
            .finally(() => rmSync(base, { recursive: true, force: true }));
    };
    const starts = await byTurns(kRounds, (kind) => importing(kind, files.short));
    const imports = await byTurns(kRounds, (kind) => importing(kind, files.whole));
    report('import of one block, with the start', starts);
    report('import, with the start', imports);
    const leastStart = Object.fromEntries(kinds.map((kind) => [kind, Object.fromEntries(
        ['seconds', 'cpu'].map((field) => [field, Math.min(...starts[kind].map((one) => one[field]))]))]));
    report('import, without the start', Object.fromEntries(kinds.map((kind) =>
        [kind, imports[kind].map((one) => less(one, leastStart[kind]))])), { seconds: 's', cpu: 's of CPU' });

    await author.start();
    let syncs = 0;
    const members = {};
    const started = { [ours]: [], [theirs]: [] };
    const resting = { [ours]: [], [theirs]: [] };
    const synced = await byTurns(kRounds, async (kind) => {
        await members[kind]?.stop();
        const begun = now();
        const member = await network.start(kind, `sync${syncs++}`, { reserved: [] });
        await member.call('system_name');
        started[kind].push({ seconds: now() - begun, cpu: cpuOf(member.pid) });
        members[kind] = member;
        const before = { seconds: now(), cpu: cpuOf(member.pid) };
        await member.call('system_addReservedPeer', author.address);
        await until('all blocks', async () => (await member.best()) >= kBlocks, kNetworkMs);
        const out = { seconds: now() - before.seconds, cpu: cpuOf(member.pid) - before.cpu };
        await pause(kRestMs);
        resting[kind].push({ memory: memoryOf(member.pid, 'VmRSS') });
        return out;
    });
    report('start to the first answer, with an empty database', started);
    report('full sync over loopback', synced);
    report('after the sync, at rest', resting);

    const keys = await author.call('state_getKeysPaged', '0x', 64, '0x');
    const micro = { seconds: 'µs a call', cpu: 'µs of CPU of the server a call' };
    report('state_getStorage over HTTP', await byTurns(kRounds, (kind) => calls(members[kind], kCalls, kUnderWay,
        (i) => rpcBody('state_getStorage', keys[i % keys.length]))), micro);
    for (const [method, count] of [['state_getRuntimeVersion', kVersionCalls], ['state_getMetadata', kMetadataCalls]]) {
        report(method, await byTurns(kRounds, (kind) => calls(members[kind], count, 1, () => rpcBody(method))), micro);
    }
    await network.stop();

    if (!process.env.SKIP_ASSET_HUB) {
        const runtime = runtimeFile('asset-hub-kusama-2003002');
        const plain = join(folder, 'asset-hub.json');
        execFileSync(specBuilder, ['chain-spec-builder', '--chain-spec-path', plain, 'create', '--relay-chain', 'kusama-local',
            '--runtime', runtime, 'named-preset', 'local_testnet'], { stdio: 'ignore' });
        report('raw specification of the real Asset Hub 2.3.2', await byTurns(1, (kind) => (kind === ours
            ? run(programs[ours], ['build-spec', '--chain', plain, '--raw', '--disable-default-bootnode'])
            : run(specBuilder, ['chain-spec-builder', '--chain-spec-path', join(folder, 'raw.json'), 'convert-to-raw', plain]))));
    }
    console.log('\n| what | ours | the reference | ratio |\n| --- | --- | --- | --- |');
    for (const [what, a, b] of rows) console.log(`| ${what} | ${a.toPrecision(3)} | ${b.toPrecision(3)} | ${(a / b).toFixed(2)} |`);
} finally {
    await Promise.all(network.members.map((member) => member.kill()));
    remove();
}
