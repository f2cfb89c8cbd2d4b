#include "chain/spec/genesis.hpp"

#include <gtest/gtest.h>

#include "base/hex.hpp"
#include "codec/scale.hpp"
#include "hashing/hashing.hpp"
#include "tests/support/data.hpp"
#include "tests/support/json.hpp"
#include "tests/support/wat.hpp"
#include "trie/root_builder.hpp"

namespace serinus::chain {
namespace {

using namespace literals;
using test::kNoSharedData;
using test::shared_data;
using trie::StateVersion;

class RealGenesis : public testing::TestWithParam<const char*> {};

// Spec: defn-genesis-header. The expected values were computed by other implementations.
TEST_P(RealGenesis, HasTheRootHeaderAndHashOfTheNetwork) {
    const auto path = shared_data(std::string("genesis/") + GetParam());
    const auto expected_path = shared_data("genesis/expected.json");
    if (!path || !expected_path) GTEST_SKIP() << kNoSharedData;
    const test::Json expected = test::Json::read(*expected_path)[GetParam()];
    const auto spec = read_chain_spec_file(*path);
    ASSERT_TRUE(spec.has_value()) << spec.error().to_string();
    const auto& raw = std::get<RawGenesis>(spec->genesis);
    EXPECT_EQ(spec->name, expected["name"].text());
    EXPECT_EQ(spec->id, expected["id"].text());
    EXPECT_EQ(raw.top.size(), expected["topKeys"].unsigned_integer());
    EXPECT_EQ(raw.children.size(), expected["childTries"].unsigned_integer());
    EXPECT_EQ(to_hex_prefixed(state_root(raw, StateVersion::kV0).value().bytes), expected["stateRootV0"].text());
    EXPECT_EQ(to_hex_prefixed(state_root(raw, StateVersion::kV1).value().bytes), expected["stateRootV1"].text());

    const auto block = genesis_block(*spec);
    ASSERT_TRUE(block.has_value()) << block.error().to_string();
    EXPECT_EQ(to_hex_prefixed(block->header.state_root.bytes), expected["genesisStateRoot"].text());
    EXPECT_EQ(to_hex_prefixed(scale::encode(block->header)), expected["genesisHeaderScale"].text());
    EXPECT_EQ(to_hex_prefixed(block->hash.bytes), expected["genesisHash"].text());

    const test::Json runtime = expected["runtime"];
    EXPECT_EQ(static_cast<uint64_t>(*block->state_version), runtime["stateVersion"].unsigned_integer());
    ASSERT_TRUE(block->code.has_value());
    EXPECT_EQ(block->code->size, expected["codeLength"].unsigned_integer());
    EXPECT_EQ(block->code->compressed, expected["codeCompressed"].boolean());
    EXPECT_EQ(to_hex_prefixed(block->code->hash.bytes), expected["codeBlake2_256"].text());
    EXPECT_EQ(block->code->wasm_size, expected["wasmLength"].unsigned_integer());
    Bytes storage;
    const BytesView wasm = executor::wasm_of(*raw.top.find(as_bytes(":code")), storage).value();
    EXPECT_EQ(to_hex_prefixed(hashing::blake2b_256(wasm).bytes), expected["wasmBlake2_256"].text());

    // Spec: sect-runtime-version-custom-section. Observed: of the runtimes here only the uncompressed ones, Kusama 1020
    // and Westend 1, are without it.
    EXPECT_EQ(block->code->version.has_value(), block->code->compressed);
    if (!block->code->version) return;
    EXPECT_EQ(block->code->version->spec_name, runtime["specName"].text());
    EXPECT_EQ(block->code->version->impl_name, runtime["implName"].text());
    EXPECT_EQ(block->code->version->authoring_version, runtime["authoringVersion"].unsigned_integer());
    EXPECT_EQ(block->code->version->spec_version, runtime["specVersion"].unsigned_integer());
    EXPECT_EQ(block->code->version->impl_version, runtime["implVersion"].unsigned_integer());
    EXPECT_EQ(block->code->version->transaction_version, runtime["transactionVersion"].unsigned_integer());
}

INSTANTIATE_TEST_SUITE_P(SharedData, RealGenesis,
                         testing::Values("kusama.json", "westend.json", "kusama-local-1000000.json",
                                         "asset-hub-kusama-local-1000000.json", "rococo-dev-1014000.json"));

// The light specification of Kusama names only the root, which leads to the same block.
TEST(Genesis, OfAStateRootIsThatOfTheState) {
    ChainSpec spec;
    spec.genesis = StateRootGenesis{"b0006203c3a6e6bd2c6a17b1d4ae8ca49a31da0f4579da950b127774b44aef6b"_hash256};
    const auto block = genesis_block(spec).value();
    EXPECT_EQ(block.hash, "b0a8d493285c2df73290dfb7e61f870f17b41801197a149ca93654499ea3dafe"_hash256);
    EXPECT_FALSE(block.state_version.has_value());
    EXPECT_FALSE(block.code.has_value());
}

ChainSpec raw_spec(const std::vector<std::pair<Bytes, Bytes>>& top, std::vector<ChildStorage> children = {}) {
    ChainSpec spec;
    RawGenesis genesis;
    for (const auto& [key, value] : top) genesis.top.add(key, value);
    EXPECT_FALSE(genesis.top.sort().has_value());
    genesis.children = std::move(children);
    spec.genesis = std::move(genesis);
    return spec;
}

// Spec: sect-child-trie-structure
TEST(Genesis, RootsOfChildTriesStandInTheTopTrie) {
    std::vector<ChildStorage> children(2);
    children[0].key = "01"_hex;  // stays empty, and so leaves no trace
    children[1].key = "02"_hex;
    children[1].entries.add("aa"_hex, "bb"_hex);
    const ChainSpec spec = raw_spec({{Bytes{':'}, "01"_hex}, {Bytes{'z'}, "02"_hex}}, std::move(children));

    trie::RootBuilder child(StateVersion::kV1);
    ASSERT_TRUE(child.add("aa"_hex, "bb"_hex).has_value());
    const Hash256 child_root = child.finish();
    trie::RootBuilder top(StateVersion::kV1);
    ASSERT_TRUE(top.add(Bytes{':'}, "01"_hex).has_value());
    ASSERT_TRUE(top.add(concat(as_bytes(":child_storage:default:"), Bytes{2}), child_root.bytes).has_value());
    ASSERT_TRUE(top.add(Bytes{'z'}, "02"_hex).has_value());
    EXPECT_EQ(genesis_block(spec).value().header.state_root, top.finish());
}

TEST(Genesis, RefusesRootsOfChildTriesThatAreGiven) {
    const ChainSpec spec = raw_spec({{to_bytes(as_bytes(":child_storage:default:x")), Bytes(32)}});
    const SpecError error = genesis_block(spec).error();
    EXPECT_EQ(error.fault, SpecFault::kBadValue);
    EXPECT_TRUE(error.path.starts_with("$.genesis.raw.top[\"0x3a6368696c64")) << error.path;
}

TEST(Genesis, OfInstructionsForARuntimeIsRefused) {
    ChainSpec spec;
    spec.genesis = RuntimeGenesis{};
    EXPECT_EQ(genesis_block(spec).error().fault, SpecFault::kNeedsRuntime);
    EXPECT_EQ(genesis_block(spec).error().path, "$.genesis.runtimeGenesis");
}

TEST(Genesis, WithoutCodeUsesStateVersionOne) {
    const auto block = genesis_block(raw_spec({})).value();
    EXPECT_EQ(block.state_version, StateVersion::kV1);
    EXPECT_EQ(block.header.state_root, trie::empty_root());
}

/// A module without a version section that answers Core_version, and imports that host function.
Bytes module_without_section(const executor::RuntimeVersion& version, std::string_view import) {
    const Bytes answer = scale::encode(version);
    std::string data;
    for (const uint8_t byte : answer) data += "\\" + to_hex(BytesView(&byte, 1));
    return test::wat("(module (import \"env\" \"" + std::string(import) +
                     "\" (func (param i32) (result i64))) (memory (export \"memory\") 2) (data (i32.const 1024) \"" +
                     data +
                     "\") (global (export \"__heap_base\") i32 (i32.const 4096)) "
                     "(func (export \"Core_version\") (param i32 i32) (result i64) (i64.const " +
                     std::to_string(uint64_t{answer.size()} << 32 | 1024) + ")))");
}

// Observed: polkadot 1.25.1, which takes version 1 for such a module of ours
TEST(Genesis, AsksAModuleWithoutASectionForItsStateVersion) {
    executor::RuntimeVersion version;
    version.apis = {{{0xdf, 0x6a, 0xcb, 0x68, 0x99, 0x07, 0x60, 0x9b}, 5}};  // Core, since 4 with a state version
    version.system_version = 1;
    const auto version_of = [&](std::string_view import) {
        const auto block =
            genesis_block(raw_spec({{to_bytes(as_bytes(":code")), module_without_section(version, import)}}));
        return block.value().state_version;
    };
    EXPECT_EQ(version_of("ext_storage_root_version_2"), StateVersion::kV1);
    version.system_version = 0;
    EXPECT_EQ(version_of("ext_storage_root_version_2"), StateVersion::kV0);
    version.system_version = 1;
    EXPECT_EQ(version_of("ext_storage_commit_transaction_version_1"), StateVersion::kV0) << "knows no state versions";
}

TEST(Genesis, RefusesCodeThatIsNone) {
    const SpecError error = genesis_block(raw_spec({{to_bytes(as_bytes(":code")), "0102"_hex}})).error();
    EXPECT_EQ(error.to_string(), "$.genesis.raw.top[\"0x3a636f6465\"]: the code is neither wasm nor compressed wasm");
}

}  // namespace
}  // namespace serinus::chain
