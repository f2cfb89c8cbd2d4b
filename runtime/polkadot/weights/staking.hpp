/// Weights of Staking. `s`: slashing spans, or slashes; `k`: nominators; `n`: targets, or nominators; `v`: accounts, or
/// validators; `l`: chunks.
/// Source: fellowship runtimes v1.0.0, relay/polkadot/src/weights/pallet_staking.rs
#pragma once

#include "runtime/polkadot/weights/measured.hpp"

namespace serinus::polkadot::weights {

struct Staking {
    static constexpr Weight bond() noexcept { return measured(50'298'000, 4764).reads(5).writes(4); }
    static constexpr Weight bond_extra() noexcept { return measured(92'717'000, 8877).reads(9).writes(7); }
    static constexpr Weight unbond() noexcept { return measured(93'898'000, 8877).reads(12).writes(7); }
    static constexpr Weight withdraw_unbonded_update(uint32_t s) noexcept {
        return measured(43'262'602, 4764).per(s, 46'724, 0).reads(4).writes(2);
    }
    static constexpr Weight withdraw_unbonded_kill(uint32_t s) noexcept {
        return measured(95'845'283, 6248).per(s, 1'101'643, 4).reads(13).writes(11 + uint64_t{s});
    }
    static constexpr Weight validate() noexcept { return measured(56'092'000, 4556).reads(11).writes(5); }
    static constexpr Weight kick(uint32_t k) noexcept {
        return measured(26'994'634, 4556).per(k, 8'355'569, 3033).reads(1 + uint64_t{k}).writes(uint64_t{k});
    }
    static constexpr Weight nominate(uint32_t n) noexcept {
        return measured(61'017'004, 6248).per(n, 3'981'268, 2520).reads(12 + uint64_t{n}).writes(6);
    }
    static constexpr Weight chill() noexcept { return measured(57'209'000, 6248).reads(8).writes(6); }
    static constexpr Weight set_payee() noexcept { return measured(13'520'000, 4556).reads(1).writes(1); }
    static constexpr Weight set_controller() noexcept { return measured(23'137'000, 8122).reads(3).writes(3); }
    static constexpr Weight set_validator_count() noexcept { return measured(2'848'000, 0).writes(1); }
    static constexpr Weight force_no_eras() noexcept { return measured(7'365'000, 0).writes(1); }
    static constexpr Weight force_new_era() noexcept { return measured(7'422'000, 0).writes(1); }
    static constexpr Weight force_new_era_always() noexcept { return measured(7'402'000, 0).writes(1); }
    static constexpr Weight set_invulnerables(uint32_t v) noexcept {
        return measured(3'048'427, 0).per(v, 10'495, 0).writes(1);
    }
    static constexpr Weight force_unstake(uint32_t s) noexcept {
        return measured(85'181'607, 6248).per(s, 1'123'909, 4).reads(12).writes(12 + uint64_t{s});
    }
    static constexpr Weight cancel_deferred_slash(uint32_t s) noexcept {
        return measured(1'203'856'726, 70'037).per(s, 6'467'382, 0).reads(1).writes(1);
    }
    static constexpr Weight payout_stakers_alive_staked(uint32_t n) noexcept {
        return measured(99'911'474, 53'040)
            .per(n, 54'504'270, 3774)
            .reads(11 + 6 * uint64_t{n})
            .writes(3 + 3 * uint64_t{n});
    }
    static constexpr Weight rebond(uint32_t l) noexcept {
        return measured(85'498'692, 8877).per(l, 46'095, 0).reads(9).writes(7);
    }
    static constexpr Weight reap_stash(uint32_t s) noexcept {
        return measured(95'405'447, 6248).per(s, 1'141'741, 4).reads(12).writes(11 + uint64_t{s});
    }
    static constexpr Weight get_npos_voters(uint32_t v, uint32_t n) noexcept {
        return measured(35'735'725'000, 456'136)
            .per(v, 3'430'783, 3566)
            .per(n, 5'140'095, 3566)
            .reads(179 + 5 * uint64_t{v} + 4 * uint64_t{n})
            .writes(1);
    }
    static constexpr Weight get_npos_targets(uint32_t v) noexcept {
        return measured(83'643'108, 3510).per(v, 4'730'253, 2520).reads(2 + uint64_t{v});
    }
    static constexpr Weight set_staking_configs_all_set() noexcept { return measured(6'234'000, 0).writes(6); }
    static constexpr Weight set_staking_configs_all_remove() noexcept { return measured(5'791'000, 0).writes(6); }
    static constexpr Weight chill_other() noexcept { return measured(70'229'000, 6248).reads(11).writes(6); }
    static constexpr Weight force_apply_min_commission() noexcept {
        return measured(13'066'000, 3510).reads(2).writes(1);
    }
    static constexpr Weight set_min_commission() noexcept { return measured(2'794'000, 0).writes(1); }
};

}  // namespace serinus::polkadot::weights
