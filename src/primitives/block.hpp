/// Blocks as they are stored and sent.
#pragma once

#include "primitives/header.hpp"

namespace serinus::primitives {

/// An encoded extrinsic without its length prefix; the host never looks inside.
using Extrinsic = Bytes;

/// The extrinsics in the order of execution. Spec: defn-block-body
using Body = std::vector<Extrinsic>;

struct Block {
    Header header;
    Body body;

    friend bool operator==(const Block&, const Block&) = default;
};

}  // namespace serinus::primitives
