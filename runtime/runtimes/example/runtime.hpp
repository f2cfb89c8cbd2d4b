/// The example's runtime, put together: accounts, money, and lockers. Its figures are chosen, not measured.
#pragma once

#include "runtime/pallets/balances/balances.hpp"
#include "runtime/pallets/development_defaults.hpp"
#include "runtime/pallets/system/extensions.hpp"
#include "runtime/pallets/system/system.hpp"
#include "runtime/runtimes/example/locker.hpp"
#include "runtime/runtimes/example/pallets.hpp"

namespace serinus::example {

using development_weights::cost;
using sdk::Weight;

inline constexpr sdk::BlockWeights kBlockWeights = [] {
    const Weight whole = Weight::from_parts(2 * sdk::kRefTimePerSecond, 5 * 1024 * 1024);
    const frame_system::limits::WeightsPerClass all{
        .base_extrinsic = cost(100, 0, 0), .max_extrinsic = {}, .max_total = whole, .reserved = {}};
    return frame_system::limits::with_derived_limits(
        {.base_block = cost(5'000, 0, 0), .max_block = whole, .per_class = {all, all, all}},
        sdk::Perbill::from_percent(1));
}();
static_assert(are_consistent(kBlockWeights));

struct SystemConfig : development_defaults::System<SystemConfig> {
    using AccountData = pallet_balances::types::AccountData<sdk::Balance>;
    static constexpr auto kBlockWeights = example::kBlockWeights;
    static constexpr auto kBlockLength =
        sdk::BlockLength::max_with_normal_ratio(1024 * 1024, sdk::Perbill::from_percent(75));
    static constexpr uint32_t kSpecVersion = 1, kTransactionVersion = 1;
    static sdk::RuntimeVersion version() {
        return {.spec_name = "example",
                .impl_name = "serinus-example",
                .authoring_version = 1,
                .spec_version = kSpecVersion,
                .impl_version = 0,
                .apis = {},
                .transaction_version = kTransactionVersion,
                .state_version = kStateVersion};
    }
};

struct BalancesConfig : development_defaults::Balances<System> {
    static constexpr sdk::PalletInfo kInfo = sdk::kPlace<Places, BalancesConfig>;
    using System = example::System;
    static constexpr pallet_balances::Constants kConstants{
        .ExistentialDeposit = 100, .MaxLocks = 8, .MaxReserves = 8, .MaxFreezes = 0};
};

struct LockerConfig {
    static constexpr sdk::PalletInfo kInfo = sdk::kPlace<Places, LockerConfig>;
    static constexpr pallet_locker::Constants kConstants{.Deposit = 1'000, .MaxBytes = 32, .Term = 10, .MaxEnding = 2};
    using System = example::System;
    using Currency = example::Balances;
    static constexpr auto kWeights = sdk::kDefaultWeights<pallet_locker::Weights>;
};

/// What a transaction carries besides its call.
using Extensions = sdk::Extensions<frame_system::extensions::check_genesis::CheckGenesis<SystemConfig>,
                                   frame_system::extensions::check_mortality::CheckMortality<SystemConfig>,
                                   frame_system::extensions::check_nonce::CheckNonce<SystemConfig>,
                                   frame_system::extensions::check_weight::CheckWeight<SystemConfig>>;

using Extrinsic = sp_runtime::generic::unchecked_extrinsic::UncheckedExtrinsic<sdk::LookupSource, sdk::RuntimeCall,
                                                                               sdk::MultiSignature, Extensions::Extra>;

/// What follows from the list of pallets asks for these (sdk/composition.hpp).
struct Runtime {
    using Pallets = Places::Pallets;
    using System = example::System;
};

}  // namespace serinus::example
