// The largest encodings of types and storage items.
#include "runtime/sdk/max_size.hpp"

#include <gtest/gtest.h>

#include "runtime/sdk/types.hpp"

namespace serinus::sdk {

/// Types in anonymous namespaces have no names of their own.
namespace max_size_test {

struct Entry {
    AccountId who;
    BoundedVec<uint8_t, 100> name;
    std::optional<uint32_t> since;
};
struct Choice {
    struct Small {};
    struct Large {
        uint64_t _0{};
    };
    std::variant<Small, Large> v;
};
struct Open {
    uint32_t number{};
    std::vector<uint8_t> text;
};

struct Storage {
    Value<uint32_t> Count;
    Map<Blake2_128Concat<AccountId>, Entry> Entries;
    DoubleMap<Twox64Concat<uint32_t>, Blake2_256<Bytes>, uint8_t> ByHash;
    Map<Identity<Bytes>, uint8_t> ByName;
    Value<Open> Text;
};
struct Pallet {
    static constexpr Storage storage{};
};

}  // namespace max_size_test

namespace {

using namespace max_size_test;

// Source: parity_scale_codec::MaxEncodedLen
TEST(MaxSize, IsThatOfTheLargestValue) {
    static_assert(max_encoded_size<uint32_t>() == 4);
    static_assert(max_encoded_size<AccountId>() == 32);
    static_assert(max_encoded_size<std::optional<uint32_t>>() == 5);
    static_assert(max_encoded_size<std::optional<bool>>() == 2);
    static_assert(max_encoded_size<std::pair<uint8_t, Compact<uint32_t>>>() == 6);
    static_assert(max_encoded_size<Compact<Balance>>() == 17);
    static_assert(max_encoded_size<BoundedVec<uint16_t, 63>>() == 1 + 126);
    static_assert(max_encoded_size<BoundedVec<uint16_t, 64>>() == 2 + 128);
    static_assert(max_encoded_size<std::array<BoundedVec<uint8_t, 3>, 4>>() == 16);
    static_assert(max_encoded_size<Choice>() == 9);
    static_assert(max_encoded_size<Entry>() == 32 + 102 + 5);

    const Entry largest{{}, *BoundedVec<uint8_t, 100>::from(Bytes(100)), 7};
    EXPECT_EQ(scale::encode(largest).size(), max_encoded_size<Entry>());
    EXPECT_EQ(scale::encode(Compact<uint32_t>{~0u}).size(), max_encoded_size<Compact<uint32_t>>());
    EXPECT_EQ(scale::encode(Compact<Balance>{~Balance{0}}).size(), max_encoded_size<Compact<Balance>>());
}

TEST(MaxSize, HasNoBoundWhereASequenceHasNone) {
    static_assert(!max_encoded_size<Bytes>());
    static_assert(!max_encoded_size<Open>());
    static_assert(!max_encoded_size<BoundedVec<Open, 3>>());
    static_assert(!max_encoded_size<std::variant<uint8_t, std::string>>());
    static_assert(!max_encoded_size<WeakBoundedVec<uint8_t, 3>>());
}

// Source: frame_support::traits::StorageInfoTrait of July 2023
TEST(MaxSize, OfItemsIncludesTheirKeys) {
    const auto sizes = item_sizes<Pallet>();
    ASSERT_EQ(sizes.size(), 5u);
    EXPECT_EQ(sizes[0].name, "Count");
    EXPECT_EQ(sizes[0].max_key, 32u);
    EXPECT_EQ(sizes[0].max_value, 4u);
    EXPECT_EQ(sizes[1].max_key, 32u + 16 + 32);
    EXPECT_EQ(sizes[1].max_value, 139u);
    EXPECT_EQ(sizes[2].max_key, 32u + 8 + 4 + 32) << "of a key that is hashed alone the hash counts";
    EXPECT_EQ(unbounded_items<Pallet>(), (std::vector<std::string_view>{"ByName", "Text"}));
}

TEST(MaxSize, ProofHasAFullBranchForEachStepToTheEntry) {
    const auto sizes = item_sizes<Pallet>();
    const size_t alone = *worst_case_proof(sizes[0], 1);
    EXPECT_GE(alone, 36u);
    const size_t of_million = *worst_case_proof(sizes[0], 1'000'000);
    EXPECT_EQ(of_million - alone, 5 * (4 + 16 * 33u)) << "16^5 entries are more than a million";
    EXPECT_FALSE(worst_case_proof(sizes[4], 1));
}

}  // namespace
}  // namespace serinus::sdk
