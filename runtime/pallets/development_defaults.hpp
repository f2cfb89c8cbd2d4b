/// Configurations for chains that are being developed, to be inherited: what a chain does not say itself is as usual
/// here. A configuration says what is its own, and hides what it has otherwise.
///
///     struct SystemConfig : development_defaults::System<SystemConfig> {
///         using AccountData = …;
///         static constexpr uint32_t kSpecVersion = 1, kTransactionVersion = 1;
///         static sdk::RuntimeVersion version();
///     };
#pragma once

#include "runtime/pallets/balances/account_store.hpp"
#include "runtime/pallets/balances/weights.hpp"
#include "runtime/pallets/development_weights.hpp"
#include "runtime/pallets/system/system.hpp"
#include "runtime/pallets/timestamp/weights.hpp"
#include "runtime/sdk/embedded.hpp"

namespace serinus::development_defaults {

/// `T`, which inherits this, has AccountData, kSpecVersion, kTransactionVersion and version().
template <class T>
struct System {
    System() = delete;
    static constexpr sdk::PalletInfo kInfo{0, "System"};
    static constexpr auto kWeights = sdk::kDefaultWeights<frame_system::Weights>;
    static constexpr auto kExtensionWeights = sdk::kDefaultWeights<frame_system::ExtensionWeights>;
    using OnNewAccount = sdk::List<>;
    using OnKilledAccount = sdk::List<>;

    static constexpr uint32_t kMaxConsumers = 16;
    static constexpr sdk::BlockNumber kBlockHashCount = 250;
    static constexpr auto kBlockWeights = development_weights::kBlockWeights;
    static constexpr auto kBlockLength = development_weights::kBlockLength;
    static constexpr auto kDbWeight = development_weights::kDbWeight;
    static constexpr uint8_t kStateVersion = 1;
    /// That of addresses of chains without one of their own.
    static constexpr uint16_t kSs58Prefix = 42;

    static constexpr uint32_t spec_version() noexcept { return T::kSpecVersion; }
    /// For CheckMetadataHash, where the runtime has it.
    static std::optional<Hash256> metadata_hash() { return sdk::embedded::metadata_hash(); }
    static frame_system::Constants constants() {
        return {.BlockWeights = T::kBlockWeights,
                .BlockLength = T::kBlockLength,
                .BlockHashCount = T::kBlockHashCount,
                .DbWeight = T::kDbWeight,
                .Version = T::version(),
                .SS58Prefix = T::kSs58Prefix};
    }
};

/// Nobody listens.
struct Timestamp {
    using OnTimestampSet = sdk::List<>;
    static constexpr auto kWeights = sdk::kDefaultWeights<pallet_timestamp::Weights>;
};

/// Money beside the nonces of accounts in `S`, the System; nothing is on hold or frozen. The configuration names System
/// too.
template <class S>
struct Balances {
    using AccountStore = pallet_balances::StoredInSystem<S>;
    using DustRemoval = sdk::List<>;
    using RuntimeHoldReason = sdk::Unit;
    static constexpr uint32_t kMaxHolds = 0;
    using FreezeIdentifier = sdk::Unit;
    static constexpr auto kWeights = sdk::kDefaultWeights<pallet_balances::Weights>;
};

}  // namespace serinus::development_defaults
