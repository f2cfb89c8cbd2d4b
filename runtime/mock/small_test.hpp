/// The fixture of tests of small pallets.
#pragma once

#include "runtime/mock/small.hpp"
#include "runtime/mock/world_test.hpp"

namespace serinus::mock::small {

/// Alice, Bob, Charlie, Dave and Eve have 1000 units each; block 1, extrinsic 0.
class SmallPallets : public mock::World<Runtime, Balances> {
  protected:
    static Balance reserved(const AccountId& who) { return Balances::reserved_balance(who); }
    static void expect_free_of_charge(const DispatchResultWithPostInfo& result) {
        ASSERT_TRUE(result);
        EXPECT_EQ(result->pays_fee, Pays::No);
    }
};

}  // namespace serinus::mock::small
