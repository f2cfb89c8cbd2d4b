/// The block of the relay chain at which a candidate of version 3 is to be backed.
/// Observed: cumulus-client-consensus-aura 0.36.0, `wait_for_scheduling_parent`
#pragma once

#include "collator/relay_chain.hpp"

namespace serinus::collator {

/// Whether candidates of the para are of version 3 where `best` is the relay chain's best block: its validators take
/// them, and the parachain's runtime, `wants_v3`, makes them. Errors: sentences.
Result<bool, std::string> uses_version_3(RelayChain& relay, const Hash256& best, bool wants_v3);

/// From `best` back, the newest block whose slot is over, as all others have it by then. nullopt: an epoch begins
/// above it, which a scheduling parent may not lie before; a block has no slot; or more than 16 blocks are of slots to
/// come. Errors: sentences.
Result<std::optional<Hash256>, std::string> find_scheduling_parent(RelayChain& relay, const Hash256& best,
                                                                   uint64_t current_slot);

}  // namespace serinus::collator
