/// A runtime on a state in memory, for tests of its pallets with GoogleTest. Each test has a session of its own.
///
///     using CounterTest = sdk::test::World<Runtime>;
///
///     TEST_F(CounterTest, Counts) {
///         make_ok(signed_by(kAlice), Counter::increment{});
///         EXPECT_EQ(Counter::storage.Count.get(), 1u);
///         EXPECT_TRUE(saw<Counter>(Counter::Event::Incremented{1}));
///     }
#pragma once

#include <gtest/gtest.h>

#include "base/hex.hpp"
#include "runtime/sdk/address.hpp"
#include "runtime/sdk/genesis/genesis.hpp"
#include "runtime/sdk/host/native/seen_events.hpp"
#include "runtime/sdk/host/native/session.hpp"
#include "runtime/sdk/host/native/try_upgrade.hpp"

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
/// In ascending order.
inline constexpr AccountId kAlice = account(0xa1), kBob = account(0xb0), kCharlie = account(0xc4),
                           kDave = account(0xda), kEve = account(0xee);

inline RuntimeOrigin signed_by(const AccountId& who) { return RuntimeOrigin::signed_by(who); }
inline RuntimeOrigin root() { return RuntimeOrigin::root(); }
inline RuntimeOrigin none() { return RuntimeOrigin::none(); }
inline LookupSource id(const AccountId& who) { return {LookupSource::Id{who}}; }
/// An address that names nobody.
inline LookupSource nobody() { return {LookupSource::Raw{{1, 2, 3}}}; }

/// An event of the pallet `P` as it stands in records.
template <class P, class E>
Bytes event(const E& event) {
    return encode_event<P, typename P::Config>(event);
}

/// Begins in extrinsic 0 of block 1, in a chain whose genesis says nothing (genesis/genesis.hpp: "{}"). After each test
/// the invariants of all pallets must hold.
template <class R>
class World : public testing::Test {
  protected:
    using System = typename R::System;

    void SetUp() override {
        native::state().reset();
        const auto built = genesis::build("{}");
        ASSERT_TRUE(built) << built.error();
        go_to(1);
    }
    void TearDown() override {
        const auto state = native::try_state_of_all();
        EXPECT_TRUE(state) << state.error();
    }

    static void go_to(BlockNumber number, uint32_t extrinsic = 0) {
        System::storage.Number.put(number);
        System::storage.ExecutionPhase.put({typename BlockPhase::ApplyExtrinsic{extrinsic}});
        host::set(as_bytes(":extrinsic_index"), scale::encode(extrinsic));
    }

    /// Makes a call as a transaction does; afterwards only its events are there. A failure must leave nothing.
    static DispatchResultWithPostInfo make(const RuntimeOrigin& origin, const RuntimeCall& call) {
        System::reset_events();
        const auto before = native::state().entries();
        auto result = call.dispatch(origin);
        EXPECT_EQ(native::state().depth(), 0u);
        if (!result) EXPECT_EQ(native::state().entries(), before);
        return result;
    }
    static PostDispatchInfo make_ok(const RuntimeOrigin& origin, const RuntimeCall& call) {
        const auto result = make(origin, call);
        if (result) return *result;
        ADD_FAILURE() << testing::PrintToString(result.error().error);
        return {};
    }
    static PostDispatchInfo make_error(const RuntimeOrigin& origin, const RuntimeCall& call,
                                       const DispatchError& expected) {
        const auto result = make(origin, call);
        if (result) {
            ADD_FAILURE() << "succeeded";
            return {};
        }
        EXPECT_EQ(result.error().error, expected);
        return result.error().post_info;
    }

    /// The hook of the pallet `P` at the beginning of a block.
    template <class P>
    static Weight begin_block(BlockNumber number) {
        System::storage.Number.put(number);
        return P::on_initialize(number);
    }

    /// The records of the last call, each with its phase and without topics.
    static void expect_events(std::initializer_list<Bytes> expected) {
        scale::Encoder records;
        records.compact(static_cast<uint64_t>(expected.size()));
        for (const Bytes& event : expected) records.append(record(event));
        const Bytes* const found = native::state().find(System::storage.Events.key());
        EXPECT_EQ(found ? to_hex(*found) : "00", to_hex(std::move(records).finish()));
    }
    /// Whether there is such a record of the present phase, without topics.
    static bool saw(const Bytes& event) {
        const BlockPhase phase = System::storage.ExecutionPhase.get().value_or(BlockPhase{});
        return native::has_event(
            native::state().find(System::storage.Events.key()), event, [&](const EventView& record) {
                const auto* const extrinsic = std::get_if<typename BlockPhase::ApplyExtrinsic>(&phase.v);
                return record.topics.empty() && static_cast<size_t>(record.phase) == phase.v.index() &&
                       (extrinsic == nullptr || record.extrinsic == extrinsic->_0);
            });
    }
    /// Whether this event of the pallet `P` was deposited, in whatever phase and with whatever topics.
    template <class P, class E>
    static bool saw(const E& event) {
        return native::has_event(native::state().find(System::storage.Events.key()),
                                 encode_event<P, typename P::Config>(event), [](const EventView&) { return true; });
    }

  private:
    using BlockPhase = std::decay_t<decltype(*System::storage.ExecutionPhase.get())>;

    static Bytes record(const Bytes& event) {
        scale::Encoder out;
        scale::encode_to(out, System::storage.ExecutionPhase.get().value_or(BlockPhase{}));
        out.append(event);
        out.byte(0);
        return std::move(out).finish();
    }

    native::Session session_{table_of<R>()};
    native::Entered entered_{session_};
};

}  // namespace serinus::sdk::test
