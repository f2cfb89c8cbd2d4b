/// What a block, a call or a transaction changes in a state.
#pragma once

#include <map>
#include <optional>

#include "base/bytes.hpp"

namespace serinus::state {

/// nullopt: removed.
using ChangeSet = std::map<Bytes, std::optional<Bytes>>;

struct StateChanges {
    ChangeSet top;                        ///< without the roots of child tries
    std::map<Bytes, ChangeSet> children;  ///< by storage key, without ":child_storage:default:"
};

}  // namespace serinus::state
