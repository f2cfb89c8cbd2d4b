/// A mock runtime with validators: sessions, the protocols of consensus with their keys, staking with an election in
/// the block that asks for it. For tests of these pallets.
#pragma once

#include "runtime/mock/holds.hpp"
#include "runtime/npos/onchain.hpp"
#include "runtime/pallets/authority_discovery/authority_discovery.hpp"
#include "runtime/pallets/authorship/authorship.hpp"
#include "runtime/pallets/babe/babe.hpp"
#include "runtime/pallets/bags_list/bags_list.hpp"
#include "runtime/pallets/balances/locked.hpp"
#include "runtime/pallets/beefy/beefy.hpp"
#include "runtime/pallets/beefy_mmr/beefy_mmr.hpp"
#include "runtime/pallets/fast_unstake/fast_unstake.hpp"
#include "runtime/pallets/grandpa/grandpa.hpp"
#include "runtime/pallets/mmr/mmr.hpp"
#include "runtime/pallets/offences/offences.hpp"
#include "runtime/pallets/session/configured_validators.hpp"
#include "runtime/pallets/session/disabling.hpp"
#include "runtime/pallets/session/historical.hpp"
#include "runtime/pallets/session/session_handler.hpp"
#include "runtime/pallets/staking/interface.hpp"
#include "runtime/pallets/staking/staking.hpp"
#include "runtime/pallets/timestamp/timestamp.hpp"
#include "runtime/sdk/extension_pipeline.hpp"
#include "runtime/sdk/session_keys.hpp"

namespace serinus::mock::validators {

using mock::System, holds::Balances, holds::Currency;
using Timestamp = pallet_timestamp::Pallet<struct TimestampConfig>;
using Babe = pallet_babe::Pallet<struct BabeConfig>;
using Authorship = pallet_authorship::Pallet<struct AuthorshipConfig>;
using Staking = pallet_staking::Pallet<struct StakingConfig>;
using Offences = pallet_offences::Pallet<struct OffencesConfig>;
using Historical = pallet_session::historical::Pallet<struct HistoricalConfig>;
using Session = pallet_session::Pallet<struct SessionConfig>;
using Grandpa = pallet_grandpa::Pallet<struct GrandpaConfig>;
using AuthorityDiscovery = pallet_authority_discovery::Pallet<struct AuthorityDiscoveryConfig>;
using Beefy = pallet_beefy::Pallet<struct BeefyConfig>;
using Mmr = pallet_mmr::Pallet<struct MmrConfig>;
using BeefyMmrLeaf = pallet_beefy_mmr::Pallet<struct BeefyMmrLeafConfig>;
using VoterList = pallet_bags_list::Pallet<struct VoterListConfig>;
using FastUnstake = pallet_fast_unstake::Pallet<struct FastUnstakeConfig>;

inline constexpr uint64_t kSlotsOfEpoch = 100;
inline constexpr uint32_t kSessionsPerEra = 6, kBondingEras = 28, kMaxAuthorities = 100;
/// Of a page of what is at stake for a validator.
inline constexpr uint32_t kMaxNominators = 64;
/// Blocks for which a report may be made: as long as a bond can be slashed.
inline constexpr uint64_t kReportLongevity = uint64_t{kBondingEras} * kSessionsPerEra * kSlotsOfEpoch;
inline constexpr Balance kLeastBalance = holds::BalancesConfig::kConstants.ExistentialDeposit;

using Exposure = sp_staking::Exposure<AccountId, Balance>;
using IdentificationTuple = std::pair<AccountId, Exposure>;
/// Always empty: it is only said that there is such a validator.
using ExposureOf = pallet_staking::NoExposureOf<Staking>;

struct SessionKeys {
    sp_consensus_grandpa::app::Public grandpa;
    sp_consensus_babe::app::Public babe;
    sp_authority_discovery::app::Public authority_discovery;
    sp_consensus_beefy::ecdsa_crypto::Public beefy;
    friend bool operator==(const SessionKeys&, const SessionKeys&) = default;
};

struct TimestampConfig : holds::OfHolds {
    static constexpr PalletInfo kInfo{3, "Timestamp"};
    static constexpr pallet_timestamp::Constants kConstants{.MinimumPeriod = 3'000};
    using OnTimestampSet = List<Babe>;
    static constexpr auto kWeights = kDefaultWeights<pallet_timestamp::Weights>;
};

/// Where who equivocates is reported.
struct Reports : holds::OfHolds {
    static constexpr uint64_t kReportLongevity = validators::kReportLongevity;
    using Session = validators::Session;
    using KeyOwnerProofSystem = Historical;
    using Offences = validators::Offences;
    using Authorship = validators::Authorship;
};

struct BabeConfig : Reports {
    static constexpr PalletInfo kInfo{4, "Babe"};
    static constexpr pallet_babe::Constants kConstants{.EpochDuration = kSlotsOfEpoch,
                                                       .ExpectedBlockTime = 6'000,
                                                       .MaxAuthorities = kMaxAuthorities,
                                                       .MaxNominators = kMaxNominators};
    using Timestamp = validators::Timestamp;
    static constexpr auto kWeights = kDefaultWeights<pallet_babe::Weights>;
};
/// A quarter of the slots has a primary author; the others have a secondary one who shows a VRF too.
inline constexpr sp_consensus_babe::BabeEpochConfiguration kEpochConfig{
    .c = {1, 4}, .allowed_slots = sp_consensus_babe::AllowedSlots::PrimaryAndSecondaryVRFSlots};

struct AuthorshipConfig : holds::OfHolds {
    static constexpr PalletInfo kInfo{5, "Authorship"};
    using FindAuthor = pallet_session::FindAccountFromAuthorIndex<Session, Babe>;
    using EventHandlers = List<Staking>;
};

struct OffencesConfig : holds::OfHolds {
    static constexpr PalletInfo kInfo{7, "Offences"};
    using IdentificationTuple = validators::IdentificationTuple;
    using OnOffenceHandler = List<Staking>;
};

struct SessionConfig : holds::OfHolds {
    static constexpr PalletInfo kInfo{8, "Session"};
    using Keys = SessionKeys;
    static constexpr pallet_session::Constants kConstants{.KeyDeposit = 0};
    using ValidatorIdOf = pallet_session::AccountIsValidator;
    using ShouldEndSession = Babe;
    using NextSessionRotation = Babe;
    using SessionManager = Historical;
    using SessionHandlers =
        List<pallet_session::KeyHandler<&Keys::grandpa, Grandpa>, pallet_session::KeyHandler<&Keys::babe, Babe>,
             pallet_session::KeyHandler<&Keys::authority_discovery, AuthorityDiscovery>,
             pallet_session::KeyHandler<&Keys::beefy, Beefy>>;
    using DisablingStrategy = pallet_session::UpToLimitWithReEnabling<2>;  // one of three
    static constexpr auto kWeights = kDefaultWeights<pallet_session::Weights>;
};

struct HistoricalConfig : holds::OfHolds {
    static constexpr PalletInfo kInfo{9, "Historical"};
    using Session = validators::Session;
    using FullIdentification = Exposure;
    using FullIdentificationOf = ExposureOf;
    using SessionManager = Staking;
};

struct GrandpaConfig : Reports {
    static constexpr PalletInfo kInfo{10, "Grandpa"};
    static constexpr pallet_grandpa::Constants kConstants{
        .MaxAuthorities = kMaxAuthorities, .MaxNominators = kMaxNominators, .MaxSetIdSessionEntries = 8};
    static constexpr auto kWeights = kDefaultWeights<pallet_grandpa::Weights>;
};

struct AuthorityDiscoveryConfig : holds::OfHolds {
    static constexpr PalletInfo kInfo{12, "AuthorityDiscovery"};
    static constexpr uint32_t kMaxAuthorities = validators::kMaxAuthorities;
};

struct BeefyConfig : Reports {
    static constexpr PalletInfo kInfo{13, "Beefy"};
    static constexpr pallet_beefy::Constants kConstants{
        .MaxAuthorities = kMaxAuthorities, .MaxNominators = kMaxNominators, .MaxSetIdSessionEntries = 8};
    using OnNewValidatorSet = List<BeefyMmrLeaf>;
    using AncestryHelper = BeefyMmrLeaf;
    static constexpr auto kWeights = kDefaultWeights<pallet_beefy::Weights>;
};

struct MmrConfig : holds::OfHolds {
    static constexpr PalletInfo kInfo{14, "Mmr"};
    using LeafData = BeefyMmrLeaf;
    using OnNewRoot = List<BeefyMmrLeaf>;
    static constexpr auto kWeights = kDefaultWeights<pallet_mmr::Weights>;
};

/// The chain adds nothing to a leaf.
struct NoExtra {
    static Hash256 extra_data() { return {}; }
};
struct BeefyMmrLeafConfig : holds::OfHolds {
    static constexpr PalletInfo kInfo{15, "BeefyMmrLeaf"};
    static constexpr uint8_t kLeafVersion = 0;
    using Beefy = validators::Beefy;
    using Mmr = validators::Mmr;
    using LeafExtra = Hash256;
    using BeefyDataProvider = NoExtra;
    static constexpr auto kWeights = kDefaultWeights<pallet_beefy_mmr::Weights>;
};

struct ElectionConfig : holds::OfHolds {
    using DataProvider = Staking;
    static constexpr uint32_t kMaxWinners = 2'000;
    static constexpr ElectionBounds kBounds{};
    static constexpr auto kWeights = kDefaultWeights<npos::Weights>;
};
/// An election is under way when the test says so, and fails when it wants the validators to stay.
struct Elections : npos::OnChainPhragmen<ElectionConfig> {
    static inline bool is_ongoing = false, fails = false;
    static bool ongoing() { return is_ongoing; }
    static Elected elect() {
        if (fails) return Err(ElectionFailure("the test wants no result"));
        return OnChainPhragmen::elect();
    }
};

/// A thousandth of the issuance for the validators of an era, as much for others.
struct EraPayout {
    static std::pair<Balance, Balance> era_payout(Balance, Balance total_issuance, uint64_t) {
        return {total_issuance / 1'000, total_issuance / 1'000};
    }
};
struct StakingConfig : holds::OfHolds {
    static constexpr PalletInfo kInfo{6, "Staking"};
    static constexpr pallet_staking::Constants kConstants{.HistoryDepth = 84,
                                                          .SessionsPerEra = kSessionsPerEra,
                                                          .BondingDuration = kBondingEras,
                                                          .SlashDeferDuration = kBondingEras - 1,
                                                          .MaxExposurePageSize = kMaxNominators,
                                                          .MaxValidatorSet = kMaxAuthorities,
                                                          .MaxUnlockingChunks = 32};
    static constexpr uint32_t kMaxNominations = 24;
    static constexpr uint32_t kMaxControllersInBatch = 100;
    using OldLocks = pallet_balances::Locked<Balances>;
    using Timestamp = validators::Timestamp;
    using Session = validators::Session;
    using Historical = validators::Historical;
    using ElectionProvider = Elections;
    using GenesisElectionProvider = Elections;
    using VoterList = validators::VoterList;
    using Reward = List<>;
    using RewardRemainder = List<>;
    using Slash = List<>;
    using AdminOrigin = EnsureRoot;
    using EraPayout = validators::EraPayout;
    using EventListeners = List<>;
    static constexpr auto kWeights = kDefaultWeights<pallet_staking::Weights>;
};

/// Ten bags of ten millions each, and one for whatever is above.
inline constexpr uint64_t kBags[] = {10'000'000, 20'000'000, 30'000'000, 40'000'000,  50'000'000,  60'000'000,
                                     70'000'000, 80'000'000, 90'000'000, 100'000'000, ~uint64_t{0}};
struct VoterListConfig : holds::OfHolds {
    static constexpr PalletInfo kInfo{16, "VoterList"};
    static constexpr pallet_bags_list::Constants kConstants{.BagThresholds = kBags, .MaxAutoRebagPerBlock = 10};
    using ScoreProvider = Staking;
    static constexpr auto kWeights = kDefaultWeights<pallet_bags_list::Weights>;
};

struct FastUnstakeConfig : holds::OfHolds {
    static constexpr PalletInfo kInfo{18, "FastUnstake"};
    static constexpr pallet_fast_unstake::Constants kConstants{.Deposit = kUnit};
    static constexpr uint32_t kBatchSize = 16;
    static constexpr uint32_t kMaxErasToCheckPerBlock = 1;
    static constexpr uint32_t kMaxChecking = kBondingEras + 1;
    using ControlOrigin = EnsureRoot;
    using Staking = pallet_staking::Interface<validators::Staking>;
    static constexpr auto kWeights = kDefaultWeights<pallet_fast_unstake::Weights>;
};

struct Runtime : holds::RuntimeOf<Timestamp, Babe, Authorship, Staking, Offences, Historical, Session, Grandpa,
                                  AuthorityDiscovery, Beefy, Mmr, BeefyMmrLeaf, VoterList, FastUnstake> {
    /// None, but it has extrinsics of format 5, as reports are.
    using Extensions = ExtensionPipeline<>;
    // What APIs ask for.
    using AuthorityDiscovery = validators::AuthorityDiscovery;
    using Babe = validators::Babe;
    using Grandpa = validators::Grandpa;
    using Historical = validators::Historical;
    using Mmr = validators::Mmr;
    static constexpr auto kBabeGenesisEpochConfig = kEpochConfig;
};

}  // namespace serinus::mock::validators
