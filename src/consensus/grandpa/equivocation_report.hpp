/// Tells the runtime of a voter that voted twice.
#pragma once

#include "consensus/grandpa/set_keeper.hpp"

namespace serinus::consensus::grandpa {

/// Lets the runtime prove, on the last block of the set, whose key it was, and make an extrinsic of it on the best
/// block. Returns what hinders; empty: it is handed in, or the runtime does not want it. Observed:
/// sc_consensus_grandpa, report_equivocation
std::string report_equivocation(chain::Client& client, const AuthoritySet& set, const EquivocationProof& proof,
                                const std::function<bool(BytesView)>& submit_transaction);

}  // namespace serinus::consensus::grandpa
