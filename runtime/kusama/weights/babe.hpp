/// Weights of Babe. Not measured: its authors estimated them.
/// Source: FRAME of July 2023, pallet-babe, default_weights.rs (Kusama's WeightInfo is `()`)
#pragma once

#include "runtime/kusama/weights/measured.hpp"

namespace serinus::kusama::weights {

struct Babe {
    static constexpr Weight plan_config_change() noexcept { return kDbWeight.writes(1); }

    /// The size of the validator set is that of the membership proof, but at least 100.
    static constexpr Weight report_equivocation(uint32_t validator_count,
                                                uint32_t max_nominators_per_validator) noexcept {
        const uint64_t nominators = max_nominators_per_validator;
        return measured(35 * sdk::kRefTimePerMicro, 0)  // the membership proof
            .per(std::max(validator_count, 100u), 175 * sdk::kRefTimePerNano, 0)
            .reads(5)
            .per(1, 110 * sdk::kRefTimePerMicro, 0)  // the equivocation proof
            .per(1, 110 * sdk::kRefTimePerMicro, 0)  // the report of the offence
            .per(nominators, 25 * sdk::kRefTimePerMicro, 0)
            .reads(14 + 3 * nominators)
            .writes(10 + 3 * nominators);
    }
};

}  // namespace serinus::kusama::weights
