/// Kusama's runtime on a state in memory, for tests of its composition and of pallets that need many others.
#pragma once

#include "runtime/runtimes/kusama/runtime.hpp"
#include "runtime/sdk/host/native/world_test.hpp"

namespace serinus::kusama::test {

using namespace sdk;
using sdk::test::account, sdk::test::event, sdk::test::id, sdk::test::kAlice, sdk::test::kBob, sdk::test::kCharlie,
    sdk::test::kDave, sdk::test::kEve, sdk::test::nobody, sdk::test::none, sdk::test::root, sdk::test::signed_by;

inline constexpr Balance kUnit = currency::kUnits;

/// Everybody has 1000 KSM; block 1, extrinsic 0. The state has nothing that a genesis gives besides, so that most
/// invariants between pallets do not hold.
class World : public sdk::test::World<Runtime> {
  protected:
    void SetUp() override {
        native::state().reset();
        go_to(1);
        for (const AccountId& who : {kAlice, kBob, kCharlie, kDave, kEve}) endow(who, 1000 * kUnit);
    }
    void TearDown() override {}

    static void endow(const AccountId& who, Balance free) {
        make_ok(root(), Balances::force_set_balance{id(who), {free}});
    }
};

}  // namespace serinus::kusama::test
