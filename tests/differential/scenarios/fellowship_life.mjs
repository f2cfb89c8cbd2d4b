// Referenda of the fellowship from submission to enactment: passing, failing, waiting, timed out, described, cancelled, killed; and the
// whitelist through the fellowship to the track of all holders.
import { blake2AsHex } from '@polkadot/util-crypto';

import { KSM } from '../scenario.mjs';

const custom = (name) => ({ Origins: name });
const kHalfHour = 300;
const kWeek = 7 * 14_400;

export async function run(t) {
    const { Alice, Bob, Charlie, Dave, registry, tx: { convictionVoting, fellowshipCollective, fellowshipReferenda, preimage, referenda, system, utility, whitelist } } = t;
    const members = await t.pool('Member', 5, 10_000n * KSM);
    const [poor] = await t.pool('Poor', 1, KSM);
    const [one, two, three, four, five] = members;
    const bytesOf = (tx) => registry.createType('Call', tx).toHex();
    const inline = (tx) => ({ Inline: bytesOf(tx) });
    const remark = inline(system.remarkWithEvent('0x03'));
    await t.next();
    for (const member of [...members, poor]) {
        await t.root(utility.batchAll([fellowshipCollective.addMember(member.address), ...[1, 2, 3].map(() => fellowshipCollective.promoteMember(member.address))]));
    }
    let count = 0;
    const submit = async (proposal = remark, origin = 'Fellows') => {
        await t.ok(one, fellowshipReferenda.submit(custom(origin), proposal, { After: 0 }));
        return count++;
    };
    const vote = (who, index, aye = true) => t.ok(who, fellowshipCollective.vote(index, aye));
    const nudge = (index) => t.root(fellowshipReferenda.nudgeReferendum(index), null);

    const call = system.setStorage([['0xabcd', '0xef']]);
    const hash = blake2AsHex(bytesOf(call));
    const passing = await submit(inline(whitelist.whitelistCall(hash)));
    const contested = await submit();
    const failing = await submit();
    const late = await submit();
    await t.fails(poor, fellowshipReferenda.placeDecisionDeposit(await submit(remark, 'FellowshipInitiates')), 'Balances.InsufficientBalance');
    for (const index of [passing, contested, failing]) await t.ok(one, fellowshipReferenda.placeDecisionDeposit(index));
    await t.fails(one, fellowshipReferenda.placeDecisionDeposit(passing), 'FellowshipReferenda.HasDeposit');
    for (const who of members) await vote(who, passing);
    for (const who of members) await vote(who, contested);
    for (const who of [one, two]) await vote(who, failing);
    await vote(three, failing, false);

    // Descriptions.
    const text = '0x' + '44'.repeat(50);
    await t.ok(Bob, preimage.notePreimage(text));
    await t.fails(one, fellowshipReferenda.setMetadata(passing, hash), 'FellowshipReferenda.PreimageNotExist');
    await t.fails(two, fellowshipReferenda.setMetadata(passing, blake2AsHex(text)), 'FellowshipReferenda.NoPermission');
    await t.fails(two, fellowshipReferenda.setMetadata(77, blake2AsHex(text)), 'FellowshipReferenda.NotOngoing');
    await t.ok(one, fellowshipReferenda.setMetadata(passing, blake2AsHex(text)));
    await t.ok(one, fellowshipReferenda.setMetadata(passing, null));
    await t.ok(one, fellowshipReferenda.setMetadata(failing, blake2AsHex(text)));

    // Invalid calls.
    await t.root(fellowshipReferenda.oneFewerDeciding(77), 'FellowshipReferenda.BadTrack');
    await t.root(fellowshipReferenda.nudgeReferendum(77), 'FellowshipReferenda.NotOngoing');
    await t.root(fellowshipReferenda.cancel(0), 'BadOrigin');
    await t.root(fellowshipReferenda.kill(0), 'BadOrigin');
    await t.fails(Bob, fellowshipReferenda.refundDecisionDeposit(77), 'FellowshipReferenda.BadReferendum');
    await t.fails(Bob, fellowshipReferenda.refundDecisionDeposit(passing), 'FellowshipReferenda.Unfinished');
    await t.fails(Bob, fellowshipReferenda.refundSubmissionDeposit(passing), 'FellowshipReferenda.BadStatus');

    // Decided: the preparation, then the confirmation, take half an hour each.
    await t.skipTo(t.number + kHalfHour);
    for (const index of [passing, contested, failing]) await nudge(index);
    await t.next(2);
    for (const who of [one, two, three]) await vote(who, contested, false);
    await t.next(3); // not confirming any more
    for (const who of [one, two]) await vote(who, contested);
    await t.next(2);
    await t.skipTo(t.number + kHalfHour + 5);
    await nudge(passing);
    await t.next(14); // enacted a minute later: the call is whitelisted
    await t.ok(Bob, fellowshipReferenda.refundDecisionDeposit(passing));
    await t.fails(Bob, fellowshipReferenda.refundDecisionDeposit(passing), 'FellowshipReferenda.NoDeposit');
    await t.ok(Bob, fellowshipReferenda.refundSubmissionDeposit(passing));
    await t.fails(Bob, fellowshipReferenda.refundSubmissionDeposit(passing), 'FellowshipReferenda.NoDeposit');
    for (const who of [one, two]) await vote(who, failing, false);
    await t.next();

    // The holders let it be made: it is Root's, on the track of whitelisted calls.
    await t.ok(Dave, preimage.notePreimage(bytesOf(call)));
    const dispatch = whitelist.dispatchWhitelistedCall(hash, bytesOf(call).length / 2 - 1, { refTime: 10_000_000_000, proofSize: 100_000 });
    await t.ok(Bob, referenda.submit(custom('WhitelistedCaller'), inline(dispatch), { After: 0 }));
    await t.ok(Bob, referenda.placeDecisionDeposit(0));
    for (const who of [Alice, Bob, Charlie, Dave]) {
        await t.ok(who, convictionVoting.vote(0, { Standard: { vote: { aye: true, conviction: 'Locked6x' }, balance: 900_000n * KSM } }));
    }
    await t.skipTo(t.number + kHalfHour);
    await t.root(referenda.nudgeReferendum(0));
    await t.next();
    await t.skipTo(t.number + 100);
    await t.root(referenda.nudgeReferendum(0));
    await t.next(4);
    await t.skipTo(t.number + 90);
    await t.next(14);

    // A track with room for ten.
    const waiting = [];
    for (let i = 0; i < 14; ++i) {
        waiting.push(await submit(remark, 'Fellowship2Dan'));
        await t.ok(two, fellowshipReferenda.placeDecisionDeposit(waiting[i]));
    }
    for (const [i, who] of members.entries()) for (const index of waiting.slice(10 - i)) await vote(who, index);
    await t.skipTo(t.number + kHalfHour);
    for (const index of waiting) await nudge(index);
    await t.next(2);
    await vote(five, waiting[11], false);
    await t.next(2);
    await t.as(custom('FellowshipExperts'), fellowshipReferenda.cancel(waiting[0]));
    await t.as(custom('FellowshipMasters'), fellowshipReferenda.kill(waiting[13]));
    await t.next(3);
    await t.root(fellowshipReferenda.oneFewerDeciding(2));
    await t.next();

    // Too long without a decision; a decision that ends.
    await t.skipTo(t.number + kWeek + 10);
    for (let index = 0; index < count; ++index) await nudge(index);
    await t.next(3);
    await t.fails(Bob, fellowshipReferenda.refundSubmissionDeposit(late), 'FellowshipReferenda.BadStatus');
    await t.ok(Bob, fellowshipReferenda.setMetadata(failing, null));
    for (let index = 0; index < count; ++index) await t.does(four, fellowshipReferenda.refundDecisionDeposit(index));
    await t.next();
}
