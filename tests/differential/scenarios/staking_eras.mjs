// Eras: forced ones, such without a solution, with too few validators, history that ends, inflation above and below the ideal.
import { bnToU8a, compactToU8a, u8aConcat, u8aToHex } from '@polkadot/util';

import { Eras, validators } from '../eras.mjs';
import { KSM } from '../scenario.mjs';

const u32 = (value) => bnToU8a(value, { bitLength: 32 });
const u128 = (value) => bnToU8a(value, { bitLength: 128 });

export async function run(t) {
    const { Dave, chain, tx: { staking } } = t;
    await t.next();
    const stashes = ['Alice', 'Bob'].map((name) => t.keyOf(`//${name}//stash`));
    const [one, two] = await validators(t, 'era', 2, 500n * KSM);
    const own = (pair, stake = 100n * KSM) => [pair, [[pair, stake]]];
    const eras = new Eras(t, stashes.map((pair) => own(pair)), { invariants: false });
    const key = (item, ...args) => chain.key('staking', item, ...args);
    await t.root(staking.setInvulnerables([...stashes, one, two].map((pair) => pair.address)));
    await eras.era();

    // A nominator on several, more than are paid for one, the same stake for many.
    const crowd = Array.from({ length: 520 }, (_, i) => [t.keyOf(`//crowd//${i}`), BigInt(1 + i % 7) * KSM]);
    eras.supports = [...stashes.map((pair) => own(pair)), [one, [[one, 500n * KSM], ...crowd]], [two, [...crowd.slice(0, 3), [two, 7n]]]];
    await eras.era();
    await eras.era(); // they are paid for the one before
    const era = await eras.active() - 1;
    for (const pair of [one, ...stashes]) await t.ok(Dave, staking.payoutStakers(pair.address, era));
    await t.next();

    // Forced: none, new, always.
    await t.root(staking.forceNoEras());
    for (let i = 0; i < 7; ++i) await eras.session();
    await t.root(staking.forceNewEra());
    await eras.era();
    await t.root(staking.forceNewEraAlways());
    await eras.era();
    await eras.era();
    await chain.put([[key('forceEra'), '0x00']]);

    // Too few: the old ones stay until there are enough.
    await chain.put([[key('minimumValidatorCount'), u8aToHex(u32(5))]]);
    for (let i = 0; i < 7; ++i) await eras.session();
    eras.supports = [];
    await eras.session();
    await chain.put([[key('minimumValidatorCount'), u8aToHex(u32(1))]]);
    await eras.session(); // nobody at all
    eras.supports = stashes.map((pair) => own(pair, 3_000_000n * KSM));
    await eras.era();

    // Inflation: stake below, at and above the ideal; parachains; what Nis holds.
    const parachains = (count) => u8aToHex(u8aConcat(compactToU8a(count + 2), u32(1000), u32(1999), ...Array.from({ length: count }, (_, i) => u32(2000 + i))));
    const held = (amount) => u8aToHex(u8aConcat(new Uint8Array(8), u32(0), new Uint8Array(8), u32(0), u128(amount)));
    await t.root(staking.forceNewEraAlways());
    for (const [stake, count, nis] of [[4_500_000n, 0, 0n], [5_000_000n, 20, 1_000_000n], [2_000_000n, 60, 5_000_000n], [6_000_000n, 61, 0n], [12_000_000n, 3, 0n]]) {
        eras.supports = stashes.map((pair) => own(pair, stake * KSM));
        await chain.put([[chain.key('paras', 'parachains'), parachains(count)], [chain.key('nis', 'summary'), held(nis * KSM)]]);
        await eras.era();
    }

    // History ends after 84 eras.
    const at = await eras.active();
    await chain.put([[key('currentEra'), u8aToHex(u32(at + 85))], [key('erasStartSessionIndex', at + 85), u8aToHex(u32(1))]]);
    await eras.session();
    await eras.session();
    await eras.compareAll();
}
