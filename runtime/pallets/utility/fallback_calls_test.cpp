// if_else and dispatch_as_fallible. Observed: pallet-utility 42
#include "runtime/mock/small_test.hpp"

namespace serinus::mock::small {
namespace {

using Several = Utility::Event;

class FallbackCallsTest : public SmallPallets {
  protected:
    static RuntimeCall pays(Balance amount) { return Balances::transfer_allow_death{id(kBob), {amount}}; }
};

TEST_F(FallbackCallsTest, TheSecondCallIsMadeIfTheFirstFails) {
    make_ok(signed_by(kAlice), Utility::if_else{pays(kUnit), pays(2 * kUnit)});
    EXPECT_TRUE(saw<Utility>(Several::IfElseMainSuccess{}));
    EXPECT_EQ(Balances::free_balance(kBob), 1001 * kUnit);
    make_ok(signed_by(kAlice), Utility::if_else{pays(2000 * kUnit), pays(2 * kUnit)});
    EXPECT_TRUE(saw<Utility>(Several::IfElseFallbackCalled{TokenError::FundsUnavailable}));
    EXPECT_EQ(Balances::free_balance(kBob), 1003 * kUnit);
    make_error(signed_by(kAlice), Utility::if_else{pays(2000 * kUnit), RuntimeCall(System::set_heap_pages{})},
               kBadOrigin);
    make_error(none(), Utility::if_else{pays(kUnit), pays(kUnit)}, kBadOrigin);
}

TEST_F(FallbackCallsTest, TwoCallsWeighWhatBothDo) {
    const RuntimeCall call = pays(kUnit);
    const Utility::if_else both{call, call};
    EXPECT_EQ(both.info().weight,
              UtilityConfig::kWeights.if_else().saturating_add(call.info().weight.saturating_mul(2)));
    EXPECT_EQ(both.info().class_, DispatchClass::Normal);
    // What was made counts: the first alone.
    const auto done = make_ok(signed_by(kAlice), both);
    EXPECT_EQ(done.actual_weight, UtilityConfig::kWeights.if_else().saturating_add(call.info().weight));
}

TEST_F(FallbackCallsTest, RootMakesACallOfOthersThatMayFail) {
    const auto as = [](const AccountId& who) { return scale::Boxed<OriginCaller>(signed_by(who).caller()); };
    make_ok(root(), Utility::dispatch_as_fallible{as(kAlice), pays(kUnit)});
    EXPECT_TRUE(saw<Utility>(Several::DispatchedAs{DispatchResult{}}));
    make_error(root(), Utility::dispatch_as_fallible{as(kAlice), pays(5000 * kUnit)}, TokenError::FundsUnavailable);
    make_error(signed_by(kAlice), Utility::dispatch_as_fallible{as(kBob), pays(kUnit)}, kBadOrigin);
}

}  // namespace
}  // namespace serinus::mock::small
