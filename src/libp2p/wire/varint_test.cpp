#include "libp2p/wire/varint.hpp"

#include <gtest/gtest.h>

#include "base/hex.hpp"

namespace serinus::network::wire {
namespace {

using namespace literals;

// Spec: multiformats unsigned-varint, its examples
TEST(Varint, EncodesAsTheSpecificationShows) {
    const std::pair<uint64_t, Bytes> examples[] = {{1, "01"_hex},
                                                   {127, "7f"_hex},
                                                   {128, "8001"_hex},
                                                   {255, "ff01"_hex},
                                                   {300, "ac02"_hex},
                                                   {16384, "808001"_hex},
                                                   {INT64_MAX, "ffffffffffffffff7f"_hex}};
    for (const auto& [value, encoded] : examples) {
        Bytes out;
        append_varint(out, value);
        EXPECT_EQ(out, encoded);
        EXPECT_EQ(varint_size(value), encoded.size());
        BytesView input = encoded;
        EXPECT_EQ(decode_varint(input).value_or(0), value);
        EXPECT_TRUE(input.empty());
    }
}

TEST(Varint, RefusesWhatIsCutOffTooLongOrNotCanonical) {
    const auto error_of = [](const Bytes& bytes) {
        BytesView input = bytes;
        const auto decoded = decode_varint(input);
        if (decoded) return std::optional<VarintError>();
        EXPECT_EQ(input.size(), bytes.size()) << "a failure consumes nothing";
        return std::optional(decoded.error());
    };
    EXPECT_EQ(error_of(""_hex), VarintError::kTruncated);
    EXPECT_EQ(error_of("8080"_hex), VarintError::kTruncated);
    EXPECT_EQ(error_of("8000"_hex), VarintError::kNotCanonical);
    EXPECT_EQ(error_of("ffffffffffffffffff01"_hex), VarintError::kTooLong);
    EXPECT_EQ(error_of("00"_hex), std::nullopt);
}

TEST(Varint, OfProtobufMayHaveTenBytesAndNeedNotBeCanonical) {
    const auto value_of = [](const Bytes& bytes) {
        BytesView input = bytes;
        return decode_protobuf_varint(input);
    };
    EXPECT_EQ(value_of("ffffffffffffffffff01"_hex).value_or(0), UINT64_MAX);
    EXPECT_EQ(value_of("8000"_hex).value_or(1), 0u);
    EXPECT_EQ(value_of("ffffffffffffffffff7f"_hex).value_or(0), UINT64_MAX);
    EXPECT_EQ(value_of("ffffffffffffffffffff01"_hex).error(), VarintError::kTooLong);
}

}  // namespace
}  // namespace serinus::network::wire
