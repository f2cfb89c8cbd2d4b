/// ParaScheduler: which para may use which core next, and which group of validators looks after a core.
///
/// Each core has a queue of claims, as long as the configuration looks ahead. A block uses up the first claim of each
/// core that is not occupied, whether a candidate was backed or not, and fills the queue up again. A core whose queue
/// was empty gets its first claim twice: once would be too late for a candidate on the next block. Queues outlive
/// sessions, but for cores that are no more: their claims go back to where they came from.
///
/// Invariant (checked by try_state()): no queue is empty, or longer than `lookahead`, unless that was lowered.
///
/// Observed: polkadot-runtime-parachains 21.0.1, scheduler.rs
#pragma once

#include "runtime/pallets/parachains/initializer/initializer.hpp"
#include "runtime/pallets/parachains/para_scheduler/assignment.hpp"

namespace serinus::polkadot_runtime_parachains::para_scheduler {

using namespace sdk;
using common::Assignment;
using polkadot_primitives::ParaId;
using polkadot_primitives::v5::CoreIndex;
using polkadot_primitives::v5::GroupIndex;
using polkadot_primitives::v5::GroupRotationInfo;
using polkadot_primitives::v5::ScheduledCore;
using polkadot_primitives::v5::ValidatorIndex;

/// `T`: Configuration, System, AssignmentProvider (common::AssignmentProvider).
template <class T>
concept Configuration = sdk::PalletConfiguration<T> && requires {
    typename T::AssignmentProvider;
    typename T::Configuration;
    typename T::System;
};

template <class T>
struct Pallet : PalletBase<Pallet<T>, T> {
    static_assert(para_scheduler::Configuration<T>);
    /// What the configuration supplies, checked where the pallet is composed: all types are complete there.
    static consteval void check_configuration() {
        static_assert(common::AssignmentProvider<typename T::AssignmentProvider>);
    }
    static constexpr uint16_t kStorageVersion = 3;
    using ClaimQueues = std::map<CoreIndex, std::vector<Assignment>>;

    struct Storage {
        /// The groups of the session, as even as may be. A validator is named by its place among those of parachains.
        Value<std::vector<std::vector<ValidatorIndex>>, OrDefault> ValidatorGroups;
        /// The first block of the session, as parachains see it.
        Value<BlockNumber, OrDefault> SessionStartBlock;
        /// The claims on each core, the first one first.
        Value<ClaimQueues, OrDefault> ClaimQueue;
    };
    static constexpr Storage storage = bind_storage<Storage>(T::kInfo.name);

    static void initializer_on_new_session(const initializer::SessionChange& change, std::vector<ParaId>& outgoing);
    static TryStateResult try_state();

    /// Uses up the first claim of each core but those of `except_for`, and fills the queues up.
    static void advance_claim_queue(const std::set<CoreIndex>& except_for);
    static ClaimQueues claim_queue() { return storage.ClaimQueue.get(); }

    static std::vector<std::vector<ValidatorIndex>> validator_groups() { return storage.ValidatorGroups.get(); }
    /// As many as there are groups.
    static uint32_t num_availability_cores() { return storage.ValidatorGroups.decode_len().value_or(0); }
    static std::optional<std::vector<ValidatorIndex>> group_validators(GroupIndex group);
    /// nullopt: the block is before the session, or there is no such core.
    static std::optional<GroupIndex> group_assigned_to_core(CoreIndex core, BlockNumber at);
    static GroupRotationInfo group_rotation_info(BlockNumber now);

    /// When a candidate that waits for its availability has waited too long: in the first blocks after groups have
    /// changed cores, if it was backed so long ago; otherwise so long after the next change.
    struct TimeoutRule {
        BlockNumber now{};
        BlockNumber period{};
        std::optional<BlockNumber> next_rotation;  ///< there outside of those first blocks

        BlockNumber time_out_at(BlockNumber backed_in) const { return next_rotation.value_or(backed_in) + period; }
        bool applies_to(BlockNumber backed_in) const { return time_out_at(backed_in) <= now; }
    };
    static TimeoutRule availability_timeout_predicate();
    /// Whether anything can time out in this block.
    static bool availability_timeout_check_required();

    /// The first claim on a core.
    static std::optional<ScheduledCore> next_up_on_available(CoreIndex core);

  private:
    using Params = configuration::SchedulerParams<BlockNumber>;
    /// Cores that have queues: those of the configuration that have a group.
    static uint32_t expected_claim_queue_len(const Params& params) {
        return std::min(params.num_cores, num_availability_cores());
    }
    static void fill(ClaimQueues& queues, CoreIndex core, uint32_t lookahead);
    /// Gives the claims of cores that are no more back, the last one of each core first.
    static void resize_claim_queue(ClaimQueues& queues, uint32_t cores);
};

}  // namespace serinus::polkadot_runtime_parachains::para_scheduler
