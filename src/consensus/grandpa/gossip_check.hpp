/// Checks messages of other nodes before they reach the voter.
#pragma once

#include "consensus/grandpa/voter.hpp"

namespace serinus::consensus::grandpa {

/// The input that a message is for the voter of a set; nullopt: it is of another set, wrongly signed, or cannot be
/// good. Bounds of commits and catch-ups: known voters only, with at least the threshold and at most what there is if
/// all that may be faulty vote twice. Observed: check_compact_commit and check_catch_up of the reference.
std::optional<VoterInput> check_message(const GossipMessage& message, PeerId from, SetId set_id, const VoterSet& voters,
                                        const ByteArray<32>& randomness);

}  // namespace serinus::consensus::grandpa
