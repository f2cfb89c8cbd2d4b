/// Hashes of many inputs at once: a processor with wide registers computes several in the time of one.
#pragma once

#include <span>

#include "base/bytes.hpp"

namespace serinus::hashing {

/// The BLAKE2b-256 hash of each input; both spans have the same size. Neighbours of equal size are hashed together.
void blake2b_256_many(std::span<const BytesView> inputs, std::span<Hash256> hashes) noexcept;

}  // namespace serinus::hashing
