/// Weights of Vesting. `l`: locks of the account; `s`: its vesting schedules.
/// Source: fellowship runtimes v1.0.0, relay/polkadot/src/weights/pallet_vesting.rs
#pragma once

#include "runtime/polkadot/weights/measured.hpp"

namespace serinus::polkadot::weights {

struct Vesting {
    static constexpr Weight vest_locked(uint32_t l, uint32_t s) noexcept {
        return measured(33'128'056, 4764).per(l, 33'920, 0).per(s, 68'899, 0).reads(3).writes(2);
    }
    static constexpr Weight vest_unlocked(uint32_t l, uint32_t s) noexcept {
        return measured(37'531'434, 4764).per(l, 17'115, 0).per(s, 57'869, 0).reads(3).writes(2);
    }
    static constexpr Weight vest_other_locked(uint32_t l, uint32_t s) noexcept {
        return measured(33'837'428, 4764).per(l, 41'861, 0).per(s, 100'793, 0).reads(4).writes(3);
    }
    static constexpr Weight vest_other_unlocked(uint32_t l, uint32_t s) noexcept {
        return measured(38'791'213, 4764).per(l, 24'682, 0).per(s, 63'684, 0).reads(4).writes(3);
    }
    static constexpr Weight vested_transfer(uint32_t l, uint32_t s) noexcept {
        return measured(70'364'277, 4764).per(l, 36'813, 0).per(s, 83'685, 0).reads(4).writes(3);
    }
    static constexpr Weight force_vested_transfer(uint32_t l, uint32_t s) noexcept {
        return measured(71'727'202, 6196).per(l, 37'217, 0).per(s, 86'722, 0).reads(5).writes(4);
    }
    static constexpr Weight not_unlocking_merge_schedules(uint32_t l, uint32_t s) noexcept {
        return measured(35'589'750, 4764).per(l, 31'797, 0).per(s, 81'631, 0).reads(4).writes(3);
    }
    static constexpr Weight unlocking_merge_schedules(uint32_t l, uint32_t s) noexcept {
        return measured(39'122'385, 4764).per(l, 41'495, 0).per(s, 83'307, 0).reads(4).writes(3);
    }
};

}  // namespace serinus::polkadot::weights
