// The smallest runtime natively: its pallet, and its genesis.
#include <gtest/gtest.h>

#include "runtime/runtimes/minimal/runtime.hpp"
#include "runtime/sdk/genesis/genesis.hpp"
#include "runtime/sdk/host/native/world_test.hpp"

namespace serinus::minimal {
namespace {

using sdk::test::kAlice, sdk::test::kBob, sdk::test::root, sdk::test::signed_by;

using World = sdk::test::World<Runtime>;
using RegisterTest = World;

TEST_F(RegisterTest, KeepsTheLastNumber) {
    make_ok(signed_by(kAlice), Register::write{7});
    make_ok(signed_by(kAlice), Register::write{8});
    EXPECT_EQ(Register::storage.Entries.get(kAlice), 8u);
    EXPECT_EQ(Register::storage.Writes.get(), 2u);
    EXPECT_TRUE(saw<Register>(Register::Event::Written{kAlice, 8}));
}

TEST_F(RegisterTest, RefusesWhatIsTooLarge) {
    make_ok(signed_by(kBob), Register::write{1'000'000});
    make_error(signed_by(kBob), Register::write{1'000'001}, Register::Error::TooLarge);
    make_error(root(), Register::write{1}, sdk::kBadOrigin);
}

TEST_F(RegisterTest, BeginsWithItsPreset) {
    sdk::native::state().reset();
    ASSERT_EQ(Runtime::kPresets.size(), 1u);
    const auto built = sdk::genesis::build(*Runtime::preset("development"));
    ASSERT_TRUE(built) << built.error();
    EXPECT_EQ(Register::storage.Writes.get(), 1u);
    EXPECT_FALSE(Runtime::preset("other"));
    const auto wrong = sdk::genesis::build(R"({"register": {"entries": [[1]]}})");
    EXPECT_FALSE(wrong);
}

}  // namespace
}  // namespace serinus::minimal
