/// Whether workers can execute foreign code on this machine.
#pragma once

#include <string>
#include <vector>

#include "base/result.hpp"

namespace serinus::services::paras {

/// The worker goes on without parts of the cage.
inline constexpr const char* kInsecureWorker = "--insecure-validator-i-know-what-i-do";

/// Starts the program that becomes a worker once, for its self-test, and waits for it. The error says what is missing,
/// with remedies: several lines.
Result<void, std::string> check_cage_of_worker(std::vector<std::string> command);

}  // namespace serinus::services::paras
