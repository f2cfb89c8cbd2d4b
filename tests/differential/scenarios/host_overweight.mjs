// More chains of candidates than a block of Kusama 1.7.1 has room for: whole chains are chosen, at random, those with new code first.
import { Parachains, kWhole } from '../parachains.mjs';

const kParas = 50;
const kLength = 3;
const kIds = Array.from({ length: kParas }, (_, i) => 2000 + i);

export async function run(t) {
    const { chain, registry } = t;
    const para = new Parachains(t);
    const kept = () => {
        const { bitfields, backedCandidates } = registry.createType('Extrinsic', chain.inherents.at(-1)).method.args[0];
        const codes = backedCandidates.filter(({ candidate }) => candidate.commitments.newValidationCode.isSome).length;
        return { bitfields: bitfields.length, candidates: backedCandidates.length, codes };
    };

    await t.next();
    await chain.close();
    await para.appoint(kParas * kLength);
    await para.register(kIds, { cores: kIds.flatMap((id) => Array.from({ length: kLength }, () => [[{ Task: id }, kWhole]])) });
    await para.configure({ lookahead: 3, groupRotationFrequency: 50, parasAvailabilityPeriod: 10, minimumValidationUpgradeDelay: 5, validationUpgradeCooldown: 2, validationUpgradeDelay: 20 });
    await para.endSession();
    await chain.close();
    const start = await chain.save();
    const signers = await para.validators();
    const code = (i) => new Uint8Array(40).fill(1 + i % 200);
    /** Candidates of all paras, of whom those have code for whom `has(para, place in the chain)` holds. */
    const chains = async (has) => {
        const facts = await para.facts();
        return (await Promise.all(kIds.map((id, n) => para.chainOf(id, kLength, (i) => ({ commitments: { code: has(n, i) ? code(n) : undefined } }), { facts })))).flat();
    };
    for (const [what, has, rule] of [
        ['each chain begins with code', (_, i) => i === 0, ({ codes, candidates }) => candidates === codes * kLength && candidates < kParas * kLength],
        ['each chain ends with code', (_, i) => i === kLength - 1, ({ codes, candidates }) => candidates === codes * kLength && candidates < kParas * kLength],
        ['all have code', () => true, ({ codes, candidates }) => candidates === codes && candidates < kParas * kLength],
        ['some chains have code', (n) => n % 4 < 2, ({ candidates }) => candidates > 0 && candidates < kParas * kLength],
        ['none has', () => false, ({ candidates }) => candidates > 0],
    ]) {
        for (const claim of ['vrf', 'plain']) { // with and without the randomness of the parent's author
            await chain.restore(start);
            await t.next(1, { claim });
            await chain.close();
            const data = { candidates: await chains(has) };
            await chain.open({ parachains: data });
            if (!rule(kept()) || kept().candidates % kLength !== 0) chain.report.fault(chain, `${what}: ${JSON.stringify(kept())}`);
            await t.hostApi('on_chain_votes');
            // With bitfields of all before the next ones.
            await chain.close();
            const bitfields = await Promise.all(signers.map((signer, i) => para.bitfield(signers.map(() => true), i, { signer })));
            await chain.open({ parachains: { bitfields } });
            await t.hostApi('candidate_events');
        }
    }
}
