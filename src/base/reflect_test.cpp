#include "base/reflect.hpp"

#include <gtest/gtest.h>

#include <algorithm>

#include <map>
#include <memory>
#include <optional>
#include <string>
#include <variant>
#include <vector>

namespace serinus::reflect {
namespace {

struct Nothing {};

struct One {
    int only;
};

struct Nested {
    One one;
    std::array<int, 3> array;
    std::vector<Nested> nested;
};

struct Library {
    std::optional<int> optional;
    std::unique_ptr<int> pointer;
    std::variant<int, std::string> variant;
    std::map<int, int> map;
    std::string text;
};

struct NoDefault {
    explicit NoDefault(int) {}
};

struct Required {
    int first;
    NoDefault second;
    int third;
};

TEST(Reflect, CountsFields) {
    static_assert(kFieldCount<Nothing> == 0);
    static_assert(kFieldCount<One> == 1);
    static_assert(kFieldCount<Nested> == 3);
    static_assert(kFieldCount<Library> == 5);
    static_assert(kFieldCount<Required> == 3, "a field that cannot be left out does not end the count");
}

// clang-format off
struct Largest {
    char a0, a1, a2, a3, a4, a5, a6, a7, a8, a9, b0, b1, b2, b3, b4, b5, b6, b7, b8, b9, c0, c1, c2, c3, c4, c5, c6, c7,
         c8, c9, d0, d1, d2, d3, d4, d5, d6, d7, d8, d9, e0, e1, e2, e3, e4, e5, e6, e7;
};
// clang-format on

struct Sum {
    template <class... F>
    int operator()(const F&... field) const {
        return (field + ...);
    }
};

TEST(Reflect, VisitsUpTo48FieldsInOrder) {
    static_assert(kFieldCount<Largest> == kMaxFields);
    Largest value{};
    value.a0 = 1;
    value.e7 = 2;
    EXPECT_EQ(visit_fields(value, Sum{}), 3);
}

TEST(Reflect, ListsFieldTypes) {
    static_assert(std::is_same_v<FieldTypes<Nested>, TypeList<One, std::array<int, 3>, std::vector<Nested>>>);
    static_assert(std::is_same_v<FieldTypes<Nothing>, TypeList<>>);
}

TEST(Reflect, NamesTypes) {
    EXPECT_STREQ(kTypeName<std::vector<int>>, "std::vector<int>");
    EXPECT_TRUE(std::string_view(kTypeName<One>).ends_with("::One"));
}

enum class Few : unsigned char { kA, kB, kLater = 77, kLast = 255 };
enum class None : unsigned char {};

template <class T>
struct Template {
    enum class Inside : unsigned char { kOnly = 3 };
};

size_t count(const std::array<bool, 256>& values) { return static_cast<size_t>(std::ranges::count(values, true)); }

TEST(Reflect, KnowsTheValuesThatAnEnumNames) {
    EXPECT_EQ(count(kEnumValues<Few>), 4u);
    EXPECT_TRUE(kEnumValues<Few>[0] && kEnumValues<Few>[1] && kEnumValues<Few>[77] && kEnumValues<Few>[255]);
    EXPECT_EQ(count(kEnumValues<None>), 0u);
    using Inside = Template<std::map<int, std::vector<int>>>::Inside;
    EXPECT_EQ(count(kEnumValues<Inside>), 1u);
    EXPECT_TRUE(kEnumValues<Inside>[3]);
}

}  // namespace
}  // namespace serinus::reflect
