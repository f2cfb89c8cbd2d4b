// Networks of two kinds of node: ours and the reference's. All of them listen on loopback, at ports that they keep over a restart.
import { createHash } from 'node:crypto';
import { mkdirSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:net';
import { join } from 'node:path';
import { test } from 'node:test';

import { Node, temporaryFolder, until } from '../e2e/node.mjs';
import { connect } from './chains.mjs';

export { until };

/** A runtime is compiled at the start of a node of the reference: tens of seconds on a busy machine. */
const kStartMs = 240_000;
const kStopMs = 60_000;
/** As long as a network may take for what needs a few blocks, each of six seconds. */
export const kNetworkMs = 240_000;

export const ours = 'ours';
export const theirs = 'theirs';

const programs = { [ours]: process.env.SERINUS, [theirs]: join(process.env.PEERS ?? '', 'polkadot') };

/** What each kind of node needs beyond the options that both have. */
const always = {
    // Says whom it bans.
    [ours]: ['--log', 'sub-libp2p=debug'],
    // Says what it holds against a peer; the targets of its two network back ends.
    [theirs]: ['--no-telemetry', '--no-hardware-benchmarks', '--log', 'peerset=trace,sub-libp2p::peerstore=trace'],
};
const ofValidators = {
    [ours]: [],
    [theirs]: ['--validator', '--insecure-validator-i-know-what-i-do'],
};

export async function freePort() {
    return new Promise((resolve, reject) => {
        const server = createServer().on('error', reject);
        server.listen(0, '127.0.0.1', () => {
            const { port } = server.address();
            server.close(() => resolve(port));
        });
    });
}

/** One member of a network: a process that may be killed and started again with the same key, port and database. */
export class Member {
    constructor(network, kind, name, options) {
        Object.assign(this, { network, kind, name, options, log: '' });
        this.folder = join(network.folder, name);
    }

    async start() {
        const { validator, reserved, more = [], boot, env } = this.options;
        this.listen ??= await freePort();
        const links = reserved
            ? [...reserved.flatMap((member) => ['--reserved-nodes', member.address]), '--reserved-only']
            : (boot ?? this.network.running().filter((member) => member !== this && member.address))
                .flatMap((member) => ['--bootnodes', member.address]);
        const args = ['--chain', this.network.chain, '--base-path', this.folder, '--name', this.name,
            '--listen-addr', `/ip4/127.0.0.1/tcp/${this.listen}`,
            '--node-key', createHash('sha256').update(this.name).digest('hex'),
            ...(validator ? [`--${validator}`, ...ofValidators[this.kind]] : []), ...always[this.kind], ...links, ...more];
        this.log += `\n--- ${programs[this.kind]} ${args.join(' ')}\n`;
        const past = this.log;
        let started;
        const keepLog = () => { this.log = past + (started?.log ?? ''); };
        try {
            this.node = await Node.start(programs[this.kind], args, { startMs: kStartMs, env, onStart: (node) => { started = node; } });
        } finally {
            this.finishLog = keepLog;
            keepLog();
        }
        if (!this.address) {
            const peer = await this.call('system_localPeerId');
            this.address = `/ip4/127.0.0.1/tcp/${this.listen}/p2p/${peer}`;
        }
        return this;
    }

    get url() { return this.node.url; }
    get pid() { return this.node.child.pid; }
    call(method, ...params) { return this.node.call(method, ...params); }

    async kill() {
        await this.node?.kill();
        this.finishLog?.();
        this.node = undefined;
    }

    /** By SIGTERM, as an operator does; ours must end well. */
    async stop() {
        if (!this.node) return;
        const { node } = this;
        this.node = undefined;
        node.child.kill('SIGTERM');
        const timer = setTimeout(() => node.child.kill('SIGKILL'), kStopMs);
        const { code, signal } = await node.exited;
        clearTimeout(timer);
        this.finishLog?.();
        if (this.kind === ours && code !== 0) throw new Error(`${this.name} ended with ${code ?? signal}`);
    }

    async header(hash) { return this.call('chain_getHeader', ...(hash ? [hash] : [])); }
    async best() { return Number((await this.header()).number); }
    async finalized() { return Number((await this.header(await this.call('chain_getFinalizedHead'))).number); }
    async hash(number) { return this.call('chain_getBlockHash', number); }
    async peers() { return (await this.call('system_health')).peers; }
    /** Of the block up to which BEEFY has proven; 0 while there is none. */
    async proven() {
        const hash = await this.call('beefy_getFinalizedHead').catch(() => undefined);
        return hash ? Number((await this.header(hash))?.number ?? 0) : 0;
    }
    async setId() { return (await this.call('grandpa_roundState')).setId; }
}

export class Network {
    constructor(folder) {
        this.folder = folder;
        this.members = [];
        this.connections = [];
    }

    /** polkadot.js at a member, until the test ends. */
    async connect(member) {
        const api = await connect(member);
        this.connections.push(api);
        return api;
    }

    running() { return this.members.filter(({ node }) => node); }

    /** A member that does not run yet. `options`: validator (alice, bob …), reserved (only with these members), boot (members, by default
     *  all that run), more (arguments), env. */
    add(kind, name, options = {}) {
        const member = new Member(this, kind, name, options);
        this.members.push(member);
        return member;
    }

    start(kind, name, options) { return this.add(kind, name, options).start(); }

    async stop() {
        const results = await Promise.allSettled(this.members.map((member) => member.stop()));
        for (const { reason } of results) if (reason) throw reason;
    }

    writeLogs(folder) {
        mkdirSync(folder, { recursive: true });
        for (const member of this.members) {
            member.finishLog?.();
            writeFileSync(join(folder, `${member.name}.log`), member.log);
        }
    }
}

/** What the reference holds against a peer for a while though nobody is at fault. */
export const kNoFaults = new Set([
    'Duplicate gossip',         // each peer passes a message on
    'Any transaction',          // given back when it is good
    'Grandpa: Catch-up reply',  // the price of an answer
    'Grandpa: Past message',    // the peer has moved on meanwhile
    'Grandpa: Invalid catch-up',  // it has warped and lacks the headers below; its signatures were found good before
    'BEEFY: Future message',    // the peer is not as far, which nobody is told
    'BEEFY: Past message',      // the peer is further: a node that downloads old blocks passes their proofs on
    'Grandpa: Duplicate neighbor message without grace period',  // its own kind sends them more often
    'Peer disconnected',        // it was stopped
    'Open failure',             // validation/3, which parachains need
]);

/** What a node of the reference holds against peers, by its log: matches with a peer and a reason. */
export const reportsIn = (log) => log.matchAll(/Report (\w+): -\d+ to -?\d+\. Reason: (.*?)\.\s*$/gm);

/** What members of one kind held against members of the other; a collator of the reference is no member. */
function faults(network) {
    const kinds = new Map(network.members.map(({ address, kind }) => [address?.split('/').at(-1), kind]));
    const out = [];
    for (const { name, kind, log } of network.members) {
        for (const [, peer, reason] of kind === ours ? log.matchAll(/Banned (\w+): (.*)/g) : reportsIn(log)) {
            if (kinds.has(peer) && kinds.get(peer) !== kind && !kNoFaults.has(reason)) out.push(`${name} of ${peer}: ${reason}`);
        }
    }
    return out;
}

/** A test with a network in a folder of its own, whose processes end with it; no member finds fault with one of the other kind. When it fails,
 *  the logs of all nodes are kept. */
export function networkTest(name, body) {
    test(name, async (t) => {
        const { folder, remove } = temporaryFolder();
        const network = new Network(folder);
        let hasFailed = true;
        t.after(async () => {
            for (const api of network.connections) await api.disconnect();
            await Promise.all(network.members.map((member) => member.kill()));
            remove();
        });
        try {
            await body(network, t);
            await network.stop();
            const found = faults(network);
            if (found.length > 0) throw new Error(`one kind finds fault with the other: ${found.slice(0, 20).join('; ')}`);
            hasFailed = false;
        } finally {
            if (hasFailed || process.env.KEEP_LOGS) {
                const kept = join(process.env.BUILD, 'peers-logs', name.replace(/[^a-z0-9]+/gi, '-'));
                network.writeLogs(kept);
                console.error(`logs of the nodes: ${kept}`);
            }
        }
    });
}

/** Runs `body(step)` as the parts of a test: the first one that fails ends it. */
export async function step(t, name, body) {
    const begun = Date.now();
    await body();
    t.diagnostic(`${name}: ${((Date.now() - begun) / 1000).toFixed(1)} s`);
}

/** Waits until all members have `number` final; then their blocks must be the same. */
export async function haveFinal(members, number, ms = kNetworkMs) {
    for (const member of members) {
        await until(`${member.name} has block ${number} final`, async () => (await member.finalized()) >= number, ms)
            .catch(async (error) => { throw new Error(`${error.message}; ${await describe(members)}`); });
    }
    const hashes = await Promise.all(members.map((member) => member.hash(number)));
    if (new Set(hashes).size !== 1) throw new Error(`block ${number} differs: ${hashes}`);
    return hashes[0];
}

export async function describe(members) {
    const lines = await Promise.all(members.map(async (member) => {
        const [best, final, peers] = await Promise.all([member.best(), member.finalized(), member.peers()]).catch(() => []);
        return `${member.name}: best ${best}, final ${final}, ${peers} peers`;
    }));
    return lines.join('; ');
}

const bytesOf = (hex) => Buffer.from(hex.slice(2), 'hex');
const kBabePreRuntime = Buffer.from('\x06BABE', 'latin1');

/** The BABE key, as hex, of the author of a block. */
export async function authorOf(member, hash) {
    const { digest } = await member.header(hash);
    const log = digest.logs.map(bytesOf).find((one) => one.subarray(0, 5).equals(kBabePreRuntime));
    // A compact length (two bytes: claims with a VRF have 109), the kind of claim, and the index of the authority.
    const index = log.readUInt32LE(8);
    // An epoch: its index, start and duration of 8 bytes each, then a list of keys and weights with a compact length of one byte.
    const epoch = bytesOf(await member.call('state_call', 'BabeApi_current_epoch', '0x', hash));
    const begin = 25 + index * 40;
    return `0x${epoch.subarray(begin, begin + 32).toString('hex')}`;
}
