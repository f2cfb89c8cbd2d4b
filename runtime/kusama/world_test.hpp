/// Kusama's runtime on a state in memory, for tests of pallets that read like their specification.
#pragma once

#include <gtest/gtest.h>

#include "base/hex.hpp"
#include "runtime/kusama/runtime.hpp"
#include "runtime/sdk/native/seen_events.hpp"
#include "runtime/sdk/native/state.hpp"

namespace serinus::sp_runtime {

inline void PrintTo(const DispatchError& error, std::ostream* out) { *out << to_hex(scale::encode(error)); }

}  // namespace serinus::sp_runtime

namespace serinus::kusama::test {

using namespace sdk;

/// Accounts in ascending order of their letters.
constexpr AccountId account(uint8_t byte) {
    AccountId out;
    out.bytes.fill(byte);
    return out;
}
inline constexpr AccountId kAlice = account(0xa1), kBob = account(0xb0), kCharlie = account(0xc4),
                           kDave = account(0xda), kEve = account(0xee);
inline constexpr Balance kUnit = currency::kUnits;

inline RuntimeOrigin signed_by(const AccountId& who) { return RuntimeOrigin::signed_by(who); }
inline RuntimeOrigin root() { return RuntimeOrigin::root(); }
inline RuntimeOrigin none() { return RuntimeOrigin::none(); }
inline LookupSource id(const AccountId& who) { return {LookupSource::Id{who}}; }
/// An address that names nobody on Kusama.
inline LookupSource nobody() { return {LookupSource::Raw{{1, 2, 3}}}; }

/// An event of the pallet `P` as it stands in records.
template <class P, class E>
Bytes event(const E& event) {
    return encode_event<P, typename P::Config>(event);
}

/// Everybody has 1000 KSM; block 1, extrinsic 0.
class World : public testing::Test {
  protected:
    void SetUp() override {
        native::state().reset();
        go_to(1);
        for (const AccountId& who : {kAlice, kBob, kCharlie, kDave, kEve}) endow(who, 1000 * kUnit);
    }
    void TearDown() override { native::state().reset(); }

    static void go_to(BlockNumber number, uint32_t extrinsic = 0) {
        System::storage.Number.put(number);
        System::storage.ExecutionPhase.put({frame_system::Phase::ApplyExtrinsic{extrinsic}});
        host::set(as_bytes(":extrinsic_index"), scale::encode(extrinsic));
    }
    static void endow(const AccountId& who, Balance free) {
        make_ok(root(), Balances::force_set_balance{id(who), {free}});
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
        const auto phase = System::storage.ExecutionPhase.get().value_or(frame_system::Phase{});
        return sdk::native::has_event(
            native::state().find(System::storage.Events.key()), event, [&](const EventView& record) {
                const auto* const extrinsic = std::get_if<frame_system::Phase::ApplyExtrinsic>(&phase.v);
                return record.topics.empty() && static_cast<size_t>(record.phase) == phase.v.index() &&
                       (extrinsic == nullptr || record.extrinsic == extrinsic->_0);
            });
    }

  private:
    static Bytes record(const Bytes& event) {
        scale::Encoder out;
        scale::encode_to(out, System::storage.ExecutionPhase.get().value_or(frame_system::Phase{}));
        out.append(event);
        out.byte(0);
        return std::move(out).finish();
    }
};

}  // namespace serinus::kusama::test
