/// Weights of NominationPools. `s`: slashing spans; `n`: validators, bytes.
/// Source: fellowship runtimes v1.0.0, relay/kusama/src/weights/pallet_nomination_pools.rs
#pragma once

#include "runtime/kusama/weights/measured.hpp"

namespace serinus::kusama::weights {

struct NominationPools {
    static constexpr Weight join() noexcept { return measured(180'489'000, 8877).reads(19).writes(12); }
    static constexpr Weight bond_extra_transfer() noexcept { return measured(178'103'000, 8877).reads(16).writes(12); }
    static constexpr Weight bond_extra_other() noexcept { return measured(212'317'000, 8877).reads(17).writes(13); }
    static constexpr Weight claim_payout() noexcept { return measured(73'098'000, 4182).reads(6).writes(4); }
    static constexpr Weight unbond() noexcept { return measured(161'163'000, 8877).reads(20).writes(13); }
    static constexpr Weight pool_withdraw_unbonded(uint32_t s) noexcept {
        return measured(59'489'074, 4764).per(s, 44'280, 0).reads(6).writes(2);
    }
    static constexpr Weight withdraw_unbonded_update(uint32_t s) noexcept {
        return measured(122'758'147, 4764).per(s, 84'237, 0).reads(10).writes(8);
    }
    static constexpr Weight withdraw_unbonded_kill(uint32_t s) noexcept {
        return measured(213'501'960, 6196).per(s, 9'598, 0).reads(21).writes(18);
    }
    static constexpr Weight create() noexcept { return measured(178'422'000, 6196).reads(22).writes(15); }
    static constexpr Weight nominate(uint32_t n) noexcept {
        return measured(64'297'638, 4556).per(n, 1'252'903, 2520).reads(12 + uint64_t{n}).writes(5);
    }
    static constexpr Weight set_state() noexcept { return measured(33'890'000, 4556).reads(3).writes(1); }
    static constexpr Weight set_metadata(uint32_t n) noexcept {
        return measured(13'502'504, 3735).per(n, 235, 0).reads(3).writes(2);
    }
    static constexpr Weight set_configs() noexcept { return measured(5'706'000, 0).writes(6); }
    static constexpr Weight update_roles() noexcept { return measured(17'501'000, 3685).reads(1).writes(1); }
    static constexpr Weight chill() noexcept { return measured(62'420'000, 4556).reads(9).writes(5); }
    static constexpr Weight set_commission() noexcept { return measured(32'155'000, 3685).reads(4).writes(2); }
    static constexpr Weight set_commission_max() noexcept { return measured(18'053'000, 3685).reads(2).writes(1); }
    static constexpr Weight set_commission_change_rate() noexcept {
        return measured(17'862'000, 3685).reads(1).writes(1);
    }
    static constexpr Weight claim_commission() noexcept { return measured(58'242'000, 3685).reads(4).writes(2); }
    /// What accesses of the database cost alone; the reference's measured figure is not used.
    static constexpr Weight set_claim_permission() noexcept { return measured(0, 0).reads(1).writes(1); }
};

}  // namespace serinus::kusama::weights
