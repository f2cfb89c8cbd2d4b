/// Parachains in the genesis of a relay chain.
#pragma once

#include "chain/spec/chain_spec.hpp"
#include "executor/executor.hpp"

namespace serinus::chain {

using ParaId = uint32_t;

/// What a relay chain knows of a parachain at its beginning.
struct ParaGenesis {
    ParaId id = 0;
    Bytes head;  ///< the encoded header of its first block
    Bytes code;  ///< as it stands in its state
};

/// Of a parachain's specification, whose genesis is raw. Errors: a sentence; the specification is not of that
/// parachain, or has no code by which validators check blocks.
Result<ParaGenesis, std::string> para_genesis_of(ParaId id, const ChainSpec& spec);

/// How many cores a relay chain gets whose runtime assigns them by descriptors.
enum class CoreCount : uint8_t {
    kOfParas,       ///< one for each of the parachains
    kOfValidators,  ///< one for each validator: those that no parachain has are free for later ones
};

/// Registers parachains in the genesis of a relay chain, with what its session 0 must know of them, so that they need
/// not wait for two sessions: their heads and codes, cores and groups of validators.
///
/// Values are written by the types of the runtime's metadata, which also tells how cores are assigned:
/// - by the list of parachains, as in runtimes of 2023: each validator then has a core of its own
///   (`max_validators_per_core` 1), here and in later sessions;
/// - by descriptors of cores, a map or one value (CoretimeAssignmentProvider or ParaScheduler, CoreDescriptors): each
///   of these parachains gets a whole core (`num_cores`), and a place is prepared `lookahead` 3 blocks ahead, as
///   today's collators need it; receipts V2 are allowed, as they make no others. Groups have one validator where their
///   size has no limit (`max_validators_per_core`).
/// Without parachains nothing is written, except that kOfValidators prepares free cores where there are descriptors.
/// Errors: sentences, also for more parachains than validators, of which some would have nobody who backs them; `relay`
/// is then unchanged.
/// Pallets: Paras, ParaScheduler, CoretimeAssignmentProvider, ParasShared, ParaSessionInfo, Configuration
Result<void, std::string> add_paras(RawGenesis& relay, const std::vector<ParaGenesis>& paras,
                                    executor::Executor& executor, CoreCount core_count = CoreCount::kOfParas);

}  // namespace serinus::chain
