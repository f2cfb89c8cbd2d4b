#include "scaffold/new_pallet.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "platform/files.hpp"
#include "scaffold/new_chain.hpp"
#include "tests/support/data.hpp"

namespace serinus::scaffold {
namespace {

using testing::HasSubstr;

constexpr const char* kPallets = R"(namespace frame_system { template <class T> struct Pallet; }
namespace pallet_one { template <class T> struct Pallet; }

namespace mine {
using System = frame_system::Pallet<struct SystemConfig>;
using One = pallet_one::Pallet<struct OneConfig>;
using AllPallets =
    sdk::List<System, One>;
}
)";

TEST(WithPallet, AddsDeclarationAliasAndPlace) {
    EXPECT_EQ(with_pallet(kPallets, "price_feed").value(),
              R"(namespace frame_system { template <class T> struct Pallet; }
namespace pallet_one { template <class T> struct Pallet; }
namespace pallet_price_feed { template <class T> struct Pallet; }

namespace mine {
using System = frame_system::Pallet<struct SystemConfig>;
using One = pallet_one::Pallet<struct OneConfig>;
using PriceFeed = pallet_price_feed::Pallet<struct PriceFeedConfig>;
using AllPallets =
    sdk::List<System, One, PriceFeed>;
}
)");
}

TEST(WithPallet, SaysWhatToWriteWhereTheFileIsAnother) {
    EXPECT_THAT(with_pallet("", "feed").error(),
                HasSubstr("namespace pallet_feed { template <class T> struct Pallet; }"));
    EXPECT_THAT(with_pallet("namespace a { struct Pallet; }", "feed").error(),
                HasSubstr("using Feed = pallet_feed::Pallet<struct FeedConfig>;"));
    std::string without_list = kPallets;
    without_list.resize(without_list.find("using AllPallets"));
    EXPECT_THAT(with_pallet(without_list, "feed").error(), HasSubstr("AllPallets"));
    EXPECT_THAT(with_pallet(kPallets, "one").error(), HasSubstr("already"));
    EXPECT_THAT(with_configuration("int x;", "feed").error(), HasSubstr("#include \"runtime/config/feed.hpp\""));
}

TEST(FreeIndex, IsTheFirstFromTenOn) {
    EXPECT_EQ(free_index({}), 10);
    EXPECT_EQ(free_index({{"a", "kInfo{10, \"A\"}"}, {"b", "kInfo{0, \"B\"} kInfo{11, \"C\"}"}, {"c", "kInfo{x"}}), 12);
    std::vector<NewFile> all;
    for (int i = 0; i < 256; ++i) all.push_back({"", "kInfo{" + std::to_string(i) + ","});
    EXPECT_EQ(free_index(all), std::nullopt);
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
    EXPECT_THAT(read("runtime/pallets.hpp"), HasSubstr("Numbers, PriceFeed>;"));
    EXPECT_THAT(read("runtime/runtime.hpp"), HasSubstr("#include \"runtime/config/price_feed.hpp\"\n"));
    EXPECT_THAT(read("runtime/config/price_feed.hpp"), HasSubstr("kInfo{11, \"PriceFeed\"}"));
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
