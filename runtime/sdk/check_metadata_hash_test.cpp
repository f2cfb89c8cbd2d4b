// Spec: RFC-78
#include "runtime/sdk/check_metadata_hash.hpp"

#include <gtest/gtest.h>

namespace serinus::frame_metadata_hash_extension {
namespace {

struct WithHash {
    static std::optional<Hash256> metadata_hash() { return Hash256{.bytes = {1, 2, 3}}; }
};
struct WithoutHash {
    static std::optional<Hash256> metadata_hash() { return std::nullopt; }
};

template <class T>
Result<Bytes, TransactionValidityError> signed_bytes(Mode mode) {
    scale::Encoder out;
    const auto check = Extensions<CheckMetadataHash<T>>::append_additional({CheckMetadataHash<T>{mode}}, out);
    if (!check) return Err(check.error());
    return std::move(out).finish();
}

TEST(CheckMetadataHash, SignsTheHashIfTheSignerWantsIt) {
    EXPECT_EQ(*signed_bytes<WithHash>(Mode::Disabled), Bytes{0});
    Bytes expected = {1, 1, 2, 3};
    expected.resize(33);
    EXPECT_EQ(*signed_bytes<WithHash>(Mode::Enabled), expected);
}

TEST(CheckMetadataHash, WithoutAHashOnlyTransactionsThatDoNotSignItPass) {
    EXPECT_EQ(*signed_bytes<WithoutHash>(Mode::Disabled), Bytes{0});
    const auto refused = signed_bytes<WithoutHash>(Mode::Enabled);
    ASSERT_FALSE(refused);
    EXPECT_EQ(scale::encode(refused.error()), (Bytes{1, 0}));  // Unknown(CannotLookup)
}

TEST(CheckMetadataHash, HasAByteInTheExtrinsicWhichIsZeroOrOne) {
    using Extra = Extensions<CheckMetadataHash<WithHash>>::Extra;
    EXPECT_EQ(scale::encode(Extra{{Mode::Enabled}}), Bytes{1});
    EXPECT_TRUE(scale::decode<Extra>(Bytes{0}));
    EXPECT_FALSE(scale::decode<Extra>(Bytes{2}));
}

}  // namespace
}  // namespace serinus::frame_metadata_hash_extension
