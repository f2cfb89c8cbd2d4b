// Solutions against a deposit: sorted, ejected, refused, rewarded, slashed; fees that come back.
import { compactToU8a, u8aConcat } from '@polkadot/util';

import { Elections } from '../elections.mjs';
import { ED, KSM } from '../scenario.mjs';

const kMaxSubmissions = 16;

export async function run(t) {
    const { Dave, chain, tx: { electionProviderMultiPhase: election, staking } } = t;
    const elections = new Elections(t);
    const key = (item) => chain.key('electionProviderMultiPhase', item);
    await t.next();
    const stashes = ['Alice', 'Bob'].map((name) => t.keyOf(`//${name}//stash`));
    const senders = await t.pool('sender', 24, 1_000n * KSM);
    const nominators = await t.pool('nominator', 6, 10_000n * KSM);
    for (const [i, pair] of nominators.entries()) {
        await t.ok(pair, staking.bond(BigInt(100 + 31 * i) * KSM, 'Stash'));
        await t.ok(pair, staking.nominate([stashes, [stashes[0]], [stashes[1]]][i % 3].map((one) => one.address)));
    }
    await t.next();

    // A right solution, from a worker that is told that its phase is open.
    await elections.openSigned();
    const [signed] = await chain.get(key('currentPhase'));
    const unsignedAt = `0x0201${chain.registry.createType('u32', t.number).toHex(true).slice(2)}`;
    await chain.put([[key('currentPhase'), unsignedAt]]);
    const { raw, witness } = await elections.mine();
    await chain.put([[key('currentPhase'), '0x00']]);
    await t.fails(Dave, election.submit(raw), 'ElectionProviderMultiPhase.PreDispatchEarlySubmission');
    await chain.put([[key('currentPhase'), signed]]);
    const changed = (change) => {
        const other = structuredClone(raw);
        change(other);
        return other;
    };
    const claims = (minimalStake) => changed((other) => { other.score.minimalStake = minimalStake; });

    // Refused.
    const [poor] = await t.pool('poor', 1, ED + KSM);
    await t.fails(poor, election.submit(raw), 'ElectionProviderMultiPhase.SignedCannotPayDeposit');
    const kMany = 165_000; // voters, each with the first target
    const end = t.registry.createType('Call', election.submit(raw)).toU8a().slice(-(3 * 16 + 4)); // score, round
    await t.fails(Dave, u8aConcat([37, 3], compactToU8a(kMany), new Uint8Array(2 * kMany + 23), end), 'ElectionProviderMultiPhase.SignedTooMuchWeight');
    const [size] = await chain.get(key('snapshotMetadata'));
    await chain.put([[key('snapshotMetadata'), null]]);
    await t.fails(Dave, election.submit(raw), 'ElectionProviderMultiPhase.MissingSnapshotMetadata');
    await chain.put([[key('snapshotMetadata'), size]]);
    await elections.unsigned(raw, witness, 'Invalid.Custom(0)', 'before its phase');

    // A queue that fills: equal ones of one block, equal ones of later blocks, worse and better ones.
    const base = raw.score.minimalStake;
    const wrong = [base + 50n, base - 1n, base, base + 1n, base, base - 1n, base - 2n, base + 3n];
    for (const [i, stake] of wrong.entries()) {
        await t.ok(senders[i], election.submit(claims(stake)));
        if (i % 3 === 2) await t.next(1, { execute: false });
    }
    await t.ok(senders[8], election.submit(raw));
    await t.ok(senders[8], election.submit(raw));
    await t.next(1, { execute: false });
    for (let i = 9; i < 9 + kMaxSubmissions - 10; ++i) await t.ok(senders[i], election.submit(claims(base - BigInt(i))));
    await t.fails(senders[20], election.submit(claims(base - 14n)), 'ElectionProviderMultiPhase.SignedQueueFull');
    await t.fails(senders[20], election.submit(claims(base - 100n)), 'ElectionProviderMultiPhase.SignedQueueFull');
    await t.ok(senders[20], election.submit(claims(base - 13n)));
    t.saw('ElectionProviderMultiPhase.SolutionStored');
    await t.ok(senders[21], election.submit(changed((other) => { other.score.minimalStake = base; other.score.sumStake += 1n; })));
    await t.does(senders[22], election.submit(changed((other) => { other.round += 1; other.score.minimalStake = base + 2n; })),
        'ElectionProviderMultiPhase.PreDispatchDifferentRound');
    await t.ok(senders[23], election.submit(changed((other) => {
        const name = Object.keys(other.solution).find((list) => other.solution[list].length > 0);
        other.solution[name][0][0] = 77;
        other.score.minimalStake = base + 9n;
    })));
    await t.next(1, { execute: false });

    // The end: wrong ones lose their deposits until a right one is found.
    const before = await Promise.all(senders.map((pair) => chain.read('system', 'account', pair.publicKey)));
    await t.next(1, { skip: 150, execute: false });
    await elections.expectPhase('Unsigned');
    const after = await Promise.all(senders.map((pair) => chain.read('system', 'account', pair.publicKey)));
    const lost = senders.filter((_, i) => after[i].data.free.add(after[i].data.reserved).lt(before[i].data.free.add(before[i].data.reserved))).length;
    if (lost < 4) chain.report.fault(chain, `${lost} have lost something`);
    await elections.work();
    await t.next(1, { execute: false });
    await elections.elect();
    await elections.expectPhase('Off');

    // The queue still stands when the election is asked for: it is finalized there. Each of these is wrong in its own way.
    await elections.openSigned();
    const round = (await t.read('electionProviderMultiPhase', 'round')).toNumber();
    const listOf = (other, degree) => other.solution[`votes${degree}`];
    const kWrong = [
        (other) => { other.round = round + 1; }, // another round
        (other) => { for (const name of Object.keys(other.solution)) other.solution[name] = []; }, // no winners
        (other) => { listOf(other, 1)[0][0] = 77; }, // a voter who is not there
        (other) => { listOf(other, 1).push([0, 9]); }, // one winner more, who is not there
        (other) => { // a target that is not there, in place of another
            for (const vote of listOf(other, 1)) if (vote[1] === 1) vote[1] = 9;
            for (const vote of listOf(other, 2)) { if (vote[1][0] === 1) vote[1][0] = 9; if (vote[2] === 1) vote[2] = 9; }
        },
        (other) => { listOf(other, 2)[0][1][1] = 65_535; }, // nothing is left for the last target
        (other) => { other.score.sumStake += 1n; }, // another score
        (other) => { listOf(other, 1).push([...listOf(other, 1)[0]]); }, // a voter twice
    ];
    for (const [i, change] of kWrong.entries()) {
        await t.does(senders[i], election.submit(changed((other) => {
            other.round = round;
            other.score.minimalStake += BigInt(100 - i); // tried first
            change(other);
        })), i === 0 ? 'ElectionProviderMultiPhase.PreDispatchDifferentRound' : 'ok'); // the round is looked at at once
    }
    await t.ok(senders[14], election.submit({ ...raw, round }));
    await elections.nextSession();
    await elections.expectPhase('Off');

    // A voter that backs a target it has not voted for, with the score of that; then nothing is good enough.
    for (const least of [null, { minimalStake: 10n ** 30n, sumStake: 0, sumStakeSquared: 0 }]) {
        await t.root(election.setMinimumUntrustedScore(least));
        await elections.openSigned();
        const snapshot = await t.read('electionProviderMultiPhase', 'snapshot');
        const places = snapshot.targets.map((one) => one.toHex());
        const sums = places.map(() => 0n);
        const votes1 = snapshot.voters.map(([, stake, targets], i) => {
            const target = places.indexOf(targets[0].toHex());
            const chosen = i === 0 ? (target + 1) % places.length : target;
            sums[chosen] += stake.toBigInt();
            return [i, chosen];
        });
        const score = { minimalStake: sums.reduce((x, y) => (x < y ? x : y)), sumStake: sums.reduce((x, y) => x + y),
            sumStakeSquared: sums.reduce((x, y) => x + y * y, 0n) };
        const solution = { ...Object.fromEntries(Object.keys(raw.solution).map((name) => [name, []])), votes1 };
        await t.ok(senders[15], election.submit({ solution, score, round: (await t.read('electionProviderMultiPhase', 'round')).toNumber() }));
        await elections.nextSession();
        await elections.expectPhase('Emergency');
        await t.root(election.governanceFallback());
        await elections.nextSession();
        await elections.expectPhase('Off');
        await elections.nextSession();
    }
}
