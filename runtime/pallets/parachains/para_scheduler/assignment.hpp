/// A claim on a core, and who gives claims out.
/// Observed: polkadot-runtime-parachains 21.0.1, scheduler/common.rs
#pragma once

#include "runtime/pallets/parachains/types.hpp"

namespace serinus::polkadot_runtime_parachains::para_scheduler::common {

using polkadot_primitives::ParaId;
using polkadot_primitives::v5::CoreIndex;

/// That a para may use a core once.
struct Assignment {
    /// An order that was paid for, on this core of the pool.
    struct Pool {
        ParaId para_id;
        CoreIndex core_index;
        friend bool operator==(const Pool&, const Pool&) = default;
    };
    /// The para has a share of the core.
    struct Bulk {
        ParaId _0;
        friend bool operator==(const Bulk&, const Bulk&) = default;
    };
    std::variant<Pool, Bulk> v;

    ParaId para_id() const {
        const auto* const pool = std::get_if<Pool>(&v);
        return pool ? pool->para_id : std::get<Bulk>(v)._0;
    }
    friend bool operator==(const Assignment&, const Assignment&) = default;
};

/// Gives claims out, and hears what becomes of each: `report_processed` or `push_back_assignment`, once.
template <class P>
concept AssignmentProvider = requires(CoreIndex core, const Assignment& assignment) {
    { P::pop_assignment_for_core(core) } -> std::same_as<std::optional<Assignment>>;
    /// The scheduler has a second copy of it.
    P::assignment_duplicated(assignment);
    /// It is used up.
    P::report_processed(assignment);
    /// It was not used before the session ended.
    P::push_back_assignment(assignment);
};

}  // namespace serinus::polkadot_runtime_parachains::para_scheduler::common
