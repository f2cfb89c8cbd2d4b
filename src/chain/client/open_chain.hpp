/// The parts that work on a chain's blocks, opened together.
#pragma once

#include "chain/import/engine_factory.hpp"
#include "chain/store/database.hpp"

namespace serinus::chain {

struct OpenedChain {
    std::unique_ptr<Database> database;
    std::unique_ptr<RuntimeSource> runtimes;
    EngineFactory::Engine engine;
};

/// Opens the database of the chain, or makes it from the genesis of the specification, and finds out the engine. `spec`
/// and `executor` must outlive the parts. Errors: kSpec if the database is of another chain, or if one must be made and
/// the specification has no state.
Result<OpenedChain, ChainError> open_chain(const ChainSpec& spec, const DatabaseOptions& options,
                                           executor::Executor& executor, EngineFactory& engines);

}  // namespace serinus::chain
