// The host of parachains without parachains: blocks with an empty inherent, inherents that may not be, cores and what they are used for, orders,
// what the broker chain may say, sessions, and all that nodes ask.
import { bnToU8a, u8aToHex } from '@polkadot/util';

import { KSM } from '../scenario.mjs';

const kPara = 2000;
const u32 = (value) => u8aToHex(bnToU8a(value, { bitLength: 32 }));

export async function run(t) {
    const { Alice, Bob, chain, tx: { configuration, coretime, initializer, onDemandAssignmentProvider: orders, paraInherent } } = t;
    const ask = async () => {
        for (const method of ['validators', 'validator_groups', 'availability_cores', 'session_index_for_child', 'candidate_events', 'on_chain_votes',
            'disputes', 'pvfs_require_precheck', 'unapplied_slashes', 'minimum_backing_votes', 'async_backing_params', 'disabled_validators',
            'node_features', 'approval_voting_params', 'claim_queue', 'validation_code_bomb_limit', 'scheduling_lookahead']) await t.hostApi(method);
        for (const method of ['session_info', 'session_executor_params']) await t.hostApi(method, u32(await t.read('session', 'currentIndex')));
        for (const method of ['para_backing_state', 'backing_constraints', 'candidate_pending_availability', 'candidates_pending_availability',
            'dmq_contents', 'inbound_hrmp_channels_contents']) await t.hostApi(method, u32(kPara));
        await t.api('AuthorityDiscoveryApi_authorities');
    };
    const endSession = async () => {
        await t.next(1, { skip: 600 });
        await t.next();
    };
    const enter = (parachains) => paraInherent.enter(t.parachainsInherent(chain.parachainsData(parachains)));

    await t.next(2);
    await t.unsigned(enter(), 'Invalid.BadMandatory');
    await t.does(Alice, enter(), 'Invalid.BadMandatory');
    await ask();

    // Cores, and who has them.
    await t.root(configuration.setCoretimeCores(3));
    await t.root(configuration.setSchedulingLookahead(3));
    await t.root(configuration.setNodeFeature(3, true));
    await t.fails(Alice, coretime.requestCoreCount(4), 'BadOrigin');
    await t.root(coretime.requestCoreCount(2));
    const begin = t.number + 2;
    const whole = 57_600;
    await t.root(coretime.assignCore(0, begin, [[{ Task: kPara }, whole / 3], ['Pool', 2 * whole / 3]], null));
    await t.root(coretime.assignCore(0, begin, [[{ Task: kPara + 1 }, 1]], begin + 20));
    await t.root(coretime.assignCore(0, begin + 1, [['Idle', whole]], null));
    await t.root(coretime.assignCore(1, begin, [['Pool', whole]], null));
    await t.root(coretime.assignCore(1, begin - 1, [['Pool', whole]], null), 'CoretimeAssignmentProvider.DisallowedInsert');
    await t.root(coretime.assignCore(1, begin, [], null), 'CoretimeAssignmentProvider.AssignmentsEmpty');
    await endSession();
    await endSession();
    await ask();
    await endSession();
    for (let i = 0; i < 6; ++i) await t.next();
    await ask();

    // Orders.
    await t.fails(Alice, orders.placeOrderKeepAlive(0, kPara), 'OnDemandAssignmentProvider.SpotPriceHigherThanMaxAmount');
    await t.ok(Alice, orders.placeOrderKeepAlive(KSM, kPara + 2));
    await t.ok(Bob, orders.placeOrderAllowDeath(KSM, kPara + 3));
    await t.fails(Bob, orders.placeOrderWithCredits(KSM, kPara + 3), 'OnDemandAssignmentProvider.InsufficientCredits');
    await t.root(coretime.creditAccount(Bob.address, KSM));
    await t.ok(Bob, orders.placeOrderWithCredits(KSM, kPara + 3));
    for (let i = 0; i < 6; ++i) {
        await t.ok(Alice, orders.placeOrderKeepAlive(KSM, kPara + i % 2));
        await t.next();
    }
    await ask();
    await t.root(coretime.requestRevenueAt(t.number + 1), 'Coretime.RequestedFutureRevenue');

    await t.root(initializer.forceApprove(t.number - 1));
    await endSession();
    await ask();
}
