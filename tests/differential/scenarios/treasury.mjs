// The treasury: spends in its own currency by origins with limits, spend periods with nothing, enough and too little in the pot.
import { blake2AsU8a } from '@polkadot/util-crypto';
import { stringToU8a, u8aConcat } from '@polkadot/util';

import { ED, KSM } from '../scenario.mjs';

const kPeriod = 86_400;
const kQuid = KSM / 30n;
const kGrand = kQuid * 1000n;
const custom = (name) => ({ Origins: name });

export async function run(t) {
    const { Alice, Bob, Dave, Eve, Ferdie, tx: { balances, treasury, utility, vesting } } = t;
    const pot = { publicKey: u8aConcat(stringToU8a('modlpy/trsry'), new Uint8Array(20)) };
    pot.address = t.addressOf(pot.publicKey);
    const nobody = t.addressOf(blake2AsU8a('nobody'));
    const [rich] = await t.pool('Rich', 1, 10_000_000n * KSM);
    const { spendLocal } = treasury;
    await t.next();

    // A period ends with nothing in the pot but the fees of the block before.
    await t.skipTo(kPeriod - 1);
    await t.skipTo(2 * kPeriod - 1);
    await t.next(2);

    for (const call of [treasury.removeApproval(0), treasury.spendLocal(1, Bob.address)]) {
        await t.fails(Bob, call, 'BadOrigin');
        await t.as(custom('GeneralAdmin'), call, 'BadOrigin');
    }
    await t.root(treasury.removeApproval(0), 'Treasury.ProposalNotApproved');
    await t.next();

    // Spends by origins, each up to its limit; one dispatch counts as a whole.
    const limits = { SmallTipper: 250n * kQuid, BigTipper: kGrand, SmallSpender: 10n * kGrand, MediumSpender: 100n * kGrand,
        BigSpender: 1000n * kGrand, Treasurer: 10_000n * kGrand };
    for (const [name, limit] of Object.entries(limits)) {
        await t.as(custom(name), spendLocal(limit + 1n, Dave.address), 'Treasury.InsufficientPermission');
        if (limit < 100n * kGrand) await t.as(custom(name), spendLocal(limit, Dave.address));
    }
    await t.as(custom('WhitelistedCaller'), spendLocal(1, Dave.address), 'BadOrigin');
    const tips = (...amounts) => utility.batch(amounts.map((amount) => spendLocal(amount, Eve.address)));
    await t.as(custom('SmallTipper'), tips(100n * kQuid, 150n * kQuid));
    await t.as(custom('SmallTipper'), tips(100n * kQuid, 150n * kQuid, 1n));
    await t.as(custom('SmallTipper'), utility.batchAll([spendLocal(200n * kQuid, Eve.address), spendLocal(51n * kQuid, Eve.address)]),
        'Treasury.InsufficientPermission');
    // A failed spend counts all the same.
    await t.as(custom('SmallTipper'), utility.forceBatch([spendLocal(200n * kQuid, { Raw: '0x' }), spendLocal(51n * kQuid, Eve.address)]));
    await t.root(utility.batch([utility.dispatchAs(custom('SmallTipper'), tips(200n * kQuid)), utility.dispatchAs(custom('BigTipper'), tips(200n * kQuid)),
        utility.dispatchAs(custom('SmallTipper'), tips(51n * kQuid))]));
    await t.root(utility.batch([spendLocal(2n ** 128n - 1n, Eve.address), spendLocal(1n, Eve.address)]));
    await t.root(spendLocal(0, Ferdie.address));
    await t.root(spendLocal(ED - 1n, nobody)); // too little for an account
    await t.root(spendLocal(KSM, pot.address)); // to itself
    await t.root(spendLocal(KSM, { Raw: '0x' }), 'CannotLookup');
    await t.next();

    // The period ends: little is there, so nearly all of it waits, and nothing is burnt.
    await t.skipTo(3 * kPeriod - 1);
    await t.next();
    // Money comes; all but the dearest is paid.
    await t.ok(rich, balances.transferKeepAlive(pot.address, 1_000_000n * KSM));
    await t.next();
    await t.skipTo(4 * kPeriod - 1);
    await t.root(treasury.removeApproval(17), null);
    for (const index of await t.read('treasury', 'approvals')) await t.root(treasury.removeApproval(index));
    await t.next();
    // A surplus stays.
    await t.skipTo(5 * kPeriod - 1);
    await t.root(spendLocal(1000n * KSM, nobody));
    await t.skipTo(6 * kPeriod - 1);
    await t.next();

    // The queue has a bound.
    const waiting = (await t.read('treasury', 'approvals'))?.length ?? 0;
    const spend = spendLocal(KSM, Ferdie.address);
    await t.root(utility.batch(Array.from({ length: 100 - waiting }, () => spend)));
    await t.root(spend, 'Treasury.TooManyApprovals');
    // A lock on the pot: the awards are paid, and nothing is taken for them.
    await t.root(vesting.forceVestedTransfer(rich.address, pot.address, { locked: 5_000_000n * KSM, perBlock: KSM / 1000n, startingBlock: 0 }));
    await t.skipTo(8 * kPeriod - 1); // not 7: that is a block of Society's too
    await t.next();
    await t.root(balances.forceUnreserve(Bob.address, 2n ** 128n - 1n));
    await t.next();
    await t.ok(Alice, balances.transferAllowDeath(pot.address, 1n));
}
