/// The keys that a Polkadot validator acts under, one for each protocol.
/// Source: fellowship runtimes v1.0.0, relay/polkadot/src/lib.rs (SessionKeys)
#pragma once

#include "runtime/sdk/session_keys.hpp"

namespace serinus::polkadot_runtime {

struct SessionKeys {
    sp_consensus_grandpa::app::Public grandpa;
    sp_consensus_babe::app::Public babe;
    pallet_im_online::sr25519::app_sr25519::Public im_online;
    polkadot_primitives::v5::validator_app::Public para_validator;
    polkadot_primitives::v5::assignment_app::Public para_assignment;
    sp_authority_discovery::app::Public authority_discovery;
    friend bool operator==(const SessionKeys&, const SessionKeys&) = default;
};

}  // namespace serinus::polkadot_runtime
