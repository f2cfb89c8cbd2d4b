// Elections: phases, solutions that workers mine, solutions that are refused, none at all, emergencies and what ends them.
import { bnToU8a, u8aToHex } from '@polkadot/util';

import { Elections } from '../elections.mjs';
import { validators } from '../eras.mjs';
import { KSM } from '../scenario.mjs';

const u32 = (value) => bnToU8a(value, { bitLength: 32 });

export async function run(t) {
    const { Alice, Dave, chain, tx: { electionProviderMultiPhase: election, staking } } = t;
    const elections = new Elections(t);
    const key = (item) => chain.key('electionProviderMultiPhase', item);
    const kAdmin = { Origins: 'StakingAdmin' };
    await t.next();
    const stashes = ['Alice', 'Bob'].map((name) => t.keyOf(`//${name}//stash`));
    const [one, two] = await validators(t, 'elected', 2, 900n * KSM);
    const [three] = await t.pool('nominator', 1, 10_000n * KSM);
    await t.root(staking.setInvulnerables([...stashes, one, two].map((pair) => pair.address)));
    await t.ok(three, staking.bond(400n * KSM, 'Stash'));
    await t.ok(three, staking.nominate([one, ...stashes].map((pair) => pair.address)));
    await t.next();

    // Only in an emergency.
    await t.root(election.governanceFallback(), 'ElectionProviderMultiPhase.CallNotAllowed');
    await t.as(kAdmin, election.setEmergencyElectionResult([]), 'ElectionProviderMultiPhase.CallNotAllowed');
    await t.fails(Dave, election.setMinimumUntrustedScore(null), 'BadOrigin');

    // No solution: an emergency, again in each session, until governance gives a result.
    await elections.openSigned();
    await elections.elect();
    await elections.expectPhase('Emergency');
    await elections.nextSession();
    await t.root(election.setEmergencyElectionResult(Array.from({ length: 2001 }, () => [Dave.address, { total: 0, voters: [] }])),
        'ElectionProviderMultiPhase.TooManyWinners');
    const supports = stashes.map((pair) => [pair.address, { total: 5n * KSM, voters: [[pair.address, 5n * KSM]] }]);
    await t.root(election.governanceFallback());
    await t.as(kAdmin, election.setEmergencyElectionResult(supports));
    await t.root(election.setEmergencyElectionResult(supports));
    await elections.nextSession();
    await elections.expectPhase('Off');

    // The other call that ends one, which needs a snapshot.
    await elections.elect();
    await elections.expectPhase('Emergency');
    await t.root(election.governanceFallback(), 'ElectionProviderMultiPhase.MissingSnapshotMetadata');
    await t.root(election.setEmergencyElectionResult(supports));
    await elections.nextSession();
    await elections.expectPhase('Off');
    await t.root(staking.setValidatorCount(3));
    await elections.openSigned();
    await elections.elect();
    await elections.expectPhase('Emergency');
    await t.as(kAdmin, election.governanceFallback());
    await t.root(election.governanceFallback());
    await elections.nextSession();
    await elections.expectPhase('Off');

    // A worker's solution, where only the unsigned phase is open; it does not work twice within 18 blocks.
    await elections.openUnsigned();
    const opened = t.number;
    const mined = await elections.mine();
    if ((await elections.work()).length !== 0) chain.report.fault(chain, 'the worker works twice');
    if ((await elections.work({ at: opened + 19 })).length !== 1) chain.report.fault(chain, 'the worker does not submit again');
    const { raw, witness } = mined;
    const refused = async (change, expected, note) => {
        const other = structuredClone(raw);
        change(other);
        await elections.unsigned(other, witness, expected, note);
    };
    await t.fails(Alice, election.submitUnsigned(raw, witness), 'BadOrigin');
    await refused((other) => { other.round += 1; }, 'Invalid.Custom(7)', 'of another round');
    await refused((other) => { for (const name of Object.keys(other.solution)) other.solution[name] = []; }, 'Invalid.Custom(1)', 'without winners');
    // A fault that is not cheap to see makes the block invalid.
    const state = await chain.save();
    for (const [note, change, size] of [
        ['with a wrong score', (other) => { other.score.sumStake += 1n; }, witness],
        ['of a better score than it has', (other) => { other.score.minimalStake += 1n; }, witness],
        ['of a voter who is not there', (other) => { other.solution[Object.keys(other.solution).find((name) => other.solution[name].length > 0)][0][0] = 99; }, witness],
        ['of another snapshot', () => {}, { ...witness, voters: witness.voters + 1 }],
    ]) {
        const other = structuredClone(raw);
        change(other);
        await t.mayTrap(() => elections.unsigned(other, size, 'trap', note));
        await chain.restore(state);
    }
    // Too low for the least score that is set.
    await t.as(kAdmin, election.setMinimumUntrustedScore({ ...raw.score, minimalStake: raw.score.minimalStake + 1n }));
    const least = await chain.save();
    await t.mayTrap(() => elections.unsigned(raw, witness, 'trap', 'below the least score'));
    await chain.restore(least);
    if (await elections.mine() !== null) chain.report.fault(chain, 'a solution below the least score is submitted');
    await t.root(election.setMinimumUntrustedScore({ minimalStake: raw.score.minimalStake - 1n, sumStake: 0, sumStakeSquared: 0 }));
    await t.raw(mined.extrinsic, 'mined', 'ok', { sources: [0, 1, 2] });
    t.saw('ElectionProviderMultiPhase.SolutionStored');
    await t.root(election.setMinimumUntrustedScore(null));
    await t.raw(mined.extrinsic, 'the same again', 'Invalid.Custom(2)', { sources: [0, 1] });
    await t.next(1, { execute: false });

    // Better than a queued one by a part of it: at the threshold, below, above.
    const queued = key('queuedSolution');
    const [ready] = await chain.get(queued);
    for (const name of ['minimalStake', 'sumStake', 'sumStakeSquared']) {
        for (const more of [-2n, -1n, 0n, 1n]) {
            const value = raw.score[name];
            const threshold = name === 'sumStakeSquared' ? value * 10_000n / 9_995n : value * 10_000n / 10_005n;
            const score = { ...raw.score, [name]: threshold + more };
            const encoded = t.registry.createType('SpNposElectionsElectionScore', score).toHex().slice(2);
            const last = ready.length - 2 - encoded.length; // the score, then its submitter
            await chain.put([[queued, ready.slice(0, last) + encoded + ready.slice(-2)]]);
            const parent = chain.header.parentHash.slice(2);
            for (const source of ['00', '01', '02']) await t.api('TaggedTransactionQueue_validate_transaction', `0x${source}${mined.extrinsic.slice(2)}${parent}`);
        }
    }
    await chain.put([[queued, ready]]);
    await elections.elect();
    await elections.expectPhase('Off');

    // More are wanted than there are; then none.
    await t.root(staking.setValidatorCount(7));
    await elections.openUnsigned();
    await elections.submitMined();
    await elections.elect();
    await t.root(staking.setValidatorCount(0));
    await elections.openUnsigned();
    await elections.mine();
    await elections.elect();
    if (await elections.phase() === 'Emergency') {
        await t.root(election.governanceFallback());
        await t.root(staking.setValidatorCount(2));
        await t.root(election.setEmergencyElectionResult(supports)); // the snapshot is of none
        await elections.nextSession();
    }
    await elections.expectPhase('Off');

    // The snapshot is gone: a fork's. The worker drops what it has kept.
    await t.root(staking.setValidatorCount(2));
    await elections.openUnsigned();
    const late = await elections.mine();
    const [snapshot] = await chain.get(key('snapshot'));
    await chain.put([[key('snapshot'), null]]);
    await elections.work({ at: t.number + 20 });
    await elections.work({ at: t.number + 21 });
    await chain.put([[key('snapshot'), snapshot], [key('desiredTargets'), u8aToHex(u32(1))]]);
    await elections.work({ at: t.number + 50 });
    await elections.unsigned(late.raw, late.witness, 'Invalid.Custom(1)', 'of too many winners');
    await chain.put([[key('desiredTargets'), u8aToHex(u32(2))]]);
    await t.next();
}
