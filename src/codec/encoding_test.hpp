/// What every test of a type's encoding checks.
#pragma once

#include <gtest/gtest.h>

#include <string>

#include "base/hex.hpp"
#include "codec/scale.hpp"

namespace serinus::scale {

/// `value` and `bytes` belong together: both ways, with the right size, and no proper prefix or extension is accepted.
template <class T>
void expect_encoding(const T& value, const Bytes& bytes) {
    EXPECT_EQ(encode(value), bytes);
    EXPECT_EQ(encoded_size(value), bytes.size());
    const auto decoded = decode<T>(bytes);
    ASSERT_TRUE(decoded.has_value()) << to_string(decoded.error());
    EXPECT_TRUE(*decoded == value);
    for (size_t size = 0; size < bytes.size(); ++size) {
        EXPECT_FALSE(decode<T>(BytesView(bytes).first(size)).has_value()) << size << " of " << bytes.size() << " bytes";
    }
    const auto longer = decode<T>(concat(bytes, Bytes{0}));
    ASSERT_FALSE(longer.has_value());
    EXPECT_EQ(longer.error().fault, DecodeFault::kTrailingBytes);
    EXPECT_EQ(longer.error().offset, bytes.size());
}

/// The fault that decoding `bytes` ends with.
template <class T>
DecodeError fault_of(const Bytes& bytes) {
    const auto decoded = decode<T>(bytes);
    EXPECT_FALSE(decoded.has_value()) << to_hex(bytes) << " was accepted";
    return decoded ? DecodeError{} : decoded.error();
}

}  // namespace serinus::scale
