/// Which signature a signed extrinsic will make its runtime verify: a forecast, from outside of the runtime.
#pragma once

#include <functional>
#include <optional>
#include <vector>

#include "crypto/ahead_verifier.hpp"
#include "primitives/block.hpp"

namespace serinus::chain {

/// What a signed extension puts into an extrinsic and into the payload that is signed.
enum class SignedExtension : uint8_t {
    kNothing,
    kSpecVersion,         ///< payload: u32
    kTransactionVersion,  ///< payload: u32
    kGenesis,             ///< payload: hash
    kMortality,           ///< extrinsic: Era; payload: the hash of the era's first block
    kNonce,               ///< extrinsic: Compact<u32>
    kTip,                 ///< extrinsic: Compact<u128>
    kMetadataHash,        ///< extrinsic: mode; payload: Option<hash>
};

/// The extensions of a runtime in their order.
using PayloadLayout = std::vector<SignedExtension>;

/// The layout that metadata states. nullopt: it cannot be decoded, or has an extension whose part of the payload we do
/// not know. Spec: sect-metadata
std::optional<PayloadLayout> payload_layout_of(BytesView metadata);

/// What payloads state of the chain.
struct PayloadFacts {
    uint32_t spec_version = 0;
    uint32_t transaction_version = 0;
    Hash256 genesis;
    primitives::BlockNumber number = 0;  ///< of the block in which the extrinsic is
    /// The hash of an ancestor of this number; nullopt: not known.
    std::function<std::optional<Hash256>(primitives::BlockNumber)> hash_of = {};
};

/// Whether this may be an extrinsic of version 4 with a signature: a cheap look at its first byte.
[[nodiscard]] bool looks_signed(BytesView extrinsic) noexcept;

/// The signature of an extrinsic of version 4 whose signer is an account by its id, with sr25519 or ed25519. nullopt:
/// another form. A wrong forecast does no harm: the runtime then asks another question.
/// Spec: defn-extrinsic-signature, defn-extra
std::optional<crypto::ExpectedSignature> expected_signature(BytesView extrinsic, const PayloadLayout& layout,
                                                            const PayloadFacts& facts);

}  // namespace serinus::chain
