// Random walks through Preimage and Scheduler: few names, few hashes, few accounts, so that the steps meet.
import { blake2AsHex } from '@polkadot/util-crypto';

import { Random } from '../random.mjs';
import { KSM } from '../scenario.mjs';

const kSteps = Number(process.env.DIFF_COUNT ?? 300);

export async function run(t) {
    await preimages(t);
    await tasks(t);
}

async function preimages(t) {
    const { Alice, Bob, Charlie, tx: { preimage } } = t;
    const random = new Random('preimages');
    await t.next();
    for (let step = 0; step < kSteps; ++step) {
        const bytes = '0x' + '5e'.repeat(random.between(0, 3));
        const hash = blake2AsHex(bytes);
        const call = random.pick([preimage.notePreimage(bytes), preimage.unnotePreimage(hash), preimage.requestPreimage(hash),
            preimage.unrequestPreimage(hash)]);
        if (random.chance(40)) await t.root(call, null);
        else await t.does(random.pick([Alice, Bob, Charlie]), call);
        if (step % 30 === 29) await t.next();
    }
    await t.next();
}

async function tasks(t) {
    const { Bob, Dave, tx: { balances, preimage, scheduler, system, utility } } = t;
    const random = new Random('tasks');
    const name = () => '0x' + random.between(1, 5).toString(16).padStart(64, '0');
    const period = () => (random.chance(40) ? [random.between(0, 3), random.between(0, 4)] : null);
    const priority = () => random.pick([0, 1, 63, 64, 128, 255]);
    const call = () => random.pick([
        () => system.remark('0x01'),
        () => balances.forceTransfer(Bob.address, Dave.address, KSM),
        () => balances.forceTransfer(Bob.address, Dave.address, 10n ** 40n % 2n ** 100n),
        () => system.remark('0x' + '5e'.repeat(random.between(124, 127))),
        () => utility.withWeight(system.remark('0x02'), { refTime: random.between(1, 17) * 100_000_000_000, proofSize: 0 }),
        () => scheduler.scheduleNamedAfter(name(), random.between(0, 2), null, priority(), system.remark('0x03')),
        () => scheduler.cancelNamed(name()),
    ])();
    const root = (tx) => t.root(tx, null);
    const track = (tx) => t.as({ Origins: random.pick(['AuctionAdmin', 'Treasurer']) }, tx, null);
    for (let step = 0; step < kSteps; ++step) {
        const soon = () => t.number + random.between(0, 5);
        const some = random.pick([
            () => scheduler.schedule(soon(), period(), priority(), call()),
            () => scheduler.cancel(soon(), random.between(0, 4)),
            () => scheduler.scheduleNamed(name(), soon(), period(), priority(), call()),
            () => scheduler.cancelNamed(name()),
            () => scheduler.scheduleAfter(random.between(0, 4), period(), priority(), call()),
            () => scheduler.scheduleNamedAfter(name(), random.between(0, 4), period(), priority(), call()),
        ])();
        if (random.chance(5)) await root(preimage.unrequestPreimage(t.hashOf(system.remark('0x' + '5e'.repeat(126)))));
        await (random.chance(20) ? track : root)(some);
        if (random.chance(25)) await t.next();
    }
    await t.next(20);
}
