/// What the voter has written down, and how it begins without.
#pragma once

#include <stop_token>

#include "consensus/beefy/runtime_api.hpp"
#include "consensus/beefy/voter.hpp"

namespace serinus::consensus::beefy {

chain::AuxChange keep_record(const VoterRecord& record);
/// nullopt: there is none, or not of this program. Errors: failures of the database.
OrFailure<std::optional<VoterRecord>> find_record(chain::Client& client);

/// The set that signs the first block of BEEFY can be asked for only as long as the state before that block is kept:
/// this notes it, once, while that block is not final. Nothing is noted where BEEFY has begun, or is not planned.
OrFailure<void> note_first_set(chain::Client& client);

/// The sets that begin with blocks above `after` up to the final block `last`, ascending.
OrFailure<std::vector<SessionStart>> find_sessions(chain::Client& client, BlockNumber after, BlockNumber last);

/// A record for a voter that begins at the final block `last`: walks back to the last block that has a justification,
/// or to `pallet_genesis`, or to the first block after a gap. Blocks that change the set on the way wait for their
/// proofs. Time O(blocks on the way); nullopt: `stop`, or nobody knows who signs.
/// Observed: initialize_voter_state of sc-consensus-beefy, polkadot-sdk v1.1.0, which knows no gaps: above one, all
/// before the first change of the set counts as proven.
OrFailure<std::optional<VoterRecord>> make_record(chain::Client& client, BlockNumber pallet_genesis,
                                                  const chain::BlockId& last, const std::stop_token& stop);

}  // namespace serinus::consensus::beefy
