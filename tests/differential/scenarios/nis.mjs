// Nis: bids, intakes, receipts that are thawed, made communal and private again, a pot that lacks money.
import { bnToU8a, compactToU8a, hexToU8a, u8aConcat, u8aToHex } from '@polkadot/util';

import { twox128 } from '../decode.mjs';
import { KSM } from '../scenario.mjs';

const u32 = (value) => bnToU8a(value, { bitLength: 32 });
const u64 = (value) => bnToU8a(value, { bitLength: 64 });
const u128 = (value) => bnToU8a(value, { bitLength: 128 });
const kTarget = `0x${twox128(':NisTarget:')}`; // a parameter outside of all pallets
const kPercent = 10n ** 16n;
const kIntake = 50;
const kPeriod = 100_800;
const kMinBid = 100n * (KSM / 30n);

export async function run(t) {
    const { Alice, Bob, Charlie, Dave, chain, tx: { balances, nis, nisCounterpartBalances, utility } } = t;
    const aim = (parts) => chain.put([[kTarget, parts === null ? null : u8aToHex(u64(parts))]]);
    /** To the next block in which bids are taken in. */
    const intake = async () => {
        await t.skipTo(Math.ceil((t.number + 2) / kIntake) * kIntake - 1);
        await t.next();
    };
    const receipts = async () => (await chain.runner.ask({ op: 'keys', world: 'real', prefix: chain.key('nis', 'receipts', 0).slice(0, 66) })).pairs.length;
    await t.next();
    // No user may call the pallet.
    for (const call of [nis.placeBid(kMinBid, 1), nis.retractBid(kMinBid, 1), nis.fundDeficit(), nis.thawPrivate(0, null), nis.thawCommunal(0),
        nis.communify(0), nis.privatize(0)]) await t.fails(Bob, call, 'System.CallFiltered');
    t.pastFilter = true;
    for (const pair of [Alice, Bob, Charlie, Dave]) await t.root(balances.forceSetBalance(pair.address, 3_000_000n * KSM));
    await t.next();

    // Bids that cannot be, and some that can.
    await t.fails(Bob, nis.placeBid(kMinBid - 1n, 1), 'Nis.AmountTooSmall');
    await t.fails(Bob, nis.placeBid(kMinBid, 0), 'Nis.DurationTooSmall');
    await t.fails(Bob, nis.placeBid(kMinBid, 501), 'Nis.DurationTooBig');
    await t.fails(Bob, nis.placeBid(kMinBid, 4_294_967_295), 'Nis.DurationTooBig');
    await t.fails(Bob, nis.retractBid(kMinBid, 0), 'Nis.DurationTooSmall');
    await t.fails(Bob, nis.retractBid(kMinBid, 501), 'Nis.DurationTooBig');
    await t.fails(Bob, nis.retractBid(kMinBid, 1), 'Nis.UnknownBid');
    await t.does(Bob, nis.placeBid(10n ** 30n, 1)); // nobody has that
    await t.root(nis.placeBid(kMinBid, 1), 'BadOrigin');
    for (const [who, amount, duration] of [[Bob, 10n, 1], [Bob, 20n, 1], [Charlie, 10n, 1], [Bob, 7n, 500], [Charlie, 900n, 2], [Alice, 30n, 3]]) {
        await t.ok(who, nis.placeBid(amount * KSM, duration));
    }
    await t.fails(Charlie, nis.retractBid(20n * KSM, 1), 'Nis.UnknownBid'); // Bob's
    await t.ok(Bob, nis.retractBid(20n * KSM, 1));
    await t.ok(Bob, nis.placeBid(20n * KSM, 1));
    await t.next();

    // No target: nothing is taken in. Then a little, which cuts a bid in two, and all.
    await intake();
    await aim(1n);
    await intake();
    await aim(10n ** 12n);
    await intake();
    await aim(4n * 10n ** 13n);
    await intake();
    await aim(kPercent);
    await intake();
    await intake();
    if (await receipts() < 7) chain.report.fault(chain, 'fewer receipts than bids');

    // Receipts: not yet, not theirs, none.
    await t.fails(Bob, nis.thawPrivate(99, null), 'Nis.UnknownReceipt');
    await t.fails(Bob, nis.thawCommunal(99), 'Nis.UnknownReceipt');
    await t.fails(Bob, nis.communify(99), 'Nis.UnknownReceipt');
    await t.fails(Bob, nis.privatize(99), 'Nis.UnknownReceipt');
    const owned = async () => {
        const out = [];
        for (let index = 0; index < 40; ++index) {
            const one = (await t.read('nis', 'receipts', index));
            if (one === null) continue;
            const { owner, proportion, expiry } = one.isSome === undefined ? one : one.unwrap();
            const who = owner.isSome ? [Alice, Bob, Charlie, Dave].find(({ address }) => address === owner.unwrap()[0].toString()) : null;
            out.push({ index, who, proportion: BigInt(proportion.toString()), expiry: expiry.toNumber() });
        }
        return out;
    };
    const first = await owned();
    const bobs = first.filter(({ who }) => who === Bob);
    await t.fails(Bob, nis.thawPrivate(bobs[0].index, null), 'Nis.NotExpired');
    await t.fails(Dave, nis.thawPrivate(bobs[0].index, null), 'Nis.NotOwner');
    await t.fails(Dave, nis.communify(bobs[0].index), 'Nis.NotOwner');
    await t.fails(Bob, nis.thawCommunal(bobs[0].index), 'Nis.NotOwner');
    await t.fails(Bob, nis.privatize(bobs[0].index), 'Nis.AlreadyPrivate');

    // Communal: counterparts, which go to others and back.
    const [some] = bobs.filter(({ expiry }) => expiry < 3 * kPeriod);
    await t.ok(Bob, nis.communify(some.index));
    await t.fails(Bob, nis.communify(some.index), 'Nis.AlreadyCommunal');
    await t.fails(Bob, nis.thawPrivate(some.index, null), 'Nis.AlreadyCommunal');
    await t.fails(Bob, nis.thawCommunal(some.index), 'Nis.NotExpired');
    await t.does(Dave, nis.privatize(some.index)); // without counterparts
    await t.ok(Bob, nisCounterpartBalances.transferAllowDeath(Dave.address, some.proportion / 2n));
    await t.does(Bob, nis.privatize(some.index));
    await t.ok(Bob, nisCounterpartBalances.transferAll(Dave.address, false));
    await t.ok(Dave, nis.privatize(some.index));
    await t.ok(Dave, nis.communify(some.index));
    await t.next();

    // Time goes on, and money comes: receipts of one and two periods have expired.
    await t.skipTo(2 * kPeriod + 1_000);
    const mine = (await owned()).filter(({ who, expiry }) => who !== null && expiry < t.number);
    const [a, b, c] = mine;
    await t.fails(a.who, nis.thawPrivate(a.index, a.proportion + 1n), 'Nis.PortionTooBig');
    await t.fails(a.who, nis.thawPrivate(a.index, a.proportion - 1n), 'Nis.MakesDust');
    await t.does(a.who, nis.thawPrivate(a.index, 0));
    await t.ok(a.who, nis.thawPrivate(a.index, a.proportion / 3n));
    await t.does(a.who, nis.thawPrivate(a.index, null));
    await t.does(b.who, nis.thawPrivate(b.index, b.proportion));
    await t.does(Bob, nis.thawCommunal(some.index)); // Dave has the counterparts
    await t.does(Dave, nis.thawCommunal(some.index));
    await t.fails(Dave, nis.fundDeficit(), 'Nis.AlreadyFunded');
    await t.root(nis.fundDeficit(), 'BadOrigin');
    await t.next();

    // The issuance doubles: receipts are worth more than is on hold for them.
    const issuance = BigInt((await t.read('balances', 'totalIssuance')).toString());
    await t.root(balances.forceSetBalance(Alice.address, issuance));
    if (c) {
        await t.fails(c.who, nis.thawPrivate(c.index, null), 'Nis.Unfunded');
        await t.ok(Dave, nis.fundDeficit());
        await t.fails(Dave, nis.fundDeficit(), 'Nis.AlreadyFunded');
        await t.does(c.who, nis.thawPrivate(c.index, c.proportion / 2n));
        await t.does(c.who, nis.thawPrivate(c.index, null));
    }
    await t.does(Dave, nis.fundDeficit());
    await t.next();

    // Shares that are large: the part that can be thawed at once is limited. Less money then: the rest goes to the pot.
    await aim(80n * kPercent);
    for (const who of [Bob, Charlie, Dave]) await t.does(who, nis.placeBid(2_900_000n * KSM, 1));
    await t.root(balances.forceSetBalance(Alice.address, 1_000n * KSM));
    await intake();
    await t.skipTo(5 * kPeriod);
    const large = (await owned()).filter(({ who, expiry }) => who !== null && expiry < t.number);
    for (const { who, index, proportion } of large) {
        await t.does(who, nis.thawPrivate(index, proportion / 2n));
        await t.does(who, nis.thawPrivate(index, null));
    }
    await t.next(6);
    for (const { who, index } of large) {
        await t.does(who, nis.communify(index));
        await t.does(who, nis.thawCommunal(index));
        await t.next(3);
    }
    await t.root(balances.forceSetBalance(Alice.address, 50_000_000n * KSM));
    for (let i = 0; i < 4; ++i) {
        for (const { who, index, proportion } of large) {
            await t.does(who, nis.thawPrivate(index, proportion / 5n));
            await t.does(who, nis.thawCommunal(index));
        }
        if (i === 1) await t.does(Dave, nis.fundDeficit());
        await t.next(6);
    }

    // A full queue: the smallest bid makes place for a larger one, which goes to its place among the sorted ones.
    await aim(null); // nothing is taken in meanwhile
    await t.root(balances.forceSetBalance(Bob.address, 9_000_000n * KSM));
    const amount = (i) => kMinBid + BigInt((i * 7919) % 977);
    for (let i = 0; i < 1000; i += 100) {
        const as = { system: { Signed: (i % 200 ? Bob : Alice).address } };
        await t.root(utility.batchAll(Array.from({ length: 100 }, (_, j) => utility.dispatchAs(as, nis.placeBid(amount(i + j), 9)))));
        await t.next();
    }
    await t.fails(Alice, nis.placeBid(kMinBid, 9), 'Nis.BidTooLow');
    for (const more of [3n, 500n, 500n, 976n, 5000n, 1n]) await t.does(Alice, nis.placeBid(kMinBid + more, 9));
    for (const more of [amount(400), amount(999), amount(3)]) {
        await t.does(Bob, nis.retractBid(more, 9));
        await t.does(Alice, nis.retractBid(more, 9));
    }
    await t.next();
    await aim(99n * kPercent);
    await intake();

    // More bids than an intake may weigh, in a state that was made; totals that are too short.
    const queue = (amounts) => u8aToHex(u8aConcat(compactToU8a(amounts.length), ...amounts.map((one) => u8aConcat(u128(one), Alice.publicKey))));
    const totals = Array.from({ length: 30 }, (_, i) => (i > 24 ? [420, 420n * KSM] : [0, 0n]));
    await chain.put([
        ...[26, 27, 28, 29, 30].map((duration) => [chain.key('nis', 'queues', duration), queue(Array(420).fill(KSM))]),
        [chain.key('nis', 'queueTotals'), u8aToHex(u8aConcat(compactToU8a(30), ...totals.map(([count, sum]) => u8aConcat(u32(count), u128(sum)))))],
    ]);
    await intake();
    await intake();
    await aim(null);
    await intake();
}
