// Bonds and roles: every call of stakers, with the states in which it is refused.
import { bnToU8a, compactStripLength, hexToU8a, u8aToHex } from '@polkadot/util';

import { ED, KSM } from '../scenario.mjs';

const u32 = (value) => u8aToHex(bnToU8a(value, { bitLength: 32 }));
const u128 = (value) => u8aToHex(bnToU8a(value, { bitLength: 128 }));

export async function run(t) {
    const { Alice, chain, registry, tx: { balances, staking } } = t;
    await t.next();
    const pool = await t.pool('staker', 24);
    const [a, b, c, d, e, f, g, h, i, j, k, l, m, n] = pool;
    const strangers = pool.slice(20);
    const nobody = t.keyOf('//nobody');
    const put = (item, args, hex) => chain.put([[chain.key('staking', item, ...args), hex]]);
    const ledger = (pair, { total, active, unlocking = [], claimed = [] }) => registry.createType('PalletStakingStakingLedger',
        { stash: pair.publicKey, total, active, unlocking: unlocking.map(([value, era]) => ({ value, era })), claimedRewards: claimed }).toHex();
    const era = (index) => put('currentEra', [], u32(index));

    // Bonds.
    await t.fails(a, staking.bond(ED - 1n, 'Staked'), 'Staking.InsufficientBond');
    await t.ok(a, staking.bond(100n * KSM, 'Staked'));
    await t.fails(a, staking.bond(100n * KSM, 'Stash'), 'Staking.AlreadyBonded');
    await t.ok(b, staking.bond(990n * KSM, { Account: c.address }));
    await t.fails(b, balances.transferAllowDeath(a.address, 10n * KSM), 'Token.NoFunds');
    await t.ok(strangers[3], staking.bond(1_000_000n * KSM, 'Staked')); // more than there is
    await put('ledger', [c.publicKey], ledger(d, { total: 5n * KSM, active: 5n * KSM }));
    await t.fails(c, staking.bond(10n * KSM, 'Controller'), 'Staking.AlreadyPaired');
    await t.as({ system: { Signed: nobody.address } }, staking.bond(10n * KSM, 'None'), 'ok');
    await t.fails(strangers[0], staking.bondExtra(KSM), 'Staking.NotStash');
    await t.ok(a, staking.bondExtra(KSM));
    await t.ok(a, staking.bondExtra(0));
    await put('bonded', [e.publicKey], u8aToHex(f.publicKey));
    await t.fails(e, staking.bondExtra(KSM), 'Staking.NotController');
    await t.next();

    // Unbonding: one chunk an era, dust goes along, and back.
    for (const call of [staking.unbond(KSM), staking.withdrawUnbonded(0), staking.rebond(KSM), staking.validate({ commission: 0, blocked: false }),
        staking.nominate([a.address]), staking.chill(), staking.setPayee('Stash'), staking.kick([a.address])]) {
        await t.fails(strangers[1], call, 'Staking.NotController');
    }
    await t.fails(a, staking.rebond(KSM), 'Staking.NoUnlockChunk');
    await t.ok(a, staking.unbond(0));
    await t.ok(a, staking.unbond(10n * KSM));
    await t.ok(a, staking.unbond(5n * KSM));
    await era(7);
    await t.ok(a, staking.unbond(7n * KSM));
    await t.ok(a, staking.rebond(3n * KSM));
    await t.ok(a, staking.rebond(0));
    await t.ok(a, staking.rebond(6n * KSM));
    await t.ok(a, staking.rebond(1000n * KSM));
    await t.ok(a, staking.unbond(101n * KSM - ED + 1n)); // the rest is dust
    await t.fails(a, staking.rebond(1), 'Staking.InsufficientBond');
    await t.fails(a, staking.bondExtra(1), 'Staking.InsufficientBond');
    await t.ok(a, staking.withdrawUnbonded(0));
    await era(35);
    await t.next();
    await t.ok(a, staking.withdrawUnbonded(3)); // forgets all
    await t.fails(a, staking.withdrawUnbonded(0), 'Staking.NotController');
    await t.ok(a, staking.bond(50n * KSM, 'Controller')); // with the past eras as claimed
    await era(200);
    await t.ok(g, staking.bond(500n * KSM, 'Stash'));

    // 32 chunks, and one more.
    for (let at = 0; at < 32; ++at) {
        await era(200 + at);
        await t.ok(g, staking.unbond(KSM + BigInt(at)));
        if (at % 8 === 7) await t.next();
    }
    await era(232);
    await t.ok(g, staking.unbond(2n * KSM)); // withdraws those of 200 to 204 first
    await put('ledger', [g.publicKey], ledger(g, { total: 532n * KSM, active: 500n * KSM, unlocking: Array.from({ length: 32 }, (_, at) => [KSM, 900 + at]) }));
    await t.fails(g, staking.unbond(2n * KSM), 'Staking.NoMoreChunks');
    await t.ok(g, staking.rebond(33n * KSM));
    await t.next();

    // Validators.
    await t.ok(h, staking.bond(200n * KSM, 'Staked'));
    await t.ok(h, staking.validate({ commission: 0, blocked: false }));
    await t.ok(h, staking.validate({ commission: 1_000_000_000, blocked: true }));
    // The parts beyond one are cut off when the call is decoded, and the signature is over what is left: its own bytes do not count.
    await t.refused(h, staking.validate({ commission: 2_147_483_647, blocked: false }), 'Invalid.BadProof');
    const whole = staking.validate({ commission: 1_000_000_000, blocked: false });
    for (const commission of [1_000_000_001, 2_147_483_647, 4_294_967_295]) {
        const kAddress = 2 + 32, kSignature = 1 + 64;
        const signature = compactStripLength(hexToU8a(await chain.sign(h, whole)))[1].slice(kAddress, kAddress + kSignature);
        await t.ok(h, staking.validate({ commission: 5, blocked: true }));
        // One nonce on, so that signature is an old one's.
        await t.refused(h, staking.validate({ commission, blocked: false }), 'Invalid.BadProof', { forge: () => signature });
        const next = compactStripLength(hexToU8a(await chain.sign(h, whole)))[1].slice(kAddress, kAddress + kSignature);
        await t.ok(h, staking.validate({ commission, blocked: false }), { forge: () => next });
    }
    // Where the parts are no compact number, more than a whole does not decode.
    await t.ok(h, staking.validate({ commission: 1_000_000_000, blocked: true }));
    await t.as({ Origins: 'StakingAdmin' }, staking.setMinCommission(20_000_000));
    await t.fails(h, staking.setMinCommission(1), 'BadOrigin');
    await t.ok(i, staking.bond(100n * KSM, 'Staked'));
    await t.fails(i, staking.validate({ commission: 19_999_999, blocked: false }), 'Staking.CommissionTooLow');
    await t.root(t.tx.staking.setStakingConfigs({ Set: 20n * KSM }, { Set: 150n * KSM }, { Set: 2 }, { Set: 4 }, { Set: 50 }, 'Noop', 'Noop'));
    await t.fails(i, staking.validate({ commission: 20_000_000, blocked: false }), 'Staking.InsufficientBond');
    await t.fails(h, staking.unbond(60n * KSM), 'Staking.InsufficientBond');
    await t.ok(h, staking.unbond(40n * KSM));
    await t.ok(i, staking.bondExtra(100n * KSM));
    await t.next();
    await t.ok(i, staking.validate({ commission: 20_000_000, blocked: false }));
    await t.ok(j, staking.bond(150n * KSM, 'Staked'));
    await t.fails(j, staking.validate({ commission: 20_000_000, blocked: false }), 'Staking.TooManyValidators');
    await t.ok(h, staking.validate({ commission: 30_000_000, blocked: true })); // is one already
    await t.root(t.tx.staking.setStakingConfigs('Noop', 'Noop', 'Noop', 'Remove', 'Noop', { Set: 70_000_000 }, { Set: 50 }));
    await t.ok(j, staking.validate({ commission: 70_000_000, blocked: false }));
    await t.ok(strangers[0], staking.forceApplyMinCommission(h.address));
    await t.ok(strangers[0], staking.forceApplyMinCommission(j.address));
    await t.fails(strangers[0], staking.forceApplyMinCommission(a.address), 'Staking.NotStash');
    await t.next();

    // Nominators.
    const many = Array.from({ length: 25 }, (_, at) => t.keyOf(`//target//${at}`).address);
    for (const pair of [k, l, m]) await t.ok(pair, staking.bond(30n * KSM, 'Staked'));
    await t.fails(k, staking.nominate([]), 'Staking.EmptyTargets');
    await t.fails(k, staking.nominate(many), 'Staking.TooManyTargets');
    await t.fails(k, staking.nominate([i.address, h.address]), 'Staking.BadTarget');
    await t.fails(k, staking.nominate([{ Raw: '0x010203' }]), 'CannotLookup');
    await t.ok(k, staking.nominate(many.slice(0, 24)));
    await t.ok(k, staking.nominate([j.address, i.address, j.address]));
    await t.ok(j, staking.validate({ commission: 80_000_000, blocked: true }));
    await t.ok(k, staking.nominate([i.address, j.address])); // chosen before
    await t.ok(l, staking.nominate([i.address]));
    await t.fails(m, staking.nominate([i.address]), 'Staking.TooManyNominators');
    await t.fails(l, staking.unbond(11n * KSM), 'Staking.InsufficientBond');
    await t.ok(l, staking.unbond(10n * KSM));
    await t.ok(i, staking.kick([k.address, l.address, strangers[0].address, k.address]));
    await t.fails(i, staking.kick([{ Raw: '0x010203' }]), 'CannotLookup');
    await t.ok(l, staking.chill());
    await t.ok(l, staking.nominate([i.address, i.address]));
    await t.next();

    // From one role to the other: the place in the bag changes.
    await t.ok(j, staking.chill());
    await t.ok(j, staking.validate({ commission: 80_000_000, blocked: false }));
    await t.root(t.tx.staking.setStakingConfigs('Noop', 'Noop', { Set: 10 }, { Set: 10 }, 'Noop', 'Noop', 'Noop'));
    await t.ok(j, staking.nominate([i.address]));
    await t.ok(j, staking.validate({ commission: 90_000_000, blocked: false }));

    // Others may chill a staker that has too little, where it is crowded.
    await t.fails(strangers[2], staking.chillOther(strangers[2].address), 'Staking.NotStash');
    await t.ok(l, staking.chillOther(l.address));
    await t.ok(l, staking.nominate([i.address]));
    await t.fails(strangers[2], staking.chillOther(l.address), 'Staking.CannotChillOther');
    await t.root(t.tx.staking.setStakingConfigs({ Set: 25n * KSM }, { Set: 180n * KSM }, { Set: 4 }, { Set: 6 }, { Set: 50 }, 'Noop', 'Noop'));
    await t.fails(strangers[2], staking.chillOther(l.address), 'Staking.CannotChillOther'); // 2 of 4: at the threshold
    await t.root(t.tx.staking.setStakingConfigs('Noop', 'Noop', { Set: 3 }, { Set: 5 }, 'Noop', 'Noop', 'Noop'));
    await t.next();
    await t.fails(strangers[2], staking.chillOther(k.address), 'Staking.CannotChillOther'); // has enough
    await t.ok(strangers[2], staking.chillOther(l.address));
    await t.fails(strangers[2], staking.chillOther(i.address), 'Staking.CannotChillOther');
    await t.ok(strangers[2], staking.chillOther(h.address));
    await t.fails(strangers[2], staking.chillOther(m.address), 'Staking.CannotChillOther'); // neither
    await t.root(t.tx.staking.setStakingConfigs('Remove', 'Remove', 'Remove', 'Remove', 'Remove', 'Remove', 'Remove'));
    await t.fails(strangers[2], staking.chillOther(k.address), 'Staking.CannotChillOther');
    await put('nominators', [k.publicKey], '0xff'); // cannot be decoded
    await t.ok(strangers[2], staking.chillOther(k.address));
    await t.next();

    // Payees and controllers of old.
    for (const payee of ['Staked', 'Stash', 'None', { Account: Alice.address }]) await t.ok(m, staking.setPayee(payee));
    await t.fails(m, staking.setPayee('Controller'), 'Staking.ControllerDeprecated');
    await t.fails(m, staking.setController(), 'Staking.AlreadyPaired');
    await t.fails(strangers[0], staking.setController(), 'Staking.NotStash');
    await put('bonded', [d.publicKey], u8aToHex(c.publicKey));
    await t.fails(d, staking.unbond(KSM), 'Staking.NotController');
    await t.ok(c, staking.unbond(KSM));
    await t.ok(d, staking.bondExtra(20n * KSM));
    await t.ok(c, staking.nominate([i.address]));
    await t.fails(c, staking.setPayee('Controller'), 'Staking.ControllerDeprecated');
    await t.ok(d, staking.setController());
    await t.fails(c, staking.chill(), 'Staking.NotController');
    await t.ok(d, staking.chill());
    await t.fails(e, staking.setController(), 'Staking.NotController'); // a controller without a ledger
    await t.next();

    // Stashes that are gone.
    const spans = registry.createType('PalletStakingSlashingSlashingSpans', { spanIndex: 2, lastStart: 9, lastNonzeroSlash: 4, prior: [3, 2] }).toHex();
    await t.fails(strangers[0], staking.reapStash(strangers[0].address, 0), 'Staking.NotStash');
    await t.fails(strangers[0], staking.reapStash(m.address, 0), 'Staking.FundedTarget');
    await put('ledger', [m.publicKey], ledger(m, { total: ED - 1n, active: ED - 1n }));
    await put('slashingSpans', [m.publicKey], spans);
    for (const span of [0, 1, 2]) await chain.put([[chain.key('staking', 'spanSlash', [m.publicKey, span]), u128(5) + u128(1).slice(2)]]);
    await t.fails(strangers[0], staking.reapStash(m.address, 2), 'Staking.IncorrectSlashingSpans');
    await t.ok(strangers[0], staking.reapStash(m.address, 3));
    await t.fails(strangers[0], staking.forceUnstake(l.address, 0), 'BadOrigin');
    await t.root(staking.forceUnstake(strangers[0].address, 0), 'Staking.NotStash');
    await put('slashingSpans', [l.publicKey], spans);
    await t.root(staking.forceUnstake(l.address, 0), 'Staking.IncorrectSlashingSpans');
    await t.root(staking.forceUnstake(l.address, 5));
    await t.ok(n, staking.bond(40n * KSM, 'Staked'));
    await t.ok(n, staking.unbond(40n * KSM));
    await put('slashingSpans', [n.publicKey], spans);
    await era(300);
    await t.fails(n, staking.withdrawUnbonded(2), 'Staking.IncorrectSlashingSpans');
    await t.ok(n, staking.withdrawUnbonded(4));
    await t.next();
}
