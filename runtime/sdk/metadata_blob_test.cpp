// Spec: sect-metadata
#include "runtime/sdk/metadata_blob.hpp"

#include <gtest/gtest.h>

namespace serinus::sdk {
namespace {

constexpr uint8_t kWhole[] = {'m', 'e', 't', 'a', 15, 8, 0, 1, 2, 3, 4, 5, 6, 7, 8, 9};
constexpr uint8_t kOther[] = {'m', 'e', 't', 'a', 14, 8, 0, 1, 2, 3, 4, 5, 6, 90, 91};
constexpr uint8_t kMoreTypes[] = {'m', 'e', 't', 'a', 16, 12, 0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11};
constexpr uint8_t kNothingShared[] = {'m', 'e', 't', 'a', 16, 12, 0, 1, 2, 30, 31};
constexpr uint8_t kShort[] = {'m', 'e', 't', 'a', 16};

template <size_t N>
Bytes bytes(const uint8_t (&array)[N]) {
    return to_bytes(BytesView(array));
}

TEST(MetadataBlob, IsWhatItWasMadeOf) {
    EXPECT_EQ((MetadataBlob<kOther, kWhole>::bytes()), bytes(kOther));
    EXPECT_EQ((MetadataBlob<kMoreTypes, kWhole>::bytes()), bytes(kMoreTypes));
    EXPECT_EQ((MetadataBlob<kNothingShared, kWhole>::bytes()), bytes(kNothingShared));
    EXPECT_EQ((MetadataBlob<kShort, kWhole>::bytes()), bytes(kShort));
    EXPECT_EQ((MetadataBlob<kWhole, kShort>::bytes()), bytes(kWhole));
}

}  // namespace
}  // namespace serinus::sdk
