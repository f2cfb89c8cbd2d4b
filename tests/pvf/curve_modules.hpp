/// Code of parachains that calls the host functions of RFC-163.
#pragma once

#include "tests/pvf/hostile_modules.hpp"

namespace serinus::test {

/// Each returns the code and the output of one call as the head, or traps.
std::vector<HostileModule> curve_modules();

}  // namespace serinus::test
