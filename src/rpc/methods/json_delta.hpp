/// What differs between two JSON values. Observed: the format of deltas of jsondiffpatch 0.7.7
#pragma once

#include "rpc/registry.hpp"

namespace serinus::rpc {

/// nullopt: nothing. A value that is new is [new], one that is another one [old, new], one that is gone [old, 0, 0]; an
/// object has the deltas of its fields. An array is {"_t": "a"} with [new] under the index of each new item and
/// [old, 0, 0] under "_" and the index of each old one; what both begin and end with is left out.
std::optional<Json> json_delta(const Json& before, const Json& after);

}  // namespace serinus::rpc
