/// Which chunk of a candidate a validator keeps.
#pragma once

#include "erasure/code.hpp"

namespace serinus::erasure {

/// Node feature: whether chunks are shared out by core (RFC-47), so that the systematic ones of different cores are
/// with different validators.
enum class ChunkMapping : bool { kByIndex, kByCore };

/// The chunk of validator `validator`, for a candidate on `core`. Precondition: validator < code.validators().
/// Spec: RFC-47. Observed: polkadot-node-subsystem-util 36.0.0, `availability_chunk_index`.
inline uint32_t chunk_of_validator(const Code& code, ChunkMapping mapping, uint32_t core, uint32_t validator) noexcept {
    if (mapping == ChunkMapping::kByIndex) return validator;
    return static_cast<uint32_t>((uint64_t{core} * code.k() + validator) % code.validators());
}

/// The validator that keeps chunk `chunk`: the inverse. Precondition: chunk < code.validators().
inline uint32_t validator_of_chunk(const Code& code, ChunkMapping mapping, uint32_t core, uint32_t chunk) noexcept {
    if (mapping == ChunkMapping::kByIndex) return chunk;
    const uint64_t shift = uint64_t{core} * code.k() % code.validators();
    return static_cast<uint32_t>((chunk + code.validators() - shift) % code.validators());
}

}  // namespace serinus::erasure
