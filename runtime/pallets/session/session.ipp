#pragma once

#include "runtime/pallets/session/session.hpp"
#include "runtime/sdk/host/host.hpp"
#include "runtime/sdk/panic.hpp"
#include "runtime/sdk/session_keys.hpp"
#include "runtime/sdk/traits/listeners.hpp"

namespace serinus::pallet_session {

template <class T>
DispatchResult Pallet<T>::set_keys::operator()(Signed who) const {
    // Observed: session keys of Kusama 1.0.0 ask for no proof that they are the caller's.
    if constexpr (requires { keys.ownership_proof_is_valid(proof); }) {
        ENSURE(keys.ownership_proof_is_valid(proof), Error::InvalidProof);
    }
    return do_set_keys(who, keys);
}

template <class T>
DispatchResult Pallet<T>::purge_keys::operator()(Signed who) const {
    return do_purge_keys(who);
}

template <class T>
void Pallet<T>::build(const Genesis& config) {
    const auto set = [](const typename Genesis::Validator& one) {
        if (!inner_set_keys(one.validator_id, one.keys)) panic("two validators of the genesis have the same key");
        // An account without a balance may have keys too: the provider that it gets here is never taken away.
        if (!T::System::inc_consumers_without_limit(one.account)) {
            static_cast<void>(T::System::inc_providers(one.account));
        }
    };
    std::vector<AccountId> configured;
    for (const auto& one : config.keys) {
        set(one);
        configured.push_back(one.validator_id);
    }
    for (const auto& one : config.non_authority_keys) set(one);

    const auto first = T::SessionManager::new_session_genesis(0, configured).value_or(configured);
    const auto second = T::SessionManager::new_session_genesis(1, configured).value_or(first);
    ValidatorKeys queued;
    for (const AccountId& validator : second) {
        if (auto keys = load_keys(validator)) queued.emplace_back(validator, *std::move(keys));
    }
    for_each_handler(typename T::SessionHandlers{}, [&]<class Handler>() { Handler::on_genesis_session(queued); });
    storage.Validators.put(first);
    storage.QueuedKeys.put(queued);
    T::SessionManager::start_session(0);
}

template <class T>
Weight Pallet<T>::on_initialize(BlockNumber now) {
    if (!T::ShouldEndSession::should_end_session(now)) return Weight::zero();
    rotate_session();
    return T::System::block_weights().max_block;
}

template <class T>
void Pallet<T>::rotate_session() {
    SessionIndex index = storage.CurrentIndex.get();
    const bool changed = storage.QueuedChanged.get();
    for_each_handler(typename T::SessionHandlers{}, [&]<class Handler>() { Handler::on_before_session_ending(); });
    T::SessionManager::end_session(index);

    const ValidatorKeys session_keys = storage.QueuedKeys.get();
    std::vector<AccountId> validators;
    validators.reserve(session_keys.size());
    for (const auto& [validator, _] : session_keys) validators.push_back(validator);
    storage.Validators.put(validators);
    if (changed) storage.DisabledValidators.remove();

    index = saturating_add(index, SessionIndex{1});
    storage.CurrentIndex.put(index);
    T::SessionManager::start_session(index);

    // A manager that names validators says that something about them has changed, even if they are the same.
    auto planned = T::SessionManager::new_session(saturating_add(index, SessionIndex{1}));
    bool next_changed = planned.has_value();
    if (planned) deposit_event(typename Event::NewQueued{});
    ValidatorKeys queued;
    for (const AccountId& validator : planned ? *planned : validators) {
        auto keys = load_keys(validator);
        if (!keys) continue;
        // Compared with who stands at the same place now. Observed: Kusama 1.0.0: a set that only gets shorter counts
        // as the same.
        const size_t place = queued.size();
        if (place < session_keys.size() && session_keys[place].second != *keys) next_changed = true;
        queued.emplace_back(validator, *std::move(keys));
    }
    storage.QueuedKeys.put(queued);
    storage.QueuedChanged.put(next_changed);

    deposit_event(typename Event::NewSession{index});
    for_each_handler(typename T::SessionHandlers{},
                     [&]<class Handler>() { Handler::on_new_session(changed, session_keys, queued); });
}

template <class T>
bool Pallet<T>::disable_index(uint32_t index, OffenceSeverity severity) {
    if (index >= storage.Validators.decode_len().value_or(0)) return false;
    auto disabled = storage.DisabledValidators.get();
    const auto place = std::ranges::lower_bound(disabled, index, {}, &Disabled::first);
    if (place != disabled.end() && place->first == index) {
        place->second = std::max(place->second, severity);
    } else {
        deposit_event(typename Event::ValidatorDisabled{validators()[index]});
        disabled.insert(place, {index, severity});
        for_each_handler(typename T::SessionHandlers{}, [&]<class Handler>() { Handler::on_disabled(index); });
    }
    storage.DisabledValidators.put(disabled);
    return true;
}

template <class T>
bool Pallet<T>::reenable_index(uint32_t index) {
    if (index >= storage.Validators.decode_len().value_or(0)) return false;
    auto disabled = storage.DisabledValidators.get();
    const auto place = std::ranges::find(disabled, index, &Disabled::first);
    if (place == disabled.end()) return false;
    deposit_event(typename Event::ValidatorReenabled{validators()[index]});
    disabled.erase(place);
    storage.DisabledValidators.put(disabled);
    return true;
}

template <class T>
void Pallet<T>::report_offence(const AccountId& validator, OffenceSeverity severity) {
    const DisablingDecision decision = T::DisablingStrategy::decision(
        index_of(validator), storage.Validators.decode_len().value_or(0), severity, storage.DisabledValidators.get());
    if (decision.disable) disable_index(*decision.disable, severity);
    if (decision.reenable) reenable_index(*decision.reenable);
}

template <class T>
std::optional<uint32_t> Pallet<T>::index_of(const AccountId& validator) {
    const std::vector<AccountId> all = validators();
    const auto found = std::ranges::find(all, validator);
    return found == all.end() ? std::nullopt : std::optional(static_cast<uint32_t>(found - all.begin()));
}

template <class T>
bool Pallet<T>::disable(const AccountId& validator) {
    const auto index = index_of(validator);
    return index && disable_index(*index);
}

template <class T>
bool Pallet<T>::is_disabled(uint32_t index) {
    return std::ranges::binary_search(disabled_validators(), index);
}

template <class T>
std::vector<uint32_t> Pallet<T>::disabled_validators() {
    auto disabled = storage.DisabledValidators.get();
    std::vector<uint32_t> out;
    out.reserve(disabled.size());
    for (const auto& [index, _] : disabled) out.push_back(index);
    return out;
}

template <class T>
std::optional<AccountId> Pallet<T>::key_owner(const KeyTypeId& type, BytesView key) {
    return storage.KeyOwner.get({type, to_bytes(key)});
}

template <class T>
DispatchResult Pallet<T>::do_set_keys(const AccountId& account, const SessionKeys& keys) {
    const std::optional<AccountId> validator = T::ValidatorIdOf::convert(account);
    ENSURE(validator.has_value(), Error::NoAssociatedValidatorId);
    ENSURE(T::System::can_inc_consumer(account), Error::NoAccount);
    if (TRY(inner_set_keys(*validator, keys))) return {};
    const Balance deposit = T::kConstants.KeyDeposit;
    if (deposit != 0) TRY(Holding<typename T::Currency, pallet::HoldReason::Keys>::hold(account, deposit));
    TRY(T::System::inc_consumers(account));
    return {};
}

template <class T>
auto Pallet<T>::inner_set_keys(const AccountId& validator, const SessionKeys& keys)
    -> ResultOf<std::optional<SessionKeys>> {
    std::optional<SessionKeys> old = load_keys(validator);
    const auto raw = session_keys::raw(keys);
    for (size_t i = 0; i < raw.size(); ++i) {
        const auto owner = key_owner(session_keys::kTypes<SessionKeys>[i], raw[i]);
        ENSURE(!owner || *owner == validator, Error::DuplicatedKey);
    }
    for (size_t i = 0; i < raw.size(); ++i) {
        const KeyTypeId& type = session_keys::kTypes<SessionKeys>[i];
        if (old) {
            const BytesView old_key = session_keys::raw(*old)[i];
            if (equal(old_key, raw[i])) continue;
            storage.KeyOwner.remove({type, to_bytes(old_key)});
        }
        storage.KeyOwner.put({type, to_bytes(raw[i])}, validator);
    }
    storage.NextKeys.put(validator, keys);
    return old;
}

template <class T>
DispatchResult Pallet<T>::do_purge_keys(const AccountId& account) {
    // Who has given up its stake can still forget its keys: then the account is taken for the validator itself.
    const AccountId validator = T::ValidatorIdOf::convert(account).value_or(account);
    const std::optional<SessionKeys> old = storage.NextKeys.take(validator);
    ENSURE(old.has_value(), Error::NoKeys);
    const auto raw = session_keys::raw(*old);
    for (size_t i = 0; i < raw.size(); ++i)
        storage.KeyOwner.remove({session_keys::kTypes<SessionKeys>[i], to_bytes(raw[i])});
    // The keys go even if the deposit cannot.
    static_cast<void>(Holding<typename T::Currency, pallet::HoldReason::Keys>::release_all(account));
    T::System::dec_consumers(account);
    return {};
}

template <class T>
Estimate<BlockNumber> Pallet<T>::estimate_next_new_session(BlockNumber now) {
    return T::NextSessionRotation::estimate_next_session_rotation(now);
}

template <class T>
BlockNumber Pallet<T>::average_session_length() {
    return T::NextSessionRotation::average_session_length();
}

template <class T>
template <class Old, class F>
void Pallet<T>::upgrade_keys(F&& upgrade) {
    storage.NextKeys.template translate<Old>([&](const AccountId& validator, const Old& old) {
        const auto before = session_keys::raw(old);
        for (size_t i = 0; i < before.size(); ++i)
            storage.KeyOwner.remove({session_keys::kTypes<Old>[i], to_bytes(before[i])});
        const SessionKeys keys = upgrade(validator, old);
        const auto now = session_keys::raw(keys);
        for (size_t i = 0; i < now.size(); ++i) {
            storage.KeyOwner.put({session_keys::kTypes<SessionKeys>[i], to_bytes(now[i])}, validator);
        }
        return std::optional(keys);
    });
    using OldKeys = std::vector<std::pair<AccountId, Old>>;
    static_cast<void>(storage.QueuedKeys.template translate<OldKeys>([&](const std::optional<OldKeys>& queued) {
        std::optional<ValidatorKeys> out;
        if (queued) out.emplace();
        for (const auto& [validator, old] : queued.value_or(OldKeys())) {
            out->emplace_back(validator, upgrade(validator, old));
        }
        return out;
    }));
}

template <class T>
TryStateResult Pallet<T>::try_state() {
    uint32_t keys_of_validators = 0;
    auto entries = storage.NextKeys.iter();
    while (const auto entry = entries.next()) {
        const auto& [validator, keys] = *entry;
        const auto raw = session_keys::raw(keys);
        for (size_t i = 0; i < raw.size(); ++i) {
            ENSURE(key_owner(session_keys::kTypes<SessionKeys>[i], raw[i]) == validator,
                   std::string("a session key does not belong to its validator"));
            ++keys_of_validators;
        }
    }
    uint32_t owned_keys = 0;
    auto owners = storage.KeyOwner.iter();
    while (owners.next()) ++owned_keys;
    ENSURE(owned_keys == keys_of_validators, std::string("a session key has an owner who does not have it"));

    const auto disabled = disabled_validators();
    for (size_t i = 1; i < disabled.size(); ++i) {
        ENSURE(disabled[i - 1] < disabled[i], std::string("disabled validators are out of order"));
    }
    return {};
}

}  // namespace serinus::pallet_session
