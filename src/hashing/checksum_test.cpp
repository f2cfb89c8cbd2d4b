#include "hashing/checksum.hpp"

#include <gtest/gtest.h>

#include "base/hex.hpp"

namespace serinus::hashing {
namespace {

// The hash of nothing is among the values that xxHash's own sources state.
TEST(Checksum, ASeedGivesAnotherHash) {
    const Bytes bytes(100, 7);
    EXPECT_EQ(xxh3_64(bytes, 1), xxh3_64(bytes, 1));
    EXPECT_NE(xxh3_64(bytes, 1), xxh3_64(bytes, 2));
    EXPECT_EQ(xxh3_64({}, 0), 0x2d06800538d394c2u);  // of the library's documentation: XXH3_64bits of nothing
}

TEST(Checksum, OfNothing) { EXPECT_EQ(to_hex(xxh3_128({})), "99aa06d3014798d86001c324468d497f"); }

TEST(Checksum, EveryBitCounts) {
    Bytes bytes(5000, 0x5a);
    const auto before = xxh3_128(bytes);
    for (size_t at = 0; at < bytes.size(); at += 7) {
        bytes[at] ^= 1;
        EXPECT_NE(xxh3_128(bytes), before) << at;
        bytes[at] ^= 1;
    }
    EXPECT_EQ(xxh3_128(bytes), before);
}

}  // namespace
}  // namespace serinus::hashing
