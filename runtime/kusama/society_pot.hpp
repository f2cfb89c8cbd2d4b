/// The pot that Treasury's burnt money goes to. Source: fellowship runtimes v1.0.0, relay/kusama/src/lib.rs
/// Pallet: society
#pragma once

#include "runtime/sdk/pallet_id.hpp"

namespace serinus::kusama {

/// Stands in for the Society, which this composition does not have: it fills the pot as the pallet does, so that
/// balances and issuance agree with Kusama's. Society.Deposit, the event that follows, is that pallet's own and is
/// missing: nobody could decode an event that the metadata does not have.
template <class Currency>
struct SocietyPot {
    using NegativeImbalance = typename Currency::NegativeImbalance;

    static constexpr sdk::AccountId account_id() { return sdk::account_of(sdk::pallet_id("py/socie")); }
    static void on_unbalanced(NegativeImbalance amount) {
        if (amount.peek() != 0) Currency::resolve_creating(account_id(), std::move(amount));
    }
};

}  // namespace serinus::kusama
