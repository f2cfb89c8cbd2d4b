/// Code as an enemy of validators would write it, with the verdict that it must get.
#pragma once

#include <string>
#include <vector>

#include "base/bytes.hpp"
#include "pvf/executor_params.hpp"

namespace serinus::test {

enum class Expected : uint8_t {
    kRefused,   ///< it cannot be prepared
    kUnlinked,  ///< pre-checking refuses it; executed it is invalid
    kInvalid,
    kTimedOut,
    kValid,
};
const char* to_string(Expected expected) noexcept;

struct HostileModule {
    std::string name;
    Bytes code;
    Expected expected = Expected::kInvalid;
    pvf::ExecutorParams params = {};
    Bytes block_data = {};
    uint64_t timeout_ms = 2000;  ///< of the processor
    /// The reference has no bound of its own there: the outcome depends on the machine.
    bool is_bound_of_ours = false;
};

/// More than fifty.
const std::vector<HostileModule>& hostile_modules();

}  // namespace serinus::test
