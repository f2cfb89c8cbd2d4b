#include "trie/child_tries.hpp"

#include <gtest/gtest.h>

#include "trie/trie_test_data.hpp"
#include "trie/trie_test_store.hpp"

namespace serinus::trie {
namespace {

using test::Entries;

Bytes entry_key(std::string_view storage_key) {
    return concat(as_bytes(":child_storage:default:"), as_bytes(storage_key));
}

// Spec: sect-child-trie-structure
TEST(ChildTries, TheirRootsAreEntriesOfTheTopTrie) {
    const Entries child_entries = {{{1}, Bytes(40, 1)}, {{2}, {2}}};
    Entries top_entries = {{{9}, {9}}};
    Trie top;
    ASSERT_TRUE(top.insert(Bytes{9}, Bytes{9}, StateVersion::kV1));
    std::map<Bytes, Trie> children;
    for (const auto& [key, value] : child_entries) {
        ASSERT_TRUE(children[to_bytes(as_bytes("fund"))].insert(key, value, StateVersion::kV1));
    }
    top_entries[entry_key("fund")] = to_bytes(test::root_of(child_entries, StateVersion::kV1));
    EXPECT_EQ(*root_with_children(top, children), test::root_of(top_entries, StateVersion::kV1));
}

// Observed: polkadot-stable2407: an empty child trie leaves no entry.
TEST(ChildTries, AChildThatLosesItsLastEntryLosesItsRoot) {
    Trie top;
    const Hash256 without_children = top.root();
    std::map<Bytes, Trie> children;
    Trie& child = children[Bytes{7}];
    ASSERT_TRUE(child.insert(Bytes{1}, Bytes{1}, StateVersion::kV0));
    EXPECT_NE(*root_with_children(top, children), without_children);
    EXPECT_TRUE(*child.remove(Bytes{1}));
    EXPECT_EQ(*root_with_children(top, children), without_children);
    EXPECT_TRUE(top.empty());
}

TEST(ChildTries, AFailureOfTheTopTriesSourceIsPassedOn) {
    test::Store nothing;
    Trie top(nothing, Hash256{});
    EXPECT_EQ(enter_child_root(top, Bytes{7}, Hash256{}).error(), TrieError::kMissing);
    EXPECT_EQ(enter_child_root(top, Bytes{7}, empty_root()).error(), TrieError::kMissing);
}

}  // namespace
}  // namespace serinus::trie
