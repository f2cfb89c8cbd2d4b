// FastUnstake: bonds that back nobody come back at once, exposed ones pay; during elections nothing is checked.
import { bnToU8a, u8aConcat, u8aToHex } from '@polkadot/util';

import { dispatchAll, Elections } from '../elections.mjs';
import { Eras } from '../eras.mjs';
import { KSM } from '../scenario.mjs';

const u32 = (value) => bnToU8a(value, { bitLength: 32 });
const u128 = (value) => bnToU8a(value, { bitLength: 128 });
const kBonded = 70;
const kEras = 29; // that are checked

export async function run(t) {
    const { Alice, Dave, chain, tx: { fastUnstake, staking } } = t;
    const key = (item, ...args) => chain.key('fastUnstake', item, ...args);
    await t.next();
    const stashes = ['Alice', 'Bob'].map((name) => t.keyOf(`//${name}//stash`));
    const own = (pair, others = []) => [pair, [[pair, 100n * KSM], ...others]];
    const pairs = await t.pool('leaver', kBonded, 100n * KSM);
    const [clean, exposed, queued, partly, broken, poor] = pairs;
    const calls = pairs.map((pair) => [pair, staking.bond((pair === poor ? 100n : 50n) * KSM, 'Stash')]);
    calls.push(...pairs.slice(0, 5).map((pair) => [pair, staking.nominate([stashes[0].address])]));
    await dispatchAll(t, calls);
    const eras = new Eras(t, [own(stashes[0], [[exposed, 10n * KSM]]), own(stashes[1])], { invariants: false });
    await eras.era();
    eras.supports = stashes.map((pair) => own(pair));
    await eras.era();
    /** Blocks in which there is time for a batch. */
    const blocks = (count) => t.next(count, { execute: false });
    const head = async () => (await t.read('fastUnstake', 'head'))?.stashes.length ?? 0;
    const fault = (text) => chain.report.fault(chain, text);

    // Off.
    await t.fails(clean, fastUnstake.registerFastUnstake(), 'FastUnstake.CallNotAllowed');
    await t.fails(clean, fastUnstake.deregister(), 'FastUnstake.CallNotAllowed');
    await t.fails(Dave, fastUnstake.control(1), 'BadOrigin');
    await t.root(fastUnstake.control(2), 'FastUnstake.CallNotAllowed');
    await t.root(fastUnstake.control(1));
    await blocks(2);
    await t.fails(Dave, fastUnstake.registerFastUnstake(), 'FastUnstake.NotController');
    await t.fails(Dave, fastUnstake.deregister(), 'FastUnstake.NotController');
    await t.ok(partly, staking.unbond(KSM));
    await t.fails(partly, fastUnstake.registerFastUnstake(), 'FastUnstake.NotFullyBonded');
    await t.does(poor, fastUnstake.registerFastUnstake());
    await t.fails(clean, fastUnstake.deregister(), 'FastUnstake.NotQueued');

    // One that backed nobody, one that backs somebody, one that goes back in time.
    for (const pair of [clean, exposed, queued]) await t.ok(pair, fastUnstake.registerFastUnstake());
    await t.fails(clean, fastUnstake.registerFastUnstake(), 'FastUnstake.AlreadyQueued');
    await t.ok(queued, fastUnstake.deregister());
    await t.fails(queued, fastUnstake.registerFastUnstake(), 'FastUnstake.NotFullyBonded');
    await t.ok(queued, staking.rebond(100n * KSM));
    await t.ok(queued, fastUnstake.registerFastUnstake());
    await blocks(1);
    if (await head() !== 3) fault(`the head has ${await head()}`);
    await t.fails(clean, fastUnstake.registerFastUnstake(), 'FastUnstake.AlreadyHead');
    await t.fails(clean, fastUnstake.deregister(), 'FastUnstake.NotQueued');
    await chain.put([[key('queue', clean.publicKey), u8aToHex(u128(KSM))]]);
    await t.fails(clean, fastUnstake.deregister(), 'FastUnstake.AlreadyHead');
    await chain.put([[key('queue', clean.publicKey), null]]);
    await blocks(4);
    if (await head() !== 0) fault('the head is not done');
    if ((await t.read('staking', 'bonded', clean.publicKey)) !== null) fault('the first is still bonded');
    if ((await t.read('staking', 'bonded', exposed.publicKey)) === null) fault('an exposed one is not bonded any more');

    // More than a batch, of which those with locks in other eras; and as many eras as can be.
    await dispatchAll(t, pairs.slice(6).map((pair) => [pair, fastUnstake.registerFastUnstake()]));
    const waiting = async () => (await t.read('fastUnstake', 'counterForQueue'))?.toNumber() ?? 0;
    if (await head() + await waiting() < 60) fault('not all wait');
    const active = (await t.read('staking', 'currentEra')).toNumber();
    await chain.put([[chain.key('staking', 'currentEra'), u8aToHex(u32(active + 40))]]);
    await blocks(kEras / 2 | 0);
    await chain.put([[chain.key('staking', 'currentEra'), u8aToHex(u32(active + 41))]]); // one more is to be checked
    await blocks(kEras + 4);
    await chain.put([[chain.key('staking', 'currentEra'), u8aToHex(u32(active))]]);
    await blocks(6);
    if (await head() + await waiting() !== 0) fault(`${await head()} in the head, ${await waiting()} wait`);
    await eras.compareAll();

    // Validators wanted in such a number that a block has no room; the pallet stops; an election goes on.
    await t.ok(broken, fastUnstake.registerFastUnstake());
    const [count] = await chain.get(chain.key('staking', 'validatorCount'));
    await chain.put([[chain.key('staking', 'validatorCount'), u8aToHex(u32(1_000_000))]]);
    await blocks(2);
    if (await head() !== 0) fault('a batch is checked without room');
    await chain.put([[chain.key('staking', 'validatorCount'), count]]);
    const elections = new Elections(t);
    await t.root(fastUnstake.control(0));
    await elections.openSigned();
    await t.root(fastUnstake.control(1));
    await blocks(2);
    if (await head() !== 0) fault('a batch is checked during an election');
    await eras.elect();
    await elections.elect();
    await blocks(1);
    if (await head() !== 1) fault('nothing is checked after the election');

    // The deposit is not reserved any more, which cannot be: it stops.
    const account = chain.key('system', 'account', broken.publicKey);
    const [before] = await chain.get(account);
    const size = 2 + 2 * 16; // up to the free balance
    const reserved = before.slice(size + 32, size + 64);
    await chain.put([[account, before.slice(0, size + 32) + '0'.repeat(32) + before.slice(size + 64)]]);
    if (/^0*$/.test(reserved)) fault('nothing is reserved');
    await blocks(6);
    if (((await t.read('fastUnstake', 'erasToCheckPerBlock'))?.toNumber() ?? 0) !== 0) fault('it does not stop');
    await t.root(fastUnstake.control(1));
    await t.ok(partly, staking.rebond(KSM));
    await t.ok(partly, fastUnstake.registerFastUnstake());
    const lost = chain.key('system', 'account', partly.publicKey);
    const [held] = await chain.get(lost);
    await chain.put([[lost, held.slice(0, size + 32) + u8aToHex(u8aConcat(u128(1))).slice(2) + held.slice(size + 64)]]);
    await t.ok(partly, fastUnstake.deregister());
    await t.ok(Alice, t.tx.system.remark('0x'));
    await t.next();
    await eras.compareAll();
}
