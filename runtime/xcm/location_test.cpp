// Source: staging-xcm 18, v5/location.rs, v5/junctions.rs
#include <gtest/gtest.h>

#include "runtime/xcm/location.hpp"

namespace serinus::xcm {
namespace {

const Junction kPara = Junction::parachain(1000);
const Junction kPallet = Junction::pallet_instance(50);
const Junction kIndex = Junction::general_index(7);

Location at(uint8_t parents, Junctions interior = {}) { return {parents, std::move(interior)}; }

TEST(XcmLocation, IsOrderedByParentsThenByTheNumberOfStepsThenByTheSteps) {
    const std::vector<Location> rising = {
        at(0),
        at(0, {Junction::parachain(1)}),
        at(0, {Junction::parachain(2)}),
        at(0, {Junction::account_id32({}, {1})}),
        at(0, {Junction::account_id32(NetworkId::by_genesis({}), {})}),
        at(0, {Junction::account_id32(NetworkId::kusama(), {})}),
        at(0, {Junction::general_index(uint128_t{1} << 100)}),
        at(0, {Junction::general_key(Bytes{2})}),
        at(0, {Junction::general_key(Bytes{1, 1})}),
        at(0, {Junction::parachain(0), Junction::parachain(0)}),
        at(1),
        at(2),
    };
    for (size_t i = 0; i < rising.size(); ++i) {
        for (size_t k = 0; k < rising.size(); ++k) EXPECT_EQ(rising[i] <=> rising[k], i <=> k) << i << ' ' << k;
    }
}

TEST(XcmLocation, PrependedCancelsStepsUpAgainstStepsDown) {
    Location place = at(1, {kIndex});
    ASSERT_TRUE(place.prepend(at(1, {kPara, kPallet})));
    EXPECT_EQ(place, at(1, {kPara, kIndex}));

    place = at(3, {kIndex});
    ASSERT_TRUE(place.prepend(at(1, {kPara, kPallet})));
    EXPECT_EQ(place, at(2, {kIndex}));
}

TEST(XcmLocation, AppendedLeadsOnFromHere) {
    Location place = at(1, {kPara});
    ASSERT_TRUE(place.append(at(0, {kPallet, kIndex})));
    EXPECT_EQ(place, at(1, {kPara, kPallet, kIndex}));
    ASSERT_TRUE(place.append(at(3)));
    EXPECT_EQ(place, at(1));
}

TEST(XcmLocation, HasAtMostEightStepsDownAnd255Up) {
    Location full = at(0);
    for (int i = 0; i < 8; ++i) ASSERT_TRUE(full.interior.push(kIndex));
    const Location before = full;
    EXPECT_FALSE(full.interior.push(kIndex));
    EXPECT_FALSE(full.prepend(at(0, {kPara})));
    EXPECT_FALSE(full.append(Junctions{kPara}));
    EXPECT_EQ(full, before);
    EXPECT_TRUE(full.prepend(at(255)));
    EXPECT_FALSE(full.prepend(at(1)));
    // One step down is cancelled first.
    Location up = at(1, {kIndex});
    EXPECT_TRUE(up.prepend(before));
    EXPECT_EQ(up.interior.size(), 8u);
}

TEST(XcmLocation, IsReanchoredToWhatTheTargetSees) {
    const Junctions relay = {Junction::global_consensus(NetworkId::kusama())};
    Location native = at(0);
    ASSERT_TRUE(native.reanchor(at(0, {kPara}), relay));
    EXPECT_EQ(native, at(1));

    Location foreign = at(0, {kPara, kPallet});
    ASSERT_TRUE(foreign.reanchor(at(0, {kPara}), relay));
    EXPECT_EQ(foreign, at(0, {kPallet}));

    const Junctions asset_hub = {Junction::global_consensus(NetworkId::kusama()), kPara};
    Location asset = at(0, {kPallet, kIndex});
    ASSERT_TRUE(asset.reanchor(at(1, {Junction::parachain(2000)}), asset_hub));
    EXPECT_EQ(asset, at(1, {kPara, kPallet, kIndex}));
}

TEST(XcmLocation, IsNotReanchoredBeyondEightSteps) {
    Location deep = at(0);
    for (int i = 0; i < 8; ++i) ASSERT_TRUE(deep.interior.push(kIndex));
    const Location before = deep;
    EXPECT_FALSE(deep.reanchor(at(1), {kPara}));
    EXPECT_EQ(deep, before);
    EXPECT_FALSE(deep.reanchor(at(9), {kPara}));
}

TEST(XcmLocation, TargetAboveTheUniverseSeesOnlyChildren) {
    const auto inverted = invert_target({kPara}, at(2, {kIndex}));
    ASSERT_TRUE(inverted);
    EXPECT_EQ(*inverted, at(1, {Junction::only_child(), kPara}));
    EXPECT_TRUE(invert_target({}, at(8)));
    EXPECT_FALSE(invert_target({}, at(9)));
}

TEST(XcmLocation, OfAChainEndsWithAParachainOrAConsensus) {
    EXPECT_EQ(at(1, {kPara, kPallet, kIndex}).chain_location(), at(1, {kPara}));
    EXPECT_EQ(at(2, {Junction::global_consensus(NetworkId::polkadot()), kIndex}).chain_location(),
              at(2, {Junction::global_consensus(NetworkId::polkadot())}));
    EXPECT_EQ(at(1, {kPallet}).chain_location(), at(1));
}

TEST(XcmLocation, StartsWithItself) {
    const Location place = at(1, {kPara, kPallet});
    EXPECT_TRUE(place.starts_with(place));
    EXPECT_TRUE(place.starts_with(at(1, {kPara})));
    EXPECT_FALSE(place.starts_with(at(0, {kPara})));
    EXPECT_FALSE(at(1, {kPara}).starts_with(place));
}

TEST(XcmLocation, WithinTheUniverseDropsOneStepForEachUp) {
    const Junctions here = {Junction::global_consensus(NetworkId::kusama()), kPara};
    EXPECT_EQ(within_global(here, at(1, {kIndex})), (Junctions{here[0], kIndex}));
    EXPECT_EQ(within_global(here, at(2)), std::nullopt);
}

TEST(XcmLocation, RelativeToAViewerLeavesOutWhatIsCommon) {
    const Junction kusama = Junction::global_consensus(NetworkId::kusama());
    EXPECT_EQ(relative_to({kusama, kPara, kIndex}, {kusama, kPara}), at(0, {kIndex}));
    EXPECT_EQ(relative_to({kusama, kPallet}, {kusama, kPara}), at(1, {kPallet}));
    EXPECT_EQ(relative_to({Junction::global_consensus(NetworkId::polkadot())}, {kusama}),
              at(1, {Junction::global_consensus(NetworkId::polkadot())}));
}

}  // namespace
}  // namespace serinus::xcm
