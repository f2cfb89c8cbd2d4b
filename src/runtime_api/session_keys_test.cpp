#include "runtime_api/session_keys.hpp"

#include <gtest/gtest.h>

#include "base/hex.hpp"

namespace serinus::runtime_api::session_keys {
namespace {

using namespace literals;

Bytes text(std::string_view text) { return to_bytes(as_bytes(text)); }

// Observed: SessionKeys of sp-session 46.0.0: generate_session_keys(owner: Vec<u8>, seed: Option<Vec<u8>>) since
// version 2, generate_session_keys(seed: Option<Vec<u8>>) before.
TEST(SessionKeysApi, TheOwnerComesFirstSinceVersion2) {
    EXPECT_EQ(kGenerateV1.encode(std::nullopt), "00"_hex);
    EXPECT_EQ(kGenerateV1.encode(text("//Alice")), "011c2f2f416c696365"_hex);
    EXPECT_EQ(kGenerate.encode({}, std::nullopt), "0000"_hex);
    EXPECT_EQ(kGenerate.encode(text("ab"), text("//Alice")), "086162011c2f2f416c696365"_hex);
    EXPECT_TRUE(kGenerateV1.versions.contains(1));
    EXPECT_FALSE(kGenerateV1.versions.contains(2));
    EXPECT_FALSE(kGenerate.versions.contains(1));
}

TEST(SessionKeysApi, AProofFollowsTheKeysSinceVersion2) {
    EXPECT_EQ(kGenerateV1.decode("0c010203"_hex).value(), "010203"_hex);
    EXPECT_FALSE(kGenerateV1.decode("0c01020304aa"_hex)) << "bytes that follow";

    const auto generated = kGenerate.decode("0c01020304aa"_hex);
    ASSERT_TRUE(generated);
    EXPECT_EQ(generated->keys, "010203"_hex);
    EXPECT_EQ(generated->proof, "aa"_hex);
    const Bytes whole = "0c01020304aa"_hex;
    for (size_t size = 0; size < whole.size(); ++size) EXPECT_FALSE(kGenerate.decode(BytesView(whole).first(size)));
    EXPECT_FALSE(kGenerate.decode("0c01020304aabb"_hex));
}

}  // namespace
}  // namespace serinus::runtime_api::session_keys
