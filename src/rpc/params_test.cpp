#include <gtest/gtest.h>

#include "base/hex.hpp"
#include "rpc/registry.hpp"

namespace serinus::rpc {
namespace {

using namespace literals;

Params params(std::string_view array) { return Params(boost::json::parse(array).as_array()); }

/// The error of a failed reading.
template <class T>
std::string reason(const Result<T, RpcError>& result) {
    if (result) return "no error";
    EXPECT_EQ(result.error().code, error_codes::kInvalidParams);
    EXPECT_EQ(result.error().message, "Invalid params");
    return std::string(result.error().data.value().as_string());
}

TEST(Params, NullIsAsGoodAsNothing) {
    const Params given = params("[null]");
    EXPECT_EQ(given.find(0), nullptr);
    EXPECT_EQ(given.find(1), nullptr);
    EXPECT_EQ(given.optional_hash(0, "at").value(), std::nullopt);
    EXPECT_EQ(given.optional_number(7, "count").value(), std::nullopt);
    EXPECT_EQ(reason(given.string(0, "key")), "key: missing");
    EXPECT_EQ(reason(given.boolean(1, "full")), "full: missing");
}

TEST(Params, ReadsWhatIsThere) {
    const Params given = params(R"(["text","0x7f00",["0x01","02"],18446744073709551615,true])");
    EXPECT_EQ(given.string(0, "a").value(), "text");
    EXPECT_EQ(given.bytes(1, "b").value(), "7f00"_hex);
    EXPECT_EQ(given.bytes_list(2, "c").value(), (std::vector<Bytes>{"01"_hex, "02"_hex}));
    EXPECT_EQ(given.number(3, "d").value(), UINT64_MAX);
    EXPECT_TRUE(given.boolean(4, "e").value());
}

TEST(Params, HashHasThirtyTwoBytes) {
    const std::string hash(64, 'a');
    const Params given = params("[\"0x" + hash + "\",\"0x" + hash + "00\",\"0x\",5]");
    EXPECT_EQ(to_hex(given.hash(0, "at").value()), hash);
    EXPECT_EQ(given.optional_hash(0, "at").value(), given.hash(0, "at").value());
    EXPECT_EQ(reason(given.hash(1, "at")), "at: expected 32 bytes");
    EXPECT_EQ(reason(given.optional_hash(2, "at")), "at: expected 32 bytes");
    EXPECT_EQ(reason(given.hash(3, "at")), "at: expected a string of hexadecimal digits");
}

TEST(Params, NumberIsAnIntegerWithinItsBound) {
    const Params given = params("[-1, 1.0, 1e2, 18446744073709551616, \"1\", 5, 4294967296]");
    for (size_t i = 0; i < 5; ++i) {
        EXPECT_EQ(reason(given.number(i, "n")), "n: expected an integer that is not negative") << i;
    }
    EXPECT_EQ(given.number(5, "n", 5).value(), 5u);
    EXPECT_EQ(reason(given.number(5, "n", 4)), "n: must not be above 4");
    EXPECT_EQ(reason(given.optional_number(6, "n", UINT32_MAX)), "n: must not be above 4294967295");
}

TEST(Params, SaysWhatWasExpected) {
    const Params given = params(R"([1,"0x0g","0x123",["0x00",1],"true"])");
    EXPECT_EQ(reason(given.string(0, "a")), "a: expected a string");
    EXPECT_EQ(reason(given.bytes(1, "a")), "a: " + std::string(to_string(HexError::kBadDigit)));
    EXPECT_EQ(reason(given.bytes(2, "a")), "a: " + std::string(to_string(HexError::kOddLength)));
    EXPECT_EQ(reason(given.bytes_list(3, "a")), "a: expected a string of hexadecimal digits");
    EXPECT_EQ(reason(given.bytes_list(0, "a")), "a: expected an array");
    EXPECT_EQ(reason(given.boolean(4, "a")), "a: expected true or false");
}

}  // namespace
}  // namespace serinus::rpc
