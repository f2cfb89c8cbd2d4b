/// The permutation under Keccak and STROBE.
#pragma once

#include "base/bytes.hpp"

namespace serinus::hashing {

/// Keccak-f[1600] on 25 lanes: lane (x, y) stands at index x + 5 y.
/// FIPS 202 section 3.3.
void keccak_f1600(std::array<uint64_t, 25>& lanes) noexcept;

}  // namespace serinus::hashing
