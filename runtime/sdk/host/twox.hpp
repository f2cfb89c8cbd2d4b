/// XXH64 at compile time and on Wasm: the prefixes of storage items, and the short keys of Twox64Concat, which cost
/// less here than a call of the host. Spec: sect-hashing
#pragma once

#include "base/bytes.hpp"

namespace serinus::sdk {

namespace detail {

inline constexpr uint64_t kXx1 = 0x9E3779B185EBCA87, kXx2 = 0xC2B2AE3D27D4EB4F, kXx3 = 0x165667B19E3779F9,
                          kXx4 = 0x85EBCA77C2B2AE63, kXx5 = 0x27D4EB2F165667C5;

template <class Byte>
constexpr uint64_t little_endian(const Byte* at, int bytes) noexcept {
    uint64_t value = 0;
    for (int i = 0; i < bytes; ++i) value |= uint64_t{static_cast<uint8_t>(at[i])} << (8 * i);
    return value;
}

constexpr uint64_t xx_round(uint64_t accumulator, uint64_t lane) noexcept {
    return std::rotl(accumulator + lane * kXx2, 31) * kXx1;
}

}  // namespace detail

template <class Byte>
constexpr uint64_t xx_hash_64(const Byte* at, size_t size, uint64_t seed) noexcept {
    using namespace detail;
    const Byte* const end = at + size;
    uint64_t hash = seed + kXx5;
    if (size >= 32) {
        uint64_t lanes[4] = {seed + kXx1 + kXx2, seed + kXx2, seed, seed - kXx1};
        for (; end - at >= 32; at += 32) {
            for (int i = 0; i < 4; ++i) lanes[i] = xx_round(lanes[i], little_endian(at + 8 * i, 8));
        }
        hash = std::rotl(lanes[0], 1) + std::rotl(lanes[1], 7) + std::rotl(lanes[2], 12) + std::rotl(lanes[3], 18);
        for (const uint64_t lane : lanes) hash = (hash ^ xx_round(0, lane)) * kXx1 + kXx4;
    }
    hash += size;
    for (; end - at >= 8; at += 8) {
        hash = std::rotl(hash ^ xx_round(0, little_endian(at, 8)), 27) * kXx1 + kXx4;
    }
    if (end - at >= 4) {
        hash = std::rotl(hash ^ little_endian(at, 4) * kXx1, 23) * kXx2 + kXx3;
        at += 4;
    }
    for (; at != end; ++at) hash = std::rotl(hash ^ static_cast<uint8_t>(*at) * kXx5, 11) * kXx1;
    hash = (hash ^ hash >> 33) * kXx2;
    hash = (hash ^ hash >> 29) * kXx3;
    return hash ^ hash >> 32;
}

/// Twox64 of a few bytes, or Twox128 of a name.
template <size_t kBits, class Byte>
constexpr ByteArray<kBits / 8> twox(const Byte* at, size_t size) noexcept {
    ByteArray<kBits / 8> out{};
    for (size_t i = 0; i < kBits / 64; ++i) {
        const uint64_t hash = xx_hash_64(at, size, i);
        for (size_t byte = 0; byte < 8; ++byte) out[8 * i + byte] = static_cast<uint8_t>(hash >> (8 * byte));
    }
    return out;
}

constexpr ByteArray<16> twox_128(std::string_view name) noexcept { return twox<128>(name.data(), name.size()); }

}  // namespace serinus::sdk
