/// What execution costs: computation time on the reference machine and bytes of storage proof, side by side.
/// Pallet: sp-weights
///
/// A weight is two numbers that never mix, so "greater" must say of which: `any_gt`, `all_lte` and so on. There is no
/// operator for adding or scaling; each name says what happens at the edges.
#pragma once

#include <algorithm>
#include <optional>

#include "codec/scale.hpp"

namespace serinus::sp_weights::weight_v2 {

struct Weight {
    scale::Compact<uint64_t> ref_time{};    ///< ps on the reference machine
    scale::Compact<uint64_t> proof_size{};  ///< bytes

    static constexpr Weight from_parts(uint64_t ref_time_ps, uint64_t proof_size_bytes) noexcept {
        return {ref_time_ps, proof_size_bytes};
    }
    static constexpr Weight zero() noexcept { return {}; }
    static constexpr Weight max() noexcept { return {~uint64_t{0}, ~uint64_t{0}}; }

    constexpr bool is_zero() const noexcept { return *this == zero(); }
    constexpr Weight with_ref_time(uint64_t ref_time_ps) const noexcept { return {ref_time_ps, proof_size}; }
    constexpr Weight with_proof_size(uint64_t bytes) const noexcept { return {ref_time, bytes}; }

    friend constexpr bool operator==(const Weight& a, const Weight& b) noexcept {
        return a.ref_time.value == b.ref_time.value && a.proof_size.value == b.proof_size.value;
    }

    // Comparisons: of at least one part, or of both.
    constexpr bool any_gt(Weight o) const noexcept { return time() > o.time() || proof() > o.proof(); }
    constexpr bool all_gt(Weight o) const noexcept { return time() > o.time() && proof() > o.proof(); }
    constexpr bool any_lt(Weight o) const noexcept { return o.any_gt(*this); }
    constexpr bool all_lt(Weight o) const noexcept { return o.all_gt(*this); }
    constexpr bool any_gte(Weight o) const noexcept { return !all_lt(o); }
    constexpr bool all_gte(Weight o) const noexcept { return !any_lt(o); }
    constexpr bool any_lte(Weight o) const noexcept { return !all_gt(o); }
    constexpr bool all_lte(Weight o) const noexcept { return !any_gt(o); }
    constexpr bool any_eq(Weight o) const noexcept { return time() == o.time() || proof() == o.proof(); }

    /// The smaller, or the larger, of each part.
    constexpr Weight min(Weight o) const noexcept { return {std::min(time(), o.time()), std::min(proof(), o.proof())}; }
    constexpr Weight max(Weight o) const noexcept { return {std::max(time(), o.time()), std::max(proof(), o.proof())}; }

    constexpr Weight saturating_add(Weight o) const noexcept {
        return {serinus::saturating_add(time(), o.time()), serinus::saturating_add(proof(), o.proof())};
    }
    constexpr Weight saturating_sub(Weight o) const noexcept {
        return {serinus::saturating_sub(time(), o.time()), serinus::saturating_sub(proof(), o.proof())};
    }
    constexpr Weight saturating_mul(uint64_t factor) const noexcept {
        return {serinus::saturating_mul(time(), factor), serinus::saturating_mul(proof(), factor)};
    }
    constexpr void saturating_accrue(Weight o) noexcept { *this = saturating_add(o); }
    constexpr void saturating_reduce(Weight o) noexcept { *this = saturating_sub(o); }

    /// Nothing if either part leaves its range.
    constexpr std::optional<Weight> checked_add(Weight o) const noexcept {
        return both(serinus::checked_add(time(), o.time()), serinus::checked_add(proof(), o.proof()));
    }
    constexpr std::optional<Weight> checked_sub(Weight o) const noexcept {
        return both(serinus::checked_sub(time(), o.time()), serinus::checked_sub(proof(), o.proof()));
    }
    constexpr std::optional<Weight> checked_mul(uint64_t factor) const noexcept {
        return both(serinus::checked_mul(time(), factor), serinus::checked_mul(proof(), factor));
    }
    constexpr std::optional<Weight> checked_div(uint64_t divisor) const noexcept {
        return both(serinus::checked_div(time(), divisor), serinus::checked_div(proof(), divisor));
    }

    /// Both parts divided, rounded down; `divisor` is not 0.
    constexpr Weight div(uint64_t divisor) const noexcept { return {time() / divisor, proof() / divisor}; }

    /// How many times all of `divisor` fits, looking only at the parts that `divisor` has; nothing if it has none.
    constexpr std::optional<uint64_t> checked_div_per_component(Weight divisor) const noexcept {
        std::optional<uint64_t> times;
        if (divisor.time() != 0) times = time() / divisor.time();
        if (divisor.proof() != 0) times = std::min(times.value_or(~uint64_t{0}), proof() / divisor.proof());
        return times;
    }

  private:
    constexpr uint64_t time() const noexcept { return ref_time.value; }
    constexpr uint64_t proof() const noexcept { return proof_size.value; }
    static constexpr std::optional<Weight> both(std::optional<uint64_t> time, std::optional<uint64_t> proof) noexcept {
        if (!time || !proof) return std::nullopt;
        return Weight{*time, *proof};
    }
};

}  // namespace serinus::sp_weights::weight_v2

namespace serinus::sp_weights {

/// Time of one read and one write of the database, in ps. It says nothing of the proof.
struct RuntimeDbWeight {
    uint64_t read{};
    uint64_t write{};

    constexpr weight_v2::Weight reads(uint64_t count) const noexcept { return {saturating_mul(read, count), 0}; }
    constexpr weight_v2::Weight writes(uint64_t count) const noexcept { return {saturating_mul(write, count), 0}; }
    constexpr weight_v2::Weight reads_writes(uint64_t read_count, uint64_t write_count) const noexcept {
        return reads(read_count).saturating_add(writes(write_count));
    }
};

}  // namespace serinus::sp_weights

namespace serinus::sdk {

using sp_weights::RuntimeDbWeight;
using sp_weights::weight_v2::Weight;

inline constexpr uint64_t kRefTimePerSecond = 1'000'000'000'000;
inline constexpr uint64_t kRefTimePerMilli = 1'000'000'000;
inline constexpr uint64_t kRefTimePerMicro = 1'000'000;
inline constexpr uint64_t kRefTimePerNano = 1'000;

/// A budget of weight that work is taken from.
struct WeightMeter {
    Weight limit = Weight::max();
    Weight consumed = Weight::zero();

    constexpr Weight remaining() const noexcept { return limit.saturating_sub(consumed); }

    /// Whether `weight` fits in what remains.
    constexpr bool can_consume(Weight weight) const noexcept {
        const auto total = consumed.checked_add(weight);
        return total && total->all_lte(limit);
    }
    /// Takes `weight` if it fits; otherwise nothing changes and the answer is false.
    [[nodiscard]] constexpr bool try_consume(Weight weight) noexcept {
        if (!can_consume(weight)) return false;
        consumed = consumed.saturating_add(weight);
        return true;
    }
    /// Takes `weight` whether or not it fits: for work that is done already.
    constexpr void consume(Weight weight) noexcept { consumed.saturating_accrue(weight); }
};

}  // namespace serinus::sdk
