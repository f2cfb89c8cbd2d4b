// Configuration of parachains, read as a specification. Pallet: configuration
#include "runtime/mock/relay_test.hpp"

namespace serinus::polkadot_runtime_parachains::configuration {
namespace {

using namespace mock::relay;
using mock::relay::ParasShared;
using Pallet = mock::relay::Configuration;
using Host = Pallet::Host;
using Error = Pallet::Error;

class ConfigurationTest : public World {
  protected:
    void TearDown() override {
        EXPECT_TRUE(Pallet::try_state());
        World::TearDown();
    }
    static void in_session(SessionIndex session) { ParasShared::storage.CurrentSessionIndex.put(session); }
    static std::vector<SessionIndex> planned() {
        std::vector<SessionIndex> out;
        for (const auto& [session, config] : Pallet::storage.PendingConfigs.get()) out.push_back(session);
        return out;
    }
};

TEST_F(ConfigurationTest, ChangesComeIntoForceTwoSessionsLater) {
    in_session(7);
    make_ok(root(), Pallet::set_max_validators{5});
    make_ok(root(), Pallet::set_dispute_period{3});
    EXPECT_EQ(planned(), std::vector<SessionIndex>{9}) << "changes of one session are one";
    EXPECT_EQ(Pallet::config(), Host{});

    in_session(8);
    make_ok(root(), Pallet::set_needed_approvals{2});
    EXPECT_EQ(planned(), (std::vector<SessionIndex>{9, 10}));
    EXPECT_EQ(Pallet::storage.PendingConfigs.get()[1].second.max_validators, 5u) << "the later builds on the earlier";

    EXPECT_FALSE(Pallet::initializer_on_new_session(8).new_config);
    const auto ninth = Pallet::initializer_on_new_session(9);
    EXPECT_EQ(ninth.prev_config, Host{});
    ASSERT_TRUE(ninth.new_config);
    EXPECT_EQ(*ninth.new_config, Pallet::config());
    EXPECT_EQ(Pallet::config().dispute_period, 3u);
    EXPECT_EQ(Pallet::config().needed_approvals, 0u);
    EXPECT_EQ(Pallet::initializer_on_new_session(10).new_config->needed_approvals, 2u);
    EXPECT_EQ(planned(), std::vector<SessionIndex>{});
}

TEST_F(ConfigurationTest, OfSessionsThatWerePassedOverTheLatestChangeCounts) {
    make_ok(root(), Pallet::set_needed_approvals{1});
    in_session(1);
    make_ok(root(), Pallet::set_needed_approvals{2});
    EXPECT_EQ(Pallet::initializer_on_new_session(5).new_config->needed_approvals, 2u);
}

TEST_F(ConfigurationTest, ContradictionsAreRefused) {
    for (const RuntimeCall& call : std::initializer_list<RuntimeCall>{
             Pallet::set_group_rotation_frequency{0}, Pallet::set_paras_availability_period{0},
             Pallet::set_paras_availability_period{2}, Pallet::set_minimum_validation_upgrade_delay{1},
             Pallet::set_validation_upgrade_delay{1}, Pallet::set_no_show_slots{0},
             Pallet::set_minimum_backing_votes{0}, Pallet::set_max_code_size{3 * 1024 * 1024 + 1},
             Pallet::set_max_head_data_size{1024 * 1024 + 1}, Pallet::set_max_pov_size{5 * 1024 * 1024 + 1},
             Pallet::set_max_upward_message_size{128 * 1024 + 1},
             Pallet::set_max_upward_message_num_per_candidate{16 * 1024 + 1},
             Pallet::set_hrmp_max_message_num_per_candidate{16 * 1024 + 1},
             Pallet::set_hrmp_max_parachain_inbound_channels{129},
             Pallet::set_hrmp_max_parachain_outbound_channels{129}}) {
        make_error(root(), call, Error::InvalidNewValue);
    }
    make_ok(root(), Pallet::set_max_pov_size{5 * 1024 * 1024});
    make_ok(root(), Pallet::set_hrmp_max_parachain_inbound_channels{128});
}

TEST_F(ConfigurationTest, WhatContradictsItselfAlreadyMayBeRepairedStepByStep) {
    make_ok(root(), Pallet::set_bypass_consistency_check{true});
    make_ok(root(), Pallet::set_paras_availability_period{10});
    make_ok(root(), Pallet::set_bypass_consistency_check{false});
    make_ok(root(), Pallet::set_no_show_slots{0});
    make_ok(root(), Pallet::set_no_show_slots{1});
    make_ok(root(), Pallet::set_minimum_validation_upgrade_delay{11});
    make_error(root(), Pallet::set_no_show_slots{0}, Error::InvalidNewValue);
}

TEST_F(ConfigurationTest, TheQueueToTheRelayChainHasABoundThatNobodyLifts) {
    make_ok(root(), Pallet::set_bypass_consistency_check{true});
    make_error(root(), Pallet::set_max_upward_queue_size{128 * 1024 + 1}, Error::InvalidNewValue);
    make_ok(root(), Pallet::set_max_upward_queue_size{128 * 1024});
}

TEST_F(ConfigurationTest, OnlyRootChangesAnything) {
    make_error(signed_by(kAlice), Pallet::set_max_validators{5}, kBadOrigin);
    make_error(signed_by(kAlice), Pallet::set_bypass_consistency_check{true}, kBadOrigin);
    make_error(root(), Pallet::set_hrmp_open_request_ttl{5}, DispatchError::Other{});
    make_error(signed_by(kAlice), Pallet::set_hrmp_open_request_ttl{5}, DispatchError::Other{});
}

TEST_F(ConfigurationTest, AGenesisMustNotContradictItself) {
    GenesisConfig genesis;
    genesis.config.max_validators = 3;
    genesis.config.paras_availability_period = 2;
    EXPECT_THROW(Pallet::build(genesis), native::Panic);
    genesis.config.minimum_validation_upgrade_delay = 3;
    Pallet::build(genesis);
    EXPECT_EQ(Pallet::config().max_validators, 3u);
}

}  // namespace
}  // namespace serinus::polkadot_runtime_parachains::configuration
