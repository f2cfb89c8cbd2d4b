#include "runtime_api/api_version.hpp"

#include <gtest/gtest.h>

namespace serinus::runtime_api {
namespace {

// Spec: defn-rt-core-version. The identifiers are those of the list that a runtime of Kusama has.
TEST(ApiVersion, IsFoundByTheHashOfTheName) {
    executor::RuntimeVersion version;
    version.apis = {{{0xdf, 0x6a, 0xcb, 0x68, 0x99, 0x07, 0x60, 0x9b}, 5},
                    {{0xaf, 0x2c, 0x02, 0x97, 0xa2, 0x3e, 0x6d, 0x3d}, 11}};
    EXPECT_EQ(find_api(version, "Core"), 5u);
    EXPECT_EQ(find_api(version, "ParachainHost"), 11u);
    EXPECT_EQ(find_api(version, "BabeApi"), std::nullopt);
    EXPECT_EQ(find_api(version, ""), std::nullopt);
}

}  // namespace
}  // namespace serinus::runtime_api
