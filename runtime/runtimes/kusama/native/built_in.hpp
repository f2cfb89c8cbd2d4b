/// Kusama's runtime inside the node's program.
#pragma once

#include "chain/spec/dev_spec.hpp"

namespace serinus::kusama {

/// nullptr: this build has none. Sanitized builds do without, for the module takes long to make.
const chain::BuiltInRuntime* built_in_runtime() noexcept;

}  // namespace serinus::kusama
