#include "services/parachain/disputes/methods.hpp"

#include <gtest/gtest.h>

#include "base/hex.hpp"
#include "parachain/disputes/stored_disputes.hpp"
#include "rpc/methods/methods_test_support.hpp"
#include "services/parachain/test_parts.hpp"
#include "tests/support/data.hpp"

namespace serinus::services::paras {
namespace {

using parachain::DisputeKey;
using parachain::DisputeStatus;
using parachain::StoredDispute;
using runtime_api::parachain_host::OffenceKind;
using runtime_api::parachain_host::PendingSlashes;
using runtime_api::parachain_host::SlashesOfDispute;

/// A relay chain with one dispute of session 5, whose loser waits for a report, and a node that knows two.
class DisputeMethodsTest : public testing::Test, public test::PartTest {
  protected:
    DisputeMethodsTest() : PartTest(15) {
        polkadot_primitives::v5::DisputeState state;
        state.validators_for = parachain::Bits(4);
        state.validators_for.set(2, true);
        state.validators_against = parachain::Bits(4);
        for (const size_t one : {0u, 1u, 3u}) state.validators_against.set(one, true);
        state.start = 7;
        state.concluded_at = 8;
        chain.answers["ParachainHost_disputes"] = scale::encode(std::vector{std::tuple(5u, named(1), state)});
        PendingSlashes pending;
        pending.keys.emplace(ValidatorIndex{2}, chain.info.validators._0[2]);
        pending.kind = OffenceKind::kForInvalidBacked;
        chain.answers["ParachainHost_unapplied_slashes_v2"] =
            scale::encode(std::vector<SlashesOfDispute>{{5, named(1), pending}});
        *node.registry = rpc::Registry();
        add_dispute_methods(*node.registry,
                            {.calls = calls, .records = records, .best = [this] { return chain.hashes.back(); }});
    }
    static CandidateHash named(uint8_t number) { return {Hash256(ByteArray<32>{number})}; }
    void store(const DisputeKey& dispute, DisputeStatus::Stage stage, const parachain::CandidateVotes& votes) {
        const StoredDispute status{.status = {.stage = stage, .concluded_at_s = 9}, .has_byzantine_against = false};
        ASSERT_TRUE(records.write({{{parachain::dispute_key(dispute), scale::encode(status)},
                                    {parachain::votes_key(dispute), scale::encode(votes)}}}));
    }
    std::string ask(const std::string& params = "") { return node.text("serinus_disputes", params); }

    DisputeRecords records{*disk};
    rpc::test::TestNode node{serinus::test::own_chain("kusama-local")};
};

TEST_F(DisputeMethodsTest, TellsWhatTheBlockSays) {
    const std::string answer = ask();
    EXPECT_NE(answer.find("\"block\":\"" + to_hex_prefixed(chain.hashes.back().bytes) + "\""), std::string::npos);
    EXPECT_NE(answer.find(R"("start":7,"concludedAt":8,"valid":[2],"invalid":[0,1,3])"), std::string::npos) << answer;
    EXPECT_NE(answer.find(R"("disabled":[3])"), std::string::npos) << answer;
    EXPECT_NE(answer.find(R"("offence":"backed what is invalid","validators":[{"validator":2,"key":"0x)"),
              std::string::npos)
        << answer;
    EXPECT_NE(answer.find(R"("here":[])"), std::string::npos) << answer;
}

TEST_F(DisputeMethodsTest, TellsWhatThisNodeKnowsTheNewestSessionFirst) {
    parachain::CandidateVotes votes;
    votes.receipt.descriptor.para_id = {1005};
    votes.valid.emplace(ValidatorIndex{2},
                        std::pair(parachain::ValidVoteKind{parachain::ValidVoteKind::BackingSeconded{}},
                                  parachain::ValidatorSignature{}));
    votes.valid.emplace(ValidatorIndex{1},
                        std::pair(parachain::ValidVoteKind{parachain::ValidVoteKind::ApprovalChecking{}},
                                  parachain::ValidatorSignature{}));
    votes.invalid.emplace(ValidatorIndex{0},
                          std::pair(parachain::InvalidDisputeStatementKind::Explicit, parachain::ValidatorSignature{}));
    store({5, votes.receipt.hash()}, DisputeStatus::Stage::kConcludedAgainst, votes);
    store({6, parachain::CandidateVotes().receipt.hash()}, DisputeStatus::Stage::kActive, {});
    const std::string answer = ask();
    EXPECT_NE(answer.find(R"("stage":"invalid","concludedAt":9000,"para":1005)"), std::string::npos) << answer;
    EXPECT_NE(answer.find(R"("valid":[{"validator":1,"vote":"approved"},{"validator":2,"vote":"seconded"}])"),
              std::string::npos)
        << answer;
    EXPECT_NE(answer.find(R"("invalid":[{"validator":0,"vote":"voted"}])"), std::string::npos) << answer;
    EXPECT_LT(answer.find(R"("stage":"begun by few")"), answer.find(R"("stage":"invalid")"));
}

TEST_F(DisputeMethodsTest, ABlockMayBeNamedAndMustBeAHash) {
    const std::string block = "\"" + to_hex_prefixed(chain.hashes.front().bytes) + "\"";
    EXPECT_NE(ask(block).find("\"block\":" + block), std::string::npos);
    EXPECT_NE(ask("7").find("-32602"), std::string::npos);
    chain.answers.erase("ParachainHost_disputes");
    chain.add_block();
    EXPECT_NE(ask().find("-32603"), std::string::npos) << "the runtime cannot say";
}

}  // namespace
}  // namespace serinus::services::paras
