// Heartbeats, and reports of validators of whom nothing was heard.
#include "runtime/pallets/im_online/im_online.hpp"

#include "runtime/mock/chain_test.hpp"

namespace serinus::pallet_im_online {
namespace {

using namespace mock::validators;
using mock::validators::Babe;
using mock::validators::ImOnline;
using mock::validators::Offences;
using mock::validators::Session;
using mock::validators::System;
using Error = ImOnline::Error;
using Event = ImOnline::Event;

const auto& kStore = ImOnline::storage;
constexpr uint64_t kEpoch = BabeConfig::kConstants.EpochDuration;

/// Alice, Bob and Charlie with keys that sign.
class ImOnlineTest : public Chain {
  protected:
    std::vector<::serinus::crypto::sr25519::KeyPair> pairs;

    void SetUp() override {
        Chain::SetUp();
        block(epoch_slot(0));
        ImOnline::BoundedKeys keys;
        for (uint8_t seed = 1; seed <= 3; ++seed) {
            pairs.push_back(crypto::sr25519::expand(crypto::sr25519::MiniSecret(TestValidator::secret(seed, 2))));
            ASSERT_TRUE(keys.try_push({{pairs.back().public_key.bytes}}));
        }
        kStore.Keys.put(keys);
    }
    void TearDown() override {
        const auto state = ImOnline::try_state();
        EXPECT_TRUE(state) << state.error();
        Chain::TearDown();
    }

    struct ImOnline::heartbeat beat(uint32_t who, uint32_t signer, uint32_t validators = 3) const {
        struct ImOnline::heartbeat call;
        call.heartbeat = {System::block_number(), Session::current_index(), who, validators};
        call.signature._0._0 = crypto::sr25519::sign(pairs[signer], scale::encode(call.heartbeat), {}).bytes;
        return call;
    }
    static TransactionValidity validate(const struct ImOnline::heartbeat& call) {
        return ImOnline::validate_unsigned(TransactionSource::External, call);
    }
    static bool refused_as(const TransactionValidity& validity, const InvalidTransaction& as) {
        return !validity && scale::encode(validity.error()) == scale::encode(TransactionValidityError(as));
    }
};

TEST_F(ImOnlineTest, GenesisKnowsTheKeysOfTheValidators) {
    ImOnline::storage.Keys.remove();
    ImOnline::build({{alice.keys.im_online, bob.keys.im_online}});
    EXPECT_EQ(kStore.Keys.get().size(), 2u);
    EXPECT_NE(panic_of([&] { ImOnline::build({{alice.keys.im_online}}); }), "");
}

TEST_F(ImOnlineTest, HeartbeatIsNotedOnce) {
    make_ok(none(), beat(1, 1));
    EXPECT_TRUE(ImOnline::is_online(1));
    expect_events({event<ImOnline>(Event::HeartbeatReceived{kStore.Keys.get()[1]})});
    make_error(none(), beat(1, 1), Error::DuplicatedHeartbeat);
    make_error(none(), beat(3, 1), Error::InvalidKey);
    make_error(signed_by(kAlice), beat(2, 2), kBadOrigin);
}

TEST_F(ImOnlineTest, PoolTakesHeartbeatsOfThisSessionFromWhomNothingWasHeard) {
    const auto valid = validate(beat(1, 1));
    ASSERT_TRUE(valid);
    EXPECT_EQ(valid->priority, ~uint64_t{0});
    EXPECT_EQ(valid->longevity, kEpoch / 2);
    EXPECT_TRUE(valid->propagate);
    EXPECT_EQ(valid->provides, (std::vector<Bytes>{scale::encode(std::tuple(
                                   std::string_view("ImOnline"), Session::current_index(), kStore.Keys.get()[1]))}));

    EXPECT_TRUE(refused_as(validate(beat(0, 0)), {InvalidTransaction::Stale{}})) << "it wrote a block";
    auto old = beat(1, 1);
    ++old.heartbeat.session_index;
    EXPECT_TRUE(refused_as(validate(old), {InvalidTransaction::Stale{}}));
    EXPECT_TRUE(refused_as(validate(beat(1, 1, 4)), {InvalidTransaction::Custom{10}}));
    EXPECT_TRUE(refused_as(validate(beat(7, 1)), {InvalidTransaction::BadProof{}}));
    EXPECT_TRUE(refused_as(validate(beat(1, 2)), {InvalidTransaction::BadProof{}}));
    EXPECT_TRUE(ImOnline::pre_dispatch(beat(1, 1)));
    EXPECT_FALSE(ImOnline::pre_dispatch(beat(1, 2)));
}

TEST_F(ImOnlineTest, WhoWritesBlocksIsThere) {
    EXPECT_TRUE(ImOnline::is_online(0));
    EXPECT_FALSE(ImOnline::is_online(1));
    block(epoch_slot(0) + 1, 1);
    block(epoch_slot(0) + 2, 1);
    EXPECT_EQ(kStore.AuthoredBlocks.get(Session::current_index(), kBob), 2u);
    EXPECT_FALSE(ImOnline::is_online(3)) << "there is no such validator";
}

TEST_F(ImOnlineTest, SessionInWhichAllAreHeardOfEndsWell) {
    block(epoch_slot(0) + 1, 1);
    make_ok(none(), beat(2, 2));
    begin_block(epoch_slot(1));
    EXPECT_TRUE(saw_at_initialization(event<ImOnline>(Event::AllGood{})));
    EXPECT_FALSE(kStore.ReceivedHeartbeats.exists(0, 2));
    EXPECT_EQ(kStore.AuthoredBlocks.get(0, kBob), 0u);
    EXPECT_EQ(kStore.HeartbeatAfter.get(), System::block_number() + kEpoch / 2);
    EXPECT_EQ(kStore.Keys.get()[1], bob.keys.im_online) << "the keys of the new session";
    end_block();
}

TEST_F(ImOnlineTest, WhoIsNotHeardOfIsReported) {
    const uint32_t session = Session::current_index();
    begin_block(epoch_slot(1));
    const std::vector<IdentificationTuple> away{{kBob, *ExposureOf::convert(kBob)},
                                                {kCharlie, *ExposureOf::convert(kCharlie)}};
    EXPECT_TRUE(saw_at_initialization(event<ImOnline>(Event::SomeOffline{away})));
    sp_staking::offence::Kind kind;
    std::ranges::copy(std::string_view("im-online:offlin"), kind.begin());
    EXPECT_TRUE(Offences::is_known_offence(kind, scale::encode(session), away[0]));
    EXPECT_TRUE(Offences::is_known_offence(kind, scale::encode(session), away[1]));
    EXPECT_TRUE(Session::disabled_validators().empty()) << "being away does not disable";
    end_block();
}

// Pallet: im-online (slash_fraction). A tenth may be away; the most is 7 %.
TEST_F(ImOnlineTest, SlashGrowsWithTheNumberOfThoseAway) {
    const auto fraction = [](uint32_t away, uint32_t of) { return unresponsiveness_slash_fraction(away, of)._0; };
    EXPECT_EQ(fraction(1, 50), 0u);
    EXPECT_EQ(fraction(5, 50), 0u);
    EXPECT_EQ(fraction(7, 50), 4'200'000u);
    EXPECT_EQ(fraction(17, 50), 46'200'000u);
    EXPECT_EQ(fraction(50, 50), 70'000'000u);
}

// The worker of a node that has Bob's key.
class HeartbeatWorker : public ImOnlineTest {
  protected:
    void SetUp() override {
        ImOnlineTest::SetUp();
        native::state().is_validator = true;
        native::state().sr25519_keys[key_types::kImOnline._0] = {pairs[1].public_key.bytes};
        native::state().offchain_seed.fill(0xff);  // no heartbeat by chance
    }
    size_t sent(uint64_t slot) {
        block(slot, 0);
        native::state().submitted.clear();
        ImOnline::offchain_worker(System::block_number());
        return native::state().submitted.size();
    }
};

TEST_F(HeartbeatWorker, SendsOnceFourFifthsAreOver) {
    EXPECT_EQ(sent(epoch_slot(0) + kEpoch * 8 / 10 - 2), 0u);
    EXPECT_EQ(sent(epoch_slot(0) + kEpoch * 8 / 10 - 1), 1u);
    // Again when no block had it after three.
    EXPECT_EQ(sent(epoch_slot(0) + kEpoch * 8 / 10), 0u);
    EXPECT_EQ(sent(epoch_slot(0) + kEpoch * 8 / 10 + 1), 0u);
    EXPECT_EQ(sent(epoch_slot(0) + kEpoch * 8 / 10 + 2), 1u);
}

TEST_F(HeartbeatWorker, ChanceSendsEarlierButNotInTheFirstTenth) {
    native::state().offchain_seed.fill(0);
    EXPECT_EQ(sent(epoch_slot(0) + kEpoch / 10 - 2), 0u);
    EXPECT_EQ(sent(epoch_slot(0) + kEpoch / 10 - 1), 1u);
}

TEST_F(HeartbeatWorker, HasNothingToSayForThoseWhoWroteABlock) {
    block(epoch_slot(0) + 1, 1);
    EXPECT_EQ(sent(epoch_slot(0) + kEpoch - 1), 0u);
}

TEST_F(HeartbeatWorker, WorksForValidatorsAlone) {
    native::state().is_validator = false;
    EXPECT_EQ(sent(epoch_slot(0) + kEpoch - 1), 0u);
}

}  // namespace
}  // namespace serinus::pallet_im_online
