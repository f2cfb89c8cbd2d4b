// Spec: sect-metadata; Observed: frame-metadata 23
#include "metadata/model.hpp"

#include <gtest/gtest.h>

#include "metadata/metadata.hpp"
#include "metadata/sample_test.hpp"

namespace serinus::metadata {
namespace {

using sample::encoded, sample::sample_v14, sample::sample_v15, sample::sample_v16;

Model decoded(BytesView bytes) {
    auto out = decode_model(bytes);
    EXPECT_TRUE(out) << (out ? "" : out.error());
    return out ? *std::move(out) : Model();
}

TEST(Model, OfAllVersionsHasThePalletsAndWhatExtrinsicsAreMadeOf) {
    for (const Bytes& bytes : {encoded(14, sample_v14()), encoded(15, sample_v15()), encoded(16, sample_v16())}) {
        const Model model = decoded(bytes);
        EXPECT_EQ(model.version, bytes[4]);
        ASSERT_EQ(model.pallets.size(), 1u);
        const Pallet& system = model.pallets[0];
        EXPECT_EQ(system.name, "System");
        EXPECT_EQ(system.index, 5);
        EXPECT_EQ(system.calls, TypeId(sample::kSampleSystem));
        EXPECT_FALSE(system.events);
        ASSERT_EQ(system.storage->entries.size(), 2u);
        EXPECT_EQ(system.storage->entries[1].name, "Account");
        ASSERT_EQ(system.constants.size(), 2u);
        EXPECT_TRUE(equal(system.constants[1].value, sample::kSamplePrefixValue));
        EXPECT_EQ(model.extrinsic.address, TypeId(sample::kSampleAccount));
        EXPECT_EQ(model.extrinsic.call, TypeId(sample::kSampleCall));
        EXPECT_EQ(model.extrinsic.signature, TypeId(sample::kSampleBytes));
        const auto extensions = extensions_of(model);
        ASSERT_EQ(extensions.size(), 1u);
        EXPECT_EQ(extensions[0].identifier, "CheckMode");
        EXPECT_TRUE(extensions_of(model, 9).empty());
    }
}

TEST(Model, FromVersion15HasTheRuntimeApis) {
    EXPECT_TRUE(decoded(encoded(14, sample_v14())).apis.empty());
    for (const Bytes& bytes : {encoded(15, sample_v15()), encoded(16, sample_v16())}) {
        const Model model = decoded(bytes);
        EXPECT_EQ(model.pallets[0].docs, Texts{"All chains have it."});
        ASSERT_EQ(model.apis.size(), 1u);
        ASSERT_EQ(model.apis[0].methods.size(), 2u);
        EXPECT_EQ(model.apis[0].methods[1].inputs[0].name, "number");
        EXPECT_EQ(model.outer_enums->call, TypeId(sample::kSampleCall));
        EXPECT_TRUE(equal(model.custom.at("answer").value, sample::kSamplePrefixValue));
    }
    EXPECT_FALSE(decoded(encoded(15, sample_v15())).apis[0].version);
}

TEST(Model, OfVersion16HasDeprecationsViewFunctionsAndVersionsOfExtensions) {
    const Bytes bytes = encoded(16, sample_v16());
    const Model model = decoded(bytes);
    const Pallet& system = model.pallets[0];
    EXPECT_EQ(system.storage->entries[0].deprecation->note, "too large");
    EXPECT_EQ(system.storage->entries[0].deprecation->since, "1.2");
    EXPECT_FALSE(system.storage->entries[1].deprecation);
    EXPECT_EQ(system.constants[1].deprecation->note, "");
    EXPECT_EQ(system.deprecated_calls.at(2).note, "use remark");
    EXPECT_EQ(system.associated_types[0].name, "Nonce");
    EXPECT_EQ(system.view_functions[0].id[1], 2);
    EXPECT_EQ(system.view_functions[0].inputs[0].name, "of");
    EXPECT_FALSE(system.deprecation);
    EXPECT_EQ(model.extrinsic.versions, (std::vector<uint8_t>{4, 5}));
    const auto newer = extensions_of(model, 3);
    ASSERT_EQ(newer.size(), 2u);
    EXPECT_EQ(newer[0].identifier, "CheckMode");
    EXPECT_EQ(newer[1].identifier, "CheckNew");
    EXPECT_EQ(model.apis[0].version, 5u);
    EXPECT_TRUE(model.apis[0].deprecation);
}

TEST(Model, IsRefusedTruncatedWithMoreBytesAndOfOtherVersions) {
    for (const Bytes& bytes : {encoded(14, sample_v14()), encoded(15, sample_v15()), encoded(16, sample_v16())}) {
        for (size_t size = 0; size < bytes.size(); ++size)
            EXPECT_FALSE(decode_model(BytesView(bytes).first(size))) << size;
        EXPECT_FALSE(decode_model(concat(bytes, Bytes{0})));
        for (uint8_t version = 13; version <= 17; ++version) {
            Bytes other = bytes;
            other[4] = version;
            EXPECT_EQ(decode_model(other).has_value(), version == bytes[4]) << int{version};
        }
    }
    auto wrong = sample_v16();
    wrong.extrinsic.extension_versions[0] = {2};
    EXPECT_FALSE(decode_model(encoded(16, wrong))) << "an extension that is not there";
}

}  // namespace
}  // namespace serinus::metadata
