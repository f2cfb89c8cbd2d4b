// Random walks through Preimage, Scheduler and Identity: few names, few hashes, few accounts, so that the steps meet.
import { blake2AsHex } from '@polkadot/util-crypto';

import { Random } from '../random.mjs';
import { KSM } from '../scenario.mjs';

const kSteps = Number(process.env.DIFF_COUNT ?? 300);

export async function run(t) {
    await preimages(t);
    await tasks(t);
    await identities(t);
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

async function identities(t) {
    if (!t.has('identity')) return;
    const { Alice, Bob, Charlie, Dave, registry, tx: { identity } } = t;
    const random = new Random('identities');
    const all = [Alice, Bob, Charlie, Dave];
    const nothing = { None: null };
    const raw = (text) => ({ Raw: '0x' + Buffer.from(text).toString('hex') });
    const texts = ['', 'a', 'a name of just thirty-two bytes.'];
    const datum = () => random.pick([nothing, ...texts.map(raw), { BlakeTwo256: '0x' + '11'.repeat(32) }, { ShaThree256: '0x' + '22'.repeat(32) }]);
    const info = () => ({
        additional: Array.from({ length: random.between(0, 3) }, () => [datum(), datum()]), display: datum(), legal: datum(), web: datum(),
        riot: nothing, email: datum(), pgpFingerprint: random.pick([null, '0x' + '33'.repeat(20)]), image: nothing, twitter: datum(),
    });
    const hashes = new Map(); // of what an account has set last
    const hashOf = (value) => blake2AsHex(registry.createType('Call', identity.setIdentity(value)).toU8a().subarray(2));
    for (let i = 0; i < 3; ++i) await t.root(identity.addRegistrar(all[i].address));
    for (let step = 0; step < kSteps; ++step) {
        const [who, whom] = [random.pick(all), random.pick(all)];
        const registrar = random.between(0, 3);
        const fee = KSM * BigInt(random.between(0, 2));
        const value = info();
        const subs = Array.from({ length: random.between(0, 3) }, () => [random.pick(all).address, datum()]);
        const judgement = random.pick(['Unknown', 'Reasonable', 'KnownGood', 'LowQuality', 'Erroneous', { FeePaid: 1 }]);
        const [tx, kind] = random.pick([
            () => [identity.setIdentity(value), 'set'],
            () => [identity.setSubs(subs)],
            () => [identity.clearIdentity()],
            () => [identity.requestJudgement(registrar, fee)],
            () => [identity.cancelRequest(registrar)],
            () => [identity.setFee(registrar, fee)],
            () => [identity.setFields(registrar, random.pick([[], ['Display'], ['Web', 'Twitter']]))],
            () => [identity.setAccountId(registrar, whom.address)],
            () => [identity.provideJudgement(registrar, whom.address, judgement, hashes.get(whom) ?? '0x' + '00'.repeat(32))],
            () => [identity.provideJudgement(registrar, whom.address, judgement, hashes.get(whom) ?? '0x' + '00'.repeat(32))],
            () => [identity.killIdentity(whom.address), 'kill'],
            () => [identity.addSub(whom.address, datum())],
            () => [identity.renameSub(whom.address, datum())],
            () => [identity.removeSub(whom.address)],
            () => [identity.quitSub()],
        ])();
        if (kind === 'kill' && random.chance(60)) {
            await t.root(tx, null);
        } else {
            const done = await t.does(who, tx);
            if (kind === 'set' && done.outcome === 'ok') hashes.set(who, hashOf(value));
        }
        if (step % 30 === 29) await t.next();
    }
    await t.next();
}
