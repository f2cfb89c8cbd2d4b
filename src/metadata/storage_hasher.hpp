/// The hashers of storage maps, by their numbers in metadata. Spec: sect-metadata
#pragma once

#include <optional>

#include "base/bytes.hpp"

namespace serinus::metadata {

enum class StorageHasher : uint8_t {
    kBlake2_128,
    kBlake2_256,
    kBlake2_128Concat,
    kTwox128,
    kTwox256,
    kTwox64Concat,
    kIdentity,
};

/// What stands in a storage key for an encoded map key; nullopt: there is no such hasher.
std::optional<Bytes> hash_key(uint8_t hasher, BytesView key);

struct HashLayout {
    size_t bytes = 0;                 ///< of the hash
    bool is_followed_by_key = false;  ///< the encoded map key stands behind the hash
};
std::optional<HashLayout> layout_of_hasher(uint8_t hasher) noexcept;

}  // namespace serinus::metadata
