/// Sessions as other pallets make and follow them: who validates, when a session ends, and what is done with the keys.
/// How long they last is in session_rotation.hpp. Source: pallet_session, frame_support::traits::validation of July
/// 2023
#pragma once

#include "runtime/sdk/types.hpp"

namespace serinus::sdk {

/// Chooses validators. A new set is planned one session before it is used; nullopt: the set stays.
template <class M>
concept SessionManager = requires(uint32_t session, const std::vector<AccountId>& configured) {
    { M::new_session(session) };
    { M::new_session_genesis(session, configured) };
    M::start_session(session);
    M::end_session(session);
};

/// Whether the session ends with the block `now`, which is the first of the next one.
template <class E>
concept ShouldEndSession = requires(BlockNumber now) {
    { E::should_end_session(now) } -> std::same_as<bool>;
};

/// The validator for whom an account speaks; nullopt: it speaks for none.
template <class C>
concept ValidatorIdOf = requires(const AccountId& who) {
    { C::convert(who) } -> std::same_as<std::optional<AccountId>>;
};

/// Knows the validators that may do nothing for the rest of the session.
template <class D>
concept DisabledValidators = requires(uint32_t index) {
    { D::is_disabled(index) } -> std::same_as<bool>;
};

}  // namespace serinus::sdk
