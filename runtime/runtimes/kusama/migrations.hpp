/// What changes in the state when a chain of an older release of Kusama comes to this runtime.
/// Source: fellowship runtimes v1.0.0, relay/kusama/src/lib.rs (migrations)
#pragma once

#include "runtime/arithmetic/weight.hpp"
#include "runtime/runtimes/kusama/first_governance.hpp"
#include "runtime/runtimes/kusama/session_keys.hpp"

namespace serinus::kusama {

/// The keys of a validator before BEEFY.
struct OldSessionKeys {
    sp_consensus_grandpa::app::Public grandpa;
    sp_consensus_babe::app::Public babe;
    pallet_im_online::sr25519::app_sr25519::Public im_online;
    polkadot_primitives::v5::validator_app::Public para_validator;
    polkadot_primitives::v5::assignment_app::Public para_assignment;
    sp_authority_discovery::app::Public authority_discovery;
};

/// Gives each validator a key of BEEFY: one that nobody has, made of the validator's account, until it sets its own.
/// Does nothing if the keys are of this form already, which the reference does not look at.
struct AddBeefyKeys {
    static staging_kusama_runtime::SessionKeys with_beefy(const sdk::AccountId& validator, const OldSessionKeys& old);
    static sdk::Weight on_runtime_upgrade();
};

/// Begins the migration of the trie, unless it was begun before.
struct BeginTrieMigration {
    static sdk::Weight on_runtime_upgrade();
};

/// Heartbeats become marks: what the validators' nodes said of their addresses is dropped.
struct HeartbeatsAsMarks {
    static sdk::Weight on_runtime_upgrade();
};

/// Society's storage in its second form.
struct SocietyToVersion2 {
    static sdk::Weight on_runtime_upgrade();
};

/// The configuration of parachains, one version further each.
struct ConfigurationToVersion7 {
    static sdk::Weight on_runtime_upgrade();
};
struct ConfigurationToVersion8 {
    static sdk::Weight on_runtime_upgrade();
};
struct ConfigurationToVersion9 {
    static sdk::Weight on_runtime_upgrade();
};

/// Paras that wait for a core become claims on it.
struct ParaSchedulerToVersion1 {
    static sdk::Weight on_runtime_upgrade();
};

/// Locks of paras can be open. They are for those that were locked and have never made a block.
struct RegistrarToVersion1 {
    static sdk::Weight on_runtime_upgrade();
};

/// In the order of the reference.
using Migrations =
    sdk::List<BeginTrieMigration, SocietyToVersion2, HeartbeatsAsMarks, ConfigurationToVersion7,
              ParaSchedulerToVersion1, ConfigurationToVersion8, FreeElectionFunds, FreeDemocracyFunds, FreeTipDeposits,
              RemoveFirstGovernance, AddBeefyKeys, ConfigurationToVersion9, RegistrarToVersion1>;

}  // namespace serinus::kusama
