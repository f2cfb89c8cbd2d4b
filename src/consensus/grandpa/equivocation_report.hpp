/// Reports equivocations of voters to the runtime.
#pragma once

#include "consensus/grandpa/set_keeper.hpp"

namespace serinus::consensus::grandpa {

enum class ReportOutcome : uint8_t {
    kSubmitted,
    kNoOwnershipProof,  ///< the runtime does not know the key as one of the set's, or keeps no proofs
    kNotSubmitted,      ///< the runtime refuses the report, or `submit_transaction` does
};

/// Asks the runtime, on the last block of the set, to prove whose key it is, and on the best block to make an extrinsic
/// of the report, which goes to `submit_transaction` without the length before it.
/// Errors: kRuntime and failures of the database.
/// Observed: sc_consensus_grandpa::Environment::report_equivocation, polkadot-stable2407
OrFailure<ReportOutcome> report_equivocation(
    chain::Client& client, const AuthoritySet& set, const EquivocationProof& proof,
    const std::function<bool(const primitives::Extrinsic&)>& submit_transaction);

}  // namespace serinus::consensus::grandpa
