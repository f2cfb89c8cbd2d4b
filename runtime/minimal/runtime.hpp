/// The smallest runtime, put together.
#pragma once

#include "runtime/minimal/pallets.hpp"
#include "runtime/minimal/register.hpp"
#include "runtime/pallets/development_weights.hpp"
#include "runtime/pallets/system/extensions.hpp"
#include "runtime/pallets/system/system.hpp"
#include "runtime/pallets/timestamp/timestamp.hpp"
#include "runtime/sdk/embedded.hpp"

namespace serinus::minimal {

namespace weights = development_weights;

/// Defined in version.cpp, which knows the list of APIs.
sdk::RuntimeVersion version();

struct SystemConfig {
    static constexpr sdk::PalletInfo kInfo{0, "System"};
    using WeightInfo = weights::System;
    using AccountData = sdk::Unit;  // no money
    using OnNewAccount = sdk::List<>;
    using OnKilledAccount = sdk::List<>;

    static constexpr uint32_t kMaxConsumers = 16;
    static constexpr sdk::BlockNumber kBlockHashCount = 250;
    static constexpr auto kBlockWeights = weights::kBlockWeights;
    static constexpr auto kBlockLength = weights::kBlockLength;
    static constexpr uint8_t kStateVersion = 1;
    static constexpr uint32_t kTransactionVersion = 1;
    static constexpr uint32_t spec_version() noexcept { return 1; }
    static sdk::RuntimeVersion version() { return minimal::version(); }
    static frame_system::Constants constants() {
        return {.BlockWeights = kBlockWeights,
                .BlockLength = kBlockLength,
                .BlockHashCount = kBlockHashCount,
                .DbWeight = weights::kDbWeight,
                .Version = version(),
                .SS58Prefix = 42};
    }
};

struct TimestampConfig {
    static constexpr sdk::PalletInfo kInfo{1, "Timestamp"};
    static constexpr pallet_timestamp::Constants kConstants{.MinimumPeriod = 1};
    using OnTimestampSet = sdk::List<>;
    using WeightInfo = weights::Timestamp;
};

struct RegisterWeights {
    static constexpr sdk::Weight write() noexcept { return weights::cost(10, 1, 2); }
};

struct RegisterConfig {
    static constexpr sdk::PalletInfo kInfo{2, "Register"};
    static constexpr pallet_register::Constants kConstants{.Largest = 1'000'000};
    using WeightInfo = RegisterWeights;
};

/// What a transaction carries besides its call, in this order.
using Extensions = sdk::Extensions<frame_system::extensions::check_non_zero_sender::CheckNonZeroSender<SystemConfig>,
                                   frame_system::extensions::check_spec_version::CheckSpecVersion<SystemConfig>,
                                   frame_system::extensions::check_tx_version::CheckTxVersion<SystemConfig>,
                                   frame_system::extensions::check_genesis::CheckGenesis<SystemConfig>,
                                   frame_system::extensions::check_mortality::CheckMortality<SystemConfig>,
                                   frame_system::extensions::check_nonce::CheckNonce<SystemConfig>,
                                   frame_system::extensions::check_weight::CheckWeight<SystemConfig>>;

using Extrinsic = sp_runtime::generic::unchecked_extrinsic::UncheckedExtrinsic<sdk::LookupSource, sdk::RuntimeCall,
                                                                               sdk::MultiSignature, Extensions::Extra>;

/// The shape of sdk::OriginCaller here: no pallet but System has origins.
struct OriginCaller {
    struct system {
        sdk::RawOrigin _0;
    };
    scale::Enum<sdk::At<0, system>> v;
};

/// What the SDK and its runtime APIs need to know of this runtime.
struct Runtime : sdk::Embedded {
    using Pallets = AllPallets;
    using System = minimal::System;
    using Extensions = minimal::Extensions;
    using Extrinsic = minimal::Extrinsic;
    using OriginCaller = minimal::OriginCaller;

    static sdk::RuntimeVersion version() { return minimal::version(); }
    /// Nothing to migrate.
    static sdk::Weight on_runtime_upgrade() { return sdk::Weight::zero(); }
};

}  // namespace serinus::minimal
