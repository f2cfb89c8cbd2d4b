// Sessions with Release::July2025: who is disabled is decided here, keys may have a deposit, and proofs of past keys
// have no node in vain. Observed: pallet-session 42
#include <map>

#include "runtime/mock/world_test.hpp"
#include "runtime/pallets/session/configured_validators.hpp"
#include "runtime/pallets/session/disabling.hpp"
#include "runtime/pallets/session/historical.ipp"
#include "runtime/pallets/session/periodic_sessions.hpp"
#include "runtime/pallets/session/session.ipp"

namespace serinus::pallet_session::chain_of_2025 {

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
    static constexpr auto kRelease = Release::July2025;
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
    static constexpr auto kRelease = Release::July2025;
    static constexpr PalletInfo kInfo{34, "Historical"};
    using Session = chain_of_2025::Session;
    using FullIdentification = Unit;
    using FullIdentificationOf = IsValidator;
    using SessionManager = Manager;
};

struct Runtime : mock::RuntimeOf<Session, Historical> {};

std::optional<Unit> IsValidator::convert(const AccountId& who) {
    const auto validators = Session::validators();
    return std::ranges::find(validators, who) == validators.end() ? std::nullopt : std::optional<Unit>(Unit{});
}

}  // namespace serinus::pallet_session::chain_of_2025

SERINUS_PALLET(serinus::pallet_session::Pallet<serinus::pallet_session::chain_of_2025::SessionConfig>)
SERINUS_PALLET(serinus::pallet_session::historical::Pallet<serinus::pallet_session::chain_of_2025::HistoricalConfig>)
SERINUS_MOCK_RUNTIME(serinus::pallet_session::chain_of_2025::Runtime)

namespace serinus::pallet_session {
namespace {

using chain_of_2025::Deposits;
using chain_of_2025::Engine;
using chain_of_2025::Manager;
using Session2025 = chain_of_2025::Session;
using Historical2025 = chain_of_2025::Historical;
using SessionEvent2025 = Session2025::Event;
using HistoricalEvent2025 = Historical2025::Event;

OffenceSeverity percent(uint32_t of_all) { return {Perbill::from_percent(of_all)}; }

chain_of_2025::SessionKeys keys_2025(uint8_t seed) {
    chain_of_2025::SessionKeys keys;
    keys.babe._0._0.fill(seed);
    keys.grandpa._0._0.fill(static_cast<uint8_t>(seed + 100));
    return keys;
}

/// Seven validate, account(1) to account(7); account(8) has keys.
class SessionOf2025 : public mock::World<chain_of_2025::Runtime> {
  protected:
    void SetUp() override {
        World::SetUp();
        Deposits::held.clear();
        Engine::disabled.clear();
        Manager::next.reset();
        Session2025::Genesis genesis;
        for (uint8_t i = 1; i <= 7; ++i) genesis.keys.push_back({mock::account(i), mock::account(i), keys_2025(i)});
        genesis.non_authority_keys.push_back({mock::account(8), mock::account(8), keys_2025(8)});
        Session2025::build(genesis);
        mock::System::reset_events();
    }
    static void rotate() {
        mock::System::reset_events();
        Session2025::rotate_session();
    }
};

TEST(DisablingOf2025, TheLeastOffenderMakesRoomForAWorseOne) {
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

TEST_F(SessionOf2025, AnOffenceDisablesAndReenables) {
    Session2025::report_offence(mock::account(5), percent(20));
    Session2025::report_offence(mock::account(2), percent(10));
    Session2025::report_offence(mock::account(2), percent(15));
    EXPECT_EQ(Session2025::storage.DisabledValidators.get(),
              (std::vector<Disabled>{{1, percent(15)}, {4, percent(20)}}));
    Session2025::report_offence(mock::account(7), percent(14));
    Session2025::report_offence(mock::account(8), percent(100));
    EXPECT_EQ(Session2025::disabled_validators(), (std::vector<uint32_t>{1, 4}));
    Session2025::report_offence(mock::account(7), percent(15));
    EXPECT_EQ(Session2025::disabled_validators(), (std::vector<uint32_t>{4, 6}));
    EXPECT_TRUE(Session2025::is_disabled(6) && !Session2025::is_disabled(1));
    EXPECT_EQ(Engine::disabled, (std::vector<uint32_t>{4, 1, 6})) << "nobody is told who is enabled again";
    expect_events({mock::event<Session2025>(SessionEvent2025::ValidatorDisabled{mock::account(5)}),
                   mock::event<Session2025>(SessionEvent2025::ValidatorDisabled{mock::account(2)}),
                   mock::event<Session2025>(SessionEvent2025::ValidatorDisabled{mock::account(7)}),
                   mock::event<Session2025>(SessionEvent2025::ValidatorReenabled{mock::account(2)})});
    EXPECT_FALSE(Session2025::reenable_index(1)) << "it is enabled";
    EXPECT_FALSE(Session2025::reenable_index(7));
    EXPECT_FALSE(Session2025::disable_index(7));
    EXPECT_TRUE(Session2025::disable_index(4)) << "again, with the highest severity";
    EXPECT_EQ(Session2025::storage.DisabledValidators.get()[0], (Disabled{4, percent(100)}));

    rotate();
    EXPECT_TRUE(Session2025::is_disabled(4)) << "the set is the same";
    Manager::next = Manager::Validators{{mock::account(8), {}}, {mock::account(5), {}}};
    rotate();
    EXPECT_TRUE(Session2025::is_disabled(4)) << "the new set is queued";
    rotate();
    EXPECT_EQ(Session2025::disabled_validators(), std::vector<uint32_t>());
    EXPECT_EQ(Session2025::validators(), (std::vector{mock::account(8), mock::account(5)}));
}

TEST_F(SessionOf2025, ThoseWithKeysAloneDoNotValidateYet) {
    EXPECT_EQ(Session2025::validators().size(), 7u);
    EXPECT_EQ(Session2025::load_keys(mock::account(8)), keys_2025(8));
}

TEST_F(SessionOf2025, ANewSetIsAnnounced) {
    rotate();
    expect_events({mock::event<Historical2025>(HistoricalEvent2025::RootStored{2}),
                   mock::event<Session2025>(SessionEvent2025::NewSession{1})});
    Manager::next = Manager::Validators{{mock::account(1), {}}};
    rotate();
    expect_events({mock::event<Historical2025>(HistoricalEvent2025::RootStored{3}),
                   mock::event<Session2025>(SessionEvent2025::NewQueued{}),
                   mock::event<Session2025>(SessionEvent2025::NewSession{2})});
}

TEST_F(SessionOf2025, NewKeysTakeADepositThatComesBack) {
    const auto set = [](uint8_t seed) { return Session2025::set_keys{keys_2025(seed), {}}; };
    make_ok(mock::signed_by(mock::kAlice), set(20));
    EXPECT_EQ(Deposits::held[mock::kAlice], 300u);
    EXPECT_EQ(mock::System::consumers(mock::kAlice), 1u);
    make_ok(mock::signed_by(mock::kAlice), set(21));
    EXPECT_EQ(Deposits::held[mock::kAlice], 300u) << "other keys, one deposit";
    make_ok(mock::signed_by(mock::kAlice), Session2025::purge_keys{});
    EXPECT_EQ(Deposits::held[mock::kAlice], 0u);
    EXPECT_EQ(mock::System::consumers(mock::kAlice), 0u);

    Deposits::held[mock::kBob] = 701;
    make_error(mock::signed_by(mock::kBob), set(22), TokenError::FundsUnavailable);
    EXPECT_FALSE(Session2025::is_registered(mock::kBob));
}

TEST_F(SessionOf2025, ProofsHaveNoNodeTwiceOrInVain) {
    const auto& type = session_keys::kTypes<chain_of_2025::SessionKeys>[0];
    const auto keys = keys_2025(3);
    const Bytes kept = to_bytes(keys.babe._0._0);
    const auto owner = [&](const MembershipProof& proof) { return Historical2025::check_proof(type, kept, proof); };
    const MembershipProof proof = *Historical2025::prove(type, kept);
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
    const auto nobodys = Historical2025::prove(type, ByteArray<32>{});
    ASSERT_TRUE(nobodys);
    EXPECT_FALSE(Historical2025::check_proof(type, ByteArray<32>{}, *nobodys));
}

TEST_F(SessionOf2025, PruningSaysWhatItWasAskedFor) {
    Historical2025::prune_up_to(1);
    EXPECT_EQ(Historical2025::items.StoredRange.get(), std::pair(1u, 2u));
    Historical2025::prune_up_to(0);
    EXPECT_EQ(Historical2025::items.StoredRange.get(), std::pair(1u, 2u));
    Historical2025::prune_up_to(9);
    EXPECT_EQ(Historical2025::items.StoredRange.get(), std::nullopt);
    Historical2025::prune_up_to(10);
    const auto pruned = [](SessionIndex up_to) {
        return mock::event<Historical2025>(HistoricalEvent2025::RootsPruned{up_to});
    };
    expect_events({pruned(1), pruned(0), pruned(9), pruned(10)});
}

}  // namespace
}  // namespace serinus::pallet_session
