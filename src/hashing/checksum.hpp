/// A fast digest against damage, not against malice. No part of the protocol.
#pragma once

#include "base/bytes.hpp"

namespace serinus::hashing {

/// XXH3 with 128 bits, big-endian as its authors write it. About 10 GB/s. Nothing here fails.
ByteArray<16> xxh3_128(BytesView input) noexcept;

/// XXH3 with 64 bits and a seed: for tables of keys that others choose, with a seed that they do not know.
uint64_t xxh3_64(BytesView input, uint64_t seed) noexcept;

}  // namespace serinus::hashing
