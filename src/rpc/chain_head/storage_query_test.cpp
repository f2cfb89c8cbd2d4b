// Storage queries over a state of a few entries, in pages of any size.
#include "rpc/chain_head/storage_query.hpp"

#include <gtest/gtest.h>

#include "base/hex.hpp"
#include "hashing/hashing.hpp"
#include "rpc/chain_head/events.hpp"
#include "storage/store_test_support.hpp"

namespace serinus::rpc::chain_head {
namespace {

using namespace serinus::literals;
using Type = StorageQuery::Type;

class StorageAnswers : public testing::Test {
  protected:
    StorageAnswers() : store_(serinus::test::open_or_fail(folder_.path())) {
        database_ = std::move(*state::StateDatabase::open(*store_, state::PruningMode()));
        const std::vector<std::pair<Bytes, Bytes>> top{
            {"aa"_hex, "01"_hex}, {"aa00"_hex, "02"_hex}, {"aa01"_hex, Bytes(40, 3)}, {"ab"_hex, "04"_hex}};
        std::vector<state::GenesisState::Entry> entries(top.begin(), top.end());
        const std::vector<state::GenesisState::Entry> child{{top[0].first, top[3].second}};
        auto batch = store_->batch();
        SERINUS_ASSERT(
            database_
                ->set_genesis(*batch, Hash256{}, 0, {entries, {{as_bytes("child"), child}}}, trie::StateVersion::kV1)
                .has_value());
        SERINUS_ASSERT(store_->commit(std::move(batch), storage::Durability::kBuffered).has_value());
        state_ = std::move(*database_->at(Hash256{}));
    }

    std::vector<std::string> pages(std::vector<StorageQuery> queries, const PageLimit& limit,
                                   std::optional<Bytes> child = std::nullopt) {
        StorageAnswer answer(std::move(queries), std::move(child));
        std::vector<std::string> out;
        for (;;) {
            const auto page = answer.next(*state_, limit);
            SERINUS_ASSERT(page.has_value());
            std::string text;
            for (const std::string& item : page->items) text += "{" + item + "}";
            out.push_back(std::move(text));
            if (page->is_last) return out;
        }
    }
    std::string all(std::vector<StorageQuery> queries, std::optional<Bytes> child = std::nullopt) {
        const auto out = pages(std::move(queries), {}, std::move(child));
        EXPECT_EQ(out.size(), 1u);
        return out[0];
    }

    serinus::test::TemporaryFolder folder_;
    std::unique_ptr<storage::Store> store_;
    std::unique_ptr<state::StateDatabase> database_;
    std::unique_ptr<state::BlockState> state_;
};

std::string pair_of(const char* key, const char* field, BytesView value) {
    return std::string(R"({"key":"0x)") + key + R"(",")" + field + R"(":")" + to_hex_prefixed(value) + "\"}";
}

TEST_F(StorageAnswers, AValueItsHashOrNothing) {
    EXPECT_EQ(all({{"aa"_hex, Type::kValue}}), pair_of("aa", "value", "01"_hex));
    EXPECT_EQ(all({{"aa"_hex, Type::kHash}}), pair_of("aa", "hash", hashing::blake2b_256("01"_hex).bytes));
    EXPECT_EQ(all({{"ac"_hex, Type::kValue}, {"ac"_hex, Type::kHash}}), "");
}

TEST_F(StorageAnswers, DescendantsAreTheKeyItselfAndAllItBegins) {
    EXPECT_EQ(
        all({{"aa"_hex, Type::kDescendantsValues}}),
        pair_of("aa", "value", "01"_hex) + pair_of("aa00", "value", "02"_hex) + pair_of("aa01", "value", Bytes(40, 3)));
    EXPECT_EQ(all({{"aa00"_hex, Type::kDescendantsHashes}, {"ab"_hex, Type::kValue}}),
              pair_of("aa00", "hash", hashing::blake2b_256("02"_hex).bytes) + pair_of("ab", "value", "04"_hex));
}

// archive_v1_storage: paginationStartKey.
TEST_F(StorageAnswers, DescendantsBeginAfterAKey) {
    EXPECT_EQ(all({{"aa"_hex, Type::kDescendantsValues, "aa00"_hex}}), pair_of("aa01", "value", Bytes(40, 3)));
    EXPECT_EQ(all({{"aa00"_hex, Type::kDescendantsValues, "aa"_hex}}), pair_of("aa00", "value", "02"_hex));
    EXPECT_EQ(all({{"aa"_hex, Type::kDescendantsValues, "ab"_hex}}), "");
}

TEST_F(StorageAnswers, PagesTogetherAreTheWholeAnswer) {
    const std::vector<StorageQuery> queries{
        {"aa"_hex, Type::kDescendantsValues}, {"ab"_hex, Type::kValue}, {{}, Type::kDescendantsHashes}};
    const std::string whole = all(queries);
    for (const PageLimit limit : {PageLimit{1, 1 << 20}, PageLimit{2, 1 << 20}, PageLimit{100, 1}, PageLimit{3, 60}}) {
        std::string together;
        const auto several = pages(queries, limit);
        for (const std::string& page : several) together += page;
        EXPECT_EQ(together, whole);
        EXPECT_GT(several.size(), 1u);
        for (size_t i = 0; i + 1 < several.size(); ++i) EXPECT_NE(several[i], "") << "waits only after some items";
    }
}

TEST_F(StorageAnswers, OfAChildTrieNameIt) {
    const std::string child = R"(,"childTrieKey":"0x6368696c64"})";
    EXPECT_EQ(all({{"aa"_hex, Type::kValue}, {"ab"_hex, Type::kValue}}, to_bytes(as_bytes("child"))),
              R"({"key":"0xaa","value":"0x04")" + child);
    EXPECT_EQ(all({{{}, Type::kDescendantsValues}}, to_bytes(as_bytes("child"))),
              R"({"key":"0xaa","value":"0x04")" + child);
    EXPECT_EQ(all({{{}, Type::kClosestDescendantMerkleValue}}, to_bytes(as_bytes("none"))), "");
}

// Spec: defn-merkle-value
TEST_F(StorageAnswers, TheClosestMerkleValueOfNoKeyIsTheStateRoot) {
    EXPECT_EQ(all({{{}, Type::kClosestDescendantMerkleValue}}),
              pair_of("", "closestDescendantMerkleValue", state_->root().bytes));
    EXPECT_EQ(all({{"ac"_hex, Type::kClosestDescendantMerkleValue}}), "");
}

TEST(StorageQueries, AreNamedAsInTheSpecification) {
    EXPECT_EQ(storage_query_type("descendantsHashes"), Type::kDescendantsHashes);
    EXPECT_EQ(storage_query_type("closestDescendantMerkleValue"), Type::kClosestDescendantMerkleValue);
    EXPECT_EQ(storage_query_type("Value"), std::nullopt);
}

// Format: chainHead_v1_follow.
TEST(ChainHeadEvents, ReadAsTheSpecificationShowsThem) {
    Hash256 hash;
    hash.bytes.fill(0x11);
    const std::string name = '"' + to_hex_prefixed(hash.bytes) + '"';
    const auto runtime = std::make_shared<std::string>(R"({"type":"valid"})");
    EXPECT_EQ(to_json(Initialized{{hash}, runtime}, true), R"({"event":"initialized","finalizedBlockHashes":[)" + name +
                                                               R"(],"finalizedBlockRuntime":{"type":"valid"}})");
    EXPECT_EQ(to_json(Initialized{{hash}, runtime}, false),
              R"({"event":"initialized","finalizedBlockHashes":[)" + name + "]}");
    const std::string block = R"({"event":"newBlock","blockHash":)" + name + R"(,"parentBlockHash":)" + name;
    EXPECT_EQ(to_json(NewBlock{hash, hash, nullptr}, true), block + R"(,"newRuntime":null})");
    EXPECT_EQ(to_json(NewBlock{hash, hash, runtime}, false), block + "}");
    EXPECT_EQ(to_json(BestBlockChanged{hash}, true), R"({"event":"bestBlockChanged","bestBlockHash":)" + name + "}");
    EXPECT_EQ(to_json(Finalized{{hash, hash}, {}}, true),
              R"({"event":"finalized","finalizedBlockHashes":[)" + name + "," + name + R"(],"prunedBlockHashes":[]})");
    EXPECT_EQ(to_json(Stop{}, true), R"({"event":"stop"})");

    executor::RuntimeVersion version;
    version.spec_name = "kusama";
    version.impl_name = "a\"b";
    version.spec_version = 3;
    version.apis = {{{0xdf, 0x6a, 0xcb, 0x68, 0x99, 0x07, 0x60, 0x9b}, 5}};
    EXPECT_EQ(runtime_json(version),
              R"({"type":"valid","spec":{"specName":"kusama","implName":"a\"b","specVersion":3,"implVersion":0,)"
              R"("apis":{"0xdf6acb689907609b":5},"transactionVersion":1}})");
    EXPECT_EQ(operation_error("7", "no\n"), R"({"event":"operationError","operationId":"7","error":"no\n"})");
    EXPECT_EQ(operation_body_done("7", {{1}, {}}),
              R"({"event":"operationBodyDone","operationId":"7","value":["0x01","0x"]})");
}

}  // namespace
}  // namespace serinus::rpc::chain_head
