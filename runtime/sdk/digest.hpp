/// The digest of a block under construction, as it is stored and shown.
#pragma once

#include "primitives/header.hpp"

namespace serinus::sp_runtime::generic::digest {

struct Digest {
    primitives::Digest logs;
    friend bool operator==(const Digest&, const Digest&) = default;
};

}  // namespace serinus::sp_runtime::generic::digest
