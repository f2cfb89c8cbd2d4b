/// The pot that fees and slashed deposits go to. The pallet that spends from it is not there yet; its account and its
/// event are those of Kusama. Source: fellowship runtimes v1.0.0, relay/kusama/src/lib.rs. Pallet: treasury
#pragma once

#include "runtime/sdk/pallet.hpp"

namespace serinus::kusama {

/// `Balances` is the pallet whose imbalances it takes.
template <class Balances>
struct TreasuryPot {
    static constexpr uint8_t kPalletIndex = 18;
    static constexpr uint8_t kDepositEvent = 6;

    /// "modl", the pallet's id, zeros.
    static sdk::AccountId account_id() {
        constexpr std::string_view kId = "modlpy/trsry";
        sdk::AccountId out;
        std::copy(kId.begin(), kId.end(), out.begin());
        return out;
    }
    template <class Imbalance>
    static void on_unbalanced(Imbalance amount) {
        const sdk::Balance value = amount.peek();
        if (value == 0) return;
        Balances::resolve_creating(account_id(), std::move(amount));
        scale::Encoder event;
        event.byte(kPalletIndex);
        event.byte(kDepositEvent);
        scale::encode_to(event, value);
        sdk::deposit_encoded_event(std::move(event).finish());
    }
};

}  // namespace serinus::kusama
