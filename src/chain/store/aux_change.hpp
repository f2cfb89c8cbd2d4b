/// Small records of consensus engines.
#pragma once

#include <optional>

#include "base/bytes.hpp"

namespace serinus::chain {

/// A record that is kept beside the blocks and changed together with them.
struct AuxChange {
    Bytes key;
    std::optional<Bytes> value;  ///< nullopt: removed
};

}  // namespace serinus::chain
