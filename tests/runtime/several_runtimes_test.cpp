// Several runtimes in one program: Kusama, the minimal one, and one that is composed in this file.
#include <gtest/gtest.h>

#include "runtime/pallets/system/system.ipp"
#include "runtime/runtimes/kusama/runtime.hpp"
#include "runtime/runtimes/minimal/runtime.hpp"
#include "runtime/sdk/composition.hpp"
#include "runtime/sdk/events.hpp"
#include "runtime/sdk/host/native/seen_events.hpp"
#include "runtime/sdk/host/native/session.hpp"
#include "runtime/sdk/panic.hpp"

namespace serinus::guarded {

using System = frame_system::Pallet<struct SystemConfig>;

/// Nobody but Root remarks.
struct NoRemarks {
    static bool contains(const sdk::RuntimeCall& call);
};
/// Keeps the code for others to decide on.
struct CodeForLater {
    static inline Bytes waiting;
    static sdk::DispatchResult set_code(const Bytes& code) {
        ENSURE(!code.empty(), sdk::kBadOrigin);
        waiting = code;
        return {};
    }
};
struct SystemConfig : minimal::SystemConfig {
    using BaseCallFilter = NoRemarks;
    using OnSetCode = CodeForLater;
};
struct Runtime {
    using Pallets = sdk::List<System>;
    using System = guarded::System;
};

bool NoRemarks::contains(const sdk::RuntimeCall& call) { return call.get_if<System::remark>() == nullptr; }

}  // namespace serinus::guarded

SERINUS_PALLET(serinus::frame_system::Pallet<serinus::guarded::SystemConfig>)
SERINUS_EVENTS(serinus::guarded::Runtime)
SERINUS_RUNTIME(serinus::guarded::Runtime)

namespace serinus {
namespace {

using sdk::RuntimeCall, sdk::RuntimeOrigin, sdk::AccountId, sdk::table_of;
using sdk::native::Session;

constexpr AccountId account(uint8_t byte) {
    AccountId out;
    out.bytes.fill(byte);
    return out;
}
constexpr AccountId kAlice = account(0xa1), kBob = account(0xb0);
constexpr sdk::Balance kUnit = kusama::currency::kUnits;

class SeveralRuntimes : public testing::Test {
  protected:
    void SetUp() override {
        for (Session* const one : {&relay, &copy}) {
            one->run([] {
                kusama::System::storage.Number.put(1);
                endow(100 * kUnit);
            });
        }
        other.run([] { minimal::System::storage.Number.put(1); });
    }
    static void endow(sdk::Balance free) {
        EXPECT_TRUE(RuntimeCall(kusama::Balances::force_set_balance{{sdk::LookupSource::Id{kAlice}}, {free}})
                        .dispatch(RuntimeOrigin::root()));
    }
    static bool pay(sdk::Balance amount) {
        return RuntimeCall(kusama::Balances::transfer_allow_death{{sdk::LookupSource::Id{kBob}}, {amount}})
            .dispatch(RuntimeOrigin::signed_by(kAlice))
            .has_value();
    }
    static bool write(uint32_t number) {
        return RuntimeCall(minimal::Register::write{number}).dispatch(RuntimeOrigin::signed_by(kAlice)).has_value();
    }

    Session relay{table_of<kusama::Runtime>()}, copy{table_of<kusama::Runtime>()};
    Session other{table_of<minimal::Runtime>()};
};

TEST_F(SeveralRuntimes, EachHasItsPalletsStateAndEvents) {
    EXPECT_TRUE(relay.run([] { return pay(3 * kUnit); }));
    EXPECT_TRUE(other.run([] { return write(7); }));
    EXPECT_GT(relay.run([] { return sdk::runtime_pallets().size(); }), 60u);
    EXPECT_EQ(other.run([] { return sdk::runtime_pallets().size(); }), 3u);

    EXPECT_EQ(relay.run([] { return kusama::Balances::free_balance(kBob); }), 3 * kUnit);
    EXPECT_EQ(copy.run([] { return kusama::Balances::free_balance(kBob); }), 0u);
    EXPECT_EQ(other.run([] { return minimal::Register::storage.Entries.get(kAlice); }), 7u);
    // The events of each are read by its own types.
    const auto written =
        sdk::encode_event<minimal::Register, minimal::Register::Config>(minimal::Register::Event::Written{kAlice, 7});
    other.run([&] {
        EXPECT_TRUE(sdk::native::has_event(sdk::native::state().find(minimal::System::storage.Events.key()), written,
                                           [](const sdk::EventView&) { return true; }));
    });
    const auto paid = sdk::encode_event<kusama::Balances, kusama::Balances::Config>(
        kusama::Balances::Event::Transfer{kAlice, kBob, 3 * kUnit});
    relay.run([&] {
        EXPECT_TRUE(sdk::native::has_event(sdk::native::state().find(kusama::System::storage.Events.key()), paid,
                                           [](const sdk::EventView&) { return true; }));
    });
    EXPECT_FALSE(copy.run([] { return sdk::native::state().find(kusama::System::storage.Events.key()); }) == nullptr)
        << "those of its genesis";
}

// A call is decoded by the pallets of the runtime that is entered.
TEST_F(SeveralRuntimes, CallsAreThoseOfTheirRuntime) {
    const Bytes transfer = relay.run([] {
        return scale::encode(
            RuntimeCall(kusama::Balances::transfer_allow_death{{sdk::LookupSource::Id{kBob}}, {kUnit}}));
    });
    EXPECT_TRUE(copy.run([&] { return scale::decode<RuntimeCall>(transfer).has_value(); }));
    EXPECT_FALSE(other.run([&] { return scale::decode<RuntimeCall>(transfer).has_value(); }));
}

// A runtime that works in the middle of another leaves that one alone: its transactions, its layers, its dispatch.
TEST_F(SeveralRuntimes, OneWorksWithinAnother) {
    relay.run([&] {
        const sdk::DispatchContext dispatch;
        *sdk::DispatchContext::value<uint32_t>() = 5;
        EXPECT_FALSE(sdk::with_storage_layer([&]() -> sdk::DispatchResult {
            EXPECT_TRUE(pay(kUnit));
            other.run([] {
                EXPECT_EQ(sdk::DispatchContext::value<uint32_t>(), nullptr);
                EXPECT_EQ(sdk::host::open_storage_layers(), 0u);
                EXPECT_TRUE(write(8));
            });
            copy.run([] { EXPECT_TRUE(pay(2 * kUnit)); });
            EXPECT_EQ(*sdk::DispatchContext::value<uint32_t>(), 5u);
            return sdk::DispatchError(sdk::kBadOrigin);
        }));
        EXPECT_EQ(kusama::Balances::free_balance(kBob), 0u);
    });
    EXPECT_EQ(copy.run([] { return kusama::Balances::free_balance(kBob); }), 2 * kUnit);
    EXPECT_EQ(other.run([] { return minimal::Register::storage.Entries.get(kAlice); }), 8u);
}

TEST_F(SeveralRuntimes, PanicLeavesTheSessionAndItsLayers) {
    const auto broken = [&] {
        relay.run([] {
            static_cast<void>(sdk::with_storage_layer([]() -> sdk::DispatchResult {
                EXPECT_TRUE(pay(kUnit));
                sdk::panic("broken on purpose");
            }));
        });
    };
    EXPECT_THROW(broken(), sdk::native::Panic);
    relay.run([] {
        EXPECT_EQ(sdk::host::open_storage_layers(), 0u);
        EXPECT_EQ(kusama::Balances::free_balance(kBob), 0u);
    });
    EXPECT_THROW(sdk::runtime_pallets(), sdk::native::Panic) << "of several runtimes none is the program's";
}

// Source: frame_system::Config::BaseCallFilter, OnSetCode of July 2023
TEST_F(SeveralRuntimes, BaseFilterAndNewCodeAreTheConfigurations) {
    using guarded::System, guarded::CodeForLater;
    Session chain(table_of<guarded::Runtime>());
    chain.run([] {
        System::storage.Number.put(1);
        const RuntimeCall remark = System::remark{{1}};
        const auto refused = remark.dispatch(RuntimeOrigin::signed_by(kAlice));
        ASSERT_FALSE(refused);
        EXPECT_EQ(refused.error().error, sdk::DispatchError(System::Error::CallFiltered));
        EXPECT_TRUE(RuntimeCall(System::remark_with_event{{1}}).dispatch(RuntimeOrigin::signed_by(kAlice)));

        EXPECT_TRUE(RuntimeCall(System::set_code_without_checks{{7}}).dispatch(RuntimeOrigin::root()));
        EXPECT_EQ(CodeForLater::waiting, Bytes{7});
        EXPECT_FALSE(sdk::host::exists(as_bytes(":code")));
        EXPECT_FALSE(RuntimeCall(System::set_code_without_checks{{}}).dispatch(RuntimeOrigin::root()));
    });
    other.run([] {
        EXPECT_TRUE(RuntimeCall(minimal::System::remark{{1}}).dispatch(RuntimeOrigin::signed_by(kAlice)));
        EXPECT_TRUE(RuntimeCall(minimal::System::set_code_without_checks{{7}}).dispatch(RuntimeOrigin::root()));
        EXPECT_EQ(sdk::host::get(as_bytes(":code")), Bytes{7});
    });
}

}  // namespace
}  // namespace serinus
