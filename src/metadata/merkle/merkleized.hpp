/// Metadata as devices that sign know it: by a hash, which transactions sign, and by proofs of the few types that one
/// transaction needs. Spec: RFC-78
#pragma once

#include "metadata/merkle/hash_tree.hpp"
#include "metadata/merkle/type_leaves.hpp"

namespace serinus::metadata::merkle {

/// How amounts of a chain's token are written: {"KSM", 12}. No metadata says it.
struct Token {
    std::string symbol;
    uint8_t decimals = 0;
};

/// What a device shows besides the transaction.
struct ExtraInfo {
    uint32_t spec_version = 0;
    std::string spec_name;
    uint16_t base58_prefix = 0;
    uint8_t decimals = 0;
    std::string token_symbol;
};

/// From the constants System.Version and System.SS58Prefix. The error is a sentence: they are not there.
Result<ExtraInfo, std::string> extra_info_of(const Metadata& metadata, Token token);

/// The parts of a signed extrinsic of format 4, each encoded, without a length.
struct SignedParts {
    BytesView call;
    BytesView in_extrinsic;  ///< of all extensions
    BytesView in_payload;    ///< of all extensions
};

class MerkleizedMetadata {
  public:
    /// Of metadata of version 15 or 16, which must outlive this. The two versions of one runtime may number their types
    /// in another order, and then have another hash: what runtimes compile in is that of version 15. Observed:
    /// substrate-wasm-builder 28. The error is a sentence.
    static Result<MerkleizedMetadata, std::string> of(const Metadata& metadata, ExtraInfo info);

    /// The hash of the digest: what is signed in mode 1 of the extension CheckMetadataHash.
    Hash256 hash() const;

    /// What a device needs to decode these parts and to compute hash(): the leaves of their types, their numbers, and
    /// the hashes beside them, then the encoded ExtrinsicMetadata and ExtraInfo. The error is a sentence: the parts are
    /// none of this chain. Observed: getProofForExtrinsicParts of @polkadot-api/merkleize-metadata 1.3
    Result<Bytes, std::string> prove(const SignedParts& parts) const;

    const TypeLeaves& leaves() const noexcept { return leaves_; }

  private:
    MerkleizedMetadata(const Metadata& metadata, ExtraInfo info, TypeLeaves leaves)
        : metadata_(&metadata), info_(std::move(info)), leaves_(std::move(leaves)), tree_(leaves_.leaves()) {}

    const Metadata* metadata_;
    ExtraInfo info_;
    TypeLeaves leaves_;
    HashTree tree_;
};

}  // namespace serinus::metadata::merkle
