// Validators who are away and who contradict themselves: chilled, noted, and slashed once their time has come.
import { bnToU8a, compactAddLength, hexToU8a, stringToU8a, compactToU8a, u8aConcat, u8aToHex } from '@polkadot/util';
import { blake2AsU8a } from '@polkadot/util-crypto';

import { Eras, validators } from '../eras.mjs';
import { ED, KSM } from '../scenario.mjs';

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
    const { Charlie, chain, registry, tx: { staking } } = t;
    await t.next();
    const stashes = ['Alice', 'Bob'].map((name) => t.keyOf(`//${name}//stash`));
    const group = await validators(t, 'slashed', 8, 100n * KSM);
    const [plain, unbonding, old, poor, gone] = await t.pool('behind', 5);
    const key = (item, ...args) => chain.key('staking', item, ...args);
    for (const pair of [plain, unbonding, old, poor, gone]) {
        await t.ok(pair, staking.bond(50n * KSM, 'Staked'));
        await t.ok(pair, staking.nominate(group.map((one) => one.address)));
    }
    await t.next();
    const own = (pair) => [pair, [[pair, 100n * KSM]]];
    const eras = new Eras(t, [...stashes.map(own), ...group.slice(0, 4).map((pair, i) => [pair, [
        [pair, 100n * KSM], [plain, 10n * KSM + BigInt(i)], [unbonding, 10n * KSM], [old, 10n * KSM], [poor, 10n * KSM], [gone, 10n * KSM]]]),
    ...group.slice(4).map(own)], { invariants: false }); // ledgers are written below
    await eras.era();
    const era = await eras.active();

    // Chunks: of this era, which are at stake, and older ones; one bond is nearly dust.
    const ledger = (pair, active, unlocking) => [key('ledger', pair.publicKey), registry.createType('PalletStakingStakingLedger', {
        stash: pair.publicKey, total: unlocking.reduce((sum, [value]) => sum + value, active), active,
        unlocking: unlocking.map(([value, at]) => ({ value, era: at })), claimedRewards: [] }).toHex()];
    await chain.put([
        ledger(unbonding, 20n * KSM + 7n, [[5n * KSM, era + 3], [9n * KSM + 1n, era + 28], [15n * KSM, era + 29]]),
        ledger(old, 3n * KSM, [[20n * KSM, era + 1], [17n * KSM, era + 2], [10n * KSM, era + 3]]),
        ledger(poor, ED + 5n, [[ED + 1n, era + 29]]),
        [key('invulnerables'), u8aToHex(u8aConcat([8], ...stashes.map((one) => one.publicKey)))],
    ]);
    await t.root(staking.forceUnstake(gone.address, 0));

    // Nothing is heard of eight in this session: they are reported at its end.
    await t.next(2, { execute: false });
    await eras.session();

    // One contradicts itself, and is reported by somebody; then the next, which forces an era.
    const session = (await t.read('session', 'validators')).map((one) => u8aToHex(one.toU8a()));
    for (const [i, offender] of [group[0], group[5]].entries()) {
        await t.next(2, { execute: false });
        const slot = chain.slot - 1;
        const { result } = await chain.compareCall('BabeApi_generate_key_ownership_proof', u8aToHex(u8aConcat(u64(slot), offender.publicKey)));
        const proof = registry.createType('Bytes', hexToU8a(result).subarray(1)).toU8a(true);
        const report = (mark) => u8aConcat([1, 0], offender.publicKey, u64(slot + mark - 2), sealedHeader(offender, slot + mark - 2, 1),
            sealedHeader(offender, slot + mark - 2, mark), proof);
        await t.ok(Charlie, report(2));
        t.saw('Staking.SlashReported');
        await t.next(1, { execute: false });
        if (i === 0) { // and once more in the same era
            await t.ok(Charlie, report(1));
            await t.next(1, { execute: false });
        }
        if (!session.includes(u8aToHex(offender.publicKey))) chain.report.fault(chain, 'the offender does not validate');
    }
    await eras.compareAll();

    // Slashes that wait for later eras come at once with the next.
    const waiting = await chain.get(key('unappliedSlashes', era + 28));
    if (waiting[0] === null) chain.report.fault(chain, 'no slash waits');
    await chain.put([[key('unappliedSlashes', era + 28), null], [key('unappliedSlashes', era + 1), waiting[0]]]);
    eras.supports = [...stashes.map(own), ...group.slice(6).map(own)];
    await eras.era();
    await t.root(staking.forceNewEra());
    await eras.era();
    for (const pair of group.slice(0, 3)) await t.ok(pair, staking.unbond(1000n * KSM));
    await t.ok(unbonding, staking.rebond(100n * KSM));
    await t.next();
    await eras.compareAll();
}
