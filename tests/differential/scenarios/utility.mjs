// Calls in calls: batches, derivatives, other origins, given weights.
import { compactToU8a, hexToU8a, u8aConcat, u8aToHex } from '@polkadot/util';

import { KSM } from '../scenario.mjs';

export async function run(t) {
    const { Alice, Bob, Charlie, Dave, Eve, tx: { balances, indices, system, utility } } = t;
    const pay = (to, value = KSM) => balances.transferKeepAlive(to.address, value);
    const tooMuch = pay(Bob, 10n ** 30n);
    await t.next();
    for (const batch of ['batch', 'batchAll', 'forceBatch']) {
        const of = (...calls) => utility[batch](calls);
        await t.ok(Alice, of());
        await t.ok(Alice, of(pay(Bob)));
        await t.ok(Alice, of(pay(Bob), system.remark('0x'), system.remarkWithEvent('0x01'), pay(Charlie)));
        await t.does(Alice, of(tooMuch, pay(Bob)), batch === 'batchAll' ? 'Arithmetic.Underflow' : 'ok');
        await t.does(Alice, of(pay(Bob), tooMuch, pay(Charlie)), batch === 'batchAll' ? 'Arithmetic.Underflow' : 'ok');
        await t.does(Alice, of(pay(Bob), balances.forceSetBalance(Bob.address, 1), pay(Charlie)), batch === 'batchAll' ? 'BadOrigin' : 'ok');
        await t.does(Alice, of(of(pay(Bob)), of(pay(Bob), tooMuch), of(of(pay(Dave)))));
        await t.ok(Alice, of(indices.claim(batch.length)));
        await t.does(Bob, of(indices.claim(77), indices.free(77), indices.claim(77), indices.freeze(77), indices.free(77)));
        await t.root(of(balances.forceSetBalance(Eve.address, 700n * KSM), balances.forceTransfer(Bob.address, Eve.address, KSM)));
        await t.root(of(pay(Bob)), batch === 'batchAll' ? 'BadOrigin' : 'ok');
        await t.root(of(of(of(balances.forceSetBalance(Eve.address, 800n * KSM)))));
        const many = (count) => u8aConcat(of().toU8a().slice(0, 2), compactToU8a(count), new Uint8Array(3 * count)); // of empty remarks
        await t.fails(Alice, many(10_923), 'Utility.TooManyCalls');
        await t.ok(Alice, many(300), { tip: KSM });
        await t.next();
    }
    await t.does(Alice, u8aConcat([24, 0], compactToU8a(10_922), new Uint8Array(3 * 10_922))); // as many as may be
    await t.next();

    const derived = t.derivative(Alice, 3);
    await t.ok(Alice, balances.transferAllowDeath(derived, 5n * KSM));
    await t.ok(Alice, utility.asDerivative(3, pay(Bob)));
    await t.fails(Alice, utility.asDerivative(4, pay(Bob)), 'Token.NoFunds');
    await t.ok(Alice, utility.asDerivative(3, utility.asDerivative(65_535, system.remarkWithEvent('0x'))));
    await t.ok(Alice, utility.asDerivative(3, utility.batchAll([pay(Bob), pay(Charlie, 1)])));
    await t.fails(Alice, utility.asDerivative(3, balances.forceSetBalance(Bob.address, 1)), 'BadOrigin');
    await t.root(utility.asDerivative(0, system.remark('0x')), 'BadOrigin');
    await t.ok(Alice, utility.asDerivative(3, balances.transferAll(Bob.address, false)));

    await t.fails(Alice, utility.dispatchAs({ system: 'Root' }, system.remark('0x')), 'BadOrigin');
    for (const [origin, call, result] of [
        [{ Signed: Bob.address }, pay(Charlie), 'ok'], [{ Signed: Bob.address }, tooMuch, 'Arithmetic.Underflow'],
        [{ Signed: t.keyOf('//Nobody').address }, system.remarkWithEvent('0x'), 'ok'],
        ['Root', balances.forceSetBalance(Eve.address, 900n * KSM), 'ok'], ['None', pay(Charlie), 'BadOrigin'],
        ['None', system.remark('0x'), 'ok'], ['Root', utility.dispatchAs({ system: { Signed: Bob.address } }, pay(Dave)), 'ok'],
    ]) {
        await t.root(utility.dispatchAs({ system: origin }, call));
        t.saw('Utility.DispatchedAs', result);
    }
    await t.next();

    const weight = { refTime: 1_000_000_000, proofSize: 5_000 };
    await t.fails(Bob, utility.withWeight(system.remark('0x'), weight), 'BadOrigin');
    await t.root(utility.withWeight(balances.forceSetBalance(Eve.address, 600n * KSM), weight));
    await t.root(utility.withWeight(balances.forceTransfer(Bob.address, Eve.address, 10n ** 30n), { refTime: 0, proofSize: 0 }), 'Arithmetic.Underflow');
    await t.root(utility.withWeight(utility.batch([system.remark('0x'), system.setHeapPages(9)]), weight));
    // As deep as may be decoded, and deeper: as_derivative in as_derivative, batch in batch. Calls that deep are asked about
    // only: Kusama's own stack is too small to make them, which is nothing to be like.
    for (const nest of [(depth) => [...Array(depth).fill([24, 1, 0, 0]).flat(), 0, 0, 0], (depth) => [...Array(depth).fill([24, 0, 4]).flat(), 0, 0, 0]]) {
        for (const depth of [30, 60]) await t.does(Alice, Uint8Array.from(nest(depth)));
        for (const depth of [120, 126, 127, 128, 129, 200, 254, 255, 256, 257, 258, 300]) {
            const signed = hexToU8a(await t.chain.sign(Alice, Uint8Array.from(nest(depth))));
            await t.api('TransactionPaymentApi_query_info', u8aToHex(u8aConcat(signed, new Uint8Array(4))));
            await t.api('TransactionPaymentCallApi_query_call_info', u8aToHex(u8aConcat(nest(depth), new Uint8Array(4))));
        }
    }
    await t.next();
}
