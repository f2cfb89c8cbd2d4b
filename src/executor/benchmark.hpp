/// Measures the calls of a runtime's pallets: the cases of a module that is built for it (runtime/sdk/benchmark.hpp).
#pragma once

#include <functional>

#include "executor/executor.hpp"

namespace serinus::executor {

struct BenchmarkComponent {
    std::string name;
    uint32_t low = 0, high = 0;
};

struct BenchmarkCase {
    uint32_t number = 0;  ///< position of the case in the module's list
    std::string pallet, name;
    std::vector<BenchmarkComponent> components;
};

struct BenchmarkOptions {
    uint32_t steps = 20;    ///< values of a component, from the lowest to the highest; the others have their highest
    uint32_t repeats = 10;  ///< of each
    /// A clock in nanoseconds; the CPU time of the calling thread is best, as other programs disturb it little.
    std::function<uint64_t()> now_ns;
};

/// The measurements of one call.
struct BenchmarkSample {
    std::vector<uint32_t> values;    ///< one for each component
    uint64_t time_ns = 0;            ///< median, without the time to enter the module and to decode the call
    uint32_t reads = 0, writes = 0;  ///< different keys, without those that every extrinsic touches
    uint64_t proof_size = 0;         ///< bytes of the trie nodes that were read, on a state without other entries
};

/// The cases of a module. Errors: those of the call; kBadResult if the module was not built for benchmarks.
Result<std::vector<BenchmarkCase>, CallError> list_benchmarks(Executor& executor, const Runtime& runtime);

/// Measures a case; each run starts from an empty state, which the case then sets up. Errors: those of calls; kTrap if
/// the measured call fails.
Result<std::vector<BenchmarkSample>, CallError> run_benchmark(Executor& executor, const Runtime& runtime,
                                                              const BenchmarkCase& what,
                                                              const BenchmarkOptions& options);

}  // namespace serinus::executor
