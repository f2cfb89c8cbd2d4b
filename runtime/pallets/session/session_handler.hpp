/// How the pallets that need a session key are notified of sessions.
#pragma once

#include "runtime/pallets/session/session.hpp"

namespace serinus::pallet_session {

/// One pallet `P` and its key, a member of the session keys. `P` has
///
///     using Key = …;
///     static void on_genesis_session(std::span<const std::pair<AccountId, Key>> validators);
///     static void on_new_session(bool changed, std::span<const std::pair<AccountId, Key>> validators,
///                                std::span<const std::pair<AccountId, Key>> queued);
///     static void on_disabled(uint32_t validator_index);
///     static void on_before_session_ending();   // may be missing
template <auto kMember, class P>
struct KeyHandler {
    template <class ValidatorKeys>
    static auto keys_of(const ValidatorKeys& validators) {
        std::vector<std::pair<AccountId, typename P::Key>> keys;
        keys.reserve(validators.size());
        for (const auto& [validator, all] : validators) keys.emplace_back(validator, all.*kMember);
        return keys;
    }
    template <class ValidatorKeys>
    static void on_genesis_session(const ValidatorKeys& validators) {
        P::on_genesis_session(keys_of(validators));
    }
    template <class ValidatorKeys>
    static void on_new_session(bool changed, const ValidatorKeys& validators, const ValidatorKeys& queued) {
        P::on_new_session(changed, keys_of(validators), keys_of(queued));
    }
    static void on_before_session_ending() {
        if constexpr (requires { P::on_before_session_ending(); }) P::on_before_session_ending();
    }
    static void on_disabled(uint32_t validator_index) { P::on_disabled(validator_index); }
};

}  // namespace serinus::pallet_session
