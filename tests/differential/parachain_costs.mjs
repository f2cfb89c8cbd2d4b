// parachain_costs.mjs RUNNER: what the parachain host costs Kusama's runtime and ours (OURS=path.wasm), in one host and one run, on
// the same state of paras and validators: an inherent with bitfields and candidates, a session change, a dispute with the votes of
// all. Milliseconds of processor time of the call, the smallest of the repeats. The host remembers no verdict on a signature here.
//   SIZE=PxV     paras and validators (100x1000)
import { u8aToHex } from '@polkadot/util';

import { candidateHash, statementSet } from './disputes.mjs';
import { Parachains } from './parachains.mjs';
import { Report } from './report.mjs';
import { startChain } from './run.mjs';
import { Scenario } from './scenario.mjs';

const kRepeats = Number(process.env.REPEATS ?? 3);
const kFirstPara = 2000;

const range = (count) => Array.from({ length: count }, (_, i) => i);

async function main([path]) {
    const [paras, validators] = (process.env.SIZE ?? '100x1000').split('x').map(Number);
    const chain = await startChain(path, new Report());
    const { runner } = chain;
    const t = new Scenario(chain);
    const parachains = new Parachains(t);
    const times = new Map();
    const ask = runner.ask.bind(runner);
    runner.ask = async (request) => {
        const answer = await ask(request);
        for (const [i, one] of (Array.isArray(request) ? request : [request]).entries()) {
            if (one.op !== 'call') continue;
            const key = `${one.method} ${one.world}`;
            times.set(key, [...(times.get(key) ?? []), (Array.isArray(answer) ? answer[i] : answer).us / 1000]);
        }
        return answer;
    };
    /** Of the last call of these methods of each repeat. */
    const tell = (what, ...methods) => {
        const [real, ours] = ['real', 'ours'].map((world) => methods.reduce((sum, method) => sum + Math.min(...times.get(`${method} ${world}`)), 0));
        console.log(`${what}: ours ${ours.toFixed(1)} ms, Kusama's ${real.toFixed(1)} ms, ${(ours / real).toFixed(2)}`);
    };
    /** The same again and again from one state; the last one stays. */
    const repeat = async (action) => {
        const state = await chain.save();
        times.clear();
        for (let i = 0; i < kRepeats; ++i) {
            if (i > 0) await chain.restore(state);
            await action();
        }
    };
    const ids = range(paras).map((i) => kFirstPara + i);
    /** Paras whose candidate of this block waits; paras whose head is that of a candidate on block `parent`. Events are too many. */
    const backed = async () => {
        const all = await Promise.all(ids.map((id) => chain.read('paraInclusion', 'pendingAvailability', id)));
        return all.filter((one) => one?.backedInNumber.toNumber() === chain.number).length;
    };
    const included = async (parent) => {
        const all = await Promise.all(ids.map((id) => chain.read('paras', 'heads', id)));
        return all.filter((head, i) => head.toHex() === u8aToHex(parachains.headOf(ids[i], parent))).length;
    };
    const expect = (what, found, expected) => {
        if (found !== expected) throw new Error(`${what}: expected ${expected}, got ${found}`);
    };
    const kept = () => chain.registry.createType('Extrinsic', chain.inherents.at(-1)).method.args[0];
    const kInherent = ['BlockBuilder_inherent_extrinsics'];
    // The timestamp's extrinsic costs little, and is the first of two: what is asked is the larger one.
    const tellInherent = (what) => {
        tell(`${what}, provided`, ...kInherent);
        const applied = (world) => {
            const all = times.get(`BlockBuilder_apply_extrinsic ${world}`);
            return all.filter((_, i) => i % 2 === 1);
        };
        for (const world of ['real', 'ours']) times.set(`enter ${world}`, applied(world));
        tell(`${what}, entered`, 'enter');
    };

    await chain.open();
    await chain.close({ execute: false });
    await parachains.appoint(validators);
    await parachains.register(ids);
    await parachains.configure({ maxValidatorsPerCore: null, maxValidators: null, schedulingLookahead: 1, groupRotationFrequency: 20,
        parasAvailabilityPeriod: 10 });
    await chain.open({ skip: 600, claim: 'primary' });
    await chain.close({ execute: false });
    await chain.open();
    await chain.close({ execute: false });
    await repeat(async () => {
        await chain.open({ skip: 600, claim: 'primary' });
        await chain.close({ execute: false });
    });
    tell(`a session change with ${validators} validators`, 'Core_initialize_block', 'BlockBuilder_finalize_block');
    tell('  of it the begin of the block', 'Core_initialize_block');
    tell('  of it the end of the block', 'BlockBuilder_finalize_block');
    expect('validators', (await parachains.validators()).filter((one) => one !== undefined).length, validators);
    await chain.open();
    await chain.close({ execute: false });

    // Blocks with candidates of all paras and bitfields.
    const signers = await parachains.validators();
    const bitfields = (indices) => Promise.all(indices.map((i) => parachains.bitfield(range(paras).map(() => true), i, { signer: signers[i] })));
    const candidates = async (parent) => {
        const facts = await parachains.facts();
        return Promise.all(ids.map((id) => parachains.candidate(id, { facts, ...(parent === undefined ? {} : { parentHead: parachains.headOf(id, parent) }) })));
    };
    const block = async (make) => {
        const data = await make();
        await repeat(() => chain.open({ parachains: data }));
        const inherent = kept();
        return { bitfields: inherent.bitfields.length, candidates: inherent.backedCandidates.length, disputes: inherent.disputes.length };
    };
    let done = await block(async () => ({ candidates: await candidates() }));
    expect('backed', await backed(), paras);
    tellInherent(`${paras} candidates`);
    const first = parachains.parent.number;
    await chain.close({ execute: false });

    // All at once: more than a block has weight for, so that candidates are dropped, and bitfields at random.
    const state = await chain.save();
    done = await block(async () => ({ bitfields: await bitfields(range(validators)), candidates: await candidates(first) }));
    tellInherent(`${validators} bitfields and ${paras} candidates, of which ${done.bitfields} and ${done.candidates} fit`);
    await chain.restore(state);

    // Bitfields in two blocks, as many as fit beside candidates: the second block includes all, and backs the next ones.
    const most = Math.min(Math.ceil(validators * 0.56), 570);
    await block(async () => ({ bitfields: await bitfields(range(most)) }));
    tellInherent(`${most} bitfields`);
    await chain.close({ execute: false });
    done = await block(async () => ({ bitfields: await bitfields(range(most).map((i) => validators - most + i)), candidates: await candidates(first) }));
    expect('included', await included(first), paras);
    expect('backed', await backed(), paras);
    tellInherent(`${done.bitfields} bitfields and ${paras} candidates, as many included and backed`);
    await chain.close({ execute: false });

    // A dispute in which all vote: a third for the candidate, the others against it.
    const session = await parachains.session();
    const set = statementSet(candidateHash(7), session, signers.map((pair, i) => [i === 0 ? 'seconded' : i < validators / 4 ? 'approved' : 'invalid', i, pair]));
    done = await block(async () => ({ disputes: [set] }));
    expect('disputes', done.disputes, 1);
    tellInherent(`a dispute with ${validators} votes`);
    const { differences, faults } = chain.report;
    if (differences.length + faults.length > 0) throw new Error(`the runtimes differ: ${JSON.stringify([...differences, ...faults][0]).slice(0, 500)}`);
    runner.close();
}

await main(process.argv.slice(2));
