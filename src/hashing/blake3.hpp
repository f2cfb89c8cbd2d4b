/// BLAKE3, the hash function of the digest of metadata. Spec: RFC-78
#pragma once

#include "base/bytes.hpp"

namespace serinus::hashing {

/// The first 32 bytes of the hash without a key. Does not allocate; for inputs of kilobytes: no vector instructions.
Hash256 blake3_256(BytesView input) noexcept;

}  // namespace serinus::hashing
