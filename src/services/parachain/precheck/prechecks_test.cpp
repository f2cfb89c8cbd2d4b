#include "services/parachain/precheck/prechecks.hpp"

#include <gtest/gtest.h>

#include "services/parachain/test_parts.hpp"

namespace serinus::services::paras {
namespace {

using polkadot_primitives::ValidationCodeHash;
using polkadot_primitives::v5::PvfCheckStatement;
using test::RelayChain;

/// Judges code when it is told to.
class AskedExecutor final : public CandidateExecutor {
  public:
    void execute(pvf::Host::Request, OnVerdict) override {}
    void update_leaves(std::vector<Hash256>) override {}
    void precheck(std::shared_ptr<const pvf::SessionCode> code, OnPrecheck on_result) override {
        codes.push_back(std::move(code));
        answers.push_back(std::move(on_result));
    }
    std::vector<std::shared_ptr<const pvf::SessionCode>> codes;
    std::vector<OnPrecheck> answers;
};

/// A relay chain on which one code waits for votes, and which notes them.
class PrechecksTest : public testing::Test, public test::PartTest {
  protected:
    PrechecksTest() {
        chain.answers["ParachainHost_pvfs_require_precheck"] = scale::encode(std::vector{code});
        chain.answers["ParachainHost_validation_code_by_hash"] = scale::encode(std::optional(Bytes{1, 2, 3}));
        chain.answers["ParachainHost_submit_pvf_check_statement"] = Bytes();
    }
    int votes() const {
        const auto found = chain.executed.find("ParachainHost_submit_pvf_check_statement");
        return found == chain.executed.end() ? 0 : found->second;
    }

    ValidationCodeHash code{Hash256(ByteArray<32>{7})};
    AskedExecutor executor;
    Prechecks part{{keys, states, calls, executor, [] { return std::make_unique<executor::OffchainServices>(); }}};
};

TEST_F(PrechecksTest, NewCodeIsPreparedWithTheParametersOfTheSessionAndVotedFor) {
    part.on_leaf(*new_leaf());
    ASSERT_EQ(executor.codes.size(), 1u);
    EXPECT_EQ(executor.codes[0]->code, (Bytes{1, 2, 3}));
    EXPECT_EQ(executor.codes[0]->bomb_limit, 30'000'000u);
    EXPECT_EQ(votes(), 0);
    executor.answers[0]({.is_accepted = true});
    EXPECT_EQ(votes(), 1);
    part.on_leaf(*new_leaf());
    EXPECT_EQ(executor.codes.size(), 1u) << "once";
    EXPECT_EQ(votes(), 1);
}

TEST_F(PrechecksTest, TheVoteIsSignedByThisValidator) {
    part.on_leaf(*new_leaf());
    executor.answers[0]({.is_accepted = false, .reason = "why"});
    ASSERT_EQ(votes(), 1);
    const PvfCheckStatement expected{false, code, 5, ValidatorIndex{1}};
    BytesView arguments(chain.arguments.at("ParachainHost_submit_pvf_check_statement"));
    const auto statement = scale::take<PvfCheckStatement>(arguments);
    ASSERT_TRUE(statement);
    EXPECT_EQ(statement->signing_payload(), expected.signing_payload());
    ASSERT_EQ(arguments.size(), 64u);
    crypto::sr25519::PublicKey key{chain.public_key(1)};
    crypto::sr25519::Signature signature;
    std::copy(arguments.begin(), arguments.end(), signature.bytes.begin());
    EXPECT_TRUE(crypto::sr25519::verify(signature, expected.signing_payload(), key));
}

TEST_F(PrechecksTest, CodeThatTheChainDoesNotGiveIsVotedAgainst) {
    chain.answers["ParachainHost_validation_code_by_hash"] = Bytes{0};
    part.on_leaf(*new_leaf());
    EXPECT_TRUE(executor.codes.empty());
    EXPECT_EQ(votes(), 1);
    EXPECT_EQ(part.figures().refused, 1u);
}

TEST_F(PrechecksTest, ANodeThatCannotTellGivesNoVote) {
    part.on_leaf(*new_leaf());
    executor.answers[0]({.is_accepted = std::nullopt, .reason = "no workers"});
    EXPECT_EQ(votes(), 0);
    EXPECT_EQ(part.figures().untold, 1u);
}

TEST_F(PrechecksTest, ANodeThatIsNoValidatorOfTheSessionGivesNone) {
    for (auto& key : chain.info.validators._0) key._0._0[0] ^= 1;
    part.on_leaf(*new_leaf());
    ASSERT_EQ(executor.answers.size(), 1u);
    executor.answers[0]({.is_accepted = true});
    EXPECT_EQ(votes(), 0);
}

}  // namespace
}  // namespace serinus::services::paras
