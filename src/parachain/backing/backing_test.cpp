// The candidates that a validator seconds and votes for.
// Observed: polkadot-node-core-backing 36.0.0, polkadot-statement-table 27.0.0
#include "parachain/backing/backing.hpp"

#include <gtest/gtest.h>

#include "base/hex.hpp"
#include "parachain/candidates/candidates_test_support.hpp"
#include "tests/support/data.hpp"
#include "tests/support/json.hpp"
#include "tests/support/random.hpp"

namespace serinus::parachain {
namespace {

namespace v9 = polkadot_primitives::v9;

SignedStatement statement_of(ValidatorIndex validator, const CandidateHash& candidate, bool is_seconded) {
    SignedStatement out;
    if (is_seconded) {
        out.payload.statement.v = CompactStatement::Seconded{candidate};
    } else {
        out.payload.statement.v = CompactStatement::Valid{candidate};
    }
    out.validator_index = validator;
    out.signature._0._0.fill(static_cast<uint8_t>(validator._0 + (is_seconded ? 100 : 0)));
    return out;
}

// --- cores and groups ---

// Observed: polkadot-primitives 26.0.0, `GroupRotationInfo`
TEST(GroupRotation, MovesGroupsToTheNextCore) {
    GroupRotationInfo rotation{5, 10, 14};
    EXPECT_EQ(group_of_core(rotation, {2}, 4), GroupIndex{2}) << "the first period of the session";
    rotation.now = 15;
    EXPECT_EQ(group_of_core(rotation, {2}, 4), GroupIndex{3});
    EXPECT_EQ(group_of_core(rotation, {3}, 4), GroupIndex{0});
    rotation.now = 0;  // before the session: nothing has moved
    EXPECT_EQ(group_of_core(rotation, {3}, 4), GroupIndex{3});
    rotation.group_rotation_frequency = 0;
    EXPECT_EQ(group_of_core(rotation, {7}, 4), GroupIndex{7});
    EXPECT_EQ(core_of_group(rotation, {7}, 4), CoreIndex{7});
}

TEST(GroupRotation, IsUndone) {
    auto random = test::seeded_random();
    for (int i = 0; i < 200; ++i) {
        const size_t cores = 1 + random() % 60;
        const GroupRotationInfo rotation{static_cast<uint32_t>(random() % 100), 1 + static_cast<uint32_t>(random() % 9),
                                         static_cast<uint32_t>(random() % 1000)};
        for (uint32_t core = 0; core < cores; ++core) {
            EXPECT_EQ(core_of_group(rotation, group_of_core(rotation, {core}, cores), cores), CoreIndex{core});
        }
    }
    EXPECT_EQ(group_of_core({0, 1, 5}, {0}, 0), GroupIndex{0});
}

// --- the table ---

class BackingTable : public testing::Test {
  protected:
    StatementTable::Imported import(uint32_t validator, bool is_seconded, CoreIndex core = {0}) {
        const auto statement = statement_of({validator}, one.hash(), is_seconded);
        return table.import(core, statement, is_seconded ? &one.receipt : nullptr);
    }
    StatementTable table{{{{0}, {{1}, {2}, {3}, {4}}}, {{300}, {{5}, {6}}}}};
    TestCandidate one = candidate_between("a", "b", relay_block(9));
};

TEST_F(BackingTable, CountsVotesOnWhatWasSeconded) {
    EXPECT_EQ(import(2, false).core, std::nullopt) << "nobody has seconded it";
    EXPECT_EQ(import(1, true).core, CoreIndex{0});
    EXPECT_EQ(import(2, false).core, CoreIndex{0});
    EXPECT_EQ(import(2, false).core, std::nullopt) << "once";
    EXPECT_EQ(table.count_votes(one.hash()), 2u);
    EXPECT_FALSE(table.find_backed(one.hash(), 3));
    EXPECT_TRUE(table.find_backed(one.hash(), 2));
    EXPECT_EQ(table.find({}), nullptr);
}

TEST_F(BackingTable, FindsWhatMustNotBe) {
    EXPECT_EQ(import(5, true).misbehavior, Misbehavior::kUnauthorized);
    import(1, true);
    EXPECT_EQ(import(5, false).misbehavior, Misbehavior::kUnauthorized);
    EXPECT_EQ(import(1, false).misbehavior, Misbehavior::kSecondedAndValid);
    import(2, true);
    auto again = statement_of({2}, one.hash(), true);
    again.signature._0._0[0] ^= 1;
    EXPECT_EQ(table.import({0}, again, &one.receipt).misbehavior, Misbehavior::kSignedTwice);
    EXPECT_EQ(table.count_votes(one.hash()), 2u);
}

TEST_F(BackingTable, ASmallGroupNeedsAllOfItsVotes) {
    import(5, true, {300});
    EXPECT_FALSE(table.find_backed(one.hash(), 5));
    import(6, false, {300});
    EXPECT_TRUE(table.find_backed(one.hash(), 5));
}

// The core stands behind the group's bits, eight of its index.
TEST_F(BackingTable, GivesTheRelayChainVotesInTheOrderOfTheGroup) {
    using polkadot_primitives::v5::ValidityAttestation;
    import(4, true);
    import(2, false);
    const BackedCandidate backed = *table.find_backed(one.hash(), 2);
    EXPECT_EQ(backed.candidate, one.receipt);
    ASSERT_EQ(backed.validity_votes.size(), 2u);
    EXPECT_FALSE(backed.validity_votes[0].is_implicit()) << "validator 2 comes first";
    EXPECT_EQ(backed.validity_votes[0].signature()._0._0[0], 2);
    EXPECT_TRUE(backed.validity_votes[1].is_implicit());
    ASSERT_EQ(backed.validator_indices.size(), 12u);
    EXPECT_EQ(to_hex(scale::encode(backed.validator_indices)), "300a00");
    const BackedCandidate other = make_backed(one.receipt, {0x1a5}, {{1}}, {});
    EXPECT_EQ(to_hex(scale::encode(other.validator_indices)), "244a01") << "one bit, then the low byte of the core";
}

/// The real candidate that the real Kusama 1.0.0 took: its votes, without the bits of the core that newer ones want.
TEST(RealBackedCandidate, HasTheBytesThatTheRelayChainTook) {
    const auto file = test::shared_data("parachain/asset-hub-first-block.json");
    if (!file) GTEST_SKIP() << test::kNoSharedData;
    const auto extrinsic =
        scale::decode<Bytes>(test::Json::read(*file)["relayBlocks"].items()[1]["extrinsics"].items()[1].hex()).value();
    const auto inherent = scale::decode<polkadot_primitives::v5::InherentData>(BytesView(extrinsic).subspan(3)).value();
    const BackedCandidate& real = inherent.backed_candidates.at(0);
    StatementTable table({{{0}, {{0}, {1}}}});
    for (uint32_t member = 0; member < 2; ++member) {
        const auto& vote = real.validity_votes[member];
        SignedStatement statement = statement_of({member}, real.hash(), vote.is_implicit());
        statement.signature = vote.signature();
        EXPECT_EQ(statement.signing_payload({0, {}}), vote.signing_payload(real.hash(), {0, {}}));
    }
    for (uint32_t member = 0; member < 2; ++member) {
        SignedStatement statement = statement_of({member}, real.hash(), real.validity_votes[member].is_implicit());
        statement.signature = real.validity_votes[member].signature();
        table.import({0}, statement, &real.candidate);
    }
    BackedCandidate made = *table.find_backed(real.hash(), 2);
    ASSERT_EQ(made.validator_indices.size(), real.validator_indices.size() + 8);
    made.validator_indices = real.validator_indices;
    EXPECT_EQ(scale::encode(made), scale::encode(real));
}

// --- backing ---

class TableOfBlocks : public RelayParents {
  public:
    std::optional<RelayParent> find(const Hash256&, SessionIndex, const Hash256& hash) const override {
        return relay_block(hash.bytes[0]);
    }
};

/// This node is validator 1, in group 0 with 2 and 3, which has core 0, claimed by the para. Core 1 is claimed by
/// another one; group 1 is 4 and 5.
class BackingTest : public testing::Test {
  protected:
    BackingTest() {
        LeafFacts leaf;
        leaf.hash = block_hash(10);
        leaf.number = 10;
        leaf.session = 1;
        leaf.ancestors = {block_hash(9)};
        leaf.claim_queue = {{{0}, {kPara}}, {{1}, {ParaId{7}}}};
        leaf.paras[kPara].constraints = wide_constraints("a");
        prospective.activate(leaf, relay_parents);
        for (const uint8_t number : Bytes{9, 10}) activate(number);
    }
    void activate(uint8_t number, std::optional<ValidatorIndex> own = ValidatorIndex{1}) {
        BackingFacts facts;
        facts.scheduling_parent = block_hash(number);
        facts.session = 1;
        facts.groups = {{{1}, {2}, {3}}, {{4}, {5}}};
        facts.rotation = {0, 100, 10};
        facts.claim_queue = {{{0}, {kPara}}, {{1}, {ParaId{7}}}};
        facts.disabled = disabled;
        facts.own = own;
        backing.activate(facts);
    }
    TestCandidate between(std::string_view from, std::string_view to) const {
        auto out = candidate_between(from, to, relay_block(10));
        v9::set_versioned_fields(out.receipt.descriptor, {.session_index = 1});
        return out;
    }
    StatementWithCandidate seconded_by(uint32_t validator, const TestCandidate& candidate) const {
        return {statement_of({validator}, candidate.hash(), true), candidate.receipt, candidate.data};
    }
    StatementWithCandidate valid_by(uint32_t validator, const TestCandidate& candidate) const {
        return {statement_of({validator}, candidate.hash(), false), std::nullopt, std::nullopt};
    }
    /// What statements of others make this node do.
    void hear(const StatementWithCandidate& statement) {
        effects.clear();
        backing.on_statement(block_hash(10), statement, relay_parents, effects);
    }
    void validated(const TestCandidate& candidate, Backing::Outcome outcome) {
        effects.clear();
        backing.on_validated(block_hash(10), candidate.hash(), outcome, candidate.receipt.commitments, relay_parents,
                             effects);
    }
    void second(const TestCandidate& candidate) {
        effects.clear();
        backing.second(candidate.receipt.to_plain(), candidate.data, {{1}}, effects);
    }
    void sign() {
        const auto* ask = only<BackingEffect::Sign>();
        ASSERT_NE(ask, nullptr);
        SignedStatement signed_statement;
        signed_statement.payload.statement = ask->statement;
        signed_statement.validator_index = {1};
        effects.clear();
        backing.on_signed(block_hash(10), signed_statement, relay_parents, effects);
    }
    /// The only effect, if it is of this kind.
    template <class E>
    const E* only() const {
        return effects.size() == 1 ? std::get_if<E>(&effects[0].v) : nullptr;
    }
    template <class E>
    size_t count() const {
        return static_cast<size_t>(std::count_if(effects.begin(), effects.end(), [](const BackingEffect& effect) {
            return std::holds_alternative<E>(effect.v);
        }));
    }

    TableOfBlocks relay_parents;
    ProspectiveParachains prospective;
    std::set<ValidatorIndex> disabled{{3}};
    Backing backing{prospective};
    Backing::Effects effects;
    TestCandidate ab = between("a", "b");
};

TEST_F(BackingTest, SecondsACollationThatIsValid) {
    EXPECT_EQ(backing.own_core(block_hash(10)), CoreIndex{0});
    second(ab);
    const auto* work = only<BackingEffect::Validate>();
    ASSERT_NE(work, nullptr);
    EXPECT_EQ(work->hash, ab.hash());
    EXPECT_TRUE(work->pov);
    second(ab);
    EXPECT_TRUE(effects.empty()) << "it is being executed";
    validated(ab, Backing::Outcome::kValid);
    sign();
    ASSERT_EQ(effects.size(), 2u);
    const auto& share = std::get<BackingEffect::Share>(effects[0].v);
    EXPECT_TRUE(share.statement.statement.payload.is_seconded());
    EXPECT_EQ(share.statement.receipt, ab.receipt);
    EXPECT_EQ(std::get<BackingEffect::CollationSeconded>(effects[1].v).hash, ab.hash());
    second(ab);
    EXPECT_TRUE(effects.empty()) << "once";
}

TEST_F(BackingTest, IsTwiceBackedByTwoVotes) {
    hear(seconded_by(2, ab));
    const auto* work = only<BackingEffect::Validate>();
    ASSERT_NE(work, nullptr);
    EXPECT_EQ(work->pov_from, ValidatorIndex{2});
    EXPECT_FALSE(work->pov);
    validated(ab, Backing::Outcome::kValid);
    sign();
    EXPECT_EQ(count<BackingEffect::Share>(), 1u);
    ASSERT_EQ(count<BackingEffect::Backed>(), 1u);
    EXPECT_EQ(prospective.find_chain(block_hash(10), kPara)->size(), 1u);
    const auto backed = backing.find_backed(prospective.find_backable(block_hash(10), kPara, {}, 1));
    ASSERT_EQ(backed.size(), 1u);
    EXPECT_EQ(backed[0].validity_votes.size(), 2u);
    hear(valid_by(2, ab));
    EXPECT_NE(only<BackingEffect::Misbehaved>(), nullptr) << "it has seconded it";
}

TEST_F(BackingTest, SaysNothingOfWhatIsInvalidOrUnknown) {
    hear(seconded_by(2, ab));
    validated(ab, Backing::Outcome::kInvalid);
    EXPECT_TRUE(effects.empty());
    hear(valid_by(2, ab));
    second(ab);
    EXPECT_TRUE(effects.empty()) << "it is decided";

    const auto ac = between("a", "c");
    second(ac);
    validated(ac, Backing::Outcome::kInvalid);
    EXPECT_NE(only<BackingEffect::CollationInvalid>(), nullptr);
    const auto ad = between("a", "d");
    second(ad);
    validated(ad, Backing::Outcome::kUnknown);
    EXPECT_TRUE(effects.empty()) << "a failure of ours is no fault of the collator";
}

TEST_F(BackingTest, TakesOtherCommitmentsForInvalid) {
    second(ab);
    effects.clear();
    auto other = ab.receipt.commitments;
    ++other.processed_downward_messages;
    backing.on_validated(block_hash(10), ab.hash(), Backing::Outcome::kValid, other, relay_parents, effects);
    EXPECT_NE(only<BackingEffect::CollationInvalid>(), nullptr);
}

TEST_F(BackingTest, AsksTheNextBackerForTheProof) {
    hear(seconded_by(2, ab));
    disabled.clear();
    hear(valid_by(3, ab));
    EXPECT_TRUE(effects.empty()) << "3 is disabled at this block";
    backing.retain({block_hash(9)});
    activate(10);
    hear(seconded_by(2, ab));
    EXPECT_EQ(only<BackingEffect::Validate>()->pov_from, ValidatorIndex{2});
    hear(valid_by(3, ab));
    EXPECT_NE(only<BackingEffect::Backed>(), nullptr);
    effects.clear();
    backing.on_no_pov(block_hash(10), ab.hash(), effects);
    ASSERT_NE(only<BackingEffect::Validate>(), nullptr);
    EXPECT_EQ(only<BackingEffect::Validate>()->pov_from, ValidatorIndex{3});
    effects.clear();
    backing.on_no_pov(block_hash(10), ab.hash(), effects);
    EXPECT_TRUE(effects.empty()) << "nobody else is known";
}

TEST_F(BackingTest, BacksNothingWhenDisabled) {
    backing.retain({});
    disabled = {{1}};
    activate(10);
    second(ab);
    EXPECT_TRUE(effects.empty());
    hear(seconded_by(2, ab));
    EXPECT_TRUE(effects.empty());
    hear(valid_by(3, ab));
    EXPECT_NE(only<BackingEffect::Backed>(), nullptr) << "it counts all the same";
}

TEST_F(BackingTest, OnlyCountsOutsideOfItsCore) {
    backing.retain({});
    activate(10, ValidatorIndex{4});
    EXPECT_EQ(backing.own_core(block_hash(10)), CoreIndex{1});
    hear(seconded_by(2, ab));
    EXPECT_TRUE(effects.empty());
    second(ab);
    EXPECT_TRUE(effects.empty()) << "the para is not on its core";
    // A statement of a validator whose core has another para does not count.
    hear(seconded_by(5, between("a", "x")));
    EXPECT_TRUE(effects.empty());
}

TEST_F(BackingTest, WaitsForVersion3) {
    auto v3 = between("a", "b");
    v9::set_versioned_fields(v3.receipt.descriptor,
                             {.version = 1, .session_index = 1, .scheduling_parent = block_hash(10)});
    hear(seconded_by(2, v3));
    EXPECT_TRUE(effects.empty());
    second(v3);
    EXPECT_NE(only<BackingEffect::CollationInvalid>(), nullptr);
    backing.enable_v3();
    hear(seconded_by(2, v3));
    EXPECT_NE(only<BackingEffect::Validate>(), nullptr);
}

TEST_F(BackingTest, IgnoresWhatHasNoFuture) {
    hear(seconded_by(2, between("a", "a2")));
    EXPECT_EQ(count<BackingEffect::Validate>(), 1u);
    auto wrong_input = between("a", "b");
    wrong_input.data.max_pov_size = 1;
    hear(seconded_by(2, wrong_input));
    EXPECT_TRUE(effects.empty());
    hear(valid_by(2, between("x", "y")));
    EXPECT_TRUE(effects.empty()) << "nobody has seconded it";
    EXPECT_TRUE(backing.may_second(kPara, {{block_hash(1)}, block_hash(10), hash_of_head("q"), {}}));
    EXPECT_FALSE(backing.may_second(kPara, {{block_hash(1)}, block_hash(8), hash_of_head("q"), {}}));
    EXPECT_FALSE(backing.may_second(ParaId{7}, {{block_hash(1)}, block_hash(10), hash_of_head("q"), {}}));
}

// Whatever comes in any order: at most one statement of ours on a candidate, and none before it was executed.
TEST_F(BackingTest, MakesOneStatementOnACandidateAtMost) {
    auto random = test::seeded_random();
    std::vector<TestCandidate> candidates;
    candidates.reserve(40);
    for (int i = 0; i < 40; ++i) candidates.push_back(between("a", "h" + std::to_string(i)));
    std::map<CandidateHash, int> statements;
    std::set<CandidateHash> valid;
    std::vector<BackingEffect::Sign> to_sign;
    for (int step = 0; step < 4000; ++step) {
        const auto& one = candidates[random() % candidates.size()];
        Backing::Effects out;
        switch (random() % 6) {
            case 0:
                backing.second(one.receipt.to_plain(), one.data, {}, out);
                break;
            case 1:
                backing.on_statement(block_hash(10), seconded_by(2, one), relay_parents, out);
                break;
            case 2:
                backing.on_statement(block_hash(10), valid_by(3, one), relay_parents, out);
                break;
            case 3:
                backing.on_no_pov(block_hash(10), one.hash(), out);
                break;
            case 4: {
                const auto outcome = static_cast<Backing::Outcome>(random() % 3);
                if (outcome == Backing::Outcome::kValid) valid.insert(one.hash());
                backing.on_validated(block_hash(10), one.hash(), outcome, one.receipt.commitments, relay_parents, out);
                break;
            }
            default:
                if (to_sign.empty()) break;
                SignedStatement answer;
                answer.payload.statement = to_sign.back().statement;
                answer.validator_index = {1};
                to_sign.pop_back();
                backing.on_signed(block_hash(10), answer, relay_parents, out);
        }
        for (const BackingEffect& effect : out) {
            if (const auto* sign = std::get_if<BackingEffect::Sign>(&effect.v)) {
                const CandidateHash hash = WireStatement{sign->statement}.candidate_hash();
                ASSERT_EQ(++statements[hash], 1);
                ASSERT_TRUE(valid.contains(hash));
                to_sign.push_back(*sign);
            }
        }
    }
    EXPECT_FALSE(statements.empty());
}

}  // namespace
}  // namespace serinus::parachain
