// Random walks through OpenGov, the fellowship, the treasury and the pallets of people: few indices and few accounts, so that the steps
// meet; time jumps to what periods and delays wait for. After each stretch all keys are compared, whenever they were written.
import { u8aToHex } from '@polkadot/util';

import { Eras } from '../eras.mjs';
import { Random } from '../random.mjs';
import { KSM } from '../scenario.mjs';
import { Ethereum } from './claims.mjs';

const kSteps = Number(process.env.DIFF_COUNT ?? 400);
const kStretch = 50; // steps among a few subjects; then all keys are compared
const kWaits = [10, 310, 310, 1200, 14_400, 57_600]; // blocks: preparations, confirmations, delays of payouts
const kPeriods = [86_400, 100_800, 100_800]; // of Treasury and Society
const kClaims = 72_000; // where in Society's period candidates become members
const kTracks = ['WhitelistedCaller', 'StakingAdmin', 'StakingAdmin', 'StakingAdmin', 'FellowshipAdmin', 'FellowshipAdmin',
    'Treasurer', 'LeaseAdmin', 'SmallTipper', 'BigSpender', 'ReferendumKiller'];
const kSpenders = ['SmallTipper', 'BigTipper', 'SmallSpender', 'MediumSpender', 'BigSpender', 'Treasurer'];
const kFellows = ['FellowshipInitiates', 'Fellowship2Dan', 'Fellows', 'FellowshipExperts', 'FellowshipMasters', 'Fellowship5Dan'];
const kConvictions = ['None', 'Locked1x', 'Locked2x', 'Locked3x', 'Locked4x', 'Locked5x', 'Locked6x'];
const custom = (name) => ({ Origins: name });

export async function run(t) {
    const { Alice, Bob, registry, tx } = t;
    const { bounties, childBounties, claims, convictionVoting: voting, fellowshipCollective: fellows, recovery, society, treasury, whitelist } = tx;
    const random = new Random('walk of governance');
    const eras = new Eras(t, []);
    const people = (await t.pool('Citizen', 10, 1_000_000n * KSM)).sort((a, b) => Buffer.compare(Buffer.from(a.publicKey), Buffer.from(b.publicKey)));
    const keys = Array.from({ length: 4 }, (_, i) => new Ethereum(`citizen ${i}`));
    const pot = t.addressOf(Uint8Array.from([...Buffer.from('modlpy/trsry'), ...new Array(20).fill(0)]));
    await t.next();
    await t.ok(Bob, tx.balances.transferKeepAlive(pot, 10_000n * KSM));
    await t.root(society.foundSociety(people[0].address, 12, 3, 3, KSM, '0x1234'));
    for (const [i, who] of people.slice(0, 7).entries()) {
        await t.root(tx.utility.batchAll([fellows.addMember(who.address), ...Array.from({ length: i + 1 }, () => fellows.promoteMember(who.address))]));
    }
    await t.next();

    const one = () => people[random.between(0, random.chance(70) ? 4 : people.length - 1)];
    const amount = () => BigInt(random.between(1, 1_000_000)) * KSM / 10n ** BigInt(random.between(2, 7));
    const counts = {}; // of what is numbered, at the last look
    const look = async () => {
        for (const [name, pallet, item] of [['referendum', 'referenda', 'referendumCount'], ['poll', 'fellowshipReferenda', 'referendumCount'],
            ['proposal', 'treasury', 'proposalCount'], ['bounty', 'bounties', 'bountyCount'], ['child', 'childBounties', 'childBountyCount']]) {
            counts[name] = Number(await t.read(pallet, item) ?? 0);
        }
    };
    /** An index of the last few; now and then one that is not there. */
    const index = (name) => Math.max(0, counts[name] - random.between(random.chance(5) ? 0 : 1, random.chance(70) ? 2 : 6));
    const remarks = [0, 1, 2].map((i) => tx.system.remarkWithEvent(`0x0${i}`));
    const noted = tx.system.remarkWithEvent('0x' + '5e'.repeat(200));
    const bytesOf = (call) => registry.createType('Call', call).toHex();
    const hashes = [...remarks, noted].map((call) => t.hashOf(call));
    const lengths = [...remarks, noted].map((call) => bytesOf(call).length / 2 - 1);
    const proposal = () => random.pick([
        () => ({ Inline: bytesOf(random.pick(remarks)) }), () => ({ Lookup: { hash: t.hashOf(noted), len: lengths[3] } }),
        () => ({ Inline: bytesOf((treasury.spendLocal ?? treasury.spend)(amount(), one().address)) }), () => ({ Inline: bytesOf(fellows.promoteMember(one().address)) }),
        () => ({ Inline: bytesOf(bounties.approveBounty(index('bounty'))) }), () => ({ Inline: bytesOf(tx.referenda.cancel(index('referendum'))) }),
        () => ({ Inline: bytesOf(whitelist.whitelistCall(random.pick(hashes))) }),
    ])();
    const when = () => (random.chance(70) ? { After: random.between(0, 5) } : { At: t.number + random.between(0, 20) });
    const ballot = () => random.pick([
        () => ({ Standard: { vote: { aye: random.chance(70), conviction: random.pick(kConvictions) }, balance: amount() } }),
        () => ({ Split: { aye: amount(), nay: amount() } }), () => ({ SplitAbstain: { aye: amount(), nay: amount(), abstain: amount() } }),
    ])();
    const track = () => random.pick([0, 1, 10, 10, 11, 13, 30, 34]);
    const signed = (call) => t.does(one(), call);
    /** In a block of its own: the limit of a removal counts what was stored before the block. */
    const alone = async (call) => {
        await t.next();
        await signed(call);
        await t.next();
    };
    // Neither need have room: the first block of a period may be full.
    const root = (call) => t.root(call, null);
    const as = (names, call) => root(tx.utility.dispatchAs(custom(random.pick(names)), call));
    const preimage = () => random.pick([tx.preimage.notePreimage(bytesOf(noted)), tx.preimage.unnotePreimage(t.hashOf(noted))]);

    const ofReferenda = (pallet, name, origins) => [
        () => signed(pallet.submit(custom(random.pick(origins)), proposal(), when())),
        () => signed(pallet.submit(custom(random.pick(origins)), proposal(), when())),
        () => signed(pallet.placeDecisionDeposit(index(name))), () => signed(pallet.placeDecisionDeposit(index(name))),
        () => signed(pallet.refundDecisionDeposit(index(name))), () => signed(pallet.refundSubmissionDeposit(index(name))),
        () => signed(pallet.setMetadata(index(name), random.chance(50) ? null : t.hashOf(noted))),
        () => root(pallet.nudgeReferendum(index(name))), () => root(pallet.nudgeReferendum(index(name))),
        () => as(['ReferendumCanceller', 'ReferendumKiller', 'FellowshipExperts'], pallet.cancel(index(name))),
        () => as(['ReferendumCanceller', 'ReferendumKiller', 'FellowshipMasters'], pallet.kill(index(name))),
        () => root(pallet.oneFewerDeciding(random.between(0, 14))),
    ];
    const subjects = [
        [...ofReferenda(tx.referenda, 'referendum', kTracks), () => signed(preimage()),
            ...Array.from({ length: 6 }, () => () => signed(voting.vote(index('referendum'), ballot()))),
            () => signed(voting.delegate(track(), one().address, random.pick(kConvictions), amount())), () => signed(voting.undelegate(track())),
            () => signed(voting.removeVote(random.chance(50) ? null : track(), index('referendum'))),
            () => signed(voting.removeOtherVote(one().address, track(), index('referendum'))), () => signed(voting.unlock(track(), one().address))],
        [...ofReferenda(tx.fellowshipReferenda, 'poll', kFellows), ...Array.from({ length: 5 }, () => () => signed(fellows.vote(index('poll'), random.chance(80)))),
            () => as(['FellowshipAdmin', 'Fellowship3Dan'], fellows.promoteMember(one().address)),
            () => as(['FellowshipAdmin', 'Fellowship3Dan'], fellows.demoteMember(one().address)), () => root(fellows.addMember(one().address)),
            () => root(fellows.removeMember(one().address, random.between(0, 9))), () => alone(fellows.cleanupPoll(index('poll'), random.between(0, 3)))],
        [() => as(['Fellows', 'FellowshipInitiates'], whitelist.whitelistCall(random.pick(hashes))), () => root(whitelist.whitelistCall(random.pick(hashes))),
            () => root(whitelist.removeWhitelistedCall(random.pick(hashes))),
            () => as(['WhitelistedCaller'], whitelist.dispatchWhitelistedCallWithPreimage(random.pick(remarks))), () => signed(preimage()),
            () => as(['WhitelistedCaller'], whitelist.dispatchWhitelistedCall(hashes[3], lengths[3], { refTime: 10_000_000_000, proofSize: 100_000 }))],
        [...(treasury.proposeSpend ? [() => signed(treasury.proposeSpend(amount(), one().address)), () => root(treasury.approveProposal(index('proposal'))),
            () => root(treasury.rejectProposal(index('proposal')))] : []), () => root(treasury.removeApproval(index('proposal'))),
            () => as(kSpenders, (treasury.spendLocal ?? treasury.spend)(amount(), one().address))],
        [() => signed(bounties.proposeBounty(KSM * BigInt(random.between(1, 100)), '0x6162')), () => as(['BigSpender', 'Treasurer'], bounties.approveBounty(index('bounty'))),
            () => root(bounties.approveBounty(index('bounty'))), () => root(bounties.approveBounty(index('bounty'))),
            () => root(bounties.closeBounty(index('bounty'))), () => root(bounties.proposeCurator(index('bounty'), people[0].address, KSM / 100n)), () => root(bounties.unassignCurator(index('bounty'))),
            () => t.does(people[0], bounties.unassignCurator(index('bounty'))), () => t.does(people[0], bounties.acceptCurator(index('bounty'))),
            () => t.does(people[0], bounties.acceptCurator(index('bounty'))), () => signed(bounties.claimBounty(index('bounty'))),
            () => t.does(people[0], bounties.awardBounty(index('bounty'), one().address)), () => t.does(people[0], bounties.extendBountyExpiry(index('bounty'), '0x'))],
        [() => t.does(people[0], childBounties.addChildBounty(index('bounty'), amount() / 100n, '0x63')),
            () => root(bounties.proposeCurator(index('bounty'), people[0].address, KSM / 100n)), () => t.does(people[0], bounties.acceptCurator(index('bounty'))),
            () => t.does(people[0], childBounties.addChildBounty(index('bounty'), KSM / 50n, '0x63')),
            () => t.does(people[0], childBounties.addChildBounty(index('bounty'), KSM, '0x63')),
            () => t.does(people[0], childBounties.proposeCurator(index('bounty'), index('child'), people[random.between(0, 1)].address, KSM / 1000n)),
            ...['acceptCurator', 'unassignCurator', 'claimChildBounty', 'closeChildBounty'].map((name) =>
                () => t.does(people[random.between(0, 1)], childBounties[name](index('bounty'), index('child')))),
            () => t.does(people[random.between(0, 1)], childBounties.awardChildBounty(index('bounty'), index('child'), one().address))],
        [() => signed(society.bid(amount() / 100n)), () => signed(society.bid(0n)), () => signed(society.unbid()),
            () => signed(society.vouch(one().address, amount() / 1000n, amount() / 10_000n)), () => signed(society.unvouch()),
            ...[0, 1, 2, 3, 4, 5].map((i) => () => t.does(i < 3 ? people[0] : one(), society.vote(one().address, random.chance(75)))),
            () => signed(society.defenderVote(random.chance(40))), () => signed(society.payout()), () => signed(society.waiveRepay(amount())),
            () => signed(society.claimMembership()), () => signed(society.claimMembership()), () => signed(society.punishSkeptic()),
            () => signed(society.resignCandidacy()), () => signed(society.dropCandidate(one().address)),
            ...['bestowMembership', 'kickCandidate'].map((name) => () => t.does(people[0], society[name](one().address))),
            () => t.does(people[0], society.judgeSuspendedMember(one().address, random.chance(50))),
            () => t.does(people[0], society.setParameters(random.between(6, 20), random.between(1, 5), random.between(1, 5), KSM)),
            () => alone(society.cleanupCandidacy(one().address, random.between(0, 4))), () => alone(society.cleanupChallenge(random.between(0, 4), 5))],
        [() => signed(recovery.createRecovery(people.filter(() => random.chance(40)).map(({ address }) => address), random.between(1, 3), random.between(0, 20))),
            () => signed(recovery.initiateRecovery(one().address)), () => signed(recovery.vouchRecovery(one().address, one().address)),
            () => signed(recovery.vouchRecovery(one().address, one().address)), () => signed(recovery.claimRecovery(one().address)),
            () => signed(recovery.asRecovered(one().address, random.pick([random.pick(remarks), recovery.asRecovered(one().address, remarks[0]), recovery.removeRecovery()]))),
            () => signed(recovery.closeRecovery(one().address)), () => signed(recovery.removeRecovery()), () => signed(recovery.cancelRecovered(one().address)),
            () => root(recovery.setRecovered(one().address, one().address))],
        [() => root(claims.mintClaim(random.pick(keys).address, amount(), random.chance(40) ? [amount(), KSM, random.between(0, 9)] : null, null)),
            () => root(claims.moveClaim(random.pick(keys).address, random.pick(keys).address, random.chance(40) ? one().address : null)),
            () => {
                const who = one();
                return t.unsigned(claims.claim(who.address, random.pick(keys).sign(who)));
            },
            () => t.chain.put([[t.chain.key('claims', 'preclaims', one().publicKey), u8aToHex(random.pick(keys).raw)]]),
            () => signed(claims.attest('0x'))],
    ];

    const choose = () => [0, 1, 2].map(() => random.pick(subjects));
    /** To a time for which something waits. */
    const later = async () => {
        await t.next();
        const period = random.pick(kPeriods);
        const nextPeriod = (Math.floor((t.number + 1) / period) + 1) * period;
        const inClaims = Math.floor(t.number / 100_800) * 100_800 + kClaims;
        if (random.chance(40)) await t.skipTo(t.number + random.pick(kWaits));
        else if (random.chance(40) && inClaims > t.number) await t.skipTo(inClaims);
        else await t.skipTo(nextPeriod - 1);
    };
    let chosen = choose();
    for (let step = 1; step <= kSteps; ++step) {
        await look();
        await random.pick(random.pick(chosen))();
        if (random.chance(15)) await t.next(random.between(1, 4)); // short tracks need eight blocks
        else if (random.chance(8)) await later();
        else if (step % 20 === 0) await t.next();
        if (step % kStretch === 0) {
            chosen = choose();
            await t.next();
            await eras.compareAll();
        }
    }
    await t.next();
}
