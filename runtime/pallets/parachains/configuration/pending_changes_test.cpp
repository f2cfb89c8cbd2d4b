// Configuration of parachains, read as a specification. Pallet: configuration
#include "runtime/mock/relay_test.hpp"

namespace serinus::polkadot_runtime_parachains::configuration {
namespace {

using mock::kAlice, mock::root, mock::signed_by;
using Planned = mock::relay::Configuration;
using PlannedHost = Planned::Host;
using PlannedError = Planned::Error;

class PendingChangesTest : public mock::relay::World {
  protected:
    void TearDown() override {
        EXPECT_TRUE(Planned::try_state());
        mock::relay::World::TearDown();
    }
    static void in_session(SessionIndex session) { mock::relay::ParasShared::storage.CurrentSessionIndex.put(session); }
    static std::vector<SessionIndex> planned() {
        std::vector<SessionIndex> out;
        for (const auto& [session, config] : Planned::storage.PendingConfigs.get()) out.push_back(session);
        return out;
    }
};

TEST_F(PendingChangesTest, ChangesComeIntoForceTwoSessionsLater) {
    in_session(7);
    make_ok(root(), Planned::set_max_validators{5});
    make_ok(root(), Planned::set_dispute_period{3});
    EXPECT_EQ(planned(), std::vector<SessionIndex>{9}) << "changes of one session are one";
    EXPECT_EQ(Planned::config(), PlannedHost{});

    in_session(8);
    make_ok(root(), Planned::set_needed_approvals{2});
    EXPECT_EQ(planned(), (std::vector<SessionIndex>{9, 10}));
    EXPECT_EQ(Planned::storage.PendingConfigs.get()[1].second.max_validators, 5u) << "the later builds on the earlier";

    EXPECT_FALSE(Planned::initializer_on_new_session(8).new_config);
    const auto ninth = Planned::initializer_on_new_session(9);
    EXPECT_EQ(ninth.prev_config, PlannedHost{});
    ASSERT_TRUE(ninth.new_config);
    EXPECT_EQ(*ninth.new_config, Planned::config());
    EXPECT_EQ(Planned::config().dispute_period, 3u);
    EXPECT_EQ(Planned::config().needed_approvals, 0u);
    EXPECT_EQ(Planned::initializer_on_new_session(10).new_config->needed_approvals, 2u);
    EXPECT_EQ(planned(), std::vector<SessionIndex>{});
}

TEST_F(PendingChangesTest, OfSessionsThatWerePassedOverTheLatestChangeCounts) {
    make_ok(root(), Planned::set_needed_approvals{1});
    in_session(1);
    make_ok(root(), Planned::set_needed_approvals{2});
    EXPECT_EQ(Planned::initializer_on_new_session(5).new_config->needed_approvals, 2u);
}

TEST_F(PendingChangesTest, ContradictionsAreRefused) {
    for (const RuntimeCall& call : std::initializer_list<RuntimeCall>{
             Planned::set_group_rotation_frequency{0}, Planned::set_paras_availability_period{0},
             Planned::set_paras_availability_period{2}, Planned::set_minimum_validation_upgrade_delay{1},
             Planned::set_validation_upgrade_delay{1}, Planned::set_no_show_slots{0},
             Planned::set_minimum_backing_votes{0}, Planned::set_max_code_size{3 * 1024 * 1024 + 1},
             Planned::set_max_head_data_size{1024 * 1024 + 1}, Planned::set_max_pov_size{16 * 1024 * 1024 + 1},
             Planned::set_max_upward_message_size{128 * 1024 + 1},
             Planned::set_max_upward_message_num_per_candidate{16 * 1024 + 1},
             Planned::set_hrmp_max_message_num_per_candidate{16 * 1024 + 1},
             Planned::set_hrmp_max_parachain_inbound_channels{129},
             Planned::set_hrmp_max_parachain_outbound_channels{129}}) {
        make_error(root(), call, PlannedError::InvalidNewValue);
    }
    make_ok(root(), Planned::set_max_pov_size{16 * 1024 * 1024});
    make_ok(root(), Planned::set_hrmp_max_parachain_inbound_channels{128});
}

TEST_F(PendingChangesTest, WhatContradictsItselfAlreadyMayBeRepairedStepByStep) {
    make_ok(root(), Planned::set_bypass_consistency_check{true});
    make_ok(root(), Planned::set_paras_availability_period{10});
    make_ok(root(), Planned::set_bypass_consistency_check{false});
    make_ok(root(), Planned::set_no_show_slots{0});
    make_ok(root(), Planned::set_no_show_slots{1});
    make_ok(root(), Planned::set_minimum_validation_upgrade_delay{11});
    make_error(root(), Planned::set_no_show_slots{0}, PlannedError::InvalidNewValue);
}

TEST_F(PendingChangesTest, TheQueueToTheRelayChainHasABoundThatNobodyLifts) {
    make_ok(root(), Planned::set_bypass_consistency_check{true});
    make_error(root(), Planned::set_max_upward_queue_size{128 * 1024 + 1}, PlannedError::InvalidNewValue);
    make_ok(root(), Planned::set_max_upward_queue_size{128 * 1024});
}

TEST_F(PendingChangesTest, OnlyRootChangesAnything) {
    make_error(signed_by(kAlice), Planned::set_max_validators{5}, kBadOrigin);
    make_error(signed_by(kAlice), Planned::set_bypass_consistency_check{true}, kBadOrigin);
    make_error(root(), Planned::set_hrmp_open_request_ttl{5}, DispatchError::Other{});
    make_error(signed_by(kAlice), Planned::set_hrmp_open_request_ttl{5}, DispatchError::Other{});
}

TEST_F(PendingChangesTest, AGenesisMustNotContradictItself) {
    GenesisConfig genesis;
    genesis.config.max_validators = 3;
    genesis.config.scheduler_params.paras_availability_period = 2;
    EXPECT_THROW(Planned::build(genesis), native::Panic);
    genesis.config.minimum_validation_upgrade_delay = 3;
    Planned::build(genesis);
    EXPECT_EQ(Planned::config().max_validators, 3u);
}

}  // namespace
}  // namespace serinus::polkadot_runtime_parachains::configuration
