#include "tools/scaffold/names.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace serinus::scaffold {
namespace {

using testing::HasSubstr;

TEST(Names, GoodOnes) {
    for (const char* const name : {"mychain", "my_chain", "chain2", "price_feed", "x9"}) {
        EXPECT_EQ(complaint_about_chain(name), "") << name;
        EXPECT_EQ(complaint_about_pallet(name), "") << name;
    }
}

TEST(Names, OnesThatAreNoIdentifiersOfTheirForm) {
    for (const char* const name : {"", "x", "_x1", "my_", "my__chain", "My", "my-chain", "9lives", "my_2nd", "a_bc",
                                   "my chain", "../up", "caf\xc3\xa9"}) {
        EXPECT_THAT(complaint_about_chain(name), HasSubstr("joined by underscores, such as price_feed")) << name;
    }
    EXPECT_THAT(complaint_about_chain(std::string(33, 'a')), HasSubstr("at most 32 characters"));
}

TEST(Names, KeywordsAndWhatIsTaken) {
    EXPECT_EQ(complaint_about_chain("template"), "\"template\" is a keyword of C++");
    EXPECT_EQ(complaint_about_chain("thread_local"), "\"thread_local\" is a keyword of C++");
    EXPECT_EQ(complaint_about_chain("sdk"), "the SDK uses the name \"sdk\"");
    EXPECT_THAT(complaint_about_pallet("pallet_mine"), HasSubstr("begin with \"pallet_\""));
    EXPECT_THAT(complaint_about_pallet("origin_caller"), HasSubstr("has a type OriginCaller"));
    EXPECT_EQ(complaint_about_chain("runtime"), "");
}

TEST(Names, OfTypes) {
    EXPECT_EQ(type_name_of("price_feed"), "PriceFeed");
    EXPECT_EQ(type_name_of("chain2"), "Chain2");
}

}  // namespace
}  // namespace serinus::scaffold
