/// The kinds of proxies that Kusama knows, and the calls that each may make.
/// Source: fellowship runtimes v1.0.0, relay/kusama/src/lib.rs
///
/// Calls are told apart by their indices alone, so that a kind may name pallets whatever the composition has.
#pragma once

#include "runtime/runtimes/common/relay/call_set.hpp"

namespace serinus::staging_kusama_runtime {

/// The first is the most powerful one.
enum class ProxyType : uint8_t {
    Any,
    NonTransfer,
    Governance,
    Staking,
    IdentityJudgement,
    CancelProxy,
    Auction,
    Society,
    NominationPools,
};

namespace proxies {

using relay::CallSet;
using relay::only;

inline constexpr CallSet kSystem{0}, kBabe{1}, kTimestamp{2}, kStaking{6}, kSession{8}, kGrandpa{10}, kImOnline{11},
    kTreasury{18}, kClaims{19}, kConvictionVoting{20}, kReferenda{21}, kFellowshipCollective{22},
    kFellowshipReferenda{23}, kUtility{24}, kIdentity{25}, kSociety{26}, kScheduler{29}, kProxy{30}, kMultisig{31},
    kBounties{35}, kNis{38}, kVoterList{39}, kChildBounties{40}, kNominationPools{41}, kFastUnstake{42}, kWhitelist{44},
    kRegistrar{70}, kSlots{71}, kAuctions{72}, kCrowdloan{73};

/// Indices: claim, free, freeze; not transfer and force_transfer.
inline constexpr CallSet kIndicesOfOneself = only(3, 0, 2, 4);
/// Recovery: as_recovered, vouch_recovery, claim_recovery, close_recovery, remove_recovery, cancel_recovered; not
/// set_recovered, create_recovery and initiate_recovery.
inline constexpr CallSet kRecoveryInProgress = only(27, 0, 4, 5, 6, 7, 8);
/// Vesting: vest, vest_other.
inline constexpr CallSet kVestingOfWhatIsThere = only(28, 0, 1);
/// Registrar: register, deregister, reserve.
inline constexpr CallSet kRegistrarOfOneself = only(70, 0, 2, 5);
/// Identity: provide_judgement.
inline constexpr CallSet kJudgement = only(25, 9);
/// Proxy: reject_announcement.
inline constexpr CallSet kRejection = only(30, 8);

/// What moves no funds to others; nothing of Balances and XcmPallet.
inline constexpr CallSet kNonTransfer[] = {
    kSystem,
    kBabe,
    kTimestamp,
    kIndicesOfOneself,
    kStaking,
    kSession,
    kGrandpa,
    kImOnline,
    kTreasury,
    kBounties,
    kChildBounties,
    kConvictionVoting,
    kReferenda,
    kFellowshipCollective,
    kFellowshipReferenda,
    kWhitelist,
    kClaims,
    kUtility,
    kIdentity,
    kSociety,
    kRecoveryInProgress,
    kVestingOfWhatIsThere,
    kScheduler,
    kProxy,
    kMultisig,
    kNis,
    kRegistrarOfOneself,
    kCrowdloan,
    kSlots,
    kAuctions,
    kVoterList,
    kNominationPools,
    kFastUnstake,
};
inline constexpr CallSet kGovernance[] = {
    kTreasury,
    kBounties,
    kUtility,
    kChildBounties,
    kConvictionVoting,
    kReferenda,
    kFellowshipCollective,
    kFellowshipReferenda,
    kWhitelist,
};
inline constexpr CallSet kStakingCalls[] = {kStaking, kSession, kUtility, kFastUnstake, kVoterList, kNominationPools};
inline constexpr CallSet kIdentityJudgement[] = {kJudgement, kUtility};
inline constexpr CallSet kCancelProxy[] = {kRejection};
inline constexpr CallSet kAuction[] = {kAuctions, kCrowdloan, kRegistrar, kSlots};
inline constexpr CallSet kSocietyCalls[] = {kSociety};
inline constexpr CallSet kPoolCalls[] = {kNominationPools, kUtility};

constexpr std::span<const CallSet> calls_of(ProxyType type) {
    switch (type) {
        case ProxyType::Any:
            return {};
        case ProxyType::NonTransfer:
            return kNonTransfer;
        case ProxyType::Governance:
            return kGovernance;
        case ProxyType::Staking:
            return kStakingCalls;
        case ProxyType::IdentityJudgement:
            return kIdentityJudgement;
        case ProxyType::CancelProxy:
            return kCancelProxy;
        case ProxyType::Auction:
            return kAuction;
        case ProxyType::Society:
            return kSocietyCalls;
        case ProxyType::NominationPools:
            return kPoolCalls;
    }
    return {};
}

}  // namespace proxies

/// Whether a proxy of that kind may make the call with these indices.
constexpr bool allows(ProxyType type, uint8_t pallet, uint8_t call) {
    return type == ProxyType::Any || relay::contains(proxies::calls_of(type), pallet, call);
}
inline bool allows(ProxyType type, const sdk::RuntimeCall& call) {
    return allows(type, call.pallet_index(), call.call_index());
}

/// Whether a proxy of that kind counts as at least as powerful as `other`: only then may it add and remove such ones.
constexpr bool is_superset(ProxyType type, ProxyType other) {
    if (type == other || type == ProxyType::Any) return true;
    return type == ProxyType::NonTransfer && other != ProxyType::Any;
}

}  // namespace serinus::staging_kusama_runtime
