// What the methods answer on a chain that began with the state of a later block.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "base/hex.hpp"
#include "chain/files/exported_state.hpp"
#include "rpc/methods/methods_test_support.hpp"
#include "tests/support/data.hpp"

namespace serinus::rpc {
namespace {

using test::quoted;
using test::TestNode;
using testing::AllOf;
using testing::HasSubstr;
using testing::Not;

constexpr uint32_t kBase = 4;

/// Blocks 1 to 3 are missing; 4 is the base, 5 the best block.
class MethodsAtABase : public testing::Test {
  protected:
    static void SetUpTestSuite() {
        TestNode source(serinus::test::own_chain("kusama-local"));
        for (uint32_t number = 1; number <= kBase + 1; ++number) hashes.push_back(source.grow());
        const auto block = [&](uint32_t number) {
            const Hash256& hash = hashes[number - 1];
            return primitives::Block{**source.client->find_header(hash), **source.client->find_body(hash)};
        };
        const auto state = source.client->state_of(hashes[kBase - 1]);
        const auto [header, body] = block(kBase);
        node = new TestNode(serinus::test::own_chain("kusama-local"));
        add_archive(*node->registry, *node->services);
        const auto begun =
            node->client->import_base({.header = header, .body = body, .state = chain::export_state(**state).value()});
        SERINUS_ASSERT(begun && begun->kind == chain::ImportOutcome::Kind::kImported);
        node->import({block(kBase + 1), std::nullopt});
        missing = block(kBase - 1);
    }
    static void TearDownTestSuite() {
        delete node;
        node = nullptr;
        hashes.clear();
    }
    static std::string text(const std::string& method, const std::string& params = "") {
        return node->text(method, params);
    }
    static std::string genesis() { return quoted(node->client->genesis().hash); }
    static std::string hash(uint32_t number) { return quoted(hashes[number - 1]); }

    static inline TestNode* node = nullptr;
    static inline std::vector<Hash256> hashes;
    static inline primitives::Block missing;
    /// Of System.Number.
    static constexpr const char* kNumberKey = "\"0x26aa394eea5630e07c48ae0c9558cef702a5c1b19ab7a04f536c519aca4983ac\"";
};

TEST_F(MethodsAtABase, BlocksInTheGapAreNotThere) {
    for (uint32_t number = 1; number < kBase; ++number) {
        EXPECT_EQ(text("chain_getBlockHash", std::to_string(number)), "null");
        EXPECT_EQ(text("archive_v1_hashByHeight", std::to_string(number)), "[]");
        EXPECT_EQ(text("chain_getBlock", hash(number)), "null");
        EXPECT_EQ(text("chain_getHeader", hash(number)), "null");
        EXPECT_EQ(text("archive_v1_header", hash(number)), "null");
        EXPECT_EQ(text("archive_v1_body", hash(number)), "null");
        EXPECT_EQ(text("archive_v1_call", hash(number) + R"(,"Core_version","0x")"), "null");
        EXPECT_THAT(text("state_getStorage", std::string(kNumberKey) + "," + hash(number)),
                    HasSubstr("UnknownBlock: Header was not found in the database"));
    }
}

TEST_F(MethodsAtABase, TheBaseAndWhatFollowsIsThere) {
    for (const uint32_t number : {kBase, kBase + 1}) {
        EXPECT_EQ(text("chain_getBlockHash", std::to_string(number)), hash(number));
        EXPECT_EQ(text("archive_v1_hashByHeight", std::to_string(number)), "[" + hash(number) + "]");
        EXPECT_THAT(text("chain_getBlock", hash(number)), HasSubstr(R"("number":"0x)" + std::to_string(number) + "\""));
        EXPECT_THAT(text("archive_v1_body", hash(number)), HasSubstr("[\"0x"));
        EXPECT_EQ(text("state_getStorage", std::string(kNumberKey) + "," + hash(number)),
                  "\"0x0" + std::to_string(number) + "000000\"");
    }
    EXPECT_EQ(text("chain_getFinalizedHead"), hash(kBase));
    EXPECT_THAT(text("babe_epochAuthorship"), Not(HasSubstr("\"code\"")));
}

TEST_F(MethodsAtABase, TheGenesisBlockIsThereWithoutItsState) {
    EXPECT_EQ(text("chain_getBlockHash", "0"), genesis());
    EXPECT_THAT(text("chain_getBlock", genesis()), HasSubstr(R"("extrinsics":[])"));
    const std::string no_state = "State already discarded for " + to_hex_prefixed(node->client->genesis().hash.bytes);
    EXPECT_THAT(text("state_getStorage", std::string(kNumberKey) + "," + genesis()), HasSubstr(no_state));
    EXPECT_THAT(text("state_getMetadata", genesis()), HasSubstr(no_state));
    EXPECT_THAT(text("state_getRuntimeVersion", genesis()), HasSubstr(no_state));
    EXPECT_THAT(text("state_getKeysPaged", "\"0x\",10,null," + genesis()), HasSubstr(no_state));
    EXPECT_THAT(text("state_getReadProof", "[" + std::string(kNumberKey) + "]," + genesis()), HasSubstr(no_state));
    EXPECT_THAT(text("archive_v1_call", genesis() + R"(,"Core_version","0x")"),
                AllOf(HasSubstr("\"success\":false"), HasSubstr("this chain began with the state of block 4")));
}

TEST_F(MethodsAtABase, WaysThroughTheGapAreNoDamage) {
    EXPECT_THAT(text("state_queryStorage", "[" + std::string(kNumberKey) + "]," + genesis() + "," + hash(kBase)),
                AllOf(HasSubstr("\"code\""), Not(HasSubstr("damaged"))));
    EXPECT_EQ(text("archive_v1_hashByHeight", "0"), "[" + genesis() + "]");
    // The gap closes from above.
    const auto filled = node->client->import_historic({missing.header, missing.body});
    ASSERT_TRUE(filled && filled->kind == chain::ImportOutcome::Kind::kImported);
    EXPECT_EQ(text("chain_getBlockHash", "3"), hash(3));
    EXPECT_THAT(text("chain_getBlock", hash(3)), HasSubstr(R"("number":"0x3")"));
    EXPECT_THAT(text("state_getStorage", std::string(kNumberKey) + "," + hash(3)),
                HasSubstr("State already discarded"));
    EXPECT_EQ(text("chain_getBlockHash", "2"), "null");
}

}  // namespace
}  // namespace serinus::rpc
