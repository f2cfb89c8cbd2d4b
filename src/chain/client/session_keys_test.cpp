#include "chain/client/session_keys.hpp"

#include <gtest/gtest.h>

#include "base/hex.hpp"

namespace serinus::chain::session_keys {
namespace {

using namespace literals;

Bytes text(std::string_view text) { return to_bytes(as_bytes(text)); }

// Observed: SessionKeys of sp_session 46.0.0: generate_session_keys(owner: Vec<u8>, seed: Option<Vec<u8>>) since
// version 2, generate_session_keys(seed: Option<Vec<u8>>) before.
TEST(SessionKeysApi, TheOwnerComesFirstSinceVersion2) {
    EXPECT_EQ(generate_arguments(1, text("owner"), std::nullopt), "00"_hex);
    EXPECT_EQ(generate_arguments(1, {}, text("//Alice")), "011c2f2f416c696365"_hex);
    EXPECT_EQ(generate_arguments(2, {}, std::nullopt), "0000"_hex);
    EXPECT_EQ(generate_arguments(2, text("ab"), text("//Alice")), "086162011c2f2f416c696365"_hex);
}

TEST(SessionKeysApi, AProofFollowsTheKeysSinceVersion2) {
    const auto old = decode_generated(1, "0c010203"_hex);
    ASSERT_TRUE(old);
    EXPECT_EQ(old->keys, "010203"_hex);
    EXPECT_FALSE(old->proof);
    EXPECT_FALSE(decode_generated(1, "0c01020304aa"_hex)) << "bytes that follow";

    const auto generated = decode_generated(2, "0c01020304aa"_hex);
    ASSERT_TRUE(generated);
    EXPECT_EQ(generated->keys, "010203"_hex);
    EXPECT_EQ(generated->proof, "aa"_hex);
    for (size_t size = 0; size < 6; ++size) {
        EXPECT_FALSE(decode_generated(2, BytesView("0c01020304aa"_hex).first(size))) << size;
    }
    EXPECT_FALSE(decode_generated(2, "0c01020304aabb"_hex));
}

}  // namespace
}  // namespace serinus::chain::session_keys
