#include "services/collator/collator_leaf.hpp"

#include <gtest/gtest.h>

#include "services/parachain/leaves/test_relay_chain.hpp"

namespace serinus::services::paras {
namespace {

using test::RelayChain;

/// Groups of two validators on two cores; at each block the groups' rotation is read anew.
class CollatorLeafTest : public testing::Test, public test::Reader {
  protected:
    parachain::CollatorLeaf leaf_at(const Hash256& block, ParaId para = RelayChain::kPara) {
        return collator_leaf(states, *states.at(block).value(), para);
    }
    std::vector<parachain::AuthorityId> keys(std::vector<uint32_t> validators) const {
        std::vector<parachain::AuthorityId> out;
        for (const uint32_t one : validators) out.push_back(chain.public_key(one));
        return out;
    }
    /// What the runtime says after a block, in the place of the usual answer.
    template <class T>
    void answer(const Hash256& block, const char* method, const T& value) {
        chain.answers_at[block]["ParachainHost_" + std::string(method)] = scale::encode(value);
    }
    using Groups = std::map<CoreIndex, std::vector<parachain::AuthorityId>>;
};

TEST_F(CollatorLeafTest, ThePathIsTheLeafAndItsAncestorsOfTheSession) {
    for (int i = 0; i < 4; ++i) chain.add_block();
    const auto leaf = leaf_at(chain.hashes[4]);
    EXPECT_EQ(leaf.number, 4u);
    EXPECT_EQ(leaf.path, (std::vector{chain.hashes[4], chain.hashes[3], chain.hashes[2]}));
    EXPECT_EQ(leaf.groups.size(), 3u);
}

TEST_F(CollatorLeafTest, EachBlockHasTheGroupsOfItsOwnRotation) {
    const Hash256 first = chain.add_block(), second = chain.add_block();
    // Ten blocks after the session's first one the groups move on by a core.
    answer(second, "validator_groups", test::api::ValidatorGroups(chain.info.validator_groups._0, {0, 10, 11}));
    const auto leaf = leaf_at(second);
    EXPECT_EQ(leaf.groups.at(first), (Groups{{{0}, keys({0, 1})}}));
    EXPECT_EQ(leaf.groups.at(second), (Groups{{{0}, keys({2, 3})}}));
}

TEST_F(CollatorLeafTest, AllCoresCountThatTheParaHasAnywhereInTheirQueues) {
    const Hash256 block = chain.add_block();
    answer(block, "claim_queue",
           test::api::ClaimQueue{{{0}, {{1}, {1}, RelayChain::kPara}}, {{1}, {RelayChain::kPara}}});
    EXPECT_EQ(leaf_at(block).groups.at(block), (Groups{{{0}, keys({0, 1})}, {{1}, keys({2, 3})}}));
    EXPECT_EQ(leaf_at(block, {1}).groups.at(block), (Groups{{{0}, keys({0, 1})}}));
}

TEST_F(CollatorLeafTest, WhereTheParaHasNoCoreThereAreNoGroups) {
    const Hash256 block = chain.add_block();
    const auto leaf = leaf_at(block, {77});
    EXPECT_FALSE(leaf.path.empty());
    EXPECT_TRUE(leaf.groups.empty());
}

TEST_F(CollatorLeafTest, WhatTheRuntimeCannotMeanIsLeftOut) {
    const Hash256 block = chain.add_block();
    // Without a rotation the group of a core has its number.
    answer(block, "validator_groups", test::api::ValidatorGroups({{ValidatorIndex{1}, ValidatorIndex{90}}}, {0, 0, 1}));
    answer(block, "claim_queue", test::api::ClaimQueue{{{0}, {RelayChain::kPara}}, {{5}, {RelayChain::kPara}}});
    EXPECT_EQ(leaf_at(block).groups.at(block), (Groups{{{0}, keys({1})}})) << "no sixth group, no validator 90";
}

TEST_F(CollatorLeafTest, AnAncestorWhoseStateIsGoneStaysInThePath) {
    const Hash256 first = chain.add_block(), second = chain.add_block();
    chain.answers_at[first]["ParachainHost_validator_groups"] = Bytes{1};
    const auto leaf = leaf_at(second);
    EXPECT_EQ(leaf.path.at(1), first);
    EXPECT_FALSE(leaf.groups.contains(first));
    EXPECT_TRUE(leaf.groups.contains(second));
}

TEST(CollationRequests, EachKindHasItsFormAndNoBytesBehindIt) {
    const Hash256 block(ByteArray<32>{1}), hash(ByteArray<32>{2});
    const parachain::CollationRequestV1 first{block, {5}};
    const parachain::CollationRequestV2 second{block, {5}, {hash}};
    const parachain::CollationRequestV3 third{block, {5}, hash};
    using Request = parachain::CollatorSide::Request;
    EXPECT_EQ(decode_collation_request(RequestKind::kCollationV1, scale::encode(first)), Request(first));
    EXPECT_EQ(decode_collation_request(RequestKind::kCollationV2, scale::encode(second)), Request(second));
    EXPECT_EQ(decode_collation_request(RequestKind::kCollationV3, scale::encode(third)), Request(third));
    EXPECT_EQ(decode_collation_request(RequestKind::kCollationV1, scale::encode(second)), std::nullopt);
    EXPECT_EQ(decode_collation_request(RequestKind::kCollationV2, scale::encode(first)), std::nullopt);
    EXPECT_EQ(decode_collation_request(RequestKind::kPov, scale::encode(first)), std::nullopt);
}

}  // namespace
}  // namespace serinus::services::paras
