/// The example's runtime on a state in memory, for tests.
#pragma once

#include <gtest/gtest.h>

#include "runtime/runtimes/example/runtime.hpp"
#include "runtime/sdk/host/native/world_test.hpp"

namespace serinus::example::test {

using namespace sdk;

using sdk::test::account, sdk::test::root, sdk::test::signed_by;
inline constexpr AccountId kAlice = account(1), kBob = account(2), kCharlie = account(3), kPoor = account(4);

/// Block 1; Alice, Bob and Charlie have ten deposits of a locker, Poor has not one.
class World : public sdk::test::World<Runtime> {
  protected:
    void SetUp() override {
        sdk::test::World<Runtime>::SetUp();
        Balances::build({{{kAlice, 10'000}, {kBob, 10'000}, {kCharlie, 10'000}, {kPoor, 999}}});
    }
};

}  // namespace serinus::example::test
