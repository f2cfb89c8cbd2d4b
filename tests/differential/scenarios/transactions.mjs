// Validity of extrinsics: signatures, nonces, mortality, tips, fees, sizes, weights; and bytes that are none.
import { bnToU8a, compactAddLength, compactToU8a, hexToU8a, u8aConcat, u8aToHex } from '@polkadot/util';

import { KSM } from '../scenario.mjs';

export async function run(t) {
    const { Alice, Bob, Charlie, chain, tx: { balances, multisig, system, timestamp, utility } } = t;
    const pay = balances.transferKeepAlive(Bob.address, KSM);
    const edwards = t.keyOf('//Edwards', 'ed25519');
    const ecdsa = t.keyOf('//Ecdsa', 'ecdsa');
    const [poor, poorer] = await t.pool('Poor', 2, KSM / 1000n);
    await t.next(3);

    // Keys of all kinds.
    await t.ok(Alice, balances.transferAllowDeath(t.addressOf(edwards.addressRaw), 5n * KSM));
    await t.ok(Alice, balances.transferAllowDeath(t.addressOf(ecdsa.addressRaw), 5n * KSM));
    await t.ok(edwards, pay);
    await t.ok(ecdsa, pay);
    for (const pair of [Alice, edwards, ecdsa]) {
        for (const at of [1, 33, 64]) await t.refused(pair, pay, 'Invalid.BadProof', { forge: (bytes) => bytes.map((one, i) => (i === at ? one ^ 1 : one)) });
        await t.refused(pair, pay, 'Invalid.BadProof', { forge: (bytes) => bytes.map((one, i) => (i === 0 ? one : 0)) });
        await t.refused(pair, pay, 'Invalid.BadProof', { forge: (bytes) => bytes.map((one, i) => (i === 0 ? one : 255)) });
    }
    await t.refused(Alice, pay, 'Invalid.BadProof', { forge: (bytes) => u8aConcat([0], bytes.subarray(1)) }); // of another kind
    await t.refused(Alice, pay, 'trap', { forge: (bytes) => u8aConcat([3], bytes.subarray(1)) }); // of no kind
    // The account of zeros can sign, with a signature of nothing, but must not.
    const zeros = { publicKey: new Uint8Array(32), addressRaw: new Uint8Array(32), address: t.addressOf(new Uint8Array(32)), sign: () => u8aConcat([1], new Uint8Array(63), [128]) };
    await chain.endow([zeros], 10n * KSM);
    await t.does(zeros, pay);
    await t.next();

    // Data that is signed but not sent.
    await t.refused(Alice, pay, 'Invalid.BadProof', { genesisHash: '0x' + '11'.repeat(32) });
    for (const version of [{ specVersion: 1 }, { transactionVersion: 1 }]) {
        await t.refused(Alice, pay, 'Invalid.BadProof', { version: { specVersion: 1_000_000, transactionVersion: chain.version.transactionVersion, ...version } });
    }
    // Nonces.
    const nonce = await chain.nonceOf(Alice);
    await t.refused(Alice, pay, 'Invalid.Stale', { nonce: nonce - 1 });
    await t.refused(Alice, pay, 'Invalid.Stale', { nonce: 0 });
    await t.refused(Alice, pay, 'Invalid.Future', { nonce: nonce + 1 });
    await t.refused(Alice, pay, 'Invalid.Future', { nonce: 4_294_967_295 });
    const again = await chain.sign(Alice, pay);
    await t.raw(again, 'once', 'ok');
    await t.raw(again, 'twice', 'Invalid.Stale');
    await t.refused(t.keyOf('//Nobody'), pay, 'Invalid.Payment');

    // Mortality.
    for (const period of [4, 8, 64, 1024]) await t.ok(Alice, pay, { mortal: { period, at: t.number - 1 } });
    await t.does(Alice, pay, undefined, { mortal: { period: 65536, at: t.number - 1 } });
    await t.refused(Alice, pay, 'Invalid.AncientBirthBlock', { mortal: { period: 4, at: t.number } }); // born in this block
    await t.refused(Alice, pay, 'Invalid.BadProof', { mortal: { period: 64, at: t.number - 1 }, blockHash: '0x' + '22'.repeat(32) });
    await t.next(3);
    for (let ago = 0; ago < 7; ++ago) await t.does(Alice, pay, undefined, { mortal: { period: 4, at: t.number - ago } });
    await t.does(Alice, pay, undefined, { mortal: { period: 16, at: t.number + 3 } }); // to be born
    for (const era of ['0x0100', '0x02ff', '0xffff', '0x0f00', '0x0300', '0x1500']) await t.does(Alice, pay, undefined, { era: hexToU8a(era) });
    await t.next();

    // Fees and tips.
    for (const tip of [1, KSM, 100n * KSM]) await t.ok(Alice, pay, { tip });
    await t.refused(Charlie, pay, 'Invalid.Payment', { tip: 10n ** 30n });
    await t.refused(Charlie, pay, 'Invalid.Payment', { tip: 2n ** 128n - 1n });
    await t.ok(Alice, system.remark('0x'), { tip: 5 });
    for (let i = 0; i < 4; ++i) await t.does(poor, system.remark('0x' + 'ab'.repeat(10 ** i)));
    await t.does(poorer, balances.transferAll(Alice.address, false));
    await t.does(poorer, system.remark('0x'), undefined, { tip: KSM / 1000n });
    await t.does(poorer, system.remark('0x'), undefined, { tip: KSM / 1000n - 333_333_333n - 1_000_000n });
    for (let i = 0; i < 3; ++i) await t.does(poorer, system.remark('0x'));
    for (const length of [0, 100, 100_000, 4_000_000_000]) {
        await t.api('TransactionPaymentApi_query_length_to_fee', u8aToHex(bnToU8a(length, { bitLength: 32 })));
    }
    for (const [refTime, proofSize] of [[0, 0], [10 ** 9, 0], [2 * 10 ** 12, 5_000_000], [2n ** 64n - 1n, 2n ** 64n - 1n]]) {
        await t.api('TransactionPaymentApi_query_weight_to_fee', u8aToHex(u8aConcat(compactToU8a(refTime), compactToU8a(proofSize))));
    }
    // Operational calls: higher priority, their own fee.
    for (const tip of [0, 1000, KSM]) await t.does(Bob, system.setHeapPages(1), 'BadOrigin', { tip });
    await t.next();

    // Bytes that are no extrinsic.
    const good = await chain.sign(Alice, pay);
    const body = hexToU8a(good).subarray(2);
    const wrapped = (bytes) => u8aToHex(compactAddLength(bytes));
    for (const [note, hex] of Object.entries({
        'nothing': '0x', 'empty': '0x00', 'version only': '0x0404', 'a length alone': '0xffffffff', 'cut': good.slice(0, -2), 'more': good + '00',
        'wrong length': '0x00' + good.slice(4), 'version 3': wrapped(u8aConcat([0x83], body.subarray(1))),
        'version 5': wrapped(u8aConcat([0x85], body.subarray(1))), 'unsigned with a signature': wrapped(u8aConcat([4], body.subarray(1))),
        'a byte too many inside': wrapped(u8aConcat(body, [0])), 'no call': wrapped(body.subarray(0, body.length - 38)),
        'no pallet': wrapped(u8aConcat([4, 200, 0])), 'no call of the pallet': wrapped(u8aConcat([4, 0, 99])),
        'a huge vector': wrapped(u8aConcat([4, 0, 0, 3, 255, 255, 255, 255])),
    })) await t.raw(hex, note);
    for (let at = 0; at < body.length; at += 3) await t.raw(wrapped(body.map((one, i) => (i === at ? one ^ 0x41 : one))), `byte ${at} changed`);
    await t.unsigned(pay);
    await t.unsigned(system.remark('0x'));
    await t.unsigned(utility.batch([timestamp.set(1)]));
    await t.next();

    // Full blocks: too long, too heavy.
    const long = (size) => u8aConcat([0, 0], compactAddLength(new Uint8Array(size).fill(0xab)));
    for (let i = 0; i < 4; ++i) await t.does(Alice, long(1_000_000), undefined, { pool: i === 0 });
    await t.does(Alice, long(500_000));
    await t.does(Alice, long(4_000_000), undefined, { pool: false });
    await t.ok(Alice, long(100));
    await t.next();
    // A multisig's call asks for what its last argument says, whether or not anything is dispatched; what is not used it gives back.
    /** The block as if transactions had used so much. */
    const uses = async (refTime, proofSize = 0) => {
        const { operational, mandatory } = await t.read('system', 'blockWeight');
        await chain.put([[chain.key('system', 'blockWeight'), u8aToHex(u8aConcat(compactToU8a(refTime), compactToU8a(proofSize), operational.toU8a(), mandatory.toU8a()))]]);
    };
    let marks = 0; // another call each time
    const unchecked = (refTime, proofSize = 0) => multisig.asMulti(2, [Bob.address], null, system.remark(u8aToHex(Uint8Array.of(marks++))), { refTime, proofSize });
    await t.refused(Alice, unchecked(2_000_000_000_000), 'Invalid.ExhaustsResources');
    await t.refused(Alice, unchecked(2n ** 64n - 1n, 2n ** 64n - 1n), 'Invalid.ExhaustsResources');
    await t.ok(Alice, unchecked(700_000_000_000));
    await uses(1_200_000_000_000, 3_000_000);
    await t.refused(Alice, unchecked(500_000_000_000), 'Invalid.ExhaustsResources');
    await t.ok(Alice, unchecked(50_000_000_000));
    await t.does(Bob, system.setHeapPages(1)); // there is room kept for these
    for (const fraction of [99n, 98n, 97n, 96n]) await t.does(Alice, unchecked(1_479_000_000_000n * fraction / 100n));
    await t.next();
    // The multiplier of fees rises with full blocks, and falls with empty ones.
    for (let i = 0; i < 4; ++i) {
        await uses(1_400_000_000_000);
        await t.ok(Bob, pay);
        await t.next();
    }
    await t.next(5);
    await t.ok(Bob, pay);
    await t.next();
}
