// On a relay chain in memory whose runtime answers with what stands in its state.
#include "collator/relay_reader.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "chain/client/client_test_support.hpp"
#include "collator/client_relay_chain.hpp"
#include "collator/relay_keys.hpp"
#include "consensus/babe/types.hpp"
#include "hashing/hashing.hpp"
#include "runtime_api/babe.hpp"
#include "runtime_api/parachain_host/parachain_host.hpp"

namespace serinus::collator {
namespace {

using polkadot_primitives::v5::ValidatorId;
using serinus::test::put_extrinsic;
using serinus::test::TestChain;
using testing::HasSubstr;

constexpr ParaId kReadPara{2'000};

/// The answers stand under one letter each, those to persisted_validation_data under "i" (if what is pending were
/// included) and "t" (if it were to time out).
serinus::test::RuntimeExtension answering_runtime() {
    std::string functions = R"((data (i32.const 4096) "slcvbdhit"))";
    const std::array<std::pair<const char*, char>, 7> answers = {{
        {"ParachainHost_session_index_for_child", 's'},
        {"ParachainHost_scheduling_lookahead", 'l'},
        {"ParachainHost_claim_queue", 'c'},
        {"ParachainHost_validators", 'v'},
        {"BabeApi_configuration", 'b'},
        {"ParachainHost_dmq_contents", 'd'},
        {"ParachainHost_inbound_hrmp_channels_contents", 'h'},
    }};
    for (size_t i = 0; i < answers.size(); ++i) {
        functions += std::string("(func (export \"") + answers[i].first +
                     "\") (param i32 i32) (result i64) (call $stored (i32.const " + std::to_string(4096 + i) +
                     ") (i32.const 1)))";
    }
    // The assumption is the last argument: 0 or 1.
    functions += R"((func (export "ParachainHost_persisted_validation_data") (param i32 i32) (result i64)
        (call $stored (i32.add (i32.const 4103)
            (i32.load8_u (i32.sub (i32.add (local.get 0) (local.get 1)) (i32.const 1)))) (i32.const 1))))";
    return {.apis = {{.id = hashing::blake2b_64(as_bytes("ParachainHost")), .version = 13},
                     {.id = hashing::blake2b_64(as_bytes("BabeApi")), .version = 2}},
            .functions = std::move(functions)};
}

PersistedValidationData read_data(uint8_t head) {
    PersistedValidationData out;
    out.parent_head = {{head}};
    out.max_pov_size = 5'000;
    return out;
}

class RelayReaderTest : public testing::Test {
  protected:
    RelayReaderTest() {
        put("s", scale::encode(uint32_t{5}));
        put("l", scale::encode(uint32_t{3}));
        put("c", scale::encode(runtime_api::parachain_host::ClaimQueue{{{4}, {kReadPara, {1}}}, {{7}, {kReadPara}}}));
        put("v", scale::encode(std::vector<ValidatorId>(6)));
        runtime_api::babe::Configuration babe;
        babe.slot_duration_ms = 6'000;
        put("b", scale::encode(babe));
        put("t", scale::encode(std::optional(read_data(1))));
        put("i", scale::encode(std::optional(read_data(2))));
    }

    /// The next block.
    Hash256 put(std::string_view key, const Bytes& value, bool begins_epoch = false) {
        auto block = relay.build(relay->best().hash, {.extrinsic = put_extrinsic(as_bytes(key), value)}).block;
        if (begins_epoch) {
            const consensus::babe::ConsensusLog item = consensus::babe::NextEpoch{};
            block.header.digest.push_back(primitives::digest::Consensus{primitives::kBabeEngine, scale::encode(item)});
        }
        hashes.push_back(relay.import(block).block.hash);
        return hashes.back();
    }
    Hash256 grow(bool begins_epoch = false) { return put("a", {1}, begins_epoch); }

    Result<std::optional<RelayContext>, std::string> read(uint32_t offset) {
        return read_relay_context(asked, kReadPara, relay->best().hash, offset);
    }
    static std::vector<Hash256> hashes_of(const std::vector<primitives::Header>& headers) {
        std::vector<Hash256> out;
        out.reserve(headers.size());
        for (const auto& header : headers) out.push_back(primitives::header_hash(header));
        return out;
    }
    static std::vector<Hash256> allowed_of(const RelayContext& context) {
        std::vector<Hash256> out;
        out.reserve(context.facts.search.allowed.size());
        for (const auto& one : context.facts.search.allowed) out.push_back(one.hash);
        return out;
    }
    std::vector<Hash256> last(size_t count) const {
        return {hashes.end() - static_cast<ptrdiff_t>(count), hashes.end()};
    }

    TestChain relay{{}, answering_runtime()};
    ClientRelayChain asked{*relay};
    std::vector<Hash256> hashes;  ///< from block 1 on
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

}  // namespace
}  // namespace serinus::collator
