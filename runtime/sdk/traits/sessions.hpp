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

/// The session that runs, and its validators by their indices.
template <class S>
concept Sessions = requires {
    { S::current_index() } -> std::same_as<uint32_t>;
    { S::validators() } -> std::same_as<std::vector<AccountId>>;
};

/// Excludes a validator from the rest of the session, by its index or its account; false: it was excluded before.
template <class S>
concept DisablesValidators = requires(uint32_t index) {
    { S::disable_index(index) } -> std::same_as<bool>;
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
