#include "tools/launcher/inclusion_watch.hpp"

#include <gtest/gtest.h>

#include "codec/scale.hpp"
#include "primitives/header.hpp"

namespace serinus::launcher {
namespace {

Bytes head_of(primitives::BlockNumber number) {
    primitives::Header header;
    header.number = number;
    return scale::encode(scale::encode(header));
}

TEST(HeadOfAParachain, IsItsHeaderWithTheNumber) {
    EXPECT_EQ(number_of_head(head_of(0)), 0u);
    EXPECT_EQ(number_of_head(head_of(70'000)), 70'000u);
}

TEST(HeadOfAParachain, MayBeAnythingElse) {
    EXPECT_EQ(number_of_head({}), std::nullopt);
    EXPECT_EQ(number_of_head(scale::encode(Bytes{1, 2, 3})), std::nullopt);
    Bytes cut = head_of(5);
    cut.pop_back();
    EXPECT_EQ(number_of_head(cut), std::nullopt);
}

}  // namespace
}  // namespace serinus::launcher
