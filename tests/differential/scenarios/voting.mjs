// Conviction voting: votes of all kinds, delegations, and what stays locked for how long.
import { KSM } from '../scenario.mjs';

const kDay = 14_400;
const kConvictions = ['None', 'Locked1x', 'Locked2x', 'Locked3x', 'Locked4x', 'Locked5x', 'Locked6x'];
const custom = (name) => ({ Origins: name });

export async function run(t) {
    const { Alice, Bob, Charlie, Dave, Eve, Ferdie, registry, tx: { balances, convictionVoting, referenda, system } } = t;
    const voters = await t.pool('Voter', 8, 1000n * KSM);
    const [poor] = await t.pool('Poor', 1, KSM);
    const remark = { Inline: registry.createType('Call', system.remark('0x')).toHex() };
    const standard = (aye, conviction, balance) => ({ Standard: { vote: { aye, conviction }, balance } });
    const split = (aye, nay) => ({ Split: { aye, nay } });
    const abstain = (aye, nay, rest) => ({ SplitAbstain: { aye, nay, abstain: rest } });
    let count = 0;
    const poll = async (name = 'StakingAdmin', deposit = true) => {
        await t.ok(Alice, referenda.submit(custom(name), remark, { After: 0 }));
        if (deposit) await t.ok(Alice, referenda.placeDecisionDeposit(count));
        return count++;
    };
    const vote = (index, what) => convictionVoting.vote(index, what);
    await t.next();

    // Each conviction, both ways; changed; split.
    const first = await poll();
    const second = await poll('GeneralAdmin', false);
    for (const [i, conviction] of kConvictions.entries()) {
        await t.ok(voters[i], vote(first, standard(i % 2 === 0, conviction, BigInt(i + 1) * 10n * KSM + BigInt(i))));
        await t.ok(voters[i], vote(second, standard(i % 3 === 0, conviction, 999n * KSM)));
        await t.ok(voters[i], vote(second, standard(i % 3 !== 0, kConvictions[6 - i], 7n)));
    }
    await t.ok(Bob, vote(first, split(5n * KSM + 9n, 7n * KSM)));
    await t.ok(Bob, vote(first, abstain(15n, 9n * KSM, 3n * KSM)));
    await t.ok(Bob, vote(first, abstain(0n, 0n, 0n)));
    await t.ok(Bob, vote(first, split(5n * KSM + 9n, 7n * KSM)));
    await t.ok(Charlie, vote(first, abstain(15n, 9n, 3_000n * KSM)));
    await t.ok(Dave, vote(second, standard(true, 'Locked6x', 0n)));
    await t.fails(poor, vote(first, standard(true, 'None', KSM + 1n)), 'ConvictionVoting.InsufficientFunds');
    await t.fails(poor, vote(first, abstain(2n ** 128n - 1n, 2n ** 128n - 1n, 5n)), 'ConvictionVoting.InsufficientFunds');
    await t.fails(Bob, vote(77, standard(true, 'None', 1n)), 'ConvictionVoting.NotOngoing');
    await t.root(vote(first, standard(true, 'None', 1n)), 'BadOrigin');
    await t.does(Bob, Uint8Array.of(20, 0, 0, 0, 7, ...new Uint8Array(16))); // no such conviction
    await t.next();

    // Delegations: to a voter, to an account without votes yet, to a delegator; by class.
    const delegate = (to, conviction = 'Locked1x', balance = 100n * KSM, of = 10) => convictionVoting.delegate(of, to.address, conviction, balance);
    await t.fails(Bob, delegate(Bob), 'ConvictionVoting.Nonsense');
    await t.fails(Bob, delegate(Charlie, 'None', 1n, 77), 'ConvictionVoting.BadClass');
    await t.fails(poor, delegate(Charlie), 'ConvictionVoting.InsufficientFunds');
    await t.fails(Bob, delegate(Charlie), 'ConvictionVoting.AlreadyVoting');
    await t.fails(Bob, convictionVoting.undelegate(10), 'ConvictionVoting.NotDelegating');
    await t.fails(Bob, convictionVoting.delegate(10, { Raw: '0x' }, 'None', 1n), 'CannotLookup');
    for (const [i, conviction] of kConvictions.entries()) await t.does(voters[7], delegate(voters[i], conviction));
    await t.ok(voters[7], convictionVoting.undelegate(10));
    t.saw('ConvictionVoting.Undelegated');
    await t.ok(voters[7], delegate(voters[3], 'Locked5x', 500n * KSM));
    t.saw('ConvictionVoting.Delegated');
    await t.fails(voters[7], delegate(voters[4]), 'ConvictionVoting.AlreadyDelegating');
    await t.fails(voters[7], vote(first, standard(true, 'None', 1n)), 'ConvictionVoting.AlreadyDelegating');
    await t.ok(Eve, delegate(voters[7], 'None', 55n)); // does not go on from there
    await t.ok(Ferdie, delegate(Dave, 'Locked2x', 20n * KSM));
    await t.ok(Dave, vote(first, standard(false, 'Locked1x', 10n * KSM))); // Ferdie's follow
    await t.ok(Dave, vote(first, standard(true, 'Locked1x', 10n * KSM)));
    await t.ok(Dave, vote(first, split(KSM, KSM))); // nobody follows
    await t.ok(voters[3], vote(first, standard(true, 'Locked1x', KSM)));
    await t.ok(voters[3], vote(first, standard(false, 'Locked1x', KSM)));
    await t.next();
    await t.fails(Bob, convictionVoting.removeVote(null, 77), 'ConvictionVoting.ClassNeeded');
    await t.fails(Bob, convictionVoting.removeVote(null, second), 'ConvictionVoting.NotVoter');
    await t.fails(Bob, convictionVoting.removeVote(14, first), 'ConvictionVoting.NotVoter'); // another class
    await t.ok(Eve, convictionVoting.removeVote(10, first)); // a delegator: nothing happens
    await t.fails(Bob, convictionVoting.removeOtherVote(voters[0].address, 10, first), 'ConvictionVoting.NoPermission');
    await t.ok(voters[0], convictionVoting.removeOtherVote(voters[0].address, 10, first));
    await t.ok(voters[0], vote(first, standard(true, 'None', 900n * KSM)));
    await t.ok(Dave, convictionVoting.removeVote(14, second));
    await t.ok(Eve, convictionVoting.unlock(77, t.keyOf('//Nobody').address)); // writes even what is empty
    await t.ok(Eve, convictionVoting.unlock(10, Dave.address));
    await t.fails(Eve, convictionVoting.unlock(10, { Raw: '0x' }), 'CannotLookup');
    await t.fails(Eve, convictionVoting.removeOtherVote({ Raw: '0x' }, 10, first), 'CannotLookup');
    await t.fails(voters[0], balances.transferKeepAlive(Bob.address, 200n * KSM), 'Token.Frozen');
    await t.next(12); // the first is over

    // Won votes are locked, lost ones free.
    for (const voter of [...voters.slice(0, 7), Bob, Charlie]) {
        await t.does(Ferdie, convictionVoting.removeOtherVote(voter.address, 10, first));
        await t.does(Ferdie, convictionVoting.unlock(10, voter.address));
    }
    for (const voter of [voters[0], voters[2], voters[5]]) await t.does(voter, convictionVoting.removeVote(10, first));
    await t.does(voters[7], convictionVoting.undelegate(10));
    const periods = [7, 14, 28, 56, 112, 224];
    let day = 0;
    for (const until of periods) {
        await t.skipTo(t.number + (until - day) * kDay - 12);
        await t.next();
        for (const voter of [...voters, Bob, Ferdie]) {
            await t.does(Ferdie, convictionVoting.removeOtherVote(voter.address, 10, first));
            await t.does(Ferdie, convictionVoting.unlock(10, voter.address));
            await t.does(Ferdie, convictionVoting.unlock(14, voter.address));
        }
        day = until;
        await t.next(10);
    }
    await t.ok(Ferdie, convictionVoting.undelegate(10));
    await t.ok(Ferdie, convictionVoting.unlock(10, Ferdie.address));

    // A cancelled poll frees all; an account that has reserved money since, or was slashed, votes with the rest.
    const third = await poll('LeaseAdmin');
    await t.ok(voters[1], vote(third, standard(true, 'Locked6x', 999n * KSM)));
    await t.root(referenda.cancel(third));
    await t.ok(Bob, convictionVoting.removeOtherVote(voters[1].address, 12, third));
    await t.ok(Bob, convictionVoting.unlock(12, voters[1].address));
    // As many votes as there can be.
    await t.next();
    const many = 520;
    const { chain } = t;
    for (let i = 0; i < many; ++i) {
        if (i % 120 === 119) await t.next();
        await t.chain.apply(await chain.sign(Alice, referenda.submit(custom('SmallTipper'), remark, { After: 0 })), 'another poll', { pool: false });
    }
    const calls = Array.from({ length: 513 }, (_, i) => vote(count + i, standard(true, 'None', 1n)));
    for (let at = 0; at < calls.length; at += 128) {
        await t.does(voters[6], t.tx.utility.batch(calls.slice(at, at + 128)));
        await t.next();
    }
    await t.fails(voters[6], calls[512], 'ConvictionVoting.MaxVotesReached');
    await t.ok(voters[5], delegate(voters[6], 'Locked1x', 5n * KSM, 30));
    await t.ok(voters[5], convictionVoting.undelegate(30));
    await t.next();
}
