// Who has a core: what the broker chain assigns, for how long and in which shares; orders of single blocks, their queues, heaps
// and prices, credits and revenue; how many cores there are and how far claims are known ahead. What is stored and asked is compared each block.
import { bnToU8a, compactToU8a, stringToU8a, u8aConcat, u8aToHex } from '@polkadot/util';

import { kBacked, kIncluded, kWhole, Parachains } from '../parachains.mjs';
import { KSM } from '../scenario.mjs';

const kAll = [2000, 2001, 2002];
const u32 = (value) => bnToU8a(value, { bitLength: 32 });
const by = (para) => ({ ParachainsOrigin: { Parachain: para } });
const task = (id, parts = kWhole) => [{ Task: id }, parts];
const pool = (parts = kWhole) => ['Pool', parts];
const idle = (parts = kWhole) => ['Idle', parts];

export async function run(t) {
    const { Alice, Bob, Charlie, chain, tx: { configuration, coretime, onDemandAssignmentProvider: orders } } = t;
    const para = new Parachains(t);
    const ask = async () => {
        for (const method of ['availability_cores', 'claim_queue', 'validator_groups', 'scheduling_lookahead']) await t.hostApi(method);
    };
    /** So many blocks, each of which uses up what cores are claimed for. */
    const blocks = async (count) => {
        for (let i = 0; i < count; ++i) {
            await t.next();
            await ask();
        }
    };
    const branch = async (what) => {
        if (chain.inBlock) await chain.close();
        const saved = await chain.save();
        await chain.open();
        await what();
        if (chain.inBlock) await chain.close();
        await chain.restore(saved);
    };
    const assign = (core, begin, parts, endHint = null, expected = 'ok') => t.root(coretime.assignCore(core, begin, parts, endHint), expected);
    const order = (who, id, expected = 'ok', most = 1000n * KSM) => t.does(who, orders.placeOrderAllowDeath(most, id), expected);

    await t.next();
    await chain.close();
    await para.appoint(4, { sessions: 12 });
    await para.register(kAll, { cores: [] });
    await para.configure({ lookahead: 3, numCores: 4, groupRotationFrequency: 20, parasAvailabilityPeriod: 4, onDemandBaseFee: 1_000_000_000 });
    await para.endSession();
    await ask();

    // Shares of a core, one after another, with ends and without.
    const plans = {
        halves: (now) => [[now, [task(2000, kWhole / 2), task(2001, kWhole / 2)]]],
        thirds: (now) => [[now + 1, [task(2000, kWhole / 3), pool(kWhole / 3), idle(kWhole / 3)]]],
        uneven: (now) => [[now, [task(2000, 40_000), task(2001, 10_000), task(2002, 7_600)]]],
        little: (now) => [[now, [task(2000, 10), task(2001, 3)]]],
        'more than all': (now) => [[now, [task(2000, 65_535), task(2001, 50_000)]]],
        nothing: (now) => [[now, [task(2000, 0)]]],
        'nothing and something': (now) => [[now, [task(2000, 0), task(2001, 5)]]],
        appended: (now) => [[now + 2, [task(2000, kWhole / 2)]], [now + 2, [task(2001, kWhole / 2)], now + 9], [now + 2, [pool(100)], null]],
        past: (now) => [[now - 2, [task(2000)]], [now + 4, [task(2001)]]],
        'all are past': (now) => [[1, [task(2000)], 2], [2, [task(2001)], 3], [3, [task(2002)]]],
        'past without an end': (now) => [[1, [task(2000)]], [2, [task(2001)]], [3, [task(2002)], now + 7]],
        'end without a follower': (now) => [[now, [task(2000)], now + 5]],
        'end with a follower': (now) => [[now, [task(2000)], now + 5], [now + 8, [task(2001)]]],
        'end behind the follower': (now) => [[now, [task(2000)], now + 15], [now + 5, [task(2001)], now + 7]],
        'end before the begin': (now) => [[now + 5, [task(2000)], now + 3], [now + 6, [task(2001)]]],
        'end at the begin': (now) => [[now + 5, [task(2000)], now + 5]],
        chain: (now) => [1, 3, 4, 7, 8, 9].map((at) => [now + at, [task(2000 + at)], at % 3 === 0 ? now + at + 2 : null]),
        idle: (now) => [[now, [idle()]], [now + 3, [task(2000)]]],
        'one part after another': (now) => [[now, Array.from({ length: 20 }, (_, i) => (i % 5 === 4 ? idle(2880) : i % 2 ? pool(2880) : task(2000 + i, 2880)))]],
    };
    for (const [name, plan] of Object.entries(plans)) {
        await branch(async () => {
            const now = t.number;
            for (const [core, shift] of [[0, 0], [2, 1]]) for (const [begin, parts, end] of plan(now)) await assign(core, begin + shift, parts, end === undefined || end === null ? null : end + shift);
            if (name === 'thirds' || name === 'one part after another') for (const id of kAll) await order(Alice, id);
            await blocks(16);
        });
    }
    await branch(async () => {
        await assign(0, t.number + 5, []  , null, 'CoretimeAssignmentProvider.AssignmentsEmpty');
        await assign(0, t.number + 5, [task(2000)]);
        await assign(0, t.number + 4, [task(2001)], null, 'CoretimeAssignmentProvider.DisallowedInsert');
        await assign(9, t.number + 1, [task(2002)]); // there is no such core yet
        await assign(65_535, t.number + 1, [task(2002)]);
        await blocks(8);
        await assign(0, t.number - 3, [task(2001)]); // the queue is over
        await blocks(3);
        await t.root(configuration.setCoretimeCores(10));
        await para.endSession();
        await para.endSession();
        await ask();
        await blocks(3);
    });

    // Who may say so.
    for (const call of [coretime.requestCoreCount(3), coretime.requestRevenueAt(1), coretime.creditAccount(Bob.address, 5), coretime.assignCore(0, 5, [task(2000)], null)]) {
        await t.next();
        await t.fails(Bob, call, 'BadOrigin');
        await t.as(by(2000), call, 'Coretime.NotBroker');
        await t.as(by(1004), call, 'Coretime.NotBroker');
        await t.as({ Origins: 'GeneralAdmin' }, call, 'BadOrigin');
    }
    await t.as(by(1005), coretime.assignCore(1, t.number + 2, [pool()], null));
    await t.as(by(1005), coretime.assignCore(3, t.number + 2, [task(2002, kWhole / 2), pool(kWhole / 2)], null));
    await t.as(by(1005), coretime.creditAccount(Bob.address, 5));
    await t.root(coretime.creditAccount(Bob.address, 100n * KSM));
    await t.root(coretime.creditAccount(Charlie.address, 2n ** 128n - 1n));
    await t.root(coretime.creditAccount(Charlie.address, 1));
    await t.root(coretime.requestRevenueAt(t.number + 1), 'Coretime.RequestedFutureRevenue');
    await blocks(4);

    // Orders on one pool core and a half: of one para, of many, in any order; the heaps of each block.
    const ordered = async (ids) => {
        const free = (para_) => order(Alice, para_);
        for (const id of ids) await free(id);
    };
    await branch(async () => { await ordered([2000]); await blocks(6); });
    await branch(async () => { await ordered(Array.from({ length: 40 }, () => 2000)); await blocks(12); await ordered([2001, 2000, 2001]); await blocks(12); });
    await branch(async () => { await ordered(Array.from({ length: 20 }, (_, i) => 2000 + i)); await blocks(14); await ordered([5, 4, 3, 2, 1]); await blocks(12); });
    await branch(async () => {
        for (const [core, at] of [[0, 1], [2, 3]]) await assign(core, t.number + at, [pool()]);
        for (let i = 0; i < 24; ++i) {
            await ordered([[2000, 2000, 2001], [2001], [2002, 2000, 2000, 2003], [], [7, 2000], [7, 7, 7, 2001]][i % 6]);
            await blocks(1);
        }
        await blocks(20);
    });
    // They are used: a candidate that is included gives the claim back.
    await branch(async () => {
        for (let i = 0; i < 3; ++i) await ordered([2000, 2001, 2000]);
        await blocks(3);
        for (let i = 0; i < 8; ++i) {
            await para.block(async () => {
                const facts = await para.facts();
                const ready = kAll.filter((id) => para.coresOf(facts, id).length > 0);
                const taken = new Set((await para.pending()).keys());
                return { bitfields: i % 3 === 2 ? [] : undefined, candidates: await Promise.all(ready.filter((id) => !taken.has(id)).map((id) => para.candidate(id, { facts }))) };
            });
            await ask();
            await para.askAll([2000]);
        }
    });

    // What an order costs, over a queue that fills and empties; each way to pay; each error.
    await branch(async () => {
        await para.configure({ onDemandQueueMaxSize: 24, onDemandTargetQueueUtilization: 250_000_000, onDemandFeeVariability: 300_000_000 });
        await t.fails(Alice, orders.placeOrderKeepAlive(0, 2000), 'OnDemandAssignmentProvider.SpotPriceHigherThanMaxAmount');
        await t.fails(Alice, orders.placeOrderWithCredits(10n * KSM, 2000), 'OnDemandAssignmentProvider.InsufficientCredits');
        const [poor] = await t.pool('poor', 1, KSM / 100n);
        await t.ok(poor, orders.placeOrderAllowDeath(KSM, 2000), {});
        await t.does(poor, orders.placeOrderKeepAlive(KSM, 2000));
        for (let i = 0; i < 60; ++i) {
            await t.does(i % 3 ? Alice : Bob, [orders.placeOrderKeepAlive(1000n * KSM, 2000 + i % 4), orders.placeOrderAllowDeath(1000n * KSM, 2000 + i % 3), orders.placeOrderWithCredits(1000n * KSM, 2000)][i % 3]);
            if (i % 4 === 0) await blocks(1);
        }
        await blocks(25);
        await t.ok(Charlie, orders.placeOrderWithCredits(1000n * KSM, 2001));
        await blocks(5);
        for (const fields of [{ onDemandQueueMaxSize: 0 }, { onDemandQueueMaxSize: 1 }, { onDemandTargetQueueUtilization: 1_000_000_000 }, { onDemandTargetQueueUtilization: 0, onDemandQueueMaxSize: 100 },
            { onDemandFeeVariability: 0 }, { onDemandFeeVariability: 1_000_000_000 }, { onDemandBaseFee: 0 }]) {
            await para.configure(fields);
            for (let i = 0; i < 4; ++i) {
                await t.does(Alice, orders.placeOrderKeepAlive(1_000_000n * KSM, 2002));
                await t.does(Bob, orders.placeOrderWithCredits(1000n * KSM, 2001));
                await blocks(2);
            }
        }
    });
    // The indices of the queue wrap.
    await branch(async () => {
        await chain.put([[chain.key('onDemandAssignmentProvider', 'queueStatus'), u8aToHex(u8aConcat(bnToU8a(10n ** 18n, { bitLength: 128 }), u32(2 ** 32 - 3), u32(2 ** 32 - 3), [0]))]]);
        await ordered([2000, 2001, 2002, 2000, 2001, 2003, 2004]);
        await blocks(12);
    });
    // Heaps as others have left them, whose order is wrong: to be read is to be put in order.
    await branch(async () => {
        const entry = (id, index) => u8aConcat(u32(id), u32(index));
        const heap = (...entries) => u8aToHex(u8aConcat(compactToU8a(entries.length), ...entries.map((one) => entry(...one))));
        await chain.put([[chain.key('onDemandAssignmentProvider', 'freeEntries'), heap([1, 9], [2, 3], [3, 7], [4, 1], [5, 8], [6, 3], [7, 3], [8, 0], [9, 12])],
            [chain.key('onDemandAssignmentProvider', 'affinityEntries', 1), heap([2000, 6], [2000, 2], [2001, 4])],
            [chain.key('onDemandAssignmentProvider', 'paraIdAffinity', 2000), u8aToHex(u8aConcat(u32(1), u32(2)))],
            [chain.key('onDemandAssignmentProvider', 'paraIdAffinity', 2001), u8aToHex(u8aConcat(u32(3), u32(1)))],
            [chain.key('onDemandAssignmentProvider', 'queueStatus'), u8aToHex(u8aConcat(bnToU8a(2n * 10n ** 18n, { bitLength: 128 }), u32(13), u32(0), compactToU8a(3), u32(11), u32(5), u32(10)))]]);
        await blocks(16);
        await ordered([2000, 3]);
        await blocks(6);
    });
    // Revenue of 160 blocks; what is older is one sum.
    await branch(async () => {
        await ordered([2000]);
        await chain.put([[chain.key('onDemandAssignmentProvider', 'revenue'), u8aToHex(u8aConcat(compactToU8a(159), ...Array.from({ length: 159 }, (_, i) => bnToU8a(BigInt(i) + KSM, { bitLength: 128 }))))]]);
        await blocks(4);
        await ordered([2001]);
        await blocks(2);
    });
    // What the broker chain is told, once it can be reached: revenue up to a block, by a teleport; how many cores there are.
    const kBroker = 1005;
    const withBroker = (what) => branch(async () => {
        await chain.put([[chain.key('paras', 'paraLifecycles', kBroker), '0x02'], [chain.key('paras', 'heads', kBroker), '0x0401']]);
        await para.knowVersions([kBroker]);
        await what();
        await t.hostApi('dmq_contents', u8aToHex(u32(kBroker)));
    });
    const revenue = (at, expected = 'ok') => t.as(by(kBroker), coretime.requestRevenueAt(at), expected);
    await branch(async () => { // nobody is there
        await ordered([2000]);
        await revenue(t.number, 'Coretime.AssetTransferFailed');
    });
    await withBroker(async () => {
        await revenue(t.number);
        await ordered([2000, 2001]);
        await t.next();
        await ordered([2002]);
        await t.next();
        for (const back of [1, 1, 0, 0, 3]) await revenue(t.number - back);
        await revenue(t.number + 1, 'Coretime.RequestedFutureRevenue');
        await revenue(0);
        await t.root(coretime.requestRevenueAt(t.number));
    });
    await withBroker(async () => {
        // More revenue than the pot has.
        await chain.put([[chain.key('onDemandAssignmentProvider', 'revenue'), u8aToHex(u8aConcat(compactToU8a(2), bnToU8a(5n * KSM, { bitLength: 128 }), bnToU8a(7n * KSM, { bitLength: 128 })))]]);
        await revenue(t.number, null);
        await revenue(t.number - 1, null);
    });
    await withBroker(async () => {
        // 160 blocks with revenue each; what falls off is added to the last.
        for (let i = 0; i < 3; ++i) await ordered([2000, 2001]);
        const entries = (count) => u8aToHex(u8aConcat(compactToU8a(count), ...Array.from({ length: count }, (_, i) => bnToU8a(BigInt(i + 1), { bitLength: 128 }))));
        await chain.put([[chain.key('onDemandAssignmentProvider', 'revenue'), entries(160)]]);
        await t.next(3);
        for (const back of [170, 161, 160, 159, 100, 1, 0]) await revenue(Math.max(t.number - back, 0), null);
    });
    for (const count of [3, 5, 200]) {
        await withBroker(async () => {
            await t.as(by(kBroker), coretime.requestCoreCount(count));
            await para.endSession();
            await ask();
            await para.endSession();
            await ask();
        });
    }

    // Cores that go while claims of the pool wait on them, and come back; how far ahead is known.
    for (const [cores, lookahead] of [[2, 3], [1, 1], [0, 3], [6, 1], [4, 1], [4, 5], [1, 5]]) {
        await branch(async () => {
            await ordered([2000, 2001, 2002, 2000, 2003, 2001]);
            await assign(0, t.number + 1, [pool(kWhole / 2), task(2002, kWhole / 2)]);
            await blocks(2);
            await t.as(by(1005), coretime.requestCoreCount(cores));
            await t.root(configuration.setSchedulingLookahead(lookahead));
            await para.endSession();
            await ask();
            await blocks(1);
            await para.endSession();
            await ask();
            await blocks(6);
            await t.root(configuration.setCoretimeCores(4));
            await para.endSession();
            await para.endSession();
            await blocks(3);
        });
    }
    // A lookahead of 1 that was 3 at once: longer queues stay until they are used.
    await branch(async () => {
        await assign(0, t.number + 1, [task(2000)]);
        await blocks(2);
        for (const lookahead of [1, 3, 2, 0]) {
            await para.configure({ lookahead });
            await blocks(4);
        }
    });
    // The configuration by calls that later releases have: from the second session on, and what contradicts itself.
    await branch(async () => {
        const params = (await t.read('configuration', 'activeConfig')).schedulerParams.toJSON();
        const kInvalid = 'Configuration.InvalidNewValue';
        for (const [fields, expected] of [[{}, 'ok'], [{ lookahead: 0 }, kInvalid], [{ groupRotationFrequency: 0 }, kInvalid], [{ parasAvailabilityPeriod: 0 }, kInvalid],
            [{ onDemandQueueMaxSize: 1_000_000_001 }, kInvalid], [{ onDemandQueueMaxSize: 1_000_000_000, ttl: 0, maxAvailabilityTimeouts: 9, maxValidatorsPerCore: 0 }, 'ok'],
            [{ onDemandTargetQueueUtilization: 1_000_000_000, numCores: 5, maxValidatorsPerCore: 2 }, 'ok']]) {
            await t.root(configuration.setSchedulerParams({ ...params, ...fields }), expected);
        }
        for (const most of [0, 1, 7, 2 ** 32 - 1]) await t.root(configuration.setApprovalVotingParams({ maxApprovalCoalesceCount: most }), null);
        for (const [index, value] of [[3, true], [0, false], [9, false], [17, true], [255, true], [255, false], [1, true]]) await t.root(configuration.setNodeFeature(index, value));
        for (const call of [configuration.setSchedulerParams(params), configuration.setApprovalVotingParams({ maxApprovalCoalesceCount: 1 }), configuration.setNodeFeature(1, true),
            configuration.setCoretimeCores(1)]) await t.fails(Bob, call, 'BadOrigin');
        await para.endSession();
        await para.endSession();
        for (const method of ['node_features', 'approval_voting_params']) await t.hostApi(method);
        await ask();
        await blocks(3);
    });
    // Fewer validators than cores, and cores by validators.
    for (const fields of [{ numCores: 7 }, { numCores: 1, maxValidatorsPerCore: 2 }, { numCores: 1, maxValidatorsPerCore: 0 }, { numCores: 3, maxValidatorsPerCore: 100 }, { numCores: 2, maxValidators: 1 }, { maxValidators: 0 }]) {
        await branch(async () => {
            await para.configure(fields);
            await assign(0, t.number + 1, [task(2000)]);
            await para.endSession();
            await ask();
            await blocks(3);
        });
    }
}
