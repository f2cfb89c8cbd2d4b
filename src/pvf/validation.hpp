/// What a parachain's validation function takes and returns.
/// Source: polkadot-parachain-primitives 24.0.0, `primitives`
#pragma once

#include <optional>

#include "base/result.hpp"
#include "primitives/parachain/candidate.hpp"

namespace serinus::pvf {

/// The two blocks of the relay chain that a candidate of version 3 names.
struct ParentsOfV3 {
    Hash256 relay_parent;
    Hash256 scheduling_parent;
    friend bool operator==(const ParentsOfV3&, const ParentsOfV3&) = default;
};

/// What a candidate is validated from: the part of its input that the relay chain keeps, and its proof.
struct CandidateInput {
    Bytes parent_head;
    uint32_t relay_parent_number{};
    Hash256 relay_parent_storage_root;
    std::optional<ParentsOfV3> parents;  ///< of a candidate of version 3; none for versions 1 and 2
    Bytes block_data;                    ///< as in the proof of validity: maybe compressed
    friend bool operator==(const CandidateInput&, const CandidateInput&) = default;
};

/// What a proof may become once decompressed. Observed: `POV_BOMB_LIMIT` of polkadot-node-primitives 28.0.0, 4 × 10 MiB
inline constexpr size_t kMostBlockData = size_t{40} << 20;

/// The bytes that `validate_block` is given: ValidationParams, and behind them, for version 3, the byte 3 and the
/// parents without a tag of an option. nullopt: `block_data` cannot be decompressed, or not within kMostBlockData.
std::optional<Bytes> encode_input(const CandidateInput& input);

/// What `validate_block` returns, in its order; nearly the commitments of the candidate.
struct ValidationResult {
    polkadot_primitives::HeadData head_data;
    std::optional<polkadot_primitives::ValidationCode> new_validation_code;
    polkadot_primitives::v5::UpwardMessages upward_messages;
    polkadot_primitives::v5::HorizontalMessages horizontal_messages;
    uint32_t processed_downward_messages{};
    uint32_t hrmp_watermark{};

    polkadot_primitives::v5::CandidateCommitments to_commitments() const {
        return {.upward_messages = upward_messages,
                .horizontal_messages = horizontal_messages,
                .new_validation_code = new_validation_code,
                .head_data = head_data,
                .processed_downward_messages = processed_downward_messages,
                .hrmp_watermark = hrmp_watermark};
    }
    friend bool operator==(const ValidationResult&, const ValidationResult&) = default;
};

/// nullopt: it does not decode. Observed: polkadot 1.25.1: bytes behind the result are no fault.
std::optional<ValidationResult> decode_result(BytesView output);

}  // namespace serinus::pvf
