/// Which runtimes are told the size of the proof of what their blocks read.
#pragma once

#include "chain/import/runtime_source.hpp"

namespace serinus::chain {

/// Whether the runtime is that of a parachain: by the size of the proof that validators need such runtimes give back
/// the weight that transactions did not need, which is part of their state. Its blocks are built and executed on a
/// backend that records. Observed: cumulus-client-consensus-aura 0.36.0, slot_based/block_import.rs: a node that
/// imports a block records it
bool counts_proof_size(const LoadedRuntime& loaded);

}  // namespace serinus::chain
