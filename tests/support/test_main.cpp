#include <gtest/gtest.h>

#include <cstdio>
#include <cstdlib>
#include <random>
#include <string_view>

#include "tests/support/random.hpp"

int main(int argc, char** argv) {
    testing::InitGoogleTest(&argc, argv);
    uint64_t seed = std::random_device{}();
    for (int i = 1; i < argc; ++i) {
        const std::string_view argument = argv[i];
        if (argument.starts_with("--seed=")) seed = std::strtoull(argv[i] + 7, nullptr, 10);
    }
    std::printf("random tests use --seed=%llu\n", static_cast<unsigned long long>(seed));
    serinus::test::set_seed(seed);
    return RUN_ALL_TESTS();
}
