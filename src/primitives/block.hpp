/// Blocks as they are stored and sent.
#pragma once

#include "codec/option.hpp"
#include "primitives/header.hpp"

namespace serinus::primitives {

/// An encoded extrinsic without its length prefix; the host only guesses at it.
using Extrinsic = Bytes;

/// The extrinsics in the order of execution. Spec: defn-block-body
using Body = std::vector<Extrinsic>;

struct Block {
    Header header;
    Body body;

    friend bool operator==(const Block&, const Block&) = default;
};

/// What a consensus engine gives to show that a block is final. Spec: defn-justified-block-header
struct Justification {
    EngineId engine;
    Bytes data;

    friend bool operator==(const Justification&, const Justification&) = default;
};

/// At most one of each engine.
using Justifications = std::vector<Justification>;

/// A block with what its finality rests on, if it is known: what `export-blocks` writes.
struct SignedBlock {
    Block block;
    std::optional<Justifications> justifications;

    friend bool operator==(const SignedBlock&, const SignedBlock&) = default;
};

}  // namespace serinus::primitives
