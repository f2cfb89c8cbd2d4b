// parachain_costs.mjs RUNNER: costs of the parachain host in Kusama's runtime and ours (OURS=path.wasm), in one host and one run, on
// the same state of paras and validators: an inherent with bitfields and candidates, a session change, a dispute with the votes of
// all. Milliseconds of processor time of the call, the smallest of the repeats; then the same when the host knows the verdicts on the
// signatures, as a node does that has them from its peers.
//   SIZE=PxV     paras and validators (100x1000)
import { u8aToHex } from '@polkadot/util';

import { keyOf } from './chain.mjs';
import { Costs } from './costs.mjs';
import { candidateHash, statementSet } from './disputes.mjs';
import { Parachains } from './parachains.mjs';
import { Report } from './report.mjs';
import { startChain } from './run.mjs';
import { Scenario } from './scenario.mjs';

const kFirstPara = 2000;

const range = (count) => Array.from({ length: count }, (_, i) => i);

async function main([path]) {
    const [paras, validators] = (process.env.SIZE ?? '100x1000').split('x').map(Number);
    const chain = await startChain(path, new Report());
    const { runner } = chain;
    const t = new Scenario(chain);
    const parachains = new Parachains(t);
    const costs = new Costs(runner);
    const kWatched = ['Core_initialize_block', 'BlockBuilder_inherent_extrinsics', 'BlockBuilder_apply_extrinsic', 'BlockBuilder_finalize_block'];
    const ids = range(paras).map((i) => kFirstPara + i);
    /** Paras whose candidate of this block waits; paras whose head is that of a candidate on block `parent`. Events are too many. */
    const backed = async () => {
        const waiting = [...(await parachains.pending()).values()].flat();
        return waiting.filter((one) => one.backedInNumber.toNumber() === chain.number).length;
    };
    const included = async (parent) => {
        const all = await Promise.all(ids.map((id) => chain.read('paras', 'heads', id)));
        return all.filter((head, i) => head.toHex() === u8aToHex(parachains.headOf(ids[i], parent))).length;
    };
    const expect = (what, found, expected) => {
        if (found !== expected) throw new Error(`${what}: expected ${expected}, got ${found}`);
    };
    const kept = () => chain.registry.createType('Extrinsic', chain.inherents.at(-1)).method.args[0];
    /** Ends the block. */
    const tellInherent = async (what) => {
        costs.tell(`${what}, provided`, costs.sum('BlockBuilder_inherent_extrinsics'));
        // The first extrinsic is the timestamp's.
        costs.tell(`${what}, entered`, costs.sum('BlockBuilder_apply_extrinsic', (i) => i === 1));
        costs.watch('Core_execute_block');
        await chain.close();
        costs.tell(`${what}, the block imported`, costs.sum('Core_execute_block'));
        costs.watch();
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
    costs.watch(...kWatched);
    await chain.open({ skip: 600, claim: 'primary' });
    await chain.close({ execute: false });
    costs.tell(`a session change with ${validators} validators`, costs.sum('Core_initialize_block'), costs.sum('BlockBuilder_finalize_block'));
    costs.tell('  of it the begin of the block', costs.sum('Core_initialize_block'));
    costs.tell('  of it the end of the block', costs.sum('BlockBuilder_finalize_block'));
    costs.watch();
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
    const block = async (make, options = {}) => {
        const data = await make();
        costs.watch(...kWatched);
        await chain.open({ parachains: data, ...options });
        const inherent = kept();
        return { bitfields: inherent.bitfields.length, candidates: inherent.backedCandidates.length, disputes: inherent.disputes.length };
    };
    let done = await block(async () => ({ candidates: await candidates() }));
    expect('backed', await backed(), paras);
    const first = parachains.parent.number;
    await tellInherent(`${paras} candidates`);

    // All at once: more than a block has weight for, so that candidates are dropped, and bitfields at random.
    const state = await chain.save();
    done = await block(async () => ({ bitfields: await bitfields(range(validators)), candidates: await candidates(first) }));
    await tellInherent(`${validators} bitfields and ${paras} candidates, of which ${done.bitfields} and ${done.candidates} fit`);
    await chain.restore(state);

    // Bitfields in two blocks, as many as fit beside candidates: the second block includes all, and backs the next ones.
    const most = Math.min(Math.ceil(validators * 0.56), 570);
    await block(async () => ({ bitfields: await bitfields(range(most)) }));
    await tellInherent(`${most} bitfields`);
    done = await block(async () => ({ bitfields: await bitfields(range(most).map((i) => validators - most + i)), candidates: await candidates(first) }));
    expect('included', await included(first), paras);
    expect('backed', await backed(), paras);
    await tellInherent(`${done.bitfields} bitfields and ${paras} candidates, as many included and backed`);

    // A dispute in which all vote: a third for the candidate, the others against it.
    const session = await parachains.session();
    const set = statementSet(candidateHash(7), session, signers.map((pair, i) => [i === 0 ? 'seconded' : i < validators / 4 ? 'approved' : 'invalid', i, pair]));
    // Who loses is disabled: not the author of the block.
    const losers = new Set(signers.slice(0, Math.ceil(validators / 4)).map(({ publicKey }) => u8aToHex(publicKey)));
    const author = range(validators).find((i) => !losers.has(u8aToHex(keyOf(`//Key//${i}`).publicKey)));
    done = await block(async () => ({ disputes: [set] }), { author });
    expect('disputes', done.disputes, 1);
    await tellInherent(`a dispute with ${validators} votes`);
    const { differences, faults } = chain.report;
    if (differences.length + faults.length > 0) throw new Error(`the runtimes differ: ${JSON.stringify([...differences, ...faults][0]).slice(0, 500)}`);
    runner.close();
}

await main(process.argv.slice(2));
