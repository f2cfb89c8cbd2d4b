/// The pot that fees and slashed deposits go to. Source: fellowship runtimes v1.0.0, relay/kusama/src/lib.rs
/// Pallet: treasury
#pragma once

#include "runtime/sdk/types.hpp"

namespace serinus::kusama {

/// Stands in for the Treasury, which this composition does not have: it fills the pot as the pallet does, so that
/// balances and issuance agree with Kusama's. Treasury.Deposit, the event that follows, is that pallet's own and is
/// missing: nobody could decode an event that the metadata does not have.
template <class Currency>
struct TreasuryPot {
    using NegativeImbalance = typename Currency::NegativeImbalance;

    /// "modl" and the pallet's identifier "py/trsry", filled up with zeros.
    static constexpr sdk::AccountId account_id() {
        sdk::AccountId out;
        constexpr std::string_view kName = "modlpy/trsry";
        std::copy(kName.begin(), kName.end(), out.bytes.begin());
        return out;
    }
    static void on_unbalanced(NegativeImbalance amount) {
        if (amount.peek() != 0) Currency::resolve_creating(account_id(), std::move(amount));
    }
};

}  // namespace serinus::kusama
