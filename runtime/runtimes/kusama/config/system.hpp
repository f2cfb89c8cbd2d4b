/// System, and the parameters that governance sets. Source: fellowship runtimes v1.7.1, relay/kusama/src/lib.rs
#pragma once

#include "runtime/pallets/balances/types.hpp"
#include "runtime/pallets/parameters/parameters.hpp"
#include "runtime/pallets/sudo/sudo.hpp"
#include "runtime/pallets/system/system.hpp"
#include "runtime/runtimes/kusama/common.hpp"
#include "runtime/runtimes/kusama/dynamic_params.hpp"
#include "runtime/runtimes/kusama/version.hpp"
#include "runtime/runtimes/kusama/weights/block_weights.hpp"
#include "runtime/runtimes/kusama/weights/parameters.hpp"
#include "runtime/runtimes/kusama/weights/sudo.hpp"
#include "runtime/runtimes/kusama/weights/system.hpp"
#include "runtime/sdk/embedded.hpp"
#include "runtime/sdk/traits/filters.hpp"

namespace serinus::kusama {

struct SystemConfig : Common<SystemConfig> {
    static constexpr auto kWeights = weights::kSystem;
    static constexpr auto kExtensionWeights = weights::kSystemExtensions;
    using AccountData = pallet_balances::types::AccountData<sdk::Balance>;
    using OnNewAccount = sdk::List<>;
    using OnKilledAccount = sdk::List<>;
    using BaseCallFilter = sdk::EverythingBut<sdk::CallsOf<Nis, NisCounterpartBalances>>;

    static constexpr uint32_t kMaxConsumers = 16;
    static constexpr sdk::BlockNumber kBlockHashCount = 4'096;
    static constexpr auto kBlockWeights = weights::kBlockWeights;
    static constexpr auto kBlockLength = weights::kBlockLength;
    static constexpr uint8_t kStateVersion = kSystemVersion;
    static constexpr uint32_t kTransactionVersion = kusama::kTransactionVersion;
    static sdk::RuntimeVersion version() { return kusama::version(); }
    static uint32_t spec_version() noexcept { return kusama::spec_version(); }
    static std::optional<Hash256> metadata_hash() { return sdk::embedded::metadata_hash(); }

    static frame_system::Constants constants() {
        return {.BlockWeights = kBlockWeights,
                .BlockLength = kBlockLength,
                .BlockHashCount = kBlockHashCount,
                .DbWeight = weights::kDbWeight,
                .Version = version(),
                .SS58Prefix = 2};
    }
};

struct ParametersConfig : Common<ParametersConfig> {
    using RuntimeParameters = staging_kusama_runtime::RuntimeParameters;
    using AdminOrigin = EnsureParameterAdmin;
    static constexpr auto kWeights = weights::kParameters;
};

/// Of the development composition alone.
struct SudoConfig : Common<SudoConfig> {
    static constexpr auto kWeights = weights::kSudo;
};

}  // namespace serinus::kusama
