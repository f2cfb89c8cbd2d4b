// Changes of authorities in the place of those that blocks signal: in the chain's set, and in proofs that pass them.
#include "consensus/grandpa/hard_forks.hpp"

#include <gtest/gtest.h>

#include "base/hex.hpp"
#include "chain/client/client_test_support.hpp"
#include "codec/scale.hpp"
#include "consensus/grandpa/set_keeper.hpp"
#include "consensus/grandpa/warp_proof.hpp"
#include "crypto/ed25519.hpp"
#include "crypto/ss58.hpp"
#include "platform/virtual_scheduler.hpp"

namespace serinus::consensus::grandpa {
namespace {

using crypto::ed25519::public_key_of;
using serinus::test::TestChain;
using namespace literals;

crypto::ed25519::Seed seed_of(uint8_t number) { return *crypto::ed25519::Seed::from(Bytes(32, number)); }
AuthorityList only(uint8_t number) { return {{public_key_of(seed_of(number)), 1}}; }
/// What a runtime names that has lost its keys.
AuthorityList lost_keys() { return {{AuthorityId{}, 1}}; }

primitives::Header header_at(BlockNumber number, const std::optional<AuthorityList>& next) {
    primitives::Header out;
    out.number = number;
    if (next) {
        const ConsensusLog log = ScheduledChange{*next, 0};
        out.digest.push_back(primitives::digest::Consensus{primitives::kGrandpaEngine, scale::encode(log)});
    }
    return out;
}

BlockId id_of(const primitives::Header& header) { return {primitives::header_hash(header), header.number}; }

Justification justify(const BlockId& block, uint8_t voter, SetId set) {
    const auto seed = seed_of(voter);
    const auto signature = crypto::ed25519::sign(seed, signed_bytes({VoteKind::kPrecommit, block}, 1, set));
    return {1, {block, {{block, signature, public_key_of(seed)}}}, {}};
}

/// Voter 0 is the set 0 and hands over to keys that are lost, twice; by hard forks voter 9 is the sets 1 and 2. It
/// hands over to voter 3, who makes the last block final.
class HardForkProof : public testing::Test {
  protected:
    HardForkProof() {
        proof.is_finished = true;
        add(header_at(10, lost_keys()), 0, 0);
        forks.push_back({1, id_of(proof.fragments.back().header), only(9)});
        add(header_at(20, lost_keys()), 9, 1);
        forks.push_back({2, id_of(proof.fragments.back().header), only(9)});
        add(header_at(30, only(3)), 9, 2);
        add(header_at(33, std::nullopt), 3, 3);
    }
    void add(primitives::Header header, uint8_t voter, SetId set) {
        proof.fragments.push_back({header, justify(id_of(header), voter, set)});
    }
    /// As who checks a proof does.
    static bool is_good(const WarpProof& proof, const WarpPlan& plan) {
        for (size_t i = 0; i < proof.fragments.size(); ++i) {
            const auto& voters = plan.steps[i].voters;
            if (voters && check_fragment(proof.fragments[i], *voters, {})) return false;
        }
        return true;
    }

    WarpProof proof;
    std::vector<HardFork> forks;
};

// Observed: polkadot-stable2407, WarpSyncProof::verify
TEST_F(HardForkProof, IsGoodForThoseWhoKnowTheHardForksAlone) {
    const WarpAuthorities start{0, only(0)};
    const auto plan = plan_warp(proof, start, std::nullopt, HardForks(forks));
    ASSERT_TRUE(plan);
    EXPECT_TRUE(is_good(proof, *plan));
    EXPECT_EQ(plan->next, (WarpAuthorities{3, only(3)}));
    ASSERT_EQ(plan->steps.size(), 4u);
    for (SetId set = 0; set < 3; ++set) EXPECT_EQ(plan->steps[set].ended, set);
    EXPECT_EQ(plan->steps[3].ended, std::nullopt);

    const auto without = plan_warp(proof, start, std::nullopt, {});
    ASSERT_TRUE(without);
    EXPECT_FALSE(is_good(proof, *without)) << "the keys that block 10 names did not sign block 20";
}

TEST_F(HardForkProof, AHardForkCountsForItsOwnBlockOnly) {
    proof.fragments[1].header.extrinsics_root.bytes[0] ^= 1;  // another block of the same number
    const auto plan = plan_warp(proof, {0, only(0)}, std::nullopt, HardForks(forks));
    ASSERT_TRUE(plan);
    EXPECT_FALSE(is_good(proof, *plan));
}

TEST_F(HardForkProof, MayBeginAndEndAtAHardFork) {
    const WarpProof rest{{proof.fragments.begin() + 1, proof.fragments.begin() + 2}, false};
    const auto plan = plan_warp(rest, {1, only(9)}, proof.fragments[0].header, HardForks(forks));
    ASSERT_TRUE(plan);
    EXPECT_EQ(plan->next, (WarpAuthorities{2, only(9)}));
}

TEST(WarpPlan, BlocksAscendAndAllButTheLastOneEndASet) {
    const WarpAuthorities start{0, only(0)};
    const auto plan = [&](std::vector<primitives::Header> headers, bool is_finished,
                          const std::optional<primitives::Header>& last = std::nullopt) {
        WarpProof proof{{}, is_finished};
        for (auto& header : headers) proof.fragments.push_back({std::move(header), {}});
        return plan_warp(proof, start, last, {});
    };
    const auto changing = [](BlockNumber number) { return header_at(number, only(1)); };
    const auto plain = [](BlockNumber number) { return header_at(number, std::nullopt); };
    EXPECT_TRUE(plan({changing(5), changing(6), plain(7)}, true));
    EXPECT_FALSE(plan({changing(5), changing(6), plain(7)}, false));
    EXPECT_FALSE(plan({plain(5), changing(6)}, true));
    EXPECT_FALSE(plan({changing(6), changing(5)}, true));
    EXPECT_FALSE(plan({changing(5), changing(5)}, true));
    EXPECT_FALSE(plan({plain(7)}, true, plain(8)));
    EXPECT_TRUE(plan({plain(8)}, true, plain(8))->is_known_block);
    EXPECT_FALSE(plan({changing(8)}, true, plain(8))) << "another block of that number";
    EXPECT_EQ(plan({}, true)->next, start);
}

TEST(HardForks, TakeTheChangeInTheHeaderTheirPlaceInBlocksToo) {
    TestChain chain;
    platform::VirtualTime time{1};
    const auto scheduler = time.make_scheduler({});
    AuthoritySet set;
    set.current = only(0);
    auto block = chain.build(chain->best().hash).block;
    const ConsensusLog log = ScheduledChange{lost_keys(), 0};
    block.header.digest.push_back(primitives::digest::Consensus{primitives::kGrandpaEngine, scale::encode(log)});
    const BlockId id = id_of(block.header);
    const HardForks forks({{1, id, only(9)}});
    const SetKeeper::Hooks hooks{.imported = [](const BlockId&) {},
                                 .finalized = [](const BlockId&) {},
                                 .paused = [](BlockNumber) {},
                                 .new_set = [](const BlockId&) {},
                                 .justification = [](const auto&) {}};
    SetKeeper keeper(*chain, set, *scheduler, hooks, &forks);
    chain->add_listener(&keeper);
    chain->set_gadget(&keeper);
    const primitives::Justifications proofs{{primitives::kGrandpaEngine, scale::encode(justify(id, 0, 0))}};
    const auto done = chain->import({block, proofs}, chain::BlockOrigin::kFile);
    ASSERT_TRUE(done && done->kind == chain::ImportOutcome::Kind::kImported);
    EXPECT_EQ(chain->finalized(), id);
    EXPECT_EQ(keeper.set().set_id, 1u);
    EXPECT_EQ(keeper.set().current, only(9));
    chain->set_gadget(nullptr);
    chain->remove_listener(&keeper);
}

TEST(HardForks, CorrectASetThatWasStoredWithoutThem) {
    const BlockId block{Hash256{}, 20};
    const HardForks forks({{1, {Hash256{}, 10}, only(9)}, {2, block, only(9)}});
    const IsAbove none = [](const Hash256&, const Hash256&) -> OrFailure<bool> { return false; };
    AuthoritySet set;
    set.current = lost_keys();
    set.set_id = 1;
    ASSERT_TRUE(set.standard.add({lost_keys(), 7, block.number, block.hash, {}}, none));
    EXPECT_TRUE(forks.correct(set.current, set.set_id, set.standard));
    EXPECT_EQ(set.current, only(9));
    EXPECT_EQ(set.standard.roots().front()->next_authorities, only(9));
    EXPECT_EQ(set.standard.roots().front()->effective(), 20u);
    EXPECT_FALSE(forks.correct(set.current, set.set_id, set.standard)) << "once is enough";
}

// Observed: polkadot-stable2407, polkadot/node/service/src/grandpa_support.rs
TEST(HardForks, OfKusamaAreNineSetsOfTheSameAuthorities) {
    const auto& kusama =
        HardForks::of_chain("b0a8d493285c2df73290dfb7e61f870f17b41801197a149ca93654499ea3dafe"_hash256);
    EXPECT_EQ(kusama.size(), 9u);
    EXPECT_EQ(HardForks::of_chain(Hash256()).size(), 0u);
    EXPECT_EQ(kusama.find_set(622), nullptr);
    EXPECT_EQ(kusama.find_set(632), nullptr);
    const HardFork* last = kusama.find_set(631);
    ASSERT_NE(last, nullptr);
    EXPECT_EQ(last->block.number, 1'498'598u);
    EXPECT_EQ(kusama.find(last->block), last);
    ASSERT_EQ(last->authorities.size(), 54u);
    EXPECT_EQ(kusama.find_set(623)->authorities, last->authorities);
    const auto address = [&](size_t i) { return crypto::ss58::encode(2, last->authorities[i].id.bytes); };
    EXPECT_EQ(address(0), "CwjLJ1zPWK5Ao9WChAFp7rWGEgN3AyXXjTRPrqgm5WwBpoS");
    EXPECT_EQ(address(27), "J6z7FP35F9DiiU985bhkDTS3WxyeTBeoo9MtLdLoD3GiWPj");
    EXPECT_EQ(address(53), "DzCJ4y5oT611dfKQwbBDVbtCfENTdMCjb4KGMU3Mq6nyUMu");
}

}  // namespace
}  // namespace serinus::consensus::grandpa
