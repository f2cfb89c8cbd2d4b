/// What accounts pay for aliases that are stored for them, where nobody can have any.
/// Source: frame_support::traits::storage 42
#pragma once

#include "runtime/pallets/xcm/types.hpp"
#include "runtime/sdk/dispatch_error.hpp"

namespace serinus::frame_support::traits::storage {

/// Nothing is stored.
struct Disabled {
    friend bool operator==(Disabled, Disabled) = default;
};

}  // namespace serinus::frame_support::traits::storage

namespace serinus::pallet_xcm {

/// Pays for storage: `Ticket` is stored with what is paid for.
template <class C>
concept AliasConsideration = requires(const AccountId& who, Footprint footprint, const typename C::Ticket& ticket) {
    { C::create(who, footprint) } -> std::same_as<ResultOf<typename C::Ticket>>;
    { C::update(ticket, who, footprint) } -> std::same_as<ResultOf<typename C::Ticket>>;
    { C::drop(ticket, who) } -> std::same_as<DispatchResult>;
};

/// Fails for everybody.
struct NoAliases {
    using Ticket = frame_support::traits::storage::Disabled;
    static ResultOf<Ticket> create(const AccountId&, Footprint) { return Err(DispatchError(DispatchError::Other{})); }
    static ResultOf<Ticket> update(const Ticket&, const AccountId&, Footprint) {
        return Err(DispatchError(DispatchError::Other{}));
    }
    static DispatchResult drop(const Ticket&, const AccountId&) { return {}; }
};

}  // namespace serinus::pallet_xcm
