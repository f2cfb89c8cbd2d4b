#include "metadata/storage_hasher.hpp"

#include "hashing/hashing.hpp"

namespace serinus::metadata {

std::optional<Bytes> hash_key(uint8_t hasher, BytesView key) {
    switch (static_cast<StorageHasher>(hasher)) {
        case StorageHasher::kBlake2_128:
            return to_bytes(hashing::blake2b_128(key));
        case StorageHasher::kBlake2_256:
            return to_bytes(hashing::blake2b_256(key).bytes);
        case StorageHasher::kBlake2_128Concat:
            return hashing::blake2b_128_concat(key);
        case StorageHasher::kTwox128:
            return to_bytes(hashing::twox_128(key));
        case StorageHasher::kTwox256:
            return to_bytes(hashing::twox_256(key));
        case StorageHasher::kTwox64Concat:
            return hashing::twox_64_concat(key);
        case StorageHasher::kIdentity:
            return to_bytes(key);
    }
    return std::nullopt;
}

std::optional<HashLayout> layout_of_hasher(uint8_t hasher) noexcept {
    switch (static_cast<StorageHasher>(hasher)) {
        case StorageHasher::kBlake2_128:
        case StorageHasher::kTwox128:
            return HashLayout{16, false};
        case StorageHasher::kBlake2_256:
        case StorageHasher::kTwox256:
            return HashLayout{32, false};
        case StorageHasher::kBlake2_128Concat:
            return HashLayout{16, true};
        case StorageHasher::kTwox64Concat:
            return HashLayout{8, true};
        case StorageHasher::kIdentity:
            return HashLayout{0, true};
    }
    return std::nullopt;
}

}  // namespace serinus::metadata
