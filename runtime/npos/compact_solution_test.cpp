// The compact form of a solution. Source of the rules: frame-election-provider-solution-type
#include "runtime/npos/compact_solution.hpp"

#include <gtest/gtest.h>

#include "base/hex.hpp"

namespace serinus::sdk::npos {
namespace {

using Solution = CompactSolution<4>;
using Ratios = std::vector<Assignment<PerU16>>;

const Ratios kRatios{{5, {{2, {20'000}}, {0, {45'535}}}},
                     {1, {{3, {65'535}}}},
                     {70, {{1, {10'000}}, {2, {20'000}}, {3, {35'535}}}},
                     {2, {}}};

TEST(CompactSolution, NamesEachTargetOnce) {
    const auto solution =
        Solution::from({{1, {{65'535, {65'535}}}}, {2, {{64, {20'000}}, {63, {45'535}}}}, {3, {{64, {65'535}}}}});
    ASSERT_TRUE(solution);
    EXPECT_EQ(solution->unique_targets(), (std::vector<uint16_t>{63, 64, 65'535}));
    EXPECT_TRUE(Solution().unique_targets().empty());
}

TEST(CompactSolution, SortsVotersByTheirTargetsAndLeavesTheLastPartOut) {
    const auto solution = Solution::from(kRatios);
    ASSERT_TRUE(solution);
    EXPECT_EQ(solution->voter_count(), 3u);
    EXPECT_EQ(solution->edge_count(), 6u);
    EXPECT_EQ(solution->average_edge_count(), 2u);
    EXPECT_EQ(solution->unique_targets(), (std::vector<uint16_t>{0, 1, 2, 3}));
    // One list for each number of targets: count, then voter, (target, part)..., last target.
    EXPECT_EQ(to_hex_prefixed(scale::encode(*solution)),
              "0x"
              "04"
              "04"
              "0c"  // 1: 3
              "04"
              "14"
              "08"
              "82380100"
              "00"  // 5: 2 with 20,000, 0
              "04"
              "1901"
              "04"
              "419c"
              "08"
              "82380100"
              "0c"  // 70: 1 with 10,000, 2 with 20,000, 3
              "00");
    Ratios read;
    EXPECT_EQ(solution->to_assignments(71, 4, read), std::nullopt);
    EXPECT_EQ(read, (Ratios{kRatios[1], kRatios[0], kRatios[2]}));
}

TEST(CompactSolution, DecodesWhatItEncodes) {
    const auto solution = Solution::from(kRatios);
    const Bytes bytes = scale::encode(*solution);
    EXPECT_EQ(scale::encoded_size(*solution), bytes.size());
    const auto decoded = scale::decode<Solution>(bytes);
    ASSERT_TRUE(decoded);
    EXPECT_EQ(*decoded, *solution);
    for (size_t size = 0; size < bytes.size(); ++size) {
        EXPECT_FALSE(scale::decode<Solution>(BytesView(bytes).first(size))) << size;
    }
    EXPECT_TRUE(scale::decode<Solution>(Bytes(4)));
    EXPECT_FALSE(scale::decode<Solution>(Bytes{0xfe, 0xff, 0xff, 0xff}));  // a long list that is not there
}

TEST(CompactSolution, RefusesPartsThatLeaveNothing) {
    // A voter with two targets whose first has everything.
    const auto solution = scale::decode<Solution>(Bytes{0, 4, 0, 0, 0xfe, 0xff, 0x03, 0x00, 4, 0, 0});
    ASSERT_TRUE(solution);
    Ratios read;
    EXPECT_EQ(solution->to_assignments(1, 2, read), SolutionError::kWeightOverflow);
}

TEST(CompactSolution, RefusesWhoIsNotInTheSnapshot) {
    const auto solution = Solution::from(kRatios);
    Ratios read;
    EXPECT_EQ(solution->to_assignments(70, 4, read), SolutionError::kInvalidIndex);
    read.clear();
    EXPECT_EQ(solution->to_assignments(71, 3, read), SolutionError::kInvalidIndex);
}

TEST(CompactSolution, HasNoPlaceForMoreTargets) {
    const PerU16 fifth{13'107};
    EXPECT_FALSE(Solution::from({{0, {{0, fifth}, {1, fifth}, {2, fifth}, {3, fifth}, {4, fifth}}}}));
}

TEST(CompactSolution, LosesAVoterWhereItFirstOccurs) {
    auto solution = *Solution::from({kRatios[0], kRatios[1], kRatios[2]});
    EXPECT_TRUE(solution.remove_voter(5));
    EXPECT_FALSE(solution.remove_voter(5));
    EXPECT_EQ(solution, *Solution::from({kRatios[1], kRatios[2]}));
}

}  // namespace
}  // namespace serinus::sdk::npos
