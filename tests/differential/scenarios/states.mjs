// States that take long to come about, written into the storage: frozen and full accounts, a paused GRANDPA, an upgrade.
import { bnToU8a, compactToU8a, stringToU8a, u8aConcat, u8aToHex } from '@polkadot/util';

import { KSM } from '../scenario.mjs';

const u32 = (value) => bnToU8a(value, { bitLength: 32 });
const u128 = (value) => bnToU8a(value, { bitLength: 128 });

export async function run(t) {
    const { Alice, Bob, Charlie, chain, tx: { balances, indices, preimage, proxy, system, utility, vesting } } = t;
    const [frozen, full, reserved] = await t.pool('State', 3, 20n * KSM);
    const key = (pallet, item, ...args) => chain.key(pallet, item, ...args);
    /** free, reserved and frozen of an account, with references to it. */
    const account = (pair, data, { nonce = 0, consumers = 0, providers = 1, sufficients = 0, flags = 1n << 127n } = {}) => chain.put([[
        key('system', 'account', pair.publicKey),
        u8aToHex(u8aConcat(u32(nonce), u32(consumers), u32(providers), u32(sufficients), ...data.map(u128), u128(flags)))]]);
    const lock = (id, amount, reasons) => u8aConcat(stringToU8a(id.padEnd(8)), u128(amount), [reasons]);
    const locks = (pair, list) => chain.put([[key('balances', 'locks', pair.publicKey), u8aToHex(u8aConcat(compactToU8a(list.length), ...list))]]);
    await t.next();

    // Frozen: locked money can pay fees or not, by the reasons of the lock, and cannot be reserved.
    await account(frozen, [20n * KSM, 0, 19n * KSM], { consumers: 1 });
    await locks(frozen, [lock('one', 19n * KSM, 2), lock('two', 3n * KSM, 0)]);
    await t.ok(frozen, system.remark('0x'));
    await t.fails(frozen, balances.transferKeepAlive(Bob.address, 2n * KSM), 'Token.Frozen');
    await t.ok(frozen, proxy.addProxy(Bob.address, 'Any', 0));
    await t.does(frozen, proxy.addProxy(Charlie.address, 'Any', 0));
    await t.does(frozen, balances.transferAll(Bob.address, false));
    await t.does(frozen, balances.transferAll(Bob.address, true));
    await t.does(frozen, preimage.notePreimage('0x0102'));
    await t.root(balances.forceTransfer(frozen.address, Bob.address, 19n * KSM), null);
    await t.root(balances.forceSetBalance(frozen.address, 5n * KSM), null);
    await t.root(balances.forceSetBalance(frozen.address, 0), null);
    await t.refused(frozen, system.remark('0x'), undefined);
    await t.next();

    // As many locks as there may be: one more by Vesting, which is then weakly bounded.
    await account(full, [20n * KSM, 0, KSM], { consumers: 1 });
    await locks(full, Array.from({ length: 49 }, (_, i) => lock(`lock ${i}`, KSM, i % 3)));
    await t.ok(Alice, vesting.vestedTransfer(full.address, { locked: KSM, perBlock: 1, startingBlock: 1 }));
    await t.ok(full, vesting.vest());
    await locks(full, Array.from({ length: 50 }, (_, i) => lock(`lock ${i}`, KSM, i % 3)));
    await t.does(full, vesting.vest());
    await t.does(Alice, vesting.vestedTransfer(full.address, { locked: KSM, perBlock: 1, startingBlock: 1 }));
    await t.next();

    // Odd references and flags; reserved without reason; free below the least.
    for (const [data, options] of [[[KSM, 5n * KSM, 0], {}], [[KSM, 5n * KSM, 0], { flags: 0n }], [[100, 5n * KSM, 0], { consumers: 1 }],
        [[KSM, 0, 0], { consumers: 5 }], [[KSM, 0, 0], { providers: 2 }], [[KSM, 0, 0], { providers: 0, sufficients: 1 }],
        [[KSM, 333_333_333, 0], { consumers: 1, providers: 2 }], [[KSM, 0, KSM], { flags: 0n }], [[2n ** 128n - 1n - 10n ** 20n, 0, 0], {}]]) {
        await account(reserved, data, options);
        await t.does(reserved, balances.transferAll(Bob.address, false));
        await t.does(reserved, balances.transferAllowDeath(Bob.address, KSM / 2n));
        await t.does(reserved, balances.upgradeAccounts([reserved.address]));
        await t.does(reserved, indices.claim(5));
        await t.does(Bob, balances.transferAllowDeath(reserved.address, KSM));
        await t.root(balances.forceUnreserve(reserved.address, 2n * KSM), null);
        await t.root(balances.forceSetBalance(reserved.address, 10), null);
        await t.does(reserved, indices.free(5));
        await t.next();
    }

    // The last nonce, and what follows it.
    await account(reserved, [20n * KSM, 0, 0], { nonce: 2 ** 32 - 1 });
    await t.refused(reserved, system.remark('0x'), 'Invalid.Stale', { nonce: 0 });
    await t.does(reserved, system.remark('0x'), undefined, { nonce: 2 ** 32 - 1 });
    await t.does(reserved, system.remark('0x'), undefined, { nonce: 2 ** 32 - 1 });
    await t.does(reserved, system.remark('0x'), undefined, { nonce: 0 });
    await t.does(reserved, system.remark('0x'), undefined, { nonce: 1 });
    await t.next();

    // GRANDPA paused and resumed: 1 pending pause, 2 paused, 3 pending resume, each at a block, with a delay.
    for (const state of [[1, 0], [1, 2], [3, 1], [2]]) {
        const [kind, delay] = state;
        await chain.put([[key('grandpa', 'state'), u8aToHex(u8aConcat([kind], kind === 2 ? [] : u8aConcat(u32(t.number), u32(delay))))]]);
        await t.next(3);
    }
    await t.next(2, { skip: 300 });
    await t.next(2);
}
