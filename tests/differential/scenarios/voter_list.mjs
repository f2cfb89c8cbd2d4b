// Bags: moves when the stake changes, and the allowed order of voters in a bag.
import { bnToU8a, u8aToHex } from '@polkadot/util';

import { KSM } from '../scenario.mjs';

export async function run(t) {
    const { Charlie, chain, registry, tx: { staking, voterList } } = t;
    await t.next();
    const pairs = await t.pool('voter', 8);
    const [a, b, c, d, e, f, g, stranger] = pairs;
    const setActive = (pair, active) => chain.put([[chain.key('staking', 'ledger', pair.publicKey), registry.createType('PalletStakingStakingLedger',
        { stash: pair.publicKey, total: active, active, unlocking: [], claimedRewards: [] }).toHex()]]);
    for (const [i, pair] of [a, b, c, d, e].entries()) {
        await t.ok(pair, staking.bond(100n * KSM + BigInt(i), 'Staked'));
        await t.ok(pair, staking.nominate([Charlie.address]));
    }
    for (const [pair, amount] of [[f, 1n], [g, 900n]]) {
        await t.ok(pair, staking.bond(amount * KSM, 'Staked'));
        await t.ok(pair, staking.validate({ commission: 0, blocked: false }));
    }
    await t.next();

    await t.fails(e, voterList.putInFrontOf(stranger.address), 'VoterList.List');
    await t.fails(stranger, voterList.putInFrontOf(e.address), 'VoterList.List');
    await t.fails(g, voterList.putInFrontOf(a.address), 'VoterList.List'); // another bag
    await t.fails(a, voterList.putInFrontOf(b.address), 'VoterList.List'); // lighter
    await t.fails(a, voterList.putInFrontOf(a.address), 'VoterList.List');
    await t.fails(a, voterList.putInFrontOf({ Raw: '0x010203' }), 'CannotLookup');
    await t.ok(c, voterList.putInFrontOf(b.address)); // to the middle
    await t.ok(e, voterList.putInFrontOf(a.address)); // from the tail to the head
    await t.ok(stranger, voterList.putInFrontOfOther(d.address, a.address));
    await t.ok(stranger, voterList.putInFrontOfOther(b.address, a.address)); // neighbours
    await t.fails(stranger, voterList.putInFrontOfOther(b.address, d.address), 'VoterList.List');
    await t.fails(stranger, voterList.putInFrontOfOther({ Raw: '0x010203' }, d.address), 'CannotLookup');
    await t.fails(stranger, voterList.putInFrontOfOther(d.address, { Raw: '0x010203' }), 'CannotLookup');
    await t.next();

    await t.fails(stranger, voterList.rebag(stranger.address), 'VoterList.List');
    await t.fails(stranger, voterList.rebag({ Raw: '0x010203' }), 'CannotLookup');
    await t.ok(stranger, voterList.rebag(a.address)); // stays
    for (const [pair, active] of [[a, 901n * KSM], [e, KSM / 2n], [d, 0n], [b, 105n * KSM], [g, KSM], [f, 2n ** 70n]]) {
        await setActive(pair, active);
        await t.ok(stranger, voterList.rebag(pair.address));
    }
    await t.next();
    // At the limits of bags: the first, and its next.
    for (const active of [33_333_332n, 33_333_333n, 33_333_334n, 38_184_666n, 38_184_667n, 16_103_098_993_404_108_801n]) {
        await setActive(c, active);
        await t.ok(stranger, voterList.rebag(c.address));
    }
    // Nothing moves while somebody reads the list.
    await chain.put([[chain.key('voterList', 'lock'), '0x']]);
    await t.fails(stranger, voterList.rebag(a.address), 'VoterList.Locked');
    await chain.put([[chain.key('voterList', 'lock'), null]]);
    // More money than votes: stakes are divided.
    await chain.put([[chain.key('balances', 'totalIssuance'), u8aToHex(bnToU8a(3n * 2n ** 64n + 5n, { bitLength: 128 }))]]);
    await t.ok(stranger, voterList.rebag(a.address));
    await t.next();
    // Bonds that change move their stash by themselves.
    await t.ok(b, staking.bondExtra(400n * KSM));
    await t.ok(b, staking.unbond(450n * KSM));
    await t.ok(b, staking.rebond(440n * KSM));
    for (const pair of [b, c, a, d, e]) await t.ok(pair, staking.chill());
    await t.next();
}
