// Networks with a validator that lies (serinus-malus), and what their chain says of disputes: on all its forks.
import assert from 'node:assert/strict';
import { chmodSync, existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';

import { Network } from '../e2e/local_network.mjs';
import { encodeAddress } from '../e2e/modules.mjs';
import { temporaryFolder, until } from '../e2e/node.mjs';
import { account, connect, makeSpec, runtimeFile } from './chains.mjs';
import { kNoFaults, reportsIn } from './support.mjs';

const peer = (name) => join(process.env.PEERS, name);
const kMalus = process.env.MALUS ?? join(process.env.BUILD, 'serinus-malus');
const kNames = ['alice', 'bob', 'charlie', 'dave', 'eve', 'ferdie'];
const kStartMs = 300_000;
/** Of session 0, which knows no core, of a parachain's first block, of four blocks for each group in turn, and of a busy machine. */
export const kDisputeMs = 900_000;

/** What blocks say, by their hashes, as they come: on all forks. */
class Watch {
    constructor(api) {
        this.api = api;
        this.blocks = new Map();
    }

    static async start(api) {
        const watch = new Watch(api);
        watch.stop = await api.rpc.chain.subscribeAllHeads((header) => { watch.read(header).catch((error) => { watch.error = error; }); });
        return watch;
    }

    async read(header) {
        const hash = header.hash.toHex();
        const at = await this.api.at(hash);
        const events = (await at.query.system.events()).map(({ event }) => ({
            name: `${event.section}.${event.method}`, data: event.data, text: JSON.stringify(event.data.toHuman()),
        }));
        // A dispute's session is a part of its key. The chain knows no accounts of session 0, and punishes nobody there.
        const known = events.some(({ name }) => name.startsWith('parasDisputes.')) ? await at.query.parasDisputes.disputes.keys() : [];
        const sessions = new Map(known.map(({ args: [session, candidate] }) => [candidate.toHex(), session.toNumber()]));
        const disabled = (await at.query.session.disabledValidators()).toJSON();
        this.blocks.set(hash, { hash, number: header.number.toNumber(), parent: header.parentHash.toHex(), events, disabled, sessions });
    }

    /** The first block with such an event, and the event. */
    find(name, matches = () => true) {
        for (const block of this.inOrder()) {
            const event = block.events.find((one) => one.name === name && matches(one));
            if (event) return { block, event };
        }
        return undefined;
    }

    /** The first end of a dispute over a candidate of a session in which offences are punished. */
    firstEnd() {
        for (const block of this.inOrder()) {
            const event = block.events.find(({ name, data }) => name === 'parasDisputes.DisputeConcluded' && block.sessions.get(data[0].toHex()) > 0);
            if (event) return { block, event };
        }
        return undefined;
    }

    inOrder() { return [...this.blocks.values()].sort((one, other) => one.number - other.number); }

    /** Blocks that include the candidate. */
    including(candidate) {
        const isOfIt = ({ name, data }) => name === 'paraInclusion.CandidateIncluded' && hashOf(data[0]) === candidate;
        return [...this.blocks.values()].filter(({ events }) => events.some(isOfIt));
    }
}

/** The hash of the candidate of a receipt. */
function hashOf(receipt) {
    return receipt.registry.hash(receipt.toU8a()).toHex();
}

/** A program that is another one with the options that make it say what it holds against peers, and what it does in disputes. */
function talkative(folder, program) {
    const file = join(folder, `${program}-with-log`);
    const targets = 'peerset=trace,sub-libp2p::peerstore=trace,parachain::dispute-coordinator=debug,parachain::dispute-distribution=debug';
    writeFileSync(file, `#!/bin/sh\nexec '${peer(program)}' "$@" --log ${targets}\n`);
    chmodSync(file, 0o755);
    return file;
}

/** Of validators that offences cost their stakes, some that lie; `programs`: those of nodes that are not ours. A parachain of the real Coretime with a collator of the reference. */
export async function startLyingNetwork(t, { lies, programs = {}, validators = 4, perGroup }) {
    const { folder, remove } = temporaryFolder();
    t.after(() => { if (!process.env.KEEP_LOGS) remove(); });
    const relay = makeSpec(folder, runtimeFile('kusama-2003002-fast'), { validators: kNames.slice(0, validators), slashable: true, perGroup });
    const others = [['collators', peer('polkadot-omni-node')], ...Object.entries(programs).map(([name, program]) => [name, talkative(folder, program)])]
        .flatMap(([name, program]) => ['--binary', `${name}=${program}`]);
    const network = await Network.start(join(folder, 'net'), ['--validators', `${validators}`, '--collators', '1', '--chain', relay,
        '--para', `1005=${runtimeFile('coretime-kusama-2003002')}`, ...others,
        ...Object.entries(lies).flatMap(([name, behaviour]) => ['--malus', `${name}=${behaviour}`])], { startMs: kStartMs, program: kMalus });
    t.after(() => network.child.kill('SIGKILL'));
    network.log = (name) => { const file = join(folder, 'net', `${name}.log`); return existsSync(file) ? readFileSync(file, 'utf8') : ''; };
    const names = kNames.slice(0, validators);
    network.theirs = Object.keys(programs);
    network.honest = names.filter((name) => !lies[name] && !programs[name]);
    network.indexOf = (name) => names.indexOf(name);
    network.api = await connect({ url: `ws://${network.url(1)}` });
    t.after(() => network.api.disconnect());
    network.watch = await Watch.start(network.api);
    return network;
}

/** The account of a validator's stake. */
export const stashOf = (name) => encodeAddress(account(`${name}//stash`).publicKey, 2);

/** A validator of the reference holds nothing against an honest one of ours. `warnings`: what it says of nobody in particular is told. */
export async function expectNoFaults(t, network) {
    const peers = new Map();
    for (const name of network.honest) peers.set(await network.call(network.indexOf(name), 'system_localPeerId'), name);
    for (const name of network.theirs) {
        const log = network.log(name);
        const held = [...reportsIn(log)].map(([, who, reason]) => ({ who, reason }));
        const faults = held.filter(({ who, reason }) => peers.has(who) && !kNoFaults.has(reason));
        assert.deepEqual(faults, [], `${name} holds something against ${JSON.stringify([...peers])}`);
        const ofLiars = new Set(held.filter(({ who, reason }) => !peers.has(who) && !kNoFaults.has(reason)).map(({ reason }) => reason));
        const warnings = new Set([...log.matchAll(/ (?:WARN|ERROR).*?[\]:] (.*)$/gm)].map(([, text]) => text.replaceAll(/0x[0-9a-f…]+|\d+/g, '…').slice(0, 160)));
        t.diagnostic(`${name} holds against others: ${[...ofLiars].join(', ') || 'nothing'}; warnings: ${[...warnings].join(' | ') || 'none'}`);
    }
}

/** The value of a metric with such labels of a node, summed; 0 if it has none. */
export async function metric(network, name, metricName, labels = '') {
    const text = await (await fetch(`http://127.0.0.1:${network.metrics + network.indexOf(name)}/metrics`)).text();
    return text.split('\n').filter((line) => line.startsWith(metricName) && line.includes(labels)).reduce((sum, line) => sum + Number(line.split(' ').at(-1)), 0);
}

/** For people: what blocks say of disputes and offences. */
export function tellOffences(t, watch) {
    for (const { number, events, disabled } of watch.inOrder()) {
        const told = events.filter(({ name }) => /^(offences|parasDisputes|session|staking)\./.test(name)).map(({ name, text }) => `${name} ${text}`);
        if (told.length > 0 || disabled.length > 0) t.diagnostic(`#${number}: disabled ${JSON.stringify(disabled)}; ${told.join('; ')}`);
    }
}

export async function stopNetwork(network) {
    network.watch.stop();
    network.child.kill('SIGINT');
    return network.ended;
}

export { test, until };
