/// Hashes that a call has computed.
#pragma once

#include <bit>
#include <cstring>

#include "hashing/hashing.hpp"

namespace serinus::executor::host {

/// BLAKE2b-128 of the keys of maps: a call asks for the few accounts that it is about some twenty times each. A key
/// that falls into the place of another one replaces it.
class KeyHashes {
  public:
    static constexpr size_t kPlaces = 64;
    static constexpr size_t kLeastSize = 8, kLargestSize = 48;

    ByteArray<16> blake2b_128(BytesView key) noexcept {
        if (key.size() < kLeastSize || key.size() > kLargestSize) return hashing::blake2b_128(key);
        Place& place = place_of(key);
        if (place.size != key.size() || std::memcmp(place.key.data(), key.data(), key.size()) != 0) {
            place.size = static_cast<uint8_t>(key.size());
            std::memcpy(place.key.data(), key.data(), key.size());
            place.hash = hashing::blake2b_128(key);
        }
        return place.hash;
    }

  private:
    struct Place {
        uint8_t size = 0;  ///< 0: empty
        ByteArray<kLargestSize> key;
        ByteArray<16> hash;
    };

    Place& place_of(BytesView key) noexcept {
        constexpr uint64_t kGoldenRatio = 0x9e37'79b9'7f4a'7c15;
        const auto first = load_le<uint64_t>(key.data());
        const auto last = load_le<uint64_t>(key.data() + key.size() - 8);
        return places_[(first ^ std::rotl(last, 29)) * kGoldenRatio >> (64 - std::bit_width(kPlaces - 1))];
    }

    std::array<Place, kPlaces> places_;
};

}  // namespace serinus::executor::host
