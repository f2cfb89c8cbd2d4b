/// The fixture of tests of pallets in small runtimes.
#pragma once

#include "runtime/mock/pallets.hpp"
#include "runtime/sdk/host/native/world_test.hpp"

namespace serinus::mock {

using sdk::test::account, sdk::test::event, sdk::test::id, sdk::test::kAlice, sdk::test::kBob, sdk::test::kCharlie,
    sdk::test::kDave, sdk::test::kEve, sdk::test::nobody, sdk::test::none, sdk::test::root, sdk::test::signed_by;

/// Alice, Bob, Charlie, Dave and Eve have 1000 units each; block 1, extrinsic 0. `B`: the runtime's Balances.
template <class R, class B = Balances>
class World : public sdk::test::World<R> {
  protected:
    void SetUp() override {
        sdk::test::World<R>::SetUp();
        for (const AccountId& who : {kAlice, kBob, kCharlie, kDave, kEve}) endow(who, 1000 * kUnit);
        System::reset_events();
    }
    static void endow(const AccountId& who, Balance free) {
        World::make_ok(root(), typename B::force_set_balance{id(who), {free}});
    }
};

}  // namespace serinus::mock
