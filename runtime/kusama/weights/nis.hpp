/// Weights of Nis.
/// Source: fellowship runtimes v1.0.0, relay/kusama/src/weights/pallet_nis.rs
#pragma once

#include "runtime/kusama/weights/measured.hpp"

namespace serinus::kusama::weights {

struct Nis {
    static constexpr Weight place_bid_max() noexcept { return measured(150'343'000, 51'487).reads(3).writes(3); }
    static constexpr Weight retract_bid(uint32_t bids) noexcept {
        return measured(37'520'860, 51'487).per(bids, 80'867, 0).reads(3).writes(3);
    }
    static constexpr Weight fund_deficit() noexcept { return measured(39'780'000, 3'593).reads(2).writes(1); }
    static constexpr Weight communify() noexcept { return measured(66'785'000, 3'593).reads(5).writes(5); }
    static constexpr Weight privatize() noexcept { return measured(82'771'000, 3'593).reads(5).writes(5); }
    static constexpr Weight thaw_private() noexcept { return measured(49'817'000, 3'593).reads(4).writes(3); }
    static constexpr Weight thaw_communal() noexcept { return measured(89'120'000, 3'593).reads(4).writes(4); }

    // An intake, each of its queues and each of their bids.
    static constexpr Weight process_queues() noexcept { return measured(33'581'000, 11'487).reads(3).writes(2); }
    static constexpr Weight process_queue() noexcept { return measured(4'062'000, 51'487).reads(1).writes(1); }
    static constexpr Weight process_bid() noexcept { return measured(5'882'000, 0).writes(1); }
};

}  // namespace serinus::kusama::weights
