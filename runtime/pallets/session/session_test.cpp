// Sessions: who validates with which keys, and when that changes.
#include "runtime/pallets/session/session.hpp"

#include "runtime/mock/chain_test.hpp"
#include "runtime/pallets/session/periodic_sessions.hpp"

namespace serinus::pallet_session {
namespace {

using namespace mock::validators;
using mock::validators::Grandpa;
using mock::validators::Historical;
using mock::validators::Session;
using mock::validators::System;
using Error = Session::Error;
using Event = Session::Event;

std::vector<AccountId> queued_validators() {
    std::vector<AccountId> out;
    for (const auto& [validator, _] : Session::storage.QueuedKeys.get()) out.push_back(validator);
    return out;
}

using SessionTest = Chain;

RuntimeCall set(const SessionKeys& keys) { return Session::set_keys{keys, {}}; }

// Pallet: session. Keys belong to one validator, and keep its account alive.
TEST_F(SessionTest, SettingKeysClaimsEachOfThem) {
    const TestValidator dave = TestValidator::make(kDave, 4);
    make_ok(signed_by(kDave), set(dave.keys));
    EXPECT_EQ(Session::load_keys(kDave), dave.keys);
    const auto raw = session_keys::raw(dave.keys);
    for (size_t i = 0; i < raw.size(); ++i)
        EXPECT_EQ(Session::key_owner(session_keys::kTypes<SessionKeys>[i], raw[i]), kDave);
    EXPECT_EQ(System::consumers(kDave), 1u);
    expect_events({});

    // Other keys take the place of the old ones; the account counts once.
    SessionKeys other = dave.keys;
    other.babe._0._0.fill(7);
    make_ok(signed_by(kDave), set(other));
    EXPECT_EQ(Session::key_owner(key_types::kBabe, dave.keys.babe._0._0), std::nullopt);
    EXPECT_EQ(Session::key_owner(key_types::kBabe, other.babe._0._0), kDave);
    EXPECT_EQ(System::consumers(kDave), 1u);
}

TEST_F(SessionTest, NobodyTakesAnothersKey) {
    SessionKeys keys = TestValidator::make(kDave, 4).keys;
    keys.beefy = bob.keys.beefy;
    make_error(signed_by(kDave), set(keys), Error::DuplicatedKey);
    make_ok(signed_by(kBob), Session::purge_keys{});
    make_ok(signed_by(kDave), set(keys));
}

TEST_F(SessionTest, SettingKeysTakesAnAccountThatLives) {
    make_error(signed_by(account(0x77)), set(TestValidator::make(kDave, 4).keys), Error::NoAccount);
    make_error(root(), set(alice.keys), kBadOrigin);
    make_error(none(), set(alice.keys), kBadOrigin);
}

TEST_F(SessionTest, PurgingForgetsTheKeys) {
    make_ok(signed_by(kBob), Session::purge_keys{});
    EXPECT_FALSE(Session::is_registered(kBob));
    EXPECT_EQ(System::consumers(kBob), 0u);
    make_error(signed_by(kBob), Session::purge_keys{}, Error::NoKeys);
    make_error(root(), Session::purge_keys{}, kBadOrigin);
}

// Any account may have keys; it validates if it is elected.
TEST_F(SessionTest, AnAccountSetsKeysForItself) {
    Staking::storage.Ledger.remove(kEve);
    Staking::storage.Bonded.remove(kEve);
    const TestValidator eve = TestValidator::make(kEve, 5);
    make_ok(signed_by(kEve), set(eve.keys));
    EXPECT_EQ(Session::load_keys(kEve), eve.keys);
    EXPECT_EQ(System::consumers(kEve), 1u);
    make_ok(signed_by(kEve), Session::purge_keys{});
    EXPECT_EQ(System::consumers(kEve), 0u);
}

TEST_F(SessionTest, GenesisStartsWithTheConfiguredValidators) {
    EXPECT_EQ(Session::validators(), (std::vector{kAlice, kBob, kCharlie}));
    EXPECT_EQ(queued_validators(), Session::validators());
    EXPECT_EQ(Session::current_index(), 0u);
    EXPECT_FALSE(Session::storage.QueuedChanged.get());
    for (const AccountId& who : {kAlice, kBob, kCharlie}) EXPECT_EQ(System::consumers(who), 1u);
}

TEST_F(SessionTest, EndsWithTheEpochAndFillsTheBlock) {
    block(epoch_slot(0));
    const Weight usual = begin_block(epoch_slot(1) - 1);
    end_block();
    EXPECT_EQ(Session::current_index(), 0u);
    const Weight of_rotation = begin_block(epoch_slot(1));
    EXPECT_EQ(of_rotation, usual.saturating_add(System::Config::kBlockWeights.max_block));
    EXPECT_EQ(Session::current_index(), 1u);
    EXPECT_TRUE(saw_at_initialization(event<Session>(Event::NewSession{1})));
    end_block();
}

// Pallet: session. Keys are queued for a whole session before they are used.
TEST_F(SessionTest, NewKeysWaitForASession) {
    block(epoch_slot(0));
    SessionKeys keys = alice.keys;
    keys.babe._0._0.fill(7);
    make_ok(signed_by(kAlice), set(keys));

    const auto babe_keys = [] {
        std::vector<sp_consensus_babe::AuthorityId> out;
        for (const auto& [key, _] : Babe::storage.Authorities.get()) out.push_back(key);
        return out;
    };
    block(epoch_slot(1), 1);
    EXPECT_EQ(Session::storage.QueuedKeys.get()[0].second, keys);
    EXPECT_TRUE(Session::storage.QueuedChanged.get());
    EXPECT_EQ(babe_keys()[0], alice.keys.babe) << "the old key is in force";
    block(epoch_slot(2), 1);
    EXPECT_EQ(babe_keys()[0], keys.babe);
    EXPECT_FALSE(Session::storage.QueuedChanged.get());
}

TEST_F(SessionTest, WhoHasNoKeysLeavesWithTheSessionAfterTheNext) {
    block(epoch_slot(0));
    make_ok(signed_by(kBob), Session::purge_keys{});
    block(epoch_slot(1));
    EXPECT_EQ(Session::validators(), (std::vector{kAlice, kBob, kCharlie}));
    EXPECT_EQ(queued_validators(), (std::vector{kAlice, kCharlie}));
    block(epoch_slot(2));
    EXPECT_EQ(Session::validators(), (std::vector{kAlice, kCharlie}));
}

// Pallet: session. Disabling lasts until the set of validators changes.
TEST_F(SessionTest, DisabledValidatorsAreSortedAndForgottenWithTheSet) {
    block(epoch_slot(0));
    EXPECT_TRUE(Session::disable_index(2));
    EXPECT_TRUE(Session::disable(kAlice));
    EXPECT_FALSE(Session::disable(kDave)) << "no validator";
    EXPECT_FALSE(Session::disable_index(3));
    EXPECT_EQ(Session::disabled_validators(), (std::vector<uint32_t>{0, 2}));
    EXPECT_TRUE(Session::is_disabled(0) && !Session::is_disabled(1) && Session::is_disabled(2));

    block(epoch_slot(1), 1);
    EXPECT_TRUE(Session::is_disabled(2)) << "nothing has changed";
    make_ok(signed_by(kBob), Session::purge_keys{});
    block(epoch_slot(2), 1);
    EXPECT_TRUE(Session::is_disabled(2)) << "queued, not in force";
    block(epoch_slot(3), 1);
    EXPECT_EQ(Session::disabled_validators(), std::vector<uint32_t>{});
}

// Observed: pallet-session 42: validators are compared place by place, so that nobody notices when the last of them
// leaves.
TEST_F(SessionTest, SetWithoutItsLastValidatorCountsAsTheSame) {
    block(epoch_slot(0));
    make_ok(signed_by(kCharlie), Session::purge_keys{});
    block(epoch_slot(1), 1);
    EXPECT_EQ(queued_validators(), (std::vector{kAlice, kBob}));
    EXPECT_FALSE(Session::storage.QueuedChanged.get());
}

TEST_F(SessionTest, DisablingReachesTheEngines) {
    begin_block(epoch_slot(0));
    Session::disable_index(1);
    const auto babe = logs<sp_consensus_babe::ConsensusLog>(primitives::kBabeEngine);
    const auto grandpa = logs<sp_consensus_grandpa::ConsensusLog>(primitives::kGrandpaEngine);
    ASSERT_EQ(babe.size(), 2u);  // the first block announces an epoch
    EXPECT_EQ(std::get<sp_consensus_babe::ConsensusLog::OnDisabled>(babe[1].v)._0, 1u);
    ASSERT_EQ(grandpa.size(), 1u);
    EXPECT_EQ(std::get<sp_consensus_grandpa::ConsensusLog::OnDisabled>(grandpa[0].v)._0, 1u);
}

// Pallet: session (PeriodicSessions). The first session has the offset's length, the others that of the period.
TEST(PeriodicSessionsTest, EndAfterAFixedNumberOfBlocks) {
    using Sessions = PeriodicSessions<10, 3>;
    static_assert(SessionEstimates<Sessions>);
    std::vector<BlockNumber> ends;
    for (BlockNumber now = 0; now < 30; ++now) {
        if (Sessions::should_end_session(now)) ends.push_back(now);
    }
    EXPECT_EQ(ends, (std::vector<BlockNumber>{3, 13, 23}));
    EXPECT_EQ(Sessions::average_session_length(), 10u);
    const auto next = [](BlockNumber now) { return *Sessions::estimate_next_session_rotation(now).first; };
    EXPECT_EQ(next(0), 3u);
    EXPECT_EQ(next(3), 3u);
    EXPECT_EQ(next(4), 13u);
    EXPECT_EQ(next(13), 23u);
    const auto progress = [](BlockNumber now) { return *Sessions::estimate_current_session_progress(now).first; };
    EXPECT_EQ(progress(2), Permill::from_percent(100));
    EXPECT_EQ(progress(3), Permill::from_percent(10));
    EXPECT_EQ(progress(12), Permill::from_percent(100));
    EXPECT_TRUE((PeriodicSessions<5>::should_end_session(0)));
}

}  // namespace
}  // namespace serinus::pallet_session
