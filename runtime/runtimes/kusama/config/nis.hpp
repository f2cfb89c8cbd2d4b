/// Nis and its currency. No call of these gets past the filter of all calls.
/// Source: fellowship runtimes v1.7.1, relay/kusama/src/lib.rs
#pragma once

#include "runtime/pallets/balances/account_store.hpp"
#include "runtime/pallets/balances/balances.hpp"
#include "runtime/pallets/balances/currency.hpp"
#include "runtime/pallets/nis/nis.hpp"
#include "runtime/runtimes/common/relay/time.hpp"
#include "runtime/runtimes/kusama/common.hpp"
#include "runtime/runtimes/kusama/currency.hpp"
#include "runtime/runtimes/kusama/hold_reason.hpp"
#include "runtime/runtimes/kusama/weights/block_weights.hpp"
#include "runtime/runtimes/kusama/weights/nis.hpp"
#include "runtime/runtimes/kusama/weights/nis_counterpart_balances.hpp"
#include "runtime/sdk/traits/parameters.hpp"

namespace serinus::kusama {

struct NisConfig : Common<NisConfig> {
    static constexpr pallet_nis::Constants kConstants{
        .PalletId = sdk::pallet_id("py/nis  "),
        .QueueCount = 500,
        .MaxQueueLen = 1'000,
        .FifoQueueLen = 250,
        .BasePeriod = 7 * relay::kDays,
        .MinBid = 100 * currency::kQuid,
        .MinReceipt = sdk::Perquintill::from_rational(uint64_t{1}, 10'000'000),
        .IntakePeriod = 5 * relay::kMinutes,
        .MaxIntakeWeight = weights::kBlockWeights.max_block.div(10),
        .ThawThrottle = {sdk::Perquintill::from_percent(25), 5},
    };
    using Counterpart = pallet_balances::Currency<NisCounterpartBalancesConfig>;
    using Deficit = sdk::List<>;  ///< it is new money
    using FundOrigin = sdk::EnsureSigned;
    static constexpr auto kWeights = weights::kNis;

    /// The share of the issuance that receipts shall be: the one parameter in the state outside of all pallets.
    using Target = sdk::Stored<"NisTarget", sdk::Perquintill>;
    static sdk::Perquintill target() { return Target::get(); }
    /// As many counterparts as the share of 21 million of them, of 10^12 parts each.
    static constexpr sdk::Balance counterpart_amount(sdk::Perquintill share) {
        return share * (sdk::Balance{21'000'000} * 1'000'000'000'000);
    }
};

struct NisCounterpartBalancesConfig : Common<NisCounterpartBalancesConfig> {
    static constexpr pallet_balances::Constants kConstants{
        .ExistentialDeposit = 10'000'000'000, .MaxLocks = 4, .MaxReserves = 4, .MaxFreezes = 1};
    static constexpr uint32_t kMaxHolds = 6;
    using AccountStore = pallet_balances::StoredInBalances<kusama::NisCounterpartBalances, kusama::System>;
    using DustRemoval = sdk::List<>;
    using RuntimeHoldReason = staging_kusama_runtime::RuntimeHoldReason;
    using FreezeIdentifier = sdk::Unit;
    static constexpr auto kWeights = weights::kNisCounterpartBalances;
};

}  // namespace serinus::kusama
