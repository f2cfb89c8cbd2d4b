/// Weights of Balances: of all pallets the only ones without proof size.
/// Source: fellowship runtimes v1.0.0, relay/kusama/src/weights/pallet_balances.rs
#pragma once

#include "runtime/kusama/weights/measured.hpp"

namespace serinus::kusama::weights {

struct Balances {
    static constexpr Weight transfer_allow_death() noexcept { return measured(41'638'000, 0).reads(1).writes(1); }
    static constexpr Weight transfer_keep_alive() noexcept { return measured(30'732'000, 0).reads(1).writes(1); }
    static constexpr Weight force_set_balance_creating() noexcept { return measured(24'238'000, 0).reads(1).writes(1); }
    static constexpr Weight force_set_balance_killing() noexcept { return measured(27'026'000, 0).reads(1).writes(1); }
    static constexpr Weight force_transfer() noexcept { return measured(41'242'000, 0).reads(2).writes(2); }
    static constexpr Weight transfer_all() noexcept { return measured(36'122'000, 0).reads(1).writes(1); }
    static constexpr Weight force_unreserve() noexcept { return measured(20'435'000, 0).reads(1).writes(1); }
    static constexpr Weight upgrade_accounts(uint32_t) noexcept { return Weight::zero(); }
};

}  // namespace serinus::kusama::weights
