// calls.mjs RUNNER: random bytes as calls, from a seed, decoded by Kusama's runtime and by ours: taken by ours exactly when by the
// real one, with the same weight, class and fee. Exit code 1 after a difference, with the bytes, shrunk.
//   OURS=path.wasm   our runtime
//   SEED=text        repeats a run; "random" for another one, whose seed is printed
//   DIFF_SECONDS=n   for how long
//   DIFF_CALL=hex    asks about one call alone
//   DIFF_CORPUS=dir  asks about the files of this folder first, instead of fuzz/corpus/runtime_call
import { readdirSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

import { compactAddLength, compactToU8a, hexToU8a, u8aConcat, u8aToHex } from '@polkadot/util';

import { keyOf } from './chain.mjs';
import { kSeed, Random } from './random.mjs';
import { skipWithout } from './reference.mjs';
import { Report } from './report.mjs';
import { palletsOf, startChain } from './run.mjs';
import { Values } from './values.mjs';

const kSeconds = Number(process.env.DIFF_SECONDS ?? 8);
const kCorpus = process.env.DIFF_CORPUS ?? join(dirname(fileURLToPath(import.meta.url)), '../../fuzz/corpus/runtime_call');
const kBatch = 64;
const kMostBytes = 4096;
const kPool = 400; // calls to change and to join
const kShown = 10;
const kUnsigned = 5; // the version of an extrinsic without a signature
// Bytes before a call in another that takes one as its last argument.
const kTakers = [[24, 0, 4], [24, 1, 0, 0], [24, 2, 4], [24, 4, 4], [24, 3, 0, 0], [29, 0, 9, 0, 0, 0, 0, 0]];

const kWays = {
    query: { method: 'TransactionPaymentCallApi_query_call_info', args: (call) => u8aConcat(call, [0, 0, 0, 0]) },
    apply: { method: 'BlockBuilder_apply_extrinsic', args: (call) => compactAddLength(u8aConcat([kUnsigned], call)) },
};

class Mutator {
    constructor(chain) {
        this.random = new Random('calls');
        const pallets = new Set(palletsOf(chain));
        const accounts = Array.from({ length: 4 }, (_, i) => keyOf(`//Random//${i}`).publicKey);
        this.values = new Values(chain.registry, this.random, { pallets, accounts, hashes: [], timepoints: [], block: 9, calls: [] });
        this.pallets = chain.decoder.pallets.map(({ index }) => index.toNumber());
        this.pool = [];
    }

    next() {
        const { random } = this;
        let call = this.pool.length < 50 || random.chance(35) ? this.values.call() : random.pick(this.pool);
        for (let changes = random.between(0, 3); changes > 0; --changes) call = this.#change(call);
        return call.subarray(0, kMostBytes);
    }

    /** A call that was taken, to go on from. */
    keep(call) {
        if (call.length > kMostBytes / 4) return;
        if (this.pool.length < kPool) this.pool.push(call);
        else this.pool[this.random.between(0, kPool - 1)] = call;
    }

    #change(call) {
        const { random } = this;
        const at = random.between(0, Math.max(0, call.length - 1));
        const [before, behind] = [call.subarray(0, at), call.subarray(at)];
        const with1 = (byte) => u8aConcat(before, [byte & 255], behind.subarray(1));
        switch (random.between(0, 13)) {
            case 0: return with1((call[at] ?? 0) ^ (1 << random.between(0, 7)));
            case 1: return with1((call[at] ?? 0) + random.pick([-4, -1, 1, 4]));
            case 2: return with1(random.pick([0, 1, 2, 3, 4, 127, 128, 252, 253, 254, 255]));
            case 3: return before;
            case 4: return u8aConcat(before, random.bytes(random.between(1, 4)), behind);
            case 5: return u8aConcat(before, behind.subarray(random.between(1, 4)));
            case 6: return u8aConcat(call, random.bytes(random.between(1, 40)));
            case 7: { // the rest of another one
                const other = this.pool.length > 0 ? random.pick(this.pool) : call;
                return u8aConcat(before, other.subarray(Math.min(at, other.length)));
            }
            case 8: return u8aConcat(...Array(random.between(1, random.chance(10) ? 300 : 4)).fill(random.pick(kTakers)), call);
            case 9: { // a compact number as others write it
                const number = random.pick([0, 1, 63, 64, 100, 16_383, 16_384, 2 ** 30 - 1, 2 ** 30, 2 ** 32 - 1, 2 ** 32]);
                return u8aConcat(before, compactToU8a(number), behind.subarray(1));
            }
            case 10: { // in more bytes than it needs
                const byte = behind[0] ?? 0;
                const forms = [[((byte << 2) | 1) & 255, byte >> 6], [((byte << 2) | 2) & 255, byte >> 6, 0, 0], [3, byte, 0, 0, 0], [7, byte, 0, 0, 0, 0]];
                return u8aConcat(before, random.pick(forms), behind.subarray(1));
            }
            case 11: return u8aConcat([random.pick(this.pallets), random.between(0, 12)], call.subarray(2));
            case 12: return u8aConcat([random.between(0, 255), random.between(0, 40)], random.bytes(random.between(0, 80)));
            default: return u8aConcat(compactToU8a(random.between(0, 3)), call);
        }
    }
}

const isTaken = ({ trap }) => trap === undefined;
const isSame = ([real, ours]) => isTaken(real) === isTaken(ours) && real.result === ours.result;

async function ask(chain, way, calls) {
    const requests = calls.flatMap((call) => ['real', 'ours'].map((world) => (
        { op: 'call', world, method: kWays[way].method, args: u8aToHex(kWays[way].args(call)) })));
    const answers = await chain.runner.ask(requests);
    return calls.map((_, i) => answers.slice(2 * i, 2 * i + 2));
}

/** Fewer and simpler bytes that still differ in the same way. */
async function shrink(chain, way, call, kind) {
    const differs = async (bytes) => kindOf((await ask(chain, way, [bytes]))[0]) === kind;
    let kept = call;
    for (let size = kept.length >> 1; size >= 1; size >>= 1) {
        for (let at = 0; at + size <= kept.length;) {
            const fewer = u8aConcat(kept.subarray(0, at), kept.subarray(at + size));
            if (await differs(fewer)) kept = fewer;
            else at += size;
        }
    }
    return kept;
}

const kindOf = ([real, ours]) => (isTaken(real) ? (isTaken(ours) ? 'answers' : 'ours refuses') : (isTaken(ours) ? 'ours takes' : 'none'));

async function main([runnerPath]) {
    skipWithout('differential_calls');
    const chain = await startChain(runnerPath, new Report(), undefined);
    await chain.next();
    if (process.env.DIFF_CALL) {
        for (const way of Object.keys(kWays)) console.log(way, JSON.stringify((await ask(chain, way, [hexToU8a(process.env.DIFF_CALL)]))[0], null, 1));
        return chain.runner.close();
    }
    console.log(`SEED=${kSeed} DIFF_SECONDS=${kSeconds}`);
    const mutator = new Mutator(chain);
    const count = { asked: 0, taken: 0 };
    const found = new Map(); // kind and what it begins with → { way, call, answers }
    const compare = async (way, calls, keep) => {
        for (const [i, answers] of (await ask(chain, way, calls)).entries()) {
            count.asked += 1;
            if (isTaken(answers[0])) count.taken += 1;
            if (isSame(answers)) {
                if (isTaken(answers[0]) && keep()) mutator.keep(calls[i]);
                continue;
            }
            const kind = kindOf(answers);
            const name = `${kind} ${way} ${calls[i].subarray(0, 2).join('.')}`;
            if (!found.has(name)) found.set(name, { way, call: calls[i], kind });
        }
    };
    const corpus = readdirSync(kCorpus).sort().map((name) => new Uint8Array(readFileSync(join(kCorpus, name))).subarray(0, kMostBytes));
    for (let at = 0; at < corpus.length; at += kBatch) {
        for (const way of Object.keys(kWays)) await compare(way, corpus.slice(at, at + kBatch), () => way === 'query');
    }
    console.log(`${corpus.length} calls of the corpus, ${count.taken} times taken by the real runtime`);
    const until = Date.now() + 1000 * kSeconds;
    while (Date.now() < until) {
        const calls = Array.from({ length: kBatch }, () => mutator.next());
        await compare(mutator.random.chance(15) ? 'apply' : 'query', calls, () => mutator.random.chance(20));
    }
    console.log(`${count.asked} calls, ${count.taken} taken by the real runtime`);
    let failed = 0;
    for (const { way, call, kind } of [...found.values()].slice(0, kShown)) {
        const fewer = await shrink(chain, way, call, kind);
        failed += 1;
        const [real, our] = (await ask(chain, way, [fewer]))[0];
        console.log(`DIFFERENCE: ${kind} (${way}): ${u8aToHex(fewer)}\n    from ${u8aToHex(call)}\n    real: ${JSON.stringify(real).slice(0, 300)}\n    ours: ${JSON.stringify(our).slice(0, 300)}`);
    }
    chain.runner.close();
    process.exitCode = failed === 0 ? 0 : 1;
    return undefined;
}

await main(process.argv.slice(2));
