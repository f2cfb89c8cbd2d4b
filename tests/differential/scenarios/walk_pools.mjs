// Pools over eras of random calls: members, roles, commission, rewards, slashes; then all that is stored is compared.
//   SEED, DIFF_ERAS: how many eras
import { bnToU8a, u8aConcat, u8aToHex } from '@polkadot/util';
import { encodeAddress } from '@polkadot/util-crypto';

import { Eras } from '../eras.mjs';
import { Random } from '../random.mjs';
import { KSM } from '../scenario.mjs';

const kEras = Number(process.env.DIFF_ERAS ?? 2);
const kCalls = 25; // in an era
const kPools = 3;
const kParts = 1_000_000_000;

const u32 = (value) => bnToU8a(value, { bitLength: 32 });
const accountOf = (kind, id) => u8aConcat('modlpy/nopls', [kind], u32(id), new Uint8Array(32)).subarray(0, 32);

/** What somebody may do; most of it is allowed at some times. */
const kActions = {
    join: ({ pools, amount, id }) => pools.join(amount, id),
    bondExtra: ({ pools, amount }) => pools.bondExtra({ FreeBalance: amount }),
    compound: ({ pools }) => pools.bondExtra({ Rewards: null }),
    claim: ({ pools }) => pools.claimPayout(),
    claimOther: ({ pools, other }) => pools.claimPayoutOther(other),
    compoundOther: ({ pools, other }) => pools.bondExtraOther(other, { Rewards: null }),
    permit: ({ pools, random }) => pools.setClaimPermission(random.pick(['Permissioned', 'PermissionlessCompound', 'PermissionlessWithdraw', 'PermissionlessAll'])),
    unbond: ({ pools, self, amount }) => pools.unbond(self, amount),
    kick: ({ pools, other, points }) => pools.unbond(other, points),
    withdraw: ({ pools, self, random }) => pools.withdrawUnbonded(self, random.between(0, 3)),
    withdrawOther: ({ pools, other, random }) => pools.withdrawUnbonded(other, random.between(0, 3)),
    poolWithdraw: ({ pools, id, random }) => pools.poolWithdrawUnbonded(id, random.between(0, 3)),
    create: ({ pools, amount, self, other }) => pools.create(amount * 10n, self, other, other),
    reuse: ({ pools, amount, self, other, id }) => pools.createWithPoolId(amount * 10n, self, other, other, id),
    nominate: ({ pools, id, stash }) => pools.nominate(id, [stash]),
    chill: ({ pools, id }) => pools.chill(id),
    state: ({ pools, id, random }) => pools.setState(id, random.pick(['Open', 'Open', 'Open', 'Blocked', 'Blocked', 'Destroying'])),
    commission: ({ pools, id, other, random }) => pools.setCommission(id, random.chance(20) ? null : [random.between(0, kParts), other]),
    mostCommission: ({ pools, id, random }) => pools.setCommissionMax(id, random.between(kParts / 2, kParts)),
    rate: ({ pools, id, random }) => pools.setCommissionChangeRate(id, { maxIncrease: random.between(0, kParts), minDelay: random.between(0, 5) }),
    claimCommission: ({ pools, id }) => pools.claimCommission(id),
};

export async function run(t) {
    const { Alice, chain, registry, tx: { balances, nominationPools: pools } } = t;
    const random = new Random('walk of pools');
    await t.next();
    const people = await t.pool('walker', 14, 10_000n * KSM);
    const owners = people.slice(0, kPools);
    const stashes = ['Alice', 'Bob'].map((name) => t.keyOf(`//${name}//stash`));
    for (const pair of owners) await t.ok(pair, pools.create(100n * KSM, pair.address, pair.address, pair.address));
    const own = (pair, others = []) => [pair, [[pair, 100n * KSM], ...others]];
    const ids = owners.map((_, i) => i + 1);
    const eras = new Eras(t, [own(stashes[0], ids.map((id) => [{ publicKey: accountOf(0, id) }, 10n * KSM])), own(stashes[1])]);

    for (let i = 0; i < kEras; ++i) {
        for (let call = 0; call < kCalls; ++call) {
            const pair = random.chance(35) ? random.pick(owners) : random.pick(people);
            const other = random.pick(people);
            const member = await t.read('nominationPools', 'poolMembers', other.publicKey);
            await t.does(pair, kActions[random.pick(Object.keys(kActions))]({
                pools, random, self: pair.address, other: other.address, stash: random.pick(stashes).address,
                id: random.chance(95) ? random.pick(ids) : kPools + 1, points: member?.points ?? 1n,
                amount: BigInt(random.between(1, 1_000_000)) * KSM / 10n ** BigInt(random.between(4, 8)) }));
            await t.api('NominationPoolsApi_pending_rewards', u8aToHex(pair.publicKey));
            if (random.chance(25)) await t.ok(Alice, balances.transferKeepAlive(encodeAddress(accountOf(1, random.pick(ids)), 2), BigInt(random.between(1, 1_000_000)) * KSM / 100_000n));
            if (random.chance(15)) await t.next(1, { execute: false });
        }
        const active = await eras.active();
        if (random.chance(60)) {
            const others = ids.filter(() => random.chance(60)).map((id) => [accountOf(0, id), BigInt(random.between(1, 1000)) * KSM / 20n]);
            await chain.put([[chain.key('staking', 'unappliedSlashes', active + 1), registry.createType('Vec<PalletStakingUnappliedSlash>', [
                { validator: stashes[0].publicKey, own: 1n, others, reporters: [], payout: KSM }]).toHex()]]);
        }
        await eras.era();
        // Time passes, so that what is unbonded comes free.
        if (random.chance(40)) {
            const now = (await t.read('staking', 'currentEra')).toNumber();
            await chain.put([[chain.key('staking', 'currentEra'), u8aToHex(u32(now + random.between(20, 40)))]]);
            for (const pair of people) await t.does(pair, pools.withdrawUnbonded(pair.address, 5));
            await t.next(1, { execute: false });
            await chain.put([[chain.key('staking', 'currentEra'), u8aToHex(u32(now))]]);
        }
    }
    await eras.compareAll();
}
