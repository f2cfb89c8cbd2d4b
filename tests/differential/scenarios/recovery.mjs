// Recovery: friends, delays, deposits, and calls as the lost account.
import { KSM } from '../scenario.mjs';

export async function run(t) {
    const { Alice, Bob, Charlie, Dave, Eve, Ferdie, tx: { balances, recovery, system, utility } } = t;
    const friends = (await t.pool('Friend', 10)).sort((a, b) => Buffer.compare(Buffer.from(a.publicKey), Buffer.from(b.publicKey)));
    const [poor] = await t.pool('Poor', 1, KSM / 100n);
    await t.next();
    const addresses = (count) => friends.slice(0, count).map((one) => one.address);
    const nobody = { Raw: '0x' };

    // Accounts that can be recovered.
    await t.fails(Bob, recovery.createRecovery(addresses(3), 0, 10), 'Recovery.ZeroThreshold');
    await t.fails(Bob, recovery.createRecovery([], 1, 10), 'Recovery.NotEnoughFriends');
    await t.fails(Bob, recovery.createRecovery(addresses(3), 4, 10), 'Recovery.NotEnoughFriends');
    await t.fails(Bob, recovery.createRecovery(addresses(10), 4, 10), 'Recovery.MaxFriends');
    await t.fails(Bob, recovery.createRecovery(addresses(3).reverse(), 2, 10), 'Recovery.NotSorted');
    await t.fails(Bob, recovery.createRecovery([addresses(1)[0], addresses(1)[0]], 2, 10), 'Recovery.NotSorted');
    await t.fails(poor, recovery.createRecovery(addresses(3), 2, 10));
    await t.root(recovery.createRecovery(addresses(3), 2, 10), 'BadOrigin');
    await t.ok(Bob, recovery.createRecovery(addresses(9), 9, 10));
    t.saw('Recovery.RecoveryCreated');
    await t.fails(Bob, recovery.createRecovery(addresses(3), 2, 10), 'Recovery.AlreadyRecoverable');
    await t.ok(Charlie, recovery.createRecovery(addresses(1), 1, 4_294_967_295));

    // Begin and vouch.
    await t.fails(Dave, recovery.initiateRecovery(Eve.address), 'Recovery.NotRecoverable');
    await t.fails(Dave, recovery.initiateRecovery(nobody), 'CannotLookup');
    await t.fails(poor, recovery.initiateRecovery(Bob.address));
    await t.fails(Dave, recovery.claimRecovery(Bob.address), 'Recovery.NotStarted');
    await t.fails(friends[0], recovery.vouchRecovery(Bob.address, Dave.address), 'Recovery.NotStarted');
    await t.ok(Dave, recovery.initiateRecovery(Bob.address));
    t.saw('Recovery.RecoveryInitiated');
    await t.fails(Dave, recovery.initiateRecovery(Bob.address), 'Recovery.AlreadyStarted');
    await t.ok(Eve, recovery.initiateRecovery(Bob.address));
    await t.ok(Dave, recovery.initiateRecovery(Charlie.address));
    await t.fails(Ferdie, recovery.vouchRecovery(Bob.address, Dave.address), 'Recovery.NotFriend');
    await t.fails(Ferdie, recovery.vouchRecovery(Ferdie.address, Dave.address), 'Recovery.NotRecoverable');
    await t.fails(Ferdie, recovery.vouchRecovery(nobody, Dave.address), 'CannotLookup');
    await t.fails(Ferdie, recovery.vouchRecovery(Bob.address, nobody), 'CannotLookup');
    for (const i of [4, 0, 8, 2, 6, 1, 7]) await t.ok(friends[i], recovery.vouchRecovery(Bob.address, Dave.address));
    t.saw('Recovery.RecoveryVouched');
    await t.fails(friends[4], recovery.vouchRecovery(Bob.address, Dave.address), 'Recovery.AlreadyVouched');
    await t.ok(friends[0], recovery.vouchRecovery(Charlie.address, Dave.address));
    await t.fails(Dave, recovery.claimRecovery(Bob.address), 'Recovery.DelayPeriod');
    await t.fails(Dave, recovery.claimRecovery(Charlie.address)); // later than any block
    await t.skipTo(t.number + 10);
    await t.fails(Dave, recovery.claimRecovery(Bob.address), 'Recovery.Threshold');
    for (const i of [3, 5]) await t.ok(friends[i], recovery.vouchRecovery(Bob.address, Dave.address));
    await t.fails(Dave, recovery.claimRecovery(nobody), 'CannotLookup');
    await t.fails(Dave, recovery.claimRecovery(Eve.address), 'Recovery.NotRecoverable');
    await t.fails(Dave, recovery.asRecovered(Bob.address, system.remark('0x')), 'Recovery.NotAllowed');
    // An account that holds as many references as it may.
    const stored = (await t.chain.read('system', 'account', Dave.address)).toU8a();
    const many = stored.slice();
    many.set([17, 0, 0, 0], 4);
    const put = (bytes) => t.chain.put([[t.chain.key('system', 'account', Dave.publicKey), '0x' + Buffer.from(bytes).toString('hex')]]);
    await put(many);
    await t.fails(Dave, recovery.claimRecovery(Bob.address), 'Recovery.BadState');
    const now = (await t.chain.read('system', 'account', Dave.address)).toU8a();
    now.set(stored.subarray(4, 8), 4);
    await put(now);
    await t.ok(Dave, recovery.claimRecovery(Bob.address));
    t.saw('Recovery.AccountRecovered');
    await t.fails(Dave, recovery.claimRecovery(Bob.address), 'Recovery.AlreadyProxy');

    // Calls as the lost account.
    await t.ok(Dave, recovery.asRecovered(Bob.address, balances.transferAllowDeath(Dave.address, KSM)));
    await t.fails(Dave, recovery.asRecovered(nobody, system.remark('0x')), 'CannotLookup');
    await t.fails(Dave, recovery.asRecovered(Charlie.address, system.remark('0x')), 'Recovery.NotAllowed');
    await t.fails(Dave, recovery.asRecovered(Bob.address, balances.forceUnreserve(Bob.address, 1n)), 'BadOrigin');
    await t.fails(Dave, recovery.asRecovered(Bob.address, recovery.asRecovered(Bob.address, system.remark('0x'))), 'Recovery.NotAllowed');
    await t.ok(Dave, recovery.asRecovered(Bob.address, utility.batch([system.remark('0x01'), balances.transferAllowDeath(Dave.address, 2n ** 127n)])));
    await t.fails(Bob, recovery.removeRecovery(), 'Recovery.StillActive');
    await t.ok(Dave, recovery.asRecovered(Bob.address, recovery.closeRecovery(Dave.address)));
    t.saw('Recovery.RecoveryClosed');
    await t.ok(Bob, recovery.closeRecovery(Eve.address));
    await t.fails(Bob, recovery.closeRecovery(Eve.address), 'Recovery.NotStarted');
    await t.fails(Bob, recovery.closeRecovery(nobody), 'CannotLookup');
    await t.ok(Bob, recovery.removeRecovery());
    t.saw('Recovery.RecoveryRemoved');
    await t.fails(Bob, recovery.removeRecovery(), 'Recovery.NotRecoverable');
    await t.fails(Dave, recovery.cancelRecovered(nobody), 'CannotLookup');
    await t.fails(Dave, recovery.cancelRecovered(Charlie.address), 'Recovery.NotAllowed');
    await t.ok(Dave, recovery.cancelRecovered(Bob.address));
    await t.fails(Dave, recovery.cancelRecovered(Bob.address), 'Recovery.NotAllowed');

    // By Root; no reference is held, and one is given back.
    await t.fails(Alice, recovery.setRecovered(Bob.address, Eve.address), 'BadOrigin');
    await t.root(recovery.setRecovered(nobody, Eve.address), 'CannotLookup');
    await t.root(recovery.setRecovered(Bob.address, nobody), 'CannotLookup');
    await t.root(recovery.setRecovered(Bob.address, Eve.address));
    await t.root(recovery.setRecovered(Charlie.address, Dave.address));
    await t.root(recovery.setRecovered(Dave.address, Eve.address));
    // Eve as Dave as Charlie.
    await t.ok(Eve, recovery.asRecovered(Dave.address, recovery.asRecovered(Charlie.address, system.remarkWithEvent('0x77'))));
    await t.fails(Eve, recovery.asRecovered(Dave.address, recovery.asRecovered(Bob.address, system.remarkWithEvent('0x77'))), 'Recovery.NotAllowed');
    await t.ok(Eve, recovery.cancelRecovered(Dave.address));
    // A deposit that is not there any more.
    await t.root(balances.forceUnreserve(Dave.address, 2n ** 127n));
    await t.ok(Charlie, recovery.closeRecovery(Dave.address));
    await t.ok(Charlie, recovery.removeRecovery());
    await t.next();
}
