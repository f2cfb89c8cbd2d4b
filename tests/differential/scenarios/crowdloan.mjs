// Crowdloan: funds from creation to dissolution; contributions that need a signature; bids while an auction ends; refunds; and
// with a swap of two paras their funds and leases change places.
import { bnToU8a, stringToU8a, u8aConcat, u8aToHex } from '@polkadot/util';
import { decodeAddress } from '@polkadot/util-crypto';

import { ED, KSM } from '../scenario.mjs';

const kPeriod = 604_800;
const kEndingPeriod = 72_000;
const kMax = 2n ** 128n - 1n;
const kCap = 5_000n * KSM;
const [kA, kB, kC, kD] = [2000, 2001, 2002, 2003];
const u32 = (value) => bnToU8a(value, { bitLength: 32 });
const u128 = (value) => bnToU8a(value, { bitLength: 128 });

export async function run(t) {
    const { Alice, Bob, Charlie, Dave, chain, tx: { auctions, balances, crowdloan, registrar, slots, utility } } = t;
    const [poor] = await t.pool('Lender', 1, 3n * KSM);
    const endSession = async () => {
        await t.next(1, { skip: 600, claim: 'primary' });
        await t.next(1);
    };
    const lifecycle = (id, value) => [chain.key('paras', 'paraLifecycles', id), value];
    const accountOf = (fund) => t.addressOf(u8aConcat(stringToU8a('modlpy/cfund'), u32(fund), new Uint8Array(16)));
    /** What the verifier signs: para, contributor, what was given before, contribution. */
    const signed = (pair, para, who, before, value) => pair.sign(u8aConcat(u32(para), who.publicKey, u128(before), u128(value)));
    await t.next();
    for (let i = 0; i < 4; ++i) await t.ok(Bob, registrar.reserve());
    await chain.put([kA, kB, kD].map((id) => lifecycle(id, '0x01')));

    // Invalid funds.
    const end = 1000;
    const create = (para, { cap = kCap, first = 0, last = 1, until = end, verifier = null } = {}) => crowdloan.create(para, cap, first, last, until, verifier);
    await t.root(create(kA), 'BadOrigin');
    await t.fails(Bob, create(kA, { first: 2, last: 1 }), 'Crowdloan.LastPeriodBeforeFirstPeriod');
    await t.fails(Bob, create(kA, { first: 4_294_967_290, last: 4_294_967_295 }), 'Crowdloan.FirstPeriodTooFarInFuture');
    await t.fails(Bob, create(kA, { first: 1, last: 9 }), 'Crowdloan.LastPeriodTooFarInFuture');
    await t.fails(Bob, create(kA, { until: t.number }), 'Crowdloan.CannotEndInPast');
    await t.fails(Bob, create(kA, { until: kPeriod + 1 }), 'Crowdloan.EndTooFarInFuture');
    await t.fails(Bob, create(77), 'Crowdloan.InvalidParaId'); // nobody manages it
    await t.fails(Charlie, create(kA), 'Crowdloan.InvalidOrigin');
    await t.fails(Bob, create(kC), 'Crowdloan.InvalidParaId'); // reserved only
    await t.ok(Bob, balances.transferKeepAlive(accountOf(0), KSM)); // there before the fund
    await t.ok(Bob, create(kA, { first: 1, last: 3, until: kPeriod + kEndingPeriod }));
    t.saw('Crowdloan.Created');
    await t.fails(Bob, create(kA), 'Crowdloan.FundNotEnded');
    await t.ok(Bob, create(kB, { first: 0, last: 7, until: kPeriod, cap: 20n * KSM }));
    await chain.put([[chain.key('crowdloan', 'nextFundIndex'), '0xffffffff']]);
    await t.fails(Bob, create(kD), 'Crowdloan.Overflow');
    await chain.put([[chain.key('crowdloan', 'nextFundIndex'), '0x02000000']]);

    // Contributions.
    const give = (para, value, signature = null) => crowdloan.contribute(para, value, signature);
    await t.root(give(kA, KSM), 'BadOrigin');
    await t.fails(Charlie, give(kA, KSM / 1000n), 'Crowdloan.ContributionTooSmall');
    await t.fails(Charlie, give(77, KSM), 'Crowdloan.InvalidParaId');
    await t.fails(Charlie, give(kA, kCap + 1n), 'Crowdloan.CapExceeded');
    await t.fails(poor, give(kA, 4n * KSM), 'Token.NoFunds');
    await t.ok(Charlie, give(kA, 10n * KSM));
    t.saw('Crowdloan.Contributed');
    await t.ok(Charlie, give(kA, 5n * KSM));
    await t.fails(Charlie, give(kA, kMax), 'Crowdloan.Overflow');
    await t.ok(Dave, give(kB, 20n * KSM));
    await t.fails(Dave, give(kB, KSM), 'Crowdloan.CapExceeded');
    await t.ok(poor, crowdloan.contributeAll(kA, null));
    await t.root(crowdloan.contributeAll(kA, null), 'BadOrigin');

    // Words, and a bid once more.
    await t.ok(Charlie, crowdloan.addMemo(kA, '0x68656c6c6f'));
    t.saw('Crowdloan.MemoUpdated');
    await t.ok(Charlie, crowdloan.addMemo(kA, `0x${'61'.repeat(32)}`));
    await t.fails(Charlie, crowdloan.addMemo(kA, `0x${'61'.repeat(33)}`), 'Crowdloan.MemoTooLarge');
    await t.fails(Charlie, crowdloan.addMemo(kB, '0x'), 'Crowdloan.NoContributions');
    await t.fails(Charlie, crowdloan.addMemo(77, '0x'), 'Crowdloan.InvalidParaId');
    await t.ok(Charlie, give(kA, KSM)); // the words stay
    await t.fails(Alice, crowdloan.poke(kA), 'Crowdloan.AlreadyInNewRaise');
    await t.fails(Alice, crowdloan.poke(77), 'Crowdloan.InvalidParaId');

    // A verifier of each kind of key.
    await t.fails(Bob, crowdloan.edit(kB, kCap, 0, 7, kPeriod, null), 'BadOrigin');
    await t.root(crowdloan.edit(77, kCap, 0, 7, kPeriod, null), 'Crowdloan.InvalidParaId');
    for (const [type, before] of [['ed25519', 0n], ['sr25519', 2n * KSM], ['ecdsa', 4n * KSM]]) {
        const pair = t.keyOf('//Verifier', type);
        const name = { ed25519: 'Ed25519', sr25519: 'Sr25519', ecdsa: 'Ecdsa' }[type];
        await t.root(crowdloan.edit(kB, kCap, 0, 7, kPeriod, { [name]: u8aToHex(pair.publicKey) }));
        const signature = (...args) => ({ [name]: u8aToHex(signed(pair, ...args)) });
        const value = 2n * KSM;
        await t.fails(Charlie, give(kB, value), 'Crowdloan.InvalidSignature');
        await t.fails(Charlie, give(kB, value, signature(kB, Charlie, before + 1n, value)), 'Crowdloan.InvalidSignature');
        await t.fails(Charlie, give(kB, value, { Sr25519: u8aToHex(signed(Dave, kB, Charlie, before, value)) }), 'Crowdloan.InvalidSignature');
        await t.ok(Charlie, give(kB, value, signature(kB, Charlie, before, value)));
    }
    await t.root(crowdloan.edit(kB, kCap, 0, 7, kPeriod, null));

    // Not yet.
    await t.fails(Alice, crowdloan.withdraw(Charlie.address, kA), 'Crowdloan.FundNotEnded');
    await t.fails(Alice, crowdloan.refund(kA), 'Crowdloan.FundNotEnded');
    await t.fails(Bob, crowdloan.dissolve(kA), 'Crowdloan.NotReadyToDissolve');
    for (const call of [crowdloan.withdraw(Charlie.address, 77), crowdloan.refund(77), crowdloan.dissolve(77)]) await t.fails(Bob, call, 'Crowdloan.InvalidParaId');
    for (const call of [crowdloan.withdraw(Charlie.address, kA), crowdloan.refund(kA), crowdloan.dissolve(kA), crowdloan.poke(kA), crowdloan.addMemo(kA, '0x')]) {
        await t.root(call, 'BadOrigin');
    }

    // While an auction ends the funds bid: one with all it has, one for what the auction has not got.
    await t.root(auctions.newAuction(4, 1));
    await t.next(6);
    await t.ok(Charlie, give(kA, KSM));
    await t.ok(Charlie, give(kA, KSM)); // once in a block
    await t.ok(Dave, give(kB, KSM));
    await t.next(2);
    await t.ok(Alice, crowdloan.poke(kA));
    t.saw('Crowdloan.AddedToNewRaise');
    await t.next(1);
    await t.fails(Alice, crowdloan.withdraw(Charlie.address, kA), 'Crowdloan.FundNotEnded');
    await t.skipTo(t.number + kEndingPeriod);
    await t.fails(Charlie, give(kA, KSM), 'Crowdloan.VrfDelayInProgress');
    await endSession(); // the sample that is chosen has no bids
    await endSession();
    await t.ok(Charlie, give(kA, KSM)); // after an ending
    await t.ok(Charlie, give(kA, KSM));

    // One that wins: nobody can contribute any more, nor get anything back.
    await t.root(slots.forceLease(kA, accountOf(0), 8n * KSM, 1, 1));
    await t.fails(Charlie, give(kA, KSM), 'Crowdloan.BidOrLeaseActive');
    await t.skipTo(kPeriod - 1);
    await t.fails(Dave, give(kB, KSM), 'Crowdloan.ContributionPeriodOver'); // the end
    await t.root(crowdloan.edit(kB, kCap, 0, 7, kPeriod + 100, null));
    await t.fails(Dave, give(kB, KSM), 'Crowdloan.ContributionPeriodOver'); // the period
    await t.root(crowdloan.edit(kA, kCap, 0, 3, kPeriod - 10, null));
    await t.fails(Alice, crowdloan.withdraw(Charlie.address, kA), 'Crowdloan.BidOrLeaseActive');
    await t.fails(Alice, crowdloan.refund(kA), 'Crowdloan.BidOrLeaseActive');
    await t.ok(Alice, balances.transferKeepAlive(accountOf(0), 20n * KSM));

    // Two paras change places: leases and funds with them.
    await chain.put([lifecycle(kA, '0x02'), lifecycle(kB, '0x01'), lifecycle(kD, '0x01')]);
    await t.root(registrar.swap(kA, kB));
    await t.root(registrar.swap(kB, kA));
    t.saw('Registrar.Swapped');
    await endSession();
    await endSession();
    await chain.put([lifecycle(kB, '0x02'), lifecycle(kA, '0x01')]);
    await t.root(registrar.swap(kB, kD));
    await t.root(registrar.swap(kD, kB)); // one without a fund or a lease
    await chain.put([lifecycle(kB, '0x01'), lifecycle(kD, '0x02')]);
    await t.root(registrar.swap(kD, kB));
    await t.root(registrar.swap(kB, kD)); // and back

    // Everybody gets the money back.
    await t.ok(Alice, crowdloan.withdraw(Charlie.address, kB));
    t.saw('Crowdloan.Withdrew');
    await t.fails(Alice, crowdloan.withdraw(Charlie.address, kB), 'Crowdloan.NoContributions');
    await t.ok(Alice, crowdloan.refund(kB));
    t.saw('Crowdloan.AllRefunded');
    await t.ok(Alice, crowdloan.refund(kB)); // of nothing
    await t.fails(Alice, crowdloan.poke(kB), 'Crowdloan.NoContributions');
    await t.root(crowdloan.edit(kB, kCap, 0, 3, kPeriod + 10_000, null));
    await t.fails(Charlie, crowdloan.dissolve(kB), 'Crowdloan.NotReadyToDissolve');
    await t.ok(Bob, crowdloan.dissolve(kB));
    t.saw('Crowdloan.Dissolved');

    // More contributors than one call gives back.
    await t.root(crowdloan.edit(kA, kCap, 1, 7, kPeriod + 100_000, null));
    const crowd = Array.from({ length: 1010 }, (_, i) => ({ publicKey: decodeAddress(t.derivative(Alice, i)) }));
    await chain.endow(crowd, 10n * KSM);
    for (let i = 0; i < crowd.length; i += 202) {
        await t.next();
        await t.ok(Alice, utility.batchAll(crowd.slice(i, i + 202).map((_, at) => utility.asDerivative(i + at, give(kA, KSM)))));
    }
    await t.next();
    await t.root(crowdloan.edit(kA, kCap, 0, 7, kPeriod, null));
    await t.ok(Alice, crowdloan.refund(kA)); // PartiallyRefunded
    await t.next();
    await t.ok(Alice, crowdloan.refund(kA));
    t.saw('Crowdloan.AllRefunded');
    await t.ok(Charlie, crowdloan.dissolve(kA)); // by anybody, after the end
    await t.ok(Charlie, balances.transferAllowDeath(t.addressOf(decodeAddress(accountOf(1))), ED));
}
