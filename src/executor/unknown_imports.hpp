/// Imports of a runtime that this host does not have.
#pragma once

#include <string>
#include <vector>

#include "base/bytes.hpp"

namespace serinus::executor {

/// The functions that a runtime imports and the host does not have, as "env.ext_…"; a call of one of them fails. `code`
/// as states have it. Empty also for bytes that are no runtime. Costs the validation of the module.
std::vector<std::string> unknown_imports(BytesView code);

}  // namespace serinus::executor
