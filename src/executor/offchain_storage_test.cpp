#include "executor/offchain_storage.hpp"

#include <gtest/gtest.h>

#include "base/hex.hpp"

namespace serinus::executor {
namespace {

using namespace serinus::literals;

/// The same rules for both kinds.
void expect_storage(LocalStorage& storage) {
    const Bytes key = "01"_hex;
    EXPECT_EQ(*storage.get(key), std::nullopt);
    ASSERT_TRUE(storage.set(key, "aa"_hex).has_value());
    EXPECT_EQ(*storage.get(key), "aa"_hex);
    EXPECT_EQ(*storage.get({}), std::nullopt);
    ASSERT_TRUE(storage.remove(key).has_value());
    EXPECT_EQ(*storage.get(key), std::nullopt);
    ASSERT_TRUE(storage.remove(key).has_value()) << "what is not there can be removed";

    EXPECT_FALSE(*storage.compare_and_set(key, "aa"_hex, "bb"_hex)) << "there is none";
    EXPECT_TRUE(*storage.compare_and_set(key, std::nullopt, "aa"_hex));
    EXPECT_FALSE(*storage.compare_and_set(key, std::nullopt, "bb"_hex)) << "there is one";
    EXPECT_FALSE(*storage.compare_and_set(key, "ab"_hex, "bb"_hex)) << "it is another one";
    EXPECT_EQ(*storage.get(key), "aa"_hex);
    EXPECT_TRUE(*storage.compare_and_set(key, "aa"_hex, "bb"_hex));
    EXPECT_EQ(*storage.get(key), "bb"_hex);
}

TEST(OffchainStorage, InMemory) { expect_storage(*make_memory_local_storage()); }

TEST(OffchainStorage, InAColumnOfAStore) {
    const auto store = storage::make_memory_store();
    expect_storage(*make_local_storage(*store, 5));
    EXPECT_EQ(*make_local_storage(*store, 5)->get("01"_hex), "bb"_hex) << "is still there";
    EXPECT_EQ(*make_local_storage(*store, 6)->get("01"_hex), std::nullopt) << "is another column's";
}

}  // namespace
}  // namespace serinus::executor
