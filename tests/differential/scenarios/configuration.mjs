// Parameters of parachains: every call, contradictions, and sessions in which changes come into force.
import { KSM } from '../scenario.mjs';

export async function run(t) {
    const { Alice, Bob, tx: { configuration, initializer } } = t;
    const endSession = async (claim = 'primary') => {
        await t.next(1, { skip: 600, claim });
        await t.next(2);
    };
    await t.next();

    // Each call with a value that fits, by Bob and by root.
    const plain = {
        setValidationUpgradeCooldown: 7, setValidationUpgradeDelay: 8, setCodeRetentionPeriod: 99, setMaxCodeSize: 3 << 20,
        setMaxPovSize: 5 << 20, setMaxHeadDataSize: 1 << 20, setCoretimeCores: 4, setGroupRotationFrequency: 11,
        setParasAvailabilityPeriod: 3, setSchedulingLookahead: 2, setMaxValidatorsPerCore: 5, setMaxValidators: 200, setDisputePeriod: 4,
        setDisputePostConclusionAcceptancePeriod: 55, setNoShowSlots: 3, setNDelayTranches: 40, setZerothDelayTrancheWidth: 1,
        setNeededApprovals: 30, setRelayVrfModuloSamples: 6, setMaxUpwardQueueCount: 77, setMaxUpwardQueueSize: 128 << 10,
        setMaxDownwardMessageSize: 5000, setMaxUpwardMessageSize: 128 << 10, setMaxUpwardMessageNumPerCandidate: 16 << 10,
        setHrmpSenderDeposit: 5n * KSM, setHrmpRecipientDeposit: 2n ** 128n - 1n, setHrmpChannelMaxCapacity: 9, setHrmpChannelMaxTotalSize: 1 << 20,
        setHrmpMaxParachainInboundChannels: 128, setHrmpChannelMaxMessageSize: 2 ** 32 - 1, setHrmpMaxParachainOutboundChannels: 128,
        setHrmpMaxMessageNumPerCandidate: 16 << 10, setPvfVotingTtl: 0, setMinimumValidationUpgradeDelay: 17,
        setAsyncBackingParams: { maxCandidateDepth: 3, allowedAncestryLen: 2 },
        setExecutorParams: [{ MaxMemoryPages: 8192 }, 'WasmExtBulkMemory'],
        setOnDemandBaseFee: 123n, setOnDemandFeeVariability: 7, setOnDemandQueueMaxSize: 1, setOnDemandTargetQueueUtilization: 999_999_999,
        setMinimumBackingVotes: 1, setApprovalVotingParams: { maxApprovalCoalesceCount: 2 },
    };
    for (const [name, value] of Object.entries(plain)) {
        await t.fails(Bob, configuration[name](value), 'BadOrigin');
        await t.root(configuration[name](value));
    }
    await t.root(configuration.setHrmpOpenRequestTtl(5), 'Other'); // whatever is said
    await t.root(configuration.setMaxValidators(null));
    await t.root(configuration.setMaxValidatorsPerCore(null));
    await endSession();

    // Values that contradict each other, or a limit.
    const wrong = [['setGroupRotationFrequency', 0], ['setParasAvailabilityPeriod', 0], ['setParasAvailabilityPeriod', 17], ['setNoShowSlots', 0],
        ['setMaxCodeSize', (3 << 20) + 1], ['setMaxHeadDataSize', (1 << 20) + 1], ['setMaxPovSize', (16 << 20) + 1],
        ['setMinimumValidationUpgradeDelay', 3], ['setValidationUpgradeDelay', 1], ['setMaxUpwardMessageSize', (128 << 10) + 1],
        ['setHrmpMaxMessageNumPerCandidate', (16 << 10) + 1], ['setMaxUpwardMessageNumPerCandidate', (16 << 10) + 1],
        ['setHrmpMaxParachainOutboundChannels', 129], ['setHrmpMaxParachainInboundChannels', 129], ['setMinimumBackingVotes', 0],
        ['setMaxUpwardQueueSize', (128 << 10) + 1]];
    for (const [name, value] of wrong) await t.root(configuration[name](value), 'Configuration.InvalidNewValue');

    // Two sessions ahead, and the next one planned already.
    await t.root(configuration.setDisputePeriod(9));
    await endSession('vrf');
    await t.root(configuration.setDisputePeriod(10));
    await t.root(configuration.setMaxValidators(1));
    for (let i = 0; i < 3; ++i) await endSession(i % 2 ? 'primary' : 'vrf');

    // The last resort, and the way back.
    await t.fails(Bob, configuration.setBypassConsistencyCheck(true), 'BadOrigin');
    await t.root(configuration.setBypassConsistencyCheck(true));
    await t.root(configuration.setMaxUpwardQueueSize((128 << 10) + 1), 'Configuration.InvalidNewValue');
    await t.root(configuration.setNoShowSlots(0));
    await t.root(configuration.setBypassConsistencyCheck(false));
    await t.root(configuration.setMinimumBackingVotes(0)); // it is broken already
    await t.root(configuration.setNoShowSlots(2));
    await t.root(configuration.setMinimumBackingVotes(2));
    await t.root(configuration.setMinimumBackingVotes(0), 'Configuration.InvalidNewValue');
    for (let i = 0; i < 3; ++i) await endSession();

    // Blocks that count as approved.
    await t.fails(Bob, initializer.forceApprove(3), 'BadOrigin');
    await t.root(initializer.forceApprove(3));
    await t.root(initializer.forceApprove(2 ** 32 - 1));
    await t.next(2);
}
