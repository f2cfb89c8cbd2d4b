#include "executor/runtime_code.hpp"

#include <gtest/gtest.h>
#include <zstd.h>

#include "base/hex.hpp"

namespace serinus::executor {
namespace {

using namespace literals;

const Bytes kWasmHeader = "0061736d01000000"_hex;

Bytes custom_section(std::string_view name, BytesView content) {
    const Bytes name_size = {static_cast<uint8_t>(name.size())};
    const Bytes body = concat(name_size, as_bytes(name), content);
    const Bytes size = {static_cast<uint8_t>(0x80 | (body.size() & 0x7f)), static_cast<uint8_t>(body.size() >> 7)};
    return concat(Bytes{0}, size, body);
}

/// "ab", "c", authoring 1, spec 2, implementation 3, no APIs; then transaction 4 and system version 1.
const Bytes kVersion = "0861620463010000000200000003000000000400000001"_hex;

Bytes core_api(uint8_t version) { return concat("df6acb689907609b"_hex, Bytes{version, 0, 0, 0}); }

Bytes compressed(BytesView content) {
    Bytes out = "52bc537646db8e05"_hex;
    out.resize(8 + ZSTD_compressBound(content.size()));
    const size_t size = ZSTD_compress(out.data() + 8, out.size() - 8, content.data(), content.size(), 3);
    EXPECT_FALSE(ZSTD_isError(size));
    out.resize(8 + size);
    return out;
}

// Spec: sect-runtime-version-custom-section, defn-rt-core-version
TEST(RuntimeCode, TheVersionStandsInACustomSection) {
    const Bytes other = custom_section("name", Bytes(100));
    const Bytes wasm = concat(kWasmHeader, other, custom_section("runtime_version", kVersion),
                              custom_section("runtime_apis", concat("1111111111111111ff000000"_hex, core_api(4))));
    const auto version = find_embedded_version(wasm).value().value();
    EXPECT_EQ(version.spec_name, "ab");
    EXPECT_EQ(version.impl_name, "c");
    EXPECT_EQ(version.authoring_version, 1u);
    EXPECT_EQ(version.spec_version, 2u);
    EXPECT_EQ(version.impl_version, 3u);
    EXPECT_EQ(version.transaction_version, 4u);
    EXPECT_EQ(version.system_version, 1u);
    EXPECT_EQ(version.state_version(), trie::StateVersion::kV1);
}

TEST(RuntimeCode, TheCoreApiDecidesHowManyFieldsThereAre) {
    const auto with_core = [](uint8_t core, BytesView bytes) {
        return find_embedded_version(concat(kWasmHeader, custom_section("runtime_version", bytes),
                                            custom_section("runtime_apis", core_api(core))));
    };
    const BytesView whole = kVersion;
    EXPECT_EQ(with_core(2, whole.first(18)).value()->transaction_version, 1u);
    EXPECT_EQ(with_core(3, whole.first(22)).value()->transaction_version, 4u);
    EXPECT_EQ(with_core(3, whole).value()->state_version(), trie::StateVersion::kV0);
    EXPECT_EQ(with_core(5, whole).value()->state_version(), trie::StateVersion::kV1);
    for (size_t size = 0; size < whole.size(); ++size) {
        EXPECT_EQ(with_core(4, whole.first(size)).error(), CodeError::kBadVersion) << size;
    }
    // Without the other section the list inside decides.
    const Bytes inside = concat(whole.first(17), Bytes{4}, core_api(4), whole.subspan(18));
    EXPECT_EQ(
        find_embedded_version(concat(kWasmHeader, custom_section("runtime_version", inside))).value()->system_version,
        1u);
}

// Observed: sp-version 47.0.0: versions above 1 change other things than the state trie (the reference keeps its
// version 1).
TEST(RuntimeCode, LaterSystemVersionsKeepTheStateTrieOfVersionOne) {
    EmbeddedVersion version;
    EXPECT_EQ(version.state_version(), trie::StateVersion::kV0);
    version.system_version = 3;
    EXPECT_EQ(version.state_version(), trie::StateVersion::kV1);
}

TEST(RuntimeCode, OldRuntimesHaveNoVersionSection) {
    EXPECT_FALSE(find_embedded_version(kWasmHeader).value().has_value());
    EXPECT_FALSE(find_embedded_version(concat(kWasmHeader, custom_section("runtime_apis", {}))).value().has_value());
}

TEST(RuntimeCode, DamagedModulesAreRefused) {
    EXPECT_EQ(find_embedded_version("00"_hex).error(), CodeError::kNotWasm);
    const Bytes wasm = concat(kWasmHeader, custom_section("runtime_version", kVersion));
    for (size_t size = kWasmHeader.size() + 1; size < wasm.size(); ++size) {
        EXPECT_EQ(find_embedded_version(BytesView(wasm).first(size)).error(), CodeError::kBadWasm) << size;
    }
    EXPECT_EQ(find_embedded_version(concat(kWasmHeader, "00ffffffffff01"_hex)).error(), CodeError::kBadWasm);
    const Bytes odd_apis = concat(wasm, custom_section("runtime_apis", Bytes(13)));
    EXPECT_EQ(find_embedded_version(odd_apis).error(), CodeError::kBadVersion);
}

// Spec: sect-loading-runtime-code
TEST(RuntimeCode, CompressedCodeIsZstdAfterEightBytes) {
    Bytes wasm = kWasmHeader;
    for (uint64_t i = 0; i < 300000; ++i) wasm.push_back(static_cast<uint8_t>(i * i >> 7));
    const Bytes code = compressed(wasm);
    EXPECT_TRUE(is_compressed(code));
    EXPECT_FALSE(is_compressed(wasm));
    Bytes storage;
    EXPECT_TRUE(equal(wasm_of(code, storage).value(), wasm));
    EXPECT_TRUE(equal(wasm_of(compress_code(wasm), storage).value(), wasm));
    EXPECT_TRUE(equal(storage, wasm));
    Bytes unused;
    EXPECT_EQ(wasm_of(wasm, unused).value().data(), wasm.data());
    for (const size_t size : {size_t{8}, size_t{9}, size_t{20}, code.size() / 2, code.size() - 1}) {
        EXPECT_EQ(wasm_of(BytesView(code).first(size), storage).error(), CodeError::kBadCompression) << size;
    }
    EXPECT_EQ(wasm_of(concat(code, Bytes{1}), storage).error(), CodeError::kBadCompression);
    EXPECT_EQ(wasm_of(compressed(Bytes(100)), storage).error(), CodeError::kNotWasm);
}

TEST(RuntimeCode, CodeMayBeFiftyMebibytesAndNoMore) {
    Bytes wasm(kMaxWasmBytes);
    std::ranges::copy(kWasmHeader, wasm.begin());
    Bytes storage;
    EXPECT_EQ(wasm_of(compressed(wasm), storage).value().size(), kMaxWasmBytes);
    wasm.push_back(0);
    EXPECT_EQ(wasm_of(compressed(wasm), storage).error(), CodeError::kBomb);
}

}  // namespace
}  // namespace serinus::executor
