// The pallets of Kusama 1.7.1 as QueryPallet and ExpectPallet see them: all of them, whether they are composed or not.
// Source: fellowship runtimes v1.7.1, relay/kusama/src/lib.rs and Cargo.lock
#include "runtime/runtimes/kusama/xcm.hpp"

namespace serinus::kusama {

namespace {

/// In the order of the reference's runtime: index, name, module, version of the crate.
constexpr xcm::PalletEntry kPalletsForMessages[] = {
    {0, "System", "frame_system", 42, 0, 0},
    {1, "Babe", "pallet_babe", 42, 0, 0},
    {2, "Timestamp", "pallet_timestamp", 41, 0, 0},
    {3, "Indices", "pallet_indices", 42, 0, 0},
    {4, "Balances", "pallet_balances", 43, 0, 0},
    {33, "TransactionPayment", "pallet_transaction_payment", 42, 0, 0},
    {5, "Authorship", "pallet_authorship", 42, 0, 0},
    {6, "Staking", "pallet_staking", 42, 0, 0},
    {7, "Offences", "pallet_offences", 41, 0, 0},
    {34, "Historical", "session_historical", 42, 0, 0},
    {8, "Session", "pallet_session", 42, 0, 0},
    {10, "Grandpa", "pallet_grandpa", 42, 0, 0},
    {12, "AuthorityDiscovery", "pallet_authority_discovery", 42, 0, 0},
    {18, "Treasury", "pallet_treasury", 41, 0, 0},
    {20, "ConvictionVoting", "pallet_conviction_voting", 42, 0, 0},
    {21, "Referenda", "pallet_referenda", 42, 0, 0},
    {22, "FellowshipCollective", "pallet_ranked_collective", 42, 0, 0},
    {23, "FellowshipReferenda", "pallet_referenda", 42, 0, 0},
    {43, "Origins", "pallet_custom_origins", 1, 0, 0},
    {44, "Whitelist", "pallet_whitelist", 41, 0, 0},
    {46, "Parameters", "pallet_parameters", 0, 13, 0},
    {19, "Claims", "claims", 21, 0, 0},
    {24, "Utility", "pallet_utility", 42, 0, 0},
    {26, "Society", "pallet_society", 42, 0, 0},
    {27, "Recovery", "pallet_recovery", 42, 0, 0},
    {28, "Vesting", "pallet_vesting", 42, 0, 0},
    {29, "Scheduler", "pallet_scheduler", 43, 0, 0},
    {30, "Proxy", "pallet_proxy", 42, 0, 0},
    {31, "Multisig", "pallet_multisig", 42, 0, 0},
    {32, "Preimage", "pallet_preimage", 42, 0, 0},
    {35, "Bounties", "pallet_bounties", 41, 0, 0},
    {40, "ChildBounties", "pallet_child_bounties", 41, 0, 0},
    {37, "ElectionProviderMultiPhase", "pallet_election_provider_multi_phase", 41, 0, 0},
    {38, "Nis", "pallet_nis", 42, 0, 0},
    {45, "NisCounterpartBalances", "pallet_balances", 43, 0, 0},
    {39, "VoterList", "pallet_bags_list", 41, 0, 0},
    {41, "NominationPools", "pallet_nomination_pools", 40, 0, 0},
    {42, "FastUnstake", "pallet_fast_unstake", 41, 0, 0},
    {47, "DelegatedStaking", "pallet_delegated_staking", 9, 0, 0},
    {50, "ParachainsOrigin", "parachains_origin", 21, 0, 1},
    {51, "Configuration", "parachains_configuration", 21, 0, 1},
    {52, "ParasShared", "parachains_shared", 21, 0, 1},
    {53, "ParaInclusion", "parachains_inclusion", 21, 0, 1},
    {54, "ParaInherent", "parachains_paras_inherent", 21, 0, 1},
    {55, "ParaScheduler", "parachains_scheduler", 21, 0, 1},
    {56, "Paras", "parachains_paras", 21, 0, 1},
    {57, "Initializer", "parachains_initializer", 21, 0, 1},
    {58, "Dmp", "parachains_dmp", 21, 0, 1},
    {60, "Hrmp", "parachains_hrmp", 21, 0, 1},
    {61, "ParaSessionInfo", "parachains_session_info", 21, 0, 1},
    {62, "ParasDisputes", "parachains_disputes", 21, 0, 1},
    {63, "ParasSlashing", "parachains_slashing", 21, 0, 1},
    {64, "OnDemandAssignmentProvider", "parachains_on_demand", 21, 0, 1},
    {65, "CoretimeAssignmentProvider", "parachains_assigner_coretime", 21, 0, 1},
    {70, "Registrar", "paras_registrar", 21, 0, 0},
    {71, "Slots", "slots", 21, 0, 0},
    {72, "Auctions", "auctions", 21, 0, 0},
    {73, "Crowdloan", "crowdloan", 21, 0, 0},
    {74, "Coretime", "coretime", 21, 0, 1},
    {99, "XcmPallet", "pallet_xcm", 22, 0, 0},
    {100, "MessageQueue", "pallet_message_queue", 45, 0, 0},
    {101, "AssetRate", "pallet_asset_rate", 21, 0, 0},
    {200, "Beefy", "pallet_beefy", 43, 0, 0},
    {201, "Mmr", "pallet_mmr", 42, 0, 0},
    {202, "BeefyMmrLeaf", "pallet_beefy_mmr", 43, 0, 0},
};

}  // namespace

std::span<const xcm::PalletEntry> pallets_for_messages() { return kPalletsForMessages; }

}  // namespace serinus::kusama
