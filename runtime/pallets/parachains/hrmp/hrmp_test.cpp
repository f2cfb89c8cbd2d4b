// Channels between parachains and messages to them, read as a specification. Pallet: hrmp, dmp
#include "runtime/mock/relay_test.hpp"

namespace serinus::polkadot_runtime_parachains::hrmp {
namespace {

using namespace mock::relay;
using mock::relay::Configuration;
using mock::relay::Dmp;
using mock::relay::Hrmp;
using mock::relay::Paras;
using Error = Hrmp::Error;
using paras::ParaLifecycle;

constexpr ParaId kA{2000}, kB{2001}, kC{2002};
constexpr HrmpChannelId kAtoB{kA, kB};
constexpr Balance kDeposit = kUnit;

AccountId account_id(ParaId para) {
    AccountId out;
    const Bytes start = concat(as_bytes("para"), scale::encode(para));
    std::ranges::copy(start, out.bytes.begin());
    return out;
}
RuntimeOrigin by(ParaId para) {
    return RuntimeOrigin::of_pallet<mock::relay::ParachainsOrigin>({origin::pallet::Origin::Parachain{para}});
}

class HrmpTest : public World {
  protected:
    void SetUp() override {
        World::SetUp();
        Configuration::Host config;
        config.hrmp_channel_max_capacity = 8;
        config.hrmp_channel_max_message_size = 100;
        config.hrmp_channel_max_total_size = 800;
        config.hrmp_max_parachain_inbound_channels = 2;
        config.hrmp_max_parachain_outbound_channels = 1;
        config.hrmp_sender_deposit = kDeposit;
        config.hrmp_recipient_deposit = 2 * kDeposit;
        config.max_downward_message_size = 1024 * 1024;
        Configuration::storage.ActiveConfig.put(config);
        for (const ParaId para : {kA, kB, kC}) {
            Paras::storage.ParaLifecycles.put(para, ParaLifecycle::Parachain);
            Paras::storage.Heads.put(para, {{7}});
            endow(account_id(para), 100 * kUnit);
        }
    }
    void TearDown() override {
        EXPECT_TRUE(Hrmp::try_state());
        World::TearDown();
    }
    static void end_session(std::vector<ParaId> outgoing = {}) {
        initializer::SessionChange change;
        change.prev_config = Configuration::config();
        Dmp::initializer_on_new_session(change, outgoing);
        Hrmp::initializer_on_new_session(change, outgoing);
    }
    static void open(ParaId from, ParaId to) {
        make_ok(by(from), Hrmp::hrmp_init_open_channel{to, 8, 100});
        make_ok(by(to), Hrmp::hrmp_accept_open_channel{from});
    }
    static Balance reserved(ParaId para) { return Balances::reserved_balance(account_id(para)); }
};

TEST_F(HrmpTest, AChannelOpensWithTheSessionAfterBothHaveAgreed) {
    make_error(signed_by(kAlice), Hrmp::hrmp_init_open_channel{kB, 8, 100}, kBadOrigin);
    make_ok(by(kA), Hrmp::hrmp_init_open_channel{kB, 8, 100});
    expect_events({event<Balances>(Balances::Event::Reserved{account_id(kA), kDeposit}),
                   event<Hrmp>(Hrmp::Event::OpenChannelRequested{kA, kB, 8, 100})});
    // Version 3 of XCM, one instruction: the sender, the largest message, the most messages.
    EXPECT_EQ(to_hex(Dmp::dmq_contents(kB).at(0).msg), "030407411f910120");
    end_session();
    EXPECT_FALSE(Hrmp::storage.HrmpChannels.exists(kAtoB));
    make_ok(by(kB), Hrmp::hrmp_accept_open_channel{kA});
    EXPECT_EQ(to_hex(Dmp::dmq_contents(kA).at(0).msg), "030408451f");
    EXPECT_EQ(reserved(kB), 2 * kDeposit);
    EXPECT_FALSE(Hrmp::storage.HrmpChannels.exists(kAtoB));
    end_session();
    EXPECT_TRUE(Hrmp::storage.HrmpChannels.exists(kAtoB));
    EXPECT_EQ(Hrmp::storage.HrmpEgressChannelsIndex.get(kA), std::vector{kB});
    EXPECT_EQ(Hrmp::storage.HrmpIngressChannelsIndex.get(kB), std::vector{kA});
    EXPECT_FALSE(Hrmp::storage.HrmpOpenChannelRequestCount.exists(kA)) << "a count of 0 is not stored";
}

TEST_F(HrmpTest, ARequestMustFitTheConfigurationAndThePara) {
    const auto refused = [](ParaId to, uint32_t capacity, uint32_t size, Error error) {
        make_error(by(kA), Hrmp::hrmp_init_open_channel{to, capacity, size}, error);
    };
    refused(kA, 8, 100, Error::OpenHrmpChannelToSelf);
    refused({9}, 8, 100, Error::OpenHrmpChannelInvalidRecipient);
    refused(kB, 0, 100, Error::OpenHrmpChannelZeroCapacity);
    refused(kB, 9, 100, Error::OpenHrmpChannelCapacityExceedsLimit);
    refused(kB, 8, 0, Error::OpenHrmpChannelZeroMessageSize);
    refused(kB, 8, 101, Error::OpenHrmpChannelMessageSizeExceedsLimit);
    make_ok(by(kA), Hrmp::hrmp_init_open_channel{kB, 1, 1});
    refused(kB, 1, 1, Error::OpenHrmpChannelAlreadyRequested);
    refused(kC, 1, 1, Error::OpenHrmpChannelLimitExceeded);
    make_error(by(kC), Hrmp::hrmp_accept_open_channel{kA}, Error::AcceptHrmpChannelDoesntExist);
    make_ok(by(kB), Hrmp::hrmp_accept_open_channel{kA});
    make_error(by(kB), Hrmp::hrmp_accept_open_channel{kA}, Error::AcceptHrmpChannelAlreadyConfirmed);
    end_session();
    refused(kB, 1, 1, Error::OpenHrmpChannelAlreadyExists);
}

TEST_F(HrmpTest, ARequestIsTakenBackUntilItIsAccepted) {
    make_ok(by(kA), Hrmp::hrmp_init_open_channel{kB, 8, 100});
    make_error(by(kB), Hrmp::hrmp_cancel_open_request{kAtoB, 0}, Error::WrongWitness);
    make_error(by(kC), Hrmp::hrmp_cancel_open_request{kAtoB, 1}, Error::CancelHrmpOpenChannelUnauthorized);
    make_ok(by(kB), Hrmp::hrmp_cancel_open_request{kAtoB, 1});
    EXPECT_EQ(reserved(kA), 0u);
    make_error(by(kA), Hrmp::hrmp_cancel_open_request{kAtoB, 1}, Error::OpenHrmpChannelDoesntExist);
    open(kA, kB);
    make_error(by(kA), Hrmp::hrmp_cancel_open_request{kAtoB, 1}, Error::OpenHrmpChannelAlreadyConfirmed);
}

TEST_F(HrmpTest, EitherEndClosesAChannelWithTheSession) {
    open(kA, kB);
    end_session();
    make_error(by(kC), Hrmp::hrmp_close_channel{kAtoB}, Error::CloseHrmpChannelUnauthorized);
    make_error(by(kB), Hrmp::hrmp_close_channel{{kB, kA}}, Error::CloseHrmpChannelDoesntExist);
    make_ok(by(kB), Hrmp::hrmp_close_channel{kAtoB});
    EXPECT_EQ(to_hex(Dmp::dmq_contents(kA).at(1).msg), "030409451f411f451f");
    make_error(by(kA), Hrmp::hrmp_close_channel{kAtoB}, Error::CloseHrmpChannelAlreadyUnderway);
    EXPECT_TRUE(Hrmp::storage.HrmpChannels.exists(kAtoB));
    end_session();
    EXPECT_FALSE(Hrmp::storage.HrmpChannels.exists(kAtoB));
    EXPECT_EQ(reserved(kA) + reserved(kB), 0u);
}

TEST_F(HrmpTest, WithAParaGoItsChannelsAndRequests) {
    open(kA, kB);
    end_session();
    open(kC, kA);
    make_ok(by(kB), Hrmp::hrmp_init_open_channel{kA, 8, 100});
    end_session({kA});
    EXPECT_FALSE(Hrmp::storage.HrmpChannels.exists(kAtoB));
    EXPECT_TRUE(Hrmp::storage.HrmpOpenChannelRequestsList.get().empty());
    EXPECT_EQ(reserved(kB) + reserved(kC), 0u) << "those that stay get their deposits back";
    EXPECT_EQ(Dmp::dmq_length(kA), 0u);
}

TEST_F(HrmpTest, GovernanceOpensAndClosesWithoutWaiting) {
    make_ok(by(kA), Hrmp::hrmp_init_open_channel{kB, 1, 1});
    make_error(by(kA), Hrmp::force_open_hrmp_channel{kA, kB, 8, 100}, kBadOrigin);
    make_ok(root(), Hrmp::force_open_hrmp_channel{kA, kB, 8, 100});
    make_error(root(), Hrmp::force_process_hrmp_open{0}, Error::WrongWitness);
    make_ok(root(), Hrmp::force_process_hrmp_open{1});
    EXPECT_EQ(Hrmp::storage.HrmpChannels.get(kAtoB)->max_capacity, 8u);
    make_ok(by(kA), Hrmp::hrmp_close_channel{kAtoB});
    make_ok(root(), Hrmp::force_process_hrmp_close{1});
    EXPECT_FALSE(Hrmp::storage.HrmpChannels.exists(kAtoB));
    make_ok(root(), Hrmp::force_open_hrmp_channel{kA, kB, 8, 100});
    make_ok(root(), Hrmp::force_process_hrmp_open{1});
    make_error(root(), Hrmp::force_clean_hrmp{kB, 0, 0}, Error::WrongWitness);
    make_ok(root(), Hrmp::force_clean_hrmp{kB, 1, 0});
    EXPECT_FALSE(Hrmp::storage.HrmpChannels.exists(kAtoB));
}

TEST_F(HrmpTest, ChannelsOfTheGenesisAreOpen) {
    Hrmp::build({.preopen_hrmp_channels = {{kA, kB, 3, 4}}});
    EXPECT_EQ(Hrmp::storage.HrmpChannels.get(kAtoB)->max_message_size, 4u);
    EXPECT_THROW(Hrmp::build({.preopen_hrmp_channels = {{kA, kA, 3, 4}}}), native::Panic);
}

TEST_F(HrmpTest, MessagesToAParaAreChainedByHashes) {
    const auto config = Configuration::config();
    ASSERT_TRUE(Dmp::queue_downward_message(config, kA, {1, 2}));
    const Hash256 first = Dmp::storage.DownwardMessageQueueHeads.get(kA);
    EXPECT_EQ(first, host::blake2_256(scale::encode(
                         std::tuple(Hash256{}, BlockNumber{1}, host::blake2_256(scale::encode(Bytes{1, 2}))))));
    ASSERT_TRUE(Dmp::queue_downward_message(config, kA, {3}));
    EXPECT_NE(Dmp::storage.DownwardMessageQueueHeads.get(kA), first);
    EXPECT_EQ(Dmp::dmq_length(kA), 2u);
}

TEST_F(HrmpTest, AFullQueueTakesNothingAndAHalfFullOneIsDearer) {
    auto config = Configuration::config();
    config.max_downward_message_size = 8 * 1024 * 1024;  // so that 4 messages may wait
    EXPECT_FALSE(Dmp::queue_downward_message(config, kA, Bytes(8 * 1024 * 1024 + 1)));
    for (int i = 0; i < 2; ++i) ASSERT_TRUE(Dmp::queue_downward_message(config, kA, {}));
    EXPECT_EQ(Dmp::fee_factor(kA), FixedU128::one());
    ASSERT_TRUE(Dmp::queue_downward_message(config, kA, Bytes(2048)));
    EXPECT_EQ(Dmp::fee_factor(kA), (FixedU128{1'052'000'000'000'000'000})) << "1.05 and 0.001 a KiB";
    for (int i = 0; i < 2; ++i) ASSERT_TRUE(Dmp::queue_downward_message(config, kA, {}));
    EXPECT_FALSE(Dmp::can_queue_downward_message(config, kA, {}));
    EXPECT_FALSE(Dmp::queue_downward_message(config, kA, {}));
}

TEST_F(HrmpTest, AParaWithoutAHeadGetsNoMessages) {
    Paras::storage.Heads.remove(kA);
    EXPECT_FALSE(Dmp::queue_downward_message(Configuration::config(), kA, {1, 2}));
    EXPECT_EQ(Dmp::dmq_length(kA), 0u);
}

}  // namespace
}  // namespace serinus::polkadot_runtime_parachains::hrmp
