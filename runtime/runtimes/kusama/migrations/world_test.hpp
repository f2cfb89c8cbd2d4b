/// Kusama's runtime on a state in memory that has nothing but what a test puts there.
#pragma once

#include "runtime/runtimes/kusama/migrations/migrations.hpp"
#include "runtime/runtimes/kusama/runtime.hpp"
#include "runtime/sdk/host/native/world_test.hpp"

namespace serinus::kusama {

/// Invariants between pallets need not hold. Block 1.
class MigrationWorld : public sdk::test::World<Runtime> {
  protected:
    void SetUp() override {
        sdk::native::state().reset();
        go_to(1);
    }
    void TearDown() override { sdk::native::state().reset(); }

    /// A storage version of a pallet of this runtime.
    template <class P>
    static uint16_t version() {
        return sdk::storage_version(P::Config::kInfo.name);
    }
    template <class P>
    static void put_version(uint16_t version) {
        sdk::put_storage_version(P::Config::kInfo.name, version);
    }
    static void put_last_release(uint32_t spec_version, std::string name = "kusama") {
        System::storage.LastRuntimeUpgrade.put({{spec_version}, std::move(name)});
    }
    /// Free and reserved.
    static void endow(const sdk::AccountId& who, sdk::Balance free, sdk::Balance reserved) {
        make_ok(sdk::RuntimeOrigin::root(), Balances::force_set_balance{sdk::test::id(who), {free + reserved}});
        ASSERT_TRUE(Currency::reserve(who, reserved));
    }
};

}  // namespace serinus::kusama
