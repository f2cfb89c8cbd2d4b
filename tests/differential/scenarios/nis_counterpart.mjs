// The second currency: accounts of its own, an existential deposit of its own, references that both currencies share.
import { KSM } from '../scenario.mjs';

const kCoin = 1_000_000_000_000n;
const kLeast = 10_000_000_000n; // the existential deposit

export async function run(t) {
    await filtered(t);
    t.pastFilter = true;
    const { Alice, Bob, Charlie, Dave, chain, tx } = t;
    const coins = tx.nisCounterpartBalances;
    const { balances } = tx;
    const fresh = (name) => t.keyOf(`//Coins//${name}`);
    await t.next();
    await t.does(Alice, coins.transferKeepAlive(Bob.address, 1)); // has none
    await t.root(coins.forceSetBalance(Alice.address, 1000n * kCoin));
    await t.root(coins.forceSetBalance(Bob.address, kLeast - 1n)); // below it: none
    await t.root(coins.forceSetBalance(Bob.address, 50n * kCoin));
    await t.root(coins.forceSetBalance(Bob.address, 40n * kCoin));
    for (const call of [coins.forceTransfer(Bob.address, Charlie.address, kCoin), coins.forceUnreserve(Bob.address, 1),
        coins.forceSetBalance(Bob.address, kCoin)]) await t.fails(Bob, call, 'BadOrigin');

    await t.ok(Alice, coins.transferKeepAlive(Charlie.address, kCoin));
    await t.ok(Alice, coins.transferAllowDeath(fresh('a').address, kLeast)); // an account that lives by its coins alone
    await t.ok(Alice, coins.transferAllowDeath(fresh('b').address, 3n * kCoin));
    await t.fails(Alice, coins.transferAllowDeath(fresh('c').address, kLeast - 1n), 'Token.BelowMinimum');
    await t.does(Alice, coins.transferAllowDeath(Dave.address, 0));
    await t.does(Alice, coins.transferAllowDeath(Alice.address, kCoin));
    await t.does(Charlie, coins.transferAllowDeath(Dave.address, 10n ** 30n));
    await t.does(Charlie, coins.transferKeepAlive(Dave.address, kCoin));
    await t.does(Charlie, coins.transferKeepAlive(Dave.address, kCoin - kLeast + 1n));
    await t.does(Charlie, coins.transferAllowDeath(Dave.address, kCoin - kLeast + 1n)); // dust is lost
    await t.ok(Dave, coins.transferAll(Charlie.address, true));
    await t.ok(Dave, coins.transferAll(Charlie.address, false));
    await t.fails(Bob, coins.transferAllowDeath({ Raw: '0x010203' }, kCoin), 'CannotLookup');
    await t.next();

    await t.root(coins.forceTransfer(fresh('b').address, Bob.address, kCoin));
    await t.root(coins.forceTransfer(fresh('b').address, Bob.address, 10n ** 30n), null);
    await t.root(coins.forceUnreserve(Bob.address, kCoin));
    await t.root(coins.forceUnreserve(fresh('nobody').address, kCoin));
    await t.ok(Bob, coins.upgradeAccounts([Alice.address, Bob.address, fresh('none').address]));
    await t.ok(Bob, coins.upgradeAccounts([]));
    // An account of both currencies ends in one, then in the other.
    await t.ok(Alice, balances.transferAllowDeath(fresh('a').address, KSM));
    await t.does(fresh('a'), coins.transferAllowDeath(Bob.address, kLeast));
    await t.does(fresh('a'), balances.transferAll(Bob.address, false));
    await t.ok(Alice, balances.transferAllowDeath(fresh('b').address, KSM));
    await t.does(fresh('b'), balances.transferAll(Bob.address, false));
    await t.root(coins.forceSetBalance(fresh('b').address, 0));
    await t.next();

    // Something reserved, as no pallet does; an account of the old logic.
    const old = fresh('old');
    const account = (free, reserved, flags) => {
        const out = new Uint8Array(64);
        const view = new DataView(out.buffer);
        view.setBigUint64(0, free, true);
        view.setBigUint64(16, reserved, true);
        out[63] = flags;
        return `0x${Buffer.from(out).toString('hex')}`;
    };
    for (const [who, flags] of [[old, 0], [fresh('new'), 0x80]]) {
        await chain.put([[chain.key('nisCounterpartBalances', 'account', who.publicKey), account(5n * kCoin, 2n * kCoin, flags)]]);
        await t.ok(Bob, coins.upgradeAccounts([who.address, who.address]));
        await t.root(coins.forceUnreserve(who.address, kCoin));
        await t.root(coins.forceUnreserve(who.address, 5n * kCoin));
        await t.root(coins.forceTransfer(who.address, Bob.address, 2n * kCoin), null);
    }
    await t.next();
}

/** Where no user may call the pallet: nobody but Root moves what there is. */
async function filtered(t) {
    const { Alice, Bob, Charlie, tx: { nisCounterpartBalances: coins, utility } } = t;
    await t.next();
    for (const call of [coins.transferAllowDeath(Bob.address, 1), coins.transferKeepAlive(Bob.address, 1), coins.transferAll(Bob.address, false),
        coins.upgradeAccounts([]), coins.burn(1, false)]) await t.fails(Alice, call, 'System.CallFiltered');
    await t.ok(Alice, utility.batch([coins.transferKeepAlive(Bob.address, 1)]));
    t.saw('Utility.BatchInterrupted', 'System.CallFiltered');
    await t.root(coins.forceSetBalance(Bob.address, 50n * kCoin));
    await t.root(coins.forceSetBalance(Bob.address, kLeast - 1n));
    await t.root(coins.forceSetBalance(Bob.address, 50n * kCoin));
    await t.root(coins.forceTransfer(Bob.address, Charlie.address, kCoin));
    await t.root(coins.forceTransfer(Bob.address, Charlie.address, 10n ** 30n), null);
    await t.root(coins.forceUnreserve(Bob.address, 1));
    await t.root(coins.forceAdjustTotalIssuance('Increase', kCoin));
    await t.root(coins.forceAdjustTotalIssuance('Decrease', 0), 'NisCounterpartBalances.DeltaZero');
    await t.as({ system: { Signed: Bob.address } }, coins.burn(1, false)); // which asks no filter
    await t.root(coins.forceSetBalance(Bob.address, 0));
    await t.root(coins.forceSetBalance(Charlie.address, 0));
    await t.next();
}
