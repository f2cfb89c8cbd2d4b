// sequences.mjs RUNNER: random calls in random order, from a seed, on Kusama's runtime and on ours. A difference is shrunk to
// the few steps that it takes. Exit code 1 after a difference.
//   OURS=path.wasm   our runtime; without it the real one runs on both sides
//   SEED=text        repeats a run; "random" for another one, whose seed is printed
//   DIFF_COUNT=n     steps
//   DIFF_ERAS=n      spreads that many eras with elections among the steps, each of which ends with a comparison of all that is stored
//   DIFF_STEPS=path  makes the steps of a file instead, one JSON value a line as a report has them
//   DIFF_WITHOUT=... calls that are not made, e.g. Utility.batch,Balances.force_set_balance
//   DIFF_REPORT=path writes the report there too
import { readFileSync, writeFileSync } from 'node:fs';

import { hexToU8a, u8aConcat, u8aToHex } from '@polkadot/util';
import { blake2AsHex, createKeyMulti } from '@polkadot/util-crypto';

import { kDev, keyOf, Trapped } from './chain.mjs';
import { Coverage } from './coverage.mjs';
import { shorten } from './decode.mjs';
import { FollowUps } from './follow_ups.mjs';
import { kSeed, Random } from './random.mjs';
import { passEra, populate } from './random_era.mjs';
import { skipWithout } from './reference.mjs';
import { Report } from './report.mjs';
import { palletsOf, startChain } from './run.mjs';
import { KSM, Scenario } from './scenario.mjs';
import { Values } from './values.mjs';
import { Messages, sovereign } from './xcm.mjs';
import { XcmCalls } from './xcm_calls.mjs';
import { kPlaces, kTrapped } from './xcm_programs.mjs';

const kCount = Number(process.env.DIFF_COUNT ?? 400);
const kEras = Number(process.env.DIFF_ERAS ?? 0);
const kToldEras = 100;
const kKeptPlaces = 4;
const kShrunkGroups = 3;
const kMostShrunk = 5000; // steps
const kErasKept = 20; // in the journal: some 50,000 writes each
const kShrinkMs = 20_000; // for each
const kMessagingParas = [kPlaces.system, kPlaces.user];
const kForRoot = new Set([29, 1, 10, 22, 44]); // Scheduler, Babe, Grandpa, the fellowship, Whitelist: for few others

// Calls after which the next step cannot run, on both sides.
const kSkipped = new Set(['System.set_heap_pages', 'System.set_code', 'System.set_code_without_checks', 'System.set_storage',
    'System.kill_storage', 'System.kill_prefix', ...(process.env.DIFF_WITHOUT ?? '').split(',')]);

const kSigners = ['Alice', 'Bob', 'Charlie', 'Dave', 'Eve', 'Ferdie'].map((name) => kDev[name])
    .concat(Array.from({ length: 6 }, (_, i) => keyOf(`//Random//${i}`)));

/**
 * One step: { block: n }, { era: true }, { fund: signer }, { decode: bytes }, { root: call }, { para: n, message: bytes } or { signer, call, options }. Each can be made again by
 * itself.
 */
class Generator {
    /** `candidates`: public keys of others whom calls may name. */
    constructor(chain, candidates = []) {
        this.chain = chain;
        this.random = new Random('sequences');
        this.broke = null; // a signer who cannot pay any more
        this.pending = []; // multisigs under way: { members, threshold, call, hash, height, index }
        const multis = [[0, 1], [0, 1, 2], [3, 4]].map((list) => createKeyMulti(list.map((i) => kSigners[i].publicKey), 2));
        this.known = {
            pallets: new Set(palletsOf(chain)),
            accounts: [...kSigners.map(({ publicKey }) => publicKey), ...multis, ...candidates],
            hashes: [], timepoints: [], block: 1, calls: [], skip: (pallet, name) => kSkipped.has(`${pallet}.${name}`),
        };
        this.known.callsByHash = new Map();
        this.values = new Values(chain.registry, this.random, this.known);
        this.followUps = new FollowUps(chain, this.random, kSigners, this.known);
        this.xcm = new XcmCalls(new Scenario(chain), this.random, { accounts: this.known.accounts, trapped: kTrapped, queries: [] });
    }

    async next() {
        const { random, known } = this;
        known.block = this.chain.number;
        if (this.broke !== null && random.chance(70)) {
            const fund = this.broke;
            this.broke = null;
            return { fund };
        }
        if (random.chance(8)) return { block: random.between(1, 2) };
        if (random.chance(8)) return { decode: this.#damaged(this.#call()) };
        if (random.chance(2)) {
            const para = random.pick(kMessagingParas);
            return { para, message: this.xcm.message(para).bytes };
        }
        const options = random.chance(12) ? { tip: random.between(0, 2_000_000_000) } : {};
        const odd = random.between(0, 99);
        if (odd < 2) options.skipNonce = random.between(-1, 2);
        else if (odd < 4) options.era = u8aToHex(random.bytes(2).map((one) => one | 1));
        else if (odd < 5) options.forge = random.between(1, 64);
        else if (odd < 12) options.period = 2 ** random.between(2, 8);
        if (this.pending.length > 0 && random.chance(15)) return this.#approval();
        const call = this.#call();
        if (random.chance(40)) {
            const step = await this.followUps.next(call).catch(() => null); // polkadot-js does not know all calls
            if (step !== null) return step;
        }
        this.#remember(call);
        const needsRoot = kForRoot.has(call[0]) || /force|add_registrar|kill_identity|request_preimage/.test(this.#nameOf(call));
        if (random.chance(needsRoot ? 75 : 8)) return { root: call };
        return { signer: random.between(0, kSigners.length - 1), call, options };
    }

    #call() {
        return this.random.chance(4) ? this.xcm.next().bytes : this.values.call(this.known.skip);
    }

    #nameOf(call) {
        return this.chain.decoder.calls.get(this.chain.decoder.palletNames.get(call[0]))?.get(call[1]) ?? '';
    }

    /** Hashes by which other calls may refer to this one or to what it says. */
    #remember(call) {
        const { hashes, calls } = this.known;
        hashes.push(blake2AsHex(call), blake2AsHex(call.subarray(2)), blake2AsHex(call.subarray(3)));
        hashes.splice(0, hashes.length - 60);
        if (call.length < 200 && this.random.chance(20)) calls.push(call);
        calls.splice(0, calls.length - 12);
    }

    /** One of the members brings the next approval, or the call, or cancels. */
    #approval() {
        const { random } = this;
        const { others, threshold, call, height, index } = random.pick(this.pending);
        const all = others.slice();
        const signer = kSigners.findIndex(({ publicKey }) => all.some((one) => u8aToHex(one) === u8aToHex(publicKey)));
        if (signer < 0) return { block: 1 };
        const own = u8aToHex(kSigners[signer].publicKey);
        const rest = all.filter((one) => u8aToHex(one) !== own).sort((a, b) => Buffer.compare(Buffer.from(a), Buffer.from(b)));
        const { registry } = this.chain;
        const type = (name, value) => registry.createType(name, value).toU8a();
        const point = u8aConcat(type('u32', height), type('u32', index));
        const head = u8aConcat(type('u16', threshold), type('Vec<AccountId>', rest.map((one) => u8aToHex(one))));
        const weight = u8aConcat(type('Compact<u64>', 5_000_000_000), type('Compact<u64>', 100_000));
        const hash = hexToU8a(blake2AsHex(call));
        const kind = random.between(0, 9);
        if (kind === 0) return { signer, call: u8aConcat([31, 3], head, point, hash), options: {} };
        if (kind < 4) return { signer, call: u8aConcat([31, 2], head, [1], point, hash, weight), options: {} };
        return { signer, call: u8aConcat([31, 1], head, [1], point, call, weight), options: {} };
    }

    #damaged(call) {
        const out = call.slice();
        const at = this.random.between(2, Math.max(2, out.length - 1));
        const kind = this.random.between(0, 2);
        if (kind === 0 && at < out.length) out[at] ^= 1 << this.random.between(0, 7);
        if (kind === 1) return out.subarray(0, at);
        return out;
    }

    /** What came of a step: timepoints and multisigs to go on with. */
    learn(step, { events, outcome }) {
        if (outcome === 'Invalid.Payment') this.broke = step.signer;
        this.followUps.learn(events);
        if (!events.some(({ name }) => name === 'Multisig.NewMultisig')) return;
        const timepoint = { height: this.chain.number, index: this.chain.included.length - 1 };
        this.known.timepoints.push(timepoint);
        this.known.timepoints.splice(0, this.known.timepoints.length - 8);
        let call;
        try {
            call = this.chain.registry.createType('Call', step.call);
        } catch {
            return;
        }
        if (this.chain.decoder.callName(call) !== 'Multisig.as_multi') return;
        const [threshold, others, , inner] = call.args;
        this.pending.push({ ...timepoint, threshold: threshold.toNumber(), call: inner.toU8a(),
            others: [kSigners[step.signer].publicKey, ...others.map((one) => one.toU8a())] });
        this.pending.splice(0, this.pending.length - 6);
    }
}

/** A message of a para waits behind those that do, as if a candidate of it had been included. */
async function receive(chain, { para, message }) {
    const t = new Scenario(chain);
    const book = await t.read('messageQueue', 'bookStateFor', { Ump: { Para: para } });
    if (book?.readyNeighbours.isSome) return; // the queue is not served yet
    await new Messages(t).receive(para, [message], book === null ? 0 : book.end.toNumber());
}

/** Makes a step on both sides. */
async function make(chain, step) {
    if (step.block) {
        await chain.next(step.block);
        return { events: [] };
    }
    if (step.era) {
        return { events: [], hasEnded: await passEra(chain) };
    }
    if (step.root) {
        return chain.byRoot(step.root, shorten(u8aToHex(step.root), 300));
    }
    if (step.message) {
        await receive(chain, step);
        return { events: [] };
    }
    if (step.fund !== undefined) {
        await chain.fund(kSigners[step.fund], 100n * KSM);
        return { events: [] };
    }
    if (step.decode) {
        chain.step = `block ${chain.number}: query_call_info of ${shorten(u8aToHex(step.decode), 600)}`;
        await chain.compareCall('TransactionPaymentCallApi_query_call_info', u8aToHex(u8aConcat(step.decode, new Uint8Array(4))));
        return { events: [] };
    }
    const { skipNonce, forge, period, era, ...options } = step.options;
    const pair = kSigners[step.signer];
    if (skipNonce) options.nonce = Math.max(0, await chain.nonceOf(pair) + skipNonce);
    if (forge) options.forge = (bytes) => bytes.map((one, i) => (i === forge ? one ^ 1 : one));
    if (period) options.mortal = { period, at: chain.number - 1 };
    if (era) options.era = hexToU8a(era);
    const extrinsic = await chain.sign(pair, step.call, options);
    let text = shorten(u8aToHex(step.call), 300);
    let call;
    try {
        call = chain.registry.createType('Call', step.call);
        text = `${chain.decoder.callText(call)}  ${text}`;
        chain.coverage?.sawCall(call);
    } catch {
        call = undefined; // polkadot-js does not know all there is
    }
    return chain.apply(extrinsic, `signer ${step.signer}: ${text}`, { call: call && { toU8a: () => step.call } });
}

/** A step as a line that DIFF_STEPS reads. */
const stepText = (step) => JSON.stringify(step, (_, value) => (value instanceof Uint8Array ? u8aToHex(value) : value));
const readStep = (line) => {
    const step = JSON.parse(line);
    for (const name of ['call', 'decode', 'message', 'root']) if (step[name]) step[name] = hexToU8a(step[name]);
    return step;
};
const groupOf = ({ kind, subject }) => `${kind} ${subject.replace(/\(.*/s, '').trim()}`;

/** Whether the steps, from the start, lead to a difference of that group. */
async function leadsTo(chain, start, steps, group) {
    const report = new Report();
    chain.report = chain.judge.report = report;
    await chain.restore(start);
    for (const step of steps) {
        await make(chain, step).catch(() => {});
        if (report.differences.some((one) => groupOf(one) === group)) return true;
    }
    return false;
}

/** Fewer steps that still lead there. */
async function shrink(chain, start, steps, group) {
    const until = Date.now() + kShrinkMs;
    let kept = steps;
    if (!await leadsTo(chain, start, kept, group)) return kept;
    for (let size = Math.ceil(kept.length / 2); size >= 1; size = size === 1 ? 0 : Math.ceil(size / 2)) {
        for (let at = 0; at + size < kept.length && Date.now() < until;) { // the last step shows it
            const fewer = [...kept.slice(0, at), ...kept.slice(at + size)];
            if (await leadsTo(chain, start, fewer, group)) kept = fewer;
            else at += size;
        }
    }
    return kept;
}

async function main([runnerPath]) {
    skipWithout('differential_sequences');
    console.log(`SEED=${kSeed} DIFF_COUNT=${kCount}`);
    const report = new Report();
    report.scenario = 'sequences';
    const coverage = new Coverage();
    const chain = await startChain(runnerPath, report, coverage);
    const before = Date.now();
    await chain.endow(kSigners.slice(6), 200n * KSM);
    await chain.next();
    for (const [to, value] of [[kSigners[6], 5n], [kSigners[7], 1n]]) { // some are poor
        await make(chain, { root: chain.encodeCall(chain.tx.balances.forceSetBalance(to.address, value * KSM / 10n)) });
    }
    await new Messages(new Scenario(chain)).know(...Object.values(kPlaces).filter((one) => one !== kPlaces.unknown));
    for (const para of kMessagingParas) await chain.fund({ publicKey: sovereign(para) }, 1_000_000n * KSM);
    const candidates = kEras > 0 ? await populate(chain, new Random('stakers')) : [];
    const start = await chain.save();
    const generator = new Generator(chain, candidates);
    const steps = [];
    let ended = 0;
    const places = []; // to go back to, where the steps have led to a block that no runtime can open
    const firsts = new Map(); // group → steps until then
    const given = process.env.DIFF_STEPS && readFileSync(process.env.DIFF_STEPS, 'utf8').split('\n').map((line) => line.trim()).filter(Boolean).map(readStep);
    const perEra = Math.ceil(kCount / (kEras + 1));
    const next = () => (kEras > 0 && steps.length % perEra === perEra - 1 ? { era: true } : generator.next());
    while (steps.length < (given?.length ?? kCount)) {
        const step = given ? given[steps.length] : await next();
        steps.push(step);
        const told = report.differences.length;
        const done = await make(chain, step).catch((error) => error);
        if (done instanceof Error) {
            if (!(done instanceof Trapped) || places.length === 0) throw done;
            // Root may configure what cannot be served. The cause may be older than the last place.
            console.log(`step ${steps.length}: ${done.message.slice(0, 200)}; on both sides, and the chain goes back`);
            await chain.restore(places.pop());
            continue;
        }
        if (!given) generator.learn(step, done);
        if (done.hasEnded) {
            ended += 1;
            if (ended % kToldEras === 0) console.log(`${ended} eras, ${steps.length} steps, ${chain.number} blocks`);
            const isFree = steps.length > kMostShrunk && ![...firsts.values()].some((count) => count <= kMostShrunk);
            if (isFree && ended % kErasKept === 0) {
                await chain.nextWithoutPast();
                places.length = 0;
            }
            places.push(await chain.save());
            places.splice(0, places.length - kKeptPlaces);
        }
        for (const one of report.differences.slice(told)) {
            if (firsts.has(groupOf(one))) continue;
            firsts.set(groupOf(one), steps.length);
            console.log(`step ${steps.length} differs: ${groupOf(one)}: ${one.step}`); // a run that dies has told it
        }
    }
    await chain.close();
    console.log(`${steps.length} steps, ${chain.number} blocks${kEras > 0 ? `, ${ended} of ${kEras} eras ended` : ''}, ${Date.now() - before} ms`);
    let text = report.text();
    console.log('\n' + text);
    for (const [group, count] of [...firsts].filter(([, steps]) => steps <= kMostShrunk).slice(0, kShrunkGroups)) {
        const fewer = await shrink(chain, start, steps.slice(0, count), group);
        const told = text.length;
        text += `\n\nSteps that lead to "${group}" (DIFF_STEPS):\n${fewer.map((one) => `  ${stepText(one)}`).join('\n')}`;
        console.log(text.slice(told));
    }
    const reached = coverage.text([...generator.known.pallets]);
    if (process.env.DIFF_COVERAGE) console.log('\n' + reached);
    if (process.env.DIFF_REPORT) writeFileSync(process.env.DIFF_REPORT, `${text}\n\n${reached}\n`);
    chain.runner.close();
    process.exitCode = report.isGood ? 0 : 1;
}

await main(process.argv.slice(2));
