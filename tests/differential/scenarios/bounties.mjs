// Bounties and child bounties: each state with each call, curators who are struck, spend periods, a hundred children.
import { stringToU8a, u8aToHex } from '@polkadot/util';

import { KSM } from '../scenario.mjs';

const kPeriod = 86_400; // of Treasury, in blocks
const kUpdate = 51_840_000; // blocks for which a curator counts as active
const kLeast = 200n * (KSM / 3000n); // the least value
const custom = (name) => ({ Origins: name });

export async function run(t) {
    const { Alice, Bob, Charlie, Dave, Eve, tx: { balances, bounties, childBounties, utility, vesting } } = t;
    const pot = t.addressOf(new Uint8Array([...stringToU8a('modlpy/trsry'), ...new Array(20).fill(0)]));
    const account = (kind, index) => t.addressOf(new Uint8Array([...stringToU8a('modlpy/trsry'), 8, ...stringToU8a(kind),
        index & 255, index >> 8, 0, 0, ...new Array(13).fill(0)]));
    const [poor] = await t.pool('Poor', 1, KSM / 100n);
    const [rich] = await t.pool('Rich', 1, 1_000_000n * KSM);
    await t.next();
    const nobody = { Raw: '0x' };

    const callsOf = (index) => [bounties.approveBounty(index), bounties.proposeCurator(index, Charlie.address, 1n), bounties.unassignCurator(index),
        bounties.acceptCurator(index), bounties.awardBounty(index, Dave.address), bounties.claimBounty(index), bounties.closeBounty(index),
        bounties.extendBountyExpiry(index, '0x1234')];
    /** Every call in the present state of a bounty, by its curator and by a stranger. */
    const tryAll = async (index) => {
        for (const who of [Charlie, Eve]) await t.tries(who, ...callsOf(index));
    };

    // Proposals.
    await t.fails(Bob, bounties.proposeBounty(kLeast - 1n, '0x61'), 'Bounties.InvalidValue');
    await t.fails(Bob, bounties.proposeBounty(kLeast, u8aToHex(new Uint8Array(16_385))), 'Bounties.ReasonTooBig');
    await t.fails(poor, bounties.proposeBounty(kLeast, '0x61'), 'Bounties.InsufficientProposersBalance');
    await t.root(bounties.proposeBounty(kLeast, '0x61'), 'BadOrigin');
    await t.ok(rich, bounties.proposeBounty(kLeast, u8aToHex(new Uint8Array(16_384))));
    for (const value of [100n * KSM, 50n * KSM, 1_000_000_000n * KSM, kLeast]) await t.ok(Bob, bounties.proposeBounty(value, '0x616263'));
    await tryAll(1);
    await t.fails(Bob, bounties.approveBounty(1), 'BadOrigin');
    await t.root(bounties.approveBounty(77), 'Bounties.InvalidIndex');
    await t.as(custom('SmallTipper'), bounties.approveBounty(1), 'Treasury.InsufficientPermission');
    await t.as(custom('BigSpender'), bounties.approveBounty(1));
    await t.root(bounties.approveBounty(1), 'Bounties.UnexpectedStatus');
    for (const index of [2, 3, 4]) await t.root(bounties.approveBounty(index));
    await tryAll(1);
    await t.fails(Bob, bounties.closeBounty(0), 'BadOrigin');
    await t.root(bounties.closeBounty(0)); // rejected
    t.saw('Bounties.BountyRejected');
    await t.root(bounties.closeBounty(1), 'Bounties.UnexpectedStatus');
    await t.next();

    // The money: nothing in the pot, too little for one, enough.
    await t.skipTo(kPeriod - 1);
    await t.ok(rich, balances.transferKeepAlive(pot, 500n * KSM));
    await t.skipTo(2 * kPeriod - 1);
    await t.next();
    await tryAll(1);
    await t.root(bounties.proposeCurator(3, Charlie.address, 0n), 'Bounties.UnexpectedStatus');
    await t.root(bounties.proposeCurator(77, Charlie.address, 0n), 'Bounties.InvalidIndex');
    await t.root(bounties.proposeCurator(1, nobody, 0n), 'CannotLookup');
    await t.root(bounties.proposeCurator(1, Charlie.address, 100n * KSM), 'Bounties.InvalidFee');
    await t.as(custom('SmallTipper'), bounties.proposeCurator(1, Charlie.address, KSM), 'Treasury.InsufficientPermission');
    await t.as(custom('Treasurer'), bounties.proposeCurator(1, Charlie.address, KSM / 10n));
    await tryAll(1);
    await t.fails(Dave, bounties.unassignCurator(1), 'BadOrigin');
    await t.ok(Charlie, bounties.unassignCurator(1));
    await t.root(bounties.proposeCurator(1, Charlie.address, KSM / 10n));
    await t.root(bounties.unassignCurator(1));
    await t.root(bounties.proposeCurator(1, poor.address, 10n * KSM));
    await t.fails(poor, bounties.acceptCurator(1));
    await t.ok(poor, bounties.unassignCurator(1));
    await t.root(bounties.proposeCurator(1, Charlie.address, 20n * KSM));
    await t.fails(Dave, bounties.acceptCurator(1), 'Bounties.RequireCurator');
    await t.ok(Charlie, bounties.acceptCurator(1));
    await tryAll(1);
    await t.next();

    // Active: struck by Root, by themselves, by anybody when it is time.
    await t.root(bounties.unassignCurator(1));
    await t.fails(Charlie, bounties.unassignCurator(1), 'Bounties.UnexpectedStatus');
    for (const fee of [0n, KSM / 10n]) {
        await t.root(bounties.proposeCurator(1, Charlie.address, fee));
        await t.ok(Charlie, bounties.acceptCurator(1));
        await t.ok(Charlie, bounties.unassignCurator(1));
    }
    await t.root(bounties.proposeCurator(1, Charlie.address, 20n * KSM));
    await t.ok(Charlie, bounties.acceptCurator(1));
    await t.fails(Dave, bounties.unassignCurator(1), 'Bounties.Premature');
    await t.skipTo(t.number + kUpdate - 1); // the last block in time
    await t.fails(Dave, bounties.unassignCurator(1), 'Bounties.Premature');
    await t.fails(Dave, bounties.extendBountyExpiry(1, '0x'), 'Bounties.RequireCurator');
    await t.ok(Charlie, bounties.extendBountyExpiry(1, '0x6869'));
    await t.ok(Charlie, bounties.extendBountyExpiry(1, '0x'));
    await t.skipTo(t.number + kUpdate);
    await t.ok(Dave, bounties.unassignCurator(1));
    await t.root(bounties.proposeCurator(1, Charlie.address, 20n * KSM));
    await t.ok(Charlie, bounties.acceptCurator(1));
    await t.next();

    // Children.
    const add = (value, text = '0x6b') => childBounties.addChildBounty(1, value, text);
    const least = kLeast / 10n;
    await t.fails(Charlie, add(least - 1n), 'Bounties.InvalidValue');
    await t.fails(Charlie, add(least, u8aToHex(new Uint8Array(16_385))), 'Bounties.ReasonTooBig');
    await t.fails(Dave, add(least), 'Bounties.RequireCurator');
    await t.fails(Charlie, childBounties.addChildBounty(77, least, '0x'), 'Bounties.InvalidIndex');
    await t.fails(Charlie, childBounties.addChildBounty(2, least, '0x'), 'ChildBounties.ParentBountyNotActive');
    await t.fails(Charlie, add(101n * KSM), 'ChildBounties.InsufficientBountyBalance');
    await t.fails(Charlie, add(100n * KSM)); // the account would end
    await t.root(add(least), 'BadOrigin');
    for (let i = 0; i < 6; ++i) await t.ok(Charlie, add(5n * KSM));
    t.saw('ChildBounties.Added');
    const childCalls = (index) => [childBounties.proposeCurator(1, index, Dave.address, 1n), childBounties.acceptCurator(1, index),
        childBounties.unassignCurator(1, index), childBounties.awardChildBounty(1, index, Eve.address), childBounties.claimChildBounty(1, index),
        childBounties.closeChildBounty(1, index)];
    const tryAllChild = async (index) => {
        for (const who of [Charlie, Dave, Eve]) await t.tries(who, ...childCalls(index));
    };
    await tryAllChild(0);
    await tryAllChild(77);
    await t.root(bounties.closeBounty(1), 'Bounties.HasActiveChildBounty');
    await t.fails(Charlie, bounties.awardBounty(1, Dave.address), 'Bounties.HasActiveChildBounty');
    await t.fails(Charlie, childBounties.proposeCurator(1, 0, nobody, 1n), 'CannotLookup');
    await t.fails(Charlie, childBounties.proposeCurator(1, 0, Dave.address, 5n * KSM), 'Bounties.InvalidFee');
    await t.fails(Dave, childBounties.proposeCurator(1, 0, Dave.address, 1n), 'Bounties.RequireCurator');
    await t.fails(Charlie, childBounties.proposeCurator(1, 77, Dave.address, 1n), 'Bounties.InvalidIndex');
    for (const index of [0, 1, 2, 3]) await t.ok(Charlie, childBounties.proposeCurator(1, index, Dave.address, KSM));
    await t.ok(Charlie, childBounties.proposeCurator(1, 4, Charlie.address, KSM));
    await tryAllChild(0);
    await t.fails(Eve, childBounties.unassignCurator(1, 0), 'BadOrigin');
    await t.ok(Charlie, childBounties.unassignCurator(1, 0));
    await t.ok(Charlie, childBounties.proposeCurator(1, 0, Dave.address, KSM));
    await t.ok(Dave, childBounties.unassignCurator(1, 0));
    await t.ok(Charlie, childBounties.proposeCurator(1, 0, Dave.address, KSM));
    await t.root(childBounties.unassignCurator(1, 0));
    await t.ok(Charlie, childBounties.proposeCurator(1, 0, Dave.address, KSM));
    await t.fails(Eve, childBounties.acceptCurator(1, 0), 'Bounties.RequireCurator');
    for (const index of [0, 1, 2, 3]) await t.ok(Dave, childBounties.acceptCurator(1, index));
    await t.ok(Charlie, childBounties.acceptCurator(1, 4)); // without a deposit
    await tryAllChild(0);
    await t.fails(Eve, childBounties.unassignCurator(1, 0), 'Bounties.Premature');
    await t.ok(Charlie, childBounties.unassignCurator(1, 0)); // struck
    await t.ok(Dave, childBounties.unassignCurator(1, 1)); // of oneself
    await t.root(childBounties.unassignCurator(1, 2)); // struck
    await t.fails(Eve, childBounties.awardChildBounty(1, 3, Eve.address), 'Bounties.RequireCurator');
    await t.fails(Dave, childBounties.awardChildBounty(1, 3, nobody), 'CannotLookup');
    await t.fails(Dave, childBounties.awardChildBounty(1, 0, Eve.address), 'Bounties.UnexpectedStatus');
    await t.ok(Dave, childBounties.awardChildBounty(1, 3, Eve.address));
    t.saw('ChildBounties.Awarded');
    await t.ok(Charlie, childBounties.awardChildBounty(1, 4, Eve.address));
    await tryAllChild(3);
    await t.fails(Dave, childBounties.unassignCurator(1, 3), 'BadOrigin');
    await t.fails(Charlie, childBounties.closeChildBounty(1, 3), 'Bounties.PendingPayout');
    await t.fails(Bob, childBounties.claimChildBounty(1, 0), 'Bounties.UnexpectedStatus');
    await t.ok(Charlie, childBounties.unassignCurator(1, 4));
    await t.fails(Dave, childBounties.closeChildBounty(1, 4), 'BadOrigin');
    await t.ok(Charlie, childBounties.closeChildBounty(1, 4));
    t.saw('ChildBounties.Canceled');
    await t.root(childBounties.closeChildBounty(1, 0));
    // One that is active is closed with its curator.
    await t.ok(Charlie, childBounties.proposeCurator(1, 1, Dave.address, KSM));
    await t.ok(Dave, childBounties.acceptCurator(1, 1));
    await t.ok(Charlie, childBounties.closeChildBounty(1, 1));
    // An award by the parent's curator of what another curates: the wrong deposit comes free.
    await t.ok(Charlie, childBounties.proposeCurator(1, 2, Dave.address, KSM));
    await t.ok(Dave, childBounties.acceptCurator(1, 2));
    await t.ok(Charlie, childBounties.awardChildBounty(1, 2, Eve.address));
    await t.ok(Bob, childBounties.claimChildBounty(1, 3)); // at once
    t.saw('ChildBounties.Claimed');
    await t.ok(Bob, childBounties.claimChildBounty(1, 2));
    // Up to a hundred, and one.
    const open = (await t.read('childBounties', 'parentChildBounties', 1)).toNumber();
    await t.ok(Charlie, utility.batchAll(Array.from({ length: 101 - open }, () => add(least))));
    await t.fails(Charlie, add(least), 'ChildBounties.TooManyChildBounties');
    // An active child, and a parent who does not show up.
    await t.ok(Charlie, childBounties.proposeCurator(1, 6, Dave.address, 1n));
    await t.ok(Dave, childBounties.acceptCurator(1, 6));
    await t.skipTo(t.number + kUpdate);
    await t.ok(Eve, childBounties.unassignCurator(1, 6));
    await t.ok(Charlie, bounties.extendBountyExpiry(1, '0x'));
    // A parent without a curator: its children wait.
    await t.ok(Charlie, childBounties.proposeCurator(1, 7, Dave.address, 1n));
    await t.ok(Charlie, childBounties.proposeCurator(1, 8, Dave.address, 1n));
    await t.ok(Dave, childBounties.acceptCurator(1, 8));
    await t.root(bounties.unassignCurator(1));
    await tryAllChild(7);
    await tryAllChild(8);
    await t.root(bounties.proposeCurator(1, Charlie.address, 20n * KSM));
    await t.ok(Charlie, bounties.acceptCurator(1));
    const last = (await t.read('childBounties', 'parentTotalChildBounties', 1)).toNumber();
    const all = Array.from({ length: last }, (_, index) => childBounties.closeChildBounty(1, index));
    await t.ok(Charlie, utility.forceBatch(all));
    await t.next();

    // The award.
    await t.fails(Dave, bounties.awardBounty(1, Dave.address), 'Bounties.RequireCurator');
    await t.fails(Charlie, bounties.awardBounty(1, nobody), 'CannotLookup');
    await t.ok(Charlie, bounties.awardBounty(1, Dave.address));
    t.saw('Bounties.BountyAwarded');
    await tryAll(1);
    await t.fails(Charlie, bounties.unassignCurator(1), 'BadOrigin');
    await t.root(bounties.closeBounty(1), 'Bounties.PendingPayout');
    await t.root(bounties.unassignCurator(1));
    await t.root(bounties.proposeCurator(1, Charlie.address, 20n * KSM));
    await t.ok(Charlie, bounties.acceptCurator(1));
    await t.ok(Charlie, bounties.awardBounty(1, Dave.address));
    await t.ok(Eve, bounties.claimBounty(1)); // at once
    t.saw('Bounties.BountyClaimed');
    await t.fails(Eve, bounties.claimBounty(1), 'Bounties.InvalidIndex');
    // Given up: with its money, with a curator, with a proposed curator; and a bounty whose money is locked.
    await t.root(bounties.closeBounty(2));
    t.saw('Bounties.BountyCanceled');
    await t.root(bounties.proposeCurator(4, Charlie.address, 0n));
    await t.ok(Charlie, bounties.acceptCurator(4));
    await t.root(vesting.forceVestedTransfer(rich.address, account('bt', 4), { locked: 5n * KSM, perBlock: 1n, startingBlock: 0 }));
    await t.root(bounties.closeBounty(4));
    await t.next();

    // The queue has a bound.
    const waiting = (await t.read('bounties', 'bountyApprovals'))?.length ?? 0;
    const first = (await t.read('bounties', 'bountyCount')).toNumber();
    await t.ok(rich, utility.batchAll(Array.from({ length: 101 - waiting }, () => bounties.proposeBounty(kLeast, '0x'))));
    await t.root(utility.batch(Array.from({ length: 100 - waiting }, (_, i) => bounties.approveBounty(first + i))));
    await t.root(bounties.approveBounty(first + 100 - waiting), 'Bounties.TooManyQueued');
    // A bounty that waits and is not there any more is passed over.
    await t.chain.put([[t.chain.key('bounties', 'bounties', first), null]]);
    await t.skipTo((Math.ceil(t.number / kPeriod) + 1) * kPeriod - 1);
    await t.ok(rich, balances.transferKeepAlive(pot, 500n * KSM));
    await t.skipTo(t.number + kPeriod);
    await t.next();
    await t.ok(Alice, balances.transferAllowDeath(Bob.address, 1n));
}
