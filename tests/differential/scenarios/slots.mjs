// Slots: leases given by governance, over periods, with their deposits; paras that become parachains and cease to be.
import { bnToU8a, u8aConcat, u8aToHex } from '@polkadot/util';

import { KSM } from '../scenario.mjs';

const kPeriod = 604_800;
const kParathread = '0x01';
const [kA, kB, kC] = [2000, 2001, 2002];
const u32 = (value) => bnToU8a(value, { bitLength: 32 });

export async function run(t) {
    const { Alice, Bob, Charlie, Dave, chain, tx: { slots } } = t;
    const [poor] = await t.pool('Leaser', 1, KSM);
    const lifecycle = (id, value) => [chain.key('paras', 'paraLifecycles', id), value];
    const endSession = async () => {
        await t.next(1, { skip: 600, claim: 'primary' });
        await t.next(1);
    };
    /** The block with which a lease period begins is open. */
    const toPeriod = async (index) => t.skipTo(index * kPeriod - 1);
    await t.next();
    await chain.put([kA, kB, kC].map((id) => lifecycle(id, kParathread)));

    // Origins of the calls, and invalid calls.
    for (const call of [slots.forceLease(kA, Bob.address, KSM, 0, 2), slots.clearAllLeases(kA)]) {
        await t.fails(Bob, call, 'BadOrigin');
        await t.as({ Origins: 'AuctionAdmin' }, call, 'BadOrigin');
    }
    await t.as({ Origins: 'LeaseAdmin' }, slots.forceLease(kA, Bob.address, 10n * KSM, 0, 3));
    t.saw('Slots.Leased');
    await t.root(slots.forceLease(kA, Charlie.address, KSM, 2, 2), 'Slots.LeaseError'); // there is one
    await t.root(slots.forceLease(kA, poor.address, 5n * KSM, 3, 1), 'Slots.LeaseError'); // nothing to reserve
    await t.root(slots.forceLease(kA, Bob.address, 25n * KSM, 3, 1)); // 15 more
    await t.root(slots.forceLease(kA, Bob.address, 5n * KSM, 6, 1)); // covered; a gap before it
    await t.root(slots.forceLease(kA, Dave.address, 5n * KSM, 4, 2)); // fills it
    await t.root(slots.forceLease(kB, Charlie.address, 3n * KSM, 1, 1));
    await t.root(slots.forceLease(kB, Dave.address, 2n * KSM, 3, 1));
    await t.root(slots.forceLease(kC, Charlie.address, 0n, 0, 0)); // of no period
    await t.root(slots.forceLease(77, Charlie.address, KSM, 0, 1)); // a para that is not there

    // Parachains at once, by anybody, or with the period.
    await t.root(slots.triggerOnboard(kA), 'BadOrigin');
    await t.fails(Alice, slots.triggerOnboard(kB), 'Slots.ParaNotOnboarding'); // not yet
    await t.fails(Alice, slots.triggerOnboard(78), 'Slots.ParaNotOnboarding'); // never
    await t.fails(Alice, slots.triggerOnboard(kA), 'Registrar.NotParathread'); // on its way
    await endSession();
    await endSession();
    await chain.put([lifecycle(kC, kParathread), [chain.key('slots', 'leases', kC), u8aToHex(u8aConcat([8, 1], Bob.publicKey,
        bnToU8a(7, { bitLength: 128 }), [0]))]]);
    await t.ok(Alice, slots.triggerOnboard(kC));

    // Periods come: leases end, deposits come back in part or as a whole.
    await toPeriod(1);
    await t.root(slots.forceLease(kB, Dave.address, KSM, 0, 1), 'Slots.LeaseError'); // over
    await endSession();
    await endSession();
    await toPeriod(2);
    await endSession();
    await endSession();
    for (const index of [3, 4, 5]) await toPeriod(index);
    await t.next(2);

    // All leases of a para go at once.
    await t.root(slots.forceLease(kB, Charlie.address, 4n * KSM, 5, 2));
    await t.root(slots.forceLease(kB, Charlie.address, 6n * KSM, 7, 1));
    await t.root(slots.forceLease(kB, Dave.address, 2n * KSM, 8, 1));
    await t.root(slots.clearAllLeases(kB));
    await t.root(slots.clearAllLeases(79));
    for (const index of [6, 7, 8]) await toPeriod(index);
    await endSession();
}
