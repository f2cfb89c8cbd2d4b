/// The fixture of tests of pallets with Release::July2025.
#pragma once

#include "runtime/mock/later.hpp"
#include "runtime/mock/world_test.hpp"
#include "runtime/sdk/release.hpp"

namespace serinus::mock::later {

/// Alice, Bob, Charlie, Dave and Eve have 1000 units each; block 1, extrinsic 0.
class Later : public sdk::test::World<Runtime> {
  protected:
    void SetUp() override {
        World::SetUp();
        for (const AccountId& who : {kAlice, kBob, kCharlie, kDave, kEve}) {
            make_ok(root(), Balances::force_set_balance{id(who), {1000 * kUnit}});
        }
        System::reset_events();
    }
    static Balance reserved(const AccountId& who) { return Balances::reserved_balance(who); }
    static void expect_free_of_charge(const DispatchResultWithPostInfo& result) {
        ASSERT_TRUE(result);
        EXPECT_EQ(result->pays_fee, Pays::No);
    }
};

}  // namespace serinus::mock::later
