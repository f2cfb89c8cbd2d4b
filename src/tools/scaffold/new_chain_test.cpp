#include "tools/scaffold/new_chain.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "platform/files.hpp"
#include "tools/scaffold/templates.hpp"

namespace serinus::scaffold {
namespace {

using testing::HasSubstr;

/// A folder with an SDK of one file.
class NewChain : public testing::Test {
  protected:
    void SetUp() override {
        root_ = *platform::create_temporary_directory("scaffold-");
        sdk_ = root_ + "/share/serinus";
        ASSERT_TRUE(
            write_files(sdk_, {{"templates/chain/runtime/pallets.hpp", "namespace new_chain { Numbers, numbers }\n"},
                               {"templates/chain/Makefile", "new_chain_test\n"},
                               {"sdk/x", ""}}));
    }
    void TearDown() override { EXPECT_TRUE(platform::remove_tree(root_)); }
    std::string read(const std::string& path) { return platform::read_file(root_ + "/" + path, 1000).value_or("none"); }

    std::string root_;
    std::string sdk_;
};

TEST_F(NewChain, IsTheTemplateUnderAnotherName) {
    ASSERT_TRUE(write_chain(sdk_, root_ + "/mine", "mine"));
    EXPECT_EQ(read("mine/Makefile"), "mine_test\n");
    EXPECT_EQ(read("mine/runtime/pallets.hpp"), "namespace mine { Numbers, numbers }\n");
}

TEST_F(NewChain, TouchesNoFolderThatIsThere) {
    ASSERT_TRUE(write_files(root_ + "/mine", {{"own.txt", "own"}}));
    const auto written = write_chain(sdk_, root_ + "/mine", "mine");
    ASSERT_FALSE(written);
    EXPECT_THAT(written.error(), HasSubstr("is there already"));
    EXPECT_EQ(read("mine/Makefile"), "none");
    EXPECT_EQ(read("mine/own.txt"), "own");
    EXPECT_FALSE(write_chain(sdk_, root_ + "/other", "Bad"));
    EXPECT_FALSE(platform::is_directory(root_ + "/other"));
}

TEST_F(NewChain, FindsTheSdkBesideTheProgram) {
    EXPECT_EQ(find_sdk(root_ + "/bin/serinus").value(), sdk_);
    const auto absent = find_sdk("/nowhere/bin/serinus");
    ASSERT_FALSE(absent);
    EXPECT_THAT(absent.error(), HasSubstr("serinus-sdk"));
}

TEST_F(NewChain, NamesThePackagesOfMissingPrograms) {
    ASSERT_TRUE(write_files(root_, {{"a/cmake", ""}, {"a/make", ""}, {"b/ninja", ""}, {"b/python3", ""}}));
    EXPECT_THAT(missing_packages(root_ + "/a::" + root_ + "/b"), testing::ElementsAre("clang-19", "lld-19"));
    EXPECT_EQ(missing_packages("").size(), 6u);
}

TEST(Renamed, ReplacesNamesThatContainEachOther) {
    EXPECT_EQ(renamed("new_chain numbers Numbers new_chain_numbers", {.chain = "my_numbers", .pallet = "price_feed"}),
              "my_numbers price_feed PriceFeed my_numbers_price_feed");
}

}  // namespace
}  // namespace serinus::scaffold
