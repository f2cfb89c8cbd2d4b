/// Weights of Staking. `s`: slashing spans, or slashes; `k`: nominators; `n`: targets, or nominators; `v`: accounts, or
/// validators; `l`: chunks.
/// Source: fellowship runtimes v1.0.0, relay/kusama/src/weights/pallet_staking.rs
#pragma once

#include "runtime/kusama/weights/measured.hpp"

namespace serinus::kusama::weights {

struct Staking {
    static constexpr Weight bond() noexcept { return measured(49'184'000, 4764).reads(5).writes(4); }
    static constexpr Weight bond_extra() noexcept { return measured(89'888'000, 8877).reads(9).writes(7); }
    static constexpr Weight unbond() noexcept { return measured(100'266'000, 8877).reads(12).writes(7); }
    static constexpr Weight withdraw_unbonded_update(uint32_t s) noexcept {
        return measured(42'080'888, 4764).per(s, 38'783, 0).reads(4).writes(2);
    }
    static constexpr Weight withdraw_unbonded_kill(uint32_t s) noexcept {
        return measured(92'788'035, 6248).per(s, 1'130'953, 4).reads(13).writes(11 + uint64_t{s});
    }
    static constexpr Weight validate() noexcept { return measured(54'696'000, 4556).reads(11).writes(5); }
    static constexpr Weight kick(uint32_t k) noexcept {
        return measured(29'095'120, 4556).per(k, 8'057'715, 3289).reads(1 + uint64_t{k}).writes(uint64_t{k});
    }
    static constexpr Weight nominate(uint32_t n) noexcept {
        return measured(65'529'718, 6248).per(n, 3'408'679, 2520).reads(12 + uint64_t{n}).writes(6);
    }
    static constexpr Weight chill() noexcept { return measured(57'088'000, 6248).reads(8).writes(6); }
    static constexpr Weight set_payee() noexcept { return measured(15'763'000, 4556).reads(1).writes(1); }
    static constexpr Weight set_controller() noexcept { return measured(22'419'000, 8122).reads(3).writes(3); }
    static constexpr Weight set_validator_count() noexcept { return measured(2'731'000, 0).writes(1); }
    static constexpr Weight force_no_eras() noexcept { return measured(7'282'000, 0).writes(1); }
    static constexpr Weight force_new_era() noexcept { return measured(7'083'000, 0).writes(1); }
    static constexpr Weight force_new_era_always() noexcept { return measured(6'988'000, 0).writes(1); }
    static constexpr Weight set_invulnerables(uint32_t v) noexcept {
        return measured(3'043'131, 0).per(v, 10'413, 0).writes(1);
    }
    static constexpr Weight force_unstake(uint32_t s) noexcept {
        return measured(85'907'243, 6248).per(s, 1'119'314, 4).reads(12).writes(12 + uint64_t{s});
    }
    static constexpr Weight cancel_deferred_slash(uint32_t s) noexcept {
        return measured(1'194'031'087, 70'037).per(s, 6'455'474, 0).reads(1).writes(1);
    }
    static constexpr Weight payout_stakers_alive_staked(uint32_t n) noexcept {
        return measured(107'739'822, 53'036)
            .per(n, 49'653'532, 3774)
            .reads(11 + 6 * uint64_t{n})
            .writes(3 + 3 * uint64_t{n});
    }
    static constexpr Weight rebond(uint32_t l) noexcept {
        return measured(84'211'408, 8877).per(l, 40'526, 0).reads(9).writes(7);
    }
    static constexpr Weight reap_stash(uint32_t s) noexcept {
        return measured(95'602'519, 6248).per(s, 1'118'654, 4).reads(12).writes(11 + uint64_t{s});
    }
    static constexpr Weight get_npos_voters(uint32_t v, uint32_t n) noexcept {
        return measured(34'937'137'000, 425'452)
            .per(v, 4'970'332, 3566)
            .per(n, 4'226'407, 3566)
            .reads(167 + 5 * uint64_t{v} + 4 * uint64_t{n})
            .writes(1);
    }
    static constexpr Weight get_npos_targets(uint32_t v) noexcept {
        return measured(58'371'776, 3510).per(v, 4'834'628, 2520).reads(2 + uint64_t{v});
    }
    static constexpr Weight set_staking_configs_all_set() noexcept { return measured(6'213'000, 0).writes(6); }
    static constexpr Weight set_staking_configs_all_remove() noexcept { return measured(5'756'000, 0).writes(6); }
    static constexpr Weight chill_other() noexcept { return measured(69'093'000, 6248).reads(11).writes(6); }
    static constexpr Weight force_apply_min_commission() noexcept {
        return measured(15'224'000, 3510).reads(2).writes(1);
    }
    static constexpr Weight set_min_commission() noexcept { return measured(2'810'000, 0).writes(1); }
};

}  // namespace serinus::kusama::weights
