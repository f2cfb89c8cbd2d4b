/// What grandpa_proveFinality answers.
#pragma once

#include "consensus/grandpa/set_keeper.hpp"

namespace serinus::consensus::grandpa {

/// The justification of the last block of the set whose turn `block` was, or of the last final block, with the headers
/// up to it. nullopt: none is kept. The error is a sentence, the reference's where it has one.
/// Observed: sc_consensus_grandpa of polkadot v1.0.0 errs for the blocks of a first set that has not changed yet; we
/// prove them.
Result<std::optional<Bytes>, std::string> prove_finality(chain::Client& client, const AuthoritySet& set,
                                                         BlockNumber block);

}  // namespace serinus::consensus::grandpa
