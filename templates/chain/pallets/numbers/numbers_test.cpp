// The pallet Numbers in the runtime of this chain, natively, on a state in memory.
#include "runtime/runtime.hpp"
#include "runtime/sdk/host/native/world_test.hpp"

namespace serinus::new_chain {
namespace {

using namespace sdk::test;

/// Each test begins in block 1 with an empty genesis. At its end the invariants of all pallets must hold.
using NumbersTest = World<Runtime>;

TEST_F(NumbersTest, KeepsTheLastNumber) {
    make_ok(signed_by(kAlice), Numbers::keep{7});
    make_ok(signed_by(kAlice), Numbers::keep{8});
    EXPECT_EQ(Numbers::storage.Entries.get(kAlice), 8u);
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

}  // namespace
}  // namespace serinus::new_chain
