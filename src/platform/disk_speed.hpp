/// How fast a disk takes what must stay there.
#pragma once

#include "platform/files.hpp"

namespace serinus::platform {

struct DiskSpeed {
    double sequential_bytes_per_second = 0;
    double random_bytes_per_second = 0;
};

/// Writes a file of 64 MiB in `folder` for `seconds` each: from its front, and in pages of 4 KiB in random order; each
/// round is synced. The file is removed.
/// Observed: the same as sc-sysinfo 51.0.0 measures, so that its figures compare.
Result<DiskSpeed, FileError> measure_disk(const std::string& folder, double seconds);

}  // namespace serinus::platform
