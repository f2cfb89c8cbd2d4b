#include "trie/nibbles.hpp"

#include <gtest/gtest.h>

#include "base/hex.hpp"
#include "tests/support/random.hpp"

namespace serinus::trie {
namespace {

using namespace serinus::literals;

Bytes packed(NibblesView nibbles) {
    Bytes out(nibbles.size() + 1, 0xee);
    out.resize(static_cast<size_t>(write_nibbles(out.data(), nibbles) - out.data()));
    return out;
}

// Spec: defn-trie-key-encode
TEST(Nibbles, HighHalfOfAByteComesFirst) {
    const Bytes key = "1f30"_hex;
    EXPECT_EQ(NibblePath(NibblesView(key)).to_string(), "1f30");
    EXPECT_EQ(NibblesView(key)[0], 1);
    EXPECT_EQ(NibblesView(key)[1], 15);
    EXPECT_EQ(NibblePath(NibblesView(key).from(1)).to_string(), "f30");
    EXPECT_EQ(NibblePath(NibblesView(key).slice(1, 3)).to_string(), "f3");
}

// Spec: defn-node-key
TEST(Nibbles, OddNumberIsPackedBehindAZeroNibble) {
    const Bytes key = "123456"_hex;
    EXPECT_EQ(packed(NibblesView(key)), "123456"_hex);
    EXPECT_EQ(packed(NibblesView(key).from(1)), "023456"_hex);
    EXPECT_EQ(packed(NibblesView(key).slice(0, 3)), "0123"_hex);
    EXPECT_EQ(packed(NibblesView(key).slice(1, 5)), "2345"_hex);
    EXPECT_EQ(packed(NibblesView(key).slice(2, 3)), "03"_hex);
    EXPECT_EQ(packed(NibblesView()), ""_hex);
}

TEST(Nibbles, PathTakesBackWhatWasPacked) {
    const Bytes partial = "023456"_hex;
    NibblePath path(NibblesView::right_aligned(partial.data(), 5));
    EXPECT_EQ(path.to_string(), "23456");
    EXPECT_FALSE(path.is_key());
    path.push(0xf);
    Bytes key;
    path.write_key(key);
    EXPECT_EQ(key, "23456f"_hex);
}

TEST(Nibbles, CommonStartIsFoundWhereverTheViewsBegin) {
    auto random = serinus::test::seeded_random();
    for (int round = 0; round < 20000; ++round) {
        Bytes a(serinus::test::random_between(random, 1, 24), 0x11);
        Bytes b(serinus::test::random_between(random, 1, 24), 0x11);
        a[serinus::test::random_between(random, 0, a.size() - 1)] = 0x12;
        b[serinus::test::random_between(random, 0, b.size() - 1)] = 0x21;
        const NibblesView x = NibblesView(a).from(serinus::test::random_between(random, 0, 2));
        const NibblesView y = NibblesView(b).from(serinus::test::random_between(random, 0, 2));
        size_t expected = 0;
        while (expected < std::min(x.size(), y.size()) && x[expected] == y[expected]) ++expected;
        ASSERT_EQ(common_nibbles(x, y), expected);
        ASSERT_EQ(packed(x.slice(0, expected)), packed(y.slice(0, expected)));
    }
}

}  // namespace
}  // namespace serinus::trie
