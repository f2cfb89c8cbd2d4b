#include "services/parachain/leaves/relay_state.hpp"

#include <gtest/gtest.h>

#include "services/parachain/leaves/test_relay_chain.hpp"

namespace serinus::services::paras {
namespace {

using test::Reader;
using test::RelayChain;

class RelayStatesTest : public testing::Test, public Reader {};

TEST_F(RelayStatesTest, ABlockSaysWhatItsChildrenMayDo) {
    const Hash256 block = chain.add_block();
    const auto state = states.at(block);
    ASSERT_TRUE(state) << state.error().reason;
    EXPECT_EQ((*state)->number, 1u);
    EXPECT_EQ((*state)->session_index, 5u);
    EXPECT_EQ((*state)->groups.size(), 2u);
    EXPECT_EQ((*state)->claim_queue.at({0}).size(), 2u);
    EXPECT_EQ((*state)->disabled, (std::set<ValidatorIndex>{{3}}));
    EXPECT_EQ((*state)->candidates(), (std::vector<std::optional<CandidateHash>>{std::nullopt}));
}

TEST_F(RelayStatesTest, ASessionIsReadOnceAndKnowsThisNode) {
    chain.features = Bits(3);
    chain.features.set(2, true);
    for (int i = 0; i < 3; ++i) ASSERT_TRUE(states.at(chain.add_block()));
    const auto session = states.at(chain.hashes.back()).value()->session;
    EXPECT_EQ(chain.executed["ParachainHost_session_info"], 1);
    EXPECT_EQ(session->own, ValidatorIndex{1});
    EXPECT_EQ(session->own_in_grid, ValidatorIndex{1});
    EXPECT_EQ(session->max_coalesced_approvals, 5u);
    EXPECT_EQ(session->code_bomb_limit, 30'000'000u);
    EXPECT_EQ(session->lookahead, 3u);
    EXPECT_EQ(session->epoch_randomness[0], 9);
    EXPECT_EQ(session->mapping(), erasure::ChunkMapping::kByCore);
    // RFC-47: with four validators the code has k = 2, so core 1 shifts chunks by two.
    EXPECT_EQ(session->own_chunk({0}), 1u);
    EXPECT_EQ(session->own_chunk({1}), 3u);
}

TEST_F(RelayStatesTest, ANodeWithoutTheKeysIsNoValidator) {
    crypto::NodeKeys none(*scheduler);
    RelayStates others(calls, chain, none);
    const auto session = others.at(chain.add_block()).value()->session;
    EXPECT_EQ(session->own, std::nullopt);
    EXPECT_EQ(session->own_chunk({0}), std::nullopt);
}

TEST_F(RelayStatesTest, AncestorsAreOfTheSameSessionAndWithinTheLookahead) {
    for (int i = 0; i < 4; ++i) chain.add_block();
    EXPECT_EQ(states.at(chain.hashes[4]).value()->ancestors, (std::vector{chain.hashes[3], chain.hashes[2]}));
    chain.first_of_next_session = 5;
    chain.add_block();
    chain.add_block();
    EXPECT_EQ(states.at(chain.hashes[5]).value()->ancestors, std::vector<Hash256>());
    EXPECT_EQ(states.at(chain.hashes[6]).value()->ancestors, std::vector{chain.hashes[5]});
}

TEST_F(RelayStatesTest, ASessionThatTheRuntimeDoesNotKnowIsAnError) {
    chain.answers["ParachainHost_session_info"] = Bytes{0};
    EXPECT_FALSE(states.at(chain.add_block()));
}

// With the parameters of another session this node might take a good candidate for a bad one, and say so.
TEST_F(RelayStatesTest, ASessionWithoutItsExecutorParametersIsNoneAndIsAskedForAgain) {
    const Hash256 block = chain.add_block();
    chain.answers["ParachainHost_session_executor_params"] = Bytes{1, 2, 3};
    EXPECT_FALSE(states.at(block)) << "an answer that does not decode";
    chain.answers["ParachainHost_session_executor_params"] = Bytes{0};
    EXPECT_FALSE(states.at(chain.add_block())) << "they are not known";
    chain.answers.clear();
    EXPECT_TRUE(states.at(block));
}

// The boundary block is of session 5 itself, its children are of session 6.
TEST_F(RelayStatesTest, ASessionThatWasReadLaterIsReadAgainAtABlockOfItsOwn) {
    chain.first_of_next_session = 2;
    chain.add_block();
    chain.add_block();
    runtime_api::babe::DescribedEpoch later;
    later.randomness = {8, 8};
    chain.answers["BabeApi_current_epoch"] = scale::encode(later);
    const auto of_boundary = states.session(5, chain.hashes[2]).value();
    EXPECT_FALSE(of_boundary->is_read_inside);
    EXPECT_EQ(of_boundary->epoch_randomness[0], 8);
    chain.answers.clear();
    const auto own = states.session_of_children(chain.hashes[1]).value();
    EXPECT_TRUE(own->is_read_inside);
    EXPECT_EQ(own->epoch_randomness[0], 9);
    EXPECT_EQ(states.session(5, chain.hashes[2]).value(), own) << "it stays";
}

TEST_F(RelayStatesTest, ParasOfTheClaimQueueComeWithTheirConstraints) {
    const auto state = states.at(chain.add_block()).value();
    const auto facts = states.prospective(*state);
    ASSERT_TRUE(facts) << facts.error().reason;
    ASSERT_TRUE(facts->paras.contains(RelayChain::kPara));
    EXPECT_EQ(facts->paras.at(RelayChain::kPara).constraints.max_pov_size, 77u);
    EXPECT_EQ(facts->paras.at(RelayChain::kPara).constraints.required_parent._0, (Bytes{1, 2}));
}

// Observed: polkadot-primitives 26.0.0: backing_constraints since 13, claim_queue since 11
TEST(RelayStatesOfOldRuntimes, WithoutConstraintsNoParaCanBeBacked) {
    Reader reader(12);
    const auto state = reader.states.at(reader.chain.add_block()).value();
    EXPECT_TRUE(reader.states.prospective(*state).value().paras.empty());
    EXPECT_EQ(state->session->lookahead, 3u);
    EXPECT_FALSE(state->claim_queue.empty());
}

TEST(RelayStatesOfOldRuntimes, WithoutClaimQueueNothingIsScheduled) {
    Reader reader(5);
    const auto state = reader.states.at(reader.chain.add_block()).value();
    EXPECT_TRUE(state->claim_queue.empty());
    EXPECT_TRUE(state->disabled.empty());
    EXPECT_EQ(state->session->max_coalesced_approvals, 1u);
    EXPECT_EQ(state->session->mapping(), erasure::ChunkMapping::kByIndex);
}

TEST_F(RelayStatesTest, BelowVersion16ARelayParentIsTheBlockOrAnAncestor) {
    for (int i = 0; i < 5; ++i) chain.add_block();
    const Hash256 leaf = chain.hashes[5];
    ASSERT_TRUE(states.at(leaf));
    EXPECT_EQ(states.find(leaf, 5, leaf)->number, 5u);
    EXPECT_EQ(states.find(leaf, 5, chain.hashes[3])->number, 3u);
    EXPECT_EQ(states.find(leaf, 5, chain.hashes[3])->storage_root[0], 3);
    EXPECT_EQ(states.find(leaf, 5, chain.hashes[2]), std::nullopt) << "beyond the lookahead";
    EXPECT_EQ(states.find(leaf, 6, leaf), std::nullopt) << "of another session";
}

TEST(RelayStatesOfNewRuntimes, FromVersion16OnTheRuntimeSaysWhatMayBeARelayParent) {
    Reader reader(16);
    const Hash256 leaf = reader.chain.add_block();
    ASSERT_TRUE(reader.states.at(leaf));
    const Hash256 old(ByteArray<32>{1});
    reader.chain.answers["ParachainHost_ancestor_relay_parent_info"] =
        scale::encode(std::optional(test::api::RelayParentInfo{42, Hash256(ByteArray<32>{8})}));
    EXPECT_EQ(reader.states.find(leaf, 4, old), (parachain::RelayParent{old, 42, Hash256(ByteArray<32>{8})}));
}

TEST_F(RelayStatesTest, AnUnknownBlockIsAnError) { EXPECT_FALSE(states.at(Hash256(ByteArray<32>{1, 2, 3}))); }

}  // namespace
}  // namespace serinus::services::paras
