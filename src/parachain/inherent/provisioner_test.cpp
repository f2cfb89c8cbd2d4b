// The inherent data of an author for parachains.
// Observed: polkadot-node-core-provisioner 36.0.0
#include "parachain/inherent/provisioner.hpp"

#include <gtest/gtest.h>

#include "parachain/candidates/candidates_test_support.hpp"
#include "tests/support/data.hpp"
#include "tests/support/json.hpp"

namespace serinus::parachain {
namespace {

using polkadot_primitives::v5::OccupiedCore;
using polkadot_primitives::v5::ScheduledCore;

Bits bits_from(std::initializer_list<int> values) {
    Bits out;
    for (const int value : values) out.push_back(value != 0);
    return out;
}
UncheckedSignedAvailabilityBitfield bitfield_of(uint32_t validator, std::initializer_list<int> values) {
    return {{bits_from(values)}, {validator}, {}};
}
CoreState scheduled(uint32_t para) { return {CoreState::Scheduled{{{para}, std::nullopt}}}; }
CoreState unused() { return {CoreState::Free{}}; }
/// The candidate with this byte in its hash is of para 1; then come these.
CoreState occupied(uint8_t candidate, std::optional<uint32_t> next_if_available = std::nullopt,
                   std::optional<uint32_t> next_on_time_out = std::nullopt, BlockNumber time_out_at = 1000) {
    OccupiedCore out;
    out.availability = Bits(4);
    out.candidate_hash = {block_hash(candidate)};
    out.candidate_descriptor.para_id = {1};
    if (next_if_available) out.next_up_on_available = ScheduledCore{{*next_if_available}, std::nullopt};
    if (next_on_time_out) out.next_up_on_time_out = ScheduledCore{{*next_on_time_out}, std::nullopt};
    out.time_out_at = time_out_at;
    return {CoreState::Occupied{out}};
}

// --- bitfields ---

TEST(SelectBitfields, OneOfEachValidatorAndTheBest) {
    const std::vector<CoreState> cores{occupied(1), occupied(2)};
    const auto selected = select_bitfields(
        cores, {bitfield_of(3, {1, 0}), bitfield_of(1, {0, 1}), bitfield_of(1, {1, 1}), bitfield_of(1, {1, 0})});
    ASSERT_EQ(selected.size(), 2u);
    EXPECT_EQ(selected[0], bitfield_of(1, {1, 1}));
    EXPECT_EQ(selected[1], bitfield_of(3, {1, 0}));
}

TEST(SelectBitfields, NoneThatTheRuntimeWouldDrop) {
    const std::vector<CoreState> cores{occupied(1), unused(), scheduled(1)};
    EXPECT_EQ(select_bitfields(cores, {bitfield_of(1, {1, 0}), bitfield_of(2, {1, 0, 0, 0})}).size(), 0u);
    EXPECT_EQ(select_bitfields(cores, {bitfield_of(1, {1, 1, 0}), bitfield_of(2, {1, 0, 1})}).size(), 0u);
    const auto selected = select_bitfields(cores, {bitfield_of(1, {1, 0, 0}), bitfield_of(1, {1, 1, 0})});
    ASSERT_EQ(selected.size(), 1u);
    EXPECT_EQ(selected[0], bitfield_of(1, {1, 0, 0})) << "more bits, but a wrong one";
}

TEST(Availability, IsTwoThirds) {
    const auto available = [](std::initializer_list<int> known, const UncheckedSignedAvailabilityBitfields& more) {
        return is_available_with(0, more, bits_from(known));
    };
    EXPECT_FALSE(available({1, 0, 0}, {}));
    EXPECT_TRUE(available({1, 0, 1}, {}));
    EXPECT_TRUE(available({1, 0, 0}, {bitfield_of(2, {1})}));
    EXPECT_FALSE(available({1, 0, 0}, {bitfield_of(2, {0})}));
    EXPECT_FALSE(available({1, 1, 1}, {bitfield_of(3, {1})})) << "no such validator";
}

// --- candidates ---

TEST(PlanCandidates, ForCoresThatAreScheduledOrBecomeFree) {
    const auto all =
        std::vector{bitfield_of(0, {1, 1, 1, 1, 1}), bitfield_of(1, {1, 1, 1, 1, 1}), bitfield_of(2, {1, 1, 1, 1, 1})};
    using Plan = std::map<ParaId, CandidatePlan>;
    EXPECT_EQ(plan_candidates({scheduled(1), unused(), scheduled(1), scheduled(2)}, {}, 10),
              (Plan{{{1}, {2, {}}}, {{2}, {1, {}}}}));
    // Available: the next one comes behind it.
    EXPECT_EQ(plan_candidates({occupied(1, 1)}, all, 10), (Plan{{{1}, {1, {{block_hash(1)}}}}}));
    EXPECT_EQ(plan_candidates({occupied(1, 2)}, all, 10), (Plan{{{2}, {1, {}}}}));
    EXPECT_EQ(plan_candidates({occupied(1)}, all, 10), Plan{});
    // Not available: it stays.
    EXPECT_EQ(plan_candidates({occupied(1, 1), scheduled(1)}, {}, 10), (Plan{{{1}, {1, {{block_hash(1)}}}}}));
    // Timed out in the block: it is gone.
    EXPECT_EQ(plan_candidates({occupied(1, 2, 1, 11)}, {}, 10), (Plan{{{1}, {1, {}}}}));
    EXPECT_EQ(plan_candidates({occupied(1, 2, 1, 12)}, {}, 10), Plan{});
    // Several cores of one para.
    EXPECT_EQ(plan_candidates({occupied(1, 1), occupied(2, 1), occupied(3, 1)}, all, 10),
              (Plan{{{1}, {3, {{block_hash(1)}, {block_hash(2)}, {block_hash(3)}}}}}));
}

class KnownBlocks : public RelayParents {
  public:
    std::optional<RelayParent> find(const Hash256&, SessionIndex, const Hash256& hash) const override {
        return relay_block(hash.bytes[0]);
    }
};

/// Two paras with two cores each at block 10; each candidate is backed by validators 2 and 3 of its core's group.
class SelectCandidates : public testing::Test {
  protected:
    SelectCandidates() {
        LeafFacts leaf{block_hash(10), 10, 1, {}, claims, {}};
        for (const ParaId para : {kPara, kOther}) leaf.paras[para].constraints = wide_constraints("a");
        prospective.activate(leaf, relay_parents);
        BackingFacts facts;
        facts.scheduling_parent = block_hash(10);
        facts.session = 1;
        facts.groups = {{{0}, {1}}, {{2}, {3}}, {{4}, {5}}, {{6}, {7}}};
        facts.rotation = {0, 100, 10};
        facts.claim_queue = claims;
        backing.activate(facts);
    }
    void back(ParaId para, uint32_t core, std::string_view from, std::string_view to, bool brings_code = false) {
        auto candidate = candidate_between(from, to, relay_block(10));
        candidate.receipt.descriptor.para_id = para;
        if (brings_code) candidate.receipt.commitments.new_validation_code = polkadot_primitives::ValidationCode{{1}};
        for (const uint32_t member : {0u, 1u}) {
            SignedStatement statement;
            if (member == 0) {
                statement.payload.statement.v = CompactStatement::Seconded{candidate.hash()};
            } else {
                statement.payload.statement.v = CompactStatement::Valid{candidate.hash()};
            }
            statement.validator_index = {2 * core + member};
            Backing::Effects effects;
            StatementWithCandidate full{statement, std::nullopt, std::nullopt};
            if (member == 0) {
                full.receipt = candidate.receipt;
                full.data = candidate.data;
            }
            backing.on_statement(block_hash(10), full, relay_parents, effects);
        }
    }
    std::vector<std::string> heads(const std::map<ParaId, CandidatePlan>& plan) const {
        std::vector<std::string> out;
        for (const auto& one : select_candidates(plan, block_hash(10), prospective, backing)) {
            out.emplace_back(as_text(one.candidate.commitments.head_data._0));
        }
        return out;
    }
    using Heads = std::vector<std::string>;
    static constexpr ParaId kOther{2000};

    ClaimQueue claims{{{0}, {kPara}}, {{1}, {kPara}}, {{2}, {kOther}}, {{3}, {kOther}}};
    KnownBlocks relay_parents;
    ProspectiveParachains prospective;
    Backing backing{prospective};
};

TEST_F(SelectCandidates, OfEachParaAsManyAsItHasCores) {
    back(kPara, 0, "a", "b");
    back(kPara, 1, "b", "c");
    back(kOther, 2, "a", "x");
    EXPECT_EQ(heads({{kPara, {2, {}}}, {kOther, {2, {}}}}), (Heads{"b", "c", "x"}));
    EXPECT_EQ(heads({{kPara, {1, {}}}}), Heads{"b"});
    EXPECT_EQ(heads({{ParaId{3}, {1, {}}}}), Heads{});
}

TEST_F(SelectCandidates, OneOfThemBringsCode) {
    back(kPara, 0, "a", "b", true);
    back(kOther, 2, "a", "x");
    back(kOther, 3, "x", "y", true);
    EXPECT_EQ(heads({{kPara, {2, {}}}, {kOther, {2, {}}}}), (Heads{"b", "x"}));
    EXPECT_EQ(heads({{kOther, {2, {}}}}), (Heads{"x", "y"}));
}

// The inherents that the real Kusama 1.0.0 took are read the same way: the types differ in what did not occur there.
TEST(InherentData, IsThatOfRealBlocks) {
    const auto file = test::shared_data("parachain/asset-hub-first-block.json");
    if (!file) GTEST_SKIP() << test::kNoSharedData;
    for (const test::Json& block : test::Json::read(*file)["relayBlocks"].items()) {
        const auto extrinsic = scale::decode<Bytes>(block["extrinsics"].items()[1].hex()).value();
        const BytesView argument = BytesView(extrinsic).subspan(3);
        const auto data = scale::decode<ParachainsInherentData>(argument);
        ASSERT_TRUE(data);
        EXPECT_TRUE(equal(scale::encode(data.value()), argument));
    }
}

}  // namespace
}  // namespace serinus::parachain
