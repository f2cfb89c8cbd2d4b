/// The types of the pallets' configurations that metadata of version 16 shows, in its order. Each pallet's metadata
/// includes this. Observed: metadata 16 of the real Kusama 1.7.1
#pragma once

#include "runtime/pallets/beefy/types.hpp"
#include "runtime/runtimes/kusama/assets.hpp"
#include "runtime/runtimes/kusama/composition.hpp"
#include "runtime/runtimes/kusama/config/governance.hpp"
#include "runtime/runtimes/kusama/hold_reason.hpp"
#include "runtime/sdk/api/core.hpp"
#include "runtime/sdk/metadata/functions.hpp"

namespace serinus::kusama::config_types {

using sdk::List;
using sdk::metadata::ConfigType;

using RuntimeCall = ConfigType<"RuntimeCall", sdk::RuntimeCall, "All calls of the runtime.">;
using KeyOwnerProof = ConfigType<"KeyOwnerProof", sp_session::MembershipProof, "Shows whose key it was.">;
using Exposure = sp_staking::Exposure<sdk::AccountId, sdk::Balance>;
using Identification = std::pair<sdk::AccountId, Exposure>;

/// Of an instance of Balances.
template <class FreezeIdentifier>
using OfBalances =
    List<ConfigType<"RuntimeHoldReason", staging_kusama_runtime::RuntimeHoldReason, "Why money may be on hold.">,
         ConfigType<"Balance", sdk::Balance, "An amount of money.">,
         ConfigType<"ReserveIdentifier", ByteArray<8>, "Names a reserve.">,
         ConfigType<"FreezeIdentifier", FreezeIdentifier, "Why money may be frozen.">>;
template <class Votes, class Tally>
using OfReferenda =
    List<RuntimeCall, ConfigType<"Votes", Votes, "A number of votes.">, ConfigType<"Tally", Tally, "Votes, counted.">>;

}  // namespace serinus::kusama::config_types

namespace serinus::sdk::metadata {

namespace types = kusama::config_types;

template <>
struct ConfigTypesOf<kusama::System> {
    using type =
        List<types::RuntimeCall, ConfigType<"Nonce", Nonce, "A number of transactions of an account.">,
             ConfigType<"Hash", Hash256, "What the hash function gives.">,
             ConfigType<"Hashing", sp_runtime::traits::BlakeTwo256, "The hash function.">,
             ConfigType<"AccountId", AccountId, "Names an account.">,
             ConfigType<"Block", sp_runtime::generic::block::Block<primitives::Header, kusama::Extrinsic>, "A block.">,
             ConfigType<"AccountData", kusama::SystemConfig::AccountData, "What an account has.">>;
};
template <>
struct ConfigTypesOf<kusama::Babe> {
    using type = List<types::KeyOwnerProof>;
};
template <>
struct ConfigTypesOf<kusama::Timestamp> {
    using type = List<ConfigType<"Moment", uint64_t, "A time, in milliseconds since 1970.">>;
};
template <>
struct ConfigTypesOf<kusama::Indices> {
    using type = List<ConfigType<"AccountIndex", uint32_t, "A short name of an account.">>;
};
template <>
struct ConfigTypesOf<kusama::Balances> {
    using type = types::OfBalances<staging_kusama_runtime::RuntimeFreezeReason>;
};
template <>
struct ConfigTypesOf<kusama::Staking> {
    using type = List<ConfigType<"CurrencyBalance", Balance, "An amount of money.">>;
};
template <>
struct ConfigTypesOf<kusama::Offences> {
    using type = List<ConfigType<"IdentificationTuple", types::Identification, "A validator and its stake.">>;
};
template <>
struct ConfigTypesOf<kusama::Historical> {
    using type = List<ConfigType<"FullIdentification", types::Exposure, "What is known of a validator.">>;
};
template <>
struct ConfigTypesOf<kusama::Session> {
    using type = List<ConfigType<"ValidatorId", AccountId, "Names a validator.">,
                      ConfigType<"Keys", staging_kusama_runtime::SessionKeys, "The keys of a validator.">>;
};
template <>
struct ConfigTypesOf<kusama::Grandpa> {
    using type = List<types::KeyOwnerProof>;
};
template <>
struct ConfigTypesOf<kusama::Treasury> {
    using type = List<ConfigType<"AssetKind", xcm::VersionedLocatableAsset, "An asset that can be spent.">,
                      ConfigType<"Beneficiary", xcm::VersionedLocation, "Who can be paid.">>;
};
template <>
struct ConfigTypesOf<kusama::Referenda> {
    using type = types::OfReferenda<Balance, kusama::ReferendaConfig::Tally>;
};
template <>
struct ConfigTypesOf<kusama::FellowshipReferenda> {
    using type = types::OfReferenda<pallet_ranked_collective::Votes, kusama::FellowshipReferendaConfig::Tally>;
};
template <>
struct ConfigTypesOf<kusama::Whitelist> {
    using type = List<types::RuntimeCall>;
};
template <>
struct ConfigTypesOf<kusama::Utility> {
    using type = List<types::RuntimeCall, ConfigType<"PalletsOrigin", OriginCaller, "All origins of the runtime.">>;
};
template <>
struct ConfigTypesOf<kusama::Recovery> {
    using type = List<types::RuntimeCall>;
};
template <>
struct ConfigTypesOf<kusama::Scheduler> {
    using type = List<types::RuntimeCall>;
};
template <>
struct ConfigTypesOf<kusama::Proxy> {
    using type =
        List<types::RuntimeCall,
             ConfigType<"ProxyType", kusama_runtime_constants::proxy::ProxyType, "Which calls a proxy may make.">>;
};
template <>
struct ConfigTypesOf<kusama::Multisig> {
    using type = List<types::RuntimeCall>;
};
template <>
struct ConfigTypesOf<kusama::NisCounterpartBalances> {
    using type = types::OfBalances<Unit>;
};
template <>
struct ConfigTypesOf<kusama::VoterList> {
    using type = List<ConfigType<"Score", uint64_t, "Decides about the place in the list.">>;
};
template <>
struct ConfigTypesOf<kusama::NominationPools> {
    using type = List<ConfigType<"RewardCounter", sp_arithmetic::fixed_point::FixedU128, "Reward for a point.">>;
};
template <>
struct ConfigTypesOf<kusama::ParasSlashing> {
    using type = List<types::KeyOwnerProof,
                      ConfigType<"KeyOwnerIdentification", types::Identification, "A validator and its stake.">>;
};
template <>
struct ConfigTypesOf<kusama::XcmPallet> {
    using type = List<types::RuntimeCall,
                      ConfigType<"RemoteLockConsumerIdentifier", Unit, "Who holds an asset that is locked elsewhere.">>;
};
template <>
struct ConfigTypesOf<kusama::MessageQueue> {
    using type = List<ConfigType<"Size", uint32_t, "A size of a page, in bytes.">>;
};
template <>
struct ConfigTypesOf<kusama::AssetRate> {
    using type = List<ConfigType<"AssetKind", xcm::VersionedLocatableAsset, "An asset that has a rate.">>;
};
template <>
struct ConfigTypesOf<kusama::Beefy> {
    using type = List<ConfigType<"BeefyId", sp_consensus_beefy::AuthorityId, "The key of a validator for BEEFY.">,
                      types::KeyOwnerProof>;
};

}  // namespace serinus::sdk::metadata
