/// The example's runtime on a state in memory, for tests.
#pragma once

#include <gtest/gtest.h>

#include "runtime/example/runtime.hpp"
#include "runtime/sdk/native/state.hpp"

namespace serinus::example::test {

using namespace sdk;

constexpr AccountId account(uint8_t byte) {
    AccountId out;
    out.bytes.fill(byte);
    return out;
}
inline constexpr AccountId kAlice = account(1), kBob = account(2), kCharlie = account(3), kPoor = account(4);

inline RuntimeOrigin signed_by(const AccountId& who) { return RuntimeOrigin::signed_by(who); }
inline RuntimeOrigin root() { return RuntimeOrigin::root(); }

/// Block 1; Alice, Bob and Charlie have ten deposits of a locker, Poor has not one.
class World : public testing::Test {
  protected:
    void SetUp() override {
        native::state().reset();
        System::storage.Number.put(1);
        Balances::build({{{kAlice, 10'000}, {kBob, 10'000}, {kCharlie, 10'000}, {kPoor, 999}}});
    }
    void TearDown() override { native::state().reset(); }

    /// Makes a call as a transaction does; afterwards only its events are there. A failure must leave nothing.
    static DispatchResultWithPostInfo make(const RuntimeOrigin& origin, const RuntimeCall& call) {
        System::reset_events();
        const auto before = native::state().entries();
        auto result = call.dispatch(origin);
        if (!result) EXPECT_EQ(native::state().entries(), before);
        return result;
    }
    static void make_ok(const RuntimeOrigin& origin, const RuntimeCall& call) { EXPECT_TRUE(make(origin, call)); }
    static void make_error(const RuntimeOrigin& origin, const RuntimeCall& call, const DispatchError& expected) {
        const auto result = make(origin, call);
        ASSERT_FALSE(result);
        EXPECT_EQ(result.error().error, expected);
    }

    /// The hook of one pallet at the beginning of a block.
    template <class P>
    static Weight begin_block(BlockNumber number) {
        System::storage.Number.put(number);
        return P::on_initialize(number);
    }

    template <class P, class E>
    static bool saw(const E& event) {
        const Bytes* const records = native::state().find(System::storage.Events.key());
        const Bytes wanted = encode_event<P, typename P::Config>(event);
        return records && std::search(records->begin(), records->end(), wanted.begin(), wanted.end()) != records->end();
    }
};

}  // namespace serinus::example::test
