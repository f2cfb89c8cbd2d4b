/// Block headers and their digests.
#pragma once

#include <optional>

#include "codec/compact_number.hpp"
#include "codec/sequence.hpp"
#include "codec/variant.hpp"

namespace serinus::primitives {

/// Distance from the genesis block, which has the number 0.
using BlockNumber = uint32_t;

/// Names the consensus engine that a digest item belongs to: four ASCII characters.
using EngineId = FixedBytes<4, struct EngineIdTag>;

inline constexpr EngineId kBabeEngine{{'B', 'A', 'B', 'E'}};
inline constexpr EngineId kGrandpaEngine{{'F', 'R', 'N', 'K'}};
inline constexpr EngineId kBeefyEngine{{'B', 'E', 'E', 'F'}};
inline constexpr EngineId kAuraEngine{{'a', 'u', 'r', 'a'}};

/// The kinds of digest items. Spec: defn-digest
namespace digest {

/// Anything; no engine reads it. Observed: index 0 of DigestItem of sp-runtime 49.0.0, not in the specification.
struct Other {
    Bytes data;
    friend bool operator==(const Other&, const Other&) = default;
};

/// From the runtime to a consensus engine.
struct Consensus {
    EngineId engine;
    Bytes data;
    friend bool operator==(const Consensus&, const Consensus&) = default;
};

/// From the block's author: the signature. Always the last item, and added after execution.
struct Seal {
    EngineId engine;
    Bytes data;
    friend bool operator==(const Seal&, const Seal&) = default;
};

/// From a consensus engine to the runtime.
struct PreRuntime {
    EngineId engine;
    Bytes data;
    friend bool operator==(const PreRuntime&, const PreRuntime&) = default;
};

/// The runtime's code or its heap pages have changed.
struct RuntimeEnvironmentUpdated {
    friend bool operator==(const RuntimeEnvironmentUpdated&, const RuntimeEnvironmentUpdated&) = default;
};

}  // namespace digest

using DigestItem = scale::Enum<scale::At<0, digest::Other>, scale::At<4, digest::Consensus>, scale::At<5, digest::Seal>,
                               scale::At<6, digest::PreRuntime>, scale::At<8, digest::RuntimeEnvironmentUpdated>>;

}  // namespace serinus::primitives

/// Measured: tests/differential/heap.mjs
template <>
inline constexpr serinus::scale::RustLayout serinus::scale::kRustLayout<serinus::primitives::DigestItem>{20, 4};

namespace serinus::primitives {

/// In the order in which the items were added.
using Digest = std::vector<DigestItem>;

/// Spec: defn-block-header
struct Header {
    Hash256 parent_hash;
    scale::Compact<BlockNumber> number;
    Hash256 state_root;       ///< of the storage after the block
    Hash256 extrinsics_root;  ///< set by the runtime, opaque to the host
    Digest digest;

    friend bool operator==(const Header&, const Header&) = default;
};

/// The hash that names a block: BLAKE2b-256 of the whole encoded header, seal included. Spec: defn-block-header-hash
Hash256 header_hash(const Header& header);

/// What the author signs: the hash of the header without its seal. A header without a seal gives its own hash.
Hash256 unsealed_hash(const Header& header);

/// Takes the seal off the end of the digest; nullopt (and no change) if the last item is none. Runtimes are given
/// headers without it.
std::optional<digest::Seal> take_seal(Header& header);

}  // namespace serinus::primitives
