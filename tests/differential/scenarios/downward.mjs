// Messages of the relay chain to a para whose queue has little room: sending becomes dearer above half of the queue, and cheaper
// again by candidates that read; messages without room are not sent. HRMP alone sends here.
import { kBacked, kIncluded, Parachains } from '../parachains.mjs';

const kFrom = 2000;
const kTo = 2001;
const kAll = [kFrom, kTo];
const kLongest = 8 << 20; // of which four have room in what a runtime can allocate: above two, sending is dearer; five may wait
const kOne = 10n ** 18n;

export async function run(t) {
    const { chain, tx: { hrmp } } = t;
    const para = new Parachains(t);
    const by = { ParachainsOrigin: { Parachain: kFrom } };
    const expect = async (length, factor) => {
        const found = [((await t.read('dmp', 'downwardMessageQueues', kTo)) ?? []).length,
            ((await t.read('dmp', 'deliveryFeeFactor', kTo)) ?? kOne).toString()];
        if (found[0] !== length || found[1] !== String(factor)) chain.report.fault(chain, `expected ${[length, factor]}, got ${found}`);
    };
    const tell = async () => {
        await t.as(by, hrmp.hrmpInitOpenChannel(kTo, 3, 30));
        await t.as(by, hrmp.hrmpCancelOpenRequest({ sender: kFrom, recipient: kTo }, 1)); // of which nobody is told
    };
    const read = async (processed) => {
        await para.block(async () => ({ candidates: [await para.candidate(kTo, { commitments: { processed } })] }));
        if (!t.last.events.some(({ name }) => name === kBacked)) chain.report.fault(chain, `no candidate reads ${processed} messages`);
        await para.block();
        if (!t.last.events.some(({ name }) => name === kIncluded)) chain.report.fault(chain, `no candidate has read ${processed} messages`);
        await para.askAll(kAll);
    };

    await t.next();
    await para.register(kAll);
    await para.configure({
        maxValidatorsPerCore: 1, groupRotationFrequency: 10, parasAvailabilityPeriod: 4, schedulingLookahead: 1, maxDownwardMessageSize: kLongest,
        hrmpMaxParachainOutboundChannels: 4, hrmpMaxParachainInboundChannels: 4, hrmpChannelMaxCapacity: 3, hrmpChannelMaxTotalSize: 40,
        hrmpChannelMaxMessageSize: 30, hrmpSenderDeposit: 0, hrmpRecipientDeposit: 0,
    });
    await para.endSession();

    const factors = [kOne, kOne, 1_050_000_000_000_000_000n, 1_102_500_000_000_000_000n, 1_157_625_000_000_000_000n];
    for (const [i, factor] of factors.entries()) {
        await tell();
        await expect(i + 1, factor);
    }
    await tell(); // asked all the same
    await expect(5, factors[4]);
    await t.next();
    // Messages are read: with more than half of the queue left it stays dear.
    for (const [processed, left, factor] of [[1, 4, factors[4]], [1, 3, factors[4]], [1, 2, factors[3]], [2, 0, factors[2]], [0, 0, kOne], [0, 0, kOne]]) {
        await read(processed);
        await expect(left, factor);
    }
}
