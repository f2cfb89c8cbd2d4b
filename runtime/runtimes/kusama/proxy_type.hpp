/// The kinds of proxies that Kusama knows, and the calls that each may make.
/// Source: fellowship runtimes v1.7.1, relay/kusama/constants/src/lib.rs and relay/kusama/src/lib.rs
///
/// Calls are told apart by their indices alone, so that a kind may name pallets whatever the composition has.
#pragma once

#include "runtime/runtimes/common/relay/call_set.hpp"

namespace serinus::kusama_runtime_constants::proxy {

/// The first is the most powerful one. 4 was that of judgements about identities.
enum class ProxyType : uint8_t {
    Any = 0,
    NonTransfer = 1,
    Governance = 2,
    Staking = 3,
    CancelProxy = 5,
    Auction = 6,
    Society = 7,
    NominationPools = 8,
    Spokesperson = 9,
    ParaRegistration = 10,
};

namespace detail {

using relay::CallSet;
using relay::only;

inline constexpr CallSet kSystem{0}, kBabe{1}, kTimestamp{2}, kStaking{6}, kSession{8}, kGrandpa{10}, kTreasury{18},
    kClaims{19}, kConvictionVoting{20}, kReferenda{21}, kFellowshipCollective{22}, kFellowshipReferenda{23},
    kUtility{24}, kSociety{26}, kScheduler{29}, kProxy{30}, kMultisig{31}, kBounties{35}, kNis{38}, kVoterList{39},
    kChildBounties{40}, kNominationPools{41}, kFastUnstake{42}, kWhitelist{44}, kRegistrar{70}, kSlots{71},
    kAuctions{72}, kCrowdloan{73};

/// System: remark, remark_with_event.
inline constexpr CallSet kRemarks = only(0, 0, 7);
/// Indices: claim, free, freeze; not transfer, force_transfer and poke_deposit.
inline constexpr CallSet kIndicesOfOneself = only(3, 0, 2, 4);
/// Utility: batch, batch_all, force_batch.
inline constexpr CallSet kBatches = only(24, 0, 2, 4);
/// Recovery: as_recovered, vouch_recovery, claim_recovery, close_recovery, remove_recovery, cancel_recovered.
inline constexpr CallSet kRecoveryInProgress = only(27, 0, 4, 5, 6, 7, 8);
/// Vesting: vest, vest_other.
inline constexpr CallSet kVestingOfWhatIsThere = only(28, 0, 1);
/// Proxy: reject_announcement; remove_proxy.
inline constexpr CallSet kRejection = only(30, 8);
inline constexpr CallSet kProxyRemoval = only(30, 2);
/// Registrar: register, deregister, reserve; register, reserve.
inline constexpr CallSet kRegistrarOfOneself = only(70, 0, 2, 5);
inline constexpr CallSet kRegistration = only(70, 0, 5);

/// What moves no funds to others; nothing of Balances and XcmPallet.
inline constexpr CallSet kNonTransfer[] = {
    kSystem,
    kBabe,
    kTimestamp,
    kIndicesOfOneself,
    kStaking,
    kSession,
    kGrandpa,
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
inline constexpr CallSet kCancelProxy[] = {kRejection, kUtility, kMultisig};
inline constexpr CallSet kAuction[] = {kAuctions, kCrowdloan, kRegistrar, kSlots};
inline constexpr CallSet kSocietyCalls[] = {kSociety};
inline constexpr CallSet kPoolCalls[] = {kNominationPools, kUtility};
inline constexpr CallSet kSpokesperson[] = {kRemarks};
inline constexpr CallSet kParaRegistration[] = {kRegistration, kBatches, kProxyRemoval};

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
        case ProxyType::CancelProxy:
            return kCancelProxy;
        case ProxyType::Auction:
            return kAuction;
        case ProxyType::Society:
            return kSocietyCalls;
        case ProxyType::NominationPools:
            return kPoolCalls;
        case ProxyType::Spokesperson:
            return kSpokesperson;
        case ProxyType::ParaRegistration:
            return kParaRegistration;
    }
    return {};
}

}  // namespace detail

/// Whether a proxy of that kind may make the call with these indices.
constexpr bool allows(ProxyType type, uint8_t pallet, uint8_t call) {
    return type == ProxyType::Any || relay::contains(detail::calls_of(type), pallet, call);
}
inline bool allows(ProxyType type, const sdk::RuntimeCall& call) {
    return allows(type, call.pallet_index(), call.call_index());
}

/// Whether a proxy of that kind counts as at least as powerful as `other`: only then may it add and remove such ones.
constexpr bool is_superset(ProxyType type, ProxyType other) {
    if (type == other || type == ProxyType::Any) return true;
    return type == ProxyType::NonTransfer && other != ProxyType::Any;
}

}  // namespace serinus::kusama_runtime_constants::proxy
