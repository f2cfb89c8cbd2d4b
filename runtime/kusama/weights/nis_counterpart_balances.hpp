/// Weights of NisCounterpartBalances.
/// Source: fellowship runtimes v1.0.0, relay/kusama/src/weights/pallet_balances_nis_counterpart_balances.rs
#pragma once

#include "runtime/kusama/weights/measured.hpp"

namespace serinus::kusama::weights {

struct NisCounterpartBalances {
    static constexpr Weight transfer_allow_death() noexcept { return measured(50'201'000, 6'164).reads(3).writes(3); }
    static constexpr Weight transfer_keep_alive() noexcept { return measured(37'055'000, 6'164).reads(3).writes(3); }
    static constexpr Weight force_set_balance_creating() noexcept {
        return measured(11'973'000, 3'577).reads(1).writes(1);
    }
    static constexpr Weight force_set_balance_killing() noexcept {
        return measured(20'862'000, 3'593).reads(2).writes(2);
    }
    static constexpr Weight force_transfer() noexcept { return measured(51'600'000, 6'196).reads(4).writes(4); }
    static constexpr Weight transfer_all() noexcept { return measured(46'378'000, 6'164).reads(3).writes(3); }
    static constexpr Weight force_unreserve() noexcept { return measured(17'124'000, 3'593).reads(2).writes(2); }
    static constexpr Weight upgrade_accounts(uint32_t accounts) noexcept {
        return measured(16'500'000, 990)
            .per(accounts, 15'705'003, 2'603)
            .reads(2 * uint64_t{accounts})
            .writes(2 * uint64_t{accounts});
    }
};

}  // namespace serinus::kusama::weights
