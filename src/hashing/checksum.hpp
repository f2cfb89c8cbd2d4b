/// A fast digest against damage, not against malice. No part of the protocol.
#pragma once

#include "base/bytes.hpp"

namespace serinus::hashing {

/// XXH3 with 128 bits, big-endian as its authors write it. About 10 GB/s. Nothing here fails.
ByteArray<16> xxh3_128(BytesView input) noexcept;

}  // namespace serinus::hashing
