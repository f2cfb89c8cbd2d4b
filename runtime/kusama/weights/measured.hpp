/// The form in which weights are written down: what was measured, then accesses of the database.
#pragma once

#include "runtime/sdk/measured_weight.hpp"

namespace serinus::kusama::weights {

using sdk::Weight;

/// Time of the database. Source: fellowship runtimes v1.0.0, relay/kusama/constants/src/weights/rocksdb_weights.rs
inline constexpr sdk::RuntimeDbWeight kDbWeight{.read = 25'000 * sdk::kRefTimePerNano,
                                                .write = 100'000 * sdk::kRefTimePerNano};

constexpr sdk::MeasuredWeight<kDbWeight> measured(uint64_t ref_time_ps, uint64_t proof_size) noexcept {
    return {ref_time_ps, proof_size};
}

}  // namespace serinus::kusama::weights
