/// What approvals and disputes need of a session, also after it is over.
/// Source: polkadot_primitives 1.0.0, v5 (polkadot-sdk v1.1.0)
#pragma once

#include "primitives/parachain/core.hpp"

namespace serinus::polkadot_primitives::v5 {

/// A sequence that has an index type of its own.
template <class K, class V>
struct IndexedVec {
    std::vector<V> _0;

    /// nullptr behind the end.
    const V* get(K index) const { return index._0 < _0.size() ? &_0[index._0] : nullptr; }
    size_t size() const { return _0.size(); }
    friend bool operator==(const IndexedVec&, const IndexedVec&) = default;
};

struct SessionInfo {
    std::vector<ValidatorIndex> active_validator_indices;  ///< among all validators
    ByteArray<32> random_seed{};
    SessionIndex dispute_period{};
    IndexedVec<ValidatorIndex, ValidatorId> validators;
    std::vector<sp_authority_discovery::app::Public> discovery_keys;  ///< those of `validators`, then all others
    std::vector<AssignmentId> assignment_keys;
    IndexedVec<GroupIndex, std::vector<ValidatorIndex>> validator_groups;
    uint32_t n_cores{};
    uint32_t zeroth_delay_tranche_width{};
    uint32_t relay_vrf_modulo_samples{};
    uint32_t n_delay_tranches{};
    uint32_t no_show_slots{};
    uint32_t needed_approvals{};
    friend bool operator==(const SessionInfo&, const SessionInfo&) = default;
};

}  // namespace serinus::polkadot_primitives::v5
