/// ParaScheduler: which para uses which core, and which group of validators looks after it.
///
/// Each core has a queue of claims. A block that takes the claim of a core leaves an empty entry in front of the queue,
/// which the next block removes: so a core is used every second block at most. Claims come from the assignment
/// provider, as many as the configuration looks ahead; with the end of a session all go back to it.
///
/// Source: polkadot_runtime_parachains::scheduler 1.0.0 (polkadot-sdk v1.1.0)
#pragma once

#include "runtime/pallets/parachains/initializer/initializer.hpp"
#include "runtime/pallets/parachains/types.hpp"

namespace serinus::polkadot_runtime_parachains::para_scheduler {

using namespace sdk;
using polkadot_primitives::ParaId;
using polkadot_primitives::v5::Assignment;
using polkadot_primitives::v5::CoreIndex;
using polkadot_primitives::v5::GroupIndex;
using polkadot_primitives::v5::GroupRotationInfo;
using polkadot_primitives::v5::ScheduledCore;
using polkadot_primitives::v5::ValidatorIndex;
using ParasEntry = polkadot_primitives::v5::ParasEntry<BlockNumber>;
using CoreOccupied = polkadot_primitives::v5::CoreOccupied<BlockNumber>;

/// Why a core is free again.
enum class FreedReason : uint8_t { Concluded, TimedOut };
using FreedCores = std::map<CoreIndex, FreedReason>;

/// What an assignment provider says of a core.
struct AssignmentProviderConfig {
    BlockNumber availability_period{};
    uint32_t max_availability_timeouts{};  ///< so often a claim comes back after a timeout
    BlockNumber ttl{};
};

/// A claim that is to be used in this block.
struct CoreAssignment {
    CoreIndex core;
    ParasEntry paras_entry;
    ParaId para_id() const { return paras_entry.para_id(); }
};

/// `T`: Configuration, System, AssignmentProvider:
///
///     static uint32_t session_core_count();
///     static std::optional<Assignment> pop_assignment_for_core(CoreIndex core, std::optional<ParaId> concluded);
///     static void push_assignment_for_core(CoreIndex core, const Assignment& assignment);
///     static AssignmentProviderConfig provider_config(CoreIndex core);
template <class T>
concept Configuration = sdk::PalletConfiguration<T> && requires {
    typename T::AssignmentProvider;
    typename T::Configuration;
    typename T::System;
};

template <class T>
struct Pallet : PalletBase<Pallet<T>, T> {
    static_assert(para_scheduler::Configuration<T>);
    static constexpr uint16_t kStorageVersion = 1;
    using Claims = std::vector<std::optional<ParasEntry>>;
    using ClaimQueues = std::map<CoreIndex, Claims>;

    struct Storage {
        /// The groups of the session, as even as may be. A validator is named by its place among those of parachains.
        Value<std::vector<std::vector<ValidatorIndex>>, OrDefault> ValidatorGroups;
        /// For each core, whose candidate waits on it for its availability.
        Value<std::vector<CoreOccupied>, OrDefault> AvailabilityCores;
        /// The first block of the session, as parachains see it.
        Value<BlockNumber, OrDefault> SessionStartBlock;
        /// The claims on each core, the first one first. Nothing in front: the core was claimed in the last block.
        Value<ClaimQueues, OrDefault> ClaimQueue;
    };
    static constexpr Storage storage = bind_storage<Storage>(T::kInfo.name);

    static void pre_new_session();
    static void initializer_on_new_session(const initializer::SessionChangeNotification& change,
                                           std::vector<ParaId>& outgoing);

    /// Moves the queues on by a block, frees cores, fills the queues up, and gives what is to be used now.
    static std::vector<CoreAssignment> update_claimqueue(const FreedCores& freed, BlockNumber now);
    /// The first claim of each queue that does not begin with an empty entry.
    static std::vector<CoreAssignment> scheduled_claimqueue();
    /// Candidates were backed on these cores. Gives the places that their claims had in the queues.
    static std::map<CoreIndex, uint32_t> occupied(const std::map<CoreIndex, ParaId>& now_occupied);

    static std::vector<CoreOccupied> availability_cores() { return storage.AvailabilityCores.get(); }
    static std::vector<std::vector<ValidatorIndex>> validator_groups() { return storage.ValidatorGroups.get(); }
    /// Whose candidate waits on a core.
    static std::optional<ParaId> core_para(CoreIndex core);
    static std::optional<std::vector<ValidatorIndex>> group_validators(GroupIndex group);
    /// nullopt: the block is before the session, or there is no such core.
    static std::optional<GroupIndex> group_assigned_to_core(CoreIndex core, BlockNumber at);
    static GroupRotationInfo group_rotation_info(BlockNumber now);

    /// Whether a candidate that was backed in a block has waited too long on its core.
    struct TimeoutRule {
        std::vector<CoreOccupied> cores;
        BlockNumber now{};
        bool applies_to(CoreIndex core, BlockNumber pending_since) const;
    };
    /// nullopt: nothing can time out in this block, as the last change of groups is too long ago.
    static std::optional<TimeoutRule> availability_timeout_predicate();

    static std::optional<ScheduledCore> next_up_on_available(CoreIndex core);
    static std::optional<ScheduledCore> next_up_on_time_out(CoreIndex core);

  private:
    static void give_back(CoreIndex core, const ParasEntry& entry);
    static void drop_expired_claims();
};

}  // namespace serinus::polkadot_runtime_parachains::para_scheduler
