/// Kusama's System. Source: fellowship runtimes v1.0.0, relay/kusama/src/lib.rs
#pragma once

#include "runtime/kusama/pallets.hpp"
#include "runtime/kusama/parameters.hpp"
#include "runtime/kusama/version.hpp"
#include "runtime/kusama/weights/system.hpp"
#include "runtime/pallets/balances/types.hpp"
#include "runtime/pallets/system/system.hpp"

namespace serinus::kusama {

struct SystemConfig {
    static constexpr sdk::PalletInfo kInfo{0, "System"};
    static constexpr auto kWeights = weights::kSystem;
    using AccountData = pallet_balances::types::AccountData<sdk::Balance>;
    using OnNewAccount = sdk::List<>;
    using OnKilledAccount = sdk::List<>;

    static constexpr uint32_t kMaxConsumers = parameters::kMaxConsumers;
    static constexpr sdk::BlockNumber kBlockHashCount = parameters::kBlockHashCount;
    static constexpr auto kBlockWeights = weights::kBlockWeights;
    static constexpr auto kBlockLength = weights::kBlockLength;
    static constexpr uint8_t kStateVersion = parameters::kStateVersion;
    static constexpr uint32_t kTransactionVersion = parameters::kTransactionVersion;
    static sdk::RuntimeVersion version() { return kusama::version(); }
    static uint32_t spec_version() noexcept { return kusama::spec_version(); }

    static frame_system::Constants constants() {
        return {.BlockWeights = kBlockWeights,
                .BlockLength = kBlockLength,
                .BlockHashCount = kBlockHashCount,
                .DbWeight = weights::kDbWeight,
                .Version = version(),
                .SS58Prefix = parameters::kSs58Prefix};
    }
};

}  // namespace serinus::kusama
