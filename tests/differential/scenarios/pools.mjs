// NominationPools: from creation to dissolution, with rewards, commission, kicks, slashes, roles, limits.
import { bnToU8a, compactToU8a, u8aConcat, u8aToHex } from '@polkadot/util';
import { encodeAddress } from '@polkadot/util-crypto';

import { Eras } from '../eras.mjs';
import { KSM } from '../scenario.mjs';

const u32 = (value) => bnToU8a(value, { bitLength: 32 });
const u128 = (value) => bnToU8a(value, { bitLength: 128 });
const kBonding = 28;
const kPercent = 10_000_000;

/** The account of a pool that is bonded (0) or that collects rewards (1). */
const accountOf = (kind, id) => u8aConcat('modlpy/nopls', [kind], u32(id), new Uint8Array(32)).subarray(0, 32);

export async function run(t) {
    const { Alice, Dave, chain, registry, tx: { balances, nominationPools: pools, staking } } = t;
    const key = (item, ...args) => chain.key('nominationPools', item, ...args);
    const fault = (text) => chain.report.fault(chain, text);
    await t.next();
    const stashes = ['Alice', 'Bob'].map((name) => t.keyOf(`//${name}//stash`));
    const [depositor, root, nominator, bouncer, payee, ...members] = await t.pool('pooler', 16);
    const roles = [root, nominator, bouncer].map((pair) => pair.address);
    const address = (kind, id) => encodeAddress(accountOf(kind, id), 2);
    /** A reward comes, as a payout of Staking brings it. */
    const earn = (id, amount) => t.ok(Alice, balances.transferKeepAlive(address(1, id), amount));
    const setEra = (era) => chain.put([[chain.key('staking', 'currentEra'), u8aToHex(u32(era))]]);
    const era = async () => (await t.read('staking', 'currentEra')).toNumber();
    const none = { Noop: null };
    const configs = (changes) => pools.setConfigs(...['minJoin', 'minCreate', 'pools', 'members', 'inPool', 'commission'].map((name) => (
        name in changes ? (changes[name] === null ? { Remove: null } : { Set: changes[name] }) : none)));
    const ask = async (id = 1) => {
        for (const pair of [depositor, ...members]) await t.api('NominationPoolsApi_pending_rewards', u8aToHex(pair.publicKey));
        for (const amount of [0n, 1n, 7n * KSM, 2n ** 128n - 1n]) {
            await t.api('NominationPoolsApi_points_to_balance', u8aToHex(u8aConcat(u32(id), u128(amount))));
            await t.api('NominationPoolsApi_balance_to_points', u8aToHex(u8aConcat(u32(id), u128(amount))));
        }
    };

    // Before there is a pool.
    const [one, two, three, four, five, six] = members;
    await t.fails(Dave, configs({}), 'BadOrigin');
    await t.root(configs({ minJoin: KSM, minCreate: 10n * KSM, pools: 2, members: 7, inPool: 5, commission: 50 * kPercent }));
    await t.fails(one, pools.join(KSM, 1), 'NominationPools.PoolNotFound');
    await t.fails(one, pools.claimPayout(), 'NominationPools.PoolMemberNotFound');
    await t.fails(one, pools.bondExtra({ Rewards: null }), 'NominationPools.PoolMemberNotFound');
    await t.fails(one, pools.unbond(one.address, 1), 'NominationPools.PoolMemberNotFound');
    await t.fails(one, pools.withdrawUnbonded(one.address, 0), 'NominationPools.PoolMemberNotFound');
    await t.fails(one, pools.setClaimPermission('PermissionlessAll'), 'NominationPools.PoolMemberNotFound');
    await t.fails(one, pools.poolWithdrawUnbonded(1, 0), 'NominationPools.PoolNotFound');
    for (const call of [pools.nominate(1, []), pools.chill(1), pools.setState(1, 'Blocked'), pools.setMetadata(1, '0x00'),
        pools.updateRoles(1, none, none, none), pools.setCommission(1, null), pools.setCommissionMax(1, 0),
        pools.setCommissionChangeRate(1, { maxIncrease: 0, minDelay: 0 }), pools.claimCommission(1)]) {
        await t.fails(root, call, 'NominationPools.PoolNotFound');
    }
    await t.next();

    // Created.
    await t.fails(depositor, pools.create(9n * KSM, ...roles), 'NominationPools.MinimumBondNotMet');
    await t.fails(depositor, pools.create(10n * KSM, { Address20: '0x' + '12'.repeat(20) }, roles[1], roles[2]), 'CannotLookup');
    await t.does(depositor, pools.create(1_000_000n * KSM, ...roles));
    await t.ok(depositor, pools.create(100n * KSM, ...roles));
    t.saw('NominationPools.Created');
    t.saw('NominationPools.Bonded');
    await t.fails(depositor, pools.create(100n * KSM, ...roles), 'NominationPools.AccountBelongsToOtherPool');
    await t.fails(one, pools.createWithPoolId(100n * KSM, ...roles, 1), 'NominationPools.PoolIdInUse');
    await t.fails(one, pools.createWithPoolId(100n * KSM, ...roles, 7), 'NominationPools.InvalidPoolId');
    await t.fails(Dave, pools.nominate(1, [stashes[0].address]), 'NominationPools.NotNominator');
    await t.ok(nominator, pools.nominate(1, [stashes[0].address]));
    await t.fails(nominator, pools.nominate(1, []), 'Staking.EmptyTargets');
    await t.fails(bouncer, pools.chill(1), 'NominationPools.NotNominator');
    await t.ok(root, pools.chill(1));
    await t.ok(root, pools.nominate(1, stashes.map((pair) => pair.address)));
    await t.next();

    // Joined, up to the limits.
    await t.fails(one, pools.join(KSM - 1n, 1), 'NominationPools.MinimumBondNotMet');
    await t.does(one, pools.join(10_000n * KSM, 1));
    await t.ok(one, pools.join(50n * KSM, 1));
    await t.fails(one, pools.join(50n * KSM, 1), 'NominationPools.AccountBelongsToOtherPool');
    await t.ok(two, pools.join(7n * KSM + 3n, 1));
    await earn(1, 31n * KSM + 7n);
    await ask();
    await t.ok(three, pools.join(33n * KSM, 1));
    await t.ok(four, pools.join(5n * KSM, 1));
    await t.fails(five, pools.join(5n * KSM, 1), 'NominationPools.MaxPoolMembers');
    await t.root(configs({ inPool: null, members: 5 }));
    await t.fails(five, pools.join(5n * KSM, 1), 'NominationPools.MaxPoolMembers');
    await t.root(configs({ members: null }));
    await t.ok(five, pools.join(5n * KSM, 1));
    await t.next();

    // Rewards, by oneself and by others.
    await ask();
    await t.ok(one, pools.claimPayout());
    t.saw('NominationPools.PaidOut');
    await t.ok(one, pools.claimPayout());
    await earn(1, 13n * KSM);
    await t.ok(two, pools.bondExtra({ Rewards: null }));
    await t.ok(two, pools.bondExtra({ FreeBalance: 2n * KSM }));
    await t.does(two, pools.bondExtra({ FreeBalance: 10_000n * KSM }));
    await t.does(two, pools.bondExtra({ Rewards: null }));
    await t.ok(Dave, pools.claimPayoutOther(three.address));
    await t.fails(Dave, pools.bondExtraOther(three.address, { Rewards: null }), 'NominationPools.DoesNotHavePermission');
    await t.ok(three, pools.setClaimPermission('PermissionlessCompound'));
    await t.fails(Dave, pools.claimPayoutOther(three.address), 'NominationPools.DoesNotHavePermission');
    await t.fails(Dave, pools.bondExtraOther(three.address, { FreeBalance: KSM }), 'NominationPools.BondExtraRestricted');
    await t.ok(Dave, pools.bondExtraOther(three.address, { Rewards: null }));
    await t.ok(three, pools.setClaimPermission('PermissionlessWithdraw'));
    await earn(1, 3n * KSM);
    await t.ok(Dave, pools.claimPayoutOther(three.address));
    await t.fails(Dave, pools.bondExtraOther(three.address, { Rewards: null }), 'NominationPools.DoesNotHavePermission');
    await t.ok(three, pools.setClaimPermission('PermissionlessAll'));
    await earn(1, 3n * KSM);
    await t.ok(Dave, pools.bondExtraOther(three.address, { Rewards: null }));
    await t.ok(three, pools.bondExtraOther(three.address, { FreeBalance: KSM }));
    await t.next();

    // Commission.
    const commission = (percent) => pools.setCommission(1, percent === null ? null : [percent * kPercent, payee.address]);
    for (const call of [commission(1), pools.setCommissionMax(1, 1), pools.setCommissionChangeRate(1, { maxIncrease: 1, minDelay: 1 }), pools.claimCommission(1)]) {
        await t.fails(bouncer, call, 'NominationPools.DoesNotHavePermission');
    }
    await t.fails(root, pools.claimCommission(1), 'NominationPools.NoPendingCommission');
    await t.fails(root, commission(51), 'NominationPools.CommissionExceedsGlobalMaximum');
    await t.fails(root, pools.setCommissionMax(1, 51 * kPercent), 'NominationPools.CommissionExceedsGlobalMaximum');
    await t.ok(root, commission(20));
    await earn(1, 17n * KSM + 1n);
    await ask();
    await t.ok(four, pools.claimPayout());
    await t.ok(root, commission(0));
    await t.fails(root, pools.claimCommission(1), 'NominationPools.NoCommissionCurrentSet');
    await t.ok(root, commission(30));
    await t.ok(root, pools.claimCommission(1));
    t.saw('NominationPools.PoolCommissionClaimed');
    await t.ok(root, pools.setCommissionMax(1, 25 * kPercent));
    await t.fails(root, pools.setCommissionMax(1, 26 * kPercent), 'NominationPools.MaxCommissionRestricted');
    await t.fails(root, commission(26), 'NominationPools.CommissionExceedsMaximum');
    await t.ok(root, pools.setCommissionMax(1, 24 * kPercent));
    await t.ok(root, commission(5));
    await t.ok(root, pools.setCommissionMax(1, 23 * kPercent));
    const rate = (percent, delay) => pools.setCommissionChangeRate(1, { maxIncrease: percent * kPercent, minDelay: delay });
    await t.ok(root, rate(10, 0));
    await t.ok(root, commission(6));
    await t.ok(root, rate(10, 3));
    await t.fails(root, rate(11, 3), 'NominationPools.CommissionChangeRateNotAllowed');
    await t.fails(root, rate(10, 2), 'NominationPools.CommissionChangeRateNotAllowed');
    await t.fails(root, commission(7), 'NominationPools.CommissionChangeThrottled');
    await t.ok(root, commission(5));
    await t.next(3);
    await t.fails(root, commission(16), 'NominationPools.CommissionChangeThrottled');
    await t.ok(root, commission(15));
    await t.root(configs({ commission: 10 * kPercent }));
    await earn(1, 19n * KSM + 5n);
    await ask();
    await t.ok(two, pools.claimPayout());
    await t.ok(root, pools.claimCommission(1));
    await t.ok(root, commission(null));
    await t.next();

    // Roles, state, description.
    await t.fails(nominator, pools.updateRoles(1, none, none, none), 'NominationPools.DoesNotHavePermission');
    await t.as({ system: 'None' }, pools.updateRoles(1, none, none, none), 'BadOrigin');
    await t.ok(root, pools.updateRoles(1, none, { Remove: null }, { Set: bouncer.address }));
    await t.root(pools.updateRoles(1, { Set: root.address }, { Set: nominator.address }, none));
    t.saw('NominationPools.RolesUpdated');
    await t.fails(nominator, pools.setMetadata(1, '0x1234'), 'NominationPools.DoesNotHavePermission');
    await t.fails(bouncer, pools.setMetadata(1, `0x${'12'.repeat(257)}`), 'NominationPools.MetadataExceedsMaxLen');
    await t.ok(bouncer, pools.setMetadata(1, `0x${'12'.repeat(256)}`));
    await t.ok(root, pools.setMetadata(1, '0x'));
    await t.fails(nominator, pools.setState(1, 'Blocked'), 'NominationPools.CanNotChangeState');
    await t.fails(nominator, pools.setState(1, 'Destroying'), 'NominationPools.CanNotChangeState');
    await t.ok(bouncer, pools.setState(1, 'Blocked'));
    t.saw('NominationPools.StateChanged');
    await t.ok(bouncer, pools.setState(1, 'Blocked'));
    await t.fails(six, pools.join(5n * KSM, 1), 'NominationPools.NotOpen');
    await t.next();

    // Out, by oneself and by force.
    await t.fails(one, pools.withdrawUnbonded(one.address, 0), 'NominationPools.SubPoolsNotFound');
    await t.fails(depositor, pools.unbond(depositor.address, 91n * KSM), 'NominationPools.MinimumBondNotMet');
    await t.fails(depositor, pools.unbond(depositor.address, 100n * KSM), 'NominationPools.MinimumBondNotMet');
    await t.fails(one, pools.unbond(one.address, 50n * KSM - 1n), 'NominationPools.MinimumBondNotMet');
    await t.fails(Dave, pools.unbond(one.address, KSM), 'NominationPools.PartialUnbondNotAllowedPermissionlessly');
    await t.fails(Dave, pools.unbond(one.address, 50n * KSM), 'NominationPools.NotKickerOrDestroying');
    await t.fails(bouncer, pools.unbond(depositor.address, 100n * KSM), 'NominationPools.DoesNotHavePermission');
    await t.does(one, pools.unbond(one.address, 5000n * KSM));
    await t.ok(one, pools.unbond(one.address, 10n * KSM));
    t.saw('NominationPools.Unbonded');
    await t.ok(one, pools.unbond(one.address, 10n * KSM + 1n));
    await t.ok(depositor, pools.unbond(depositor.address, 50n * KSM));
    await earn(1, 11n * KSM);
    await t.ok(bouncer, pools.unbond(five.address, 5n * KSM)); // which pays the reward to the bouncer
    await t.fails(five, pools.claimPayout(), 'NominationPools.FullyUnbonding');
    await t.fails(five, pools.bondExtra({ FreeBalance: KSM }), 'NominationPools.FullyUnbonding');
    await t.fails(one, pools.withdrawUnbonded(one.address, 0), 'NominationPools.CannotWithdrawAny');
    await t.fails(Dave, pools.withdrawUnbonded(five.address, 0), 'NominationPools.NotKickerOrDestroying');
    await t.next();

    // An era with the pool behind a validator, then slashes of its bond and of what leaves it.
    const bonded = { publicKey: accountOf(0, 1) };
    const own = (pair) => [pair, [[pair, 100n * KSM]]];
    const eras = new Eras(t, [[stashes[0], [[stashes[0], 100n * KSM], [bonded, 30n * KSM]]], own(stashes[1])], { invariants: false }); // ledgers and slashes are written below
    await eras.era();
    await t.ok(one, pools.unbond(one.address, 3n * KSM));
    await t.ok(two, pools.unbond(two.address, KSM));
    const slash = async (amount) => {
        const active = await eras.active();
        await chain.put([[chain.key('staking', 'unappliedSlashes', active + 1), registry.createType('Vec<PalletStakingUnappliedSlash>', [
            { validator: stashes[0].publicKey, own: KSM, others: [[accountOf(0, 1), amount]], reporters: [Dave.publicKey], payout: KSM / 10n }]).toHex()]]);
        await eras.era();
    };
    await slash(20n * KSM + 11n);
    await ask();
    await t.ok(Alice, staking.payoutStakers(stashes[0].address, await eras.active() - 1));
    await t.ok(root, pools.setState(1, 'Open'));
    await t.ok(six, pools.join(9n * KSM, 1));
    await t.ok(three, pools.unbond(three.address, 7n * KSM + 1n));
    await t.ok(two, pools.bondExtra({ FreeBalance: KSM }));
    await slash(13n * KSM);
    await ask();
    await t.next();

    // Withdrawn: some in time, the rest from the sub pool without era.
    const now = await era();
    await setEra(now + kBonding - 3);
    await t.ok(Dave, pools.poolWithdrawUnbonded(1, 1));
    await t.ok(one, pools.withdrawUnbonded(one.address, 2));
    t.saw('NominationPools.Withdrawn');
    await t.fails(one, pools.withdrawUnbonded(one.address, 2), 'NominationPools.CannotWithdrawAny');
    await setEra(now + kBonding + 5);
    await t.ok(three, pools.unbond(three.address, KSM));
    await t.ok(one, pools.withdrawUnbonded(one.address, 2));
    await t.ok(five, pools.withdrawUnbonded(five.address, 2));
    t.saw('NominationPools.MemberRemoved');
    await t.ok(depositor, pools.withdrawUnbonded(depositor.address, 2));
    await t.next();

    // One member unbonds in as many eras as it may.
    for (let i = 0; i < 34; ++i) {
        await setEra(now + 2 * kBonding + i);
        await t.does(two, pools.unbond(two.address, KSM / 20n), i < 31 ? 'ok' : undefined);
        if (i % 8 === 7) await t.next();
    }
    await t.does(two, pools.unbond(two.address, 1));
    await t.ok(two, pools.withdrawUnbonded(two.address, 2));
    await t.next();

    // A second pool; then no more of them.
    await t.ok(members[6], pools.create(10n * KSM, ...roles));
    await t.fails(members[7], pools.create(10n * KSM, ...roles), 'NominationPools.MaxPools');
    await t.root(configs({ pools: null, minCreate: null, minJoin: null, commission: null }));
    const [last] = await chain.get(key('lastPoolId'));
    await chain.put([[key('lastPoolId'), '0xffffffff']]);
    await t.fails(members[7], pools.create(10n * KSM, ...roles), 'NominationPools.OverflowRisk');
    await t.ok(members[7], pools.createWithPoolId(10n * KSM, ...roles, 77));
    await chain.put([[key('lastPoolId'), last]]);
    await t.ok(members[8], pools.join(1, 77));

    // So much is lost that nobody can join, and everybody can destroy it.
    const ledger = (id, active) => [chain.key('staking', 'ledger', accountOf(0, id)), registry.createType('PalletStakingStakingLedger', {
        stash: accountOf(0, id), total: active, active, unlocking: [], claimedRewards: [] }).toHex()];
    for (const active of [KSM, KSM + 1n, 0n]) {
        await chain.put([ledger(77, active)]);
        await t.does(members[9], pools.join(KSM, 77));
        await t.does(members[8], pools.bondExtra({ FreeBalance: KSM }));
        await ask(77);
    }
    await chain.put([ledger(77, 0n)]);
    await t.fails(members[10], pools.join(KSM, 77), 'NominationPools.OverflowRisk');
    await t.ok(Dave, pools.setState(77, 'Destroying'));
    await t.fails(root, pools.setState(77, 'Open'), 'NominationPools.CanNotChangeState');
    await t.next();

    // Damaged states.
    const [rewards] = await chain.get(key('rewardPools', 2));
    await chain.put([[key('rewardPools', 2), null]]);
    await t.fails(members[10], pools.join(KSM, 2), 'NominationPools.Defensive');
    await t.fails(root, pools.setCommission(2, null), 'NominationPools.Defensive');
    await t.fails(root, pools.claimCommission(2), 'NominationPools.Defensive');
    await t.fails(members[6], pools.claimPayout(), 'NominationPools.Defensive');
    await chain.put([[key('rewardPools', 2), rewards]]);
    await t.next();

    // Destroyed: everybody leaves, the depositor last.
    await t.ok(root, pools.setMetadata(1, '0x4142'));
    await t.ok(root, pools.setState(1, 'Destroying'));
    await t.fails(Dave, pools.poolWithdrawUnbonded(1, 0), 'NominationPools.NotDestroying');
    await t.fails(six, pools.bondExtra({ FreeBalance: KSM }), 'NominationPools.CanNotChangeState');
    for (const pair of [one, two, three, four, six]) {
        const member = (await t.read('nominationPools', 'poolMembers', pair.publicKey)).unwrap?.() ?? await t.read('nominationPools', 'poolMembers', pair.publicKey);
        if (!member.points.isZero()) await t.does(Dave, pools.unbond(pair.address, member.points));
    }
    await t.next();
    await setEra(now + 5 * kBonding);
    for (const pair of [one, two, three, four, six]) await t.ok(Dave, pools.withdrawUnbonded(pair.address, 2));
    const points = (await t.read('nominationPools', 'poolMembers', depositor.publicKey)).points;
    await t.ok(root, pools.chill(1));
    await t.fails(Dave, pools.unbond(depositor.address, points), 'NominationPools.DoesNotHavePermission');
    await t.ok(depositor, pools.unbond(depositor.address, points));
    await setEra(now + 7 * kBonding);
    await earn(1, KSM);
    await t.ok(depositor, pools.withdrawUnbonded(depositor.address, 3));
    t.saw('NominationPools.Destroyed');
    if ((await t.read('nominationPools', 'bondedPools', 1)) !== null) fault('the pool is still there');
    await t.does(depositor, pools.createWithPoolId(20n * KSM, ...roles, 1), 'DelegatedStaking.NotAllowed');
    await t.next();
    await setEra(now);
    await t.next();
    await eras.compareAll();
}
