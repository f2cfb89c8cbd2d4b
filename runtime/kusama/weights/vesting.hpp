/// Weights of Vesting. `l`: locks of the account; `s`: its vesting schedules.
/// Source: fellowship runtimes v1.0.0, relay/kusama/src/weights/pallet_vesting.rs
#pragma once

#include "runtime/kusama/weights/measured.hpp"

namespace serinus::kusama::weights {

struct Vesting {
    static constexpr Weight vest_locked(uint32_t l, uint32_t s) noexcept {
        return measured(32'371'045, 4764).per(l, 32'585, 0).per(s, 70'933, 0).reads(3).writes(2);
    }
    static constexpr Weight vest_unlocked(uint32_t l, uint32_t s) noexcept {
        return measured(36'506'107, 4764).per(l, 21'930, 0).per(s, 53'372, 0).reads(3).writes(2);
    }
    static constexpr Weight vest_other_locked(uint32_t l, uint32_t s) noexcept {
        return measured(33'569'479, 4764).per(l, 36'019, 0).per(s, 81'510, 0).reads(4).writes(3);
    }
    static constexpr Weight vest_other_unlocked(uint32_t l, uint32_t s) noexcept {
        return measured(37'776'229, 4764).per(l, 33'123, 0).per(s, 57'870, 0).reads(4).writes(3);
    }
    static constexpr Weight vested_transfer(uint32_t l, uint32_t s) noexcept {
        return measured(69'745'938, 4764).per(l, 30'682, 0).per(s, 51'543, 0).reads(4).writes(3);
    }
    static constexpr Weight force_vested_transfer(uint32_t l, uint32_t s) noexcept {
        return measured(69'455'088, 6196).per(l, 41'213, 0).per(s, 106'240, 0).reads(5).writes(4);
    }
    static constexpr Weight not_unlocking_merge_schedules(uint32_t l, uint32_t s) noexcept {
        return measured(34'533'028, 4764).per(l, 36'217, 0).per(s, 79'321, 0).reads(4).writes(3);
    }
    static constexpr Weight unlocking_merge_schedules(uint32_t l, uint32_t s) noexcept {
        return measured(38'772'588, 4764).per(l, 33'390, 0).per(s, 71'058, 0).reads(4).writes(3);
    }
};

}  // namespace serinus::kusama::weights
