#include <gtest/gtest.h>

#include "pool/graph_model.hpp"
#include "tests/support/random.hpp"

namespace serinus::pool {
namespace {

// Spec: defn-transaction-queue
TEST(GraphRandom, AgreesWithThePlainestGraph) {
    auto random = serinus::test::seeded_random();
    for (int run = 0; run < 300; ++run) {
        test::run_against_model(serinus::test::random_bytes(random, 100 + random() % 600));
    }
}

}  // namespace
}  // namespace serinus::pool
