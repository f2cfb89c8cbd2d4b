/// The bodies of configuration.hpp.
#pragma once

#include "runtime/pallets/parachains/configuration/configuration.hpp"
#include "runtime/sdk/panic.hpp"

namespace serinus::polkadot_runtime_parachains::configuration {

template <class T>
auto Pallet<T>::latest() -> Host {
    auto pending = storage.PendingConfigs.get();
    return pending.empty() ? config() : std::move(pending.back().second);
}

template <class T>
DispatchResult Pallet<T>::schedule(Host next, bool was_consistent) {
    // A configuration that contradicts itself already may go on to do so: several changes may be needed to repair it.
    const bool may_contradict = !was_consistent || storage.BypassConsistencyCheck.get();
    ENSURE(may_contradict || next.is_consistent(), Error::InvalidNewValue);

    auto pending = storage.PendingConfigs.get();
    const SessionIndex session = T::Shared::scheduled_session();
    const auto planned = std::ranges::find_if(pending, [&](const auto& change) { return change.first >= session; });
    if (planned != pending.end()) {
        planned->second = std::move(next);
    } else {
        pending.emplace_back(session, std::move(next));
    }
    storage.PendingConfigs.put(pending);
    return {};
}

template <class T>
DispatchResult Pallet<T>::set_max_upward_queue_size::operator()(Root) const {
    ENSURE(new_ <= kMaxUpwardMessageSizeBound, Error::InvalidNewValue);
    return schedule(&Host::max_upward_queue_size, new_);
}

template <class T>
DispatchResult Pallet<T>::set_bypass_consistency_check::operator()(Root) const {
    storage.BypassConsistencyCheck.put(new_);
    return {};
}

template <class T>
DispatchResult Pallet<T>::set_node_feature::operator()(Root) const {
    NodeFeatures features = latest().node_features;
    while (features.size() <= index) features.push_back(false);
    features.set(index, value);
    return schedule(&Host::node_features, features);
}

template <class T>
auto Pallet<T>::initializer_on_new_session(SessionIndex session) -> SessionChangeOutcome {
    SessionChangeOutcome out{.prev_config = config(), .new_config = std::nullopt};
    auto pending = storage.PendingConfigs.get();
    if (pending.empty()) return out;
    // One at most is due: changes are planned for sessions to come, and each session looks.
    std::vector<std::pair<SessionIndex, Host>> future;
    for (auto& [due, change] : pending) {
        if (due > session) {
            future.emplace_back(due, std::move(change));
        } else {
            out.new_config = std::move(change);
        }
    }
    if (out.new_config) storage.ActiveConfig.put(*out.new_config);
    storage.PendingConfigs.put(future);
    return out;
}

template <class T>
void Pallet<T>::build(const GenesisConfig& genesis) {
    if (!genesis.config.is_consistent()) panic("the configuration of parachains contradicts itself");
    storage.ActiveConfig.put(genesis.config);
}

/// Parachains find the configuration under this key in proofs of the relay chain's state.
template <class T>
void Pallet<T>::integrity_test() {
    SERINUS_ASSERT(std::string_view(T::kInfo.name) == "Configuration");
}

template <class T>
TryStateResult Pallet<T>::try_state() {
    const auto pending = storage.PendingConfigs.get();
    const bool ascends = std::ranges::adjacent_find(
                             pending, [](const auto& a, const auto& b) { return a.first >= b.first; }) == pending.end();
    if (!ascends) return Err(std::string("PendingConfigs is not in the order of sessions"));
    return {};
}

}  // namespace serinus::polkadot_runtime_parachains::configuration
