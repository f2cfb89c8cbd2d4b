#include <sodium.h>

#include "hashing/hashing.hpp"

namespace serinus::hashing {

Hash256 sha2_256(BytesView input) noexcept {
    Hash256 out;
    crypto_hash_sha256(out.data(), input.data(), input.size());
    return out;
}

}  // namespace serinus::hashing
