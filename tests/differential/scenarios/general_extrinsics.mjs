// Extrinsics of version 5 and the extensions: bare, general and signed ones, the hash of the metadata, two faults at once.
import { compactAddLength, hexToU8a, u8aConcat, u8aToHex } from '@polkadot/util';

import { KSM } from '../scenario.mjs';

export async function run(t) {
    const { Alice, Bob, chain, tx: { balances, system, timestamp, utility } } = t;
    const [poor] = await t.pool('Poor', 1, KSM / 1000n);
    const nobody = t.keyOf('//Nobody');
    const pay = balances.transferKeepAlive(Bob.address, KSM);
    const wrap = (bytes) => u8aToHex(compactAddLength(bytes));
    await t.next();
    if (chain.inherents.some((one) => hexToU8a(one)[hexToU8a(one)[0] & 1 ? 2 : 1] === 4)) chain.report.fault(chain, 'an inherent of version 4');

    // Bare: of both versions, with calls that nobody validates, and one that does.
    for (const version of [4, 5]) {
        await t.unsigned(pay, 'BadOrigin', version); // an author that takes it in pays nobody
        await t.unsigned(timestamp.set(1), 'trap', version);
        await t.unsigned(system.applyAuthorizedUpgrade('0x00'), 'Invalid.Call', version);
    }
    for (const first of [0x03, 0x06, 0x44, 0x83, 0x85, 0xc4, 0xc5, 0x05 | 0x80]) {
        await t.raw(wrap(u8aConcat([first], chain.encodeCall(pay))), `the first byte ${first}`, 'trap');
    }

    // General: nobody authorizes them.
    for (const call of [pay, system.remark('0x'), utility.batch([])]) await t.raw(chain.general(call), 'general', 'Invalid.UnknownOrigin');
    await t.raw(chain.general(pay, { tip: KSM, nonce: 7 }), 'general with a tip', 'Invalid.UnknownOrigin');
    // The build of the real one at hand has no hash compiled in, and cannot look one up; ours has one.
    const hasHash = process.env.OURS !== undefined;
    if (!hasHash) await t.raw(chain.general(pay, { metadataMode: 1 }), 'general with the hash of the metadata');
    await t.raw(chain.general(pay, { era: hexToU8a('0x0100') }), 'general, mortal');
    await t.raw(chain.general(pay, { extensionVersion: 1 }), 'general with other extensions', 'Invalid.UnknownOrigin');
    await t.raw(chain.general(timestamp.set(1)), 'a general inherent');

    // The hash of the metadata: none is signed, one is signed that is another, the mode is none.
    await t.ok(Alice, pay);
    if (!hasHash) {
        await t.does(Alice, pay, undefined, { metadataMode: 1 });
        await t.does(Alice, pay, undefined, { metadataMode: 1, metadataHash: new Uint8Array(32).fill(1) });
    }
    await t.refused(Alice, pay, 'Invalid.BadProof', { metadataMode: 0, metadataHash: new Uint8Array(32).fill(1) });
    await t.refused(Alice, pay, 'trap', { metadataMode: 2 });

    // Two faults at once: all extensions validate before one prepares.
    const heavy = system.remark(u8aToHex(new Uint8Array(10)));
    await t.refused(nobody, pay, 'Invalid.Payment');
    await t.refused(nobody, pay, undefined, { nonce: 5 });
    await t.refused(poor, pay, undefined, { nonce: 5, tip: KSM });
    await t.refused(poor, pay, undefined, { nonce: 5 });
    await t.refused(Alice, heavy, 'Invalid.Future', { nonce: 1_000_000 });
    await t.refused(Alice, heavy, 'Invalid.Stale', { nonce: 0 });
    await t.refused(Alice, heavy, undefined, { nonce: 0, tip: 10n ** 30n });
    await t.refused(Alice, heavy, undefined, { nonce: 0, era: hexToU8a('0x0100') });
    await t.refused(Alice, heavy, undefined, { nonce: 1_000_000, tip: 10n ** 30n });
    await t.refused(Alice, heavy, undefined, { nonce: 0, version: { ...chain.version.toJSON(), specVersion: 1, transactionVersion: 1 } });
    const long = u8aConcat([0, 0], compactAddLength(new Uint8Array(4_000_000)));
    await t.refused(Alice, long, undefined, { nonce: 1_000_000, pool: false });
    await t.refused(poor, long, undefined, { pool: false });
    await t.next();
    // Lengths of extrinsics count as proof size of the block.
    for (let i = 0; i < 3; ++i) await t.ok(Alice, u8aConcat([0, 0], compactAddLength(new Uint8Array(300_000))), { pool: false });
    await t.next(2);
}
