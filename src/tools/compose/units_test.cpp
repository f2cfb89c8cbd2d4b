#include "tools/compose/units.hpp"

#include <gtest/gtest.h>

namespace serinus::compose {
namespace {

const Units kKsm{.prefix = 2, .decimals = 12, .symbol = "KSM"};
constexpr uint128_t kOne = 1'000'000'000'000;

uint128_t read(std::string_view text) {
    const auto value = kKsm.parse_with_unit(text);
    EXPECT_TRUE(value) << (value ? "" : value.error());
    return value ? *value : 0;
}

TEST(Units, AnAmountHasAPointOrAUnit) {
    EXPECT_TRUE(read("1.5") == kOne * 3 / 2);
    EXPECT_TRUE(read("1.5KSM") == kOne * 3 / 2);
    EXPECT_TRUE(read("1.5 KSM") == kOne * 3 / 2);
    EXPECT_TRUE(read("2ksm") == 2 * kOne);
    EXPECT_TRUE(read("20mKSM") == kOne / 50);
    EXPECT_TRUE(read("7uKSM") == 7'000'000);
    EXPECT_TRUE(read("3kKSM") == 3'000 * kOne);
    EXPECT_TRUE(read("1_000planck") == 1'000);
    EXPECT_TRUE(read("0") == 0);
    EXPECT_TRUE(read("1.500000000000000") == kOne * 3 / 2) << "zeros behind the last decimal say nothing";
}

TEST(Units, ANumberAloneIsRefusedSinceItCouldBePlanckOrTokens) {
    EXPECT_EQ(kKsm.parse_with_unit("5").error(), "\"5\" has no unit; write 5KSM or 5planck");
}

TEST(Units, WhatIsNoAmountIsRefusedWithAReason) {
    for (const char* text : {"", "KSM", "1.5DOT", "1.2.3", "1.0000000000001", "1.5planck", "-1KSM", "1e3KSM",
                             "400000000000000000000000000000KSM"}) {
        EXPECT_FALSE(kKsm.parse_with_unit(text)) << text;
    }
    EXPECT_NE(kKsm.parse_with_unit("1.5DOT").error().find("mKSM"), std::string::npos);
}

TEST(Units, AmountsAreWrittenAsTheyAreRead) {
    EXPECT_EQ(kKsm.exact_amount(kOne * 3 / 2), "1.5 KSM");
    EXPECT_EQ(kKsm.exact_amount(1), "0.000000000001 KSM");
    EXPECT_EQ(kKsm.exact_amount(0), "0 KSM");
    EXPECT_EQ(kKsm.exact_amount(25 * kOne), "25 KSM");
    EXPECT_EQ(kKsm.amount(kOne * 5 / 4), "1.2500 KSM");
    for (const uint128_t planck : {uint128_t{1}, kOne - 1, kOne, kOne * 7 / 3}) {
        EXPECT_TRUE(read(kKsm.exact_amount(planck)) == planck || planck % kOne == 0);
    }
}

TEST(Units, PropertiesAreValuesOrLists) {
    Units units;
    read_properties(R"({"ss58Format": 0, "tokenSymbol": ["DOT"], "tokenDecimals": [10]})", units);
    EXPECT_EQ(units.prefix, 0);
    EXPECT_EQ(units.symbol, "DOT");
    EXPECT_EQ(units.decimals, 10u);
    read_properties("nonsense", units);
    read_properties(R"({"tokenDecimals": -1, "tokenSymbol": 5, "ss58Format": 99999999})", units);
    EXPECT_EQ(units.symbol, "DOT");
}

}  // namespace
}  // namespace serinus::compose
