#include "tests/support/random.hpp"

namespace serinus::test {
namespace {
uint64_t current_seed = 0;
}

void set_seed(uint64_t seed) { current_seed = seed; }

std::mt19937_64 seeded_random() { return std::mt19937_64(current_seed); }

Bytes random_bytes(std::mt19937_64& random, size_t size) {
    Bytes out(size);
    for (auto& byte : out) byte = static_cast<uint8_t>(random());
    return out;
}

uint64_t random_between(std::mt19937_64& random, uint64_t low, uint64_t high) {
    return std::uniform_int_distribution<uint64_t>(low, high)(random);
}

}  // namespace serinus::test
