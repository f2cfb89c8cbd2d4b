/// The keys of a validator as releases before 1.2.0 have them: with one for heartbeats, which are no more.
/// Source: fellowship runtimes v1.2.0, relay/kusama/src/lib.rs (OldSessionKeys)
#pragma once

#include "runtime/runtimes/kusama/session_keys.hpp"

namespace serinus::kusama {

struct OldSessionKeys {
    sp_consensus_grandpa::app::Public grandpa;
    sp_consensus_babe::app::Public babe;
    pallet_im_online::sr25519::app_sr25519::Public im_online;
    polkadot_primitives::v5::validator_app::Public para_validator;
    polkadot_primitives::v5::assignment_app::Public para_assignment;
    sp_authority_discovery::app::Public authority_discovery;
    sp_consensus_beefy::ecdsa_crypto::Public beefy;
};

inline staging_kusama_runtime::SessionKeys without_heartbeats(const sdk::AccountId&, const OldSessionKeys& old) {
    return {.grandpa = old.grandpa,
            .babe = old.babe,
            .para_validator = old.para_validator,
            .para_assignment = old.para_assignment,
            .authority_discovery = old.authority_discovery,
            .beefy = old.beefy};
}

}  // namespace serinus::kusama
