// Vested funds: released with time, transferred, merged.
import { KSM } from '../scenario.mjs';

export async function run(t) {
    const { Alice, Bob, Charlie, Dave, tx: { balances, vesting } } = t;
    const [a, b, c] = ['a', 'b', 'c'].map((name) => t.keyOf(`//Vested//${name}`));
    const plan = (locked, perBlock, startingBlock) => ({ locked, perBlock, startingBlock });
    const min = 33_333_333_300n; // MinVestedTransfer
    await t.chain.endow([a, c], KSM);
    await t.next();
    await t.fails(Bob, vesting.vest(), 'Vesting.NotVesting');
    await t.fails(Bob, vesting.vestOther(Charlie.address), 'Vesting.NotVesting');
    await t.fails(Alice, vesting.vestedTransfer(a.address, plan(min - 1n, 1, 1)), 'Vesting.AmountLow');
    await t.fails(Alice, vesting.vestedTransfer(a.address, plan(min, 0, 1)), 'Vesting.InvalidScheduleParams');
    await t.fails(Alice, vesting.vestedTransfer(a.address, plan(0, 0, 1)), 'Vesting.AmountLow');
    await t.fails(Alice, vesting.vestedTransfer(a.address, plan(10n ** 30n, KSM, 1)), 'Arithmetic.Underflow');
    await t.fails(Alice, vesting.vestedTransfer({ Raw: '0x' }, plan(KSM, KSM, 1)), 'CannotLookup');
    await t.ok(Alice, vesting.vestedTransfer(a.address, plan(20n * KSM, KSM, 2)));
    t.saw('Vesting.VestingUpdated');
    await t.ok(Alice, vesting.vestedTransfer(b.address, plan(min, min, 0)));
    await t.ok(Alice, vesting.vestedTransfer(b.address, plan(10n * KSM, 10n ** 30n, 1))); // more a block than there is
    await t.ok(Alice, vesting.vestedTransfer(Alice.address, plan(3n * KSM, KSM, 5))); // to oneself
    await t.ok(Alice, vesting.vestedTransfer(Charlie.address, plan(7n * KSM, KSM / 7n, 1)));
    await t.ok(Alice, vesting.vestedTransfer(Charlie.address, plan(KSM, 1, 4_294_967_295)));
    await t.next(3);
    await t.ok(a, vesting.vest());
    await t.fails(a, balances.transferAllowDeath(Bob.address, 19n * KSM), 'Token.Frozen');
    await t.does(a, balances.transferAllowDeath(Bob.address, KSM));
    await t.ok(Bob, vesting.vestOther(b.address));
    t.saw('Vesting.VestingCompleted');
    await t.ok(Bob, vesting.vestOther(a.address));
    await t.fails(Bob, vesting.vestOther(b.address), 'Vesting.NotVesting');
    await t.root(vesting.vest(), 'BadOrigin');
    await t.root(vesting.vestOther(a.address), 'BadOrigin');

    // The funds of others, by root.
    await t.fails(Bob, vesting.forceVestedTransfer(Alice.address, c.address, plan(5n * KSM, KSM, 1)), 'BadOrigin');
    await t.root(vesting.forceVestedTransfer(Dave.address, c.address, plan(5n * KSM, KSM, 1)));
    await t.root(vesting.forceVestedTransfer(Dave.address, c.address, plan(1, 1, 1)), 'Vesting.AmountLow');
    await t.root(vesting.forceVestedTransfer({ Raw: '0x' }, c.address, plan(5n * KSM, KSM, 1)), 'CannotLookup');
    await t.root(vesting.forceVestedTransfer(t.keyOf('//Nobody').address, c.address, plan(5n * KSM, KSM, 1)), 'Token.FundsUnavailable');
    await t.next();

    // As many as may be, and their merging.
    for (let i = 0; i < 28; ++i) await t.ok(Alice, vesting.vestedTransfer(Dave.address, plan(KSM + BigInt(i), KSM / 50n, t.number + i)));
    await t.fails(Alice, vesting.vestedTransfer(Dave.address, plan(KSM, KSM, 100)), 'Vesting.AtMaxVestingSchedules');
    await t.root(vesting.forceVestedTransfer(Bob.address, Dave.address, plan(KSM, KSM, 100)), 'Vesting.AtMaxVestingSchedules');
    await t.fails(Bob, vesting.mergeSchedules(0, 1), 'Vesting.NotVesting');
    await t.fails(Dave, vesting.mergeSchedules(0, 28), 'Vesting.ScheduleIndexOutOfBounds');
    await t.fails(Dave, vesting.mergeSchedules(99, 0), 'Vesting.ScheduleIndexOutOfBounds');
    await t.ok(Dave, vesting.mergeSchedules(3, 3)); // with itself: nothing
    await t.ok(Dave, vesting.mergeSchedules(0, 27));
    await t.ok(Dave, vesting.mergeSchedules(5, 2));
    await t.next(4);
    await t.ok(Dave, vesting.mergeSchedules(25, 0)); // one has begun
    await t.ok(Dave, vesting.vest());
    await t.ok(Charlie, vesting.mergeSchedules(0, 1));
    await t.next(30, { execute: false });
    await t.ok(Dave, vesting.vest());
    await t.ok(a, vesting.vest());
    await t.does(Alice, vesting.vest());
    await t.does(Alice, vesting.mergeSchedules(0, 0));
    await t.does(Dave, vesting.mergeSchedules(0, 1)); // ended, both or one
    await t.does(a, balances.transferAll(Bob.address, false));
    await t.does(c, balances.transferAll(Bob.address, false));
    await t.next(40, { execute: false });
    await t.does(Dave, vesting.vest());
    await t.does(Charlie, vesting.vest());
    await t.does(Dave, vesting.mergeSchedules(0, 1));
    await t.does(Dave, vesting.vest());
    await t.next();
}
