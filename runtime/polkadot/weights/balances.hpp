/// Weights of Balances. `u`: accounts.
/// Source: fellowship runtimes v1.0.0, relay/polkadot/src/weights/pallet_balances.rs
#pragma once

#include "runtime/polkadot/weights/measured.hpp"

namespace serinus::polkadot::weights {

struct Balances {
    static constexpr Weight transfer_allow_death() noexcept { return measured(50'179'000, 3593).reads(1).writes(1); }
    static constexpr Weight transfer_keep_alive() noexcept { return measured(38'583'000, 3593).reads(1).writes(1); }
    static constexpr Weight force_set_balance_creating() noexcept {
        return measured(14'557'000, 3593).reads(1).writes(1);
    }
    static constexpr Weight force_set_balance_killing() noexcept {
        return measured(21'454'000, 3593).reads(1).writes(1);
    }
    static constexpr Weight force_transfer() noexcept { return measured(52'669'000, 6196).reads(2).writes(2); }
    static constexpr Weight transfer_all() noexcept { return measured(48'155'000, 3593).reads(1).writes(1); }
    static constexpr Weight force_unreserve() noexcept { return measured(16'713'000, 3593).reads(1).writes(1); }
    static constexpr Weight upgrade_accounts(uint32_t u) noexcept {
        return measured(15'887'000, 990).per(u, 14'095'956, 2603).reads(u).writes(u);
    }
};

}  // namespace serinus::polkadot::weights
