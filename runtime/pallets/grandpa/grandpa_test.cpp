// Authorities of finality: changes, scheduled and forced, and reports of those who voted twice.
#include "runtime/pallets/grandpa/grandpa.hpp"

#include "runtime/mock/chain_test.hpp"

namespace serinus::pallet_grandpa {
namespace {

using namespace mock::validators;
using mock::validators::Grandpa;
using mock::validators::Historical;
using mock::validators::Offences;
using mock::validators::Session;
using mock::validators::System;
using sp_consensus_grandpa::ConsensusLog;
using Error = Grandpa::Error;
using Event = Grandpa::Event;
using State = Grandpa::State;

const auto& kStore = Grandpa::storage;

class GrandpaTest : public Chain {
  protected:
    using Vote = finality_grandpa::Prevote<Hash256, BlockNumber>;
    using SignedVote = std::pair<Vote, sp_consensus_grandpa::app::Signature>;

    static std::vector<ConsensusLog> grandpa_logs() { return logs<ConsensusLog>(primitives::kGrandpaEngine); }
    AuthorityList authorities() const {
        return {{alice.keys.grandpa, 1}, {bob.keys.grandpa, 1}, {charlie.keys.grandpa, 1}};
    }
    /// Ends the current block and begins another one right behind it.
    void next_block() {
        end_block();
        begin_block(Babe::storage.CurrentSlot.get()._0 + 1, 1);
    }
    static SessionKeys with_grandpa(SessionKeys keys, uint8_t byte) {
        keys.grandpa._0._0.fill(byte);
        return keys;
    }

    SignedVote vote(uint8_t mark, uint64_t round, SetId set, uint32_t voter = 0, uint8_t stage = 0) const {
        Vote vote{.target_hash = {}, .target_number = 7};
        vote.target_hash.bytes.fill(mark);
        const auto signature =
            crypto::ed25519::sign(validator(voter).grandpa, scale::encode(std::tuple(stage, vote, round, set)));
        return {vote, {{signature.bytes}}};
    }
    EquivocationProof equivocation(uint64_t round, SetId set) const {
        return {set,
                {sp_consensus_grandpa::Equivocation<Hash256, BlockNumber>::Prevote{
                    {round, alice.keys.grandpa, vote(1, round, set), vote(2, round, set)}}}};
    }
    MembershipProof membership() const {
        return Historical::prove(key_types::kGrandpa, alice.keys.grandpa._0._0).value_or(MembershipProof{});
    }
};

// Spec: sect-rte-grandpa-auth
TEST_F(GrandpaTest, GenesisHasTheKeysOfTheValidators) {
    EXPECT_EQ(Grandpa::grandpa_authorities(), authorities());
    EXPECT_FALSE(host::get(as_bytes(":grandpa_authorities"))) << "they stand in the pallet alone";
    EXPECT_EQ(kStore.CurrentSetId.find(), 0u);
    EXPECT_EQ(kStore.SetIdSession.get(0), 0u);
}

TEST_F(GrandpaTest, SessionWithoutAChangeKeepsTheSet) {
    block(epoch_slot(0));
    begin_block(epoch_slot(1));
    EXPECT_EQ(Grandpa::current_set_id(), 0u);
    EXPECT_EQ(kStore.SetIdSession.get(0), 1u) << "the set acts in this session too";
    end_block();
    EXPECT_TRUE(grandpa_logs().empty());
}

// Spec: defn-consensus-message-grandpa. A change without delay is signalled and enacted by the block that makes it.
TEST_F(GrandpaTest, ChangedSessionChangesTheAuthoritiesAtOnce) {
    block(epoch_slot(0));
    make_ok(signed_by(kAlice), Session::set_keys{with_grandpa(alice.keys, 9), {}});
    block(epoch_slot(1));
    EXPECT_EQ(Grandpa::current_set_id(), 0u);
    begin_block(epoch_slot(2));
    AuthorityList changed = authorities();
    changed[0].first._0._0.fill(9);
    EXPECT_EQ(Grandpa::current_set_id(), 1u);
    EXPECT_EQ(kStore.SetIdSession.get(1), 2u);
    EXPECT_TRUE(kStore.PendingChange.exists());
    EXPECT_EQ(Grandpa::grandpa_authorities(), authorities()) << "not before the end of the block";
    end_block();
    EXPECT_EQ(Grandpa::grandpa_authorities(), changed);
    EXPECT_FALSE(kStore.PendingChange.exists());
    ASSERT_EQ(grandpa_logs().size(), 1u);
    const auto log = std::get<ConsensusLog::Scheduled>(grandpa_logs()[0].v)._0;
    EXPECT_EQ(log.next_authorities, changed);
    EXPECT_EQ(log.delay, 0u);
}

TEST_F(GrandpaTest, ScheduledChangeTakesEffectAfterItsDelay) {
    const AuthorityList next = {{bob.keys.grandpa, 1}};
    begin_block(kFirstSlot);
    ASSERT_TRUE(Grandpa::schedule_change(next, 2, std::nullopt));
    EXPECT_EQ(Grandpa::schedule_change(next, 0, std::nullopt), DispatchResult(Error::ChangePending));
    end_block();
    EXPECT_EQ(grandpa_logs().size(), 1u);
    begin_block(kFirstSlot + 1);
    end_block();
    EXPECT_EQ(grandpa_logs().size(), 0u) << "signalled once";
    EXPECT_EQ(Grandpa::grandpa_authorities(), authorities());
    begin_block(kFirstSlot + 2);
    end_block();
    EXPECT_EQ(Grandpa::grandpa_authorities(), next);
    EXPECT_FALSE(kStore.PendingChange.exists());
}

// Pallet: grandpa. Finality stands still: the next session begins with a forced change.
TEST_F(GrandpaTest, StallForcesAChangeWithTheNextSession) {
    block(epoch_slot(0));
    make_error(signed_by(kAlice), Grandpa::note_stalled{2, 5}, kBadOrigin);
    make_ok(root(), Grandpa::note_stalled{2, 5});
    EXPECT_EQ(kStore.Stalled.get(), std::pair(2u, 5u));
    begin_block(epoch_slot(1));
    EXPECT_FALSE(kStore.Stalled.exists());
    EXPECT_EQ(Grandpa::current_set_id(), 1u) << "though nothing about the validators has changed";
    const BlockNumber now = System::block_number();
    EXPECT_EQ(kStore.NextForced.get(), now + 4);
    end_block();
    ASSERT_EQ(grandpa_logs().size(), 1u);
    const auto log = std::get<ConsensusLog::Forced>(grandpa_logs()[0].v);
    EXPECT_EQ(log.median_last_finalized, 5u);
    EXPECT_EQ(log._1.delay, 2u);
    EXPECT_EQ(log._1.next_authorities, authorities());

    // It is under way: another session changes no set.
    make_ok(root(), Grandpa::note_stalled{2, 5});
    block(epoch_slot(2));
    EXPECT_EQ(Grandpa::current_set_id(), 1u);
    EXPECT_EQ(kStore.SetIdSession.get(1), 2u);
}

TEST_F(GrandpaTest, ForcedChangesKeepTwiceTheirDelayApart) {
    begin_block(kFirstSlot);
    ASSERT_TRUE(Grandpa::schedule_change(authorities(), 1, 0));
    EXPECT_EQ(kStore.NextForced.get(), 3u);
    next_block();
    next_block();
    ASSERT_FALSE(kStore.PendingChange.exists());
    ASSERT_EQ(System::block_number(), 3u);
    kStore.NextForced.put(4);
    EXPECT_EQ(Grandpa::schedule_change(authorities(), 1, 0), DispatchResult(Error::TooSoon));
    ASSERT_TRUE(Grandpa::schedule_change(authorities(), 0, std::nullopt)) << "others may be scheduled";
    next_block();
    ASSERT_TRUE(Grandpa::schedule_change(authorities(), 1, 0));
    end_block();
}

TEST_F(GrandpaTest, AuthoritiesPauseAndGoOn) {
    begin_block(kFirstSlot);
    EXPECT_EQ(Grandpa::schedule_resume(1), DispatchResult(Error::ResumeFailed));
    ASSERT_TRUE(Grandpa::schedule_pause(1));
    EXPECT_EQ(Grandpa::schedule_pause(1), DispatchResult(Error::PauseFailed));
    end_block();
    ASSERT_EQ(grandpa_logs().size(), 1u);
    EXPECT_EQ(std::get<ConsensusLog::Pause>(grandpa_logs()[0].v).delay, 1u);
    begin_block(kFirstSlot + 1);
    EXPECT_EQ(kStore.State.get(), (State{State::PendingPause{1, 1}}));
    System::reset_events();
    end_block();
    EXPECT_EQ(kStore.State.get(), State{State::Paused{}});

    begin_block(kFirstSlot + 2);
    ASSERT_TRUE(Grandpa::schedule_resume(0));
    System::reset_events();
    System::storage.ExecutionPhase.put({frame_system::Phase::Finalization{}});
    Grandpa::on_finalize(System::block_number());
    EXPECT_TRUE(saw(event<Grandpa>(Event::Resumed{})));
    EXPECT_EQ(kStore.State.get(), State{State::Live{}});
}

TEST_F(GrandpaTest, SessionsOfOldSetsAreForgotten) {
    constexpr uint64_t kKept = GrandpaConfig::kConstants.MaxSetIdSessionEntries;
    begin_block(kFirstSlot);
    for (SetId set = 0; set < kKept; ++set) kStore.SetIdSession.put(set, static_cast<SessionIndex>(set));
    kStore.CurrentSetId.put(kKept - 1);
    Grandpa::on_new_session(true, {}, {});
    EXPECT_EQ(Grandpa::current_set_id(), kKept);
    EXPECT_FALSE(kStore.SetIdSession.exists(0));
    EXPECT_TRUE(kStore.SetIdSession.exists(1));
    kStore.PendingChange.remove();
}

// Reports.

TEST_F(GrandpaTest, ReportOfTwoVotesIsRecordedAndFree) {
    block(kFirstSlot);
    const RuntimeCall report = Grandpa::report_equivocation{equivocation(3, 0), membership()};
    EXPECT_EQ(report.info().weight,
              sdk::kDefaultWeights<pallet_grandpa::Weights>.report_equivocation(3, kMaxNominators));
    const PostDispatchInfo info = make_ok(signed_by(kDave), report);
    EXPECT_EQ(info.pays_fee, Pays::No);
    EXPECT_TRUE(saw(event<Offences>(
        Offences::Event::Offence{{'g', 'r', 'a', 'n', 'd', 'p', 'a', ':', 'e', 'q', 'u', 'i', 'v', 'o', 'c', 'a'},
                                 scale::encode(std::pair(uint64_t{0}, uint64_t{3}))})));
    make_error(signed_by(kDave), report, Error::DuplicateOffenceReport);
    make_ok(signed_by(kDave), Grandpa::report_equivocation{equivocation(4, 0), membership()});
    make_error(root(), report, kBadOrigin);
}

// Spec: defn-sign-round-vote, defn-vote, defn-voter-equivocation. Stage, round and set are signed with the vote.
TEST_F(GrandpaTest, ReportMustShowTwoSignedVotes) {
    block(kFirstSlot);
    using Equivocation = sp_consensus_grandpa::Equivocation<Hash256, BlockNumber>;
    const auto refused = [&](SignedVote first, SignedVote second, SetId set = 0) {
        const EquivocationProof proof{set, {Equivocation::Prevote{{3, alice.keys.grandpa, first, second}}}};
        make_error(signed_by(kDave), Grandpa::report_equivocation{proof, membership()},
                   Error::InvalidEquivocationProof);
    };
    refused(vote(1, 3, 0), vote(1, 3, 0));        // the same vote
    refused(vote(1, 3, 0), vote(2, 4, 0));        // of another round
    refused(vote(1, 3, 0), vote(2, 3, 1));        // of another set
    refused(vote(1, 3, 0), vote(2, 3, 0, 1));     // by another voter
    refused(vote(1, 3, 0), vote(2, 3, 0, 0, 1));  // of another stage
    refused(vote(1, 3, 1), vote(2, 3, 1), 1);     // a set that is not there yet

    using Precommit = finality_grandpa::Precommit<Hash256, BlockNumber>;
    const auto precommit = [&](uint8_t mark) {
        const auto [vote, signature] = this->vote(mark, 3, 0, 0, 1);
        return std::pair(Precommit{vote.target_hash, vote.target_number}, signature);
    };
    const EquivocationProof precommits{0,
                                       {Equivocation::Precommit{{3, alice.keys.grandpa, precommit(1), precommit(2)}}}};
    make_ok(signed_by(kDave), Grandpa::report_equivocation{precommits, membership()});
}

TEST_F(GrandpaTest, ReportMustBeOfASessionOfTheSet) {
    block(epoch_slot(0));
    const MembershipProof of_session_0 = membership();
    block(epoch_slot(1), 1);
    const MembershipProof of_session_1 = membership();
    make_ok(root(), Grandpa::note_stalled{0, 0});
    block(epoch_slot(2), 1);
    const MembershipProof of_session_2 = membership();
    ASSERT_EQ(Grandpa::current_set_id(), 1u);  // set 0 acted in the sessions 0 and 1

    const auto report = [&](SetId set, uint64_t round, const MembershipProof& proof) {
        return Grandpa::report_equivocation{equivocation(round, set), proof};
    };
    make_error(signed_by(kDave), report(0, 1, of_session_2), Error::InvalidEquivocationProof);
    make_error(signed_by(kDave), report(1, 1, of_session_1), Error::InvalidEquivocationProof);
    make_error(signed_by(kDave), report(7, 1, of_session_2), Error::InvalidEquivocationProof);
    make_ok(signed_by(kDave), report(0, 1, of_session_0));
    make_ok(signed_by(kDave), report(0, 2, of_session_1));
    make_ok(signed_by(kDave), report(1, 1, of_session_2));
    auto wrong = of_session_0;
    wrong.validator_count = 1;
    make_error(signed_by(kDave), report(0, 9, wrong), Error::InvalidKeyOwnershipProof);
}

TEST_F(GrandpaTest, PoolTakesUnsignedReportsOfTheNodeOnly) {
    block(kFirstSlot);
    begin_block(kFirstSlot + 1, 1);
    const RuntimeCall report = Grandpa::report_equivocation_unsigned{equivocation(3, 0), membership()};
    const auto refusal = [](const auto& result) { return scale::encode(result.error()); };
    const auto encoded = [](TransactionValidityError error) { return scale::encode(error); };
    const auto valid = Grandpa::validate_unsigned(TransactionSource::Local, report);
    ASSERT_TRUE(valid);
    EXPECT_EQ(valid->provides,
              std::vector<Bytes>{concat(Bytes{19 * 4}, as_bytes("GrandpaEquivocation"), alice.keys.grandpa._0._0,
                                        scale::encode(std::pair(uint64_t{0}, uint64_t{3})))});
    EXPECT_FALSE(valid->propagate);
    EXPECT_EQ(refusal(Grandpa::validate_unsigned(TransactionSource::External, report)),
              encoded(InvalidTransaction::Call{}));
    EXPECT_EQ(refusal(Grandpa::pre_dispatch(Grandpa::note_stalled{})), encoded(InvalidTransaction::Call{}));
    EXPECT_EQ(refusal(Grandpa::pre_dispatch(Grandpa::report_equivocation_unsigned{equivocation(3, 0), {0, {}, 9}})),
              encoded(InvalidTransaction::BadProof{}));
    make_error(signed_by(kDave), report, kBadOrigin);
    make_ok(none(), report);
    auto reports = Offences::storage.Reports.iter();
    EXPECT_EQ(reports.next()->second.reporters, std::vector{kBob}) << "the author of the block";
    EXPECT_EQ(refusal(Grandpa::pre_dispatch(report)), encoded(InvalidTransaction::Stale{}));

    EXPECT_TRUE(Grandpa::submit_unsigned_equivocation_report(equivocation(3, 0), membership()));
    EXPECT_EQ(native::state().submitted.at(0), scale::encode(concat(Bytes{5}, scale::encode(report))));
}

}  // namespace
}  // namespace serinus::pallet_grandpa
