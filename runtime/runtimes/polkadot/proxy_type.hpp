/// The kinds of proxies that Polkadot knows, and the calls that each may make.
/// Source: fellowship runtimes v1.0.0, relay/polkadot/src/lib.rs
///
/// Calls are told apart by their indices alone, so that a kind may name pallets whatever the composition has.
#pragma once

#include "runtime/runtimes/common/relay/call_set.hpp"

namespace serinus::polkadot_runtime {

/// The first is the most powerful one. Index 4 was that of a kind for calls of Sudo.
enum class ProxyType : uint8_t {
    Any,
    NonTransfer,
    Governance,
    Staking,
    IdentityJudgement = 5,
    CancelProxy,
    Auction,
    NominationPools,
};

namespace proxies {

using relay::CallSet;
using relay::only;

inline constexpr CallSet kSystem{0}, kScheduler{1}, kBabe{2}, kTimestamp{3}, kStaking{7}, kSession{9}, kGrandpa{11},
    kImOnline{12}, kTreasury{19}, kConvictionVoting{20}, kReferenda{21}, kWhitelist{23}, kClaims{24}, kUtility{26},
    kIdentity{28}, kProxy{29}, kMultisig{30}, kBounties{34}, kVoterList{37}, kChildBounties{38}, kNominationPools{39},
    kFastUnstake{40}, kRegistrar{70}, kSlots{71}, kAuctions{72}, kCrowdloan{73};

/// Indices: claim, free, freeze; not transfer and force_transfer.
inline constexpr CallSet kIndicesOfOneself = only(4, 0, 2, 4);
/// Vesting: vest, vest_other.
inline constexpr CallSet kVestingOfWhatIsThere = only(25, 0, 1);
/// Registrar: register, deregister, reserve.
inline constexpr CallSet kRegistrarOfOneself = only(70, 0, 2, 5);
/// Identity: provide_judgement.
inline constexpr CallSet kJudgement = only(28, 9);
/// Proxy: reject_announcement.
inline constexpr CallSet kRejection = only(29, 8);

/// What moves no funds to others; nothing of Preimage, Balances and XcmPallet.
inline constexpr CallSet kNonTransfer[] = {
    kSystem,
    kScheduler,
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
    kWhitelist,
    kClaims,
    kVestingOfWhatIsThere,
    kUtility,
    kIdentity,
    kProxy,
    kMultisig,
    kRegistrarOfOneself,
    kCrowdloan,
    kSlots,
    kAuctions,
    kVoterList,
    kNominationPools,
    kFastUnstake,
};
inline constexpr CallSet kGovernance[] = {kTreasury,         kBounties,  kUtility,  kChildBounties,
                                          kConvictionVoting, kReferenda, kWhitelist};
inline constexpr CallSet kStakingCalls[] = {kStaking, kSession, kUtility, kFastUnstake, kVoterList, kNominationPools};
inline constexpr CallSet kIdentityJudgement[] = {kJudgement, kUtility};
inline constexpr CallSet kCancelProxy[] = {kRejection};
inline constexpr CallSet kAuction[] = {kAuctions, kCrowdloan, kRegistrar, kSlots};
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

}  // namespace serinus::polkadot_runtime
