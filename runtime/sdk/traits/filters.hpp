/// Sets of calls, for base filters, proxies and messages of other chains; the same types are sets of accounts or of
/// other values. A set has `static bool contains(const Item&)`. `Everything` and `Nothing` are sets; others are made
/// of calls that the compiler knows:
///
///     using Locked = AnyOf<CallsOf<Balances>, TheseCalls<Staking::bond, Staking::unbond>>;
///     struct SystemConfig { using BaseCallFilter = EverythingBut<Locked>; };
///
/// Source: frame_support::traits::filter of July 2023
#pragma once

#include "runtime/sdk/call.hpp"
#include "runtime/sdk/traits/nothing.hpp"

namespace serinus::sdk {

/// Whether the set `F` may be asked about an `Item`.
template <class F, class Item>
concept Contains = requires(const Item& item) {
    { F::contains(item) } -> std::convertible_to<bool>;
};

/// These calls.
template <class... C>
struct TheseCalls {
    static bool contains(const RuntimeCall& call) { return ((call.get_if<C>() != nullptr) || ...); }
};

/// All calls of these pallets.
template <class... P>
struct CallsOf {
    static bool contains(const RuntimeCall& call) { return ((call.pallet_index() == P::Config::kInfo.index) || ...); }
};

/// In at least one of the sets.
template <class... F>
struct AnyOf {
    static bool contains(const auto& item) { return (F::contains(item) || ...); }
};

/// In each of the sets.
template <class... F>
struct AllOf {
    static bool contains(const auto& item) { return (F::contains(item) && ...); }
};

/// Not in the set.
template <class F>
struct EverythingBut {
    static bool contains(const auto& item) { return !F::contains(item); }
};

}  // namespace serinus::sdk
