// Calls of Root and the staking admin, and payouts of eras that are put into the state.
import { bnToU8a, compactToU8a, u8aConcat, u8aToHex } from '@polkadot/util';

import { KSM } from '../scenario.mjs';

const u32 = (value) => u8aToHex(bnToU8a(value, { bitLength: 32 }));
const u128 = (value) => u8aToHex(bnToU8a(value, { bitLength: 128 }));

export async function run(t) {
    const { Charlie, Dave, chain, registry, tx: { staking } } = t;
    await t.next();
    const put = (item, args, hex) => chain.put([[chain.key('staking', item, ...args), hex]]);
    const admin = { Origins: 'StakingAdmin' };

    // How many validators.
    await t.root(staking.setValidatorCount(2000));
    await t.root(staking.setValidatorCount(2001), 'Staking.TooManyValidators');
    await t.root(staking.increaseValidatorCount(1), 'Staking.TooManyValidators');
    await t.root(staking.setValidatorCount(7));
    await t.root(staking.scaleValidatorCount(50));
    await t.root(staking.increaseValidatorCount(5));
    await t.root(staking.increaseValidatorCount(4_294_967_295), 'Arithmetic.Overflow');
    await t.root(staking.setValidatorCount(1999));
    await t.root(staking.scaleValidatorCount(1), 'Staking.TooManyValidators');
    await put('validatorCount', [], u32(4_294_967_290));
    await t.root(staking.scaleValidatorCount(100), 'Arithmetic.Overflow');
    await t.root(staking.setValidatorCount(2));
    await t.next();

    // When eras end, and who cannot be slashed.
    for (const call of [staking.forceNoEras(), staking.forceNewEra(), staking.forceNewEraAlways()]) {
        await t.root(call);
        await t.fails(Charlie, call, 'BadOrigin');
    }
    await t.root(staking.setInvulnerables([Charlie.address, Dave.address]));
    await t.root(staking.setInvulnerables([]));
    for (const call of [staking.setValidatorCount(1), staking.increaseValidatorCount(1), staking.scaleValidatorCount(1), staking.setInvulnerables([]),
        t.tx.staking.setStakingConfigs('Noop', 'Noop', 'Noop', 'Noop', 'Noop', 'Noop', 'Noop'), staking.cancelDeferredSlash(3, [0])]) {
        await t.fails(Charlie, call, 'BadOrigin');
    }
    await t.next();

    // Slashes that wait.
    const slash = (value) => u8aConcat(Charlie.publicKey, bnToU8a(value, { bitLength: 128 }), compactToU8a(1), Dave.publicKey,
        bnToU8a(value * 2, { bitLength: 128 }), compactToU8a(0), bnToU8a(9, { bitLength: 128 }));
    await put('unappliedSlashes', [40], u8aToHex(u8aConcat(compactToU8a(5), ...[1, 2, 3, 4, 5].map(slash))));
    await t.as(admin, staking.cancelDeferredSlash(40, []), 'Staking.EmptyTargets');
    await t.as(admin, staking.cancelDeferredSlash(40, [1, 1]), 'Staking.NotSortedAndUnique');
    await t.as(admin, staking.cancelDeferredSlash(40, [2, 1]), 'Staking.NotSortedAndUnique');
    await t.as(admin, staking.cancelDeferredSlash(40, [0, 5]), 'Staking.InvalidSlashIndex');
    await t.as(admin, staking.cancelDeferredSlash(41, [0]), 'Staking.InvalidSlashIndex');
    await t.as(admin, staking.cancelDeferredSlash(40, [1, 3]));
    await t.root(staking.cancelDeferredSlash(40, [0, 1, 2]));
    await t.next();

    await payouts(t, put, registry);
}

/** One validator, with a nominator for each kind of payee and more than are paid. */
async function payouts(t, put, registry) {
    const { Charlie, Dave, Eve, chain, tx: { staking } } = t;
    const [v, w, ...nominators] = await t.pool('paid', 12);
    const payees = ['Staked', 'Stash', 'Controller', 'None', { Account: Eve.address }, { Account: t.keyOf('//new').address }, 'Staked', 'Controller'];
    await t.ok(v, staking.bond(500n * KSM, 'Staked'));
    await t.ok(v, staking.validate({ commission: 100_000_000, blocked: false }));
    await t.ok(w, staking.bond(300n * KSM, 'Stash'));
    for (const [i, payee] of payees.entries()) await t.ok(nominators[i], staking.bond(BigInt(10 + i) * KSM, payee));
    await t.ok(nominators[6], staking.nominate([v.address]));
    await t.next();
    await put('bonded', [nominators[7].publicKey], u8aToHex(Charlie.publicKey)); // its controller has no ledger
    await put('payee', [nominators[8].publicKey], '0x00'); // bonds nothing
    await put('payee', [nominators[9].publicKey], '0x02');

    const exposure = (own, others) => registry.createType(registry.get('PalletStakingExposure') ? 'PalletStakingExposure' : 'SpStakingExposure',
        { total: others.reduce((sum, [, value]) => sum + value, own), own, others: others.map(([who, value]) => ({ who: who.publicKey, value })) }).toHex();
    const points = (list) => registry.createType('PalletStakingEraRewardPoints',
        { total: list.reduce((sum, [, value]) => sum + value, 0), individual: new Map(list.map(([who, value]) => [who.publicKey, value])) }).toHex();
    const prefs = (commission) => registry.createType('PalletStakingValidatorPrefs', { commission, blocked: false }).toHex();
    const thousands = Array.from({ length: 500 }, (_, i) => t.keyOf(`//many//${i}`));
    const plain = nominators.map((who, i) => [who, BigInt(1 + i) * KSM + 12345n]);
    const eras = {
        100: { pays: 3_000_000_007n * 1000n, points: [[v, 60], [w, 41]], commission: 100_000_000, own: 500n * KSM + 1n, others: plain },
        101: { pays: 1n, points: [[v, 1], [w, 999_999]], commission: 0, own: 0n, others: plain.slice(0, 3) },
        102: { pays: 7_777_777_777_777n, points: [[v, 20]], commission: 1_000_000_000, own: 1n, others: plain },
        103: { pays: 7_777n * KSM, points: [[w, 20]], commission: 0, own: 1n, others: plain },
        104: { pays: 7_777n * KSM, points: [[v, 0], [w, 20]], commission: 0, own: 1n, others: plain },
        105: { pays: 123n * KSM, points: [[v, 20], [w, 20]], commission: 333_333_333, own: 0n, others: [] },
        106: { points: [[v, 20]], commission: 1, own: 1n, others: [] },
        108: { pays: 555n * KSM + 1n, points: [[v, 20], [w, 20]], commission: 1_073_741_823, own: 1n, others: plain }, // above the whole
        107: { pays: 10_000n * KSM, points: [[v, 80], [w, 20]], commission: 50_000_000, own: 1000n * KSM,
            others: thousands.map((who, i) => [who, BigInt(i + 1) * KSM]) },
    };
    for (const [era, { pays, points: of, commission, own, others }] of Object.entries(eras)) {
        if (pays !== undefined) await put('erasValidatorReward', [era], u128(pays));
        await put('erasRewardPoints', [era], points(of));
        await put('erasStakersClipped', [era, v.publicKey], exposure(own, others));
        await put('erasValidatorPrefs', [era, v.publicKey], prefs(commission));
    }
    await chain.put([[chain.key('staking', 'currentEra'), null]]);
    await t.fails(Dave, staking.payoutStakers(v.address, 100), 'Staking.InvalidEraToReward');
    await put('currentEra', [], u32(185));
    await t.fails(Dave, staking.payoutStakers(v.address, 100), 'Staking.InvalidEraToReward'); // 85 eras ago
    await put('currentEra', [], u32(184));
    await t.fails(Dave, staking.payoutStakers(v.address, 99), 'Staking.InvalidEraToReward');
    await t.fails(Dave, staking.payoutStakers(v.address, 185), 'Staking.InvalidEraToReward');
    await t.fails(Dave, staking.payoutStakers(v.address, 106), 'Staking.InvalidEraToReward');
    await t.fails(Dave, staking.payoutStakers(Dave.address, 100), 'Staking.NotStash');
    await t.fails(Dave, staking.payoutStakers(nominators[7].address, 100), 'Staking.NotController');
    await t.ok(Dave, staking.payoutStakers(v.address, 104));
    await t.fails(Dave, staking.payoutStakers(v.address, 104), 'Staking.AlreadyClaimed');
    for (const era of [100, 103, 102, 101, 105, 108]) {
        await t.ok(Dave, staking.payoutStakers(v.address, era));
        await t.fails(Dave, staking.payoutStakers(v.address, era), 'Staking.AlreadyClaimed');
        await t.next();
    }
    for (const who of thousands.slice(0, 100)) await put('payee', [who.publicKey], u8aToHex(u8aConcat([3], who.publicKey)));
    await t.next();
    await t.ok(Dave, staking.payoutStakers(v.address, 107));
    await put('currentEra', [], u32(187));
    await t.next();
    await t.ok(v, staking.bondExtra(1));
    await t.fails(Dave, staking.payoutStakers(v.address, 107), 'Staking.AlreadyClaimed');
    await t.next();
}
