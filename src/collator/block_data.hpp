/// The block data of a PoV as runtimes built with cumulus take it: blocks, and what of the state before them they need.
/// Observed: cumulus-primitives-core 0.27.0, `ParachainBlockData` and `SchedulingProof`
#pragma once

#include "base/result.hpp"
#include "codec/bounded.hpp"
#include "codec/scale.hpp"
#include "primitives/block.hpp"

namespace serinus::collator {

/// What a collator signs who chooses another core than the block's signals.
struct SignedSchedulingInfo {
    uint8_t core_selector{};
    uint8_t claim_queue_offset{};
    scale::BoundedVec<uint8_t, 64> peer_id;
    Hash256 internal_scheduling_parent;
    ByteArray<64> signature{};
    friend bool operator==(const SignedSchedulingInfo&, const SignedSchedulingInfo&) = default;
};

/// Of a candidate of version 3: how its scheduling parent descends from the relay chain's block at which it was made.
struct SchedulingProof {
    std::vector<primitives::Header> header_chain;  ///< from the scheduling parent back
    primitives::Header internal_scheduling_parent;
    std::optional<SignedSchedulingInfo> signed_info;
    friend bool operator==(const SchedulingProof&, const SchedulingProof&) = default;
};

struct ParachainBlockData {
    std::vector<primitives::Block> blocks;  ///< each the parent of the next
    std::vector<Bytes> proof;               ///< compact, of the state before the first block
    std::optional<SchedulingProof> scheduling_proof = {};
    friend bool operator==(const ParachainBlockData&, const ParachainBlockData&) = default;
};

/// Version 0, of a single block: for runtimes whose CollectCollationInfo is below version 3.
/// Precondition: one block, no scheduling proof.
Bytes encode_block_data_v0(const ParachainBlockData& data);
/// Version 2 if there is a scheduling proof, otherwise version 1: behind "VERSIONEDPBD" and the number.
Bytes encode_block_data(const ParachainBlockData& data);

/// Of any version; decompressed. Errors: it does not decode whole; kUnknownVariant for an unknown version.
Result<ParachainBlockData, scale::DecodeError> decode_block_data(BytesView input);

}  // namespace serinus::collator
