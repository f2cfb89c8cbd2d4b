/// What the runtime says of BEEFY.
#pragma once

#include "chain/client/client.hpp"
#include "consensus/beefy/types.hpp"

namespace serinus::consensus::beefy {

template <class T>
using OrFailure = Result<T, chain::ChainError>;

/// The first block of BEEFY, as the state after `block` has it, which may be before it. nullopt: the runtime has no
/// BEEFY, BEEFY has no first block yet, or the state is not kept.
std::optional<BlockNumber> find_pallet_genesis(chain::Client& client, const Hash256& block);
/// The set that signs the blocks from the one after `block` on, and `block` itself if it changes the set. nullopt: as
/// above, or the set is empty.
std::optional<ValidatorSet> find_validator_set(chain::Client& client, const Hash256& block);

enum class ReportOutcome : uint8_t {
    kSubmitted,
    kNoOwnershipProof,  ///< the runtime does not know the key as one of the set's, or keeps no proofs
    kNotSubmitted,      ///< the runtime refuses the report, or `submit_transaction` does
};

/// Asks the runtime, on the block that was signed twice, to prove whose key it is, and on the best block to make an
/// extrinsic of the report, which goes to `submit_transaction` without the length before it.
/// Errors: kRuntime and failures of the database.
/// Observed: report_equivocation of sc-consensus-beefy, polkadot-sdk v1.1.0
OrFailure<ReportOutcome> report_equivocation(
    chain::Client& client, const EquivocationProof& proof,
    const std::function<bool(const primitives::Extrinsic&)>& submit_transaction);

}  // namespace serinus::consensus::beefy
