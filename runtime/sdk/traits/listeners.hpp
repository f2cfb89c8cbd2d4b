/// Listeners: types that are notified of the same event, `List<A, B>`, called in order. Nobody listens: `List<>`.
#pragma once

#include <string_view>

#include "runtime/sdk/types.hpp"

namespace serinus::sdk {

/// Calls `f.template operator()<Listener>()` for each, in order:
///
///     for_each_handler(typename T::OnKilledAccount{}, [&]<class L>() { L::on_killed_account(who); });
///
/// and where the pallet is composed, `static_assert(OnKilledAccount<L>)` for each.
template <class... Listener, class F>
constexpr void for_each_handler(List<Listener...>, F&& f) {
    (f.template operator()<Listener>(), ...);
}

// What listeners have. Source: frame_support::traits, frame_system, sp_runtime of July 2023

/// Notified when an account comes into being.
template <class L>
concept OnNewAccount = requires(const AccountId& who) { L::on_new_account(who); };

/// Notified when an account has ended.
template <class L>
concept OnKilledAccount = requires(const AccountId& who) { L::on_killed_account(who); };

/// Notified of the time of each block.
template <class L>
concept OnTimestampSet = requires(Moment now) { L::on_timestamp_set(now); };

/// Notified of the author of each block.
template <class L>
concept OnAuthor = requires(const AccountId& author) { L::note_author(author); };

/// Notified when the root of a Merkle mountain range has changed.
template <class L>
concept OnNewRoot = requires(const Hash256& root) { L::on_new_root(root); };

}  // namespace serinus::sdk
