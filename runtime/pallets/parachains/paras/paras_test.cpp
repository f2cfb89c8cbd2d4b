// Paras, read as a specification. Pallet: paras
#include "runtime/mock/relay_test.hpp"

namespace serinus::polkadot_runtime_parachains::paras {
namespace {

using namespace mock::relay;
using mock::relay::Configuration;
using mock::relay::Paras;
using mock::relay::ParasShared;
using Event = Paras::Event;
using Error = Paras::Error;
using polkadot_primitives::v5::ValidatorId;

constexpr ParaId kPara{2000}, kOther{2001};
const ValidationCode kOld{Bytes(9, 1)}, kNew{Bytes(10, 2)}, kThird{Bytes(9, 3)};
const HeadData kHead{{7, 7}};

class ParasTest : public World {
  protected:
    void SetUp() override {
        World::SetUp();
        Configuration::Host config;
        config.code_retention_period = 10;
        config.validation_upgrade_delay = 5;
        config.validation_upgrade_cooldown = 7;
        config.minimum_validation_upgrade_delay = 3;
        Configuration::storage.ActiveConfig.put(config);
        ParasShared::storage.ActiveValidatorKeys.put(std::vector<ValidatorId>(4));
        Paras::build({.paras = {{kPara, {kHead, kOld, true}}}});
    }
    void TearDown() override {
        EXPECT_TRUE(Paras::try_state());
        World::TearDown();
    }
    /// Begins the next session, and gives the paras that it ends.
    static std::vector<ParaId> next_session() {
        initializer::SessionChange change;
        change.session_index = ParasShared::session_index() + 1;
        change.validators.resize(4);
        change.new_config = Configuration::config();
        ParasShared::storage.CurrentSessionIndex.put(change.session_index);
        std::vector<ParaId> outgoing;
        Paras::initializer_on_new_session(change, outgoing);
        return outgoing;
    }
    static void block(BlockNumber number) {
        go_to(number);
        Paras::initializer_initialize(number);
        Paras::initializer_finalize(number);
    }
    static void trust(const ValidationCode& code) { make_ok(root(), Paras::add_trusted_validation_code{code}); }
    static uint32_t references(const ValidationCode& code) { return Paras::storage.CodeByHashRefs.get(code.hash()); }
};

TEST_F(ParasTest, BeginWithTheGenesis) {
    EXPECT_EQ(Paras::lifecycle(kPara), ParaLifecycle::Parachain);
    EXPECT_EQ(Paras::storage.Parachains.get(), std::vector<ParaId>{kPara});
    EXPECT_EQ(Paras::current_code(kPara), kOld);
    EXPECT_EQ(Paras::storage.MostRecentContext.get(kPara), 0u);
    EXPECT_THROW(Paras::build({.paras = {{kOther, {}}}}), native::Panic);
}

TEST_F(ParasTest, OnboardTwoSessionsLaterIfTheirCodeIsKnown) {
    EXPECT_EQ(Paras::schedule_para_initialize(kOther, {kHead, {}, false}).error(), Error::CannotOnboard);
    ASSERT_TRUE(Paras::schedule_para_initialize(kOther, {kHead, kOld, false}));
    EXPECT_EQ(Paras::schedule_para_initialize(kOther, {kHead, kOld, false}).error(), Error::CannotOnboard);
    EXPECT_EQ(Paras::lifecycle(kOther), ParaLifecycle::Onboarding);
    EXPECT_FALSE(Paras::is_valid_para(kOther));
    EXPECT_EQ(references(kOld), 2u);
    next_session();
    EXPECT_EQ(Paras::lifecycle(kOther), ParaLifecycle::Onboarding);
    next_session();
    EXPECT_EQ(Paras::lifecycle(kOther), ParaLifecycle::Parathread);
    EXPECT_EQ(Paras::storage.Heads.get(kOther), kHead);
    EXPECT_EQ(Paras::storage.Parachains.get(), std::vector<ParaId>{kPara}) << "a parathread has no core";
}

TEST_F(ParasTest, DoNotOnboardIfNobodyVotesOnTheirCode) {
    ASSERT_TRUE(Paras::schedule_para_initialize(kOther, {kHead, kNew, true}));
    EXPECT_EQ(Paras::storage.PvfActiveVoteList.get(), std::vector{kNew.hash()});
    next_session();
    EXPECT_TRUE(Paras::storage.PvfActiveVoteMap.exists(kNew.hash()));
    next_session();
    EXPECT_EQ(Paras::lifecycle(kOther), std::nullopt);
    EXPECT_EQ(references(kNew), 0u);
    EXPECT_FALSE(Paras::storage.CodeByHash.exists(kNew.hash()));
}

TEST_F(ParasTest, ChangeTheirKindAndEndTwoSessionsLater) {
    ASSERT_TRUE(Paras::schedule_parachain_downgrade(kPara));
    EXPECT_EQ(Paras::schedule_parachain_downgrade(kPara).error(), Error::CannotDowngrade);
    EXPECT_EQ(Paras::schedule_para_cleanup(kPara).error(), Error::CannotOffboard);
    EXPECT_TRUE(Paras::is_parachain(kPara)) << "until then";
    next_session();
    next_session();
    EXPECT_TRUE(Paras::is_parathread(kPara));
    EXPECT_TRUE(Paras::storage.Parachains.get().empty());

    ASSERT_TRUE(Paras::schedule_parathread_upgrade(kPara));
    EXPECT_EQ(Paras::schedule_parathread_upgrade(kOther).error(), Error::NotRegistered);
    make_ok(root(), Paras::force_queue_action{kPara});
    next_session();
    EXPECT_EQ(Paras::storage.Parachains.get(), std::vector<ParaId>{kPara}) << "a session earlier";
    next_session();  // for which the upgrade was planned

    ASSERT_TRUE(Paras::schedule_para_cleanup(kPara));
    EXPECT_TRUE(Paras::schedule_para_cleanup(kOther)) << "there is nothing to clean up";
    EXPECT_TRUE(Paras::is_offboarding(kPara));
    next_session();
    EXPECT_EQ(next_session(), std::vector<ParaId>{kPara});
    EXPECT_FALSE(Paras::storage.Heads.exists(kPara));
    EXPECT_EQ(references(kOld), 1u) << "disputes may need the code";
    block(12);
    EXPECT_EQ(references(kOld), 0u);
    EXPECT_FALSE(Paras::storage.PastCodeMeta.exists(kPara));
}

TEST_F(ParasTest, UpgradeTheirCodeAfterVoteAndDelay) {
    System::reset_events();
    Paras::schedule_code_upgrade(kPara, kNew, 4, Configuration::config());
    expect_events({event<Paras>(Event::PvfCheckStarted{kNew.hash(), kPara})});
    EXPECT_EQ(Paras::storage.UpgradeRestrictionSignal.get(kPara), UpgradeRestriction::Present);
    EXPECT_EQ(Paras::storage.UpgradeCooldowns.get(), (Paras::Schedule{{kPara, 11}}));
    EXPECT_EQ(Paras::schedule_code_upgrade_external(kPara, kThird).error(), Error::CannotUpgradeCode);
    make_ok(root(), Paras::force_schedule_code_upgrade{kPara, kThird, 4});
    EXPECT_EQ(Paras::storage.FutureCodeHash.get(kPara), kNew.hash()) << "one at a time";

    go_to(8);
    trust(kNew);
    EXPECT_EQ(Paras::storage.FutureCodeUpgrades.get(kPara), 11u) << "max(4 + 5, 8 + 3)";
    block(10);
    EXPECT_FALSE(Paras::storage.UpgradeGoAheadSignal.exists(kPara));
    block(11);
    EXPECT_EQ(Paras::storage.UpgradeGoAheadSignal.get(kPara), UpgradeGoAhead::GoAhead);
    EXPECT_FALSE(Paras::storage.UpgradeRestrictionSignal.exists(kPara)) << "the cooldown is over";

    Paras::note_new_head(kPara, kHead, 10);
    EXPECT_EQ(Paras::current_code(kPara), kOld) << "the candidate did not know";
    Paras::note_new_head(kPara, kHead, 11);
    EXPECT_EQ(Paras::current_code(kPara), kNew);
    EXPECT_FALSE(Paras::storage.UpgradeGoAheadSignal.exists(kPara));
    EXPECT_EQ(Paras::storage.PastCodeHash.get({kPara, 11}), kOld.hash());
    block(21);
    EXPECT_EQ(references(kOld), 1u);
    block(22);
    EXPECT_EQ(references(kOld), 0u);
    EXPECT_EQ(Paras::storage.PastCodeMeta.get(kPara).last_pruned, 11u);
}

TEST_F(ParasTest, GetWhatRootHasScheduledWithoutTheirDoing) {
    make_ok(root(), Paras::force_schedule_code_upgrade{kPara, kNew, 4});
    expect_events(
        {event<Paras>(Event::PvfCheckStarted{kNew.hash(), kPara}), event<Paras>(Event::CodeUpgradeScheduled{kPara})});
    go_to(8);
    trust(kNew);
    EXPECT_FALSE(Paras::storage.FutureCodeUpgrades.exists(kPara));
    EXPECT_EQ(Paras::storage.FutureCodeUpgradesAt.get(), (Paras::Schedule{{kPara, 11}})) << "max(4 + 5, 8 + 3)";
    block(10);
    EXPECT_EQ(Paras::current_code(kPara), kOld);
    block(11);
    EXPECT_EQ(Paras::current_code(kPara), kNew);
    EXPECT_FALSE(Paras::storage.UpgradeGoAheadSignal.exists(kPara));
}

TEST_F(ParasTest, UpgradeSoonerForMoney) {
    make_ok(root(), Paras::force_schedule_code_upgrade{kPara, kNew, 1});
    EXPECT_EQ(Paras::storage.UpgradeCooldowns.get(), (Paras::Schedule{{kPara, 8}}));
    constexpr Balance kCost = 7 * mock::relay::ParasConfig::kCooldownRemovalMultiplier;
    EXPECT_EQ(Paras::remove_upgrade_cooldown_cost{kPara}(), kCost);
    make_ok(signed_by(kAlice), Paras::remove_upgrade_cooldown{kPara});
    EXPECT_EQ(Paras::remove_upgrade_cooldown_cost{kPara}(), 0u);
    EXPECT_TRUE(saw<Paras>(Event::UpgradeCooldownRemoved{kPara}));
    EXPECT_EQ(Balances::free_balance(kAlice), 1000 * kUnit - kCost);
    EXPECT_TRUE(Paras::storage.UpgradeCooldowns.get().empty());
    EXPECT_FALSE(Paras::storage.UpgradeRestrictionSignal.exists(kPara));
}

TEST_F(ParasTest, GetCodeFromAnybodyIfRootHasAuthorizedIt) {
    const auto authorize = [] { return Paras::authorize_force_set_current_code_hash{kPara, kNew.hash(), 5}; };
    make_error(signed_by(kAlice), authorize(), kBadOrigin);
    make_ok(root(), authorize());
    make_error(signed_by(kAlice), Paras::apply_authorized_force_set_current_code{kPara, kThird}, Error::Unauthorized);
    make_ok(signed_by(kAlice), Paras::apply_authorized_force_set_current_code{kPara, kNew});
    EXPECT_EQ(Paras::current_code(kPara), kNew);
    make_error(signed_by(kAlice), Paras::apply_authorized_force_set_current_code{kPara, kNew},
               Error::NothingAuthorized);

    make_ok(root(), authorize());
    block(5);
    EXPECT_TRUE(Paras::storage.AuthorizedCodeHash.exists(kPara));
    block(6);
    EXPECT_FALSE(Paras::storage.AuthorizedCodeHash.exists(kPara));
}

TEST_F(ParasTest, HearThatTheirCodeWasRejected) {
    make_ok(root(), Paras::force_schedule_code_upgrade{kPara, kNew, 1});
    next_session();
    next_session();
    EXPECT_EQ(Paras::storage.UpgradeGoAheadSignal.get(kPara), UpgradeGoAhead::Abort);
    EXPECT_FALSE(Paras::storage.FutureCodeHash.exists(kPara));
    Paras::note_new_head(kPara, kHead, 3);
    EXPECT_FALSE(Paras::storage.UpgradeGoAheadSignal.exists(kPara)) << "the para has seen it";
}

TEST_F(ParasTest, KeepTrustedCodeUntilSomebodyPokesIt) {
    trust(kNew);
    EXPECT_TRUE(Paras::storage.CodeByHash.exists(kNew.hash()));
    make_ok(root(), Paras::force_set_current_code{kPara, kNew});
    make_ok(root(), Paras::poke_unused_validation_code{kNew.hash()});
    EXPECT_EQ(Paras::current_code(kPara), kNew) << "it is in use";
    trust(kThird);
    make_ok(root(), Paras::poke_unused_validation_code{kThird.hash()});
    EXPECT_FALSE(Paras::storage.CodeByHash.exists(kThird.hash()));
}

TEST(PvfVote, NeedsTwoThirdsToAcceptAndAThirdToReject) {
    PvfCheckActiveVoteState<BlockNumber> vote;
    vote.reinitialize_ballots(10);
    EXPECT_EQ(vote.has_vote(9), false);
    EXPECT_EQ(vote.has_vote(10), std::nullopt);
    for (size_t i = 0; i < 6; ++i) vote.votes_accept.set(i, true);
    EXPECT_EQ(vote.quorum(10), std::nullopt);
    for (size_t i = 6; i < 9; ++i) vote.votes_reject.set(i, true);
    EXPECT_EQ(vote.quorum(10), std::nullopt);
    vote.votes_accept.set(9, true);
    EXPECT_EQ(vote.quorum(10), PvfCheckOutcome::Accepted);
    vote.votes_accept.set(9, false);
    vote.votes_reject.set(9, true);
    EXPECT_EQ(vote.quorum(10), PvfCheckOutcome::Rejected);
}

}  // namespace
}  // namespace serinus::polkadot_runtime_parachains::paras
