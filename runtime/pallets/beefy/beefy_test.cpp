// Sets of BEEFY over sessions, and reports of those who signed two payloads.
#include "runtime/pallets/beefy/beefy.hpp"

#include "runtime/mock/chain_test.hpp"

namespace serinus::pallet_beefy {
namespace {

using namespace mock::validators;
using mock::validators::Beefy;
using mock::validators::Historical;
using mock::validators::Offences;
using mock::validators::Session;
using mock::validators::System;
using sp_consensus_beefy::ConsensusLog;
using Error = Beefy::Error;

const auto& kBeefyStore = Beefy::storage;

class BeefyTest : public Chain {
  protected:
    using Vote = sp_consensus_beefy::Vote;

    static std::vector<ConsensusLog> beefy_logs() { return logs<ConsensusLog>(primitives::kBeefyEngine); }
    std::vector<AuthorityId> keys() const { return {alice.keys.beefy, bob.keys.beefy, charlie.keys.beefy}; }

    Vote vote(uint8_t mark, BlockNumber number, ValidatorSetId set, uint32_t voter = 0) const {
        Vote out{.commitment = {{{{{'m', 'h'}, Bytes(32, mark)}}}, number, set},
                 .id = validator(voter).keys.beefy,
                 .signature = {}};
        const Hash256 hash = host::keccak_256(scale::encode(out.commitment));
        out.signature._0._0 = crypto::ecdsa::sign_prehashed(validator(voter).beefy, hash).value().bytes;
        return out;
    }
    DoubleVotingProof two_votes(BlockNumber number, ValidatorSetId set) const {
        return {vote(1, number, set), vote(2, number, set)};
    }
    MembershipProof membership() const {
        return Historical::prove(key_types::kBeefy, alice.keys.beefy._0._0).value_or(MembershipProof{});
    }
};

TEST_F(BeefyTest, GenesisHasTheKeysOfTheValidators) {
    EXPECT_EQ(Beefy::validator_set(), (ValidatorSet{keys(), 0}));
    EXPECT_EQ(kBeefyStore.NextAuthorities.get().inner(), keys());
    EXPECT_EQ(kBeefyStore.SetIdSession.get(0), 0u);
    EXPECT_EQ(Beefy::genesis_block(), 1u);
}

TEST_F(BeefyTest, GenesisSetMayNotComeTwice) {
    EXPECT_TRUE(panic_of([&] { Beefy::build({keys(), 1}); }).ends_with("Authorities vec too big"));
    Beefy::build({{}, std::nullopt});
    EXPECT_EQ(Beefy::genesis_block(), std::nullopt);
}

// Pallet: beefy. Even if nobody changes: each session has a block that must be signed.
TEST_F(BeefyTest, EachSessionHasASetOfItsOwn) {
    block(epoch_slot(0));
    begin_block(epoch_slot(1));
    EXPECT_EQ(Beefy::validator_set(), (ValidatorSet{keys(), 1}));
    EXPECT_EQ(kBeefyStore.SetIdSession.get(1), 1u);
    ASSERT_EQ(beefy_logs().size(), 1u);
    EXPECT_EQ(std::get<ConsensusLog::AuthoritiesChange>(beefy_logs()[0].v)._0, (ValidatorSet{keys(), 1}));
    EXPECT_EQ(BeefyMmrLeaf::next_authority_set_proof().id, 2u);
    end_block();
}

TEST_F(BeefyTest, NewKeySignsFromTheSessionAfterTheNextOn) {
    block(epoch_slot(0));
    SessionKeys changed = alice.keys;
    changed.beefy._0._0.fill(9);
    make_ok(signed_by(kAlice), Session::set_keys{changed, {}});
    block(epoch_slot(1));
    EXPECT_EQ(kBeefyStore.Authorities_.get().inner(), keys());
    EXPECT_EQ(kBeefyStore.NextAuthorities.get()[0], changed.beefy);
    block(epoch_slot(2));
    EXPECT_EQ(kBeefyStore.Authorities_.get()[0], changed.beefy);
}

TEST_F(BeefyTest, DisabledAuthoritiesAreAnnounced) {
    begin_block(kFirstSlot);
    Beefy::on_disabled(2);
    ASSERT_EQ(beefy_logs().size(), 1u);
    EXPECT_EQ(std::get<ConsensusLog::OnDisabled>(beefy_logs()[0].v)._0, 2u);
    end_block();
}

TEST_F(BeefyTest, SetWithoutValidatorsIsNone) {
    begin_block(kFirstSlot);
    const auto before = BeefyMmrLeaf::next_authority_set_proof();
    Beefy::on_new_session(true, {}, {});
    EXPECT_EQ(Beefy::validator_set(), std::nullopt);
    EXPECT_TRUE(beefy_logs().empty());
    EXPECT_EQ(BeefyMmrLeaf::next_authority_set_proof(), before);
    EXPECT_EQ(kBeefyStore.ValidatorSetId_.get(), 1u);
    end_block();
}

TEST_F(BeefyTest, SessionsOfOldSetsAreForgotten) {
    constexpr uint64_t kKept = BeefyConfig::kConstants.MaxSetIdSessionEntries;
    begin_block(kFirstSlot);
    for (ValidatorSetId set = 0; set < kKept; ++set) kBeefyStore.SetIdSession.put(set, static_cast<SessionIndex>(set));
    kBeefyStore.ValidatorSetId_.put(kKept - 1);
    Beefy::on_new_session(true, {}, {});
    EXPECT_FALSE(kBeefyStore.SetIdSession.exists(0));
    EXPECT_TRUE(kBeefyStore.SetIdSession.exists(1));
}

TEST_F(BeefyTest, ReportOfTwoPayloadsIsRecordedAndFree) {
    block(kFirstSlot);
    const RuntimeCall report = Beefy::report_double_voting{two_votes(3, 0), membership()};
    EXPECT_EQ(report.info().weight,
              sdk::kDefaultWeights<pallet_beefy::Weights>.report_voting_equivocation(2, 3, kMaxNominators));
    EXPECT_EQ(make_ok(signed_by(kDave), report).pays_fee, Pays::No);
    // Behind what Staking says of the offender.
    EXPECT_TRUE(saw(event<Offences>(
        Offences::Event::Offence{{'b', 'e', 'e', 'f', 'y', ':', 'e', 'q', 'u', 'i', 'v', 'o', 'c', 'a', 't', 'i'},
                                 scale::encode(std::pair(uint64_t{0}, uint32_t{3}))})));
    make_error(signed_by(kDave), report, Error::DuplicateOffenceReport);
    make_ok(signed_by(kDave), Beefy::report_double_voting{two_votes(4, 0), membership()});
    make_error(root(), report, kBadOrigin);
}

TEST_F(BeefyTest, ReportMustShowTwoSignedPayloads) {
    block(kFirstSlot);
    const auto refused = [&](const Vote& first, const Vote& second) {
        make_error(signed_by(kDave), Beefy::report_double_voting{{{first, second}}, membership()},
                   Error::InvalidDoubleVotingProof);
    };
    refused(vote(1, 3, 0), vote(1, 3, 0));     // the same payload
    refused(vote(1, 3, 0), vote(2, 4, 0));     // of another block
    refused(vote(1, 3, 0), vote(2, 3, 1));     // of another set
    refused(vote(1, 3, 0), vote(2, 3, 0, 1));  // by another validator
    Vote forged = vote(2, 3, 0);
    forged.signature._0._0[5] ^= 1;
    refused(vote(1, 3, 0), forged);
    refused(forged, vote(1, 3, 0));
}

TEST_F(BeefyTest, ReportMustBeOfTheSessionOfTheSet) {
    block(epoch_slot(0));
    const MembershipProof of_session_0 = membership();
    block(epoch_slot(1), 1);
    const MembershipProof of_session_1 = membership();
    make_error(signed_by(kDave), Beefy::report_double_voting{two_votes(3, 0), of_session_1},
               Error::InvalidEquivocationProofSession);
    make_error(signed_by(kDave), Beefy::report_double_voting{two_votes(3, 1), of_session_0},
               Error::InvalidEquivocationProofSession);
    make_ok(signed_by(kDave), Beefy::report_double_voting{two_votes(3, 0), of_session_0});
    make_ok(signed_by(kDave), Beefy::report_double_voting{two_votes(3, 1), of_session_1});
    auto wrong = of_session_0;
    wrong.validator_count = 1;
    make_error(signed_by(kDave), Beefy::report_double_voting{two_votes(9, 0), wrong}, Error::InvalidKeyOwnershipProof);
}

TEST_F(BeefyTest, PoolTakesUnsignedReportsOfTheNodeOnly) {
    block(kFirstSlot);
    begin_block(kFirstSlot + 1, 1);
    const RuntimeCall report = Beefy::report_double_voting_unsigned{two_votes(3, 0), membership()};
    const auto refusal = [](const auto& result) { return scale::encode(result.error()); };
    const auto encoded = [](TransactionValidityError error) { return scale::encode(error); };
    const auto valid = Beefy::validate_unsigned(TransactionSource::Local, report);
    ASSERT_TRUE(valid);
    EXPECT_EQ(valid->provides,
              std::vector<Bytes>{concat(Bytes{17 * 4}, as_bytes("BeefyEquivocation"), alice.keys.beefy._0._0,
                                        scale::encode(std::pair(uint64_t{0}, uint32_t{3})))});
    EXPECT_EQ(refusal(Beefy::validate_unsigned(TransactionSource::External, report)),
              encoded(InvalidTransaction::Call{}));
    const RuntimeCall signed_report = Beefy::report_double_voting{two_votes(3, 0), membership()};
    EXPECT_EQ(refusal(Beefy::pre_dispatch(signed_report)), encoded(InvalidTransaction::Call{}));
    EXPECT_EQ(refusal(Beefy::pre_dispatch(Beefy::report_double_voting_unsigned{two_votes(3, 0), {0, {}, 9}})),
              encoded(InvalidTransaction::BadProof{}));
    make_error(signed_by(kDave), report, kBadOrigin);
    make_ok(none(), report);
    auto reports = Offences::storage.Reports.iter();
    EXPECT_EQ(reports.next()->second.reporters, std::vector{kBob}) << "the author of the block";
    EXPECT_EQ(refusal(Beefy::pre_dispatch(report)), encoded(InvalidTransaction::Stale{}));

    EXPECT_TRUE(Beefy::submit_unsigned_equivocation_report(two_votes(3, 0), membership()));
    EXPECT_EQ(native::state().submitted.at(0), scale::encode(concat(Bytes{5}, scale::encode(report))));
}

}  // namespace
}  // namespace serinus::pallet_beefy
