/// The bodies of session_info.hpp.
#pragma once

#include "runtime/pallets/parachains/session_info/session_info.hpp"

namespace serinus::polkadot_runtime_parachains::session_info {

/// The entries of `all` at the places `active`, then those at all other places.
template <class V>
std::vector<V> active_first(const std::vector<ValidatorIndex>& active, const std::vector<V>& all) {
    std::vector<V> out = take_active_subset(active, all);
    const std::set<ValidatorIndex> taken(active.begin(), active.end());
    for (uint32_t i = 0; i < all.size(); ++i) {
        if (!taken.contains({i})) out.push_back(all[i]);
    }
    return out;
}

template <class T>
void Pallet<T>::initializer_on_new_session(const initializer::SessionChange& change, std::vector<ParaId>&) {
    const auto config = T::Configuration::config();
    const SessionIndex session = change.session_index;

    const SessionIndex old_earliest = storage.EarliestStoredSession.get();
    if (old_earliest != 0 || storage.Sessions.find(0)) {
        const SessionIndex earliest = std::max(saturating_sub(session, config.dispute_period), old_earliest);
        for (SessionIndex old = old_earliest; old < earliest; ++old) {
            storage.Sessions.remove(old);
            storage.AccountKeys.remove(old);
            storage.SessionExecutorParams.remove(old);
        }
        storage.EarliestStoredSession.put(earliest);
    } else {
        storage.EarliestStoredSession.put(session);
    }

    auto groups = T::Scheduler::validator_groups();
    const auto cores = static_cast<uint32_t>(groups.size());
    const auto active = T::Shared::storage.ActiveValidatorIndices.get();
    storage.AccountKeys.put(session, take_active_subset(active, T::Session::validators()));
    const SessionInfo info{
        .active_validator_indices = active,
        .random_seed = change.random_seed,
        .dispute_period = config.dispute_period,
        .validators = {change.validators},
        .discovery_keys = active_first(active, T::AuthorityDiscovery::current_authorities()),
        .assignment_keys = take_active_subset(active, storage.AssignmentKeysUnsafe.get()),
        .validator_groups = {std::move(groups)},
        .n_cores = cores,
        .zeroth_delay_tranche_width = config.zeroth_delay_tranche_width,
        .relay_vrf_modulo_samples = config.relay_vrf_modulo_samples,
        .n_delay_tranches = config.n_delay_tranches,
        .no_show_slots = config.no_show_slots,
        .needed_approvals = config.needed_approvals,
    };
    storage.Sessions.put(session, info);
    storage.SessionExecutorParams.put(session, config.executor_params);
}

template <class T>
void Pallet<T>::on_new_session(bool, Validators validators, Validators) {
    std::vector<AssignmentId> keys;
    keys.reserve(validators.size());
    for (const auto& [account, key] : validators) keys.push_back(key);
    storage.AssignmentKeysUnsafe.put(keys);
}

}  // namespace serinus::polkadot_runtime_parachains::session_info
