// Elections that are held in the block that asks for them. Pallet: election-provider-support (onchain)
#include "runtime/npos/onchain.hpp"

#include <gtest/gtest.h>

namespace serinus::sdk::npos {
namespace {

AccountId account(uint8_t byte) {
    AccountId out;
    out.bytes.fill(byte);
    return out;
}

using Voter = ElectionVoter<2>;
Voter voter(uint8_t who, uint64_t stake, std::vector<AccountId> votes) {
    return {account(who), stake, BoundedVec<AccountId, 2>::truncate_from(std::move(votes))};
}

struct Data {
    static constexpr uint32_t kMaxVotesPerVoter = 2;
    static inline std::vector<Voter> voters;
    static inline std::vector<AccountId> targets;
    static inline uint32_t desired = 1;
    static inline DataProviderBounds asked;

    static Result<std::vector<Voter>, ElectionFailure> electing_voters(DataProviderBounds bounds) {
        asked = bounds;
        return voters;
    }
    static Result<std::vector<AccountId>, ElectionFailure> electable_targets(DataProviderBounds) { return targets; }
    static Result<uint32_t, ElectionFailure> desired_targets() { return desired; }
};

struct System {
    static inline Weight booked;
    static void register_extra_weight_unchecked(Weight weight, DispatchClass) { booked = weight; }
};

struct Config {
    using DataProvider = Data;
    using System = npos::System;
    static constexpr uint32_t kMaxWinners = 2;
    static constexpr ElectionBounds kBounds{.voters = {.count = 10, .size = std::nullopt}, .targets = {}};
    static constexpr Weights<DefaultWeight> kWeights{.phragmen = estimate(0, 0, 0, 0, {{100}, {10}, {1}})};
};
using Election = OnChainPhragmen<Config>;

class OnChain : public testing::Test {
  protected:
    void SetUp() override {
        Data::targets = {account(1), account(2)};
        Data::voters = {voter(11, 60, {account(1)}), voter(12, 100, {account(1), account(2)})};
        Data::desired = 2;
    }
};

TEST_F(OnChain, ElectsWithAllThatTheDataHas) {
    const auto elected = Election::elect();
    ASSERT_TRUE(elected);
    ASSERT_EQ(elected->size(), 2u);
    EXPECT_EQ((*elected)[0].first, account(1));
    EXPECT_EQ((*elected)[0].second.total + (*elected)[1].second.total, 160u) << "no stake is lost";
    EXPECT_FALSE(Election::ongoing());
    EXPECT_EQ(System::booked, Weight::from_parts(222, 0)) << "of 2 voters, 2 targets, 2 votes each";
}

TEST_F(OnChain, AsksForNoMoreThanBothBoundsAllow) {
    ASSERT_TRUE(Election::instant_elect({.count = 3, .size = 7}, {}));
    EXPECT_EQ(Data::asked, (DataProviderBounds{.count = 3, .size = 7}));
    ASSERT_TRUE(Election::instant_elect({.count = 30, .size = std::nullopt}, {}));
    EXPECT_EQ(Data::asked.count, 10u);
}

TEST_F(OnChain, RefusesMoreWinnersThanItsBound) {
    Data::desired = 3;
    EXPECT_FALSE(Election::elect());
}

}  // namespace
}  // namespace serinus::sdk::npos
