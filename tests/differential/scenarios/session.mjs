// Session keys, and sessions that end: epochs of BABE, sets of GRANDPA, the announced changes of both.
import { bnToU8a, u8aConcat, u8aToHex } from '@polkadot/util';

import { KSM } from '../scenario.mjs';

export async function run(t) {
    const { Alice, Bob, Charlie, chain, registry, tx: { babe, balances, grandpa, session } } = t;
    const stashes = ['Alice', 'Bob'].map((name) => t.keyOf(`//${name}//stash`));
    const [queued] = await chain.get(chain.key('session', 'nextKeys', stashes[0].publicKey));
    const alices = registry.createType('Bytes', queued) && Uint8Array.from(Buffer.from(queued.slice(2), 'hex'));
    /** Alice's keys with one of them made of that byte. Order: grandpa, babe, im_online, para_validator, ... */
    const keys = (at, byte) => {
        const out = alices.slice();
        if (byte !== undefined) out.fill(byte, 32 * at, 32 * at + 32);
        return u8aToHex(out);
    };
    await t.next();
    for (const pair of [Charlie, Bob]) {
        await t.fails(pair, session.setKeys(keys(), '0x'), 'Session.DuplicatedKey');
        await t.does(pair, session.purgeKeys());
    }
    await t.ok(stashes[0], session.setKeys(keys(), '0x')); // the same
    await t.ok(stashes[0], session.setKeys(keys(), '0x0102'));
    await t.fails(stashes[1], session.setKeys(keys(), '0x'), 'Session.DuplicatedKey');
    await t.fails(stashes[1], session.setKeys(keys(0, 9), '0x'), 'Session.DuplicatedKey');
    await t.ok(stashes[0], session.setKeys(keys(1, 7), '0x'));
    await t.ok(stashes[0], session.setKeys(keys(0, 8), '0x'));
    await t.ok(stashes[0], session.setKeys(keys(5, 8), '0x')); // that of the authority discovery
    await t.root(session.setKeys(keys(), '0x'), 'BadOrigin');
    await t.root(session.purgeKeys(), 'BadOrigin');

    // Configuration of BABE.
    const config = (n, d, slots) => babe.planConfigChange({ V1: { c: [n, d], allowedSlots: slots } });
    await t.fails(Bob, config(1, 2, 'PrimarySlots'), 'BadOrigin');
    for (const [n, d] of [[2, 1], [1, 0], [0, 0]]) await t.root(config(n, d, 'PrimarySlots'), n === 0 || d === 0 || n > d ? null : 'ok');
    await t.root(config(1, 3, 'PrimaryAndSecondaryPlainSlots'));
    await t.root(config(2, 5, 'PrimaryAndSecondaryVRFSlots'));

    await t.fails(Bob, grandpa.noteStalled(10, 1), 'BadOrigin');
    await t.next();

    // Sessions end. Randomness is made of primary claims.
    for (let i = 0; i < 3; ++i) await t.next(1, { claim: 'primary' });
    await t.next(1, { skip: 300 });
    await t.next();
    await t.ok(Alice, balances.transferKeepAlive(Bob.address, 1));
    for (let i = 0; i < 4; ++i) {
        await t.next(1, { skip: i === 3 ? 1500 : 600, claim: i % 2 ? 'primary' : 'vrf' });
        await t.next(); // the first block of a session has no room for transactions on Kusama
        await t.ok(Alice, balances.transferKeepAlive(Bob.address, 1));
        if (i === 0) await t.root(config(1, 2, 'PrimarySlots'));
        if (i === 1) {
            await t.root(grandpa.noteStalled(2, 1));
            await t.ok(stashes[1], session.purgeKeys());
            await t.fails(stashes[1], session.purgeKeys(), 'Session.NoKeys');
        }
        await t.next(2);
        for (const name of ['BabeApi_configuration', 'BabeApi_current_epoch_start', 'BabeApi_current_epoch', 'BabeApi_next_epoch',
            'GrandpaApi_grandpa_authorities', 'GrandpaApi_current_set_id', 'AuthorityDiscoveryApi_authorities']) await t.api(name);
    }
    await t.next(4);

    // A validator without an account of its own: it is there, but nothing may refer to it.
    const bare = u8aConcat(new Uint8Array(8), [0, 0, 0, 0, 1, 0, 0, 0], bnToU8a(100n * KSM, { bitLength: 128 }), new Uint8Array(47), [0x80]);
    await chain.put([[chain.key('system', 'account', stashes[1].publicKey), u8aToHex(bare)]]);
    await t.fails(stashes[1], session.setKeys(keys(1, 9), '0x'), 'Session.NoAccount');
    await t.next();
}
