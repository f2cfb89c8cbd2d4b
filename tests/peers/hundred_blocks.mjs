// Networks of two kinds of node with a parachain that nothing happens to, each until a hundred blocks are included: how many places for a block there
// were, how many stayed empty and why, what the reference holds against nodes of ours, what it warns of, and how fast a block becomes final. By
// `make peers-hundred-blocks`; NETWORKS (ours, their-collator, our-collator, three-and-three), RELAYS (2.3.2, 1.7.1, own) and BLOCKS choose, MINUTES ends
// each earlier, LOGS=FOLDER keeps the logs.
import { execFileSync } from 'node:child_process';
import { cpSync, existsSync, readFileSync, readdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

import { Network } from '../e2e/local_network.mjs';
import { ApiPromise, WsProvider } from '../e2e/modules.mjs';
import { temporaryFolder, until } from '../e2e/node.mjs';
import { runtimeFile } from './chains.mjs';
import { kNoFaults, reportsIn } from './support.mjs';

const kBlocks = Number(process.env.BLOCKS ?? 100);
/** Of networks that start beside compilers: each node of the reference compiles a runtime then. */
const kStartMs = 900_000;
/** Nodes of the reference prepare the code of the parachain first: minutes on a busy machine. */
const kFirstBlockMs = 900_000;
const kSlotMs = 6_000;
/** More places than this for a block that comes are a chain that stands. */
const kMostPlaces = 4;
const kMostMs = process.env.MINUTES ? Number(process.env.MINUTES) * 60_000 : kBlocks * kMostPlaces * kSlotMs;
const kPara = 1000;
/** In this share of the time some process waited for a processor: what is late then is late for that. */
const kBusyPercent = 40;

const polkadot = join(process.env.PEERS, 'polkadot');
const omniNode = join(process.env.PEERS, 'polkadot-omni-node');
/** `others`: what is of the reference, by the node's name. */
const networks = {
    'ours': { validators: 4, collators: 2, others: {} },
    'their-collator': { validators: 4, collators: 2, others: { dave: polkadot, [`${kPara}-alice`]: omniNode, [`${kPara}-bob`]: omniNode } },
    'our-collator': { validators: 4, collators: 2, others: { alice: polkadot, bob: polkadot, charlie: polkadot, dave: polkadot } },
    'three-and-three': { validators: 6, collators: 2,
        others: { bob: polkadot, dave: polkadot, ferdie: polkadot, [`${kPara}-bob`]: omniNode } },
};
const relays = {
    '2.3.2': { runtime: runtimeFile('kusama-2003002-fast'), para: runtimeFile('asset-hub-kusama-2003002') },
    '1.7.1': { runtime: runtimeFile('kusama-1007001-fast'), para: runtimeFile('asset-hub-kusama-1007001') },
    'own': { runtime: join(process.env.BUILD, 'package/kusama_runtime/runtime.compressed.wasm'), para: runtimeFile('asset-hub-kusama-1007001') },
};
const chosen = (all, names) => {
    const unknown = names?.split(',').filter((name) => !(name in all)) ?? [];
    if (unknown.length > 0) throw new Error(`unknown: ${unknown}; there are ${Object.keys(all)}`);
    return Object.entries(all).filter(([name]) => !names || names.split(',').includes(name));
};

const kValidators = ['alice', 'bob', 'charlie', 'dave', 'eve', 'ferdie'];
/** In the order in which their ports are. */
const namesOf = ({ validators, collators }) => [...kValidators.slice(0, validators), 'full1',
    ...['alice', 'bob'].slice(0, collators).map((name) => `${kPara}-${name}`)];

/** The share of the last ten seconds in which some process waited for a processor. */
const pressure = () => Number(/some avg10=([\d.]+)/.exec(readFileSync('/proc/pressure/cpu', 'utf8'))[1]);

/** Reads the relay chain of a witness block by block, as it has become final. */
class Watch {
    constructor(api) {
        this.api = api;
        this.load = new Map(); // by slot
        this.inherents = new Map(); // what each block has
        this.timer = setInterval(() => {
            const slot = Math.floor(Date.now() / kSlotMs);
            this.load.set(slot, Math.max(this.load.get(slot) ?? 0, pressure()));
        }, 1_000);
    }

    stop() { clearInterval(this.timer); }

    /** What a block says of the parachain. */
    async read(hash) {
        const [header, at] = [await this.api.rpc.chain.getHeader(hash), await this.api.at(hash)];
        const [events, session, digest] = [await at.query.system.events(), await at.query.session.currentIndex(), header.digest.logs];
        const claim = digest.find((one) => one.isPreRuntime && one.asPreRuntime[0].toString() === 'BABE').asPreRuntime[1].toU8a(true);
        const slot = Number(new DataView(claim.buffer, claim.byteOffset).getBigUint64(5, true));
        const names = events.filter(({ event }) => event.section === 'paraInclusion').map(({ event }) => event.method);
        const pending = at.query.paraInclusion.pendingAvailability ?? at.query.paraInclusion.v1;
        const waiting = pending ? (await pending(kPara)).toJSON() : [];
        const count = (name) => names.filter((one) => one === name).length;
        return { number: header.number.toNumber(), hash: hash.toString(), parent: header.parentHash.toHex(), slot, session: session.toNumber(),
            backed: count('CandidateBacked'), included: count('CandidateIncluded'), timedOut: count('CandidateTimedOut'), waits: waiting?.length ?? 0 };
    }

    async includedCount() {
        const head = (await this.api.query.paras.heads(kPara)).unwrap().toU8a(true);
        return this.api.registry.createType('Compact<u32>', head.slice(32)).toNumber();
    }
}

/** What may have left a block of the relay chain without a candidate: what the chain demands, what no node can help, and the rest. */
function reasonOf(block, before, load, heads) {
    if (before && block.session !== before.session) return 'first block of a session';
    if (before?.isFirst) return 'second block of a session: no block to build on before';
    // A candidate is for the block that its collator has seen as the best one, or one below it.
    if ((heads.get(block.number - 1)?.size ?? 0) > 1) return 'the relay chain had two blocks before it, and a candidate is for one of them';
    if (block.waits > 0 && block.included === 0) return 'the candidate before waits for its availability';
    return (load.get(block.slot) ?? 0) + (load.get(block.slot - 1) ?? 0) > 2 * kBusyPercent ? 'unknown, on a busy machine' : 'unknown';
}

function placesOf(blocks, load, heads) {
    const first = blocks.findIndex(({ backed }) => backed > 0);
    let sessionBegin = first;
    const out = { places: 0, backed: 0, included: 0, timedOut: 0, emptySlots: 0, missing: {}, unknown: [], sessions: 1 };
    for (let i = first; i < blocks.length; ++i) {
        const [block, before] = [blocks[i], blocks[i - 1]];
        if (before && before.session !== block.session) {
            sessionBegin = i;
            ++out.sessions;
        }
        block.isFirst = before && before.session !== block.session;
        ++out.places;
        out.backed += block.backed;
        out.included += block.included;
        out.timedOut += block.timedOut;
        if (i > first) out.emptySlots += block.slot - before.slot - 1;
        if (block.backed > 0) continue;
        const reason = reasonOf(block, before, load, heads);
        out.missing[reason] = (out.missing[reason] ?? 0) + 1;
        if (reason.startsWith('unknown')) out.unknown.push(`#${block.number} (the session's ${i - sessionBegin}th, ${Math.round(load.get(block.slot) ?? 0)} % waits)`);
    }
    return out;
}

/** Lines of WARN and worse of the reference; times, hashes and numbers do not tell two apart. */
function warningsIn(log) {
    const out = new Map();
    for (const line of log.split('\n')) {
        const found = /\b(WARN|ERROR)\b\s*(.*)$/.exec(line.replace(/\x1b\[[\d;]*m/g, ''));
        if (!found) continue;
        const text = found[2].replace(/0x[0-9a-f…]+|12D3\w+|\d+/g, '_').slice(0, 160);
        out.set(text, (out.get(text) ?? 0) + 1);
    }
    return out;
}

const median = (values) => values.sort((a, b) => a - b)[Math.floor(values.length / 2)];

/** Milliseconds of the day, by the time at which a line begins (date and time, or time alone). */
const timeOf = (line) => {
    const [, h, m, s] = /(\d\d):(\d\d):(\d\d(?:\.\d+)?)/.exec(line) ?? [];
    return h === undefined ? undefined : (Number(h) * 3600 + Number(m) * 60 + Number(s)) * 1000;
};

/** From the line in which a collator says that it has made a block to those of a relay chain's block that includes it, and of one that makes it final. */
function delaysOf(log, included, final) {
    const out = { inclusion: [], finality: [] };
    for (const line of log.split('\n')) {
        const made = /Pre-sealed block for proposal at (\d+)\. Hash now (0x[0-9a-f]{64})/.exec(line);
        if (!made) continue;
        const begin = timeOf(line);
        if (included.has(made[2])) out.inclusion.push(included.get(made[2]) - begin);
        if (final.has(made[2])) out.finality.push(final.get(made[2]) - begin);
    }
    return { blocks: out.inclusion.length, inclusion: median(out.inclusion), finality: median(out.finality) };
}

/** Resident and proportional memory in MiB and seconds of CPU of a process and those it has started; nothing of one that has ended. */
function useOf(pid) {
    try { return readUse(pid); } catch { return undefined; }
}

function readUse(pid) {
    const children = readdirSync(`/proc/${pid}/task`).flatMap((task) => readFileSync(`/proc/${pid}/task/${task}/children`, 'utf8').trim().split(' '))
        .filter((one) => one).map(Number);
    const fields = readFileSync(`/proc/${pid}/stat`, 'utf8').split(') ').at(-1).split(' ');
    // With the processes that have ended, as jobs of workers do.
    const own = { cpu: [11, 12, 13, 14].reduce((sum, i) => sum + Number(fields[i]), 0) / 100 };
    const rollup = readFileSync(`/proc/${pid}/smaps_rollup`, 'utf8');
    for (const [name, key] of [['rss', 'Rss'], ['pss', 'Pss'], ['anon', 'Anonymous']]) own[name] = Number(new RegExp(`^${key}:\\s+(\\d+)`, 'm').exec(rollup)[1]) / 1024;
    for (const child of children) {
        const more = useOf(child);
        for (const key of Object.keys(own)) own[key] += more?.[key] ?? 0;
    }
    return own;
}

/** A table of what nodes of each kind took: the median of each figure. */
function compare(figures) {
    const names = new Set(figures.flatMap((one) => Object.keys(one)).filter((name) => name !== 'kind'));
    console.log('| what | ours | the reference | ratio |\n| --- | --- | --- | --- |');
    for (const name of [...names].sort()) {
        const [a, b] = ['ours', 'theirs'].map((kind) => median(figures.filter((one) => one.kind === kind && Number.isFinite(one[name])).map((one) => one[name])));
        console.log(`| ${name} | ${a?.toFixed(1) ?? ''} | ${b?.toFixed(1) ?? ''} | ${a !== undefined && b !== undefined ? (a / b).toFixed(2) : ''} |`);
    }
}

/** The processes of a network's nodes, by name. */
function processesOf(network, names) {
    const out = new Map();
    for (const entry of readdirSync('/proc')) {
        if (!/^\d+$/.test(entry)) continue;
        try {
            if (Number(readFileSync(`/proc/${entry}/stat`, 'utf8').split(') ').at(-1).split(' ')[1]) !== network.child.pid) continue;
            const args = readFileSync(`/proc/${entry}/cmdline`, 'utf8').split('\0');
            const name = args[args.indexOf('--name') + 1];
            if (names.includes(name)) out.set(name, Number(entry));
        } catch { /* it has ended */ }
    }
    return out;
}

async function run(name, relayName, shape, { runtime, para }) {
    const { folder, remove } = temporaryFolder();
    const base = join(folder, 'net');
    const relay = join(folder, 'relay.json');
    writeFileSync(relay, execFileSync(process.env.SERINUS, ['build-spec', '--runtime', runtime, '--preset', 'local_testnet', '--chain-type', 'local',
        '--disable-default-bootnode'], { maxBuffer: 1 << 28, stdio: ['ignore', 'pipe', 'ignore'] }));
    const names = namesOf(shape);
    const filters = 'peerset=trace,sub-libp2p::peerstore=trace,parachain::candidate-backing=debug,parachain::statement-distribution=debug';
    const network = await Network.start(base, ['--validators', `${shape.validators}`, '--full', '1', '--collators', `${shape.collators}`, '--chain', relay,
        '--para', `${kPara}=${para}`, ...Object.entries(shape.others).flatMap(([node, program]) => ['--binary', `${node}=${program}`]),
        `--node-arg=-l${process.env.FILTERS ?? filters}`], { startMs: kStartMs });
    const begin = Date.now();
    let watch;
    try {
        const api = await ApiPromise.create({ provider: new WsProvider(`ws://${network.url(names.indexOf('full1'))}`), noInitWarn: true });
        watch = new Watch(api);
        const [heads, allHeads, included, final] = [[], new Map(), new Map(), new Map()];
        const timeOfDay = () => (Date.now() + new Date().getTimezoneOffset() * -60_000) % 86_400_000;
        const paraHead = async (hash) => api.registry.hash((await (await api.at(hash)).query.paras.heads(kPara)).unwrap().toU8a(true)).toHex();
        await api.rpc.chain.subscribeAllHeads(async (header) => {
            const at = timeOfDay();
            const number = header.number.toNumber();
            allHeads.set(number, (allHeads.get(number) ?? new Set()).add(header.hash.toHex()));
            const head = await paraHead(header.hash).catch(() => undefined);
            if (head && !included.has(head)) included.set(head, at);
        });
        await api.rpc.chain.subscribeFinalizedHeads(async (header) => {
            const at = timeOfDay();
            heads.push(header.number.toNumber());
            const head = await paraHead(header.hash).catch(() => undefined);
            if (head && !final.has(head)) final.set(head, at);
        });
        await until('a block is included', async () => await watch.includedCount() > 0, kFirstBlockMs);
        const firstAt = (Date.now() - begin) / 1000;
        const usedBefore = new Map([...processesOf(network, names)].map(([node, pid]) => [node, useOf(pid)]));
        const cpuFrom = Date.now();
        let lag = 0;
        const bestOf = async () => (await api.rpc.chain.getHeader()).number.toNumber();
        const lagTimer = setInterval(async () => { lag = Math.max(lag, await bestOf() - (heads.at(-1) ?? 0)); }, kSlotMs);
        let failure;
        await until(`${kBlocks} blocks`, async () => await watch.includedCount() > kBlocks, kMostMs).catch((error) => { failure = error.message; });
        clearInterval(lagTimer);
        const seconds = (Date.now() - cpuFrom) / 1000;
        const kindOf = (node) => (node in shape.others ? 'theirs' : 'ours');
        const uses = [...processesOf(network, names)].flatMap(([node, pid]) => {
            const use = useOf(pid);
            return use ? [{ node, kind: kindOf(node), ...use, cpu: (use.cpu - (usedBefore.get(node)?.cpu ?? 0)) / seconds * 100 }] : [];
        });
        const best = await bestOf();
        await until('all of it is final', () => (heads.at(-1) ?? 0) >= best, kStartMs).catch((error) => { failure ??= error.message; });
        const last = (await api.rpc.chain.getHeader(await api.rpc.chain.getFinalizedHead())).number.toNumber();
        const blocks = [];
        for (let number = 1; number <= last; ++number) blocks.push(await watch.read(await api.rpc.chain.getBlockHash(number)));
        const found = placesOf(blocks, watch.load, allHeads);
        const paraFinal = [...final.keys()].length - 1;
        await api.disconnect();
        const logOf = (node) => readFileSync(join(base, `${node}.log`), 'utf8');
        console.log(`\n== ${name}, relay chain ${relayName}${failure ? `: ${failure}` : ''}`);
        console.log(`first included block ${firstAt.toFixed(0)} s after the last node had started; places ${found.places} in ${found.sessions} sessions, backed ${found.backed}, included `
            + `${found.included}, final heads ${paraFinal}, timed out ${found.timedOut}; slots without a block of the relay chain ${found.emptySlots}; finality at most ${lag} behind`);
        console.log(`missing: ${JSON.stringify(found.missing)} ${found.unknown.join(' ')}`);
        const figures = uses.filter(({ node }) => node !== 'full1').map(({ node, kind, rss, cpu }) => {
            const role = node.startsWith(`${kPara}-`) ? 'collator' : 'validator';
            return { kind, [`${role}: resident memory with its workers, MiB`]: rss, [`${role}: CPU with its workers, % of a core`]: cpu };
        });
        for (const node of names.filter((one) => one.startsWith(`${kPara}-`))) {
            const { blocks: count, inclusion, finality } = delaysOf(logOf(node), included, final);
            figures.push({ kind: kindOf(node), 'from the seal to inclusion, s': inclusion / 1000, 'from the seal to finality, s': finality / 1000 });
            console.log(`${node} (${node in shape.others ? 'theirs' : 'ours'}): ${count} of its blocks included; median from the seal to inclusion ${inclusion} ms, to finality ${finality} ms`);
        }
        for (const { node, kind, rss, pss, anon, cpu } of uses) console.log(`${node} (${kind}): resident ${rss.toFixed(0)} MiB, proportional ${pss.toFixed(0)}, anonymous ${anon.toFixed(0)}; CPU ${cpu.toFixed(1)} % of a core`);
        compare(figures);
        const addresses = new Map();
        for (const node of names.filter((one) => !(one in shape.others))) {
            for (const [, peer] of logOf(node).matchAll(/Local node identity is: (\w+)/g)) addresses.set(peer, node);
        }
        for (const node of Object.keys(shape.others)) {
            const faults = new Map();
            for (const [, peer, reason] of reportsIn(logOf(node))) {
                if (addresses.has(peer)) faults.set(reason, (faults.get(reason) ?? 0) + 1);
            }
            const told = [...faults].map(([reason, count]) => `${kNoFaults.has(reason) ? '' : 'FAULT '}${reason} (${count})`);
            console.log(`${node} held against nodes of ours: ${told.join(', ') || 'nothing'}`);
            for (const [text, count] of warningsIn(logOf(node))) console.log(`  ${node} warns, ${count} times: ${text}`);
        }
    } finally {
        watch?.stop();
        network.child.kill('SIGINT');
        const timer = setTimeout(() => network.child.kill('SIGKILL'), 60_000);
        await network.ended;
        clearTimeout(timer);
        if (process.env.LOGS) for (const file of readdirSync(base).filter((one) => one.endsWith('.log'))) cpSync(join(base, file), join(process.env.LOGS, `${name}-${relayName}-${file}`));
        remove();
    }
}

let failed = false;
for (const [relayName, relay] of chosen(relays, process.env.RELAYS)) {
    for (const [name, shape] of chosen(networks, process.env.NETWORKS)) {
        if (!existsSync(relay.runtime)) { console.log(`== ${relayName}: no runtime`); continue; }
        await run(name, relayName, shape, relay).catch((error) => { failed = true; console.log(`== ${name}, relay chain ${relayName}: ${error.stack}`); });
    }
}
process.exit(failed ? 1 : 0);
