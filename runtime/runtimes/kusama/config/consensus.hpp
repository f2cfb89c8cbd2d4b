/// Blocks and their authors, sessions, finality, and what validators are punished for.
/// Source: fellowship runtimes v1.0.0, relay/kusama/src/lib.rs
#pragma once

#include "runtime/pallets/authority_discovery/authority_discovery.hpp"
#include "runtime/pallets/authorship/authorship.hpp"
#include "runtime/pallets/babe/babe.hpp"
#include "runtime/pallets/grandpa/grandpa.hpp"
#include "runtime/pallets/im_online/im_online.hpp"
#include "runtime/pallets/offences/offences.hpp"
#include "runtime/pallets/session/historical.hpp"
#include "runtime/pallets/session/session.hpp"
#include "runtime/pallets/session/session_handler.hpp"
#include "runtime/pallets/timestamp/timestamp.hpp"
#include "runtime/runtimes/kusama/common.hpp"
#include "runtime/runtimes/kusama/identification.hpp"
#include "runtime/runtimes/kusama/session_keys.hpp"
#include "runtime/runtimes/kusama/weights/im_online.hpp"
#include "runtime/runtimes/kusama/weights/session.hpp"
#include "runtime/runtimes/kusama/weights/timestamp.hpp"

namespace serinus::kusama {

struct TimestampConfig : Common<TimestampConfig> {
    static constexpr pallet_timestamp::Constants kConstants{.MinimumPeriod = parameters::kMinimumPeriod};
    using OnTimestampSet = sdk::List<kusama::Babe>;
    static constexpr auto kWeights = weights::kTimestamp;
};

struct BabeConfig : Reporting<BabeConfig> {
    static constexpr pallet_babe::Constants kConstants{
        .EpochDuration = parameters::kEpochDurationInSlots,
        .ExpectedBlockTime = parameters::kExpectedBlockTime,
        .MaxAuthorities = parameters::kMaxAuthorities,
        .MaxNominators = parameters::kMaxNominatorRewardedPerValidator,
    };
    using Timestamp = kusama::Timestamp;
    static constexpr auto kWeights = sdk::kDefaultWeights<pallet_babe::Weights>;
};

/// A quarter of the slots has a primary author; the others have a secondary one who shows a VRF too.
inline constexpr sp_consensus_babe::BabeEpochConfiguration kBabeGenesisEpochConfig{
    .c = {parameters::kPrimaryProbability[0], parameters::kPrimaryProbability[1]},
    .allowed_slots = sp_consensus_babe::AllowedSlots::PrimaryAndSecondaryVRFSlots};

struct GrandpaConfig : Reporting<GrandpaConfig> {
    static constexpr pallet_grandpa::Constants kConstants{
        .MaxAuthorities = parameters::kMaxAuthorities,
        .MaxNominators = parameters::kMaxNominatorRewardedPerValidator,
        .MaxSetIdSessionEntries = parameters::kMaxSetIdSessionEntries,
    };
    static constexpr auto kWeights = sdk::kDefaultWeights<pallet_grandpa::Weights>;
};

struct AuthorshipConfig : Common<AuthorshipConfig> {
    using FindAuthor = pallet_session::FindAccountFromAuthorIndex<Session, Babe>;
    using EventHandlers = sdk::List<kusama::Staking, ImOnline>;
};

struct ImOnlineConfig : Common<ImOnlineConfig> {
    static constexpr pallet_im_online::Constants kConstants{.UnsignedPriority = max_value<uint64_t>()};
    static constexpr uint32_t kMaxKeys = parameters::kMaxKeys;
    using Session = kusama::Session;
    using IdentificationOf = ExposureOf;
    using IdentificationTuple = kusama::IdentificationTuple;
    using NextSessionRotation = Babe;
    using Offences = kusama::Offences;
    static constexpr auto kWeights = weights::kImOnline;
};

struct AuthorityDiscoveryConfig : Common<AuthorityDiscoveryConfig> {
    static constexpr uint32_t kMaxAuthorities = parameters::kMaxAuthorities;
};

struct SessionConfig : Common<SessionConfig> {
    using Keys = staging_kusama_runtime::SessionKeys;
    using ValidatorIdOf = StashOf;
    using ShouldEndSession = Babe;
    using NextSessionRotation = Babe;
    using SessionManager = Historical;
    /// In the order of the keys.
    using SessionHandlers =
        sdk::List<pallet_session::KeyHandler<&Keys::grandpa, Grandpa>, pallet_session::KeyHandler<&Keys::babe, Babe>,
                  pallet_session::KeyHandler<&Keys::im_online, ImOnline>,
                  pallet_session::KeyHandler<&Keys::para_validator, Initializer>,
                  pallet_session::KeyHandler<&Keys::para_assignment, ParaSessionInfo>,
                  pallet_session::KeyHandler<&Keys::authority_discovery, AuthorityDiscovery>,
                  pallet_session::KeyHandler<&Keys::beefy, Beefy>>;
    static constexpr auto kWeights = weights::kSession;
};

struct HistoricalConfig : Common<HistoricalConfig> {
    using Session = kusama::Session;
    using FullIdentification = Exposure;
    using FullIdentificationOf = ExposureOf;
    using SessionManager = ElectedOrConfigured;
};

struct OffencesConfig : Common<OffencesConfig> {
    using IdentificationTuple = kusama::IdentificationTuple;
    using OnOffenceHandler = sdk::List<kusama::Staking>;
};

}  // namespace serinus::kusama
