/// The bodies of initializer.hpp.
#pragma once

#include "runtime/pallets/parachains/initializer/initializer.hpp"

namespace serinus::polkadot_runtime_parachains::initializer {

/// Calls `call` with each module, the first one first.
template <class... Modules, class F>
void for_each_module(List<Modules...>, F&& call) {
    (call.template operator()<Modules>(), ...);
}

/// The same, the last one first.
template <class F>
void for_each_module_reversed(List<>, F&&) {}
template <class First, class... Rest, class F>
void for_each_module_reversed(List<First, Rest...>, F&& call) {
    for_each_module_reversed(List<Rest...>{}, call);
    call.template operator()<First>();
}

template <class T>
Weight Pallet<T>::on_initialize(BlockNumber now) {
    Weight used;
    for_each_module(typename T::Modules{}, [&]<class Module> {
        if constexpr (requires { Module::initializer_initialize(now); }) {
            used = used.saturating_add(Module::initializer_initialize(now));
        }
    });
    storage.HasInitialized.put({});
    return used;
}

template <class T>
void Pallet<T>::on_finalize(BlockNumber now) {
    for_each_module_reversed(typename T::Modules{}, [&]<class Module> {
        if constexpr (requires { Module::initializer_finalize(now); }) Module::initializer_finalize(now);
    });
    const auto changes = storage.BufferedSessionChanges.take();
    if (!changes.empty()) apply(changes.back());
    storage.HasInitialized.remove();
}

template <class T>
void Pallet<T>::apply(const BufferedSessionChange& change) {
    SessionChange out;
    out.random_seed = T::Randomness::random(as_bytes("paras")).first.bytes;
    for_each_module(typename T::Modules{}, [&]<class Module> {
        if constexpr (requires { Module::pre_new_session(); }) Module::pre_new_session();
    });

    auto configurations = T::Configuration::initializer_on_new_session(change.session_index);
    out.new_config = configurations.new_config.value_or(configurations.prev_config);
    out.prev_config = std::move(configurations.prev_config);
    out.validators = T::Shared::initializer_on_new_session(change.session_index, out.random_seed,
                                                           out.new_config.max_validators, change.validators);
    out.queued = change.queued;
    out.session_index = change.session_index;
    std::vector<ParaId> outgoing;
    for_each_module(typename T::Modules{}, [&]<class Module> {
        if constexpr (requires { Module::initializer_on_new_session(out, outgoing); }) {
            Module::initializer_on_new_session(out, outgoing);
        }
    });
}

inline std::vector<ValidatorId> keys_of(std::span<const std::pair<AccountId, ValidatorId>> validators) {
    std::vector<ValidatorId> out;
    out.reserve(validators.size());
    for (const auto& [account, key] : validators) out.push_back(key);
    return out;
}

template <class T>
void Pallet<T>::on_genesis_session(Validators validators) {
    const auto keys = keys_of(validators);
    apply({.validators = keys, .queued = keys, .session_index = 0});
}

template <class T>
void Pallet<T>::on_new_session(bool, Validators validators, Validators queued) {
    auto changes = storage.BufferedSessionChanges.get();
    changes.push_back({keys_of(validators), keys_of(queued), T::Session::current_index()});
    storage.BufferedSessionChanges.put(changes);
}

template <class T>
Weight Pallet<T>::force_approve::weight() const {
    return T::kWeights.force_approve(static_cast<uint32_t>(T::System::storage.Digest.get().logs.size()));
}

template <class T>
DispatchResult Pallet<T>::force_approve::operator()(Origin<typename T::ForceOrigin>) const {
    using namespace polkadot_primitives::v5;
    deposit_log<typename T::System>({ConsensusLog::ForceApprove{up_to}});
    return {};
}

}  // namespace serinus::polkadot_runtime_parachains::initializer
