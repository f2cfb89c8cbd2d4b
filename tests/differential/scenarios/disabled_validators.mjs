// Sets of seven validators, of whom two may be disabled: by severity, one for another, and again in the next session; what offences, pages of
// exposures and payouts by page are then. An exposure of more nominators than a page has.
import { bnToU8a, compactAddLength, compactToU8a, hexToU8a, stringToU8a, u8aConcat, u8aToHex } from '@polkadot/util';
import { blake2AsU8a } from '@polkadot/util-crypto';

import { Eras, validators } from '../eras.mjs';
import { KSM } from '../scenario.mjs';

const u32 = (value) => bnToU8a(value, { bitLength: 32 });
const u64 = (value) => bnToU8a(value, { bitLength: 64 });
const kPage = 512;

function sealedHeader(pair, slot, mark) {
    const pre = u8aConcat([6], stringToU8a('BABE'), compactAddLength(u8aConcat([2], u32(0), u64(slot))));
    const of = (digest) => u8aConcat(new Uint8Array(32).fill(mark), compactToU8a(5), new Uint8Array(64), compactToU8a(digest.length), ...digest);
    const seal = u8aConcat([5], stringToU8a('BABE'), compactAddLength(pair.sign(blake2AsU8a(of([pre])))));
    return of([pre, seal]);
}

export async function run(t) {
    const { Bob, Charlie, chain, registry, tx: { staking } } = t;
    const stashes = ['Alice', 'Bob'].map((name) => t.keyOf(`//${name}//stash`));
    await t.next();
    await t.root(staking.setValidatorCount(7));
    const group = await validators(t, 'later', 5, 100n * KSM);
    // Nominators of one validator, more than a page has: as the calls would leave them.
    const crowd = Array.from({ length: kPage + 30 }, (_, i) => ({ publicKey: blake2AsU8a(`crowd ${i}`) }));
    await chain.endow(crowd, 10n * KSM);
    await chain.put(crowd.flatMap(({ publicKey }) => [
        [chain.key('staking', 'bonded', publicKey), u8aToHex(publicKey)],
        [chain.key('staking', 'payee', publicKey), '0x01'],
        [chain.key('staking', 'ledger', publicKey), u8aToHex(u8aConcat(publicKey, compactToU8a(5n * KSM), compactToU8a(5n * KSM), [0], [0]))],
    ]));
    const own = (pair) => [pair, [[pair, 100n * KSM]]];
    const supports = [...stashes.map(own), ...group.slice(1).map(own),
        [group[0], [[group[0], 100n * KSM], ...crowd.map((one) => [one, 5n * KSM])]]];
    const eras = new Eras(t, supports, { invariants: false });
    await t.root(staking.setInvulnerables([]));
    await eras.era();
    await eras.era();
    const era = await eras.active();
    await t.api('StakingApi_eras_stakers_page_count', u8aToHex(u8aConcat(u32(era), group[0].publicKey)));
    const overview = (await t.read('staking', 'erasStakersOverview', era, group[0].publicKey));
    if (overview === null || overview.pageCount.toNumber() !== 2) chain.report.fault(chain, `the exposure has no two pages: ${overview}`);

    // Points, so that there is something to pay out.
    const points = [...stashes, ...group].map(({ publicKey }) => publicKey).sort((a, b) => Buffer.compare(a, b));
    await chain.put([[chain.key('staking', 'erasRewardPoints', era),
        u8aToHex(u8aConcat(u32(points.length * 20), compactToU8a(points.length), ...points.map((one) => u8aConcat(one, u32(20)))))]]);
    await eras.era();
    const pays = (page, expected) => t.does(Charlie, staking.payoutStakersByPage(group[0].address, era, page), expected);
    await t.api('StakingApi_pending_rewards', u8aToHex(u8aConcat(u32(era), group[0].publicKey)));
    await pays(2, 'Staking.InvalidPage');
    await pays(1, 'ok');
    t.saw('Staking.PayoutStarted');
    await pays(1, 'Staking.AlreadyClaimed');
    await t.ok(Charlie, staking.payoutStakers(group[0].address, era));
    await t.fails(Charlie, staking.payoutStakers(group[0].address, era), 'Staking.AlreadyClaimed');
    await t.ok(Charlie, staking.payoutStakers(group[1].address, era));
    await t.next();

    // Offences: a third of seven may be disabled, which is two.
    const disabled = async () => (await chain.read('session', 'disabledValidators'))?.toJSON() ?? [];
    /** Blocks of one who is not disabled. */
    const by = async () => {
        const all = (await t.read('session', 'validators')).map((one) => one.toHex());
        return { author: all.indexOf(u8aToHex(stashes[0].publicKey)), execute: false };
    };
    const report = async (offender) => {
        await t.next(1, await by());
        const slot = chain.slot - 1;
        const { result } = await chain.compareCall('BabeApi_generate_key_ownership_proof', u8aToHex(u8aConcat(u64(slot), offender.publicKey)));
        const proof = registry.createType('Bytes', hexToU8a(result).subarray(1)).toU8a(true);
        return t.does(Bob, u8aConcat([1, 0], offender.publicKey, u64(slot), sealedHeader(offender, slot, 1), sealedHeader(offender, slot, 2), proof));
    };
    const seen = [];
    for (const offender of group.slice(0, 4)) {
        const { outcome } = await report(offender);
        seen.push(`${outcome} ${JSON.stringify(await disabled())}`);
    }
    if ((await disabled()).length !== 2) chain.report.fault(chain, `disabled: ${seen.join('; ')}`);
    // No block of a disabled validator.
    const before = await chain.save();
    await t.next(1, await by());
    await t.mayTrap(async () => {
        await t.next(1, { author: (await disabled())[0][0], execute: false });
        await chain.close();
        chain.report.fault(chain, 'a block of a disabled author');
    });
    await chain.restore(before);
    // A worse offence takes the place of a lesser one.
    await t.root(staking.manualSlash(group[4].address, await eras.active(), 500_000_000), null);
    await t.next(1, await by());
    const after = JSON.stringify(await disabled());
    if (!after.includes('500000000')) chain.report.fault(chain, `after a worse offence: ${after}`);
    await eras.session(await by());
    await eras.era(await by());
    await t.next(1, await by());
    for (const api of ['BabeApi_current_epoch', 'GrandpaApi_grandpa_authorities', 'ParachainHost_disabled_validators']) await t.api(api);

    // Calls of the admin, and what ledgers of before become.
    await t.fails(Bob, staking.manualSlash(group[0].address, era, 1), 'BadOrigin');
    await t.root(staking.manualSlash(group[1].address, era, 10_000_000), null);
    for (const call of [staking.migrateCurrency(group[0].address), staking.updatePayee(group[0].address), staking.updatePayee(Bob.address),
        staking.migrateCurrency(Bob.address)]) await t.does(Charlie, call);
    // A stake that is locked still, as before stakes were held.
    const old = group[4];
    const { consumers, providers, data } = await t.read('system', 'account', old.publicKey);
    const staked = data.reserved.toBigInt();
    const u128 = (value) => bnToU8a(value, { bitLength: 128 });
    await chain.put([[chain.key('balances', 'holds', old.publicKey), null],
        [chain.key('balances', 'locks', old.publicKey), u8aToHex(u8aConcat([4], stringToU8a('staking '), u128(staked), [2]))],
        [chain.key('system', 'account', old.publicKey), u8aToHex(u8aConcat(u32(await chain.nonceOf(old)), u32(consumers), u32(providers), u32(0),
            u128(data.free.toBigInt() + staked), u128(0n), u128(staked), u128(1n << 127n)))]]);
    await t.ok(Charlie, staking.migrateCurrency(old.address));
    t.saw('Staking.CurrencyMigrated');
    await t.root(staking.deprecateControllerBatch([group[0].address, Bob.address]), null);
    await t.root(staking.restoreLedger(group[0].address, null, null, null), null);
    await t.root(t.tx.staking.setStakingConfigs('Noop', 'Noop', 'Noop', 'Noop', 'Noop', 'Noop', 'Noop'));
    await t.next(1, await by());
}
