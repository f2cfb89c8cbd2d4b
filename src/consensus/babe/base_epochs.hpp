/// The epochs of a block with which a chain begins that is not its genesis.
#pragma once

#include "chain/import/header_verifier.hpp"
#include "consensus/babe/epoch.hpp"

namespace serinus::consensus::babe {

struct BaseEpochs {
    EpochRecord record;
    /// Authorities and randomness, to be kept: `record` refers to them.
    chain::AuxChange current;
    chain::AuxChange next;
};

/// Asks the runtime on the state after the block. Errors: kRuntime, it gives no epochs, or they are of another length
/// than the genesis's.
/// Observed: import_state of sc_consensus_babe, polkadot-stable2407
Result<BaseEpochs, chain::ChainError> epochs_of_base(const Configuration& genesis,
                                                     const chain::HeaderVerifier::CallRuntime& call);

}  // namespace serinus::consensus::babe
