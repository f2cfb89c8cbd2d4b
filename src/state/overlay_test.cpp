#include "state/overlay.hpp"

#include <gtest/gtest.h>

#include "base/hex.hpp"
#include "state/overlay_test_model.hpp"
#include "tests/support/random.hpp"

namespace serinus::state {
namespace {

TEST(Overlay, AgreesWithCopiesOfMaps) {
    auto random = serinus::test::seeded_random();
    for (int i = 0; i < 300; ++i) test::run_against_model(serinus::test::random_bytes(random, 2000));
}

}  // namespace
}  // namespace serinus::state
