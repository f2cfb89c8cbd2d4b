/// Weights of Vesting for chains that are being developed: the order of magnitude that Kusama measured.
#pragma once

#include "runtime/pallets/development_weights.hpp"

namespace serinus::development_weights {

struct Vesting {
    static constexpr Weight vest_locked(uint32_t l, uint32_t s) noexcept {
        return measured(33'000'000, 4800).per(l, 33'000, 0).per(s, 71'000, 0).reads(3).writes(2);
    }
    static constexpr Weight vest_unlocked(uint32_t l, uint32_t s) noexcept {
        return measured(37'000'000, 4800).per(l, 22'000, 0).per(s, 54'000, 0).reads(3).writes(2);
    }
    static constexpr Weight vest_other_locked(uint32_t l, uint32_t s) noexcept {
        return measured(34'000'000, 4800).per(l, 37'000, 0).per(s, 82'000, 0).reads(4).writes(3);
    }
    static constexpr Weight vest_other_unlocked(uint32_t l, uint32_t s) noexcept {
        return measured(38'000'000, 4800).per(l, 34'000, 0).per(s, 58'000, 0).reads(4).writes(3);
    }
    static constexpr Weight vested_transfer(uint32_t l, uint32_t s) noexcept {
        return measured(70'000'000, 4800).per(l, 31'000, 0).per(s, 52'000, 0).reads(4).writes(3);
    }
    static constexpr Weight force_vested_transfer(uint32_t l, uint32_t s) noexcept {
        return measured(70'000'000, 6200).per(l, 42'000, 0).per(s, 110'000, 0).reads(5).writes(4);
    }
    static constexpr Weight not_unlocking_merge_schedules(uint32_t l, uint32_t s) noexcept {
        return measured(35'000'000, 4800).per(l, 37'000, 0).per(s, 80'000, 0).reads(4).writes(3);
    }
    static constexpr Weight unlocking_merge_schedules(uint32_t l, uint32_t s) noexcept {
        return measured(39'000'000, 4800).per(l, 34'000, 0).per(s, 72'000, 0).reads(4).writes(3);
    }
};

}  // namespace serinus::development_weights
