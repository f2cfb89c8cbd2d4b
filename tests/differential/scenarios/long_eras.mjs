// Eras in a row: an equivocation whose slash comes after its deferral, chunks that can be withdrawn after the bonding duration, a pool,
// payouts; with DIFF_ERAS=88 also the end of what history keeps. After each era all that is stored is compared.
import { bnToU8a, compactAddLength, compactToU8a, hexToU8a, stringToU8a, u8aConcat, u8aToHex } from '@polkadot/util';
import { blake2AsU8a } from '@polkadot/util-crypto';

import { Eras, validators } from '../eras.mjs';
import { KSM } from '../scenario.mjs';

const kEras = Number(process.env.DIFF_ERAS ?? 30);
const kBondingEras = 28;
const kHistoryEras = 84;
const kPoints = 20;

const u32 = (value) => bnToU8a(value, { bitLength: 32 });
const u64 = (value) => bnToU8a(value, { bitLength: 64 });

/** A header of the slot with a seal by `pair`; `mark` makes it another one. */
function sealedHeader(pair, slot, mark) {
    const pre = u8aConcat([6], stringToU8a('BABE'), compactAddLength(u8aConcat([2], u32(0), u64(slot))));
    const of = (digest) => u8aConcat(new Uint8Array(32).fill(mark), compactToU8a(5), new Uint8Array(64), compactToU8a(digest.length), ...digest);
    const seal = u8aConcat([5], stringToU8a('BABE'), compactAddLength(pair.sign(blake2AsU8a(of([pre])))));
    return of([pre, seal]);
}

export async function run(t) {
    const { Charlie, Dave, Eve, chain, registry, tx: { nominationPools, staking } } = t;
    await t.next();
    const stashes = ['Alice', 'Bob'].map((name) => t.keyOf(`//${name}//stash`));
    const group = await validators(t, 'long', 8, 100n * KSM);
    const backers = await t.pool('long-backer', 3);
    for (const pair of backers) {
        await t.ok(pair, staking.bond(50n * KSM, 'Staked'));
        await t.ok(pair, staking.nominate(group.map((one) => one.address)));
    }
    await t.next();
    await t.ok(Eve, nominationPools.create(100n * KSM, Eve.address, Eve.address, Eve.address));
    await t.ok(Dave, nominationPools.join(30n * KSM, 1));
    const own = (pair) => [pair, [[pair, 100n * KSM]]];
    const backed = (pair, i) => [pair, [[pair, 100n * KSM], ...backers.map((one) => [one, 5n * KSM + BigInt(i)])]];
    const eras = new Eras(t, [...stashes.map(own), ...group.map(backed)]);
    // Nobody writes the blocks of the others.
    await t.root(staking.setInvulnerables([...stashes, ...group.slice(1)].map((pair) => pair.address)));
    const begin = Date.now();

    for (let i = 0; i < kEras; ++i) {
        const before = await eras.active();
        for (let k = 0; k < 8 && await eras.active() === before; ++k) {
            await eras.session();
        }
        if (await eras.active() !== before + 1) chain.report.fault(chain, `era ${before} does not end`);
        await eras.compareAll();
        const era = before + 1;

        if (i === 0) {
            await t.next(1, { execute: false });
            const slot = chain.slot - 1;
            const offender = group[0];
            const { result } = await chain.compareCall('BabeApi_generate_key_ownership_proof', u8aToHex(u8aConcat(u64(slot), offender.publicKey)));
            const proof = registry.createType('Bytes', hexToU8a(result).subarray(1)).toU8a(true);
            await t.ok(Charlie, u8aConcat([1, 0], offender.publicKey, u64(slot), sealedHeader(offender, slot, 1), sealedHeader(offender, slot, 2), proof));
            t.saw('Staking.SlashReported');
            eras.supports = [...stashes.map(own), ...group.slice(1).map(backed)];
            await t.ok(backers[0], staking.unbond(20n * KSM));
            await t.ok(Dave, nominationPools.unbond(Dave.address, 10n * KSM));
            await t.next(1, { execute: false });
        }
        // Points, and what the era before has earned.
        const points = [...stashes, ...group.slice(1)].map((pair) => pair.publicKey).sort(Buffer.compare)
            .map((key, k) => [key, kPoints * (1 + k % 3)]);
        await chain.put([[chain.key('staking', 'erasRewardPoints', era), u8aToHex(u8aConcat(u32(points.reduce((sum, [, one]) => sum + one, 0)),
            compactToU8a(points.length), ...points.map(([key, one]) => u8aConcat(key, u32(one)))))]]);
        await t.next(1, { execute: false });
        if (i > 0) {
            for (const pair of [stashes[i % 2], group[1 + i % 7]]) {
                // Some blocks, each 5400 of a long run, have no room, as hooks have taken it.
                const { outcome } = await t.does(Dave, staking.payoutStakers(pair.address, before));
                if (outcome === 'ok') continue;
                await t.next(1, { execute: false });
                await t.ok(Dave, staking.payoutStakers(pair.address, before));
            }
        }
        if (i === kBondingEras) {
            await t.ok(backers[0], staking.withdrawUnbonded(0));
            t.saw('Staking.Withdrawn');
            await t.ok(Dave, nominationPools.withdrawUnbonded(Dave.address, 0));
            // Funds unbonded later show the slashed amount.
            const ledger = await t.read('staking', 'ledger', group[0].publicKey);
            if (ledger.total.toBigInt() >= 100n * KSM) chain.report.fault(chain, 'the slash was not applied');
        }
        if (i === kHistoryEras + 1) {
            const old = await t.read('staking', 'erasTotalStake', 1);
            if (old !== null) chain.report.fault(chain, 'history does not end');
            await t.fails(Dave, staking.payoutStakers(stashes[0].address, 1), 'Staking.InvalidEraToReward');
        }
    }
    if (process.env.DIFF_ERAS) console.log(`  ${kEras} eras: ${((Date.now() - begin) / 1000).toFixed(1)} s`);
}
