#include "runtime_api/call.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "base/hex.hpp"

namespace serinus::runtime_api {
namespace {

using namespace literals;
using executor::CallError;
using testing::HasSubstr;
using testing::Not;

constexpr Call<std::vector<uint32_t>(uint16_t, Bytes)> kFind{"SomeApi_find_it", {.first = 2, .last = 4}};

TEST(Call, NamesItsApi) {
    EXPECT_EQ(kFind.api(), "SomeApi");
    EXPECT_EQ(api_of("Core"), "Core");
    EXPECT_EQ(api_of(""), "");
}

TEST(Call, ArgumentsFollowEachOther) {
    EXPECT_EQ(kFind.encode(0x0201, "aabb"_hex), "010208aabb"_hex);
    EXPECT_EQ((Call<void()>::encode()), Bytes());
    EXPECT_EQ((Call<void(Encoded, uint8_t)>::encode({"ddee"_hex}, 1)), "ddee01"_hex);
}

TEST(Call, AnAnswerIsAValueAndNothingElse) {
    EXPECT_EQ(*kFind.decode("0801000000ffffffff"_hex), (std::vector<uint32_t>{1, UINT32_MAX}));
    for (const Bytes& bad : {Bytes(), "08"_hex, "08010000"_hex, "040100000000"_hex, "feffffff"_hex}) {
        const auto answer = kFind.decode(bad);
        ASSERT_FALSE(answer) << to_hex(bad);
        EXPECT_EQ(answer.error().kind, CallError::Kind::kBadResult);
    }
    EXPECT_TRUE(Call<void()>{}.decode("0102"_hex)) << "what is returned is not looked at";
    EXPECT_EQ(Call<Encoded()>{}.decode("0102"_hex)->bytes, "0102"_hex);
    EXPECT_EQ(Call<std::optional<Encoded>()>{}.decode("01aabb"_hex)->value().bytes, "aabb"_hex);
}

TEST(Call, AnErrorHasTheFirstBytesOfTheAnswer) {
    const auto error = kFind.decode("040100000000"_hex).error();
    EXPECT_THAT(error.reason, HasSubstr("SomeApi_find_it returns what cannot be decoded"));
    EXPECT_THAT(error.reason, HasSubstr("0x040100000000 (6 bytes)"));

    const auto large = kFind.decode(Bytes(1'000'000, 0xfe)).error();
    EXPECT_THAT(large.reason, HasSubstr("… (1000000 bytes)"));
    EXPECT_LT(large.reason.size(), 500u);
}

TEST(Call, AMissingCallIsToldByVersions) {
    EXPECT_TRUE(kFind.versions.contains(2));
    EXPECT_TRUE(kFind.versions.contains(4));
    EXPECT_FALSE(kFind.versions.contains(1));
    EXPECT_FALSE(kFind.versions.contains(5));
    EXPECT_TRUE(Versions{}.are_all());
    EXPECT_FALSE(kFind.versions.are_all());

    const auto absent = no_such_call(kFind.name, kFind.versions, std::nullopt);
    EXPECT_EQ(absent.kind, CallError::Kind::kNoSuchMethod);
    EXPECT_EQ(absent.reason, "the runtime has no API SomeApi");
    EXPECT_EQ(no_such_call(kFind.name, kFind.versions, 1).reason,
              "the runtime has version 1 of the API SomeApi, and SomeApi_find_it is known in the versions 2 to 4");
    EXPECT_THAT(no_such_call("A_b", {.first = 3}, 2).reason, HasSubstr("A_b is known since 3"));
}

}  // namespace
}  // namespace serinus::runtime_api
