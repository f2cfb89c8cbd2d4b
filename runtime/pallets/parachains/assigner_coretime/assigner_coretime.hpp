/// CoretimeAssignmentProvider: what each core is used for, as the broker chain has said it, from a block on.
///
/// A core has work: parts that are served in turn, each as often as its ratio says. What comes next waits in a queue of
/// schedules, linked by the blocks at which they begin; only at its end something may be added. A core may have work
/// before it exists. Claims of the pool come from and go to the pallet of orders (`T::OnDemand`).
///
/// Invariant: the queue's links lead from its first schedule to its last.
///
/// Observed: polkadot-runtime-parachains 21.0.1, assigner_coretime/mod.rs
#pragma once

#include "runtime/pallets/parachains/assigner_coretime/core_assignment.hpp"
#include "runtime/pallets/parachains/configuration/host_configuration.hpp"
#include "runtime/pallets/parachains/para_scheduler/assignment.hpp"
#include "runtime/sdk/pallet.hpp"

namespace serinus::polkadot_runtime_parachains::assigner_coretime {

using namespace sdk;
using pallet_broker::coretime_interface::CoreAssignment;
using para_scheduler::common::Assignment;
using polkadot_primitives::ParaId;
using polkadot_primitives::v5::CoreIndex;

/// A share of a core in parts of 57,600. Nobody checks that the shares of a core are no more than all of it.
struct PartsOf57600 {
    static constexpr uint16_t kFull = 57'600;
    uint16_t _0{};

    PartsOf57600 saturating_add(PartsOf57600 more) const {
        return {std::min(serinus::saturating_add(_0, more._0), kFull)};
    }
    PartsOf57600 saturating_sub(PartsOf57600 less) const { return {serinus::saturating_sub(_0, less._0)}; }
    friend auto operator<=>(PartsOf57600, PartsOf57600) = default;
};

/// What a core is to be used for from some block on.
template <class N>
struct Schedule {
    using Params = List<Param<"N", N>>;
    std::vector<std::pair<CoreAssignment, PartsOf57600>> assignments;
    std::optional<N> end_hint;       ///< from this block on not any more
    std::optional<N> next_schedule;  ///< where the next one begins
};

/// The schedules that wait.
template <class N>
struct QueueDescriptor {
    using Params = List<Param<"N", N>>;
    N first{}, last{};  ///< where they begin
};

struct AssignmentState {
    PartsOf57600 ratio;
    PartsOf57600 remaining;  ///< what of it is not served in this round
};

/// What a core is used for.
template <class N>
struct WorkState {
    using Params = List<Param<"N", N>>;
    std::vector<std::pair<CoreAssignment, AssignmentState>> assignments;
    std::optional<N> end_hint;
    uint16_t pos{};     ///< which one is served next
    PartsOf57600 step;  ///< what one block takes off
};

template <class N>
struct CoreDescriptor {
    using Params = List<Param<"N", N>>;
    std::optional<QueueDescriptor<N>> queue;
    std::optional<WorkState<N>> current_work;
};

/// `T`: Configuration, OnDemand, System.
template <class T>
concept Configuration = sdk::PalletConfiguration<T> && requires {
    typename T::Configuration;
    typename T::OnDemand;
    typename T::System;
};

template <class T>
struct Pallet : PalletBase<Pallet<T>, T> {
    static_assert(assigner_coretime::Configuration<T>);
    using Descriptor = CoreDescriptor<BlockNumber>;
    using Assignments = std::vector<std::pair<CoreAssignment, PartsOf57600>>;

    struct Storage {
        /// What a core is used for from a block on.
        Map<Twox256<std::pair<BlockNumber, CoreIndex>>, Schedule<BlockNumber>> CoreSchedules;
        /// What a core is used for, and which schedules wait.
        Map<Twox256<CoreIndex>, Descriptor, OrDefault> CoreDescriptors;
    };
    static constexpr Storage storage = bind_storage<Storage>(T::kInfo.name);

    enum class Error : uint8_t {
        /// There is nothing to use the core for.
        AssignmentsEmpty,
        /// Something waits that begins later.
        DisallowedInsert,
    };
    friend constexpr uint8_t pallet_index_of(Error) { return T::kInfo.index; }

    // para_scheduler::common::AssignmentProvider
    static std::optional<Assignment> pop_assignment_for_core(CoreIndex core);
    static void assignment_duplicated(const Assignment& assignment);
    static void report_processed(const Assignment& assignment);
    static void push_back_assignment(const Assignment& assignment);

    /// Adds behind all that waits, or to the last schedule if that begins at the same block: its parts stay, its end is
    /// the new one. `begin` may be past. Errors: AssignmentsEmpty, DisallowedInsert.
    static DispatchResult assign_core(CoreIndex core, BlockNumber begin, Assignments assignments,
                                      std::optional<BlockNumber> end_hint);
    /// Gives the para a core of its own from the next block on, at once. For a genesis.
    static DispatchResult assign_coretime(ParaId para);

  private:
    /// Ends work whose time is over and takes up what is due.
    static void ensure_workload(BlockNumber now, CoreIndex core, Descriptor& descriptor);
};

}  // namespace serinus::polkadot_runtime_parachains::assigner_coretime
