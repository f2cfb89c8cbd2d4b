/// System: the version of the runtime and the limits of its blocks.
#pragma once

#include "runtime/config/balances.hpp"
#include "runtime/pallets.hpp"
#include "runtime/pallets/development_weights.hpp"
#include "runtime/pallets/system/system.hpp"
#include "runtime/version.hpp"

namespace serinus::new_chain {

struct SystemConfig {
    static constexpr sdk::PalletInfo kInfo{0, "System"};
    using WeightInfo = development_weights::System;
    using AccountData = pallet_balances::types::AccountData<sdk::Balance>;
    using OnNewAccount = sdk::List<>;
    using OnKilledAccount = sdk::List<>;

    static constexpr uint32_t kMaxConsumers = 16;
    static constexpr sdk::BlockNumber kBlockHashCount = 250;
    static constexpr auto kBlockWeights = development_weights::kBlockWeights;
    static constexpr auto kBlockLength = development_weights::kBlockLength;
    static constexpr uint8_t kStateVersion = 1;
    static constexpr uint32_t kTransactionVersion = new_chain::kTransactionVersion;
    static constexpr uint32_t spec_version() noexcept { return kSpecVersion; }
    static sdk::RuntimeVersion version() { return new_chain::version(); }
    static frame_system::Constants constants() {
        return {.BlockWeights = kBlockWeights,
                .BlockLength = kBlockLength,
                .BlockHashCount = kBlockHashCount,
                .DbWeight = development_weights::kDbWeight,
                .Version = version(),
                .SS58Prefix = 42};
    }
};

}  // namespace serinus::new_chain
