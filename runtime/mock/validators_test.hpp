/// The fixture of tests in the mock runtime with validators.
#pragma once

#include "runtime/mock/validators.hpp"
#include "runtime/mock/world_test.hpp"

namespace serinus::mock::validators {

using mock::account, mock::event, mock::id, mock::kAlice, mock::kBob, mock::kCharlie, mock::kDave, mock::kEve,
    mock::kUnit, mock::nobody, mock::none, mock::root, mock::signed_by;

/// Alice, Bob, Charlie, Dave and Eve have 1000 units each; block 1, extrinsic 0. The state has nothing that a genesis
/// gives besides, so that most invariants between pallets do not hold: a test names those that do.
template <class R>
class WithoutGenesis : public mock::World<R, Balances> {
  protected:
    void SetUp() override {
        native::state().reset();
        WithoutGenesis::go_to(1);
        for (const AccountId& who : {kAlice, kBob, kCharlie, kDave, kEve}) WithoutGenesis::endow(who, 1000 * kUnit);
        System::reset_events();
        Elections::is_ongoing = Elections::fails = false;
    }
    void TearDown() override {}

    template <class... Check>
    static void expect_invariants(Check... check) {
        for (const auto state : {check()...}) EXPECT_TRUE(state) << state.error();
    }
};

class World : public WithoutGenesis<Runtime> {};

}  // namespace serinus::mock::validators
