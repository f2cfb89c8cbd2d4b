// Methods about the Merkle mountain range, on the real Kusama runtime 1.0.0, whose own code makes and checks
// the proofs.
#include <gtest/gtest.h>

#include "base/hex.hpp"
#include "rpc/methods/methods_test_support.hpp"
#include "tests/support/data.hpp"

namespace serinus::rpc {
namespace {

using boost::json::serialize;
using test::quoted;
using test::TestNode;

/// A chain whose best block is #2.
class RealRuntime : public testing::Test {
  protected:
    static void SetUpTestSuite() {
        const auto spec = serinus::test::shared_data("genesis/kusama-local-1000000.json");
        if (!spec) return;
        node = new TestNode(*spec);
        node->grow();
        best = node->grow();
    }
    static void TearDownTestSuite() {
        delete node;
        node = nullptr;
    }
    void SetUp() override {
        if (node == nullptr) GTEST_SKIP() << serinus::test::kNoSharedData;
    }
    static Json at(const Json& value, const char* pointer) { return value.at_pointer(pointer); }

    static inline TestNode* node = nullptr;
    static inline Hash256 best;
};

TEST_F(RealRuntime, MountainRangeProvesBlocks) {
    EXPECT_EQ(node->call("mmr_root").as_string().size(), 66u);
    const Json proof = node->call("mmr_generateProof", "[1],null," + quoted(best));
    ASSERT_TRUE(proof.as_object().contains("leaves")) << serialize(proof);
    EXPECT_EQ(serialize(at(proof, "/blockHash")), quoted(best));
    EXPECT_EQ(node->text("mmr_verifyProof", serialize(proof)), "true");
    const std::string root = node->text("mmr_root", quoted(best));
    EXPECT_EQ(node->text("mmr_verifyProofStateless", root + "," + serialize(proof)), "true");
    EXPECT_EQ(at(node->call("mmr_verifyProofStateless", quoted(Hash256{{1}}) + "," + serialize(proof)), "/code"),
              Json(8013));
    EXPECT_EQ(node->text("mmr_generateProof", "[1],1000000"),
              R"({"code":8012,"message":"Error generating proof","data":"GenerateProof"})");
    EXPECT_EQ(at(node->call("mmr_verifyProof", "{}"), "/code"), Json(-32602));
}

// Observed: Kusama 1.0.0 makes no proofs of ancestry, and polkadot 1.25.1 calls that a trap. What newer ones answer:
// tests/e2e/session_keys.test.mjs
TEST_F(RealRuntime, AncestryIsNotProvenByEachRuntime) {
    const Json answer = node->call("mmr_generateAncestryProof", "1");
    EXPECT_EQ(at(answer, "/code"), Json(8000));
    EXPECT_EQ(at(answer, "/message"), Json("Runtime trapped"));
    EXPECT_EQ(at(node->call("mmr_generateAncestryProof", "\"a\""), "/code"), Json(-32602));
}

TEST_F(RealRuntime, MethodsOfItsPartsAreListed) {
    const auto names = node->registry->names();
    for (const char* name : {"mmr_generateProof", "mmr_root", "mmr_verifyProof", "mmr_verifyProofStateless"}) {
        EXPECT_TRUE(std::ranges::binary_search(names, name)) << name;
    }
}

// What proposals do is tested on the command (tests/cli/governance_test.cpp): here, how the method is asked.
TEST_F(RealRuntime, ProposalsAreTriedOnTheBlockThatIsAskedFor) {
    const Json report = node->call("governance_dryRun", R"("0x12041c","treasurer")");
    ASSERT_TRUE(report.as_object().contains("outcome")) << serialize(report);
    EXPECT_EQ(at(report, "/outcome"), Json("failed"));
    EXPECT_EQ(at(report, "/error/Module/error"), Json("ProposalNotApproved"));
    EXPECT_EQ(at(report, "/block/number"), Json(2));
    const Json genesis = node->call("chain_getBlockHash", "0");
    const Json past = node->call("governance_dryRun", R"("0x00000c010203","root",)" + serialize(genesis));
    EXPECT_EQ(at(past, "/outcome"), Json("ok"));
    EXPECT_EQ(at(past, "/block/number"), Json(0));

    EXPECT_EQ(at(node->call("governance_dryRun", R"("0xfeff","root")"), "/code"), Json(-32602));
    EXPECT_EQ(at(node->call("governance_dryRun", R"("0x00000c010203","emperor")"), "/code"), Json(-32602));
    EXPECT_EQ(at(node->call("governance_dryRun", R"("0x00000c010203")"), "/code"), Json(-32602));
    const std::string unknown = quoted(Hash256{{1}});
    EXPECT_EQ(at(node->call("governance_dryRun", R"("0x00000c010203","root",)" + unknown), "/code"), Json(4003));
}

TEST_F(RealRuntime, MetadataIsThatOfTheRuntimeWithoutItsLength) {
    const auto expected = serinus::test::shared_data("metadata/kusama-v1000000-v14.scale");
    ASSERT_TRUE(expected) << "the shared data is not complete";
    const std::string file = serinus::test::read_file(*expected);
    EXPECT_TRUE(node->call("state_getMetadata") == Json(to_hex_prefixed(as_bytes(file))));
}

}  // namespace
}  // namespace serinus::rpc
