#include "state/key_table.hpp"

#include "platform/random.hpp"

namespace serinus::state {
namespace {

uint64_t mix(uint64_t a, uint64_t b) noexcept {
    const auto product = static_cast<unsigned __int128>(a) * b;
    return static_cast<uint64_t>(product) ^ static_cast<uint64_t>(product >> 64);
}

struct Seeds {
    uint64_t values[4];

    Seeds() noexcept {
        const auto bytes = platform::random_array<sizeof values>();
        for (size_t i = 0; i < 4; ++i) values[i] = load_le<uint64_t>(bytes.data() + 8 * i) | 1;
    }
};

}  // namespace

uint64_t hash_key(BytesView key) noexcept {
    static const Seeds kSeeds;
    const uint64_t* const seed = kSeeds.values;
    const uint8_t* at = key.data();
    size_t left = key.size();
    uint64_t hash = seed[0] ^ key.size();
    for (; left >= 16; left -= 16, at += 16) {
        hash = mix(load_le<uint64_t>(at) ^ seed[1], load_le<uint64_t>(at + 8) ^ hash);
    }
    uint64_t a = 0;
    uint64_t b = 0;
    if (left >= 8) {
        a = load_le<uint64_t>(at);
        b = load_le<uint64_t>(at + left - 8);
    } else if (left >= 4) {
        a = load_le<uint32_t>(at);
        b = load_le<uint32_t>(at + left - 4);
    } else if (left > 0) {
        a = uint64_t{at[0]} << 16 | uint64_t{at[left / 2]} << 8 | at[left - 1];
    }
    return mix(mix(a ^ seed[2], b ^ hash), seed[3]);
}

}  // namespace serinus::state
