/// What the cores of a relay chain are used for, as text.
#pragma once

#include <string>

#include "cli/state_options.hpp"
#include "coretime/cores.hpp"

namespace serinus::cli {

/// Ends with a line break.
std::string cores_text(const coretime::CoresReport& report, const Spelling& spelling);

}  // namespace serinus::cli
