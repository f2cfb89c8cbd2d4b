/// What the extensions of a transaction (CheckNonce, ChargeTransactionPayment and so on) have in it, and what they add
/// to what is signed. Spec: sect-extrinsics
/// Observed: frame_system and pallet_transaction_payment of polkadot stable2503
#pragma once

#include "metadata/metadata.hpp"

namespace serinus::compose {

/// In how many blocks a transaction is valid. Spec: defn-extrinsic-mortality
struct Mortality {
    uint64_t period = 64;  ///< a power of two from 4 to 65536
    uint64_t phase = 0;    ///< below the period; a multiple of period / 4096 if that is larger than 1

    /// That of a block, with a period that is at least `period`, if there is one.
    static Mortality from(uint64_t period, uint64_t block);
    /// The last block, not above `block`, at which this mortality begins.
    uint64_t birth(uint64_t block) const noexcept;
    /// The first block in which the transaction is not valid any more.
    uint64_t death(uint64_t block) const noexcept { return birth(block) + period; }
    Bytes encoded() const;
};

/// What extensions are told.
struct Terms {
    uint32_t spec_version = 0;
    uint32_t transaction_version = 0;
    Hash256 genesis_hash = {};
    uint64_t nonce = 0;
    uint128_t tip = 0;                        ///< planck
    std::optional<Mortality> mortality = {};  ///< nullopt: immortal
    uint64_t last_block = 0;                  ///< in which a mortal one is valid
    Hash256 birth_hash = {};  ///< of the block at which the mortality begins; of block 0 for an immortal one
    std::optional<Hash256> metadata_hash = {};  ///< CheckMetadataHash: its mode is 1 then
};

struct ExtensionBytes {
    std::string identifier = {};
    Bytes in_extrinsic = {}, in_payload = {};
    bool carries_signature = false;  ///< VerifySignature: what it has in the extrinsic is filled in by the signature
};

/// In the order of encoding. The error is a sentence that names an extension that is not known and is not empty, or
/// that this chain has in another form.
Result<std::vector<ExtensionBytes>, std::string> encode_extensions(const metadata::Metadata& metadata,
                                                                   uint8_t extension_version, const Terms& terms);

/// Whether transactions of this version of the extensions can sign the hash of the metadata.
bool has_metadata_hash(const metadata::Metadata& metadata, uint8_t extension_version = 0);

}  // namespace serinus::compose
