// Networks with a validator that lies (serinus-malus), and what their chain says of disputes: on all its forks.
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';

import { Network } from '../e2e/local_network.mjs';
import { encodeAddress } from '../e2e/modules.mjs';
import { temporaryFolder, until } from '../e2e/node.mjs';
import { account, connect, makeSpec, runtimeFile } from './chains.mjs';

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

/** Of validators that offences cost their stakes, one that lies; `programs`: those of nodes that are not ours. A parachain of the real Coretime with a collator of the reference. */
export async function startLyingNetwork(t, { lies, programs = {}, validators = 4 }) {
    const { folder, remove } = temporaryFolder();
    t.after(() => { if (!process.env.KEEP_LOGS) remove(); });
    const relay = makeSpec(folder, runtimeFile('kusama-2003002-fast'), { validators: kNames.slice(0, validators), slashable: true });
    const others = Object.entries({ collators: 'polkadot-omni-node', ...programs }).flatMap(([name, program]) => ['--binary', `${name}=${peer(program)}`]);
    const network = await Network.start(join(folder, 'net'), ['--validators', `${validators}`, '--collators', '1', '--chain', relay,
        '--para', `1005=${runtimeFile('coretime-kusama-2003002')}`, ...others,
        ...Object.entries(lies).flatMap(([name, behaviour]) => ['--malus', `${name}=${behaviour}`])], { startMs: kStartMs, program: kMalus });
    t.after(() => network.child.kill('SIGKILL'));
    network.log = (name) => { const file = join(folder, 'net', `${name}.log`); return existsSync(file) ? readFileSync(file, 'utf8') : ''; };
    network.api = await connect({ url: `ws://${network.url(1)}` });
    t.after(() => network.api.disconnect());
    network.watch = await Watch.start(network.api);
    return network;
}

/** The account of a validator's stake. */
export const stashOf = (name) => encodeAddress(account(`${name}//stash`).publicKey, 2);

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
