/// The genesis states of the shared test data, ready to make calls on.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "executor/executor.hpp"
#include "state/memory_backend.hpp"

namespace serinus::test {

/// The files in genesis/ of the shared data; empty without it.
std::vector<std::string> genesis_files();

/// The state of one file. It must be there and be right.
state::MemoryBackend genesis_state(const std::string& file, trie::StateVersion version);

/// The compiler where there is one, and the interpreter: both must answer the same.
enum class EngineChoice : uint8_t { kBest, kInterpreter };
inline constexpr EngineChoice kEngineChoices[] = {EngineChoice::kBest, EngineChoice::kInterpreter};

/// One for all tests: compiling a runtime takes longer than calling it.
executor::Executor& shared_executor(EngineChoice engine);

}  // namespace serinus::test
