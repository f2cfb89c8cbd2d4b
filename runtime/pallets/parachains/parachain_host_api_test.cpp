// What version 14 to 16 of ParachainHost tells nodes, where receipts of version 3 are understood, and what changed of
// older answers with them. Pallets: shared, inclusion. Observed: polkadot-runtime-parachains 27.0.0
#include "runtime/pallets/parachains/api.ipp"
#include "runtime/pallets/parachains/paras_inherent/candidate_inherent_test.hpp"

namespace serinus::polkadot_runtime_parachains::paras_inherent {
namespace {

using polkadot_primitives::ValidationCodeHash;
using polkadot_primitives::v5::slashing::SlashingOffenceKind;
using polkadot_primitives::vstaging::DisputeOffenceKind;
using polkadot_primitives::vstaging::PendingSlashes;
using Slashes = std::vector<std::tuple<configuration::SessionIndex, CandidateHash, PendingSlashes>>;

/// Whose slashes wait, and what was reported.
struct Slashing {
    static inline Slashes waiting;
    static inline std::vector<DisputeOffenceKind> reported;
    static Slashes unapplied_slashes() { return waiting; }
    template <class Proof>
    static bool submit_unsigned_slashing_report(const polkadot_primitives::vstaging::DisputeProof& proof, Proof&&) {
        reported.push_back(proof.kind);
        return true;
    }
};

/// The paras of the mock runtime, with what an answer says of upgrades.
struct ParasWithUpgrades {
    struct Storage {
        Map<Twox64Concat<ParaId>, HeadData> Heads;
        Map<Twox64Concat<ParaId>, ValidationCodeHash> CurrentCodeHash;
        Map<Twox64Concat<ParaId>, polkadot_primitives::v5::UpgradeRestriction> UpgradeRestrictionSignal;
        Map<Twox64Concat<ParaId>, BlockNumber> FutureCodeUpgrades;
        Map<Twox64Concat<ParaId>, ValidationCodeHash> FutureCodeHash;
    };
    static constexpr Storage storage = bind_storage<Storage>("Paras");
};

struct NoQueues {
    static std::vector<polkadot_core_primitives::InboundDownwardMessage<BlockNumber>> dmq_contents(ParaId) {
        return {};
    }
    static std::vector<BlockNumber> valid_watermarks(ParaId) { return {}; }
    static std::vector<std::pair<ParaId, std::pair<uint32_t, uint32_t>>> outbound_remaining_capacity(ParaId) {
        return {};
    }
};

/// What a runtime of version 13 has, and one of version 16.
struct Version13 {
    using System = mock::System;
    using Configuration = mock::host::Configuration;
    using ParasShared = mock::host::ParasShared;
    using ParaInclusion = mock::host::ParaInclusion;
    using ParasSlashing = Slashing;
    using Paras = ParasWithUpgrades;
    using MessageQueue = UpwardQueue;
    using Dmp = NoQueues;
    using Hrmp = NoQueues;
};
struct Version16 : Version13 {
    static constexpr bool kHasReceiptsV3 = true;
};
using Older = api::ParachainHost<Version13>;
using Newer = api::ParachainHost<Version16>;

/// Blocks 9 to 11 are known of the session; block 12 has not had its inherent yet.
class ParachainHostApiTest : public CandidateInherentTest {
  protected:
    std::map<BlockNumber, primitives::Header> blocks;

    void SetUp() override {
        CandidateInherentTest::SetUp();
        Slashing::waiting.clear();
        Slashing::reported.clear();
        configure([](auto& config) {
            config.node_features = Bits(5);
            config.node_features.set(configuration::kCandidateReceiptV2, true);
            config.node_features.set(configuration::kCandidateReceiptV3, true);
        });
        for (BlockNumber number = 10; number <= 12; ++number) {
            blocks[number - 1] = parent;
            if (number < 12) pass();
        }
    }
};

TEST_F(ParachainHostApiTest, TheVersionGoesWithTheReceipts) {
    static_assert(Older::kVersion == 13 && Newer::kVersion == 16);
    static_assert(Newer::Methods::kSize == Older::Methods::kSize + 4);
}

TEST_F(ParachainHostApiTest, ParasAreThoseThatHaveAHead) {
    Paras::storage.CurrentCodeHash.put({3000}, code_of(3000));
    auto ids = Newer::para_ids{}();
    std::ranges::sort(ids);
    EXPECT_EQ(ids, (std::vector<ParaId>{{kPara}, {kOther}}));
    Paras::storage.Heads.put({3000}, {{kFirstHead}});
    std::vector<ParaId> in_order;
    auto heads = Paras::storage.Heads.iter();
    while (const auto entry = heads.next()) in_order.push_back(entry->first);
    EXPECT_EQ(in_order.size(), 3u);
    EXPECT_EQ(Newer::para_ids{}(), in_order);
}

TEST_F(ParachainHostApiTest, AllLosersOfDisputesAreTold) {
    const CandidateHash candidate{host::blake2_256(Bytes{1})};
    const auto of = [](DisputeOffenceKind kind) {
        return PendingSlashes{{{ValidatorIndex{static_cast<uint32_t>(kind)}, kSigners[0].id}}, kind};
    };
    Slashing::waiting = {{1, candidate, of(DisputeOffenceKind::ForInvalidBacked)},
                         {2, candidate, of(DisputeOffenceKind::AgainstValid)},
                         {3, candidate, of(DisputeOffenceKind::ForInvalidApproved)}};
    EXPECT_EQ(Newer::unapplied_slashes_v2{}(), Slashing::waiting);
    // The older form cannot say who has approved what is invalid.
    const auto older = Newer::unapplied_slashes{}();
    ASSERT_EQ(older.size(), 2u);
    EXPECT_EQ(std::get<2>(older[0]).kind, SlashingOffenceKind::ForInvalid);
    EXPECT_EQ(std::get<2>(older[1]).kind, SlashingOffenceKind::AgainstValid);
    EXPECT_EQ(std::get<0>(older[1]), 2u);
}

TEST_F(ParachainHostApiTest, ReportsSayAllKinds) {
    const polkadot_primitives::v5::slashing::OpaqueKeyOwnershipProof proof{scale::encode(api::MembershipProof{})};
    for (const auto kind : {DisputeOffenceKind::ForInvalidBacked, DisputeOffenceKind::AgainstValid,
                            DisputeOffenceKind::ForInvalidApproved}) {
        EXPECT_TRUE((Newer::submit_report_dispute_lost{{{}, kind, {}, {}}, proof}()));
        EXPECT_EQ(Slashing::reported.back(), kind);
    }
    EXPECT_TRUE((Older::submit_report_dispute_lost{{{}, SlashingOffenceKind::ForInvalid, {}, {}}, proof}()));
    EXPECT_EQ(Slashing::reported.back(), DisputeOffenceKind::ForInvalidBacked);
    EXPECT_TRUE((Older::submit_report_dispute_lost{{{}, SlashingOffenceKind::AgainstValid, {}, {}}, proof}()));
    EXPECT_EQ(Slashing::reported.back(), DisputeOffenceKind::AgainstValid);
    EXPECT_FALSE((Newer::submit_report_dispute_lost{{}, {{1}}}())) << "no proof";
    EXPECT_EQ(Slashing::reported.size(), 5u);
}

TEST_F(ParachainHostApiTest, AnAncestorOfTheSessionIsARelayParentAndThisBlockIsNot) {
    const auto info = [&](uint32_t session, const primitives::Header& block) {
        return Newer::ancestor_relay_parent_info{session, hash_of(block)}();
    };
    EXPECT_EQ(info(kSession, blocks[9]), (shared::RelayParent{9, blocks[9].state_root}));
    EXPECT_EQ(info(kSession, blocks[10]), (shared::RelayParent{10, blocks[10].state_root}));
    EXPECT_EQ(info(kSession, blocks[11]), std::nullopt) << "the block that is its child has not begun";
    EXPECT_EQ(info(kSession + 1, blocks[9]), std::nullopt);
    EXPECT_EQ(Newer::max_relay_parent_session_age{}(), 2u);
}

TEST_F(ParachainHostApiTest, CandidatesBuildOnAnyBlockThatIsKeptFromTheLastCandidatesOn) {
    const auto least = [] { return Newer::backing_constraints{{kPara}}()->min_relay_parent_number; };
    ParasShared::storage.OldestRelayParentSession.put(kSession);
    EXPECT_EQ(least(), 9u);
    EXPECT_EQ(Older::backing_constraints{{kPara}}()->min_relay_parent_number, 10u) << "two blocks before this one";
    enter_ok(data({candidate(kPara, 0, kFirstHead, 11, {.relay_parent = blocks[10]})}));
    EXPECT_EQ(least(), 10u);
    EXPECT_EQ(Newer::para_backing_state{{kPara}}()->constraints.min_relay_parent_number, 10u);
    EXPECT_EQ(Newer::para_backing_state{{kPara}}()->pending_availability.size(), 1u);
    // Of the oldest session nothing was noted: this block.
    ParasShared::storage.OldestRelayParentSession.put(kSession - 1);
    EXPECT_EQ(least(), 12u);
}

TEST_F(ParachainHostApiTest, HeadsMayBeAsLargeAsAConstantSays) {
    EXPECT_EQ(Newer::backing_constraints{{kPara}}()->max_head_data_size, 20'480u);
    EXPECT_EQ(Older::backing_constraints{{kPara}}()->max_head_data_size, Configuration::config().max_head_data_size);
    EXPECT_FALSE(Newer::backing_constraints{{3000}}()) << "there is no such para";
    Paras::storage.CurrentCodeHash.remove({kPara});
    EXPECT_FALSE(Newer::backing_constraints{{kPara}}());
    EXPECT_FALSE(Newer::para_backing_state{{kPara}}());
}

}  // namespace
}  // namespace serinus::polkadot_runtime_parachains::paras_inherent
