// Auctions: bids for ranges of lease periods, reserves that come and go, the candle, winners, leases that are there already.
import { KSM } from '../scenario.mjs';

const kPeriod = 604_800;
const kEndingPeriod = 72_000;
const kParas = [2000, 2001, 2002, 2003, 2004, 2005];
const [kA, kB, kC] = kParas;

export async function run(t) {
    const { Alice, Bob, Charlie, Dave, Eve, chain, tx: { auctions, slots } } = t;
    const [poor] = await t.pool('Pauper', 1, KSM);
    const bidders = await t.pool('Bidder', 7, 10_000n * KSM);
    const endSession = async () => {
        await t.next(1, { skip: 600, claim: 'primary' });
        await t.next(1);
    };
    /** The best bids of sample 0. */
    const bestBids = async () => (await chain.get(chain.key('auctions', 'winning', 0)))[0];
    /** The sample that will be the end gets these best bids, as if blocks had come. */
    const fillSample = async (best) => {
        const saved = await chain.save();
        await t.next(1, { skip: 600, claim: 'primary' });
        const offset = (await t.read('system', 'events')).find(({ event }) => event.method === 'WinningOffset').event.data[1];
        await chain.restore(saved);
        await chain.put([[chain.key('auctions', 'winning', offset), best]]);
    };
    await t.next();
    await chain.put(kParas.map((id) => [chain.key('paras', 'paraLifecycles', id), '0x01']));

    // Origins and times of the calls.
    await t.fails(Bob, auctions.newAuction(10, 1), 'BadOrigin');
    await t.as({ Origins: 'LeaseAdmin' }, auctions.newAuction(10, 1), 'BadOrigin');
    await t.fails(Bob, auctions.cancelAuction(), 'BadOrigin');
    await t.as({ Origins: 'AuctionAdmin' }, auctions.cancelAuction(), 'BadOrigin');
    await t.fails(Bob, auctions.bid(kA, 0, 1, 1, KSM), 'Auctions.NotAuction');
    await t.root(auctions.cancelAuction());
    await t.skipTo(kPeriod - 1);
    await t.root(auctions.newAuction(10, 0), 'Auctions.LeasePeriodInPast');
    await t.as({ Origins: 'AuctionAdmin' }, auctions.newAuction(3, 2));
    t.saw('Auctions.AuctionStarted');
    await t.root(auctions.newAuction(10, 2), 'Auctions.AuctionInProgress');
    await t.as({ Origins: 'AuctionAdmin' }, auctions.cancelAuction(), 'BadOrigin');

    // Invalid bids.
    await t.fails(Bob, auctions.bid(77, 1, 2, 3, KSM), 'Auctions.ParaNotRegistered');
    await t.fails(Bob, auctions.bid(kA, 2, 2, 3, KSM), 'Auctions.NotCurrentAuction');
    for (const [first, last] of [[1, 3], [3, 2], [2, 10], [9, 10], [2, 100_000]]) await t.fails(Bob, auctions.bid(kA, 1, first, last, KSM), 'Other');
    await t.fails(poor, auctions.bid(kA, 1, 2, 3, 5n * KSM), 'Balances.InsufficientBalance');
    await t.next(); // the first block of a period ends those of the leases that are over
    await t.root(slots.forceLease(kC, Dave.address, 10n * KSM, 1, 2));
    await t.fails(Dave, auctions.bid(kC, 1, 2, 4, KSM), 'Auctions.AlreadyLeasedOut');
    await t.fails(Dave, auctions.bid(kC, 1, 0, 4, KSM), 'Auctions.AlreadyLeasedOut');

    // Bids of the starting period: a bidder that is beaten in all ranges gets the money back.
    await t.ok(Bob, auctions.bid(kA, 1, 2, 3, 10n * KSM));
    t.saw('Auctions.Reserved');
    await t.ok(Bob, auctions.bid(kA, 1, 4, 9, 8n * KSM)); // covered by what is reserved
    await t.ok(Bob, auctions.bid(kA, 1, 5, 5, 15n * KSM)); // 5 more
    await t.ok(Charlie, auctions.bid(kB, 1, 2, 3, 10n * KSM)); // no better
    await t.ok(Charlie, auctions.bid(kB, 1, 2, 3, 11n * KSM)); // Bob has two others
    await t.ok(Bob, auctions.bid(kA, 1, 2, 3, 12n * KSM));
    t.saw('Auctions.Unreserved'); // Charlie
    await t.ok(Dave, auctions.bid(kC, 1, 3, 3, 12n * KSM)); // 2 more than the lease holds
    await t.ok(Dave, auctions.bid(kC, 1, 3, 4, 9n * KSM)); // less than that
    await t.ok(Bob, auctions.bid(kA, 1, 2, 3, 13n * KSM)); // beats oneself
    await t.ok(Bob, auctions.bid(kB, 1, 6, 6, 3n * KSM)); // another para is another reserve

    // The candle: samples follow each other, beaten bids may still win.
    await t.next(4);
    await t.ok(Charlie, auctions.bid(kB, 1, 2, 3, 30n * KSM));
    await t.skipTo(t.number + 16);
    await t.ok(Eve, auctions.bid(kA, 1, 2, 3, 31n * KSM));
    const best = await bestBids();
    await t.next(2);
    await t.skipTo(t.number + 100); // samples without bids in between
    await t.ok(Eve, auctions.bid(kA, 1, 2, 9, 2n * KSM));
    await t.next(1);

    // Over, but nobody knows the winner yet.
    const late = kPeriod + 3 + kEndingPeriod;
    await t.skipTo(late - 3);
    await t.next(2);
    await t.fails(Bob, auctions.bid(kA, 1, 2, 3, 50n * KSM), 'Auctions.AuctionEnded');
    await t.next(2);
    await t.root(slots.forceLease(kA, Alice.address, KSM, 2, 1)); // so that a winner is refused
    await fillSample(best);
    await endSession();
    await endSession();

    // A cancelled one.
    await t.root(auctions.newAuction(100, 2));
    await t.ok(Bob, auctions.bid(kB, 2, 2, 9, 10n * KSM));
    await t.ok(Charlie, auctions.bid(kB, 2, 3, 9, 10n * KSM));
    await t.root(auctions.cancelAuction());
    await t.fails(Bob, auctions.bid(kB, 2, 2, 9, 10n * KSM), 'Auctions.NotAuction');

    // Many bids, then the best combination of ranges.
    let seed = 7;
    const random = (below) => {
        seed = (seed * 1_103_515_245 + 12_345) % 2_147_483_648;
        return Math.floor(seed / 65_536) % below;
    };
    for (const [auction, bids] of [[3, 6], [4, 25], [5, 40], [6, 0]]) {
        const first = 1 + Math.floor(t.number / kPeriod) + (auction - 3) * 8;
        await t.root(auctions.newAuction(2, first));
        const starts = t.number;
        for (let i = 0; i < bids; ++i) {
            if (i > 0 && i % 12 === 0) await t.next();
            const from = random(8), to = from + random(8 - from);
            const who = bidders[random(bidders.length)];
            await t.does(who, auctions.bid(kParas[random(kParas.length)], auction, first + from, first + to, BigInt(1 + random(60)) * KSM));
        }
        const last = await bestBids();
        await t.skipTo(starts + 2 + kEndingPeriod - 3);
        await t.next(3);
        if (bids > 0) await fillSample(last);
        await endSession();
        await endSession();
    }
}
