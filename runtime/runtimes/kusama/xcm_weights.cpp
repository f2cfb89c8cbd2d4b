#include "runtime/runtimes/kusama/weights/xcm.hpp"

#include <array>

#include "runtime/runtimes/kusama/weights/measured.hpp"

namespace serinus::kusama::weights {

namespace {

/// How the figures of an instruction count.
enum class Unit : uint8_t {
    kOnce,
    kPerAsset,          ///< for each asset, the maximum if one is not the native one
    kPerFilteredAsset,  ///< the same of a filter, where wildcards count once
    kMaximum,           ///< not measured: fits nowhere
    kWholeBlock,        ///< likewise, but sums of it overflow
};

struct Figures {
    Unit unit;
    uint64_t time_ns = 0;
    uint64_t proof = 0;
    uint64_t reads = 0, writes = 0;

    Weight weight() const {
        return Weight::from_parts(time_ns * sdk::kRefTimePerNano, proof)
            .saturating_add(kDbWeight.reads_writes(reads, writes));
    }
};

constexpr std::array<Figures, xcm::kOpCount> kXcmFigures = [] {
    using enum Unit;
    constexpr Figures kNever{kMaximum};
    return std::array<Figures, xcm::kOpCount>{{
        {kPerAsset, 70770, 3593, 1, 1},
        {kWholeBlock},  // 1: and only if there are assets
        {kPerAsset, 45170, 3593, 1, 1},
        {kOnce, 8620, 3465, 1, 0},
        {kPerAsset, 106020, 6196, 2, 2},
        {kPerAsset, 234989, 6196, 7, 4},
        {kOnce, 10019},
        kNever,
        kNever,
        kNever,
        {kOnce, 930},
        {kOnce, 960},
        {kOnce, 99389, 3711, 6, 3},
        {kPerFilteredAsset, 33959, 3593, 1, 1},
        {kPerFilteredAsset, 101830, 3610, 6, 3},
        kNever,
        {kPerFilteredAsset, 106740, 3711, 6, 3},
        {kPerFilteredAsset, 101320, 3610, 6, 3},
        {kOnce, 102320, 3711, 6, 3},
        {kOnce, 4910},
        {kOnce, 1210},
        {kOnce, 900},
        {kOnce, 910},
        {kOnce, 990},
        {kOnce, 12749, 3488, 1, 1},
        {kOnce, 6010},
        {kOnce, 50500, 3610, 6, 3},
        {kOnce, 5131, 0, 0, 1},
        {kPerAsset, 1351},
        {kPerAsset, 1000},
        {kOnce, 5549},
        {kOnce, 5831},
        {kOnce, 1151},
        {kOnce, 114490, 3711, 6, 3},
        {kOnce, 12560},
        {kOnce, 96230, 3711, 6, 3},
        {kOnce, 990},
        kNever,
        kNever,
        kNever,
        kNever,
        kNever,
        kNever,
        {kOnce, 920},
        {kOnce, 880},
        {kOnce, 860},
        {kOnce, 1009},
        {kOnce, 911},
        {kOnce, 4950},
        {kPerFilteredAsset, 124640, 3610, 6, 3},
        {kWholeBlock},
        {kOnce, 970},  // for each hint
    }};
}();

Weight times_assets(Weight unit, const xcm::Assets& assets) {
    Weight sum;
    for (const xcm::Asset& asset : assets) {
        sum.saturating_accrue(asset.id.location.is_here() ? unit : Weight::max());
    }
    return sum;
}

Weight times_assets(Weight unit, const xcm::AssetFilter& filter) {
    return filter.kind == xcm::AssetFilter::Kind::Wild ? unit : times_assets(unit, filter.definite);
}

}  // namespace

Weight xcm_instruction(const xcm::Instruction& i) {
    const Figures& figures = kXcmFigures[static_cast<uint8_t>(i.op)];
    const Weight unit = figures.weight();
    constexpr auto kBlock = Weight::from_parts(18'446'744'073'709'551'000u, 0);
    if (i.op == xcm::Op::ReserveAssetDeposited) return times_assets(kBlock, i.assets);
    if (i.op == xcm::Op::SetHints) return unit.saturating_mul(i.claimers.size());
    if (i.op == xcm::Op::InitiateTransfer) {
        Weight sum = i.remote_fees ? times_assets(unit, i.remote_fees->filter) : unit;
        for (const auto& transfer : i.transfers) sum.saturating_accrue(times_assets(unit, transfer.filter));
        return sum;
    }
    switch (figures.unit) {
        case Unit::kOnce:
            return unit;
        case Unit::kPerAsset:
            return times_assets(unit, i.assets);
        case Unit::kPerFilteredAsset:
            return times_assets(unit, i.filter);
        case Unit::kMaximum:
            return Weight::max();
        case Unit::kWholeBlock:
            return kBlock;
    }
    return Weight::max();
}

}  // namespace serinus::kusama::weights
