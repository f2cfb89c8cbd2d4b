/// The form in which `serinus benchmark pallet` writes weights down: what was measured, then accesses of the database.
#pragma once

#include "runtime/sdk/weight.hpp"

namespace serinus::sdk {

/// A weight that grows term by term, with saturation. `kDb`: what accesses cost on the machines of the chain.
template <const RuntimeDbWeight& kDb>
struct MeasuredWeight {
    Weight total;

    constexpr MeasuredWeight(uint64_t ref_time_ps, uint64_t proof_size) noexcept
        : total(Weight::from_parts(ref_time_ps, proof_size)) {}
    constexpr operator Weight() const noexcept { return total; }

    /// `count` times a weight: of each byte, item and so on.
    constexpr MeasuredWeight per(uint64_t count, uint64_t ref_time_ps, uint64_t proof_size) const noexcept {
        return plus(Weight::from_parts(ref_time_ps, proof_size).saturating_mul(count));
    }
    constexpr MeasuredWeight reads(uint64_t count) const noexcept { return plus(kDb.reads(count)); }
    constexpr MeasuredWeight writes(uint64_t count) const noexcept { return plus(kDb.writes(count)); }

  private:
    constexpr MeasuredWeight plus(Weight more) const noexcept {
        MeasuredWeight out = *this;
        out.total = total.saturating_add(more);
        return out;
    }
};

}  // namespace serinus::sdk
