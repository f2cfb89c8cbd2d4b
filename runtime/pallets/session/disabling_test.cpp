// Sessions: who is disabled is decided here, keys may have a deposit, and proofs of past keys
// have no node in vain. Observed: pallet-session 42
#include <map>

#include "runtime/mock/world_test.hpp"
#include "runtime/pallets/session/configured_validators.hpp"
#include "runtime/pallets/session/disabling.hpp"
#include "runtime/pallets/session/historical.ipp"
#include "runtime/pallets/session/periodic_sessions.hpp"
#include "runtime/pallets/session/session.ipp"

namespace serinus::pallet_session::disabling_chain {

using Session = Pallet<struct SessionConfig>;
using Historical = historical::Pallet<struct HistoricalConfig>;

struct SessionKeys {
    sp_consensus_babe::app::Public babe;
    sp_consensus_grandpa::app::Public grandpa;
    friend bool operator==(const SessionKeys&, const SessionKeys&) = default;
};

/// Has what is on hold in a map, and nobody more than a thousand.
struct Deposits {
    struct HoldReason {
        struct Session {
            pallet_session::pallet::HoldReason _0;
            friend bool operator==(Session, Session) = default;
        };
        scale::Enum<At<0, Session>> v;
        friend bool operator==(const HoldReason&, const HoldReason&) = default;
    };
    static inline std::map<AccountId, Balance> held;

    static Balance balance_on_hold(const HoldReason&, const AccountId& who) { return held[who]; }
    static DispatchResult hold(const HoldReason&, const AccountId& who, Balance amount) {
        ENSURE(held[who] + amount <= 1000, DispatchError(DispatchError::Token{TokenError::FundsUnavailable}));
        held[who] += amount;
        return {};
    }
    static ResultOf<Balance> release(const HoldReason&, const AccountId& who, Balance amount, Precision) {
        held[who] -= amount;
        return amount;
    }
};

/// Names those that a test has given.
struct Manager {
    using Validators = std::vector<std::pair<AccountId, Unit>>;
    static inline std::optional<Validators> next;

    static std::optional<Validators> new_session(SessionIndex) { return std::exchange(next, std::nullopt); }
    static std::optional<Validators> new_session_genesis(SessionIndex, std::span<const AccountId> configured) {
        Validators out;
        for (const AccountId& who : configured) out.emplace_back(who, Unit{});
        return out;
    }
    static void start_session(SessionIndex) {}
    static void end_session(SessionIndex) {}
};

struct IsValidator {
    static std::optional<Unit> convert(const AccountId& who);
};

/// Notes who was disabled.
struct Engine {
    static inline std::vector<uint32_t> disabled;
    static void on_genesis_session(const auto&) {}
    static void on_new_session(bool, const auto&, const auto&) {}
    static void on_before_session_ending() {}
    static void on_disabled(uint32_t index) { disabled.push_back(index); }
};

struct SessionConfig {
    static constexpr PalletInfo kInfo{8, "Session"};
    static constexpr Constants kConstants{.KeyDeposit = 300};
    using Keys = SessionKeys;
    using System = mock::System;
    using Currency = Deposits;
    using ValidatorIdOf = AccountIsValidator;
    using ShouldEndSession = PeriodicSessions<10>;
    using NextSessionRotation = PeriodicSessions<10>;
    using SessionManager = Historical;
    using SessionHandlers = List<Engine>;
    using DisablingStrategy = UpToLimitWithReEnabling<3>;
    static constexpr auto kWeights = kDefaultWeights<pallet_session::Weights>;
};

struct HistoricalConfig {
    static constexpr PalletInfo kInfo{34, "Historical"};
    using Session = disabling_chain::Session;
    using FullIdentification = Unit;
    using FullIdentificationOf = IsValidator;
    using SessionManager = Manager;
};

struct Runtime : mock::RuntimeOf<Session, Historical> {};

std::optional<Unit> IsValidator::convert(const AccountId& who) {
    const auto validators = Session::validators();
    return std::ranges::find(validators, who) == validators.end() ? std::nullopt : std::optional<Unit>(Unit{});
}

}  // namespace serinus::pallet_session::disabling_chain

SERINUS_PALLET(serinus::pallet_session::Pallet<serinus::pallet_session::disabling_chain::SessionConfig>)
SERINUS_PALLET(serinus::pallet_session::historical::Pallet<serinus::pallet_session::disabling_chain::HistoricalConfig>)
SERINUS_MOCK_RUNTIME(serinus::pallet_session::disabling_chain::Runtime)

namespace serinus::pallet_session {
namespace {

using disabling_chain::Deposits;
using disabling_chain::Engine;
using disabling_chain::Manager;
using ChainSession = disabling_chain::Session;
using ChainHistorical = disabling_chain::Historical;
using ChainEvent = ChainSession::Event;
using ChainHistoricalEvent = ChainHistorical::Event;

OffenceSeverity percent(uint32_t of_all) { return {Perbill::from_percent(of_all)}; }

disabling_chain::SessionKeys chain_keys(uint8_t seed) {
    disabling_chain::SessionKeys keys;
    keys.babe._0._0.fill(seed);
    keys.grandpa._0._0.fill(static_cast<uint8_t>(seed + 100));
    return keys;
}

/// Seven validate, account(1) to account(7); account(8) has keys.
class SessionDisablingTest : public mock::World<disabling_chain::Runtime> {
  protected:
    void SetUp() override {
        World::SetUp();
        Deposits::held.clear();
        Engine::disabled.clear();
        Manager::next.reset();
        ChainSession::Genesis genesis;
        for (uint8_t i = 1; i <= 7; ++i) genesis.keys.push_back({mock::account(i), mock::account(i), chain_keys(i)});
        genesis.non_authority_keys.push_back({mock::account(8), mock::account(8), chain_keys(8)});
        ChainSession::build(genesis);
        mock::System::reset_events();
    }
    static void rotate() {
        mock::System::reset_events();
        ChainSession::rotate_session();
    }
};

TEST(DisablingTest, TheLeastOffenderMakesRoomForAWorseOne) {
    using Strategy = UpToLimitWithReEnabling<3>;
    const std::vector<Disabled> two = {{1, percent(20)}, {4, percent(10)}};
    const auto decide = [&](std::optional<uint32_t> who, size_t validators, uint32_t of_all) {
        return Strategy::decision(who, validators, percent(of_all), two);
    };
    EXPECT_EQ(decide(std::nullopt, 10, 100), DisablingDecision()) << "no validator";
    EXPECT_EQ(decide(2, 10, 1), (DisablingDecision{2, std::nullopt})) << "there is room for three";
    EXPECT_EQ(decide(2, 9, 5), DisablingDecision());
    EXPECT_EQ(decide(2, 9, 10), (DisablingDecision{2, 4})) << "as bad is enough";
    EXPECT_EQ(decide(2, 9, 100), (DisablingDecision{2, 4}));
    EXPECT_EQ(decide(1, 9, 20), DisablingDecision()) << "known, and not worse";
    EXPECT_EQ(decide(1, 9, 21), (DisablingDecision{1, std::nullopt}));
    EXPECT_EQ(Strategy::decision(0, 3, percent(100), {}), DisablingDecision()) << "of three none";
    const std::vector<Disabled> equal = {{1, percent(10)}, {4, percent(10)}};
    EXPECT_EQ(Strategy::decision(2, 7, percent(10), equal), (DisablingDecision{2, 1})) << "the first of equals";
    EXPECT_EQ(Strategy::disable_limit(0), 0u);
    EXPECT_EQ(Strategy::disable_limit(4), 1u);
}

TEST_F(SessionDisablingTest, AnOffenceDisablesAndReenables) {
    ChainSession::report_offence(mock::account(5), percent(20));
    ChainSession::report_offence(mock::account(2), percent(10));
    ChainSession::report_offence(mock::account(2), percent(15));
    EXPECT_EQ(ChainSession::storage.DisabledValidators.get(),
              (std::vector<Disabled>{{1, percent(15)}, {4, percent(20)}}));
    ChainSession::report_offence(mock::account(7), percent(14));
    ChainSession::report_offence(mock::account(8), percent(100));
    EXPECT_EQ(ChainSession::disabled_validators(), (std::vector<uint32_t>{1, 4}));
    ChainSession::report_offence(mock::account(7), percent(15));
    EXPECT_EQ(ChainSession::disabled_validators(), (std::vector<uint32_t>{4, 6}));
    EXPECT_TRUE(ChainSession::is_disabled(6) && !ChainSession::is_disabled(1));
    EXPECT_EQ(Engine::disabled, (std::vector<uint32_t>{4, 1, 6})) << "nobody is told who is enabled again";
    expect_events({mock::event<ChainSession>(ChainEvent::ValidatorDisabled{mock::account(5)}),
                   mock::event<ChainSession>(ChainEvent::ValidatorDisabled{mock::account(2)}),
                   mock::event<ChainSession>(ChainEvent::ValidatorDisabled{mock::account(7)}),
                   mock::event<ChainSession>(ChainEvent::ValidatorReenabled{mock::account(2)})});
    EXPECT_FALSE(ChainSession::reenable_index(1)) << "it is enabled";
    EXPECT_FALSE(ChainSession::reenable_index(7));
    EXPECT_FALSE(ChainSession::disable_index(7));
    EXPECT_TRUE(ChainSession::disable_index(4)) << "again, with the highest severity";
    EXPECT_EQ(ChainSession::storage.DisabledValidators.get()[0], (Disabled{4, percent(100)}));

    rotate();
    EXPECT_TRUE(ChainSession::is_disabled(4)) << "the set is the same";
    Manager::next = Manager::Validators{{mock::account(8), {}}, {mock::account(5), {}}};
    rotate();
    EXPECT_TRUE(ChainSession::is_disabled(4)) << "the new set is queued";
    rotate();
    EXPECT_EQ(ChainSession::disabled_validators(), std::vector<uint32_t>());
    EXPECT_EQ(ChainSession::validators(), (std::vector{mock::account(8), mock::account(5)}));
}

TEST_F(SessionDisablingTest, ThoseWithKeysAloneDoNotValidateYet) {
    EXPECT_EQ(ChainSession::validators().size(), 7u);
    EXPECT_EQ(ChainSession::load_keys(mock::account(8)), chain_keys(8));
}

TEST_F(SessionDisablingTest, ANewSetIsAnnounced) {
    rotate();
    expect_events({mock::event<ChainHistorical>(ChainHistoricalEvent::RootStored{2}),
                   mock::event<ChainSession>(ChainEvent::NewSession{1})});
    Manager::next = Manager::Validators{{mock::account(1), {}}};
    rotate();
    expect_events({mock::event<ChainHistorical>(ChainHistoricalEvent::RootStored{3}),
                   mock::event<ChainSession>(ChainEvent::NewQueued{}),
                   mock::event<ChainSession>(ChainEvent::NewSession{2})});
}

TEST_F(SessionDisablingTest, NewKeysTakeADepositThatComesBack) {
    const auto set = [](uint8_t seed) { return ChainSession::set_keys{chain_keys(seed), {}}; };
    make_ok(mock::signed_by(mock::kAlice), set(20));
    EXPECT_EQ(Deposits::held[mock::kAlice], 300u);
    EXPECT_EQ(mock::System::consumers(mock::kAlice), 1u);
    make_ok(mock::signed_by(mock::kAlice), set(21));
    EXPECT_EQ(Deposits::held[mock::kAlice], 300u) << "other keys, one deposit";
    make_ok(mock::signed_by(mock::kAlice), ChainSession::purge_keys{});
    EXPECT_EQ(Deposits::held[mock::kAlice], 0u);
    EXPECT_EQ(mock::System::consumers(mock::kAlice), 0u);

    Deposits::held[mock::kBob] = 701;
    make_error(mock::signed_by(mock::kBob), set(22), TokenError::FundsUnavailable);
    EXPECT_FALSE(ChainSession::is_registered(mock::kBob));
}

TEST_F(SessionDisablingTest, ProofsHaveNoNodeTwiceOrInVain) {
    const auto& type = session_keys::kTypes<disabling_chain::SessionKeys>[0];
    const auto keys = chain_keys(3);
    const Bytes kept = to_bytes(keys.babe._0._0);
    const auto owner = [&](const MembershipProof& proof) { return ChainHistorical::check_proof(type, kept, proof); };
    const MembershipProof proof = *ChainHistorical::prove(type, kept);
    EXPECT_TRUE(std::ranges::is_sorted(proof.trie_nodes));
    const std::set<Bytes> nodes(proof.trie_nodes.begin(), proof.trie_nodes.end());
    EXPECT_EQ(nodes.size(), proof.trie_nodes.size());

    for (SessionIndex later = 0; later < 3; ++later) {
        ASSERT_TRUE(owner(proof)) << later;
        EXPECT_EQ(owner(proof)->first, mock::account(3));
        MembershipProof wrong = proof;
        wrong.trie_nodes.push_back(wrong.trie_nodes.front());
        EXPECT_FALSE(owner(wrong)) << "twice";
        wrong = proof;
        wrong.trie_nodes.push_back({1, 2, 3});
        EXPECT_FALSE(owner(wrong)) << "in vain";
        wrong = proof;
        wrong.trie_nodes.clear();
        EXPECT_FALSE(owner(wrong));
        wrong = proof;
        wrong.validator_count = 6;
        EXPECT_FALSE(owner(wrong));
        rotate();
    }

    // A key that is nobody's has a proof too, which shows nothing.
    const auto nobodys = ChainHistorical::prove(type, ByteArray<32>{});
    ASSERT_TRUE(nobodys);
    EXPECT_FALSE(ChainHistorical::check_proof(type, ByteArray<32>{}, *nobodys));
}

TEST_F(SessionDisablingTest, PruningSaysWhatItWasAskedFor) {
    ChainHistorical::prune_up_to(1);
    EXPECT_EQ(ChainHistorical::storage.StoredRange.get(), std::pair(1u, 2u));
    ChainHistorical::prune_up_to(0);
    EXPECT_EQ(ChainHistorical::storage.StoredRange.get(), std::pair(1u, 2u));
    ChainHistorical::prune_up_to(9);
    EXPECT_EQ(ChainHistorical::storage.StoredRange.get(), std::nullopt);
    ChainHistorical::prune_up_to(10);
    const auto pruned = [](SessionIndex up_to) {
        return mock::event<ChainHistorical>(ChainHistoricalEvent::RootsPruned{up_to});
    };
    expect_events({pruned(1), pruned(0), pruned(9), pruned(10)});
}

}  // namespace
}  // namespace serinus::pallet_session
