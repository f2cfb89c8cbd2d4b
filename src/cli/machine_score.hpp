/// What this machine can do, beside what a validator should be able to.
#pragma once

#include <string>
#include <vector>

#include "base/result.hpp"

namespace serinus::cli {

/// What a validator of Polkadot or Kusama should reach, in MiB/s.
/// Observed: frame-benchmarking-cli 64.0.0, reference_hardware.json.
struct MachineMetric {
    const char* category;
    const char* function;
    double minimum;
};

struct MachineScore {
    MachineMetric metric;
    double bytes_per_second;

    double minimum_bytes_per_second() const noexcept { return metric.minimum * (1 << 20); }
    double percent() const noexcept { return 100 * bytes_per_second / minimum_bytes_per_second(); }
};

struct MeasureSeconds {
    double hash_seconds = 5, verify_seconds = 5, memory_seconds = 5, disk_seconds = 5;
};

/// Takes all of these times together, some twice. 64 MiB are written in `folder` and removed. The error is a sentence.
Result<std::vector<MachineScore>, std::string> measure_machine(const std::string& folder,
                                                               const MeasureSeconds& seconds);

}  // namespace serinus::cli
