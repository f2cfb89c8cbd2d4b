/// The example's runtime, put together: accounts, money, and lockers. Its figures are chosen, not measured.
#pragma once

#include "runtime/example/locker.hpp"
#include "runtime/example/pallets.hpp"
#include "runtime/pallets/balances/account_store.hpp"
#include "runtime/pallets/balances/balances.hpp"
#include "runtime/pallets/system/extensions.hpp"
#include "runtime/pallets/system/system.hpp"

namespace serinus::example {

using sdk::Weight;

inline constexpr sdk::RuntimeDbWeight kDbWeight{.read = 25 * sdk::kRefTimePerMicro,
                                                .write = 100 * sdk::kRefTimePerMicro};

/// Costs `time_us` and the given accesses of the database.
constexpr Weight cost(uint64_t time_us, uint64_t reads, uint64_t writes) noexcept {
    return Weight::from_parts(saturating_mul(time_us, sdk::kRefTimePerMicro), 0)
        .saturating_add(kDbWeight.reads_writes(reads, writes));
}

struct SystemWeights {
    static constexpr Weight remark(uint32_t) noexcept { return cost(1, 0, 0); }
    static constexpr Weight remark_with_event(uint32_t) noexcept { return cost(50, 0, 0); }
    static constexpr Weight set_heap_pages() noexcept { return cost(5, 1, 2); }
    static constexpr Weight set_code() noexcept { return cost(100'000, 1, 2); }
    static constexpr Weight set_storage(uint32_t items) noexcept { return cost(items, 0, items); }
    static constexpr Weight kill_storage(uint32_t keys) noexcept { return cost(keys, 0, keys); }
    static constexpr Weight kill_prefix(uint32_t keys) noexcept { return cost(keys, keys, keys); }
};

struct BalancesWeights {
    static constexpr Weight transfer_allow_death() noexcept { return cost(40, 1, 1); }
    static constexpr Weight transfer_keep_alive() noexcept { return cost(30, 1, 1); }
    static constexpr Weight force_set_balance_creating() noexcept { return cost(25, 1, 1); }
    static constexpr Weight force_set_balance_killing() noexcept { return cost(27, 1, 1); }
    static constexpr Weight force_transfer() noexcept { return cost(40, 2, 2); }
    static constexpr Weight transfer_all() noexcept { return cost(36, 1, 1); }
    static constexpr Weight force_unreserve() noexcept { return cost(20, 1, 1); }
    static constexpr Weight upgrade_accounts(uint32_t accounts) noexcept { return cost(15, accounts, accounts); }
};

struct LockerWeights {
    static constexpr Weight fill(uint32_t bytes) noexcept { return cost(uint64_t{30} + bytes / 1'024, 3, 3); }
    static constexpr Weight empty() noexcept { return cost(30, 3, 3); }
    static constexpr Weight on_initialize(uint32_t ending) noexcept {
        return cost(5, 1, 1).saturating_add(cost(20, 2, 2).saturating_mul(ending));
    }
};

inline constexpr sdk::BlockWeights kBlockWeights = [] {
    const Weight whole = Weight::from_parts(2 * sdk::kRefTimePerSecond, 5 * 1024 * 1024);
    const frame_system::limits::WeightsPerClass all{
        .base_extrinsic = cost(100, 0, 0), .max_extrinsic = {}, .max_total = whole, .reserved = {}};
    return frame_system::limits::with_derived_limits(
        {.base_block = cost(5'000, 0, 0), .max_block = whole, .per_class = {all, all, all}},
        sdk::Perbill::from_percent(1));
}();
static_assert(are_consistent(kBlockWeights));

struct SystemConfig {
    static constexpr sdk::PalletInfo kInfo{0, "System"};
    using WeightInfo = SystemWeights;
    using AccountData = pallet_balances::types::AccountData<sdk::Balance>;
    using OnNewAccount = sdk::List<>;
    using OnKilledAccount = sdk::List<>;

    static constexpr uint32_t kMaxConsumers = 16;
    static constexpr sdk::BlockNumber kBlockHashCount = 250;
    static constexpr auto kBlockWeights = example::kBlockWeights;
    static constexpr auto kBlockLength =
        sdk::BlockLength::max_with_normal_ratio(1024 * 1024, sdk::Perbill::from_percent(75));
    static constexpr uint8_t kStateVersion = 1;
    static constexpr uint32_t spec_version() noexcept { return 1; }
    static constexpr uint32_t kTransactionVersion = 1;
    static sdk::RuntimeVersion version() {
        return {.spec_name = "example",
                .impl_name = "serinus-example",
                .authoring_version = 1,
                .spec_version = spec_version(),
                .impl_version = 0,
                .apis = {},
                .transaction_version = kTransactionVersion,
                .state_version = kStateVersion};
    }
    static frame_system::Constants constants() {
        return {.BlockWeights = kBlockWeights,
                .BlockLength = kBlockLength,
                .BlockHashCount = kBlockHashCount,
                .DbWeight = kDbWeight,
                .Version = version(),
                .SS58Prefix = 42};
    }
};

struct BalancesConfig {
    static constexpr sdk::PalletInfo kInfo{1, "Balances"};
    static constexpr pallet_balances::Constants kConstants{
        .ExistentialDeposit = 100, .MaxLocks = 8, .MaxReserves = 8, .MaxHolds = 0, .MaxFreezes = 0};
    using System = example::System;
    using AccountStore = pallet_balances::StoredInSystem<example::System>;
    using DustRemoval = pallet_balances::DropImbalance;
    using RuntimeHoldReason = sdk::Unit;
    using FreezeIdentifier = sdk::Unit;
    using WeightInfo = BalancesWeights;
};

struct LockerConfig {
    static constexpr sdk::PalletInfo kInfo{2, "Locker"};
    static constexpr pallet_locker::Constants kConstants{.Deposit = 1'000, .MaxBytes = 32, .Term = 10, .MaxEnding = 2};
    using System = example::System;
    using Currency = example::Balances;
    using WeightInfo = LockerWeights;
};

/// What a transaction carries besides its call.
using Extensions = sdk::Extensions<frame_system::extensions::check_genesis::CheckGenesis<SystemConfig>,
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

/// What follows from the list of pallets asks for these (sdk/composition.hpp).
struct Runtime {
    using Pallets = AllPallets;
    using System = example::System;
    using OriginCaller = example::OriginCaller;
};

}  // namespace serinus::example
