#include "tools/compose/vault.hpp"

#include <gtest/gtest.h>

#include "base/hex.hpp"
#include "tools/compose/qr_code.hpp"

namespace serinus::compose {
namespace {

using namespace literals;

Hash256 vault_hash(uint8_t byte) {
    Hash256 out;
    out.bytes.fill(byte);
    return out;
}

Transaction mortal_one(size_t call_bytes) {
    return {.format = 4,
            .extension_version = 0,
            .call = Bytes(call_bytes, 7),
            .extensions = {{"CheckNonce", "0c"_hex, {}, false}, {"CheckGenesis", {}, "0102"_hex, false}},
            .valid_until = 9};
}

TEST(Vault, ATransactionIsOneFrame) {
    const auto frames = vault_frames(mortal_one(3), crypto::Scheme::kSr25519, vault_hash(0xaa), vault_hash(0xbb));
    ASSERT_TRUE(frames);
    ASSERT_EQ(frames->size(), 1u);
    Bytes expected = "0000010000530100"_hex;
    append(expected, Bytes(32, 0xaa));
    append(expected, "0c0707070c0102"_hex);
    append(expected, Bytes(32, 0xbb));
    EXPECT_EQ(frames->front(), expected);
}

TEST(Vault, ALongOneIsSeveral) {
    Transaction immortal = mortal_one(1000);
    immortal.valid_until = 0;
    const auto frames = vault_frames(immortal, crypto::Scheme::kEd25519, {}, {});
    ASSERT_TRUE(frames);
    ASSERT_EQ(frames->size(), 3u);
    for (size_t i = 0; i < 3; ++i) {
        const Bytes head(frames->at(i).begin(), frames->at(i).begin() + 5);
        EXPECT_EQ(head, (Bytes{0, 0, 3, 0, static_cast<uint8_t>(i)}));
    }
    EXPECT_EQ(frames->at(0)[6], 0);  // Ed25519
    EXPECT_EQ(frames->at(0)[7], 2);  // immortal
    EXPECT_FALSE(vault_frames(immortal, crypto::Scheme::kEcdsa, {}, {}));
    immortal.format = 5;
    EXPECT_FALSE(vault_frames(immortal, crypto::Scheme::kSr25519, {}, {}));
}

TEST(Vault, SignaturesAreReadWithTheirKindAndWithout) {
    const std::string plain(128, 'a');
    for (const std::string& text : {plain, "0x" + plain, "01" + plain, " 01" + plain + "\n"}) {
        const auto read = read_vault_signature(text, crypto::Scheme::kSr25519, {});
        ASSERT_TRUE(read) << text;
        EXPECT_EQ(read->signature, Bytes(64, 0xaa));
    }
    for (const std::string& text : {std::string(), "00" + plain, plain.substr(2), std::string("zz")}) {
        EXPECT_FALSE(read_vault_signature(text, crypto::Scheme::kSr25519, {})) << text;
    }
}

// What a reader makes of codes is tested beside one (tests/e2e/tx.test.mjs).
TEST(QrCode, IsAsLargeAsItMustBe) {
    // Spec: ISO/IEC 18004, table 7, byte mode with correction L
    for (const auto& [bytes, size] : std::vector<std::pair<size_t, size_t>>{
             {0, 21}, {17, 21}, {18, 25}, {230, 53}, {231, 57}, {271, 57}, {272, 61}, {858, 97}}) {
        const auto code = QrCode::of(Bytes(bytes, 1));
        ASSERT_TRUE(code);
        EXPECT_EQ(code->size(), size) << bytes;
        EXPECT_TRUE(code->is_dark(0, 0));
        EXPECT_FALSE(code->is_dark(7, 7));
        EXPECT_TRUE(code->is_dark(8, size - 8));
    }
    EXPECT_FALSE(QrCode::of(Bytes(kMaxQrBytes + 1, 1)));
}

}  // namespace
}  // namespace serinus::compose
