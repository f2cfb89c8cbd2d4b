#include "runtime/sdk/shared_metadata.hpp"

#include <gtest/gtest.h>

namespace serinus::sdk {
namespace {

// The number of the version stands behind four bytes; "types" is what both have.
constexpr uint8_t kV14[] = {'m', 'e', 't', 'a', 14, 't', 'y', 'p', 'e', 's', 1, 2};
constexpr uint8_t kV15[] = {'m', 'e', 't', 'a', 15, 't', 'y', 'p', 'e', 's', 3, 4, 5};
constexpr uint8_t kShort[] = {'m', 'e', 't', 'a', 14};

TEST(SharedMetadata, GivesBothVersionsAsTheyWere) {
    using Metadata = SharedMetadata<kV14, kV15>;
    EXPECT_EQ(Metadata::of_version(14), to_bytes(BytesView(kV14)));
    EXPECT_EQ(Metadata::of_version(15), to_bytes(BytesView(kV15)));
    EXPECT_EQ((SharedMetadata<kShort, kV15>::of_version(14)), to_bytes(BytesView(kShort)));
}

TEST(SharedMetadata, HasNoOtherVersion) {
    EXPECT_TRUE((SharedMetadata<kV14, kV15>::of_version(13)).empty());
    EXPECT_TRUE((SharedMetadata<kV14, kV15>::of_version(16)).empty());
}

}  // namespace
}  // namespace serinus::sdk
