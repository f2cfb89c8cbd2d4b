#include "runtime/arithmetic/wrapping.hpp"

#include <gtest/gtest.h>

#include <cstdint>

namespace serinus {
namespace {

TEST(Wrapping, TakesTheLowBits) {
    __extension__ using Wide = unsigned __int128;
    EXPECT_EQ(wrapping_add<uint32_t>(0xffff'ffff, 2), 1u);
    EXPECT_EQ(wrapping_sub<uint32_t>(0, 1), 0xffff'ffffu);
    EXPECT_EQ(wrapping_mul<uint64_t>(uint64_t{1} << 63, 3), uint64_t{1} << 63);
    EXPECT_EQ(wrapping_add<uint8_t>(200, 100), 44);
    EXPECT_TRUE(wrapping_sub<Wide>(0, 1) == ~Wide{0});
    EXPECT_EQ(wrapping_add<uint32_t>(1, 2), 3u);
}

}  // namespace
}  // namespace serinus
