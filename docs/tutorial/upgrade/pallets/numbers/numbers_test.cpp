// The pallet Numbers in the runtime of this chain, natively, on a state in memory.
#include "runtime/runtime.hpp"
#include "runtime/sdk/host/native/world_test.hpp"

namespace serinus::mychain {
namespace {

using namespace sdk::test;

/// Each test begins in block 1 with an empty genesis. At its end the invariants of all pallets must hold.
using NumbersTest = World<Runtime>;

TEST_F(NumbersTest, KeepsTheLastNumber) {
    make_ok(signed_by(kAlice), Numbers::keep{7});
    make_ok(signed_by(kAlice), Numbers::keep{8});
    EXPECT_EQ(Numbers::storage.Entries.get(kAlice), (pallet_numbers::Entry{8, 1}));
    EXPECT_EQ(Numbers::storage.Count.get(), 1u);
    EXPECT_TRUE(saw<Numbers>(Numbers::Event::Kept{kAlice, 8}));
}

TEST_F(NumbersTest, DropsIt) {
    make_ok(signed_by(kAlice), Numbers::keep{7});
    make_ok(signed_by(kAlice), Numbers::drop{});
    EXPECT_FALSE(Numbers::storage.Entries.exists(kAlice));
    EXPECT_TRUE(saw<Numbers>(Numbers::Event::Dropped{kAlice}));
}

TEST_F(NumbersTest, CallThatFailsLeavesNothing) {
    make_ok(signed_by(kBob), Numbers::keep{1'000'000});
    make_error(signed_by(kBob), Numbers::keep{1'000'001}, Numbers::Error::TooLarge);
    make_error(signed_by(kAlice), Numbers::drop{}, Numbers::Error::NotFound);
    make_error(root(), Numbers::keep{1}, sdk::kBadOrigin);
}

TEST_F(NumbersTest, UpgradeRemembersTheBlock) {
    const auto key = Numbers::storage.Entries.key_for(kAlice);
    sdk::host::set(key, scale::encode(uint32_t{7}));  // as version 0 stored it
    Numbers::storage.Count.put(1);
    sdk::put_storage_version("Numbers", 0);

    System::storage.Number.put(20);
    Runtime::on_runtime_upgrade();
    EXPECT_EQ(Numbers::storage.Entries.get(kAlice), (pallet_numbers::Entry{7, 20}));
    EXPECT_EQ(sdk::storage_version("Numbers"), 1);

    System::storage.Number.put(30);
    Runtime::on_runtime_upgrade();  // a second time it does nothing
    EXPECT_EQ(Numbers::storage.Entries.get(kAlice)->since, 20u);
}

}  // namespace
}  // namespace serinus::mychain
