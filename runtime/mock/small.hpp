/// A mock runtime with small pallets, of which each needs Balances alone. For tests of them.
#pragma once

#include <map>

#include "runtime/mock/holds.hpp"
#include "runtime/pallets/bags_list/bags_list.hpp"
#include "runtime/pallets/indices/indices.hpp"
#include "runtime/pallets/multisig/multisig.hpp"
#include "runtime/pallets/preimage/preimage.hpp"
#include "runtime/pallets/proxy/proxy.hpp"
#include "runtime/pallets/ranked_collective/ranked_collective.hpp"
#include "runtime/pallets/recovery/recovery.hpp"
#include "runtime/pallets/scheduler/scheduler.hpp"
#include "runtime/pallets/vesting/vesting.hpp"

namespace serinus::mock::small {

// Not that of the namespace around this one.
struct UtilityConfig;

using mock::System, holds::Balances;
using Utility = pallet_utility::Pallet<UtilityConfig>;
using Indices = pallet_indices::Pallet<struct IndicesConfig>;
using Multisig = pallet_multisig::Pallet<struct MultisigConfig>;
using Proxy = pallet_proxy::Pallet<struct ProxyConfig>;
using Preimage = pallet_preimage::Pallet<struct PreimageConfig>;
using Scheduler = pallet_scheduler::Pallet<struct SchedulerConfig>;
using Vesting = pallet_vesting::Pallet<struct VestingConfig>;
using Recovery = pallet_recovery::Pallet<struct RecoveryConfig>;
using Fellowship = pallet_ranked_collective::Pallet<struct FellowshipConfig>;
using VoterList = pallet_bags_list::Pallet<struct VoterListConfig>;

enum class ProxyType : uint8_t { Any, Remarks };
inline bool allows(ProxyType type, const RuntimeCall& call) {
    return type == ProxyType::Any || call.pallet_index() == 0;
}
inline bool is_superset(ProxyType type, ProxyType other) { return type == ProxyType::Any || type == other; }

/// Root is above all others; two others can only be the same.
struct RootIsAbove {
    static std::optional<std::strong_ordering> cmp_privilege(const OriginCaller& left, const OriginCaller& right) {
        if (left == right) return std::strong_ordering::equal;
        if (left.is_root()) return std::strong_ordering::greater;
        return std::nullopt;
    }
};

/// Their deposits are reserved.
struct Common : holds::OfHolds {
    using Currency = holds::Balances;
};

struct UtilityConfig : Common {
    static constexpr PalletInfo kInfo{2, "Utility"};
    static constexpr pallet_utility::Constants kConstants{.batched_calls_limit = 100};
    static constexpr auto kWeights = kDefaultWeights<pallet_utility::Weights>;
};

struct IndicesConfig : Common {
    static constexpr PalletInfo kInfo{3, "Indices"};
    static constexpr pallet_indices::Constants kConstants{.Deposit = kUnit};
    static constexpr auto kWeights = kDefaultWeights<pallet_indices::Weights>;
};

struct MultisigConfig : Common {
    static constexpr PalletInfo kInfo{4, "Multisig"};
    static constexpr pallet_multisig::Constants kConstants{
        .DepositBase = 3 * kUnit, .DepositFactor = kUnit, .MaxSignatories = 5};
    static constexpr auto kWeights = kDefaultWeights<pallet_multisig::Weights>;
};

struct ProxyConfig : Common {
    static constexpr PalletInfo kInfo{5, "Proxy"};
    static constexpr pallet_proxy::Constants kConstants{.ProxyDepositBase = 2 * kUnit,
                                                        .ProxyDepositFactor = kUnit,
                                                        .MaxProxies = 4,
                                                        .MaxPending = 4,
                                                        .AnnouncementDepositBase = 4 * kUnit,
                                                        .AnnouncementDepositFactor = kUnit};
    using ProxyType = small::ProxyType;
    static constexpr auto kWeights = kDefaultWeights<pallet_proxy::Weights>;
};

struct PreimageConfig : Common {
    static constexpr PalletInfo kInfo{6, "Preimage"};
    static constexpr Balance kBaseDeposit = 2 * kUnit;
    static constexpr Balance kByteDeposit = kUnit / 1'000;
    using ManagerOrigin = EnsureRoot;
    static constexpr auto kWeights = kDefaultWeights<pallet_preimage::Weights>;
};

struct SchedulerConfig : Common {
    static constexpr PalletInfo kInfo{7, "Scheduler"};
    static constexpr pallet_scheduler::Constants kConstants{
        .MaximumWeight = Perbill::from_percent(80) * development_weights::kBlockWeights.max_block,
        .MaxScheduledPerBlock = 3};
    using Preimages = small::Preimage;
    using ScheduleOrigin = EnsureRoot;
    using OriginPrivilegeCmp = RootIsAbove;
    static constexpr auto kWeights = kDefaultWeights<pallet_scheduler::Weights>;
};

struct VestingConfig : Common {
    static constexpr PalletInfo kInfo{8, "Vesting"};
    static constexpr pallet_vesting::Constants kConstants{.MinVestedTransfer = kUnit, .MaxVestingSchedules = 3};
    static constexpr uint32_t kMaxLocks = 50;
    static constexpr auto kUnvestedFundsAllowedWithdrawReasons =
        WithdrawReasons::except(WithdrawReasons::kTransfer | WithdrawReasons::kReserve);
    static constexpr auto kWeights = kDefaultWeights<pallet_vesting::Weights>;
};

struct RecoveryConfig : Common {
    static constexpr PalletInfo kInfo{9, "Recovery"};
    static constexpr pallet_recovery::Constants kConstants{
        .ConfigDepositBase = 5 * kUnit, .FriendDepositFactor = kUnit, .MaxFriends = 3, .RecoveryDeposit = 4 * kUnit};
    static constexpr auto kWeights = kDefaultWeights<pallet_recovery::Weights>;
};

/// There is nothing to vote on.
struct NoPolls {
    using Index = uint32_t;
    using Class = uint16_t;
    using Tally = pallet_ranked_collective::Tally<Fellowship>;
    using PollStatus = sdk::PollStatus<Tally, Class>;
    static std::vector<Class> classes() { return {}; }
    static std::optional<std::pair<Tally, Class>> as_ongoing(Index) { return std::nullopt; }
    static auto access_poll(Index, auto&& f) { return f(PollStatus{PollStatus::None{}}); }
};

struct FellowshipConfig : Common {
    static constexpr PalletInfo kInfo{10, "Fellowship"};
    using PromoteOrigin = EnsureRootWithSuccess<uint16_t{65'535}>;
    using DemoteOrigin = PromoteOrigin;
    using ExchangeOrigin = EnsureRoot;
    using Polls = NoPolls;
    using VoteWeight = pallet_ranked_collective::Geometric;
    static constexpr uint16_t min_rank_of(uint16_t track) { return track; }
    static constexpr auto kWeights = kDefaultWeights<pallet_ranked_collective::Weights>;
};

/// Scores as the test says.
struct Scores {
    static inline std::map<AccountId, uint64_t> of;
    static std::optional<uint64_t> score(const AccountId& who) {
        const auto found = of.find(who);
        return found != of.end() ? std::optional(found->second) : std::nullopt;
    }
};

inline constexpr uint64_t kBags[] = {10, 20, 30};
struct VoterListConfig : Common {
    static constexpr PalletInfo kInfo{11, "VoterList"};
    static constexpr pallet_bags_list::Constants kConstants{.BagThresholds = kBags, .MaxAutoRebagPerBlock = 2};
    using ScoreProvider = Scores;
    static constexpr auto kWeights = kDefaultWeights<pallet_bags_list::Weights>;
};

struct Runtime : holds::RuntimeOf<Utility, Indices, Multisig, Proxy, Preimage, Scheduler, Vesting, Recovery, Fellowship,
                                  VoterList> {};

}  // namespace serinus::mock::small
