// Details of governance: events of votes, wishes, members who give their place to others, preimages of another length.
import { blake2AsHex } from '@polkadot/util-crypto';
import { u8aToHex } from '@polkadot/util';

import { KSM } from '../scenario.mjs';

const custom = (name) => ({ Origins: name });

export async function run(t) {
    await t.next();
    for (const part of [fellows, polls, votes]) {
        await part(t);
        await t.next();
    }
}

async function fellows(t) {
    const { Alice, Bob, Charlie, Dave, tx: { fellowshipCollective: fellowship } } = t;
    const ranks = [[Alice, 4], [Charlie, 2], [Dave, 0]];
    for (const [who, rank] of ranks) {
        await t.root(fellowship.addMember(who.address));
        for (let i = 0; i < rank; ++i) await t.root(fellowship.promoteMember(who.address));
    }
    await t.fails(Bob, fellowship.exchangeMember(Alice.address, Bob.address), 'BadOrigin');
    await t.as(custom('FellowshipAdmin'), fellowship.exchangeMember(Alice.address, Bob.address), 'BadOrigin');
    await t.root(fellowship.exchangeMember(Alice.address, Charlie.address), 'FellowshipCollective.AlreadyMember');
    await t.root(fellowship.exchangeMember(Alice.address, Alice.address), 'FellowshipCollective.SameMember');
    await t.root(fellowship.exchangeMember(Bob.address, Alice.address), 'FellowshipCollective.NotMember');
    await t.root(fellowship.exchangeMember({ Raw: '0x' }, Alice.address), 'CannotLookup');
    await t.root(fellowship.exchangeMember(Alice.address, Bob.address));
    t.saw('FellowshipCollective.MemberExchanged');
    await t.as(custom('Fellows'), fellowship.exchangeMember(Dave.address, Alice.address));
    // Whoever leaves a rank is not in its indices any more.
    await t.root(fellowship.demoteMember(Bob.address));
    await t.root(fellowship.demoteMember(Alice.address));
    await t.root(fellowship.removeMember(Charlie.address, 1), 'FellowshipCollective.InvalidWitness');
    await t.root(fellowship.removeMember(Charlie.address, 2));
    await t.root(fellowship.removeMember(Bob.address, 5));
}

async function polls(t) {
    const { Alice, Bob, registry, tx: { fellowshipCollective, fellowshipReferenda, preimage, referenda, system } } = t;
    const bytes = registry.createType('Call', system.remark('0x0b')).toU8a();
    const hash = blake2AsHex(bytes);
    const lookup = (len) => ({ Lookup: { hash, len } });
    const inline = { Inline: u8aToHex(bytes) };
    await t.ok(Alice, referenda.submit(custom('WishForChange'), inline, { After: 0 }));
    await t.ok(Alice, referenda.placeDecisionDeposit(0));
    await t.ok(Alice, referenda.submit(custom('Treasurer'), lookup(bytes.length + 1), { After: 0 })); // it is not there yet
    await t.ok(Bob, preimage.notePreimage(u8aToHex(bytes)));
    await t.fails(Alice, referenda.submit(custom('Treasurer'), lookup(bytes.length + 1), { After: 0 }), 'Referenda.PreimageStoredWithDifferentLength');
    await t.fails(Alice, referenda.submit(custom('Treasurer'), { Legacy: { hash } }, { After: 0 }), 'Referenda.PreimageStoredWithDifferentLength');
    await t.fails(Alice, referenda.submit(custom('Fellows'), lookup(bytes.length), { After: 0 }), 'Referenda.NoTrack');
    await t.ok(Alice, referenda.submit(custom('SmallTipper'), lookup(bytes.length), { After: 0 }));
    await t.ok(Alice, referenda.setMetadata(0, hash));
    await t.ok(Alice, referenda.submit({ system: 'Root' }, inline, { At: 1 }));
    // Of the fellowship, where the first vote is free, and the submission.
    await t.root(fellowshipCollective.addMember(Bob.address));
    await t.fails(Bob, fellowshipReferenda.submit(custom('Fellowship1Dan'), inline, { After: 0 }), 'BadOrigin');
    await t.root(fellowshipCollective.promoteMember(Bob.address));
    await t.ok(Bob, fellowshipReferenda.submit(custom('Fellowship1Dan'), inline, { After: 0 }));
    await t.fails(Bob, fellowshipReferenda.submit(custom('Fellowship1Dan'), lookup(bytes.length + 1), { After: 0 }), 'FellowshipReferenda.PreimageStoredWithDifferentLength');
    await t.ok(Bob, fellowshipReferenda.placeDecisionDeposit(0));
    await t.ok(Bob, fellowshipCollective.vote(0, true));
    await t.ok(Bob, fellowshipCollective.vote(0, false));
    await t.root(referenda.kill(3));
    await t.as(custom('FellowshipMasters'), fellowshipReferenda.kill(0));
    await t.fails(Bob, fellowshipReferenda.refundDecisionDeposit(0), 'FellowshipReferenda.NoDeposit');
}

async function votes(t) {
    const { Alice, Bob, Charlie, tx: { convictionVoting, referenda } } = t;
    const standard = (aye, balance) => ({ Standard: { vote: { aye, conviction: 'Locked2x' }, balance } });
    await t.ok(Bob, convictionVoting.vote(0, standard(true, 5n * KSM)));
    t.saw('ConvictionVoting.Voted');
    await t.ok(Bob, convictionVoting.vote(0, { SplitAbstain: { aye: 1, nay: 2, abstain: 3 } }));
    await t.ok(Charlie, convictionVoting.delegate(2, Bob.address, 'Locked1x', KSM));
    await t.ok(Bob, convictionVoting.removeVote(null, 0));
    t.saw('ConvictionVoting.VoteRemoved');
    await t.ok(Charlie, convictionVoting.unlock(2, Bob.address));
    t.saw('ConvictionVoting.VoteUnlocked');
    await t.ok(Charlie, convictionVoting.undelegate(2));
    await t.ok(Bob, convictionVoting.vote(0, standard(false, 2n * KSM)));
    await t.root(referenda.cancel(0));
    await t.ok(Alice, convictionVoting.removeOtherVote(Bob.address, 2, 0)); // of one that is over, without a word
    await t.fails(Alice, convictionVoting.unlock(2, { Raw: '0x' }), 'CannotLookup');
    await t.ok(Alice, convictionVoting.unlock(77, Bob.address));
    await t.ok(Alice, referenda.refundDecisionDeposit(0));
    await t.ok(Alice, referenda.refundSubmissionDeposit(0));
}
