// Referenda: whole lives, queues, deposits, cancelled and killed ones, descriptions, preimages that are missing.
import { blake2AsHex } from '@polkadot/util-crypto';
import { u8aToHex } from '@polkadot/util';

import { passAlarms } from '../referenda.mjs';
import { KSM } from '../scenario.mjs';

const custom = (name) => ({ Origins: name });
const kStaking = custom('StakingAdmin');
const kEnactment = 100; // blocks from the end to the call, at least
const after = (n) => ({ After: n });

export async function run(t) {
    const { Alice, Bob, Charlie, Dave, Eve, Ferdie, registry, tx: { balances, convictionVoting, preimage, proxy, referenda, system, treasury, utility } } = t;
    const [poor] = await t.pool('Poor', 1, KSM / 100n);
    const bytesOf = (tx) => registry.createType('Call', tx).toHex();
    const inline = (tx) => ({ Inline: bytesOf(tx) });
    const lookup = (tx) => ({ Lookup: { hash: blake2AsHex(bytesOf(tx)), len: bytesOf(tx).length / 2 - 1 } });
    const aye = (balance, conviction = 'Locked1x') => ({ Standard: { vote: { aye: true, conviction }, balance } });
    const nay = (balance, conviction = 'Locked1x') => ({ Standard: { vote: { aye: false, conviction }, balance } });
    let count = 0;
    const submit = async (who, origin, tx, when = after(0)) => {
        await t.ok(who, referenda.submit(origin, tx, when));
        const event = t.saw('Referenda.Submitted');
        if (event) count = event.data[0].toNumber() + 1;
        return count - 1;
    };
    const remark = inline(system.remarkWithEvent('0x01'));
    await t.next();

    // One that passes.
    const passed = await submit(Bob, kStaking, remark);
    await t.ok(Charlie, referenda.placeDecisionDeposit(passed));
    t.saw('Referenda.DecisionDepositPlaced');
    await t.fails(Charlie, referenda.placeDecisionDeposit(passed), 'Referenda.HasDeposit');
    await t.fails(Charlie, referenda.refundDecisionDeposit(passed), 'Referenda.Unfinished');
    await t.fails(Charlie, referenda.refundSubmissionDeposit(passed), 'Referenda.BadStatus');
    await t.ok(Dave, convictionVoting.vote(passed, aye(900_000n * KSM)));
    await passAlarms(t, [passed]);
    await t.fails(Bob, convictionVoting.removeOtherVote(Dave.address, 10, passed), 'ConvictionVoting.NoPermissionYet');
    await t.ok(Eve, referenda.refundDecisionDeposit(passed));
    t.saw('Referenda.DecisionDepositRefunded');
    await t.fails(Eve, referenda.refundDecisionDeposit(passed), 'Referenda.NoDeposit');
    await t.root(referenda.refundSubmissionDeposit(passed));
    await t.fails(Eve, referenda.refundSubmissionDeposit(passed), 'Referenda.NoDeposit');
    await t.fails(Eve, referenda.placeDecisionDeposit(passed), 'Referenda.NotOngoing');

    // Invalid calls.
    await t.fails(poor, referenda.submit(kStaking, remark, after(0)), 'Balances.InsufficientBalance');
    await t.root(referenda.submit(kStaking, remark, after(0)), 'BadOrigin');
    for (const origin of [{ system: { Signed: Bob.address } }, { system: 'None' }, custom('Fellows'), custom('Fellowship1Dan')]) {
        await t.fails(Bob, referenda.submit(origin, remark, after(0)), 'Referenda.NoTrack');
    }
    for (const call of [referenda.cancel(0), referenda.kill(0), referenda.nudgeReferendum(0), referenda.oneFewerDeciding(10)]) await t.fails(Bob, call, 'BadOrigin');
    for (const call of [referenda.cancel(77), referenda.kill(77), referenda.nudgeReferendum(77)]) await t.root(call, 'Referenda.NotOngoing');
    for (const call of [referenda.refundDecisionDeposit(77), referenda.refundSubmissionDeposit(77)]) await t.root(call, 'Referenda.BadReferendum');
    await t.root(referenda.oneFewerDeciding(77), 'Referenda.BadTrack');
    await t.fails(Bob, referenda.placeDecisionDeposit(77), 'Referenda.NotOngoing');

    // All tracks; the deposit comes at once, later, or not at all.
    const origins = [{ system: 'Root' }, ...['WhitelistedCaller', 'StakingAdmin', 'Treasurer', 'LeaseAdmin', 'FellowshipAdmin', 'GeneralAdmin', 'AuctionAdmin',
        'ReferendumCanceller', 'ReferendumKiller', 'SmallTipper', 'BigTipper', 'SmallSpender', 'MediumSpender', 'BigSpender'].map(custom)];
    const ofTrack = [];
    for (const origin of origins) ofTrack.push(await submit(Bob, origin, remark, { At: t.number + 100 }));
    for (const index of ofTrack) await t.does(Charlie, referenda.placeDecisionDeposit(index));
    await t.next(2);
    for (const index of ofTrack) await t.does(Dave, convictionVoting.vote(index, aye(300n * KSM, 'Locked3x')));
    await t.next(12);

    // Passing, then not, then rejected; a vote brings the next look.
    const contested = await submit(Bob, kStaking, inline(treasury.removeApproval(0)));
    await t.ok(Bob, referenda.placeDecisionDeposit(contested));
    await t.ok(Charlie, convictionVoting.vote(contested, aye(1000n * KSM)));
    await passAlarms(t, [contested], 1);
    await t.ok(Dave, convictionVoting.vote(contested, nay(100_000n * KSM, 'Locked6x')));
    await t.next();
    await t.does(Dave, convictionVoting.removeVote(null, contested));
    await passAlarms(t, [contested]);
    const rejected = await submit(Bob, kStaking, remark);
    await t.ok(Bob, referenda.placeDecisionDeposit(rejected));
    await t.ok(Dave, convictionVoting.vote(rejected, nay(100_000n * KSM, 'Locked6x')));
    await passAlarms(t, [rejected]);
    await t.ok(Eve, referenda.refundDecisionDeposit(rejected));
    await t.fails(Eve, referenda.refundSubmissionDeposit(rejected), 'Referenda.BadStatus');

    // Support falls to a level that is there; then nays end the confirmation, and their removal begins it anew.
    const tip = await submit(Bob, custom('SmallTipper'), remark);
    await t.ok(Bob, referenda.placeDecisionDeposit(tip));
    await t.ok(Bob, convictionVoting.vote(tip, aye(900_000n * KSM)));
    await t.next(12);
    await t.skipTo(t.number + 4000);
    await t.root(referenda.nudgeReferendum(tip));
    await t.next(2);
    await t.ok(Charlie, convictionVoting.vote(tip, nay(900_000n * KSM, 'Locked6x')));
    await t.next(2);
    await t.ok(Charlie, convictionVoting.removeVote(null, tip));
    await t.next(2);

    // Descriptions.
    const described = await submit(Bob, kStaking, remark);
    const text = '0x' + '33'.repeat(100);
    await t.ok(Eve, preimage.notePreimage(text));
    await t.fails(Bob, referenda.setMetadata(described, blake2AsHex('0x99')), 'Referenda.PreimageNotExist');
    await t.fails(Eve, referenda.setMetadata(described, blake2AsHex(text)), 'Referenda.NoPermission');
    await t.fails(Eve, referenda.setMetadata(described, null), 'Referenda.NoPermission');
    await t.fails(Bob, referenda.setMetadata(77, blake2AsHex(text)), 'Referenda.NotOngoing');
    await t.ok(Bob, referenda.setMetadata(described, blake2AsHex(text)));
    t.saw('Referenda.MetadataSet');
    await t.ok(Bob, referenda.setMetadata(described, null));
    t.saw('Referenda.MetadataCleared');
    await t.ok(Bob, referenda.setMetadata(described, blake2AsHex(text)));
    // Cancelled: the deposits can be taken back. A place becomes free on the track although it had none.
    await t.as(custom('ReferendumCanceller'), referenda.cancel(described));
    t.saw('Referenda.Cancelled');
    await t.ok(Eve, referenda.setMetadata(described, null));
    await t.ok(Eve, referenda.setMetadata(described, null));
    await t.fails(Eve, referenda.refundDecisionDeposit(described), 'Referenda.NoDeposit');
    await t.ok(Eve, referenda.refundSubmissionDeposit(described));
    await t.next(2);
    // Killed: they are gone, with the description.
    for (const withDeposit of [true, false]) {
        const killed = await submit(Bob, kStaking, remark);
        if (withDeposit) await t.ok(Charlie, referenda.placeDecisionDeposit(killed));
        await t.ok(Bob, referenda.setMetadata(killed, blake2AsHex(text)));
        await t.as(custom('ReferendumKiller'), referenda.kill(killed));
        t.saw('Referenda.Killed');
        t.saw('Referenda.DepositSlashed');
        await t.fails(Eve, referenda.refundDecisionDeposit(killed), 'Referenda.NoDeposit');
        await t.fails(Eve, referenda.refundSubmissionDeposit(killed), 'Referenda.BadStatus');
        await t.next(2);
    }

    // Enactment: at a block, later, of calls that are not there, that cannot be made, that are no calls, that come too late.
    const long = system.remarkWithEvent('0x' + '77'.repeat(300));
    await t.ok(Eve, preimage.notePreimage(bytesOf(long)));
    const missing = system.remarkWithEvent('0x' + '88'.repeat(300));
    const enacted = [[lookup(long), after(2)], [lookup(missing), after(0)], [{ Inline: '0xffff' }, after(0)], [{ Inline: '0x' }, { At: 1 }],
        [{ Legacy: { hash: blake2AsHex(bytesOf(missing)) } }, { At: t.number + 30 }], [inline(system.setHeapPages(8)), after(4_294_967_295)],
        [inline(treasury.spendLocal(KSM, Eve.address)), { At: 4_294_967_295 }], [remark, after(0)], [remark, after(0)]];
    const ends = [];
    for (const [proposal, when] of enacted) {
        ends.push(await submit(Alice, kStaking, proposal, when));
        await t.ok(Bob, referenda.placeDecisionDeposit(ends.at(-1)));
        await t.ok(Dave, convictionVoting.vote(ends.at(-1), aye(900_000n * KSM)));
    }
    // How long the call is, is not said: it must not be there yet.
    await t.fails(Alice, referenda.submit(kStaking, { Legacy: { hash: blake2AsHex(bytesOf(long)) } }, after(0)), 'Referenda.PreimageStoredWithDifferentLength');
    await passAlarms(t, ends);
    await t.skipTo(t.number + kEnactment - 20);
    await t.does(Eve, preimage.unnotePreimage(blake2AsHex(bytesOf(long))));
    await t.next(35);

    // A track that is full: the others wait in the order of their ayes, ties too; votes move them.
    const waiting = [];
    for (let i = 0; i < 22; ++i) {
        waiting.push(await submit(Ferdie, custom('LeaseAdmin'), remark));
        await t.ok(Bob, referenda.placeDecisionDeposit(waiting[i]));
        if (i > 10) await t.ok(Charlie, convictionVoting.vote(waiting[i], aye(BigInt(i % 4) * 10n * KSM)));
    }
    await t.next();
    await t.skipTo(t.number + 1200 - 5); // the end of the preparation, two hours
    await t.next(8);
    for (const index of waiting) await t.does(Alice, referenda.placeDecisionDeposit(index));
    for (const index of waiting.slice(0, 11)) await t.root(referenda.nudgeReferendum(index));
    for (const index of waiting.slice(11)) await t.root(referenda.nudgeReferendum(index));
    await t.next();
    for (const [i, index] of waiting.entries()) if (i % 3 === 0) await t.ok(Dave, convictionVoting.vote(index, aye(BigInt((i * 7) % 5) * 10n * KSM)));
    await t.next(2);
    await t.root(referenda.cancel(waiting[15])); // stays in the queue
    await t.root(referenda.kill(waiting[0]));
    await t.next(2);
    await t.root(utility.batch([1, 2, 3].map((i) => referenda.cancel(waiting[i]))));
    await t.next(3);
    for (let i = 0; i < 16; ++i) await t.root(referenda.oneFewerDeciding(12));
    await t.next();
    for (const index of waiting) await t.root(referenda.nudgeReferendum(index), null);
    await t.next();

    // A queue that is full: the last ones are marked as queued and are not in it; ayes bring them in.
    const crowd = [];
    for (let i = 0; i < 104; ++i) {
        crowd.push(await submit(Alice, { system: 'Root' }, remark));
        if (i % 35 === 34) await t.next();
    }
    await t.skipTo(t.number + 1200);
    for (let at = 0; at < crowd.length; at += 26) {
        await t.ok(Bob, utility.batch(crowd.slice(at, at + 26).map((index) => referenda.placeDecisionDeposit(index))));
    }
    for (const [i, index] of [...crowd.slice(0, 4), ...crowd.slice(98)].entries()) await t.ok(Charlie, convictionVoting.vote(index, aye(BigInt(i + 1) * KSM)));
    await t.next(2);
    for (const index of crowd.slice(98)) await t.root(referenda.nudgeReferendum(index));
    await t.root(referenda.oneFewerDeciding(0));
    await t.next();

    // By proxies for governance.
    await t.ok(Dave, proxy.addProxy(Eve.address, 'Governance', 0));
    for (const [call, outcome] of [[referenda.submit(kStaking, remark, after(0)), 'ok'], [convictionVoting.unlock(10, Bob.address), 'ok'],
        [utility.batch([referenda.setMetadata(0, null)]), 'ok'], [preimage.notePreimage('0x1234'), 'System.CallFiltered'],
        [utility.batch([preimage.notePreimage('0x1234')]), 'ok'], [balances.transferKeepAlive(Eve.address, 1n), 'System.CallFiltered']]) {
        await t.ok(Eve, proxy.proxy(Dave.address, null, call));
        t.saw('Proxy.ProxyExecuted', outcome);
    }
    ++count;
    await t.next();

    // Too long without a deposit.
    const late = await submit(Bob, kStaking, remark);
    const early = await submit(Bob, { system: 'Root' }, remark);
    await t.skipTo(t.number + 14 * 14_400 - 2);
    await t.next(4);
    await t.fails(Bob, referenda.placeDecisionDeposit(late), 'Referenda.NotOngoing');
    await t.fails(Bob, referenda.refundSubmissionDeposit(early), 'Referenda.BadStatus');
    await t.fails(Bob, referenda.refundDecisionDeposit(late), 'Referenda.NoDeposit');
    for (const index of ofTrack) await t.root(referenda.nudgeReferendum(index), null);
    await t.next(3);
    for (let index = 0; index < count; ++index) {
        await t.does(Eve, referenda.refundDecisionDeposit(index));
        await t.does(Eve, referenda.refundSubmissionDeposit(index));
    }
    // Bytes that are no origin, no proposal, no moment.
    const bytes = registry.createType('Call', referenda.submit(kStaking, remark, after(0))).toU8a();
    for (let i = 2; i < bytes.length; ++i) {
        await t.api('TransactionPaymentCallApi_query_call_info', u8aToHex(Uint8Array.from([...bytes.map((one, at) => (at === i ? one ^ 0x2a : one)), 0, 0, 0, 0])));
    }
    await t.next();
}
