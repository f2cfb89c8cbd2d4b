// The fellowship: members and ranks, their votes, referenda of theirs, and calls that they whitelist.
import { blake2AsHex } from '@polkadot/util-crypto';

import { KSM } from '../scenario.mjs';

const custom = (name) => ({ Origins: name });
const kDan = (rank) => custom(`Fellowship${rank}Dan`);

export async function run(t) {
    const { Alice, Bob, Charlie, Dave, registry, tx: { fellowshipCollective, fellowshipReferenda, preimage, referenda, system, treasury, utility, whitelist } } = t;
    const members = await t.pool('Member', 12, 1000n * KSM);
    const bytesOf = (tx) => registry.createType('Call', tx).toHex();
    const inline = (tx) => ({ Inline: bytesOf(tx) });
    const { addMember, promoteMember, demoteMember, removeMember, vote, cleanupPoll } = fellowshipCollective;
    await t.next();

    // Origins that may add, promote, demote and remove.
    for (const call of [addMember(Bob.address), promoteMember(Bob.address), demoteMember(Bob.address), removeMember(Bob.address, 0)]) {
        await t.fails(Bob, call, 'BadOrigin');
        await t.as(custom('GeneralAdmin'), call, 'BadOrigin');
    }
    await t.root(addMember({ Raw: '0x' }), 'CannotLookup');
    await t.root(promoteMember(Bob.address), 'FellowshipCollective.NotMember');
    await t.root(demoteMember(Bob.address), 'FellowshipCollective.NotMember');
    await t.root(removeMember(Bob.address, 0), 'FellowshipCollective.NotMember');
    for (const [i, member] of members.entries()) {
        await t.as(i % 3 === 0 ? { system: 'Root' } : i % 3 === 1 ? custom('FellowshipAdmin') : kDan(1), addMember(member.address));
    }
    await t.root(addMember(members[0].address), 'FellowshipCollective.AlreadyMember');
    // Member i gets rank i, as far as the holders' track goes.
    for (let rank = 1; rank <= 9; ++rank) for (const member of members.slice(rank)) await t.as(custom('FellowshipAdmin'), promoteMember(member.address));
    await t.as(custom('FellowshipAdmin'), promoteMember(members[11].address), 'FellowshipCollective.NoPermission');
    await t.root(promoteMember(members[11].address));
    await t.as(custom('FellowshipAdmin'), demoteMember(members[11].address), 'FellowshipCollective.NoPermission');
    for (let rank = 1; rank <= 9; ++rank) {
        await t.as(kDan(rank), promoteMember(members[3].address), null);
        await t.as(kDan(rank), demoteMember(members[3].address), null);
    }
    await t.next();

    // Referenda of the fellowship: members of rank 1 submit them.
    const remark = inline(system.remarkWithEvent('0x02'));
    const submit = (who, origin, proposal = remark) => fellowshipReferenda.submit(origin, proposal, { After: 0 });
    await t.fails(Bob, submit(Bob, custom('Fellows')), 'BadOrigin');
    await t.fails(members[0], submit(members[0], custom('Fellows')), 'BadOrigin');
    await t.fails(members[1], submit(members[1], custom('WhitelistedCaller')), 'FellowshipReferenda.NoTrack');
    await t.fails(members[1], submit(members[1], { system: 'Root' }), 'FellowshipReferenda.NoTrack');
    const call = system.setStorage([['0x1234', '0x5678']]);
    const callHash = blake2AsHex(bytesOf(call));
    const origins = ['FellowshipInitiates', ...Array.from({ length: 9 }, (_, i) => `Fellowship${i + 1}Dan`), 'Fellows', 'FellowshipExperts', 'FellowshipMasters'].map(custom);
    for (const origin of origins) await t.ok(members[5], submit(members[5], origin));
    const whitelisting = origins.length;
    await t.ok(members[5], submit(members[5], custom('Fellows'), inline(whitelist.whitelistCall(callHash))));
    for (let i = 0; i <= whitelisting; ++i) await t.ok(Charlie, fellowshipReferenda.placeDecisionDeposit(i));
    await t.next();
    // The first vote is free; those too low may not.
    await t.fails(Bob, vote(whitelisting, true), 'FellowshipCollective.NotMember');
    await t.fails(members[2], vote(whitelisting, true), 'FellowshipCollective.RankTooLow');
    await t.fails(members[9], vote(77, true), 'FellowshipCollective.NotPolling');
    for (const member of members.slice(3)) await t.ok(member, vote(whitelisting, true));
    t.saw('FellowshipCollective.Voted');
    await t.ok(members[4], vote(whitelisting, false));
    await t.ok(members[4], vote(whitelisting, false));
    await t.ok(members[4], vote(whitelisting, true));
    for (let i = 0; i < whitelisting; ++i) for (const [j, member] of members.entries()) if ((i + j) % 3 === 0) await t.does(member, vote(i, j % 2 === 0));
    await t.fails(Bob, cleanupPoll(whitelisting, 10), 'FellowshipCollective.Ongoing');
    await t.skipTo(t.number + 300 - 10); // the preparation is half an hour
    await t.next(3);
    for (let i = 0; i <= whitelisting; ++i) await t.root(fellowshipReferenda.nudgeReferendum(i));
    await t.next(2);
    for (let i = 0; i <= whitelisting; ++i) await t.does(members[9], vote(i, i % 2 === 1));
    await t.next(2);
    await t.skipTo(t.number + 310);
    await t.next(2);
    for (let i = 0; i <= whitelisting; ++i) await t.root(fellowshipReferenda.nudgeReferendum(i), null);
    await t.next(14);
    for (const [origin, tx] of [['FellowshipExperts', fellowshipReferenda.cancel(2)], ['FellowshipMasters', fellowshipReferenda.kill(3)],
        ['ReferendumCanceller', fellowshipReferenda.cancel(4)], ['ReferendumKiller', fellowshipReferenda.kill(4)]]) await t.as(custom(origin), tx, null);
    for (let i = 0; i <= whitelisting; ++i) {
        await t.does(Bob, fellowshipReferenda.refundDecisionDeposit(i));
        await t.does(Bob, fellowshipReferenda.refundSubmissionDeposit(i));
    }
    // Once in each block: a limit counts what was stored before the block, and here each extrinsic's changes are stored.
    for (const max of [0, 1, 2, 100]) {
        await t.next();
        for (let i = 0; i <= whitelisting; ++i) await t.does(Bob, cleanupPoll(i, max));
    }
    await t.next();
    await t.ok(Bob, cleanupPoll(77, 1));

    // Ranks end: the last one takes the number; the removed member stays in an index.
    await t.root(removeMember(members[9].address, 8), 'FellowshipCollective.InvalidWitness');
    await t.as(custom('FellowshipAdmin'), removeMember(members[11].address, 10), 'FellowshipCollective.NoPermission');
    await t.as(custom('FellowshipAdmin'), removeMember(members[9].address, 9));
    await t.as(kDan(6), removeMember(members[5].address, 9), 'FellowshipCollective.NoPermission');
    await t.as(kDan(7), removeMember(members[5].address, 5));
    await t.root(removeMember(members[11].address, 12));
    for (const member of members) await t.root(demoteMember(member.address), null);
    await t.root(addMember(members[9].address));
    await t.root(promoteMember(members[9].address));
    await t.next();

    // The whitelist.
    const dispatch = (hash, length, weight) => whitelist.dispatchWhitelistedCall(hash, length, weight);
    const much = { refTime: 10_000_000_000, proofSize: 100_000 };
    const length = bytesOf(call).length / 2 - 1;
    for (const tx of [whitelist.whitelistCall(callHash), whitelist.removeWhitelistedCall(callHash), dispatch(callHash, length, much),
        whitelist.dispatchWhitelistedCallWithPreimage(call)]) {
        await t.fails(Bob, tx, 'BadOrigin');
        await t.as(custom('FellowshipInitiates'), tx, 'BadOrigin');
    }
    await t.as(custom('WhitelistedCaller'), whitelist.whitelistCall(callHash), 'BadOrigin');
    await t.as(custom('Fellows'), whitelist.whitelistCall(callHash), null); // the referendum may have done it
    await t.as(custom('Fellows'), whitelist.whitelistCall(callHash), 'Whitelist.CallAlreadyWhitelisted');
    await t.as(custom('WhitelistedCaller'), dispatch(blake2AsHex('0x'), length, much), 'Whitelist.CallIsNotWhitelisted');
    await t.as(custom('WhitelistedCaller'), whitelist.dispatchWhitelistedCallWithPreimage(system.remark('0x')), 'Whitelist.CallIsNotWhitelisted');
    await t.as(custom('WhitelistedCaller'), dispatch(callHash, length, much), 'Whitelist.UnavailablePreImage');
    await t.ok(Dave, preimage.notePreimage(bytesOf(call)));
    await t.as(custom('WhitelistedCaller'), dispatch(callHash, length - 1, much), 'Whitelist.UnavailablePreImage');
    await t.as(custom('WhitelistedCaller'), dispatch(callHash, length, { refTime: 1, proofSize: 1 }), 'Whitelist.InvalidCallWeightWitness');
    await t.as(custom('WhitelistedCaller'), dispatch(callHash, length, much));
    await t.as(custom('Fellows'), whitelist.removeWhitelistedCall(callHash), 'Whitelist.CallIsNotWhitelisted');
    await t.root(whitelist.whitelistCall(callHash));
    await t.root(whitelist.removeWhitelistedCall(callHash));
    t.sawByRoot('ok');
    const undecodable = ['0x', '0xffff', bytesOf(call) + '00', '0x1802' + 'ff'.repeat(5)];
    for (const bytes of undecodable) {
        await t.ok(Dave, preimage.notePreimage(bytes));
        await t.root(whitelist.whitelistCall(blake2AsHex(bytes)));
        await t.root(dispatch(blake2AsHex(bytes), bytes.length / 2 - 1, much), 'Whitelist.UndecodableCall');
    }
    // Calls that fail, that weigh less than they say, that are deep.
    let deep = system.remarkWithEvent('0x');
    for (let i = 0; i < 60; ++i) deep = utility.batch([deep]);
    for (const inner of [treasury.removeApproval(0), utility.batch([system.remark('0x'), treasury.removeApproval(0), system.remark('0x')]), utility.batchAll([system.remark('0x'), treasury.removeApproval(0)]),
        referenda.nudgeReferendum(0), deep]) {
        const info = registry.createType('Call', inner);
        for (const withPreimage of [true, false]) {
            await t.root(whitelist.whitelistCall(info.hash.toHex()));
            if (!withPreimage) await t.does(Dave, preimage.notePreimage(info.toHex()));
            await t.as(custom('WhitelistedCaller'), withPreimage ? whitelist.dispatchWhitelistedCallWithPreimage(inner)
                : dispatch(info.hash.toHex(), info.encodedLength, { refTime: 1_000_000_000_000, proofSize: 1_000_000 }));
            await t.next();
        }
    }
    await t.root(whitelist.dispatchWhitelistedCallWithPreimage(system.remark('0x')), 'Whitelist.CallIsNotWhitelisted');
    // A short life on the track 13 gives the origin that promotes.
    await t.ok(Bob, referenda.submit(custom('FellowshipAdmin'), inline(addMember(Bob.address)), { After: 0 }));
    await t.ok(Bob, referenda.placeDecisionDeposit(0));
    await t.next(12);
    await t.ok(Alice, system.remark('0x'));
}
