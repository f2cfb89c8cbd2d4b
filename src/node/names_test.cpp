#include "node/names.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "tests/support/random.hpp"

namespace serinus::node {
namespace {

TEST(Names, RandomOnesAreTwoWordsAndANumberAndGood) {
    auto random = test::seeded_random();
    for (int i = 0; i < 1000; ++i) {
        const std::string name = random_name(random());
        EXPECT_THAT(name, testing::MatchesRegex("[a-z]+-[a-z]+-[0-9][0-9][0-9][0-9]"));
        EXPECT_EQ(complaint_about_name(name), "") << name;
    }
    EXPECT_EQ(random_name(0), "airy-avocet-0000");
}

TEST(Names, WhatTheReferenceTakesIsTaken) {
    for (const auto* good : {"short name", "www", "Alice", "www aa", "wörter"}) {
        EXPECT_EQ(complaint_about_name(good), "") << good;
    }
    EXPECT_EQ(complaint_about_name(std::string(63, 'x')), "");
}

TEST(Names, WhatTheReferenceRefusesIsRefused) {
    for (const auto* bad :
         {"", "Dots.not.Ok", "http:/visitme", "https:visitme", "www.visit.me", "hello\\world", "email@domain"}) {
        EXPECT_NE(complaint_about_name(bad), "") << bad;
    }
    EXPECT_NE(complaint_about_name(std::string(64, 'x')), "");
}

}  // namespace
}  // namespace serinus::node
