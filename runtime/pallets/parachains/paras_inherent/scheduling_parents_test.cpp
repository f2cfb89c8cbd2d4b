// Candidates of version 3, whose scheduling parent is not their relay parent, read as a specification. Pallets: shared,
// paras_inherent, inclusion. Observed: polkadot-runtime-parachains 27.0.0
#include "runtime/pallets/parachains/paras_inherent/candidate_inherent_test.hpp"

namespace serinus::polkadot_runtime_parachains::paras_inherent {
namespace {

using polkadot_primitives::v5::GroupIndex;

const Bytes kSelectsTheFirst{0, 0, 0};

/// Version 3 is on. Blocks 9 to 14 are known of the session, of which the last three may be scheduling parents.
class SchedulingParentTest : public CandidateInherentTest {
  protected:
    std::map<BlockNumber, primitives::Header> blocks;

    void SetUp() override {
        CandidateInherentTest::SetUp();
        enable(true);
        for (BlockNumber number = 10; number <= 15; ++number) {
            blocks[number - 1] = parent;
            if (number < 15) pass();
        }
    }
    static void enable(bool v3) {
        configure([&](auto& config) {
            config.node_features = Bits(5);
            config.node_features.set(configuration::kCandidateReceiptV2, true);
            config.node_features.set(configuration::kCandidateReceiptV3, v3);
        });
    }
    BackedCandidate third(Options options) const {
        options.version = 3;
        if (options.signals.empty()) options.signals = {kSelectsTheFirst};
        return candidate(kPara, 0, kFirstHead, 11, options);
    }
    /// Whether an author gets it into the block, and the block is valid with it.
    bool is_taken(const BackedCandidate& one) const {
        if (provided(data({one})).backed_candidates.size() != 1) return false;
        const auto before = native::state();
        enter_ok(data({one}));
        native::state() = before;
        return true;
    }
};

TEST_F(SchedulingParentTest, TheRelayParentIsAnyBlockOfTheSessionAndTheSchedulingParentOneOfTheLatest) {
    for (BlockNumber number = 9; number <= 14; ++number) {
        EXPECT_TRUE(is_taken(third({.relay_parent = blocks[number]}))) << number;
        EXPECT_EQ(is_taken(third({.relay_parent = blocks[9], .scheduling_parent = blocks[number]})), number >= 12)
            << number;
    }
    primitives::Header stranger = blocks[13];
    stranger.state_root = {};
    EXPECT_FALSE(is_taken(third({.relay_parent = stranger})));
    EXPECT_FALSE(is_taken(third({.scheduling_parent = stranger})));
}

TEST_F(SchedulingParentTest, OlderVersionsAreScheduledByTheirRelayParent) {
    EXPECT_TRUE(is_taken(candidate(kPara, 0, kFirstHead, 11, {.relay_parent = blocks[12]})));
    EXPECT_FALSE(is_taken(candidate(kPara, 0, kFirstHead, 11, {.relay_parent = blocks[11]})));
    EXPECT_FALSE(is_taken(candidate(kPara, 0, kFirstHead, 11, {.version = 1, .relay_parent = blocks[11]})));
}

TEST_F(SchedulingParentTest, VersionThreeNeedsItsFeatureAndASignal) {
    auto silent = third({.signals = {kSelectsTheFirst}});
    silent.candidate.commitments.upward_messages = polkadot_primitives::v5::UpwardMessages();
    back(silent, 0, {.version = 3});
    EXPECT_FALSE(is_taken(silent));
    EXPECT_TRUE(is_taken(third({.signals = {{1, 4, 7}}}))) << "any signal will do";
    enable(false);
    EXPECT_FALSE(is_taken(third({})));
    EXPECT_TRUE(is_taken(candidate(kPara, 0, kFirstHead, 11)));
}

TEST_F(SchedulingParentTest, DescriptorsOfWhichTwoVersionsCanBeReadAreRefused) {
    for (const bool v3 : {false, true}) {
        enable(v3);
        auto one = candidate(kPara, 0, kFirstHead, 11);
        one.candidate.descriptor.reserved2[63] = 1;
        back(one, 0, {});
        EXPECT_FALSE(is_taken(one)) << "version 1 to those who do not know version 3, version 2 to the others";
    }
}

TEST_F(SchedulingParentTest, TheSchedulingParentHasTheGroupTheClaimsAndTheSignatures) {
    // The groups change cores with block 14: the group of core 0 is then the one of one validator.
    configure([](auto& config) { config.scheduler_params.group_rotation_frequency = 13; });
    EXPECT_EQ(ParaScheduler::group_assigned_to_core({0}, 13), GroupIndex{0});
    ASSERT_EQ(ParaScheduler::group_assigned_to_core({0}, 14), GroupIndex{1});
    const auto backed_by = [&](uint32_t group, BlockNumber scheduling_parent) {
        auto one = third({.relay_parent = blocks[9], .scheduling_parent = blocks[scheduling_parent]});
        back(one, group, {.version = 3});  // the groups stand in the order of cores
        return is_taken(one);
    };
    EXPECT_TRUE(backed_by(0, 12));
    EXPECT_FALSE(backed_by(1, 12));
    EXPECT_TRUE(backed_by(1, 13));
    EXPECT_FALSE(backed_by(0, 13));

    // What was claimed when the scheduling parent was the latest block counts.
    ParasShared::storage.AllowedRelayParents.mutate(
        [](auto& parents) { parents.buffer.back().claim_queue[{kPara}] = {{0, {{2}}}}; });
    EXPECT_FALSE(is_taken(third({.relay_parent = blocks[12], .scheduling_parent = blocks[13]})));
    EXPECT_TRUE(is_taken(third({.relay_parent = blocks[13], .scheduling_parent = blocks[12]})));
}

TEST_F(SchedulingParentTest, ASignatureUnderTheRelayParentDoesNotCount) {
    auto one = third({.relay_parent = blocks[12]});
    one.validity_votes.clear();
    for (const uint32_t member : {0u, 1u}) {
        ValidityAttestation vote{ValidityAttestation::Explicit{}};
        const Bytes payload = vote.signing_payload(one.hash(), {kSession, hash_of(blocks[12])});
        one.validity_votes.push_back({ValidityAttestation::Explicit{kSigners[member].sign(payload)}});
    }
    make_error(none(), ParaInherent::enter{data({one})}, ParaInclusion::Error::InvalidBacking);
}

TEST_F(SchedulingParentTest, VotesOfDisabledValidatorsOfTheSchedulingParentsGroupGo) {
    Disabled::validators = {0};
    const auto made = provided(data({third({.relay_parent = blocks[9]})}));
    ASSERT_EQ(made.backed_candidates.size(), 1u);
    EXPECT_EQ(made.backed_candidates[0].validity_votes.size(), 1u);
}

TEST_F(SchedulingParentTest, ACandidateIsIncludedWithItsOldRelayParent) {
    const auto one = third({.relay_parent = blocks[10]});
    enter_ok(data({one}));
    EXPECT_EQ(ParaInclusion::pending_availability({kPara}).at(0).relay_parent_number, 10u);
    begin(16);
    enter_ok(data({}, available({0})));
    EXPECT_EQ(Paras::storage.MostRecentContext.get({kPara}), 10u);
    begin(17);
    // The next one builds on no older block than this.
    const auto next = [&](BlockNumber relay_parent) {
        return is_taken(candidate(kPara, 0, 11, 12,
                                  {.version = 3, .signals = {kSelectsTheFirst}, .relay_parent = blocks[relay_parent]}));
    };
    EXPECT_FALSE(next(9));
    EXPECT_TRUE(next(10));
}

TEST_F(SchedulingParentTest, RelayParentsOfOlderSessionsStayForAWhile) {
    const auto in_session = [&](uint32_t session) {
        ParasShared::storage.CurrentSessionIndex.put(session);
        ParasShared::storage.AllowedRelayParents.mutate([](auto& parents) { parents.buffer.clear(); });
    };
    const auto kept = [&](uint32_t session) { return ParasShared::relay_parent(session, hash_of(blocks[11])); };
    ASSERT_EQ(ParasShared::kMaxRelayParentSessionAge, 2u);
    EXPECT_EQ(kept(kSession), (shared::RelayParent{11, blocks[11].state_root}));
    EXPECT_FALSE(kept(kSession - 1));
    EXPECT_FALSE(ParasShared::minimum_relay_parent_number()) << "of the oldest session nothing was noted";
    for (uint32_t session = kSession + 1; session <= kSession + 2; ++session) {
        begin(System::block_number() + 1);
        in_session(session);
        enter_ok(data());
        EXPECT_TRUE(kept(kSession));
        EXPECT_TRUE(ParasShared::try_state());
    }
    EXPECT_EQ(ParasShared::minimum_relay_parent_number(), 9u);
    begin(System::block_number() + 1);
    in_session(kSession + 3);
    enter_ok(data());
    EXPECT_FALSE(kept(kSession));
    EXPECT_TRUE(ParasShared::try_state());
    EXPECT_EQ(ParasShared::minimum_relay_parent_number(), 15u) << "of the session after it";
}

TEST_F(SchedulingParentTest, TheDescriptorNamesTheSessionsOfBothParents) {
    ParasShared::storage.CurrentSessionIndex.put(kSession + 1);
    enter_ok(data());
    begin(16);
    const auto is_good = [&](uint32_t session, uint8_t offset) {
        return is_taken(third(
            {.relay_parent = blocks[10], .session = session, .session_offset = offset, .signed_in = kSession + 1}));
    };
    EXPECT_FALSE(is_good(kSession, 0)) << "the scheduling parent is of the session after";
    EXPECT_FALSE(is_good(kSession + 1, 0)) << "the relay parent is not";
    EXPECT_FALSE(is_good(kSession, 2));
    EXPECT_TRUE(is_good(kSession, 1));
}

}  // namespace
}  // namespace serinus::polkadot_runtime_parachains::paras_inherent
