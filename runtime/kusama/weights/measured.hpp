/// The form in which weights are written down: what was measured, then accesses of the database.
#pragma once

#include "runtime/sdk/weight.hpp"

namespace serinus::kusama::weights {

using sdk::Weight;

/// Time of the database. Source: fellowship runtimes v1.0.0, relay/kusama/constants/src/weights/rocksdb_weights.rs
inline constexpr sdk::RuntimeDbWeight kDbWeight{.read = 25'000 * sdk::kRefTimePerNano,
                                                .write = 100'000 * sdk::kRefTimePerNano};

/// A weight that grows term by term. All terms are added with saturation, so their order does not matter.
struct Measured {
    Weight total;

    constexpr operator Weight() const noexcept { return total; }

    /// `count` times a weight: of each byte, call, signatory and so on.
    constexpr Measured per(uint64_t count, uint64_t ref_time_ps, uint64_t proof_size) const noexcept {
        return {total.saturating_add(Weight::from_parts(ref_time_ps, proof_size).saturating_mul(count))};
    }
    constexpr Measured reads(uint64_t count) const noexcept { return {total.saturating_add(kDbWeight.reads(count))}; }
    constexpr Measured writes(uint64_t count) const noexcept { return {total.saturating_add(kDbWeight.writes(count))}; }
};

constexpr Measured measured(uint64_t ref_time_ps, uint64_t proof_size) noexcept {
    return {Weight::from_parts(ref_time_ps, proof_size)};
}

}  // namespace serinus::kusama::weights
