// More for parachains than a block has room for: 200 candidates with and without new code, bitfields of 200 validators, disputes.
// The kept data is chosen at random, from the parent block's randomness; a block with all of it is refused.
import { bnToU8a, compactToU8a, u8aConcat } from '@polkadot/util';

import { Parachains } from '../parachains.mjs';

const kParas = 200;
const kValidators = 200;
const kFirst = 2000;
const kIds = Array.from({ length: kParas }, (_, i) => kFirst + i);
const kLargeCode = 700_000;

const u32 = (value) => bnToU8a(value, { bitLength: 32 });

export async function run(t) {
    const { chain, registry } = t;
    const para = new Parachains(t);
    /** What the inherent of the open block has kept: numbers, and how many candidates with code. */
    const kept = () => {
        const { bitfields, backedCandidates, disputes } = registry.createType('Extrinsic', chain.inherents.at(-1)).method.args[0];
        const codes = backedCandidates.filter(({ candidate }) => candidate.commitments.newValidationCode.isSome).length;
        return { bitfields: bitfields.length, candidates: backedCandidates.length, codes, disputes: disputes.length };
    };
    const expect = (what, rule) => {
        if (!rule(kept())) chain.report.fault(chain, `${what}: not what was expected: ${JSON.stringify(kept())}`);
    };
    /** Candidates of the paras, those with `code(i)` with new code; on heads of the candidates on block `parent` if that is said. */
    const candidates = async (code = () => undefined, parent) => {
        const facts = await para.facts();
        return Promise.all(kIds.map((id, i) => para.candidate(id,
            { facts, commitments: { code: code(i) }, ...(parent === undefined ? {} : { parentHead: para.headOf(id, parent) }) })));
    };
    const small = (i) => new Uint8Array(40).fill(1 + i % 200);
    const few = (count) => (i) => (i % Math.floor(kParas / count) === 0 ? small(i) : undefined);
    /** The next block brings `data`; a block of others with all of it is refused if `refused` says so. */
    const block = async (data, what, rule, { refused = false } = {}) => {
        if (refused) {
            const state = await chain.save();
            await para.enter(async () => data, 'Invalid.BadMandatory');
            await chain.restore(state);
        }
        await chain.open({ parachains: data });
        expect(what, rule);
    };

    await t.next();
    await chain.close();
    await para.appoint(kValidators);
    await para.register(kIds);
    await para.configure({ maxValidatorsPerCore: null, maxValidators: null, schedulingLookahead: 1, groupRotationFrequency: 50,
        parasAvailabilityPeriod: 10, minimumValidationUpgradeDelay: 5, validationUpgradeCooldown: 2, validationUpgradeDelay: 20 });
    await para.endSession();
    await chain.close();
    const signers = await para.validators();
    const bitfields = () => Promise.all(signers.map((signer, i) => para.bitfield(kIds.map(() => true), i, { signer })));

    // All have new code: as many as fit. Which ones depends on the parent's randomness; without it on its hash.
    const start = await chain.save();
    await block({ candidates: await candidates(small) }, 'all with code', ({ codes }) => codes > 40 && codes < 60, { refused: true });
    await t.next(1, { claim: 'plain' });
    await chain.close();
    await block({ candidates: await candidates(small) }, 'those on free cores of as many', ({ codes }) => codes > 20 && codes < 50);
    await chain.close();

    // Some have: they come first, and others fill what they leave.
    await chain.restore(start);
    await block({ candidates: await candidates(few(40)) }, 'some with code', ({ candidates, codes }) => codes === 40 && candidates > 60 && candidates < kParas,
        { refused: true });
    await chain.restore(start);
    // Large code: the bytes are the limit.
    await block({ candidates: await candidates((i) => (i < 9 ? new Uint8Array(kLargeCode).fill(i) : undefined)) }, 'large code',
        ({ candidates, codes }) => codes === 7 && candidates > 150);
    await chain.restore(start);

    // All fit, and once more with the bitfields that make room for them; a little new code is too much then.
    await block({ candidates: await candidates() }, 'without code', ({ candidates }) => candidates === kParas);
    const first = chain.number - 1;
    await chain.close();
    const backed = await chain.save();
    const some = 40;
    const all = await bitfields();
    await block({ bitfields: all, candidates: await candidates(undefined, first) }, 'bitfields beside candidates',
        ({ bitfields, candidates }) => bitfields === kValidators && candidates === kParas);
    await chain.close();
    await chain.restore(backed);
    await block({ bitfields: all, candidates: await candidates(few(some), first) }, 'bitfields beside candidates with code',
        ({ bitfields, candidates, codes }) => bitfields === kValidators && codes === some && candidates < kParas, { refused: true });
    await chain.close();

    // Disputes first, then bitfields, then candidates. A dispute that was looked at has taken its room, although nobody has signed it.
    const session = await para.session();
    const disputes = (count, votes) => Array.from({ length: count }, (_, i) => u8aConcat(u32(i), new Uint8Array(28), u32(session), compactToU8a(votes),
        ...Array.from({ length: votes }, () => u8aConcat([1, 0], u32(kValidators), new Uint8Array(64)))));
    const partly = ({ bitfields, candidates }) => bitfields > 100 && bitfields < kValidators && candidates === 0;
    const nothing = ({ bitfields, candidates }) => bitfields === 0 && candidates === 0;
    const fewer = ({ bitfields, candidates }) => bitfields === kValidators && candidates > 0 && candidates < kParas;
    const fewest = ({ bitfields, candidates }) => bitfields < 10 && candidates === 0;
    for (const [count, votes, rule] of [[4, 9000, fewer], [4, 11_000, fewer], [5000, 2, fewest]]) {
        await chain.restore(backed);
        await block({ bitfields: all, candidates: await candidates(undefined, first), disputes: disputes(count, votes) }, `${count} disputes`, rule);
    }
}
