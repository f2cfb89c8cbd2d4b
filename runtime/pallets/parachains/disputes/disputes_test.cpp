// Disputes over candidates and what follows from them, read as a specification. Pallet: disputes, slashing
#include "runtime/pallets/parachains/disputes/disputes.ipp"

#include "crypto/sr25519.hpp"
#include "hashing/hashing.hpp"
#include "runtime/mock/relay_test.hpp"

namespace serinus::polkadot_runtime_parachains::disputes {
namespace {

using namespace mock::relay;
using mock::relay::ParasDisputes;
using mock::relay::ParaSessionInfo;
using mock::relay::ParasShared;
using mock::relay::ParasSlashing;
using polkadot_primitives::v5::InvalidDisputeStatementKind;
using polkadot_primitives::v5::SessionInfo;
using polkadot_primitives::v5::ValidatorId;
using polkadot_primitives::v5::ValidatorSignature;
using polkadot_primitives::v8::DisputeStatement;
using polkadot_primitives::v8::DisputeStatementSet;
using polkadot_primitives::v8::MultiDisputeStatementSet;
using Event = ParasDisputes::Event;
using Error = ParasDisputes::Error;
using Kind = polkadot_primitives::v8::ValidDisputeStatementKind;

constexpr SessionIndex kSession = 3;
constexpr BlockNumber kPeriod = 100;

const DisputeStatement kExplicit{DisputeStatement::Valid{{Kind::Explicit{}}}};
const DisputeStatement kSeconded{DisputeStatement::Valid{{Kind::BackingSeconded{}}}};
const DisputeStatement kApproved{DisputeStatement::Valid{{Kind::ApprovalChecking{}}}};
const DisputeStatement kInvalid{DisputeStatement::Invalid{InvalidDisputeStatementKind::Explicit}};

CandidateHash candidate(uint8_t mark) {
    CandidateHash out;
    out._0.bytes.fill(mark);
    return out;
}

/// Six validators: two votes are more than may lie, five decide.
class DisputesTest : public World {
  protected:
    std::vector<crypto::sr25519::KeyPair> pairs;

    void SetUp() override {
        World::SetUp();
        SessionInfo info;
        for (uint8_t seed = 1; seed <= 6; ++seed) {
            pairs.push_back(
                crypto::sr25519::expand(crypto::sr25519::MiniSecret(hashing::blake2b_256(Bytes{seed}).bytes)));
            info.validators._0.push_back(ValidatorId{{pairs.back().public_key.bytes}});
        }
        ParaSessionInfo::storage.Sessions.put(kSession, info);
        go_to(10);
    }
    void TearDown() override {
        EXPECT_TRUE(ParasDisputes::try_state());
        World::TearDown();
    }

    using Votes = std::vector<std::pair<DisputeStatement, uint32_t>>;
    DisputeStatementSet set_of(uint8_t mark, const Votes& votes) const {
        DisputeStatementSet out{candidate(mark), kSession, {}};
        for (const auto& [statement, index] : votes) {
            const Bytes signed_bytes = statement.signing_payload(out.candidate_hash, kSession);
            const auto signature = crypto::sr25519::sign(pairs[index % pairs.size()], signed_bytes, {});
            out.statements.push_back({statement, {index}, ValidatorSignature{{signature.bytes}}});
        }
        return out;
    }
    static size_t kept(const DisputeStatementSet& set) {
        const auto filtered = ParasDisputes::filter_dispute_data(set, kPeriod);
        return filtered ? filtered->statements.size() : 0;
    }
    DispatchResult count(uint8_t mark, const Votes& votes) const {
        System::reset_events();
        return ParasDisputes::process_checked_multi_dispute_data({set_of(mark, votes)});
    }
};

TEST_F(DisputesTest, NeedBothSidesAndMoreVotersThanMayLie) {
    EXPECT_EQ(kept(set_of(1, {{kSeconded, 0}})), 0u);
    EXPECT_EQ(kept(set_of(1, {{kSeconded, 0}, {kExplicit, 1}})), 0u);
    EXPECT_EQ(kept(set_of(1, {{kSeconded, 0}, {kInvalid, 0}})), 0u) << "one voter, who may lie";
    EXPECT_EQ(kept(set_of(1, {{kSeconded, 0}, {kInvalid, 1}})), 2u);
    EXPECT_EQ(count(1, {{kExplicit, 0}}).error(), Error::SingleSidedDispute);
    EXPECT_EQ(count(1, {{kExplicit, 0}, {kInvalid, 0}}).error(), Error::UnconfirmedDispute);
    EXPECT_EQ(count(1, {{kExplicit, 0}, {kInvalid, 1}}).error(), Error::MissingBackingVotes);
    auto of_nobody = set_of(1, {{kSeconded, 0}, {kInvalid, 1}});
    of_nobody.session = kSession + 1;
    EXPECT_EQ(ParasDisputes::process_checked_multi_dispute_data({of_nobody}).error(), Error::AncientDisputeStatement);
}

TEST_F(DisputesTest, CountEachStatementOnce) {
    EXPECT_EQ(kept(set_of(1, {{kSeconded, 0}, {kInvalid, 1}, {kSeconded, 0}, {kExplicit, 0}, {kInvalid, 6}})), 2u);
    auto forged = set_of(1, {{kSeconded, 0}, {kInvalid, 1}, {kInvalid, 2}});
    std::get<2>(forged.statements[2])._0._0[5] ^= 1;
    EXPECT_EQ(kept(forged), 2u);
    EXPECT_EQ(count(1, {{kSeconded, 0}, {kInvalid, 1}, {kInvalid, 1}}).error(), Error::DuplicateStatement);
    EXPECT_EQ(count(1, {{kSeconded, 0}, {kInvalid, 1}, {kExplicit, 0}}).error(), Error::MaliciousBacker);
    EXPECT_EQ(count(1, {{kSeconded, 6}, {kInvalid, 1}}).error(), Error::ValidatorIndexOutOfBounds);
    ASSERT_TRUE(count(1, {{kSeconded, 0}, {kInvalid, 1}, {kApproved, 2}}));
    EXPECT_EQ(kept(set_of(1, {{kSeconded, 0}, {kInvalid, 1}})), 0u) << "known";
    EXPECT_EQ(kept(set_of(1, {{kSeconded, 2}})), 1u) << "it turns out that it has backed the candidate";
}

TEST_F(DisputesTest, LastStatementTakesThePlaceOfOneThatGoes) {
    const auto filtered =
        ParasDisputes::filter_dispute_data(set_of(1, {{kInvalid, 9}, {kSeconded, 0}, {kInvalid, 1}}), kPeriod);
    ASSERT_EQ(filtered->statements.size(), 2u);
    EXPECT_EQ(std::get<1>(filtered->statements[0])._0, 1u);
    EXPECT_EQ(std::get<1>(filtered->statements[1])._0, 0u);
}

TEST_F(DisputesTest, EndWithASupermajorityAndTakeVotesForSomeTimeAfter) {
    ASSERT_TRUE(count(1, {{kSeconded, 0}, {kInvalid, 5}, {kExplicit, 1}, {kExplicit, 2}, {kExplicit, 3}}));
    expect_events({event<ParasDisputes>(Event::DisputeInitiated{candidate(1), DisputeLocation::Remote})});
    ASSERT_TRUE(count(1, {{kApproved, 4}}));
    expect_events({event<ParasDisputes>(Event::DisputeConcluded{candidate(1), DisputeResult::Valid})});
    EXPECT_EQ(ParasDisputes::storage.Disputes.get(kSession, candidate(1))->concluded_at, 10u);
    EXPECT_FALSE(ParasDisputes::concluded_invalid(kSession, candidate(1)));
    go_to(10 + kPeriod);
    EXPECT_EQ(kept(set_of(1, {{kExplicit, 5}})), 1u);
    go_to(11 + kPeriod);
    EXPECT_EQ(kept(set_of(1, {{kExplicit, 5}})), 0u);
}

TEST_F(DisputesTest, FreezeTheChainThatHasIncludedWhatIsInvalid) {
    ParasDisputes::note_included(kSession, candidate(1), 8);
    ASSERT_TRUE(count(1, {{kSeconded, 0}, {kInvalid, 1}}));
    EXPECT_FALSE(ParasDisputes::is_frozen());
    ASSERT_TRUE(count(1, {{kInvalid, 2}}));
    expect_events({event<ParasDisputes>(Event::Revert{8})});
    EXPECT_EQ(ParasDisputes::last_valid_block(), 7u);
    EXPECT_EQ(System::digest().back(), (primitives::DigestItem{primitives::digest::Consensus{
                                           polkadot_primitives::v5::kEngine, from_hex("0408000000").value()}}));
    // What is found later to be older counts, what is younger does not.
    ASSERT_TRUE(count(2, {{kSeconded, 0}, {kInvalid, 1}, {kInvalid, 2}, {kInvalid, 3}, {kInvalid, 4}, {kInvalid, 5}}));
    ParasDisputes::note_included(kSession, candidate(2), 9);
    EXPECT_EQ(ParasDisputes::last_valid_block(), 7u);
    ParasDisputes::note_included(kSession, candidate(2), 5);
    EXPECT_EQ(ParasDisputes::last_valid_block(), 4u);
    make_error(signed_by(kAlice), ParasDisputes::force_unfreeze{}, kBadOrigin);
    make_ok(root(), ParasDisputes::force_unfreeze{});
    EXPECT_FALSE(ParasDisputes::is_frozen());
    EXPECT_TRUE(ParasDisputes::storage.Frozen.exists()) << "the absence of a block is stored";
}

TEST_F(DisputesTest, AreSortedByWhereTheirCandidatesAreAndByAge) {
    ParasDisputes::note_included(kSession, candidate(7), 9);
    ParasDisputes::note_included(kSession, candidate(8), 4);
    MultiDisputeStatementSet sets = {set_of(3, {}), set_of(7, {}), set_of(2, {}), set_of(8, {}),
                                     set_of(3, {{kInvalid, 0}})};
    sets[2].session = kSession - 1;
    ParasDisputes::deduplicate_and_sort_dispute_data(sets);
    std::vector<uint8_t> marks;
    for (const auto& set : sets) marks.push_back(set.candidate_hash._0.bytes[0]);
    EXPECT_EQ(marks, (std::vector<uint8_t>{8, 7, 2, 3}));
    EXPECT_TRUE(sets[3].statements.empty()) << "the first of two stays";
}

TEST_F(DisputesTest, LosersOfPastSessionsWaitForReports) {
    mock::relay::Session::storage.CurrentIndex.put(kSession + 1);
    ASSERT_TRUE(count(1, {{kSeconded, 0}, {kInvalid, 1}, {kInvalid, 2}, {kInvalid, 3}, {kInvalid, 4}, {kInvalid, 5}}));
    const auto waiting = ParasSlashing::storage.UnappliedSlashes.get(kSession, candidate(1));
    ASSERT_TRUE(waiting);
    EXPECT_EQ(waiting->keys.size(), 1u);
    EXPECT_EQ(waiting->keys.begin()->first._0, 0u);
    ASSERT_TRUE(count(1, {{kExplicit, 1}}));
    EXPECT_EQ(ParasSlashing::unapplied_slashes().size(), 1u) << "who has not backed it does not lose";
    ASSERT_TRUE(count(1, {{kSeconded, 1}}));
    EXPECT_EQ(ParasSlashing::storage.UnappliedSlashes.get(kSession, candidate(1))->keys.size(), 2u);
    EXPECT_FALSE(ParasSlashing::validate_unsigned(TransactionSource::Local, ParasDisputes::force_unfreeze{}));
}

TEST_F(DisputesTest, AreForgottenWithTheirSession) {
    ParasDisputes::note_included(kSession, candidate(1), 9);
    ASSERT_TRUE(count(1, {{kSeconded, 0}, {kInvalid, 1}}));
    initializer::SessionChange change;
    std::vector<ParaId> outgoing;
    const SessionIndex period = mock::relay::Configuration::config().dispute_period;
    change.session_index = kSession + period;
    ParasDisputes::initializer_on_new_session(change, outgoing);
    EXPECT_EQ(ParasDisputes::disputes().size(), 1u);
    change.session_index = kSession + period + 1;
    ParasDisputes::initializer_on_new_session(change, outgoing);
    ParasSlashing::initializer_on_new_session(change, outgoing);
    EXPECT_TRUE(ParasDisputes::disputes().empty());
    EXPECT_FALSE(ParasDisputes::included_state(kSession, candidate(1)));
    EXPECT_EQ(ParasDisputes::storage.LastPrunedSession.get(), kSession);
}

}  // namespace
}  // namespace serinus::polkadot_runtime_parachains::disputes
