/// A runtime on a state in memory, for tests of its pallets with GoogleTest. Each test has a session of its own.
///
///     using CounterTest = sdk::test::World<Runtime>;
///
///     TEST_F(CounterTest, Counts) {
///         make_ok(signed_by(kAlice), Counter::increment{});
///         EXPECT_EQ(Counter::storage.Count.get(), 1u);
///     }
#pragma once

#include <gtest/gtest.h>

#include "base/hex.hpp"
#include "runtime/sdk/native/seen_events.hpp"
#include "runtime/sdk/native/session.hpp"
#include "runtime/sdk/native/try_upgrade.hpp"

namespace serinus::sp_runtime {

inline void PrintTo(const DispatchError& error, std::ostream* out) { *out << to_hex(scale::encode(error)); }

}  // namespace serinus::sp_runtime

namespace serinus::sdk::test {

/// An account whose bytes are all the same.
constexpr AccountId account(uint8_t byte) {
    AccountId out;
    out.bytes.fill(byte);
    return out;
}
inline constexpr AccountId kAlice = account(0xa1), kBob = account(0xb0), kCharlie = account(0xc4);

inline RuntimeOrigin signed_by(const AccountId& who) { return RuntimeOrigin::signed_by(who); }
inline RuntimeOrigin root() { return RuntimeOrigin::root(); }
inline RuntimeOrigin none() { return RuntimeOrigin::none(); }

/// Begins in block 1 with an empty state. After each test the invariants of all pallets must hold.
template <class R>
class World : public testing::Test {
  protected:
    using System = typename R::System;

    void SetUp() override {
        native::state().reset();
        System::storage.Number.put(1);
    }
    void TearDown() override {
        const auto state = native::try_state_of_all();
        EXPECT_TRUE(state) << state.error();
    }

    /// Makes a call as a transaction does; afterwards only its events are there. A failure must leave nothing.
    static DispatchResultWithPostInfo make(const RuntimeOrigin& origin, const RuntimeCall& call) {
        System::reset_events();
        const auto before = native::state().entries();
        auto result = call.dispatch(origin);
        if (!result) EXPECT_EQ(native::state().entries(), before);
        return result;
    }
    static void make_ok(const RuntimeOrigin& origin, const RuntimeCall& call) {
        const auto result = make(origin, call);
        if (!result) ADD_FAILURE() << testing::PrintToString(result.error().error);
    }
    static void make_error(const RuntimeOrigin& origin, const RuntimeCall& call, const DispatchError& expected) {
        const auto result = make(origin, call);
        ASSERT_FALSE(result);
        EXPECT_EQ(result.error().error, expected);
    }

    /// The hook of the pallet `P` at the beginning of a block.
    template <class P>
    static Weight begin_block(BlockNumber number) {
        System::storage.Number.put(number);
        return P::on_initialize(number);
    }

    /// Whether the last call has deposited this event of the pallet `P`.
    template <class P, class E>
    static bool saw(const E& event) {
        return native::has_event(native::state().find(System::storage.Events.key()),
                                 encode_event<P, typename P::Config>(event), [](const EventView&) { return true; });
    }

  private:
    native::Session session_{table_of<R>()};
    native::Entered entered_{session_};
};

}  // namespace serinus::sdk::test
