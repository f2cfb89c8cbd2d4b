#include "runtime/pallets/system/code_version.hpp"

#include <gtest/gtest.h>

#include "runtime/sdk/runtime_api.hpp"

namespace serinus::frame_system {
namespace {

Bytes version_of(std::optional<uint32_t> core, size_t more) {
    CodeVersion version;
    version.spec_name = "chain";
    version.impl_name = "node";
    version.spec_version = 7;
    version.apis.emplace_back(ByteArray<8>{1}, 4);
    if (core) version.apis.emplace_back(kCoreApi, *core);
    Bytes encoded = scale::encode(version);
    encoded.resize(encoded.size() + more);
    return encoded;
}

// Spec: defn-rt-core-version
TEST(CodeVersion, TheVersionOfCoreSaysWhichFieldsThereAre) {
    const std::pair<std::optional<uint32_t>, size_t> kForms[] = {{std::nullopt, 0}, {2, 0}, {3, 4}, {4, 5}, {5, 5}};
    for (const auto& [core, size] : kForms) {
        const auto version = read_code_version(version_of(core, size));
        ASSERT_TRUE(version) << core.value_or(0);
        EXPECT_EQ(version->spec_name, "chain");
        EXPECT_EQ(version->spec_version, 7u);
        EXPECT_TRUE(read_code_version(version_of(core, size + 3)));
        if (size > 0) EXPECT_FALSE(read_code_version(version_of(core, size - 1)));
    }
}

TEST(CodeVersion, BytesThatEndTooEarlyAreNone) {
    const Bytes whole = version_of(2, 0);
    for (size_t size = 0; size < whole.size(); ++size) EXPECT_FALSE(read_code_version(BytesView(whole).first(size)));
}

}  // namespace
}  // namespace serinus::frame_system
