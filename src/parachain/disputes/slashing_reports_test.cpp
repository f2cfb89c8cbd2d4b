// Reports on those who have lost a dispute of a past session.
// Observed: polkadot-node-core-dispute-coordinator 36.0.0, `process_unapplied_slashes`
#include "parachain/disputes/slashing_reports.hpp"

#include <gtest/gtest.h>

#include "parachain/disputes/disputes_test_support.hpp"

namespace serinus::parachain {
namespace {

using namespace dispute_test;
using runtime_api::parachain_host::OffenceKind;
using runtime_api::parachain_host::PendingSlashes;
using AskOwnership = SlashingReportEffect::AskOwnership;
using Submit = SlashingReportEffect::Submit;
using NoProof = SlashingReportEffect::NoProof;

polkadot_primitives::v5::ValidatorId id_of(uint32_t validator) {
    polkadot_primitives::v5::ValidatorId out{};
    store_le(out._0._0.data(), validator);
    return out;
}

class Reports : public testing::Test {
  protected:
    /// Who is to be reported for the candidate of the session.
    static runtime_api::parachain_host::SlashesOfDispute slashes(SessionIndex session, uint8_t candidate,
                                                                 std::initializer_list<uint32_t> validators,
                                                                 OffenceKind kind = OffenceKind::kForInvalidBacked) {
        PendingSlashes pending{{}, kind};
        for (const uint32_t validator : validators) pending.keys[{validator}] = id_of(validator);
        return {session, {block_hash(candidate)}, pending};
    }
    void leaf(uint8_t number, SessionIndex session, SlashingReports::Slashes of_leaf,
              std::map<CandidateHash, std::vector<Hash256>> included_in = {}) {
        out.clear();
        reports.on_leaf({block_hash(number), number, session, std::move(of_leaf), std::move(included_in)}, out);
    }
    void ownership(std::optional<Bytes> proof) {
        out.clear();
        reports.on_ownership(std::move(proof), out);
    }
    void submitted(bool is_accepted) {
        out.clear();
        reports.on_submitted(is_accepted, out);
    }
    template <class E>
    std::vector<E> of() const {
        return effects_of<E>(out);
    }
    SlashingReports reports;
    SlashingReports::Effects out;
};

TEST_F(Reports, AProofIsAskedInTheSessionOfTheDisputeAndSubmittedAtTheLeaf) {
    leaf(1, 5, {});
    leaf(2, 5, {});
    EXPECT_TRUE(out.empty());
    leaf(9, 6, {slashes(5, 0xca, {3}, OffenceKind::kAgainstValid)});
    ASSERT_EQ(of<AskOwnership>().size(), 1u);
    EXPECT_EQ(of<AskOwnership>()[0].at, block_hash(2)) << "the last one of that session";
    EXPECT_EQ(of<AskOwnership>()[0].validator, id_of(3));
    ownership(Bytes{1, 2, 3});
    ASSERT_EQ(of<Submit>().size(), 1u);
    const Submit submit = of<Submit>()[0];
    EXPECT_EQ(submit.at, block_hash(9));
    EXPECT_EQ(submit.ownership, (Bytes{1, 2, 3}));
    EXPECT_EQ(submit.proof.session, 5u);
    EXPECT_EQ(submit.proof.candidate._0, block_hash(0xca));
    EXPECT_EQ(submit.proof.kind, OffenceKind::kAgainstValid);
    EXPECT_EQ(submit.proof.validator_index._0, 3u);
    EXPECT_EQ(submit.proof.validator, id_of(3));
    submitted(true);
    EXPECT_TRUE(out.empty());
    EXPECT_EQ(reports.waiting(), 0u);
}

// A session is longer than the states of its blocks are kept, and the last leaf may have been on a fork.
TEST_F(Reports, OfASessionTheLastFourLeavesAreAskedTheLatestFirst) {
    for (uint8_t number = 1; number <= 9; ++number) leaf(number, 5, {});
    leaf(10, 6, {slashes(5, 0xca, {3})});
    for (uint8_t number = 9; number > 5; --number) {
        ASSERT_EQ(of<AskOwnership>().size(), 1u);
        EXPECT_EQ(of<AskOwnership>()[0].at, block_hash(number));
        ownership(std::nullopt);
    }
    EXPECT_EQ(of<NoProof>().size(), 1u);
}

TEST_F(Reports, BlocksThatIncludeTheCandidateAreAskedNext) {
    leaf(1, 5, {});
    const std::map<CandidateHash, std::vector<Hash256>> included{{{block_hash(0xca)}, {block_hash(3), block_hash(4)}}};
    leaf(9, 6, {slashes(5, 0xca, {3})}, included);
    ownership(std::nullopt);
    EXPECT_EQ(of<AskOwnership>().at(0).at, block_hash(3));
    ownership(std::nullopt);
    EXPECT_EQ(of<AskOwnership>().at(0).at, block_hash(4));
    ownership(Bytes{1});
    EXPECT_EQ(of<Submit>().size(), 1u);
}

TEST_F(Reports, WithoutAProofItIsTriedAtTheNextLeaf) {
    leaf(9, 6, {slashes(5, 0xca, {3})});
    ASSERT_EQ(of<NoProof>().size(), 1u);
    EXPECT_EQ(of<NoProof>()[0].proof.validator_index._0, 3u);
    leaf(10, 6, {slashes(5, 0xca, {3})}, {{{block_hash(0xca)}, {block_hash(3)}}});
    EXPECT_EQ(of<AskOwnership>().size(), 1u);
    ownership(std::nullopt);
    EXPECT_EQ(of<NoProof>().size(), 1u);
    leaf(11, 6, {slashes(5, 0xca, {3})}, {{{block_hash(0xca)}, {block_hash(3)}}});
    EXPECT_EQ(of<AskOwnership>().size(), 1u);
}

TEST_F(Reports, OneAfterTheOther) {
    leaf(1, 5, {});
    leaf(9, 6, {slashes(5, 0xca, {3, 4}), slashes(5, 0xcb, {3}, OffenceKind::kForInvalidApproved)});
    std::vector<std::pair<uint8_t, uint32_t>> made;
    for (int i = 0; i < 3; ++i) {
        ASSERT_EQ(of<AskOwnership>().size(), 1u);
        ownership(Bytes{1});
        ASSERT_EQ(of<Submit>().size(), 1u);
        made.emplace_back(of<Submit>()[0].proof.candidate._0[0], of<Submit>()[0].proof.validator_index._0);
        submitted(true);
    }
    EXPECT_EQ(made, (std::vector<std::pair<uint8_t, uint32_t>>{{0xca, 3}, {0xca, 4}, {0xcb, 3}}));
    EXPECT_TRUE(out.empty());
}

TEST_F(Reports, AReportIsMadeOnceAndAgainIfNoBlockHasItFor64Blocks) {
    leaf(1, 5, {});
    leaf(9, 6, {slashes(5, 0xca, {3})});
    leaf(10, 6, {slashes(5, 0xca, {3})});
    EXPECT_TRUE(out.empty()) << "it is being made";
    ownership(Bytes{1});
    leaf(11, 6, {slashes(5, 0xca, {3})});
    EXPECT_TRUE(out.empty());
    submitted(true);
    leaf(74, 6, {slashes(5, 0xca, {3})});
    EXPECT_TRUE(out.empty());
    leaf(75, 6, {slashes(5, 0xca, {3})});
    EXPECT_EQ(of<AskOwnership>().size(), 1u);
}

TEST_F(Reports, ARefusedReportIsMadeAgainAtTheNextLeaf) {
    leaf(1, 5, {});
    leaf(9, 6, {slashes(5, 0xca, {3})});
    ownership(Bytes{1});
    submitted(false);
    EXPECT_TRUE(out.empty());
    leaf(10, 6, {slashes(5, 0xca, {3})});
    EXPECT_EQ(of<AskOwnership>().size(), 1u);
}

TEST_F(Reports, AnAppliedSlashIsForgotten) {
    leaf(1, 5, {});
    leaf(9, 6, {slashes(5, 0xca, {3})});
    ownership(Bytes{1});
    submitted(true);
    leaf(10, 6, {});
    leaf(11, 6, {slashes(5, 0xca, {3})});
    EXPECT_EQ(of<AskOwnership>().size(), 1u) << "of another fork: it is not applied there";
}

TEST_F(Reports, BlocksOfSixSessionsAreKnown) {
    for (uint8_t session = 1; session <= 7; ++session) leaf(session, session, {});
    leaf(20, 7, {slashes(1, 0xca, {3})});
    EXPECT_EQ(of<NoProof>().size(), 1u);
    leaf(21, 7, {slashes(2, 0xca, {3})});
    EXPECT_EQ(of<AskOwnership>().at(0).at, block_hash(2));
}

TEST_F(Reports, ABoundedNumberWaits) {
    leaf(1, 5, {});
    SlashingReports::Slashes many;
    for (uint32_t i = 0; i < SlashingReports::kMaxWaiting + 10; ++i) {
        PendingSlashes pending{{{{i}, id_of(i)}}, OffenceKind::kForInvalidBacked};
        many.emplace_back(5, CandidateHash{block_hash(1)}, pending);
    }
    const std::map<CandidateHash, std::vector<Hash256>> included{
        {{block_hash(1)}, std::vector<Hash256>(100, block_hash(3))}};
    leaf(9, 6, many, included);
    EXPECT_EQ(reports.waiting(), SlashingReports::kMaxWaiting);
    size_t asked = 0;
    while (!of<AskOwnership>().empty() && reports.waiting() == SlashingReports::kMaxWaiting) {
        ++asked;
        ownership(std::nullopt);
    }
    EXPECT_EQ(asked, SlashingReports::kMaxBlocks);
}

TEST_F(Reports, AnswersThatNobodyWaitsForAreIgnored) {
    ownership(Bytes{1});
    submitted(true);
    EXPECT_TRUE(out.empty());
    leaf(1, 5, {});
    leaf(9, 6, {slashes(5, 0xca, {3})});
    submitted(true);
    EXPECT_TRUE(out.empty());
    ownership(Bytes{1});
    EXPECT_EQ(of<Submit>().size(), 1u);
    ownership(Bytes{1});
    EXPECT_TRUE(out.empty());
}

}  // namespace
}  // namespace serinus::parachain
