// Spec: RFC-78
#include "hashing/blake3.hpp"

#include <gtest/gtest.h>

#include "base/hex.hpp"

namespace serinus::hashing {
namespace {

// The published vectors of BLAKE3: so many bytes that count from 0 to 250, again and again. Around the borders of
// blocks and chunks, and with trees that are not complete.
TEST(Blake3, HasThePublishedAnswers) {
    constexpr std::pair<size_t, const char*> kVectors[] = {
        {0, "af1349b9f5f9a1a6a0404dea36dcc9499bcb25c9adc112b7cc9a93cae41f3262"},
        {1, "2d3adedff11b61f14c886e35afa036736dcd87a74d27b5c1510225d0f592e213"},
        {1023, "10108970eeda3eb932baac1428c7a2163b0e924c9a9e25b35bba72b28f70bd11"},
        {1024, "42214739f095a406f3fc83deb889744ac00df831c10daa55189b5d121c855af7"},
        {1025, "d00278ae47eb27b34faecf67b4fe263f82d5412916c1ffd97c8cb7fb814b8444"},
        {2048, "e776b6028c7cd22a4d0ba182a8bf62205d2ef576467e838ed6f2529b85fba24a"},
        {2049, "5f4d72f40d7a5f82b15ca2b2e44b1de3c2ef86c426c95c1af0b6879522563030"},
        {31744, "62b6960e1a44bcc1eb1a611a8d6235b6b4b78f32e7abc4fb4c6cdcce94895c47"},
    };
    for (const auto& [size, expected] : kVectors) {
        Bytes input(size);
        for (size_t i = 0; i < size; ++i) input[i] = static_cast<uint8_t>(i % 251);
        EXPECT_EQ(to_hex(blake3_256(input)), expected) << size;
    }
}

}  // namespace
}  // namespace serinus::hashing
