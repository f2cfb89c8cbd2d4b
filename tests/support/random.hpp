/// Random input for tests: printed and repeatable.
#pragma once

#include <cstdint>
#include <random>

#include "base/bytes.hpp"

namespace serinus::test {

/// A generator seeded with --seed, or with a fresh seed that the program prints at its start. Each call starts anew
/// from that seed, so a test does not depend on those that ran before it.
std::mt19937_64 seeded_random();

Bytes random_bytes(std::mt19937_64& random, size_t size);

/// Uniform in [low, high].
uint64_t random_between(std::mt19937_64& random, uint64_t low, uint64_t high);

/// Set by main.
void set_seed(uint64_t seed);

}  // namespace serinus::test
