#include "rpc/methods/content_id.hpp"

#include <gtest/gtest.h>

#include "base/hex.hpp"

namespace serinus::rpc {
namespace {

// Of the documentation of multiformats: one content, in several bases.
constexpr std::string_view kBase32 = "bafybeigdyrzt5sfp7udm7hu76uh7y26nf3efuylqabf3oclgtqy55fbzdi";
constexpr std::string_view kDigest = "c3c4733ec8affd06cf9e9ff50ffc6bcd2ec85a6170004bb709669c31de94391a";

std::string error_of(std::string_view text) {
    const auto read = parse_content_id(text);
    return read ? "" : read.error();
}

TEST(ContentIds, AreReadInTheBasesThatToolsWrite) {
    const std::string upper = "BAFYBEIGDYRZT5SFP7UDM7HU76UH7Y26NF3EFUYLQABF3OCLGTQY55FBZDI";
    for (const std::string& text : {std::string(kBase32), upper, "f01701220" + std::string(kDigest),
                                    "/ipfs/" + std::string(kBase32), "ipfs://x/ipfs/" + std::string(kBase32)}) {
        const auto read = parse_content_id(text);
        ASSERT_TRUE(read) << text << ": " << read.error();
        EXPECT_EQ(read->version, 1u);
        EXPECT_EQ(read->codec, 0x70u);
        EXPECT_EQ(read->hash_function, hash_functions::kSha2_256);
        EXPECT_EQ(to_hex(read->digest), kDigest);
    }
    const auto raw = parse_content_id("zb2rhe5P4gXftAwvA4eXQ5HJwsER2owDyS9sKaQRRVQPn93bA");
    ASSERT_TRUE(raw);
    EXPECT_EQ(raw->codec, 0x55u);
    EXPECT_EQ(raw->digest.size(), 32u);
    const auto old = parse_content_id("QmYwAPJzv5CZsnA625s3Xf2nemtYgPpHdWEz79ojWnPbdG");
    ASSERT_TRUE(old);
    EXPECT_EQ(old->version, 0u);
    EXPECT_EQ(old->digest.size(), 32u);
}

// Observed: the sentences of polkadot 1.25.1
TEST(ContentIds, AreRefusedWithTheReasonOfTheReference) {
    EXPECT_EQ(error_of(""), "Input too short");
    EXPECT_EQ(error_of("b"), "Input too short");
    EXPECT_EQ(error_of("hello"), "Failed to parse multihash");
    EXPECT_EQ(error_of("bafyb"), "Failed to parse multihash");
    EXPECT_EQ(error_of(std::string(kBase32) + "1"), "Failed to parse multihash");
    EXPECT_EQ(error_of("f0x01701220" + std::string(kDigest)), "Failed to parse multihash");
    EXPECT_EQ(error_of("f00701220" + std::string(kDigest)), "CIDv0 cannot be specified in CIDv1 format");
    EXPECT_EQ(error_of("f02701220" + std::string(kDigest)), "Unrecognized CID version");
    EXPECT_EQ(error_of("f01701241" + std::string(130, '0')), "Failed to parse multihash") << "more than 64 bytes";
    EXPECT_EQ(error_of("f8000"), "Failed to decode unsigned varint format");
    EXPECT_EQ(error_of(std::string(1 << 20, 'z')), "Failed to parse multihash");
    const std::string whole = "01701220" + std::string(kDigest);
    for (size_t digits = 2; digits < whole.size(); digits += 2) {
        EXPECT_NE(error_of("f" + whole.substr(0, digits)), "") << digits;
    }
}

}  // namespace
}  // namespace serinus::rpc
