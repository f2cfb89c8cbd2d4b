#include "tools/compose/extensions.hpp"

#include <gtest/gtest.h>

#include "base/hex.hpp"
#include "metadata/sample_test.hpp"

namespace serinus::compose {
namespace {

using namespace literals;
using metadata::Metadata;

// Spec: defn-extrinsic-mortality. Observed: the bytes are those of the tests of generic::Era in sp-runtime 49.0.0
TEST(Mortality, IsEncodedInTwoBytes) {
    EXPECT_EQ(Mortality::from(64, 42).encoded(), "a502"_hex);
    EXPECT_EQ(Mortality::from(32768, 20000).encoded(), (Bytes{14 + 2500 % 16 * 16, 2500 / 16}));
    EXPECT_EQ(Mortality::from(200, 513).encoded(), (Bytes{7 + 1 % 16 * 16, 1 / 16}));
    EXPECT_EQ(Mortality::from(2, 1).encoded(), (Bytes{1 + 1 % 16 * 16, 1 / 16}));
    EXPECT_EQ(Mortality::from(4, 5).encoded(), (Bytes{1 + 1 % 16 * 16, 1 / 16}));
}

TEST(Mortality, BeginsAtTheLastBlockOfItsPhase) {
    const auto mortality = Mortality::from(64, 42);
    EXPECT_EQ(mortality.birth(42), 42u);
    EXPECT_EQ(mortality.birth(105), 42u);
    EXPECT_EQ(mortality.birth(106), 106u);
    EXPECT_EQ(mortality.death(42), 106u);
    // Above 4096 blocks the phase has steps.
    EXPECT_EQ(Mortality::from(65536, 100'001).birth(100'001), 100'000u);
}

TEST(Mortality, APeriodIsAPowerOfTwoFrom4To65536) {
    EXPECT_EQ(Mortality::from(0, 7).period, 4u);
    EXPECT_EQ(Mortality::from(65, 7).period, 128u);
    EXPECT_EQ(Mortality::from(UINT64_MAX, 7).period, 65536u);
}

/// The sample with these extensions.
std::unique_ptr<const Metadata> with(std::vector<metadata::Extension> extensions) {
    auto sample = metadata::sample::sample_v15();
    sample.extrinsic.extensions = std::move(extensions);
    auto decoded = Metadata::decode(metadata::sample::encoded(15, sample));
    EXPECT_TRUE(decoded);
    return *std::move(decoded);
}

TEST(Extensions, AnUnknownOneWithoutContentIsPassedOver) {
    using namespace metadata::sample;
    const auto metadata = with({{"CheckSomething", kSampleNothing, kSampleNothing}});
    const auto encoded = encode_extensions(*metadata, 0, {});
    ASSERT_TRUE(encoded) << encoded.error();
    ASSERT_EQ(encoded->size(), 1u);
    EXPECT_EQ((*encoded)[0].identifier, "CheckSomething");
    EXPECT_TRUE((*encoded)[0].in_extrinsic.empty() && (*encoded)[0].in_payload.empty());
}

TEST(Extensions, AnUnknownOneWithContentIsAnError) {
    using namespace metadata::sample;
    for (const auto& one : {metadata::Extension{"AsPerson", kSampleMode, kSampleNothing},
                            metadata::Extension{"AsPerson", kSampleNothing, kSampleU32}}) {
        const auto encoded = encode_extensions(*with({one}), 0, {});
        ASSERT_FALSE(encoded);
        EXPECT_EQ(
            encoded.error(),
            "transactions of this chain have the extension AsPerson, whose content is not known here: compose this "
            "one with a wallet or a tool of that chain");
    }
}

TEST(Extensions, AKnownOneOfAnotherFormIsAnError) {
    using namespace metadata::sample;
    const auto encoded = encode_extensions(*with({{"CheckNonce", kSampleU32, kSampleNothing}}), 0, {.nonce = 1});
    ASSERT_FALSE(encoded);
    EXPECT_TRUE(encoded.error().starts_with("the extension CheckNonce has another form"));
}

TEST(Extensions, TheNonceIsCompactAndVersionsArePartsOfThePayload) {
    using namespace metadata::sample;
    const auto metadata =
        with({{"CheckNonce", kSampleCompact, kSampleNothing}, {"CheckSpecVersion", kSampleNothing, kSampleU32}});
    const auto encoded = encode_extensions(*metadata, 0, {.spec_version = 9, .nonce = 3});
    ASSERT_TRUE(encoded) << encoded.error();
    EXPECT_EQ((*encoded)[0].in_extrinsic, "0c"_hex);
    EXPECT_EQ((*encoded)[1].in_payload, "09000000"_hex);
    EXPECT_FALSE(has_metadata_hash(*metadata));
}

TEST(Extensions, AnotherVersionOfThemIsAnError) {
    EXPECT_EQ(encode_extensions(*with({}), 7, {}).error(),
              "the chain has no version 7 of the extensions of transactions");
}

}  // namespace
}  // namespace serinus::compose
