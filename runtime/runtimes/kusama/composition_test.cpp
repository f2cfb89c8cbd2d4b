// What follows from the list of pallets.
#include "runtime/sdk/composition.hpp"

#include "runtime/runtimes/kusama/world_test.hpp"

namespace serinus::kusama {
namespace {

// Two pallets at one index, two names, System elsewhere: none of these is a composition.
template <uint8_t kIndex, char kName>
struct Standing {
    struct Config {
        static constexpr char kText[] = {kName, '\0'};
        static constexpr sdk::PalletInfo kInfo{kIndex, kText};
    };
};
static_assert(sdk::detail::have_places_of_their_own(sdk::List<Standing<0, 'a'>, Standing<1, 'b'>>{}));
static_assert(!sdk::detail::have_places_of_their_own(sdk::List<Standing<1, 'a'>, Standing<1, 'b'>>{}));
static_assert(!sdk::detail::have_places_of_their_own(sdk::List<Standing<0, 'a'>, Standing<1, 'a'>>{}));

TEST(KusamaComposition, IsTheListInItsOrder) {
    const auto pallets = sdk::runtime_pallets();
    ASSERT_EQ(pallets.size(), AllPallets::kSize);
    EXPECT_STREQ(pallets[0]->info.name, "System");
    EXPECT_EQ(sdk::find_pallet(BalancesConfig::kInfo.index)->info.name, std::string_view("Balances"));
    EXPECT_EQ(sdk::find_pallet(199), nullptr);
}

TEST(KusamaComposition, PassesTheChecksOfItsPallets) {
    sdk::native::state().reset();
    uint32_t checks = 0;
    for (const sdk::PalletDescriptor* const pallet : sdk::runtime_pallets()) {
        if (!pallet->integrity_test) continue;
        pallet->integrity_test();
        ++checks;
    }
    EXPECT_GT(checks, 0u);
}

TEST(KusamaComposition, KnowsTheOriginsOfItsPalletsOnly) {
    const auto decodes = [](Bytes origin) { return scale::decode<sdk::OriginCaller>(origin).has_value(); };
    EXPECT_TRUE(decodes({0, 0}));               // system: Root
    EXPECT_TRUE(decodes({43, 0}));              // Origins: the first of them
    EXPECT_TRUE(decodes({43, 27}));             // the last one, WishForChange
    EXPECT_FALSE(decodes({43, 28}));            // none such
    EXPECT_TRUE(decodes({50, 0, 7, 0, 0, 0}));  // ParachainsOrigin: para 7
    EXPECT_TRUE(decodes({99, 0, 0, 0}));        // XcmPallet: this chain
    EXPECT_FALSE(decodes({42, 0}));             // no pallet with origins
}

}  // namespace
}  // namespace serinus::kusama
