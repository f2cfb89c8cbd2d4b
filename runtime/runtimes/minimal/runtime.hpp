/// The smallest runtime, put together.
#pragma once

#include "runtime/pallets/development_defaults.hpp"
#include "runtime/pallets/system/extensions.hpp"
#include "runtime/pallets/system/system.hpp"
#include "runtime/pallets/timestamp/timestamp.hpp"
#include "runtime/runtimes/minimal/pallets.hpp"
#include "runtime/runtimes/minimal/register.hpp"
#include "runtime/sdk/check_metadata_hash.hpp"
#include "runtime/sdk/embedded.hpp"
#include "runtime/sdk/token.hpp"

namespace serinus::minimal {

/// Defined in version.cpp, which knows the list of APIs.
sdk::RuntimeVersion version();

struct SystemConfig : development_defaults::System<SystemConfig> {
    using AccountData = sdk::Unit;  // no money
    static constexpr uint32_t kSpecVersion = 1, kTransactionVersion = 1;
    static sdk::RuntimeVersion version() { return minimal::version(); }
};

struct TimestampConfig : development_defaults::Timestamp {
    static constexpr sdk::PalletInfo kInfo = sdk::kPlace<Places, TimestampConfig>;
    static constexpr pallet_timestamp::Constants kConstants{.MinimumPeriod = 1};
};

struct RegisterConfig {
    static constexpr sdk::PalletInfo kInfo = sdk::kPlace<Places, RegisterConfig>;
    static constexpr pallet_register::Constants kConstants{.Largest = 1'000'000};
    static constexpr auto kWeights = sdk::kDefaultWeights<pallet_register::Weights>;
};

/// What a transaction carries besides its call, in this order.
using Extensions = sdk::Extensions<frame_system::extensions::check_non_zero_sender::CheckNonZeroSender<SystemConfig>,
                                   frame_system::extensions::check_spec_version::CheckSpecVersion<SystemConfig>,
                                   frame_system::extensions::check_tx_version::CheckTxVersion<SystemConfig>,
                                   frame_system::extensions::check_genesis::CheckGenesis<SystemConfig>,
                                   frame_system::extensions::check_mortality::CheckMortality<SystemConfig>,
                                   frame_system::extensions::check_nonce::CheckNonce<SystemConfig>,
                                   frame_system::extensions::check_weight::CheckWeight<SystemConfig>,
                                   frame_metadata_hash_extension::CheckMetadataHash<SystemConfig>>;

using Extrinsic = sp_runtime::generic::unchecked_extrinsic::UncheckedExtrinsic<sdk::LookupSource, sdk::RuntimeCall,
                                                                               sdk::MultiSignature, Extensions::Extra>;

/// What the SDK and its runtime APIs need to know of this runtime.
struct Runtime : sdk::Embedded {
    using Pallets = Places::Pallets;
    using System = minimal::System;
    using Extensions = minimal::Extensions;
    using Extrinsic = minimal::Extrinsic;
    /// There is no money, but devices that sign show a token.
    static constexpr sdk::Token kToken{.symbol = "UNIT", .decimals = 12};

    static sdk::RuntimeVersion version() { return minimal::version(); }
    /// Nothing to migrate.
    static sdk::Weight on_runtime_upgrade() { return sdk::Weight::zero(); }
};

}  // namespace serinus::minimal
