#include "parachain/precheck/code_checks.hpp"

#include <gtest/gtest.h>

namespace serinus::parachain {
namespace {

using polkadot_primitives::v5::ValidatorIndex;
using Check = CodeCheckEffect::Check;
using Vote = CodeCheckEffect::Vote;

Hash256 block_of(uint8_t number) { return Hash256(ByteArray<32>{number}); }
CodeChecks::CodeHash code_of(uint8_t number) { return {Hash256(ByteArray<32>{number, 9})}; }

class CodeChecksTest : public testing::Test {
  protected:
    void leaf(uint8_t number, uint32_t session, std::vector<CodeChecks::CodeHash> waiting,
              std::optional<ValidatorIndex> own = ValidatorIndex{3}) {
        checks.on_leaf({block_of(number), number, session, own, std::move(waiting)}, effects);
    }
    /// All since the last call: the codes to check, and the votes as (block, code, session, accepted).
    std::vector<CodeChecks::CodeHash> take_checks() {
        std::vector<CodeChecks::CodeHash> out;
        for (const auto& effect : effects) {
            if (const auto* check = std::get_if<Check>(&effect.v)) out.push_back(check->code);
        }
        std::erase_if(effects, [](const auto& effect) { return std::holds_alternative<Check>(effect.v); });
        return out;
    }
    std::vector<Vote> take_votes() {
        std::vector<Vote> out;
        for (const auto& effect : effects) {
            if (const auto* vote = std::get_if<Vote>(&effect.v)) out.push_back(*vote);
        }
        effects.clear();
        return out;
    }

    CodeChecks checks;
    CodeChecks::Effects effects;
};

TEST_F(CodeChecksTest, NewCodeIsCheckedOnceAndVotedForInTheSession) {
    leaf(1, 5, {code_of(1)});
    leaf(2, 5, {code_of(1), code_of(2)});
    EXPECT_EQ(take_checks(), (std::vector{code_of(1), code_of(2)}));
    checks.on_checked(code_of(1), true, effects);
    checks.on_checked(code_of(2), false, effects);
    const auto votes = take_votes();
    ASSERT_EQ(votes.size(), 2u);
    EXPECT_EQ(votes[0].at, block_of(2)) << "the highest leaf";
    EXPECT_EQ(votes[0].statement.subject, code_of(1));
    EXPECT_TRUE(votes[0].statement.accept);
    EXPECT_EQ(votes[0].statement.session_index, 5u);
    EXPECT_EQ(votes[0].statement.validator_index, ValidatorIndex{3});
    EXPECT_FALSE(votes[1].statement.accept);
}

TEST_F(CodeChecksTest, AVoteIsGivenOnceInASessionAndAgainInTheNext) {
    leaf(1, 5, {code_of(1)});
    checks.on_checked(code_of(1), true, effects);
    EXPECT_EQ(take_votes().size(), 1u);
    checks.on_checked(code_of(1), true, effects);
    leaf(2, 5, {code_of(1)});
    EXPECT_TRUE(take_votes().empty());
    leaf(3, 6, {code_of(1)}, ValidatorIndex{7});
    const auto votes = take_votes();
    ASSERT_EQ(votes.size(), 1u);
    EXPECT_EQ(votes[0].statement.session_index, 6u);
    EXPECT_EQ(votes[0].statement.validator_index, ValidatorIndex{7});
}

TEST_F(CodeChecksTest, WhoIsNoValidatorChecksButDoesNotVote) {
    leaf(1, 5, {code_of(1)}, std::nullopt);
    EXPECT_EQ(take_checks().size(), 1u) << "it may be one in the next session";
    checks.on_checked(code_of(1), true, effects);
    EXPECT_TRUE(take_votes().empty());
    leaf(2, 6, {code_of(1)});
    EXPECT_EQ(take_votes().size(), 1u);
}

TEST_F(CodeChecksTest, CodeThatNoLeafNamesIsForgotten) {
    leaf(1, 5, {code_of(1)});
    leaf(2, 5, {});
    checks.on_leaf_gone(block_of(1));
    EXPECT_EQ(checks.waiting(), 0u);
    effects.clear();
    checks.on_checked(code_of(1), true, effects);
    EXPECT_TRUE(take_votes().empty());
    leaf(3, 5, {code_of(1)});
    EXPECT_EQ(take_checks().size(), 1u) << "it came again";
}

TEST_F(CodeChecksTest, ALeafOfAForkDoesNotLowerTheSession) {
    leaf(9, 6, {code_of(1)});
    leaf(3, 5, {code_of(1)});
    checks.on_checked(code_of(1), true, effects);
    const auto votes = take_votes();
    ASSERT_EQ(votes.size(), 1u);
    EXPECT_EQ(votes[0].statement.session_index, 6u);
    EXPECT_EQ(votes[0].at, block_of(9));
}

}  // namespace
}  // namespace serinus::parachain
