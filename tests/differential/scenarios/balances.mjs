// Transfers of all kinds, at the existential deposit, from and to accounts that live, die and are kept alive.
import { ED, KSM } from '../scenario.mjs';

export async function run(t) {
    const { Alice, Bob, Charlie, Dave, Eve, tx: { balances, system, utility } } = t;
    const [rich, poor, third] = await t.pool('Payer', 3, 100n * KSM);
    const fresh = (name) => t.keyOf(`//Fresh//${name}`);
    await t.next();

    await t.ok(Alice, balances.transferKeepAlive(Bob.address, KSM));
    await t.ok(Alice, balances.transferAllowDeath(fresh('a').address, 10n * KSM), { tip: KSM });
    await t.ok(Alice, (balances.transfer ?? balances.transferAllowDeath)(fresh('b').address, ED)); // exactly the existential deposit
    await t.fails(Alice, balances.transferAllowDeath(fresh('c').address, ED - 1n), 'Token.BelowMinimum');
    await t.ok(Alice, balances.transferAllowDeath(fresh('a').address, 1)); // lives already
    await t.ok(Alice, balances.transferAllowDeath(fresh('c').address, 0));
    await t.ok(Alice, balances.transferAllowDeath(Alice.address, KSM)); // to oneself
    await t.fails(Charlie, balances.transferAllowDeath(Dave.address, 10n ** 30n), 'Arithmetic.Underflow');
    await t.fails(Charlie, balances.transferAllowDeath(Dave.address, 2n ** 128n - 1n), 'Arithmetic.Underflow');
    await t.fails(rich, balances.transferKeepAlive(Dave.address, 100n * KSM - ED), 'Token.NoFunds');
    await t.does(rich, balances.transferKeepAlive(Dave.address, 99n * KSM + KSM * 99n / 100n));
    await t.does(rich, balances.transferKeepAlive(Dave.address, 100n * KSM));
    await t.ok(poor, balances.transferAll(third.address, false));
    await t.refused(poor, system.remark('0x'), 'Invalid.Payment');
    await t.ok(third, balances.transferAll(poor.address, true));
    await t.ok(fresh('a'), balances.transferAll({ Id: t.keyOf('//Nobody').address }, false));
    await t.next();

    // MultiAddress::Index holds nothing on Kusama, which polkadot-js does not know.
    await t.fails(Bob, Uint8Array.of(4, 3, 1, 4), 'CannotLookup');
    await t.fails(Bob, balances.transferAllowDeath({ Raw: '0x010203' }, KSM), 'CannotLookup');
    await t.fails(Bob, balances.transferAllowDeath({ Address20: '0x' + '11'.repeat(20) }, KSM), 'CannotLookup');
    await t.fails(Bob, balances.transferAllowDeath({ Address32: Alice.publicKey }, KSM), 'CannotLookup');

    for (const call of [
        balances.forceTransfer(Bob.address, Eve.address, KSM), balances.forceUnreserve(Bob.address, 1),
        ...(balances.setBalanceDeprecated ? [balances.setBalanceDeprecated(Bob.address, KSM, 0)] : []), balances.forceSetBalance(Bob.address, KSM),
    ]) await t.fails(Bob, call, 'BadOrigin');
    await t.root(balances.forceTransfer(Dave.address, Eve.address, KSM));
    await t.root(balances.forceTransfer(Dave.address, Eve.address, 10n ** 30n), 'Arithmetic.Underflow');
    await t.root(balances.forceSetBalance(fresh('d').address, 5n * KSM));
    await t.root(balances.forceSetBalance(fresh('d').address, ED - 1n)); // below it: gone
    await t.root(balances.forceSetBalance(fresh('d').address, 3n * KSM));
    await t.root(balances.forceSetBalance(fresh('d').address, 7n * KSM));
    if (balances.setBalanceDeprecated) await t.root(balances.setBalanceDeprecated(fresh('d').address, KSM, 0));
    if (balances.setBalanceDeprecated) await t.root(balances.setBalanceDeprecated(fresh('d').address, KSM, 5), 'Token.Unsupported');
    await t.root(balances.forceSetBalance(fresh('e').address, 0));
    await t.root(balances.forceUnreserve(Bob.address, KSM));
    await t.root(balances.forceUnreserve(fresh('nobody').address, KSM));
    await t.ok(Bob, balances.upgradeAccounts([Alice.address, Bob.address, fresh('none').address]));
    await t.ok(Bob, balances.upgradeAccounts([]));
    await t.next();

    // An account of the form before holds and freezes, with something reserved.
    const old = t.keyOf('//Old');
    await t.oldAccount(old, 50n * KSM, 2n * KSM);
    await t.ok(Bob, balances.upgradeAccounts([old.address, old.address]));
    await t.root(balances.forceUnreserve(old.address, KSM));
    await t.root(balances.forceUnreserve(old.address, 5n * KSM));

    // Dust: the sender keeps less than the existential deposit.
    const [dusty] = [t.keyOf('//Dusty')];
    await t.ok(Alice, balances.transferAllowDeath(dusty.address, KSM));
    await t.next();
    await t.root(balances.forceTransfer(dusty.address, Bob.address, KSM - ED + 1n));
    await t.ok(Alice, utility.batch([
        balances.transferKeepAlive(Bob.address, 1), balances.transferKeepAlive(Charlie.address, 10n ** 30n),
        balances.transferKeepAlive(Dave.address, 1)]));
    t.saw('Utility.BatchInterrupted', 'Arithmetic.Underflow');
    await t.next();
}
