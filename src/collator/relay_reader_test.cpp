// What a collator reads of the relay chain, for candidates of both versions.
#include "collator/relay_reader.hpp"

#include <gmock/gmock.h>

#include "collator/relay_keys.hpp"
#include "collator/told_relay_test.hpp"

namespace serinus::collator {
namespace {

using testing::HasSubstr;

class RelayReaderTest : public ToldRelay {
  protected:
    Result<std::optional<RelayContext>, std::string> read(uint32_t offset) {
        return read_relay_context(asked, kReadPara, relay->best().hash, offset);
    }
    static std::vector<Hash256> allowed_of(const RelayContext& context) {
        std::vector<Hash256> out;
        out.reserve(context.facts.search.allowed.size());
        for (const auto& one : context.facts.search.allowed) out.push_back(one.hash);
        return out;
    }
};

TEST_F(RelayReaderTest, WhatTheRelayParentSaysIsRead) {
    const Hash256 best = grow();
    const auto context = read(0);
    ASSERT_TRUE(context && *context) << context.error();
    const RelayContext& found = **context;
    EXPECT_EQ(primitives::header_hash(found.relay_parent()), best);
    EXPECT_EQ(found.facts.slot_ms, 6'000u);
    EXPECT_EQ(found.session_index, 5u);
    EXPECT_EQ(found.validator_count, 6u);
    EXPECT_EQ(found.included, read_data(1));
    EXPECT_EQ(found.facts.search.included_head, Bytes{1});
    EXPECT_EQ(found.facts.search.pending_head, Bytes{2});
    const auto& claims = found.facts.claims.at(kReadPara);
    EXPECT_EQ(claims.at(0), (std::set<CoreIndex>{{4}, {7}}));
    EXPECT_FALSE(claims.contains(1)) << "the second position is another para's";
}

// Observed: cumulus-client-consensus-aura 0.36.0, `offset_relay_parent_find_descendants`
TEST_F(RelayReaderTest, TheRelayParentIsSoManyBlocksBelowTheBestOne) {
    const Hash256 parent = grow();
    put("t", scale::encode(std::optional(read_data(3))));
    grow();
    const auto context = read(2);
    ASSERT_TRUE(context && *context);
    EXPECT_EQ(hashes_of((*context)->facts.headers), last(3)) << "the oldest first";
    EXPECT_EQ(primitives::header_hash((*context)->relay_parent()), parent);
    EXPECT_EQ((*context)->included, read_data(1)) << "as the relay parent's state says";
}

// Observed: polkadot-primitives 26.0.0, `scheduling_lookahead`: one less of it may lie behind the relay parent
TEST_F(RelayReaderTest, CandidatesMayBeOnTheRelayParentAndTheBlocksOfTheLookaheadBehindIt) {
    grow();
    const auto none = read(0), one = read(1);
    ASSERT_TRUE(none && *none && one && *one);
    const auto all = last(4);
    EXPECT_EQ(allowed_of(**none), (std::vector{all[3], all[2], all[1]}));
    EXPECT_EQ(allowed_of(**one), (std::vector{all[2], all[1], all[0]}));
}

TEST_F(RelayReaderTest, NoneOfTheBlocksAboveTheRelayParentBeginsAnEpoch) {
    grow(true);
    grow();
    EXPECT_TRUE(read(0).value());
    const auto first_of_epoch = read(1);
    ASSERT_TRUE(first_of_epoch && *first_of_epoch) << "the relay parent itself may";
    EXPECT_EQ(allowed_of(**first_of_epoch).size(), 1u) << "what is behind it is of the session before";
    EXPECT_EQ(read(2).value(), std::nullopt);
}

TEST_F(RelayReaderTest, AChainThatIsTooYoungHasNoRelayParent) {
    const auto height = static_cast<uint32_t>(relay->best().number);
    EXPECT_TRUE(read_relay_context(asked, kReadPara, relay->best().hash, 0).value());
    EXPECT_EQ(read(height).value(), std::nullopt) << "the genesis is none";
    EXPECT_EQ(read(height + 5).value(), std::nullopt);
}

TEST_F(RelayReaderTest, AParaWithoutAHeadHasNoContext) {
    put("i", Bytes{0});
    EXPECT_EQ(read(0).value(), std::nullopt);
    put("t", Bytes{0});
    EXPECT_EQ(read(0).value(), std::nullopt);
}

TEST_F(RelayReaderTest, WhatTheRuntimeDoesNotAnswerIsNamed) {
    put("c", Bytes{1, 2, 3});
    const auto context = read(0);
    ASSERT_FALSE(context);
    EXPECT_THAT(context.error(), HasSubstr("the claim queue: "));
    const auto unknown = read_relay_context(asked, kReadPara, Hash256(ByteArray<32>{1}), 0);
    ASSERT_FALSE(unknown);
    EXPECT_THAT(unknown.error(), HasSubstr("the session: "));
}

TEST_F(RelayReaderTest, ABlockIsToldOfMessagesAndOfTheStateOfTheRelayParent) {
    const InboundMessage downward{.sent_at = 3, .data = {7, 7}}, horizontal{.sent_at = 4, .data = {8}};
    std::map<ParaId, std::vector<InboundMessage>> channels;
    channels[{1}].push_back(horizontal);
    put("d", scale::encode(std::vector{downward}));
    put("h", scale::encode(channels));
    put(as_text(head_key(kReadPara)), {9, 9, 9});
    grow();
    const RelayContext context = *read(1).value();
    const PersistedValidationData data = read_data(6);
    const auto alone = read_inherent(asked, kReadPara, context, data, false, {}, std::nullopt);
    ASSERT_TRUE(alone) << alone.error();
    EXPECT_EQ(alone->v0.validation_data, data);
    ASSERT_EQ(alone->v0.downward_messages.size(), 1u);
    EXPECT_EQ(alone->v0.downward_messages[0].data, (Bytes{7, 7}));
    EXPECT_EQ(alone->v0.horizontal_messages.at({1}).at(0).data, Bytes{8});
    EXPECT_FALSE(alone->v0.relay_chain_state.empty());
    EXPECT_TRUE(alone->relay_parent_descendants.empty());
    EXPECT_EQ(alone->collator_peer_id, std::nullopt);
    const auto all = read_inherent(asked, kReadPara, context, data, true, {}, Bytes{5});
    ASSERT_TRUE(all) << all.error();
    EXPECT_EQ(all->relay_parent_descendants, context.facts.headers) << "with the relay parent, which comes first";
    EXPECT_EQ(all->collator_peer_id, Bytes{5});
}

// --- version 3 ---

class RelayReaderV3 : public ToldRelay {
  protected:
    Result<std::optional<RelayContext>, std::string> read(uint32_t offset) {
        return read_relay_context_v3(asked, kReadPara, relay->best().hash, offset);
    }
};

// Observed: cumulus-client-consensus-aura 0.36.0, `derive_building_prerequisites`
TEST_F(RelayReaderV3, ItIsBackedByWhatTheSchedulingParentSaysAndExecutedOnTheRelayParent) {
    const Hash256 relay_parent = grow();
    put("t", scale::encode(std::optional(read_data(3))));
    put("i", scale::encode(std::optional(read_data(4))));
    put("v", scale::encode(std::vector<polkadot_primitives::v5::ValidatorId>(9)));
    const Hash256 best = put("c", scale::encode(runtime_api::parachain_host::ClaimQueue{{{8}, {{1}, kReadPara}}}));
    const auto context = read(4);
    ASSERT_TRUE(context && *context) << context.error();
    const RelayContext& found = **context;
    EXPECT_EQ(primitives::header_hash(found.relay_parent()), relay_parent);
    EXPECT_EQ(found.scheduling_parent(), best);
    EXPECT_EQ(found.included, read_data(1)) << "as the relay parent's state says";
    EXPECT_EQ(found.facts.search.included_head, Bytes{3});
    EXPECT_EQ(found.facts.search.pending_head, Bytes{4});
    EXPECT_EQ(found.validator_count, 9u);
    EXPECT_EQ(found.facts.claims.at(kReadPara).at(1), std::set<CoreIndex>{{8}});
    EXPECT_EQ(found.scheduling_session_offset, 0);
}

// Observed: cumulus-primitives-core 0.27.0, `SchedulingProof`
TEST_F(RelayReaderV3, TheProofHasTheHeadersFromTheSchedulingParentDownToTheRelayParent) {
    grow();
    grow();
    const auto above = read(2), same = read(0);
    ASSERT_TRUE(above && *above && same && *same);
    const auto proof = (*above)->scheduling_proof();
    ASSERT_TRUE(proof);
    const auto all = last(3);
    EXPECT_EQ(hashes_of(proof->header_chain), (std::vector{all[2], all[1]})) << "the newest first";
    EXPECT_EQ(primitives::header_hash(proof->internal_scheduling_parent), all[0]);
    EXPECT_FALSE(proof->signed_info);
    EXPECT_TRUE((*same)->scheduling_proof()->header_chain.empty());
    EXPECT_EQ((*same)->scheduling_parent(), all[2]);
    const auto version2 = read_relay_context(asked, kReadPara, all[2], 2);
    ASSERT_TRUE(version2 && *version2);
    EXPECT_FALSE((*version2)->scheduling_proof());
    EXPECT_EQ((*version2)->scheduling_parent(), all[0]) << "the relay parent";
}

TEST_F(RelayReaderV3, AsManySessionsAsTheRelayChainSaysMayBeginAboveTheRelayParent) {
    grow();
    grow(true);
    put("s", scale::encode(uint32_t{6}));
    EXPECT_EQ(read(2).value(), std::nullopt) << "no age is told: none";
    put("m", scale::encode(uint32_t{1}));
    const auto context = read(3);
    ASSERT_TRUE(context && *context);
    EXPECT_EQ((*context)->session_index, 5u) << "of the relay parent";
    EXPECT_EQ((*context)->scheduling_session_offset, 1);
    grow(true);
    EXPECT_EQ(read(4).value(), std::nullopt) << "two";
}

// Observed: cumulus-client-consensus-common 0.36.0, `has_ancestor_relay_parent_info`
TEST_F(RelayReaderV3, BlocksOnAncestorsThatTheRelayChainTakesMayBeBuiltUpon) {
    const Hash256 older = grow();
    const auto header = asked.find_header(older).value();
    grow();
    const RelayParentOfBlock by_hash{.hash = older},
        by_root{.hash = {}, .state_root = header->state_root, .number = header->number},
        of_no_block{.hash = {}, .state_root = {}, .number = header->number};
    const auto refusing = read(0);
    ASSERT_TRUE(refusing && *refusing);
    EXPECT_FALSE((*refusing)->facts.search.allows(by_hash)) << "the runtime tells nothing";
    put("a", scale::encode(std::optional(runtime_api::parachain_host::RelayParentInfo{})));
    const auto taking = read(0);
    ASSERT_TRUE(taking && *taking);
    EXPECT_TRUE((*taking)->facts.search.allows(by_hash));
    EXPECT_TRUE((*taking)->facts.search.allows(by_root));
    EXPECT_FALSE((*taking)->facts.search.allows(of_no_block));
}

// What was offered at a scheduling parent that is as old is backed no more: without this a parachain would wait for it.
TEST_F(RelayReaderV3, BlocksThatNoValidatorCanBackAnyMoreAreNotBuiltUpon) {
    put("a", scale::encode(std::optional(runtime_api::parachain_host::RelayParentInfo{})));
    grow();
    const Hash256 relay_parent = grow();
    const auto header = asked.find_header(relay_parent).value();
    const RelayParentOfBlock by_hash{.hash = relay_parent},
        by_root{.hash = {}, .state_root = header->state_root, .number = header->number};
    const auto may_build = [&](uint32_t offset) {
        const auto context = read(offset);
        const auto& search = (*context)->facts.search;
        EXPECT_EQ(search.allows(by_hash), search.allows(by_root));
        return search.allows(by_hash);
    };
    grow();
    grow();
    EXPECT_TRUE(may_build(0)) << "a lookahead of 3: in the next block it can be backed for the last time";
    grow();
    EXPECT_FALSE(may_build(0));
    EXPECT_TRUE(may_build(1)) << "its scheduling parent was a block above it";
    grow();
    EXPECT_FALSE(may_build(1));
}

}  // namespace
}  // namespace serinus::collator
