// Parachains' storage of older releases, and this runtime's first block on it: the configuration of versions 6 to 8,
// cores and paras that wait for them, and the paras of Registrar.
import { u8aConcat } from '@polkadot/util';

import { lastUpgrade, list, oldSessionKeys, put as putIn, u128, u32, versionOf } from '../old_state.mjs';
import { KSM } from '../scenario.mjs';

const put = (pallet, item, value, ...keys) => putIn(pallet, item, keys, value);

// Fields of each version in their order; those that later versions do not have, with their bytes.
const kMessages = 'maxCodeSize maxHeadDataSize maxUpwardQueueCount maxUpwardQueueSize maxUpwardMessageSize maxUpwardMessageNumPerCandidate '
    + 'hrmpMaxMessageNumPerCandidate validationUpgradeCooldown validationUpgradeDelay asyncBackingParams maxPovSize maxDownwardMessageSize '
    + 'hrmpMaxParachainOutboundChannels';
const kChannels = 'hrmpSenderDeposit hrmpRecipientDeposit hrmpChannelMaxCapacity hrmpChannelMaxTotalSize hrmpMaxParachainInboundChannels';
const kValidators = 'schedulingLookahead maxValidatorsPerCore maxValidators disputePeriod disputePostConclusionAcceptancePeriod noShowSlots '
    + 'nDelayTranches zerothDelayTrancheWidth neededApprovals relayVrfModuloSamples';
const kVoting = 'pvfVotingTtl minimumValidationUpgradeDelay';
const kParathreads = 'hrmpChannelMaxMessageSize executorParams codeRetentionPeriod parathreadCores parathreadRetries groupRotationFrequency '
    + 'chainAvailabilityPeriod threadAvailabilityPeriod';
const kVersions = {
    6: `${kMessages} parathreadOut ${kChannels} parathreadIn ${kParathreads} ${kValidators} pvfCheckingEnabled ${kVoting}`,
    7: `${kMessages} parathreadOut ${kChannels} parathreadIn ${kParathreads} ${kValidators} ${kVoting}`,
    8: `${kMessages} ${kChannels} hrmpChannelMaxMessageSize executorParams codeRetentionPeriod onDemandCores onDemandRetries `
        + 'onDemandQueueMaxSize onDemandTargetQueueUtilization onDemandFeeVariability onDemandBaseFee onDemandTtl groupRotationFrequency '
        + `parasAvailabilityPeriod ${kValidators} ${kVoting}`,
};
const kGone = {
    parathreadOut: u32(1), parathreadIn: u32(2), parathreadCores: u32(3), parathreadRetries: u32(4), chainAvailabilityPeriod: u32(5),
    threadAvailabilityPeriod: u32(6), pvfCheckingEnabled: [1],
};

export async function run(t) {
    const { Alice, Bob, chain, tx: { balances } } = t;
    await t.next(2);
    const active = await t.read('configuration', 'activeConfig');
    const session = (await t.read('session', 'currentIndex'))?.toNumber() ?? 0;
    const encode = (version, more = {}) => u8aConcat(...kVersions[version].split(' ').map((name) => more[name] ?? active.get(name)?.toU8a() ?? kGone[name]));
    const configuration = (version) => [versionOf('Configuration', version), put('Configuration', 'ActiveConfig', encode(version)),
        put('Configuration', 'PendingConfigs', list([
            u8aConcat(u32(session + 1), encode(version, { neededApprovals: u32(9), minimumValidationUpgradeDelay: u32(77) })),
            u8aConcat(u32(session + 2), encode(version, { maxValidators: [1, 5, 0, 0, 0], maxPovSize: u32(1_000_000) }))]))];

    const { changes: oldKeys } = await oldSessionKeys(t);
    await chain.close();
    await chain.share();
    const old = await chain.save();
    const now = chain.number; // migrations run before the number of their block is set
    /** The first block of this runtime on a state with `changes`. Expected then: [[key, value or null], ...]. */
    const upgrade = async (what, changes, expected = [], blocks = 1) => {
        await chain.restore(old);
        await chain.put([...changes, put('StateTrieMigration', 'AutoLimits', new Uint8Array([0])), // which begins no migration
            put('StateTrieMigration', 'MigrationProcess', u8aConcat([2, 2], u32(1), u32(0), u32(0))),
            ...oldKeys, lastUpgrade(chain, 9430)]);
        await chain.open();
        for (const [key, value] of expected) {
            const [found] = await chain.get(key);
            if (found !== value) chain.report.fault(chain, `after the upgrade, ${what}: ${key} has ${found}, not ${value}`);
        }
        for (let i = 0; i < blocks; ++i) {
            await t.ok(Alice, balances.transferKeepAlive(Bob.address, 1));
            await t.next(1, { skip: i === 1 ? 600 : 0 });
            if (i === 1) await t.next(); // the first block of a session is full
        }
        await chain.close();
    };

    // Configuration: the forms, one that cannot be decoded, one with more behind it; nothing that waits.
    for (const from of [6, 7, 8]) await upgrade(`version ${from}`, configuration(from), [versionOf('Configuration', 9)], 6);
    for (const from of [5, 9]) await upgrade(`version ${from}`, [versionOf('Configuration', from)], [versionOf('Configuration', from)]);
    for (const from of [6, 7, 8]) {
        await upgrade(`version ${from}, broken`, [versionOf('Configuration', from), put('Configuration', 'ActiveConfig', encode(from).subarray(0, -1)),
            put('Configuration', 'PendingConfigs', new Uint8Array([4]))], [versionOf('Configuration', 9)]);
        await upgrade(`version ${from}, with more`, [versionOf('Configuration', from), put('Configuration', 'ActiveConfig', u8aConcat(encode(from), [1, 2])),
            put('Configuration', 'PendingConfigs', null)], [versionOf('Configuration', 9), put('Configuration', 'PendingConfigs', new Uint8Array([0]))]);
    }

    // ParaScheduler: a parachain and parathreads wait, for two cores; candidates of each kind are on cores.
    const collator = new Uint8Array(32).fill(7);
    const waits = (core, para, kind) => u8aConcat(u32(core), u32(para), kind, u32(0));
    const parathread = (retries) => u8aConcat([1], collator, u32(retries));
    const onCore = (para) => u8aConcat([1, 0], u32(para), collator, u32(1));
    const parachains = (...paras) => put('Paras', 'Parachains', list(paras.map(u32)));
    const scheduler = [
        versionOf('ParaScheduler', 0),
        put('ParaScheduler', 'ParathreadQueue', u8aConcat(list([u8aConcat(u32(2000), collator, u32(0), u32(0))]), u32(3))),
        put('ParaScheduler', 'ParathreadClaimIndex', list([u32(2000)])),
        put('ParaScheduler', 'Scheduled', list([waits(0, 2001, [0]), waits(1, 2003, parathread(2)), waits(0, 2004, parathread(0))])),
        put('ParaScheduler', 'AvailabilityCores', list([[1, 1], [0], onCore(2005)])),
    ];
    const gone = ['ParathreadQueue', 'ParathreadClaimIndex', 'Scheduled'].map((item) => put('ParaScheduler', item, null));
    const claim = (para, now) => u8aConcat(u32(para), u32(0), u32(now));
    await upgrade('cores', [...scheduler, parachains(2001, 2002)], [...gone, versionOf('ParaScheduler', 1),
        put('ParaScheduler', 'AvailabilityCores', list([u8aConcat([1], claim(2001, now)), [0], u8aConcat([1], claim(2005, now))]))], 2);
    await upgrade('nothing on cores', [versionOf('ParaScheduler', 0), ...gone, put('ParaScheduler', 'AvailabilityCores', null)], [
        versionOf('ParaScheduler', 1), put('ParaScheduler', 'AvailabilityCores', new Uint8Array([0]))], 2);
    await upgrade('cores that cannot be decoded', [versionOf('ParaScheduler', 0), put('ParaScheduler', 'Scheduled', new Uint8Array([4])),
        put('ParaScheduler', 'AvailabilityCores', new Uint8Array([4, 9]))], [versionOf('ParaScheduler', 1)], 2);
    await t.mayTrap(() => upgrade('a core of no parachain', [...scheduler, parachains()]));

    // Registrar: one that is unlocked by its number, others with their locks, one that cannot be decoded.
    const para = (id, locked) => put('Registrar', 'Paras', u8aConcat(Alice.publicKey, u128(3n * KSM), [locked]), u32(id));
    const now1 = (id, lock) => put('Registrar', 'Paras', u8aConcat(Alice.publicKey, u128(3n * KSM), lock), u32(id));
    const broken = [put('Registrar', 'Paras', new Uint8Array([1, 2, 3]), u32(2007)), para(2009, 2)];
    await upgrade('paras', [versionOf('Registrar', 0), para(2000, 1), para(2003, 1), para(2275, 0), para(2006, 0), ...broken],
        [versionOf('Registrar', 1), now1(2000, [1, 1]), now1(2003, [0]), now1(2275, [0]), now1(2006, [1, 0]), ...broken]);

    // All of it at once, from the last release before.
    await upgrade('everything', [...configuration(6), ...scheduler, parachains(2001, 2002), versionOf('Registrar', 0), para(2000, 1)],
        [versionOf('Configuration', 9), versionOf('ParaScheduler', 1), versionOf('Registrar', 1)], 6);
}
