// Which block a candidate of version 3 is scheduled at.
#include "collator/scheduling_parent.hpp"

#include "collator/told_relay_test.hpp"

namespace serinus::collator {
namespace {

class SchedulingParent : public ToldRelay {
  protected:
    Hash256 grow_in(uint64_t slot, bool begins_epoch = false) {
        return put("z", {1}, {.begins_epoch = begins_epoch, .slot = slot});
    }
    std::optional<Hash256> find(uint64_t current_slot) {
        return find_scheduling_parent(asked, relay->best().hash, current_slot).value();
    }
    bool uses(bool wants_v3) { return uses_version_3(asked, relay->best().hash, wants_v3).value(); }
};

// Observed: cumulus-client-consensus-aura 0.36.0, `wait_for_scheduling_parent`
TEST_F(SchedulingParent, IsTheNewestBlockWhoseSlotIsOver) {
    const Hash256 first = grow_in(5), second = grow_in(6), third = grow_in(9);
    EXPECT_EQ(find(10), third);
    EXPECT_EQ(find(9), second) << "the slot of the best block is running";
    EXPECT_EQ(find(7), second);
    EXPECT_EQ(find(6), first) << "the clock is behind that of authors";
}

TEST_F(SchedulingParent, IsOfTheSessionOfTheBestBlock) {
    const Hash256 first = grow_in(5);
    const Hash256 beginning = grow_in(6, true);
    EXPECT_EQ(find(7), beginning);
    EXPECT_EQ(find(6), std::nullopt);
    grow_in(7);
    EXPECT_EQ(find(7), beginning);
    EXPECT_NE(find(7), first);
}

TEST_F(SchedulingParent, IsNotLookedForBelowManyBlocksOfTheFuture) {
    const Hash256 first = grow_in(5);
    for (uint64_t slot = 6; slot < 22; ++slot) grow_in(slot);
    EXPECT_EQ(find(6), first) << "sixteen blocks above it";
    grow_in(22);
    EXPECT_EQ(find(6), std::nullopt);
}

TEST_F(SchedulingParent, ABlockWithoutASlotIsNone) {
    grow();
    EXPECT_EQ(find(10), std::nullopt);
    EXPECT_FALSE(find_scheduling_parent(asked, Hash256(ByteArray<32>{1}), 10)) << "an unknown block is an error";
}

TEST_F(SchedulingParent, CandidatesAreOfVersion3WhereBothChainsWantThem) {
    constexpr auto kBit = static_cast<size_t>(runtime_api::parachain_host::NodeFeature::kCandidateReceiptV3);
    polkadot_primitives::v5::Bits features(kBit);
    put("s", scale::encode(uint32_t{6}));
    put("n", scale::encode(features));
    EXPECT_FALSE(uses(true)) << "the relay chain's validators do not take them";
    features.push_back(true);
    put("s", scale::encode(uint32_t{7}));
    put("n", scale::encode(features));
    EXPECT_TRUE(uses(true));
    EXPECT_FALSE(uses(false)) << "the parachain's runtime does not want them";
}

}  // namespace
}  // namespace serinus::collator
