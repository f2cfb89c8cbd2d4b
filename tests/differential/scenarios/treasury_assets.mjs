// Spends of the treasury in other assets: approved, valid from a block on, paid behind XCM, looked at, void, expired.

import { KSM } from '../scenario.mjs';

const kAssetHub = 1000;
const kPayoutPeriod = 90 * 14_400;
const custom = (name) => ({ Origins: name });

export async function run(t) {
    const { Alice, Bob, Charlie, chain, tx: { assetRate, balances, treasury, utility } } = t;
    const asset = (location, assetId, version = 'V4') => ({ [version]: { location, assetId } });
    const child = (para) => ({ parents: 0, interior: { X1: [{ Parachain: para }] } });
    const here = { parents: 0, interior: 'Here' };
    const parent = { parents: 1, interior: 'Here' };
    const native = asset(child(kAssetHub), parent);
    const token = asset(child(kAssetHub), { parents: 0, interior: { X2: [{ PalletInstance: 50 }, { GeneralIndex: 1984 }] } });
    const to = (pair, version = 'V4') => ({ [version]: { parents: 0, interior: { X1: [{ AccountId32: { network: null, id: pair.publicKey } }] } } });
    await t.next();

    for (const call of [treasury.spend(native, KSM, to(Bob), null), treasury.voidSpend(0), treasury.spendLocal(KSM, Bob.address),
        treasury.removeApproval(0)]) await t.fails(Bob, call, 'BadOrigin');
    await t.fails(Bob, treasury.payout(0), 'Treasury.InvalidIndex');
    await t.fails(Bob, treasury.checkStatus(0), 'Treasury.InvalidIndex');
    await t.root(treasury.voidSpend(0), 'Treasury.InvalidIndex');

    // The value of the asset: one for one, by a rate, or not known.
    await t.root(treasury.spend(native, 5n * KSM, to(Bob), null));
    t.saw('Treasury.AssetSpendApproved');
    await t.root(treasury.spend(token, 5n, to(Bob), null), 'Treasury.FailedToConvertBalance');
    await t.root(assetRate.create(token, 3n * 10n ** 18n));
    await t.root(treasury.spend(token, 5n * KSM, to(Bob), null));
    for (const [kind, beneficiary] of [
        [asset(here, here), to(Bob)], [asset(child(2000), parent), to(Bob)], [asset(child(kAssetHub), parent, 'V5'), to(Bob, 'V5')],
        [asset(child(1002), parent), to(Bob)], [asset(parent, parent), to(Bob)],
    ]) await t.root(treasury.spend(kind, KSM, beneficiary, null), null);
    for (const [name, amount] of [['SmallTipper', 8n * KSM], ['SmallTipper', 9n * KSM], ['BigTipper', 33n * KSM], ['BigTipper', 34n * KSM], ['Treasurer', 300_000n * KSM],
        ['WhitelistedCaller', 1n]]) await t.as(custom(name), treasury.spend(native, amount, to(Charlie), null), null);
    await t.as(custom('SmallTipper'), utility.batchAll([treasury.spend(native, 5n * KSM, to(Bob), null), treasury.spendLocal(5n * KSM, Bob.address)]), null);
    await t.root(treasury.spend(native, KSM, to(Bob), t.number + 3));
    const early = t.last.events.find(({ name }) => name === 'Treasury.AssetSpendApproved').event.data[0].toNumber();
    await t.root(treasury.spend(native, KSM, to(Bob), 0), null);
    await t.next();

    // Paid by anybody: not yet, by a message, without a way.
    await t.fails(Alice, treasury.payout(early), 'Treasury.EarlyPayout');
    await t.fails(Alice, treasury.checkStatus(early), 'Treasury.NotAttempted');
    const count = (await t.read('treasury', 'spendCount')).toNumber();
    for (let index = 0; index < count; ++index) {
        await t.does(Alice, treasury.payout(index));
        await t.does(Alice, treasury.checkStatus(index));
    }
    // There is a way to Asset Hub: it has a head. A runtime without XCM has none.
    await chain.put([[chain.key('paras', 'heads', kAssetHub), '0x0401']]);
    for (let index = 0; index < count; ++index) {
        await t.does(Alice, treasury.payout(index));
        await t.does(Alice, treasury.checkStatus(index));
        await t.root(treasury.voidSpend(index), null);
    }
    // Asset Hub answers: it was paid, or there was an error.
    const answers = chain.registry.createLookupType(chain.query.xcmPallet.queries.meta.type.asMap.value);
    for (const [error, event] of [[[0, 'Overflow'], 'Treasury.PaymentFailed'], [null, 'Treasury.SpendProcessed']]) {
        await t.root(treasury.spend(native, KSM, to(Bob), null));
        const index = (await t.read('treasury', 'spendCount')).toNumber() - 1;
        await t.ok(Alice, treasury.payout(index));
        const query = (await t.read('treasury', 'spends', index)).status.asAttempted.id;
        const answer = chain.registry.createTypeUnsafe(answers, [{ Ready: { response: { V5: { ExecutionResult: error } }, at: 1 } }]);
        await chain.put([[chain.key('xcmPallet', 'queries', query), answer.toHex()]]);
        await t.ok(Alice, treasury.checkStatus(index));
        t.saw(event);
    }
    await t.next();
    const next = (await t.read('treasury', 'spendCount')).toNumber();
    await t.root(treasury.spend(native, KSM, to(Bob), null));
    await t.root(treasury.spend(native, KSM, to(Bob), null));
    await t.root(treasury.voidSpend(next));
    t.saw('Treasury.AssetSpendVoided');
    await t.fails(Alice, treasury.payout(next), 'Treasury.InvalidIndex');
    await t.skipTo(t.number + kPayoutPeriod + 1);
    await t.fails(Alice, treasury.payout(next + 1), 'Treasury.SpendExpired');
    await t.ok(Alice, treasury.checkStatus(next + 1)); // gone
    t.saw('Treasury.SpendProcessed');
    for (let index = 0; index < count; ++index) await t.does(Alice, treasury.checkStatus(index));
    await t.next();
    await t.ok(Bob, balances.transferKeepAlive(Alice.address, 1));
}
