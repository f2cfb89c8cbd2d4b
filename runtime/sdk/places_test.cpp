#include "runtime/sdk/places.hpp"

#include <gtest/gtest.h>

namespace serinus::sdk {
namespace {

template <class T>
struct Numbers;
template <class T>
struct Balances;

}  // namespace

// Declared only, as in the list of a runtime.
struct FirstConfig;
struct PriceFeedConfig;

namespace {

using First = Balances<FirstConfig>;
using Places = sdk::Places<At<0, First>, At<200, Numbers<PriceFeedConfig>>>;

TEST(Places, GiveAPalletItsIndexAndTheNameOfItsConfiguration) {
    EXPECT_EQ((kPlace<Places, FirstConfig>.index), 0);
    EXPECT_STREQ((kPlace<Places, FirstConfig>.name), "First");
    EXPECT_EQ((kPlace<Places, PriceFeedConfig>.index), 200);
    EXPECT_STREQ((kPlace<Places, PriceFeedConfig>.name), "PriceFeed");
}

TEST(Places, AreListedInTheirOrder) {
    static_assert(std::is_same_v<Places::Pallets, List<First, Numbers<PriceFeedConfig>>>);
    static_assert(std::is_same_v<Without<Places::Pallets, First>, List<Numbers<PriceFeedConfig>>>);
    static_assert(std::is_same_v<Without<List<int, bool>, char>, List<int, bool>>);
}

}  // namespace
}  // namespace serinus::sdk
