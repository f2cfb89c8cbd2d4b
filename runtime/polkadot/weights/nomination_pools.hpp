/// Weights of NominationPools. `s`: slashing spans; `n`: validators, bytes.
/// Source: fellowship runtimes v1.0.0, relay/polkadot/src/weights/pallet_nomination_pools.rs
#pragma once

#include "runtime/polkadot/weights/measured.hpp"

namespace serinus::polkadot::weights {

struct NominationPools {
    static constexpr Weight join() noexcept { return measured(185'018'000, 8877).reads(19).writes(12); }
    static constexpr Weight bond_extra_transfer() noexcept { return measured(181'902'000, 8877).reads(16).writes(12); }
    static constexpr Weight bond_extra_other() noexcept { return measured(207'517'000, 8799).reads(16).writes(12); }
    static constexpr Weight claim_payout() noexcept { return measured(74'540'000, 4182).reads(6).writes(4); }
    static constexpr Weight unbond() noexcept { return measured(165'324'000, 8877).reads(20).writes(13); }
    static constexpr Weight pool_withdraw_unbonded(uint32_t s) noexcept {
        return measured(60'387'918, 4764).per(s, 49'566, 0).reads(6).writes(2);
    }
    static constexpr Weight withdraw_unbonded_update(uint32_t s) noexcept {
        return measured(126'404'999, 4764).per(s, 59'921, 0).reads(10).writes(8);
    }
    static constexpr Weight withdraw_unbonded_kill(uint32_t s) noexcept {
        return measured(213'890'796, 6196).per(s, 11'035, 0).reads(21).writes(18);
    }
    static constexpr Weight create() noexcept { return measured(183'643'000, 6196).reads(22).writes(15); }
    static constexpr Weight nominate(uint32_t n) noexcept {
        return measured(63'708'704, 4556).per(n, 1'423'052, 2520).reads(12 + uint64_t{n}).writes(5);
    }
    static constexpr Weight set_state() noexcept { return measured(34'170'000, 4556).reads(3).writes(1); }
    static constexpr Weight set_metadata(uint32_t n) noexcept {
        return measured(13'413'431, 3735).per(n, 1541, 0).reads(3).writes(2);
    }
    static constexpr Weight set_configs() noexcept { return measured(5'780'000, 0).writes(6); }
    static constexpr Weight update_roles() noexcept { return measured(17'839'000, 3685).reads(1).writes(1); }
    static constexpr Weight chill() noexcept { return measured(63'675'000, 4556).reads(9).writes(5); }
    static constexpr Weight set_commission() noexcept { return measured(30'136'000, 3685).reads(4).writes(2); }
    static constexpr Weight set_commission_max() noexcept { return measured(18'587'000, 3685).reads(2).writes(1); }
    static constexpr Weight set_commission_change_rate() noexcept {
        return measured(18'135'000, 3685).reads(1).writes(1);
    }
    static constexpr Weight claim_commission() noexcept { return measured(61'063'000, 3685).reads(4).writes(2); }
    /// What accesses of the database cost alone; the reference's measured figure is not used.
    static constexpr Weight set_claim_permission() noexcept { return measured(0, 0).reads(1).writes(1); }
};

}  // namespace serinus::polkadot::weights
