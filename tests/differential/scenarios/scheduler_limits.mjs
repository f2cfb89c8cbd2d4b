// The Scheduler at the edge of a block's weight, and with names and preimages that are in use twice.
import { KSM } from '../scenario.mjs';

export async function run(t) {
    const { Bob, Dave, tx: { balances, preimage, scheduler, system, utility } } = t;
    const id = (n) => '0x' + n.toString(16).padStart(64, '0');
    const pay = (n) => balances.forceTransfer(Bob.address, Dave.address, KSM + BigInt(n));
    /** By an origin that only governance has; what the call itself says. */
    const as = async (origin, tx, expected = 'ok') => {
        await t.root(utility.dispatchAs(origin, tx));
        t.saw('Utility.DispatchedAs', expected);
    };
    const heavy = (refTime) => utility.withWeight(pay(0), { refTime, proofSize: 0 });
    const kMost = 1_600_000_000_000;
    // Weights of Kusama: the agendas, an agenda of so many tasks, a task, a call of root.
    const read = 25_000_000;
    const write = 100_000_000;
    const kAgendas = 9_909_000 + read + write;
    const agenda = (tasks) => 9_951_251 + 523_284 * tasks + read + write;
    const [kTask, kDispatch] = [5_490_000, 3_910_000];
    await t.next();

    // So much weight is left that a second task can, or just cannot, be looked at; a third stands behind it.
    const rest = (tasks, left) => kMost - kAgendas - agenda(tasks) - kTask - kDispatch - left;
    for (const left of [kTask - 1, kTask, kTask + 1, kTask + kDispatch, 0]) {
        const at = t.number + 2;
        await t.root(scheduler.schedule(at, null, 1, heavy(rest(3, left))));
        await t.root(scheduler.scheduleNamed(id(1), at, null, 2, pay(1)));
        await t.root(scheduler.scheduleNamed(id(2), at, [3, 2], 3, pay(2)));
        await t.next(2);
        await t.root(scheduler.cancelNamed(id(1)), null);
        await t.root(scheduler.cancelNamed(id(2)), null);
        await t.next(7);
    }
    // Just as much as fits, and one more.
    for (const more of [0, 1]) {
        await t.root(scheduler.schedule(t.number + 1, null, 1, heavy(rest(1, 0) + more)));
        await t.next(1);
        const events = (await t.read('system', 'events')).map(({ event }) => event.method);
        const wanted = more === 0 ? 'Dispatched' : 'PermanentlyOverweight';
        if (!events.includes(wanted)) t.chain.report.fault(t.chain, `a task that needs ${more} too much: ${events.join()}`);
        await t.next(2);
    }
    // The next agenda is read only if a full one would fit.
    for (const more of [0, 1]) {
        const at = t.number + 3;
        await t.root(scheduler.schedule(at, null, 1, heavy(900_000_000_000)));
        await t.root(scheduler.schedule(at, null, 2, heavy(rest(1, agenda(50)) + more)));
        await t.root(scheduler.schedule(at + 1, null, 2, pay(3)));
        await t.next(6);
    }

    // A task that waits has lost its name, which can be given again; then it takes the name along.
    const at = t.number + 4;
    await t.root(scheduler.schedule(at, null, 0, heavy(900_000_000_000)));
    await t.root(scheduler.scheduleNamed(id(3), at, [2, 3], 1, heavy(900_000_000_000)));
    await t.root(scheduler.scheduleNamed(id(4), at, null, 2, heavy(900_000_000_000)));
    await t.next(4);
    await t.root(scheduler.cancelNamed(id(3)), 'Scheduler.NotFound');
    await t.root(scheduler.scheduleNamed(id(3), t.number + 3, null, 0, pay(4)));
    await t.root(scheduler.scheduleNamed(id(4), t.number + 3, null, 0, pay(5)));
    await t.next(1);
    await t.root(scheduler.cancel(at, 2), null);
    await t.next(8);

    // One preimage for two tasks, and for its owner.
    const large = system.remark('0x' + 'c1'.repeat(200));
    await t.ok(Bob, preimage.notePreimage(t.registry.createType('Call', large).toHex()));
    await t.root(scheduler.scheduleNamed(id(5), t.number + 2, [1, 3], 0, large));
    await t.root(scheduler.schedule(t.number + 2, null, 0, large));
    await t.root(scheduler.schedule(t.number + 2, null, 0, utility.batch([large, large])));
    await t.next(6);
    await t.does(Bob, preimage.unnotePreimage(t.hashOf(large)));

    // Origins that may remove a task.
    const [auction, treasurer] = [{ Origins: 'AuctionAdmin' }, { Origins: 'Treasurer' }];
    await as(auction, scheduler.scheduleNamed(id(6), t.number + 3, null, 0, system.remark('0x06')));
    await as(treasurer, scheduler.scheduleNamed(id(7), t.number + 3, [1, 2], 0, system.remark('0x07')));
    await t.root(scheduler.scheduleNamed(id(8), t.number + 3, null, 0, pay(8)));
    await as({ Origins: 'GeneralAdmin' }, scheduler.cancelNamed(id(6)), 'BadOrigin');
    await as(treasurer, scheduler.cancelNamed(id(6)), 'BadOrigin');
    await as(treasurer, scheduler.cancel(t.number + 3, 2), 'BadOrigin');
    await as(auction, scheduler.cancelNamed(id(6)));
    await t.next(5);
}
