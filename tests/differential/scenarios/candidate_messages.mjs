// Messages of candidates: those of the relay chain that they read or must read, those to other paras through channels with
// their watermarks, those to the relay chain until its queue is full.
import { bnToU8a, compactAddLength, compactToU8a, u8aConcat, u8aToHex } from '@polkadot/util';

import { kBacked, kIncluded, Parachains } from '../parachains.mjs';

const kFirst = 2000;
const kSecond = 2001;
const kAll = [kFirst, kSecond];
const u32 = (value) => bnToU8a(value, { bitLength: 32 });

export async function run(t) {
    const { chain, tx: { hrmp } } = t;
    const para = new Parachains(t);
    const expect = (name, times) => {
        const count = t.last.events.filter((one) => one.name === name).length;
        if (count !== times) chain.report.fault(chain, `expected ${times} ${name}, got ${count}`);
    };
    /** One block with candidates: [para, commitments]; nobody has chunks yet. How many are backed. */
    const back = async (backed, ...given) => {
        await para.block(async () => ({ candidates: await Promise.all(given.map(([id, commitments]) => para.candidate(id, { commitments }))) }));
        expect(kBacked, backed);
    };
    const include = async (times) => {
        await para.block();
        expect(kIncluded, times);
        await para.askAll(kAll);
    };

    await t.next();
    await para.register(kAll);
    await para.configure({
        maxValidatorsPerCore: 1, groupRotationFrequency: 10, parasAvailabilityPeriod: 4, schedulingLookahead: 1,
        maxUpwardMessageSize: 1000, maxUpwardMessageNumPerCandidate: 5, maxUpwardQueueCount: 7, maxUpwardQueueSize: 2500,
        hrmpMaxMessageNumPerCandidate: 3, maxDownwardMessageSize: 1000, hrmpMaxParachainOutboundChannels: 4,
        hrmpMaxParachainInboundChannels: 4, hrmpChannelMaxCapacity: 3, hrmpChannelMaxTotalSize: 40, hrmpChannelMaxMessageSize: 30,
        hrmpSenderDeposit: 0, hrmpRecipientDeposit: 0,
    });
    await para.endSession();

    // Of the relay chain: none may be read that is not there; one at least must be if there is one up to the relay parent.
    const queue = (messages) => chain.put([[chain.key('dmp', 'downwardMessageQueues', kFirst),
        u8aToHex(u8aConcat(compactToU8a(messages.length), ...messages.map(([at, size]) => u8aConcat(u32(at), compactAddLength(new Uint8Array(size))))))]]);
    await queue([[2, 10], [3, 20], [chain.number + 40, 30]]);
    await back(0, [kFirst, {}]);
    await back(0, [kFirst, { processed: 4 }]);
    await back(1, [kFirst, { processed: 1 }]);
    await include(1);
    await back(1, [kFirst, { processed: 1 }]);
    await include(1);
    await back(1, [kFirst, {}]); // the last one was sent later, as it says
    await include(1);
    // The queue has become shorter since the candidate was backed.
    await back(1, [kFirst, { processed: 1 }]);
    await queue([]);
    await include(1);

    // Channels both ways, whose openings are told to both.
    for (const [from, to] of [[kFirst, kSecond], [kSecond, kFirst]]) await t.root(hrmp.forceOpenHrmpChannel(from, to, 3, 30));
    await t.root(hrmp.forceProcessHrmpOpen(2));
    const pending = async (id) => ((await t.read('dmp', 'downwardMessageQueues', id)) ?? []).length;
    const told = { [kFirst]: await pending(kFirst), [kSecond]: await pending(kSecond) };
    await back(2, [kFirst, { processed: told[kFirst], horizontal: [[kSecond, new Uint8Array(30).fill(1)]] }], [kSecond, { processed: told[kSecond] }]);
    await include(2);
    const sent = chain.number;
    // Too long, no room by size, not sorted, to itself.
    for (const horizontal of [[[kSecond, new Uint8Array(31)]], [[kSecond, new Uint8Array(11)]], [[kSecond, []], [kSecond, []]], [[kFirst, []]]]) {
        await back(0, [kFirst, { horizontal }]);
    }
    await back(1, [kFirst, { horizontal: [[kSecond, new Uint8Array(10).fill(2)]] }]);
    await include(1);
    const later = chain.number;
    await back(1, [kFirst, { horizontal: [[kSecond, []]] }]);
    await include(1);
    await back(0, [kFirst, { horizontal: [[kSecond, []]] }]); // three wait

    // Watermarks: back, on a block without messages, ahead; on the first message, the same again, on the second, to the end.
    for (const watermark of [sent - 1, sent + 1, chain.number + 5]) await back(0, [kSecond, { watermark }]);
    await back(1, [kSecond, { watermark: sent }]);
    await include(1);
    const saved = await chain.save(); // the last watermark once more
    await back(1, [kSecond, { watermark: sent }]);
    await include(1);
    await chain.restore(saved);
    await back(1, [kSecond, { watermark: later, horizontal: [[kFirst, [7]]] }]);
    await include(1);
    await back(2, [kSecond, { horizontal: [[kFirst, [8]]] }], [kFirst, { horizontal: [[kSecond, [9]]] }]);
    await include(2);
    // The channel closes between backing and inclusion: the messages are dropped.
    await back(1, [kFirst, { horizontal: [[kSecond, [10]]] }]);
    await t.root(hrmp.forceCleanHrmp(kSecond, 1, 1));
    await include(1);


    // To the relay chain: messages beyond a limit are refused, the queue empties by itself or not at all.
    const garbage = (size) => new Uint8Array(size).fill(255);
    await back(0, [kSecond, { upward: [1, 2, 3, 4, 5, 6].map(garbage) }]);
    await back(0, [kSecond, { upward: [garbage(1001)] }]);
    await back(0, [kSecond, { upward: [1000, 1000, 501].map(garbage) }]);
    await back(1, [kSecond, { upward: [1000, 1000, 500].map(garbage) }]);
    await include(1);
    await back(1, [kSecond, { upward: [5, 1, 2, 3, 4].map(garbage) }]);
    await include(1);
    await t.next(3);
}
