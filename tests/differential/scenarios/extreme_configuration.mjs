// Each field of the parachains' configuration at the end of its range, with candidates, messages, channels, an upgrade, a swap, a dispute
// and sessions on top.
import { statementSet } from '../disputes.mjs';
import { Parachains } from '../parachains.mjs';

const kMost = 2 ** 32 - 1;
const kBlocks = 12;
const kBase = {
    maxValidatorsPerCore: 2, groupRotationFrequency: 4, parasAvailabilityPeriod: 3, schedulingLookahead: 1, maxHeadDataSize: 100, maxCodeSize: 200,
    maxUpwardMessageSize: 20, maxUpwardMessageNumPerCandidate: 2, maxUpwardQueueCount: 10, maxUpwardQueueSize: 500, maxDownwardMessageSize: 1000,
    hrmpMaxMessageNumPerCandidate: 2, hrmpMaxParachainOutboundChannels: 4, hrmpMaxParachainInboundChannels: 4, hrmpChannelMaxCapacity: 3,
    hrmpChannelMaxTotalSize: 40, hrmpChannelMaxMessageSize: 30, hrmpSenderDeposit: 0, hrmpRecipientDeposit: 0, validationUpgradeCooldown: 3,
    validationUpgradeDelay: 2, minimumValidationUpgradeDelay: 5, codeRetentionPeriod: 8, pvfVotingTtl: 2, disputePeriod: 2,
};

const byPara = (id) => ({ ParachainsOrigin: { Parachain: id } });

/** With more groups than there are. */
const manyGroups = (Base) => class extends Base {
    groupOf(...place) {
        return super.groupOf(...place) ?? [0];
    }
};

/** What is no number. What the scheduler has, where not all numbers are possible. */
const kNoNumbers = new Set(['executorParams', 'asyncBackingParams', 'nodeFeatures', 'approvalVotingParams', 'schedulerParams']);
const kOfScheduler = { groupRotationFrequency: kMost, parasAvailabilityPeriod: kMost, maxValidatorsPerCore: kMost, onDemandQueueMaxSize: kMost, onDemandTargetQueueUtilization: 1_000_000_000,
    onDemandFeeVariability: 1_000_000_000, onDemandBaseFee: '340282366920938463463374607431768211455' };

export async function run(t) {
    const { chain, tx: { hrmp } } = t;
    const para = new (manyGroups(Parachains))(t);
    await t.next();
    await chain.close();
    await para.appoint(5, { sessions: 12 });
    await para.register([2000, 2001]);
    await para.configure(kBase);
    await para.endSession();
    await t.root(hrmp.forceOpenHrmpChannel(2000, 2001, 3, 30));
    await para.endSession();
    if (chain.inBlock) await chain.close();
    const saved = await chain.save();
    const fields = Object.keys((await chain.read('configuration', 'activeConfig')).toJSON());
    const extremes = [...fields.filter((field) => !kNoNumbers.has(field)).flatMap((field) => [[field, kMost], [field, 0]]), ...Object.entries(kOfScheduler), ['lookahead', 7]];
    for (const [field, value] of extremes) {
        await chain.restore(saved);
        await para.configure({ [field]: value });
        await live(t, para);
    }
    await chain.restore(saved);
}

/** What happens in each of some blocks, as far as blocks are possible. */
async function live(t, para) {
    const { chain, tx: { hrmp, paras, registrar } } = t;
    const commitments = (i) => ({
        2: { code: new Uint8Array(20).fill(3), horizontal: [[2001, [1, 2, 3]]], upward: [[3, 0], [9]] },
        4: { horizontal: [[2001, [4]]] },
    })[i] ?? { horizontal: [] };
    for (let i = 0; i < kBlocks; ++i) {
        const session = await para.session();
        const validators = await para.validators();
        const dispute = () => statementSet(para.made.at(-1), session, [0, 1, 2].map((index) => (
            [index === 0 ? 'backed' : 'invalid', index, validators[index] ?? t.Charlie, {}])));
        await t.mayTrap(() => para.block(async () => ({
            candidates: [...(i % 2 ? [] : [await para.candidate(2000, { commitments: commitments(i) })]),
                await para.candidate(2001, { commitments: { processed: 0 } })],
            disputes: i === 5 && para.made.length > 0 ? [dispute()] : [],
        })));
        if (!chain.inBlock) return;
        if (i === 1) await t.as(byPara(2001), hrmp.hrmpInitOpenChannel(2000, 3, 30), null);
        if (i === 2) await t.as(byPara(2000), hrmp.hrmpAcceptOpenChannel(2001), null);
        if (i === 3) await t.root(paras.forceScheduleCodeUpgrade(2001, '0x0707070707', chain.number), null);
        if (i === 6) await t.as(byPara(2000), hrmp.hrmpCloseChannel({ sender: 2000, recipient: 2001 }), null);
        if (i === 7) await t.root(registrar.swap(2000, 2001), null);
        if (i % 4 === 0) await t.mayTrap(() => para.askAll([2000, 2001]));
        if (i === 4 || i === 8) await t.mayTrap(() => para.endSession());
        if (i === 9) await t.mayTrap(() => t.next(1, { skip: 600, claim: 'primary' }));
    }
    if (chain.inBlock) await t.mayTrap(() => chain.close());
}
