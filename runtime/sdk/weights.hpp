/// Weights as tables. A pallet declares in `weights.hpp` what it weighs, by which components, with figures for chains
/// that have measured none:
///
///     template <template <size_t> class Figures>
///     struct Weights {
///         Figures<0> cancel = sdk::estimate(15'000'000, 3600, 1, 1);
///         Figures<1> note = sdk::estimate(26'000'000, 3600, 1, 2, {{2300}});  // bytes
///     };
///
/// and asks for them as `T::kWeights.note(bytes)`. A configuration has the defaults, `kWeights =
/// sdk::kDefaultWeights<pallet_x::Weights>`, or a table of the chain's own figures, in which none may be missing:
///
///     template <size_t kCount>
///     using Measured = sdk::MeasuredWeight<kCount, kDbWeight>;
///     inline constexpr pallet_x::Weights<Measured> kX{.cancel = {14'812'000, 3556, 1, 1},
///                                                     .note = {25'815'000, 3556, 1, 2, {{2271}}}};
#pragma once

#include <utility>

#include "runtime/arithmetic/weight.hpp"

namespace serinus::sdk {

/// What each unit of a component adds. A component that adds nothing is written as `{0}`.
struct Slope {
    uint64_t ref_time_ps = 0;
    uint64_t proof_size = 0;
    uint64_t reads = 0;
    uint64_t writes = 0;
    uint64_t at_least = 0;  ///< so many units count where there are fewer
};

/// What is weighed: a base, and a slope for each component. Accesses of the database are counted, not priced.
template <size_t kCount>
struct WeightFigures {
    uint64_t ref_time_ps;
    uint64_t proof_size;
    uint64_t reads;
    uint64_t writes;
    Slope slopes[kCount];

    template <size_t kGiven>
        requires(kGiven == kCount)
    constexpr WeightFigures(uint64_t ref_time_ps, uint64_t proof_size, uint64_t reads, uint64_t writes,
                            const Slope (&slopes)[kGiven])
        : ref_time_ps(ref_time_ps), proof_size(proof_size), reads(reads), writes(writes) {
        std::copy_n(slopes, kCount, this->slopes);
    }
};
template <>
struct WeightFigures<0> {
    uint64_t ref_time_ps;
    uint64_t proof_size;
    uint64_t reads;
    uint64_t writes;

    constexpr WeightFigures(uint64_t ref_time_ps, uint64_t proof_size, uint64_t reads = 0, uint64_t writes = 0)
        : ref_time_ps(ref_time_ps), proof_size(proof_size), reads(reads), writes(writes) {}
};

/// The default of a weight. Tables of measured weights cannot be made of it.
template <size_t kCount>
struct WeightEstimate {
    WeightFigures<kCount> figures;
};
constexpr WeightEstimate<0> estimate(uint64_t ref_time_ps, uint64_t proof_size, uint64_t reads = 0,
                                     uint64_t writes = 0) {
    return {{ref_time_ps, proof_size, reads, writes}};
}
template <size_t kCount>
constexpr WeightEstimate<kCount> estimate(uint64_t ref_time_ps, uint64_t proof_size, uint64_t reads, uint64_t writes,
                                          const Slope (&slopes)[kCount]) {
    return {{ref_time_ps, proof_size, reads, writes, slopes}};
}

namespace detail {

template <size_t>
using Units = uint64_t;

template <class Positions, const RuntimeDbWeight& kDb>
struct LinearWeight;

/// `kDb`: what accesses cost on the machines of the chain.
template <size_t... kPosition, const RuntimeDbWeight& kDb>
struct LinearWeight<std::index_sequence<kPosition...>, kDb> : WeightFigures<sizeof...(kPosition)> {
    using Figures = WeightFigures<sizeof...(kPosition)>;
    using Figures::Figures;
    constexpr LinearWeight(const Figures& figures) : Figures(figures) {}

    /// The weight for so many units of each component. All sums saturate. Figures are constants mostly, of which little
    /// is left where this is inlined.
    [[gnu::always_inline]] constexpr Weight operator()(Units<kPosition>... units) const noexcept {
        Weight sum = part(1, *this);
        if constexpr (sizeof...(kPosition) > 0) {
            (sum.saturating_accrue(part(std::max(units, this->slopes[kPosition].at_least), this->slopes[kPosition])),
             ...);
        }
        return sum;
    }

  private:
    template <class Part>
    [[gnu::always_inline]] static constexpr Weight part(uint64_t units, const Part& of) noexcept {
        return Weight::from_parts(of.ref_time_ps, of.proof_size)
            .saturating_add(kDb.reads_writes(of.reads, of.writes))
            .saturating_mul(units);
    }
};

}  // namespace detail

/// A weight that the chain itself has measured: of a table that a runtime has for a pallet.
template <size_t kCount, const RuntimeDbWeight& kDb>
using MeasuredWeight = detail::LinearWeight<std::make_index_sequence<kCount>, kDb>;

/// The time of the database where nobody measured it. Source: FRAME of July 2023, frame-support, RocksDbWeight
inline constexpr RuntimeDbWeight kDefaultDbWeight{.read = 25 * kRefTimePerMicro, .write = 100 * kRefTimePerMicro};

template <size_t kCount>
struct DefaultWeight : MeasuredWeight<kCount, kDefaultDbWeight> {
    constexpr DefaultWeight(const WeightEstimate<kCount>& estimate)
        : MeasuredWeight<kCount, kDefaultDbWeight>(estimate.figures) {}
};

/// The figures that stand beside a pallet: estimated by its authors, or of the order that Kusama measured.
template <template <template <size_t> class> class Weights>
inline constexpr Weights<DefaultWeight> kDefaultWeights{};

}  // namespace serinus::sdk
