/// ParaAssignmentProvider: a core of its own for each parachain, always.
///
/// Source: polkadot_runtime_parachains::assigner_parachains 1.0.0 (polkadot-sdk v1.1.0)
#pragma once

#include "runtime/pallets/parachains/para_scheduler/para_scheduler.hpp"

namespace serinus::polkadot_runtime_parachains::assigner_parachains {

using namespace sdk;
using para_scheduler::Assignment;
using para_scheduler::AssignmentProviderConfig;
using para_scheduler::CoreIndex;
using polkadot_primitives::ParaId;

/// `T`: Configuration, Paras.
template <class T>
concept Configuration = sdk::PalletConfiguration<T> && requires {
    typename T::Configuration;
    typename T::Paras;
};

template <class T>
struct Pallet : PalletBase<Pallet<T>, T> {
    static_assert(assigner_parachains::Configuration<T>);

    /// Nothing, but the metadata says that it stores.
    struct Storage {};
    static constexpr Storage storage{};

    static uint32_t session_core_count();
    static std::optional<Assignment> pop_assignment_for_core(CoreIndex core, std::optional<ParaId> concluded);
    /// The parachain has its core in any case.
    static void push_assignment_for_core(CoreIndex, const Assignment&) {}
    static AssignmentProviderConfig provider_config(CoreIndex core);
};

}  // namespace serinus::polkadot_runtime_parachains::assigner_parachains
