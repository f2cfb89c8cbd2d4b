#include "tools/scaffold/new_pallet.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "platform/files.hpp"
#include "tools/scaffold/new_chain.hpp"
#include "tests/support/data.hpp"

namespace serinus::scaffold {
namespace {

using testing::HasSubstr;

constexpr const char* kPallets = R"(namespace serinus::pallet_one { template <class T> struct Pallet; }

namespace mine {
using System = frame_system::Pallet<struct SystemConfig>;
using One = pallet_one::Pallet<struct OneConfig>;
using Places =
    sdk::Places<sdk::At<0, System>, sdk::At<10, One>>;
}
)";

TEST(WithPallet, AddsDeclarationAliasAndPlace) {
    EXPECT_EQ(with_pallet(kPallets, "price_feed").value(),
              R"(namespace serinus::pallet_one { template <class T> struct Pallet; }
namespace serinus::pallet_price_feed { template <class T> struct Pallet; }

namespace mine {
using System = frame_system::Pallet<struct SystemConfig>;
using One = pallet_one::Pallet<struct OneConfig>;
using PriceFeed = pallet_price_feed::Pallet<struct PriceFeedConfig>;
using Places =
    sdk::Places<sdk::At<0, System>, sdk::At<10, One>, sdk::At<11, PriceFeed>>;
}
)");
}

TEST(WithPallet, SaysWhatToWriteWhereTheFileIsAnother) {
    EXPECT_THAT(with_pallet("", "feed").error(),
                HasSubstr("namespace serinus::pallet_feed { template <class T> struct Pallet; }"));
    EXPECT_THAT(with_pallet("namespace a { struct Pallet; }", "feed").error(),
                HasSubstr("using Feed = pallet_feed::Pallet<struct FeedConfig>;"));
    std::string without_list = kPallets;
    without_list.resize(without_list.find("using Places"));
    EXPECT_THAT(with_pallet(without_list, "feed").error(), HasSubstr("Places"));
    EXPECT_THAT(with_pallet(kPallets, "one").error(), HasSubstr("already"));
    EXPECT_THAT(with_configuration("int x;", "feed").error(), HasSubstr("#include \"runtime/config/feed.hpp\""));
}

TEST(WithPallet, TakesTheLowestIndexFromTenOnThatIsFree) {
    const auto place = [](const std::string& places) {
        const std::string before = "namespace x { struct Pallet; }\nusing One = one::Pallet<struct OneConfig>;\n";
        return with_pallet(before + "using Places = sdk::Places<" + places + ">;\n", "feed");
    };
    EXPECT_THAT(place("sdk::At<0, A>").value(), HasSubstr("sdk::At<0, A>, sdk::At<10, Feed>>;"));
    EXPECT_THAT(place("sdk::At<10, A>, sdk::At<12, B>, sdk::At<11, C>, sdk::At<x, D>").value(),
                HasSubstr("sdk::At<13, Feed>>;"));
    std::string all = "sdk::At<0, P>";
    for (int i = 1; i < 256; ++i) all += ", sdk::At<" + std::to_string(i) + ", P>";
    EXPECT_THAT(place(all).error(), HasSubstr("no free index"));
}

TEST(ChainName, StandsInCMakeLists) {
    EXPECT_EQ(chain_name_of("x\nserinus_runtime(NAME mine RUNTIME r)\n").value(), "mine");
    EXPECT_EQ(chain_name_of("serinus_runtime(NAME mine)").value(), "mine");
    EXPECT_FALSE(chain_name_of("project(x)"));
    EXPECT_FALSE(chain_name_of("serinus_runtime(NAME ../x)"));
}

/// The real template.
TEST(AddPallet, ToANewChain) {
    const std::string root = *platform::create_temporary_directory("scaffold-");
    const auto templates = read_template(std::string(SERINUS_TEMPLATES) + "/chain");
    ASSERT_TRUE(templates) << templates.error();
    ASSERT_TRUE(write_files(root + "/sdk/templates/chain", *templates));
    ASSERT_TRUE(platform::create_directories(root + "/sdk/sdk/runtime/pallets/balances"));
    const std::string chain = root + "/mine";
    ASSERT_TRUE(write_chain(root + "/sdk", chain, "mine"));
    const auto read = [&](const std::string& path) {
        return platform::read_file(chain + "/" + path, 100'000).value_or("");
    };

    const auto added = add_pallet(root + "/sdk", chain, "price_feed");
    ASSERT_TRUE(added) << added.error();
    EXPECT_THAT(read("runtime/pallets.hpp"), HasSubstr("sdk::At<11, PriceFeed>>;"));
    EXPECT_THAT(read("runtime/runtime.hpp"), HasSubstr("#include \"runtime/config/price_feed.hpp\"\n"));
    EXPECT_THAT(read("runtime/config/price_feed.hpp"), HasSubstr("struct PriceFeedConfig : Common<PriceFeedConfig> {"));
    EXPECT_THAT(read("pallets/price_feed/price_feed_test.cpp"), HasSubstr("namespace serinus::mine"));
    EXPECT_THAT(read("pallets/price_feed/price_feed.hpp"), HasSubstr("namespace serinus::pallet_price_feed"));
    EXPECT_EQ(read("pallets/price_feed/price_feed.ipp").find("umbers"), std::string::npos);

    const std::string before = read("runtime/pallets.hpp");
    EXPECT_THAT(add_pallet(root + "/sdk", chain, "price_feed").error(), HasSubstr("is there already"));
    EXPECT_THAT(add_pallet(root + "/sdk", chain, "balances").error(), HasSubstr("the SDK has a pallet"));
    EXPECT_THAT(add_pallet(root + "/sdk", root, "other").error(), HasSubstr("is not the folder of a chain"));
    EXPECT_EQ(read("runtime/pallets.hpp"), before);
    EXPECT_TRUE(platform::remove_tree(root));
}

}  // namespace
}  // namespace serinus::scaffold
