/// Checks messages of other nodes before they reach the voter.
#pragma once

#include "consensus/grandpa/voter.hpp"

namespace serinus::consensus::grandpa {

/// The part of a message's check that Voter::consider leaves: weights and signatures. kNew: good. Bounds of commits and
/// catch-ups: known voters only, with at least the threshold and at most what there is if all that may be faulty vote
/// twice. Observed: check_compact_commit and check_catch_up of sc_consensus_grandpa, polkadot-stable2407
MessageVerdict check_message(const GossipMessage& message, SetId set_id, const VoterSet& voters,
                             const ByteArray<32>& randomness);

/// The weights alone.
MessageVerdict check_weights(const GossipMessage& message, const VoterSet& voters);

/// What a message that has passed is for the voter.
VoterInput to_input(GossipMessage message, GossipPeer from);

}  // namespace serinus::consensus::grandpa
