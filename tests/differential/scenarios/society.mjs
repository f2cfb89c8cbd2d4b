// The society: founded, bids, votes and changed votes, skeptics who are struck, challenges, payouts, suspension, dissolved.
import { bnToU8a, compactToU8a, stringToU8a, u8aConcat, u8aToHex } from '@polkadot/util';
import { blake2AsU8a } from '@polkadot/util-crypto';

import { KSM } from '../scenario.mjs';

const kRound = 100_800; // voting for 72,000 blocks, then 28,800 to become a member; a challenge as often
const kVoting = 72_000;

export async function run(t) {
    const { Alice, Bob, Charlie, Dave, Eve, Ferdie, tx: { balances, society } } = t;
    const pot = t.addressOf(new Uint8Array([...stringToU8a('modlpy/socie'), ...new Array(20).fill(0)]));
    const people = await t.pool('Person', 16);
    const [poor] = await t.pool('Poor', 1, KSM / 100n);
    const crowd = await t.pool('Crowd', 2, 10n * KSM);
    const nobody = { Raw: '0x' };
    await t.next();
    let round = 0;
    /** The first block of the next round; votes are open. */
    const begin = async () => t.skipTo(++round * kRound - 1);
    /** Of this round the time in which members are let in. */
    const claims = async () => t.skipTo(round * kRound + kVoting - 1);
    const suri = Object.fromEntries([Alice, Bob, Charlie, Dave, Eve, Ferdie, ...people, ...crowd].map((pair) => [pair.address, pair]));
    const member = async (who) => t.read('society', 'members', who.address);

    // Nobody is there.
    await begin();
    await t.fails(Bob, society.bid(KSM), 'Society.NotGroup');
    await t.fails(Bob, society.vote(Bob.address, true), 'Society.NotCandidate');
    await t.fails(Bob, society.defenderVote(true), 'Society.NoDefender');
    await t.fails(Bob, society.dissolve(), 'Society.NotFounder');
    await t.fails(Bob, society.foundSociety(Bob.address, 10, 3, 3, KSM, '0x1234'), 'BadOrigin');
    await t.root(society.foundSociety(nobody, 10, 3, 3, KSM, '0x1234'), 'CannotLookup');
    await t.root(society.foundSociety(Bob.address, 1, 3, 3, KSM, '0x1234'), 'Society.MaxMembers');
    await t.root(society.foundSociety(Bob.address, 10, 3, 2, KSM, '0x1234'));
    t.saw('Society.Founded');
    await t.root(society.foundSociety(Charlie.address, 10, 3, 3, KSM, '0x1234'), 'Society.AlreadyFounded');
    for (const call of [society.setParameters(1, 1, 1, 1), society.judgeSuspendedMember(Dave.address, true), society.bestowMembership(Dave.address),
        society.kickCandidate(Dave.address), society.dissolve()]) {
        await t.fails(Charlie, call, 'Society.NotFounder');
        await t.root(call, 'BadOrigin');
    }
    await t.fails(Bob, society.setParameters(0, 3, 2, KSM), 'Society.MaxMembers');
    await t.ok(Bob, society.setParameters(12, 4, 2, KSM));
    t.saw('Society.NewParams');

    // Bids.
    await t.fails(poor, society.bid(KSM));
    await t.ok(Charlie, society.bid(3n * KSM));
    await t.fails(Charlie, society.bid(KSM), 'Society.AlreadyBid');
    await t.fails(Bob, society.bid(KSM), 'Society.AlreadyMember');
    await t.ok(Charlie, society.unbid());
    t.saw('Society.Unbid');
    await t.fails(Charlie, society.unbid(), 'Society.NotBidder');
    await t.fails(Charlie, society.vouch(Dave.address, KSM, 1n), 'Society.NotMember');
    await t.fails(Bob, society.vouch(nobody, KSM, 1n), 'CannotLookup');
    await t.ok(Bob, society.vouch(Dave.address, 2n * KSM, KSM / 2n));
    t.saw('Society.Vouch');
    await t.fails(Bob, society.vouch(Eve.address, KSM, 1n), 'Society.AlreadyVouching');
    await t.fails(Bob, society.vouch(Dave.address, KSM, 1n), 'Society.AlreadyBid');
    await t.ok(Bob, society.unvouch());
    t.saw('Society.Unvouch');
    await t.fails(Bob, society.unvouch(), 'Society.NotVouchingOnBidder');
    await t.ok(Bob, society.vouch(Dave.address, 2n * KSM, KSM / 2n));
    await t.ok(Charlie, society.bid(KSM));
    await t.ok(Eve, society.bid(0n));
    await t.ok(Ferdie, society.bid(0n)); // only the first one of nothing is taken
    await t.ok(people[0], society.bid(100_000n * KSM)); // too dear
    await t.ok(Alice, balances.transferKeepAlive(pot, 1_000n * KSM));

    // The first candidates.
    await begin();
    await t.fails(Charlie, society.bid(KSM), 'Society.AlreadyCandidate');
    await t.fails(Bob, society.vouch(Charlie.address, KSM, 1n), 'Society.AlreadyCandidate');
    await t.fails(Bob, society.vote(nobody, true), 'CannotLookup');
    await t.fails(Eve, society.vote(Charlie.address, true), 'Society.NotMember');
    await t.ok(Bob, society.vote(Charlie.address, true));
    t.saw('Society.Vote');
    for (const approve of [true, false, false, true]) await t.ok(Bob, society.vote(Charlie.address, approve)); // the old weight goes off
    await t.ok(Bob, society.vote(Dave.address, true));
    await t.fails(Charlie, society.claimMembership(), 'Society.InProgress');
    await t.fails(Charlie, society.punishSkeptic(), 'Society.InProgress');
    await t.fails(Bob, society.bestowMembership(Charlie.address), 'Society.InProgress');
    await t.fails(Bob, society.kickCandidate(Charlie.address), 'Society.InProgress');
    await t.fails(Alice, society.dropCandidate(Charlie.address), 'Society.NotRejected');
    await t.fails(Alice, society.cleanupCandidacy(Charlie.address, 10), 'Society.InProgress');
    await t.fails(Alice, society.cleanupChallenge(0, 10), 'Society.InProgress');
    await t.fails(Eve, society.claimMembership(), 'Society.NotApproved');
    await claims();
    await t.ok(Charlie, society.claimMembership());
    await t.ok(Dave, society.claimMembership()); // with a tip for the voucher, who has a rank
    await t.fails(Dave, society.claimMembership(), 'Society.NotCandidate');
    await t.fails(Bob, society.dissolve(), 'Society.NotHead');
    await t.ok(Eve, society.punishSkeptic()); // Bob, who did not vote
    await t.fails(Eve, society.punishSkeptic(), 'Society.AlreadyPunished');
    await t.ok(Bob, society.bestowMembership(Eve.address)); // without a vote
    await t.fails(Bob, society.bestowMembership(Eve.address), 'Society.NotCandidate');
    await t.fails(Ferdie, society.payout(), 'Society.NotMember');
    await t.fails(Bob, society.payout(), 'Society.NoPayout');
    await t.fails(Charlie, society.payout(), 'Society.NoPayout'); // too early
    await t.fails(Eve, society.payout(), 'Society.NoPayout'); // nothing
    await t.ok(Alice, society.cleanupCandidacy(Charlie.address, 10));
    await t.next(); // in one block it would count again what is gone
    await t.ok(Alice, society.cleanupCandidacy(Charlie.address, 10)); // nothing is left
    await t.next();

    // More of them; a challenge begins with the round. Members vouch.
    for (const [i, who] of people.slice(1, 6).entries()) await t.ok(who, society.bid(KSM * BigInt(i + 1)));
    await t.ok(Charlie, society.vouch(people[6].address, KSM / 2n, KSM / 4n));
    await t.ok(Dave, society.vouch(people[7].address, KSM / 3n, KSM)); // a tip that is more than all
    await begin();
    const candidates = async () => {
        const found = [];
        for (const who of [...people, Ferdie]) if (await t.read('society', 'candidates', who.address)) found.push(who);
        return found;
    };
    const members = async () => {
        const found = [];
        for (const who of [Bob, Charlie, Dave, Eve, Ferdie, ...people]) if (await member(who)) found.push(who);
        return found;
    };
    const defending = async () => (await t.read('society', 'defending'))?.map((one) => one.toString());
    const first = await candidates();
    for (const who of await members()) await t.ok(who, society.defenderVote(true));
    t.saw('Society.DefenderVote');
    await t.ok(Bob, society.defenderVote(false));
    await t.fails(Alice, society.defenderVote(true), 'Society.NotMember');
    for (const [i, who] of first.entries()) {
        for (const voter of await members()) await t.ok(voter, society.vote(who.address, i !== 1));
    }
    // One gives up while it is open, after which nobody can be struck for it.
    if (first.length > 3) await t.ok(first[3], society.resignCandidacy());
    await claims();
    await t.ok(first[0], society.claimMembership());
    await t.fails(Bob, society.bestowMembership(first[1].address), 'Society.Rejected');
    await t.fails(Alice, society.dropCandidate(first[1].address), 'Society.TooEarly');
    if (first.length > 2) await t.fails(Bob, society.kickCandidate(first[2].address), 'Society.Approved');
    await t.ok(first[1], society.punishSkeptic()); // the skeptic was right
    await t.ok(first[2], society.claimMembership());
    await t.fails(Bob, society.kickCandidate(people[15].address), 'Society.NotCandidate');

    // Nobody votes: the challenged is suspended, the skeptics are struck.
    await begin();
    await t.ok(Alice, society.cleanupChallenge(0, 1));
    await t.next();
    await t.ok(Alice, society.cleanupChallenge(0, 100));
    const second = await candidates();
    await t.fails(Alice, society.dropCandidate(first[1].address), 'Society.TooEarly');
    await claims();
    for (const who of second) if (who !== first[1]) await t.tries(Bob, society.kickCandidate(who.address), society.bestowMembership(who.address));
    const kicked = second.find((who) => who !== first[1]);
    if (kicked) {
        await t.ok(kicked, society.punishSkeptic());
        await t.ok(Bob, society.kickCandidate(kicked.address)); // deposit, or the right to vouch
    }
    await begin();
    await t.ok(Alice, society.dropCandidate(first[1].address));
    await claims();
    for (const who of await candidates()) await t.ok(who, society.resignCandidacy());
    // Rounds go on with nobody voting until few are left.
    for (let i = 0; i < 5; ++i) {
        await begin();
        const [, skeptic] = (await defending()) ?? [];
        if (i === 1 && skeptic) await t.tries(suri[skeptic], society.defenderVote(true));
        if (i === 2 && skeptic) await t.ok(suri[skeptic], society.defenderVote(true)); // alone, and right
        if (i === 3 && skeptic) {
            // The skeptic stands against all others.
            for (const who of await members()) await t.ok(who, society.defenderVote(who.address !== skeptic));
        }
        for (const who of await candidates()) await t.ok(Bob, society.vote(who.address, true));
        await claims();
        for (const who of await candidates()) await t.tries(who, society.claimMembership(), society.punishSkeptic());
    }
    // Suspended ones: judged, and not let in otherwise.
    const suspended = [];
    for (const who of [Charlie, Dave, Eve, Ferdie, ...people]) if (await t.read('society', 'suspendedMembers', who.address)) suspended.push(who);
    if (suspended.length < 2) throw new Error(`${suspended.length} members are suspended`);
    await t.fails(suspended[0], society.bid(1n), 'Society.Suspended');
    await t.fails(Bob, society.judgeSuspendedMember(nobody, true), 'CannotLookup');
    await t.fails(Bob, society.judgeSuspendedMember(Alice.address, true), 'Society.NotSuspended');
    const count = (await t.read('society', 'memberCount')).toNumber();
    await t.ok(Bob, society.setParameters(Math.max(count, 1), 4, 20, KSM));
    await t.fails(Bob, society.judgeSuspendedMember(suspended[0].address, true), 'Society.MaxMembers');
    await t.ok(Bob, society.setParameters(100, 4, 20, KSM));
    await t.ok(Bob, society.judgeSuspendedMember(suspended[0].address, true));
    t.saw('Society.SuspendedMemberJudgement');
    await t.ok(Bob, society.judgeSuspendedMember(suspended[1].address, false));
    for (const who of suspended.slice(2)) await t.ok(Bob, society.judgeSuspendedMember(who.address, true));

    // Members with money to come: eight payouts and a ninth, strikes above grace, payouts, elevation.
    const rich = (await members()).filter((who) => who !== Bob);
    const payouts = (who) => t.chain.key('society', 'payouts', who.publicKey);
    const record = (paid, list) => u8aToHex(t.registry.createType('(u128,Vec<(u32,u128)>)', [paid, list]).toU8a());
    await t.ok(Alice, balances.transferKeepAlive(t.addressOf(new Uint8Array([...stringToU8a('modlpy/sociepayouts'), ...new Array(13).fill(0)])), 100n * KSM));
    await t.chain.put([[payouts(rich[0]), record(0n, [[1, KSM], [2, KSM], [t.number + 1000, KSM]])]]);
    await t.ok(rich[0], society.payout());
    await t.fails(rich[0], society.waiveRepay(KSM - 1n), 'Society.InsufficientFunds');
    await t.ok(rich[0], society.waiveRepay(KSM));
    t.saw('Society.Elevated');
    await t.fails(rich[0], society.waiveRepay(KSM), 'Society.AlreadyElevated');
    await t.fails(rich[0], society.payout(), 'Society.NoPayout');
    await t.fails(Alice, society.waiveRepay(KSM), 'Society.NotMember');
    const strikes = async (who, number) => {
        const bytes = (await member(who)).toU8a();
        bytes.set([number], 4);
        await t.chain.put([[t.chain.key('society', 'members', who.publicKey), u8aToHex(bytes)]]);
    };
    for (const who of rich.slice(1)) {
        await strikes(who, 9);
        await t.chain.put([[payouts(who), record(5n, Array.from({ length: 8 }, (_, i) => [t.number + 10_000 + i, BigInt(i + 1) * KSM]))]]);
    }
    await t.fails(rich[1], society.payout(), 'Society.NoPayout');
    for (const [i, who] of people.slice(8, 12).entries()) await t.ok(who, society.bid(KSM * BigInt(i + 1)));
    if (rich[1]) await t.ok(rich[1], society.vouch(people[12].address, KSM, KSM / 2n));
    await begin(); // the skeptic of the challenge is struck in the next round
    await claims();
    for (const who of await candidates()) await t.ok(who, society.punishSkeptic());
    await t.ok(Bob, society.bestowMembership((await candidates())[0].address));
    await begin();
    for (const who of await members()) await t.tries(who, society.payout(), society.unvouch(), society.waiveRepay(100n * KSM));
    // A voucher is suspended: the bid goes, and the vouched one's deposit is none.
    const [voucher] = (await members()).filter((who) => who !== Bob);
    await strikes(voucher, 0);
    await t.tries(voucher, society.vouch(people[13].address, KSM, 1n));
    await t.next();

    // As many bids as there can be: the dearest falls out, whether it was there or not.
    const u128 = (value) => bnToU8a(value, { bitLength: 128 });
    const bids = Array.from({ length: 512 }, (_, i) => u8aConcat(blake2AsU8a(`bidder ${i}`), [0], u128(KSM), u128(BigInt(i) * KSM + 5n)));
    await t.chain.put([[t.chain.key('society', 'bids'), u8aToHex(u8aConcat(compactToU8a(bids.length), ...bids))]]);
    await t.ok(people[14], society.bid(10n ** 18n));
    t.saw('Society.AutoUnbid');
    await t.ok(crowd[1], society.bid(1n));
    t.saw('Society.AutoUnbid');
    await t.ok(Bob, society.setParameters(100, 512, 20, KSM));
    // Votes of many, of which a few are removed at a time.
    await begin();
    await t.tries(crowd[0], society.claimMembership());
    const [, one] = crowd;
    for (const who of await members()) await t.tries(who, society.vote(one.address, true));
    const votes = (await members()).slice(0, 4);
    if (await t.read('society', 'candidates', one.address)) {
        for (const who of votes) await t.ok(who, society.vote(one.address, false));
        await t.next();
        await t.ok(one, society.resignCandidacy());
        await t.ok(Alice, society.cleanupCandidacy(one.address, 1));
        await t.next();
        await t.ok(Alice, society.cleanupCandidacy(one.address, 1));
        await t.next();
        await t.ok(Alice, society.cleanupCandidacy(one.address, 100));
    }

    // The end, with the founder alone.
    for (const who of [...await members()].filter((who) => who !== Bob)) {
        await t.chain.put([[t.chain.key('society', 'members', who.publicKey), null]]);
    }
    await t.chain.put([[t.chain.key('society', 'memberCount'), '0x01000000']]);
    await t.ok(Bob, society.dissolve());
    t.saw('Society.Unfounded');
    await begin();
    await t.next();
}
