#include <gtest/gtest.h>

#include "hashing/hashing.hpp"
#include "hashing/many.hpp"
#include "tests/support/random.hpp"

namespace serinus::hashing {
namespace {

void expect_same(const std::vector<Bytes>& inputs) {
    const std::vector<BytesView> views(inputs.begin(), inputs.end());
    std::vector<Hash256> hashes(inputs.size());
    blake2b_256_many(views, hashes);
    for (size_t i = 0; i < inputs.size(); ++i) {
        EXPECT_EQ(hashes[i], blake2b_256(inputs[i]))
            << i << " of " << inputs.size() << ", " << inputs[i].size() << " bytes";
    }
}

TEST(ManyHashes, AreThoseOfTheInputsAroundTheEndsOfBlocks) {
    auto random = test::seeded_random();
    for (const size_t size : {0, 1, 7, 8, 63, 127, 128, 129, 255, 256, 257, 1000, 1024, 20480}) {
        std::vector<Bytes> inputs(13);  // eight, four and one
        for (Bytes& input : inputs) input = test::random_bytes(random, size);
        expect_same(inputs);
    }
}

TEST(ManyHashes, TakeAnyNumberOfInputs) {
    auto random = test::seeded_random();
    std::vector<Bytes> inputs;
    for (size_t count = 0; count <= 20; ++count) {
        expect_same(inputs);
        inputs.push_back(test::random_bytes(random, 300));
    }
}

TEST(ManyHashes, TakeInputsOfDifferentSizes) {
    auto random = test::seeded_random();
    for (size_t round = 0; round < 50; ++round) {
        std::vector<Bytes> inputs(test::random_between(random, 1, 40));
        for (Bytes& input : inputs) input = test::random_bytes(random, 128 * test::random_between(random, 0, 2));
        expect_same(inputs);
    }
}

}  // namespace
}  // namespace serinus::hashing
