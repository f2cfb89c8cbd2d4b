// Collections with a bound: nothing makes them longer than it.
#include "codec/bounded.hpp"

#include <gtest/gtest.h>

#include "base/hex.hpp"

namespace serinus::scale {
namespace {

using Three = BoundedVec<uint8_t, 3>;

template <class T>
std::optional<T> decoded(std::string_view hex) {
    auto value = decode<T>(*from_hex(hex));
    return value ? std::optional<T>(*std::move(value)) : std::nullopt;
}

// The sequence has no other way to add: these would not compile.
template <class V>
concept CanGrowFreely = requires(V v) { v.push_back(1); } || requires(V v) { v.resize(9); } || requires(V v) {
    v.insert(v.begin(), 1);
} || requires(V v) { v.emplace_back(1); } || requires(V v) { static_cast<std::vector<uint8_t>&>(v); };
static_assert(!CanGrowFreely<Three>);

TEST(BoundedVec, RefusesWhatIsTooLong) {
    EXPECT_TRUE(Three::from({1, 2, 3}));
    EXPECT_FALSE(Three::from({1, 2, 3, 4}));
    EXPECT_EQ(Three::truncate_from({1, 2, 3, 4}), (Bytes{1, 2, 3}));
    EXPECT_TRUE(decoded<Three>("0c010203"));
    EXPECT_FALSE(decoded<Three>("1001020304"));
    // The bound is checked before the elements are looked for.
    EXPECT_FALSE(decoded<Three>("10"));
}

TEST(BoundedVec, GrowsToItsBoundOnly) {
    Three v;
    EXPECT_TRUE(v.try_push(1));
    EXPECT_TRUE(v.try_insert(0, 0));
    EXPECT_FALSE(v.try_append({2, 3}));
    EXPECT_TRUE(v.try_append({2}));
    EXPECT_EQ(v, (Bytes{0, 1, 2}));
    EXPECT_TRUE(v.is_full());
    EXPECT_FALSE(v.try_push(9));
    EXPECT_FALSE(v.try_insert(1, 9));
    EXPECT_FALSE(v.try_mutate([](Bytes& inner) { inner.insert(inner.begin(), {7, 7}); }));
    EXPECT_EQ(v, (Bytes{0, 1, 2}));
    EXPECT_TRUE(v.try_mutate([](Bytes& inner) { inner = {5, 6}; }));
    EXPECT_EQ(v, (Bytes{5, 6}));
}

TEST(BoundedVec, InsertsByForceAtTheCostOfTheLast) {
    Three v = Three::truncate_from({1, 2});
    EXPECT_EQ(v.force_insert_keep_left(0, 0), std::nullopt);
    EXPECT_EQ(v.force_insert_keep_left(1, 9), 2);
    EXPECT_EQ(v, (Bytes{0, 9, 1}));
    EXPECT_EQ(v.force_insert_keep_left(3, 8), 8);
    EXPECT_EQ(v, (Bytes{0, 9, 1}));
}

TEST(BoundedVec, ShrinksInAnyWay) {
    auto v = BoundedVec<uint8_t, 6>::truncate_from({1, 2, 3, 4, 5, 6});
    EXPECT_EQ(v.retain([](uint8_t e) { return e != 3; }), 1u);
    EXPECT_EQ(v.remove(0), 1);
    EXPECT_EQ(v.swap_remove(0), 2);
    EXPECT_EQ(v, (Bytes{6, 4, 5}));
    v.truncate(2);
    v.truncate(5);
    EXPECT_EQ(std::move(v).into_inner(), (Bytes{6, 4}));
}

TEST(WeakBoundedVec, TakesMoreThanItsBoundFromOutside) {
    using Weak = WeakBoundedVec<uint8_t, 2>;
    auto v = decoded<Weak>("0c010203");
    ASSERT_TRUE(v);
    EXPECT_EQ(v->size(), 3u);
    EXPECT_FALSE(v->try_push(4));
    v->force_push(4);
    EXPECT_EQ(encode(*v), *from_hex("1001020304"));
}

TEST(BoundedDeque, HasTwoEndsAndOneBound) {
    BoundedDeque<uint8_t, 3> d;
    EXPECT_TRUE(d.try_push_back(2));
    EXPECT_TRUE(d.try_push_back(3));
    EXPECT_TRUE(d.try_push_front(1));
    EXPECT_FALSE(d.try_push_back(4));
    EXPECT_FALSE(d.try_push_front(0));
    EXPECT_EQ(encode(d), *from_hex("0c010203"));
    EXPECT_EQ((decoded<BoundedDeque<uint8_t, 3>>("0c010203")), d);
    EXPECT_FALSE((decoded<BoundedDeque<uint8_t, 3>>("1001020304")));
    EXPECT_EQ(d.pop_front(), 1);
    EXPECT_EQ(d.pop_back(), 3);
    EXPECT_EQ(d.pop_back(), 2);
    EXPECT_EQ(d.pop_back(), std::nullopt);
    EXPECT_EQ(d.pop_front(), std::nullopt);
}

TEST(BoundedMap, RefusesNewKeysWhenItIsFull) {
    BoundedMap<uint8_t, uint16_t, 2> m;
    EXPECT_TRUE(m.try_insert(2, 20));
    EXPECT_TRUE(m.try_insert(1, 10));
    EXPECT_FALSE(m.try_insert(3, 30));
    EXPECT_TRUE(m.try_insert(1, 11));
    EXPECT_EQ(encode(m), *from_hex("08010b00021400"));
    EXPECT_EQ((decoded<BoundedMap<uint8_t, uint16_t, 2>>("08010b00021400")), m);
    EXPECT_FALSE((decoded<BoundedMap<uint8_t, uint16_t, 2>>("0c010b00021400031400")));
    EXPECT_EQ(m.remove(2), 20);
    EXPECT_EQ(m.remove(2), std::nullopt);
    EXPECT_EQ(*m.find(1), 11);
    EXPECT_EQ(m.find(2), nullptr);
}

TEST(BoundedSet, RefusesNewElementsWhenItIsFull) {
    BoundedSet<uint8_t, 2> s;
    EXPECT_TRUE(s.try_insert(2));
    EXPECT_TRUE(s.try_insert(1));
    EXPECT_TRUE(s.try_insert(1));
    EXPECT_FALSE(s.try_insert(3));
    EXPECT_EQ(encode(s), *from_hex("080102"));
    EXPECT_EQ((decoded<BoundedSet<uint8_t, 2>>("080201")), s);
    EXPECT_FALSE((decoded<BoundedSet<uint8_t, 2>>("0c010203")));
    EXPECT_TRUE(s.remove(2));
    EXPECT_FALSE(s.remove(2));
}

TEST(BoundedVec, ForcedInsertionKeepsTheRightSide) {
    auto v = *BoundedVec<uint8_t, 3>::from({1, 2});
    EXPECT_FALSE(v.force_insert_keep_right(3, 9));
    EXPECT_TRUE(v.force_insert_keep_right(2, 3));
    EXPECT_TRUE(v.force_insert_keep_right(2, 8));  // the first one falls out
    EXPECT_EQ(v, (std::vector<uint8_t>{2, 8, 3}));
    EXPECT_FALSE(v.force_insert_keep_right(0, 7));  // would itself fall out
    EXPECT_FALSE(v.force_insert_keep_right(4, 7));
    EXPECT_TRUE(v.force_insert_keep_right(3, 7));
    EXPECT_EQ(v, (std::vector<uint8_t>{8, 3, 7}));
}

}  // namespace
}  // namespace serinus::scale
