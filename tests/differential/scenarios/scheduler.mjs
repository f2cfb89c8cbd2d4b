// Scheduled calls: once, again and again, by name, cancelled, too large, too heavy, too many.
import { KSM } from '../scenario.mjs';

export async function run(t) {
    const { Alice, Bob, Dave, tx: { balances, preimage, scheduler, system, utility } } = t;
    const id = (n) => '0x' + n.toString(16).padStart(64, '0');
    const remark = (hex = '0x01') => system.remark(hex);
    const pay = balances.forceTransfer(Bob.address, Dave.address, KSM);
    await t.next();
    for (const call of [scheduler.schedule(10, null, 0, remark()), scheduler.cancel(10, 0), scheduler.scheduleNamed(id(1), 10, null, 0, remark()),
        scheduler.cancelNamed(id(1)), scheduler.scheduleAfter(1, null, 0, remark()), scheduler.scheduleNamedAfter(id(1), 1, null, 0, remark())]) {
        await t.fails(Bob, call, 'BadOrigin');
    }
    await t.root(scheduler.schedule(t.number, null, 0, remark()), 'Scheduler.TargetBlockNumberInPast');
    await t.root(scheduler.schedule(0, null, 0, remark()), 'Scheduler.TargetBlockNumberInPast');
    await t.root(scheduler.schedule(t.number + 1, null, 0, pay));
    t.saw('Scheduler.Scheduled');
    await t.root(scheduler.schedule(t.number + 1, null, 255, remark()));
    await t.root(scheduler.schedule(t.number + 1, null, 128, balances.forceTransfer(Bob.address, Dave.address, 10n ** 30n)));
    await t.root(scheduler.scheduleNamed(id(1), t.number + 1, null, 3, pay));
    await t.root(scheduler.scheduleNamed(id(1), t.number + 2, null, 3, pay), 'Scheduler.FailedToSchedule');
    await t.root(scheduler.scheduleAfter(0, null, 3, pay));
    await t.root(scheduler.scheduleAfter(2, null, 3, pay));
    await t.root(scheduler.scheduleNamedAfter(id(2), 1, null, 3, pay));
    await t.root(scheduler.scheduleAfter(4_294_967_295, null, 3, remark()));
    await t.root(scheduler.cancel(t.number + 1, 77), 'Scheduler.NotFound');
    await t.root(scheduler.cancel(1000, 0), 'Scheduler.NotFound');
    await t.root(scheduler.cancelNamed(id(9)), 'Scheduler.NotFound');
    await t.root(scheduler.cancel(t.number + 1, 1));
    t.saw('Scheduler.Canceled');
    await t.root(scheduler.cancel(t.number + 1, 1), 'Scheduler.NotFound');
    await t.root(scheduler.cancelNamed(id(2)));
    await t.next(5);

    // Again and again; by name; with periods that mean nothing.
    await t.root(scheduler.schedule(t.number + 1, [1, 3], 5, pay));
    await t.root(scheduler.scheduleNamed(id(3), t.number + 1, [2, 4], 5, pay));
    await t.root(scheduler.scheduleNamed(id(4), t.number + 2, [2, 0], 5, pay));
    await t.root(scheduler.schedule(t.number + 1, [0, 5], 5, pay));
    await t.root(scheduler.schedule(t.number + 1, [1, 1], 5, pay));
    await t.root(scheduler.schedule(t.number + 1, [4_294_967_295, 2], 5, remark()));
    await t.next(3);
    await t.root(scheduler.cancelNamed(id(3)));
    await t.next(4);

    // Large calls lie in preimages.
    const large = remark('0x' + 'ab'.repeat(300));
    await t.root(scheduler.schedule(t.number + 2, null, 0, large));
    await t.root(scheduler.scheduleNamed(id(5), t.number + 2, [2, 2], 0, remark('0x' + 'ac'.repeat(1000))));
    await t.root(scheduler.schedule(t.number + 2, null, 0, remark('0x' + 'ad'.repeat(124)))); // 128 bytes still fit
    await t.root(scheduler.schedule(t.number + 2, null, 0, remark('0x' + 'ae'.repeat(125))));
    await t.root(scheduler.schedule(t.number + 2, null, 0, remark('0x' + 'ae'.repeat(126))));
    const lost = remark('0x' + 'af'.repeat(300));
    await t.root(scheduler.schedule(t.number + 2, null, 0, lost));
    await t.root(scheduler.scheduleNamed(id(6), t.number + 3, [1, 2], 0, remark('0x' + 'b0'.repeat(300))));
    for (const call of [lost, remark('0x' + 'b0'.repeat(300))]) { // root's note is one request, the task another
        await t.root(preimage.unrequestPreimage(t.hashOf(call)));
        await t.root(preimage.unrequestPreimage(t.hashOf(call)));
    }
    const gone = remark('0x' + 'b1'.repeat(300));
    await t.root(scheduler.schedule(t.number + 3, null, 0, gone));
    await t.root(scheduler.cancel(t.number + 3, 1)); // the preimage goes with it
    await t.next(6);

    // Too many for a block.
    const at = t.number + 4;
    await t.root(utility.batchAll(Array.from({ length: 50 }, (_, i) => scheduler.schedule(at, null, i * 5, remark()))));
    await t.root(scheduler.schedule(at, null, 0, remark()), 'Exhausted');
    await t.root(scheduler.scheduleNamed(id(7), at, null, 0, remark()), 'Exhausted');
    await t.root(scheduler.cancel(at, 7));
    await t.root(scheduler.cancel(at, 49));
    await t.root(scheduler.schedule(at, null, 1, remark('0x07'))); // where there is room again
    await t.root(scheduler.schedule(at, null, 1, remark('0x08')));
    await t.root(scheduler.schedule(at, null, 1, remark('0x09')), 'Exhausted');
    await t.root(scheduler.scheduleNamed(id(7), at - 1, [1, 2], 0, pay)); // its second time finds no room
    await t.next(6);

    // Too heavy: for a block with others, and for any block.
    const heavy = (share) => utility.withWeight(pay, { refTime: 2_000_000_000_000 / 100 * share, proofSize: 1000 });
    const then = t.number + 1;
    for (const [i, share] of [30, 30, 30, 30, 75, 79].entries()) await t.root(scheduler.schedule(then, null, 10 + i, heavy(share)));
    await t.root(scheduler.schedule(then, null, 0, heavy(81)));
    await t.root(scheduler.scheduleNamed(id(8), then, [1, 2], 0, heavy(99)));
    await t.root(scheduler.schedule(then, null, 63, heavy(1)));
    await t.root(scheduler.schedule(then + 1, null, 200, heavy(1)));
    await t.next(8);

    // Calls of users, and a schedule in a schedule.
    await t.root(scheduler.scheduleAfter(0, null, 0, utility.dispatchAs({ system: { Signed: Alice.address } },
        utility.asDerivative(0, scheduler.scheduleAfter(0, null, 0, utility.batch([pay, system.setHeapPages(5)]))))));
    await t.root(scheduler.scheduleAfter(0, null, 0, scheduler.scheduleNamed(id(12), 1, null, 0, remark())));
    await t.next(4);
    // Tasks scheduled for blocks that a chain skipped.
    await t.root(scheduler.scheduleAfter(2, null, 0, pay));
    await t.next(4);
}
