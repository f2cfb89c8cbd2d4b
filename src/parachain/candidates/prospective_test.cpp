// Candidates of all paras by leaf.
// Observed: polkadot-node-core-prospective-parachains 35.0.0
#include "parachain/candidates/prospective.hpp"

#include <gtest/gtest.h>

#include "parachain/candidates/candidates_test_support.hpp"

namespace serinus::parachain {
namespace {

/// Blocks by hash; each is a relay parent at each other one, in session 1.
class TableOfRelayParents : public RelayParents {
  public:
    std::optional<RelayParent> find(const Hash256&, SessionIndex session, const Hash256& hash) const override {
        const auto found = blocks.find(hash);
        if (session != 1 || found == blocks.end()) return std::nullopt;
        return found->second;
    }
    std::map<Hash256, RelayParent> blocks;
};

class Prospective : public testing::Test {
  protected:
    Prospective() {
        for (uint8_t number = 1; number < 30; ++number) {
            relay_parents.blocks[block_hash(number)] = relay_block(number);
        }
    }
    /// Block `number` behind its predecessors, two of which are in scope; the para at this head has two cores.
    LeafFacts leaf(uint8_t number, std::string_view head = "a") const {
        LeafFacts out;
        out.hash = block_hash(number);
        out.number = number;
        out.session = 1;
        out.ancestors = {block_hash(static_cast<uint8_t>(number - 1)), block_hash(static_cast<uint8_t>(number - 2))};
        out.claim_queue = {{{0}, {kPara, kPara}}, {{1}, {ParaId{2000}, kPara}}, {{2}, {ParaId{2000}}}};
        out.paras[kPara].constraints = wide_constraints(head, 1);
        return out;
    }
    TestCandidate between(std::string_view from, std::string_view to, uint8_t relay_parent) const {
        auto out = candidate_between(from, to, relay_block(relay_parent));
        polkadot_primitives::v9::set_versioned_fields(out.receipt.descriptor, {.session_index = 1});
        return out;
    }
    bool introduce(const TestCandidate& one) {
        return prospective.introduce_seconded(one.hash(), one.receipt, one.data, relay_parents);
    }
    bool introduce_backed(const TestCandidate& one) {
        return introduce(one) && prospective.mark_backed(kPara, one.hash());
    }
    std::vector<CandidateHash> chain_at(uint8_t number) const {
        const FragmentChain* chain = prospective.find_chain(block_hash(number), kPara);
        return chain ? chain->candidates() : std::vector<CandidateHash>{};
    }

    TableOfRelayParents relay_parents;
    ProspectiveParachains prospective;
};

TEST_F(Prospective, KnowsParasThatAreScheduledAtALeaf) {
    LeafFacts facts = leaf(10);
    facts.paras[ParaId{3000}].constraints = wide_constraints("a", 1);
    prospective.activate(facts, relay_parents);
    const FragmentChain* chain = prospective.find_chain(block_hash(10), kPara);
    ASSERT_NE(chain, nullptr);
    EXPECT_EQ(chain->scope().max_backable, 2u) << "cores, not claims";
    EXPECT_EQ(prospective.find_chain(block_hash(10), ParaId{3000}), nullptr);
    EXPECT_EQ(prospective.find_chain(block_hash(9), kPara), nullptr);
    EXPECT_FALSE(introduce(candidate_between("a", "b", relay_block(40)))) << "no relay parent";
}

TEST_F(Prospective, GivesTheAuthorWhatFollows) {
    prospective.activate(leaf(10), relay_parents);
    const auto ab = between("a", "b", 9), bc = between("b", "c", 10);
    EXPECT_TRUE(introduce_backed(bc));
    EXPECT_TRUE(introduce_backed(ab));
    using Backables = std::vector<FragmentChain::Backable>;
    EXPECT_EQ(prospective.find_backable(block_hash(10), kPara, {}, 2),
              (Backables{{ab.hash(), block_hash(9)}, {bc.hash(), block_hash(10)}}));
    EXPECT_EQ(prospective.find_backable(block_hash(10), kPara, {ab.hash()}, 2),
              (Backables{{bc.hash(), block_hash(10)}}));
    EXPECT_TRUE(prospective.find_backable(block_hash(9), kPara, {}, 2).empty());
    EXPECT_TRUE(prospective.find_backable(block_hash(10), ParaId{2000}, {}, 2).empty());
    EXPECT_FALSE(prospective.mark_backed(kPara, {}));
}

TEST_F(Prospective, ANewLeafKnowsWhatItsParentKnew) {
    prospective.activate(leaf(10), relay_parents);
    const auto ab = between("a", "b", 9), xy = between("x", "y", 8), yz = between("y", "z", 10);
    EXPECT_TRUE(introduce_backed(ab));
    EXPECT_TRUE(introduce(xy));
    EXPECT_TRUE(introduce(yz));
    prospective.activate(leaf(11), relay_parents);
    prospective.deactivate(block_hash(10));
    EXPECT_EQ(chain_at(11), std::vector{ab.hash()});
    const FragmentChain* chain = prospective.find_chain(block_hash(11), kPara);
    EXPECT_FALSE(chain->contains(xy.hash())) << "its scheduling parent is no longer in scope";
    EXPECT_TRUE(chain->contains(yz.hash()));
    // Block 10 is kept: it may be a scheduling parent at the new leaf.
    EXPECT_NE(prospective.find_chain(block_hash(10), kPara), nullptr);
    EXPECT_TRUE(prospective.find_backable(block_hash(10), kPara, {}, 2).empty()) << "it is no leaf";
    for (uint8_t number = 12; number < 20; ++number) {
        prospective.activate(leaf(number), relay_parents);
        prospective.deactivate(block_hash(static_cast<uint8_t>(number - 1)));
        EXPECT_LE(prospective.block_count(), 3u);
    }
    EXPECT_EQ(prospective.find_chain(block_hash(10), kPara), nullptr);
    EXPECT_EQ(chain_at(19), std::vector<CandidateHash>{}) << "all scheduling parents went out of scope";
}

TEST_F(Prospective, CandidatesOnCoresBeginTheChain) {
    LeafFacts facts = leaf(10);
    const auto ab = between("a", "b", 3), bc = between("b", "c", 4);
    facts.paras[kPara].constraints.min_relay_parent_number = 8;
    facts.paras[kPara].pending = {ab.receipt, bc.receipt};
    prospective.activate(facts, relay_parents);
    EXPECT_EQ(chain_at(10), (std::vector{ab.hash(), bc.hash()}));
    const auto cd = between("c", "d", 9);
    EXPECT_TRUE(introduce_backed(cd));
    EXPECT_EQ(prospective.find_backable(block_hash(10), kPara, {ab.hash(), bc.hash()}, 1)[0].hash, cd.hash());
    EXPECT_TRUE(introduce(ab)) << "known already";

    // Those behind one whose relay parent is unknown are left out.
    relay_parents.blocks.erase(block_hash(4));
    ProspectiveParachains other;
    other.activate(facts, relay_parents);
    EXPECT_EQ(other.find_chain(block_hash(10), kPara)->size(), 1u);
}

TEST_F(Prospective, ACandidateIsAMemberWhereItCouldBe) {
    prospective.activate(leaf(10), relay_parents);
    LeafFacts fork = leaf(20);
    fork.ancestors = {block_hash(19)};
    prospective.activate(fork, relay_parents);
    using Leaves = std::vector<Hash256>;
    const HypotheticalCandidate anywhere{{block_hash(1)}, block_hash(9), hash_of_head("a"), {}};
    EXPECT_EQ(prospective.membership(kPara, anywhere), Leaves{block_hash(10)});
    EXPECT_EQ(prospective.membership(ParaId{2000}, anywhere), Leaves{});
    const auto ab = between("a", "b", 19);
    EXPECT_EQ(prospective.membership(ab.hash(), ab.receipt, ab.data, relay_parents), Leaves{block_hash(20)});
    EXPECT_TRUE(introduce(ab));
    EXPECT_EQ(prospective.membership(ab.hash(), ab.receipt, ab.data, relay_parents), Leaves{block_hash(20)});
    auto wrong_root = ab;
    wrong_root.data.relay_parent_storage_root = block_hash(1);
    wrong_root.receipt.descriptor.persisted_validation_data_hash = wrong_root.data.hash();
    EXPECT_EQ(prospective.membership(wrong_root.hash(), wrong_root.receipt, wrong_root.data, relay_parents), Leaves{});
    EXPECT_FALSE(introduce(wrong_root));
}

TEST_F(Prospective, SaysTheInputOfACandidate) {
    prospective.activate(leaf(10), relay_parents);
    EXPECT_TRUE(introduce(between("a", "b", 9)));
    const auto data = prospective.find_validation_data(kPara, block_hash(9), 1, hash_of_head("b"), {}, relay_parents);
    ASSERT_TRUE(data);
    EXPECT_EQ(*data, between("b", "c", 9).data);
    EXPECT_EQ(prospective.find_validation_data(kPara, block_hash(9), 1, hash_of_head("q"), {}, relay_parents),
              std::nullopt);
    EXPECT_EQ(
        *prospective.find_validation_data(kPara, block_hash(9), 1, hash_of_head("q"), head_of("q"), relay_parents),
        between("q", "r", 9).data);
    EXPECT_EQ(prospective.find_validation_data(kPara, block_hash(9), 2, hash_of_head("b"), {}, relay_parents),
              std::nullopt)
        << "another session";
    EXPECT_EQ(prospective.find_validation_data(ParaId{2000}, block_hash(9), 1, hash_of_head("b"), {}, relay_parents),
              std::nullopt);
}

}  // namespace
}  // namespace serinus::parachain
