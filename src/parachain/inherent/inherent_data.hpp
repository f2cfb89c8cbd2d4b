/// The inherent data of an author for parachains, as runtimes of today take it.
#pragma once

#include "parachain/wire/requests.hpp"
#include "primitives/parachain/dispute_votes.hpp"

namespace serinus::parachain {

using polkadot_primitives::v5::BackedCandidate;
using polkadot_primitives::v5::InvalidDisputeStatementKind;
using polkadot_primitives::v5::UncheckedSignedAvailabilityBitfields;
using polkadot_primitives::v9::DisputeVote;
using polkadot_primitives::v9::DisputeVoteSet;
using ParachainsInherentData = polkadot_primitives::v9::InherentData;

}  // namespace serinus::parachain
