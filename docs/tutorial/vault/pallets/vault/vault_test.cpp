// The pallet Vault, on the money of the pallet Balances.
#include "runtime/runtime.hpp"
#include "runtime/sdk/host/native/world_test.hpp"

namespace serinus::mychain {
namespace {

using namespace sdk::test;

class VaultTest : public World<Runtime> {
  protected:
    void SetUp() override {
        World::SetUp();
        Balances::build({{{kAlice, 10 * kUnit}, {kBob, kUnit}}});
    }
};

TEST_F(VaultTest, KeepsMoneyForItsTerm) {
    make_ok(signed_by(kAlice), Vault::lock{.amount = {4 * kUnit}, .term = 10});
    EXPECT_EQ(Balances::free_balance(kAlice), 6 * kUnit);
    EXPECT_TRUE(saw<Vault>(Vault::Event::Locked{kAlice, 4 * kUnit, 11}));

    System::storage.Number.put(10);
    make_error(signed_by(kAlice), Vault::open{}, Vault::Error::TooEarly);
    System::storage.Number.put(11);
    make_ok(signed_by(kAlice), Vault::open{});
    EXPECT_EQ(Balances::free_balance(kAlice), 10 * kUnit);
    make_error(signed_by(kAlice), Vault::open{}, Vault::Error::Empty);
}

TEST_F(VaultTest, CallThatFailsLeavesNothing) {
    make_error(signed_by(kBob), Vault::lock{.amount = {2 * kUnit}, .term = 1}, Balances::Error::InsufficientBalance);
    make_error(signed_by(kAlice), Vault::lock{.amount = {1}, .term = 1'000'000}, Vault::Error::TooLong);
    make_ok(signed_by(kAlice), Vault::lock{.amount = {kUnit}, .term = 1});
    make_error(signed_by(kAlice), Vault::lock{.amount = {kUnit}, .term = 1}, Vault::Error::Occupied);
    EXPECT_EQ(Balances::reserved_balance(kAlice), kUnit);
}

}  // namespace
}  // namespace serinus::mychain
