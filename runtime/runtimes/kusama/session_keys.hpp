/// The keys that a validator of Kusama 1.7.1 acts under, one for each protocol.
/// Source: fellowship runtimes v1.7.1, relay/kusama/src/lib.rs (SessionKeys)
#pragma once

#include "runtime/sdk/session_keys.hpp"

namespace serinus::staging_kusama_runtime {

struct SessionKeys {
    sp_consensus_grandpa::app::Public grandpa;
    sp_consensus_babe::app::Public babe;
    polkadot_primitives::v5::validator_app::Public para_validator;
    polkadot_primitives::v5::assignment_app::Public para_assignment;
    sp_authority_discovery::app::Public authority_discovery;
    sp_consensus_beefy::ecdsa_crypto::Public beefy;
    friend bool operator==(const SessionKeys&, const SessionKeys&) = default;
};

}  // namespace serinus::staging_kusama_runtime
