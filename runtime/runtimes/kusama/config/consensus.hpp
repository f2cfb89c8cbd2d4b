/// Blocks and their authors, sessions, finality, offences, and what other chains learn of this one.
/// Source: fellowship runtimes v1.7.1, relay/kusama/src/lib.rs
#pragma once

#include "runtime/pallets/authority_discovery/authority_discovery.hpp"
#include "runtime/pallets/authorship/authorship.hpp"
#include "runtime/pallets/babe/babe.hpp"
#include "runtime/pallets/beefy/beefy.hpp"
#include "runtime/pallets/beefy_mmr/beefy_mmr.hpp"
#include "runtime/pallets/grandpa/grandpa.hpp"
#include "runtime/pallets/mmr/mmr.hpp"
#include "runtime/pallets/offences/offences.hpp"
#include "runtime/pallets/session/configured_validators.hpp"
#include "runtime/pallets/session/disabling.hpp"
#include "runtime/pallets/session/historical.hpp"
#include "runtime/pallets/session/session.hpp"
#include "runtime/pallets/session/session_handler.hpp"
#include "runtime/pallets/staking/staking.hpp"
#include "runtime/pallets/timestamp/timestamp.hpp"
#include "runtime/runtimes/common/relay/time.hpp"
#include "runtime/runtimes/kusama/common.hpp"
#include "runtime/runtimes/kusama/para_heads.hpp"
#include "runtime/runtimes/kusama/session_keys.hpp"
#include "runtime/runtimes/kusama/validators.hpp"
#include "runtime/runtimes/kusama/weights/beefy_mmr_leaf.hpp"
#include "runtime/runtimes/kusama/weights/session.hpp"
#include "runtime/runtimes/kusama/weights/timestamp.hpp"

namespace serinus::kusama {

#ifdef SERINUS_KUSAMA_EPOCH_SLOTS
inline constexpr uint64_t kEpochDurationInSlots = SERINUS_KUSAMA_EPOCH_SLOTS;
#else
inline constexpr uint64_t kEpochDurationInSlots = relay::kHours;
#endif
inline constexpr uint32_t kMaxAuthorities = 100'000;
/// Of a page of what is at stake for a validator.
inline constexpr uint32_t kMaxNominators = 512;
inline constexpr uint32_t kSessionsPerEra = 6;
inline constexpr uint32_t kBondingDurationInEras = 28;
inline constexpr uint64_t kMaxSetIdSessionEntries = uint64_t{kBondingDurationInEras} * kSessionsPerEra;

struct TimestampConfig : Common<TimestampConfig> {
    static constexpr pallet_timestamp::Constants kConstants{.MinimumPeriod = relay::kMillisecondsPerBlock / 2};
    using OnTimestampSet = sdk::List<kusama::Babe>;
    static constexpr auto kWeights = weights::kTimestamp;
};

/// Who reports offences of block authors and voters.
template <class Config>
struct Reporting : Common<Config> {
    static constexpr uint64_t kReportLongevity = kMaxSetIdSessionEntries * kEpochDurationInSlots;
    using Session = kusama::Session;
    using KeyOwnerProofSystem = kusama::Historical;
    using Offences = kusama::Offences;
    using Authorship = kusama::Authorship;
};

struct BabeConfig : Reporting<BabeConfig> {
    static constexpr pallet_babe::Constants kConstants{
        .EpochDuration = kEpochDurationInSlots,
        .ExpectedBlockTime = relay::kMillisecondsPerBlock,
        .MaxAuthorities = kMaxAuthorities,
        .MaxNominators = kMaxNominators,
    };
    using Timestamp = kusama::Timestamp;
    static constexpr auto kWeights = sdk::kDefaultWeights<pallet_babe::Weights>;
};

/// A quarter of the slots has a primary author; the others have a secondary one who shows a VRF too.
inline constexpr sp_consensus_babe::BabeEpochConfiguration kBabeGenesisEpochConfig{
    .c = {1, 4}, .allowed_slots = sp_consensus_babe::AllowedSlots::PrimaryAndSecondaryVRFSlots};

struct GrandpaConfig : Reporting<GrandpaConfig> {
    static constexpr pallet_grandpa::Constants kConstants{
        .MaxAuthorities = kMaxAuthorities,
        .MaxNominators = kMaxNominators,
        .MaxSetIdSessionEntries = kMaxSetIdSessionEntries,
    };
    static constexpr auto kWeights = sdk::kDefaultWeights<pallet_grandpa::Weights>;
};

struct AuthorshipConfig : Common<AuthorshipConfig> {
    using FindAuthor = pallet_session::FindAccountFromAuthorIndex<Session, Babe>;
    using EventHandlers = sdk::List<kusama::Staking>;
};

struct AuthorityDiscoveryConfig : Common<AuthorityDiscoveryConfig> {
    static constexpr uint32_t kMaxAuthorities = kusama::kMaxAuthorities;
};

struct SessionConfig : Common<SessionConfig> {
    using Keys = staging_kusama_runtime::SessionKeys;
    static constexpr pallet_session::Constants kConstants{.KeyDeposit = 0};
    using ValidatorIdOf = pallet_session::AccountIsValidator;
    using ShouldEndSession = Babe;
    using NextSessionRotation = Babe;
    using SessionManager = Historical;
    /// In the order of the keys.
    using SessionHandlers =
        sdk::List<pallet_session::KeyHandler<&Keys::grandpa, Grandpa>, pallet_session::KeyHandler<&Keys::babe, Babe>,
                  pallet_session::KeyHandler<&Keys::para_validator, Initializer>,
                  pallet_session::KeyHandler<&Keys::para_assignment, ParaSessionInfo>,
                  pallet_session::KeyHandler<&Keys::authority_discovery, AuthorityDiscovery>,
                  pallet_session::KeyHandler<&Keys::beefy, Beefy>>;
    using DisablingStrategy = pallet_session::UpToLimitWithReEnabling<3>;
    static constexpr auto kWeights = weights::kSession;
};

struct HistoricalConfig : Common<HistoricalConfig> {
    using Session = kusama::Session;
    using FullIdentification = kusama::FullIdentification;
    using FullIdentificationOf = pallet_staking::NoExposureOf<kusama::Staking>;
    using SessionManager = kusama::Staking;
};

struct OffencesConfig : Common<OffencesConfig> {
    using IdentificationTuple = kusama::IdentificationTuple;
    using OnOffenceHandler = sdk::List<kusama::Staking>;
};

struct BeefyConfig : Reporting<BeefyConfig> {
    static constexpr pallet_beefy::Constants kConstants{
        .MaxAuthorities = kMaxAuthorities,
        .MaxNominators = kMaxNominators,
        .MaxSetIdSessionEntries = kMaxSetIdSessionEntries,
    };
    using OnNewValidatorSet = sdk::List<kusama::BeefyMmrLeaf>;
    using AncestryHelper = kusama::BeefyMmrLeaf;
    static constexpr auto kWeights = sdk::kDefaultWeights<pallet_beefy::Weights>;
};

struct MmrConfig : Common<MmrConfig> {
    using LeafData = kusama::BeefyMmrLeaf;
    using OnNewRoot = sdk::List<kusama::BeefyMmrLeaf>;
    static constexpr auto kWeights = sdk::kDefaultWeights<pallet_mmr::Weights>;
};

struct BeefyMmrLeafConfig : Common<BeefyMmrLeafConfig> {
    static constexpr uint8_t kLeafVersion = 0;  ///< 0.0
    using Beefy = kusama::Beefy;
    using Mmr = kusama::Mmr;
    using LeafExtra = Hash256;
    using BeefyDataProvider = ParaHeadsRoot;
    static constexpr auto kWeights = weights::kBeefyMmrLeaf;
};

}  // namespace serinus::kusama
