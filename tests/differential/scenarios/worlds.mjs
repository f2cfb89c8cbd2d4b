// Eras of a state with many stakers: the snapshot of bags over six orders of magnitude, the solution that the worker mines, its
// election, payouts; after each era all that is stored is compared.
//   SIZE=VxNxP   validators, nominators, pools (20x200x5); SEED, DIFF_ERAS
import { compactToU8a, hexToU8a, u8aConcat, u8aToHex } from '@polkadot/util';

import { Elections } from '../elections.mjs';
import { Eras } from '../eras.mjs';
import { kSeed } from '../random.mjs';
import { KSM } from '../scenario.mjs';

const kSize = process.env.SIZE ?? '20x200x5';
const kEras = Number(process.env.DIFF_ERAS ?? 2);
const kLargest = 1000n * KSM;
const kPayouts = 12;
const kSeedNumber = Buffer.from(kSeed).reduce((sum, byte) => (sum * 31 + byte) % 1_000_003, 7);

/** Stakers on both sides: { validators, nominators, pools }, accounts in hex. */
async function populate(chain, size, desired) {
    const [real, ours] = await chain.runner.ask(['real', 'ours'].map((world) => (
        { op: 'populate', world, seed: kSeedNumber, size, largest: Number(kLargest), desired })));
    if (real.error ?? ours.error) throw new Error(real.error ?? ours.error);
    return real;
}

export async function run(t) {
    const { Dave, chain, tx: { nominationPools, staking } } = t;
    const elections = new Elections(t);
    const eras = new Eras(t, []);
    const seconds = async (what, action) => {
        const begin = Date.now();
        const out = await action();
        if (process.env.SIZE) console.log(`  ${what}: ${((Date.now() - begin) / 1000).toFixed(1)} s`);
        return out;
    };
    await t.next();
    await chain.close({ execute: false });
    const desired = Math.min(300, Math.ceil(Number(kSize.split('x')[0]) / 2));
    const { validators, pools } = await seconds('populate', () => populate(chain, kSize, desired));
    // Nobody writes their blocks; they are not punished for that.
    const all = [...(await t.read('staking', 'invulnerables')).map((one) => one.toU8a()), ...validators.map((one) => hexToU8a(one))];
    const invulnerable = u8aConcat(compactToU8a(all.length), ...all);
    await chain.put([[chain.key('staking', 'invulnerables'), u8aToHex(invulnerable)]]);
    await chain.open();
    await eras.compareAll();

    for (let i = 0; i < kEras; ++i) {
        const before = await eras.active();
        await seconds('sessions and snapshot', () => elections.openUnsigned());
        await seconds('solutions', () => elections.submitMined());
        for (let k = 0; k < 4 && await eras.active() === before; ++k) await elections.nextSession();
        if (await eras.active() !== before + 1) chain.report.fault(chain, `era ${before} does not end`);
        const elected = (await t.read('session', 'validators')).map((one) => one.toHex());
        if (elected.length !== desired) chain.report.fault(chain, `${elected.length} validators, not ${desired}`);
        // All have earned in the era that ends next: points as if each had written a block.
        const points = elected.map((one) => u8aConcat(hexToU8a(one), [20, 0, 0, 0]));
        const total = Buffer.alloc(4);
        total.writeUInt32LE(20 * elected.length);
        await chain.put([[chain.key('staking', 'erasRewardPoints', before + 1), u8aToHex(u8aConcat(total, compactToU8a(points.length), ...points))]]);
        await t.next(1, { execute: false });
        // Of the era that has just ended; the first one has the validators of the genesis.
        if (i > 0) {
            const stashes = (await chain.runner.ask({ op: 'keys', world: 'real', prefix: chain.key('staking', 'erasStakersOverview', before, elected[0]).slice(0, 2 + 64 + 24) })).pairs
                .map(([key]) => `0x${key.slice(-64)}`).slice(0, kPayouts);
            if (stashes.length === 0) chain.report.fault(chain, `nobody is exposed in era ${before}`);
            for (const [k, stash] of stashes.entries()) {
                if (k % 4 === 0) await t.next(1, { execute: false });
                await t.ok(Dave, staking.payoutStakers(stash, before));
            }
        }
        if (pools.length > 0) {
            const members = (await chain.runner.ask({ op: 'keys', world: 'real', prefix: chain.key('nominationPools', 'poolMembers', Dave.address).slice(0, 66), limit: 3 })).pairs;
            for (const [key] of members) await t.does(Dave, nominationPools.claimPayoutOther(`0x${key.slice(-64)}`));
            await t.does(Dave, nominationPools.join(5n * KSM, 1 + i));
        }
        await t.next(1, { execute: false });
        await seconds('comparison', () => eras.compareAll());
    }
}
