/// Calls in others, for others, together and later: Utility, Proxy, Multisig, Scheduler, Preimage, Recovery, Whitelist.
/// Source: fellowship runtimes v1.7.1, relay/kusama/src/lib.rs
#pragma once

#include "runtime/pallets/multisig/multisig.hpp"
#include "runtime/pallets/preimage/preimage.hpp"
#include "runtime/pallets/proxy/proxy.hpp"
#include "runtime/pallets/recovery/recovery.hpp"
#include "runtime/pallets/scheduler/scheduler.hpp"
#include "runtime/pallets/utility/utility.hpp"
#include "runtime/pallets/whitelist/whitelist.hpp"
#include "runtime/runtimes/common/relay/origin_privilege.hpp"
#include "runtime/runtimes/kusama/common.hpp"
#include "runtime/runtimes/kusama/currency.hpp"
#include "runtime/runtimes/kusama/origins.hpp"
#include "runtime/runtimes/kusama/proxy_type.hpp"
#include "runtime/runtimes/kusama/weights/block_weights.hpp"
#include "runtime/runtimes/kusama/weights/multisig.hpp"
#include "runtime/runtimes/kusama/weights/preimage.hpp"
#include "runtime/runtimes/kusama/weights/proxy.hpp"
#include "runtime/runtimes/kusama/weights/recovery.hpp"
#include "runtime/runtimes/kusama/weights/scheduler.hpp"
#include "runtime/runtimes/kusama/weights/utility.hpp"
#include "runtime/runtimes/kusama/weights/whitelist.hpp"

namespace serinus::staging_kusama_runtime {

/// What the metadata names where a type depends on the whole runtime.
struct Runtime {};

}  // namespace serinus::staging_kusama_runtime

namespace serinus::kusama {

struct UtilityConfig : Common<UtilityConfig> {
    /// The host allocates at most 32 MiB at once; the reference counts on a third of that and 1 KiB for each call.
    static constexpr pallet_utility::Constants kConstants{.batched_calls_limit = 32 * 1024 * 1024 / 3 / 1024};
    static constexpr auto kWeights = weights::kUtility;
};

struct ProxyConfig : Common<ProxyConfig> {
    static constexpr pallet_proxy::Constants kConstants{
        .ProxyDepositBase = currency::deposit(1, 8),
        .ProxyDepositFactor = currency::deposit(0, 33),
        .MaxProxies = 32,
        .MaxPending = 32,
        .AnnouncementDepositBase = currency::deposit(1, 8),
        .AnnouncementDepositFactor = currency::deposit(0, 66),
    };
    using ProxyType = kusama_runtime_constants::proxy::ProxyType;
    static constexpr auto kWeights = weights::kProxy;
};

struct MultisigConfig : Common<MultisigConfig> {
    static constexpr pallet_multisig::Constants kConstants{
        .DepositBase = currency::deposit(1, 88),
        .DepositFactor = currency::deposit(0, 32),
        .MaxSignatories = 100,
    };
    static constexpr auto kWeights = weights::kMultisig;
};

struct SchedulerConfig : Common<SchedulerConfig> {
    static constexpr pallet_scheduler::Constants kConstants{
        .MaximumWeight = sdk::Perbill::from_percent(80) * weights::kBlockWeights.max_block,
        .MaxScheduledPerBlock = 50,
    };
    using Preimages = kusama::Preimage;
    // Auctions and recurring payments are planned by their tracks of governance.
    using ScheduleOrigin = sdk::EitherOf<origins::EnsureOrRoot<origins::Custom::AuctionAdmin>,
                                         sdk::EnsurePalletOrigin<43, origins::Custom::Treasurer>>;
    using OriginPrivilegeCmp = relay::OriginPrivilegeCmp;
    static constexpr auto kWeights = weights::kScheduler;
};

struct PreimageConfig : Common<PreimageConfig> {
    static constexpr sdk::Balance kBaseDeposit = currency::deposit(2, 64);
    static constexpr sdk::Balance kByteDeposit = currency::deposit(0, 1);
    using ManagerOrigin = sdk::EnsureRoot;
    static constexpr auto kWeights = weights::kPreimage;
};

struct RecoveryConfig : Common<RecoveryConfig> {
    using DescribedRuntime = staging_kusama_runtime::Runtime;
    static constexpr pallet_recovery::Constants kConstants{
        .ConfigDepositBase = 500 * currency::kCents,
        .FriendDepositFactor = 50 * currency::kCents,
        .MaxFriends = 9,
        .RecoveryDeposit = 500 * currency::kCents,
    };
    static constexpr auto kWeights = weights::kRecovery;
};

struct WhitelistConfig : Common<WhitelistConfig> {
    using Preimages = kusama::Preimage;
    using WhitelistOrigin = origins::EnsureOrRoot<origins::Custom::Fellows>;
    using DispatchWhitelistedOrigin = origins::EnsureOrRoot<origins::Custom::WhitelistedCaller>;
    static constexpr auto kWeights = weights::kWhitelist;
};

}  // namespace serinus::kusama
