// Our runtime as the node carries it: the form of its module, and the cost of a transfer.
#include <gtest/gtest.h>

#include "codec/scale.hpp"
#include "executor/executor.hpp"
#include "executor/host_call_counts.hpp"
#include "executor/runtime_code.hpp"
#include "platform/files.hpp"
#include "runtime/runtimes/kusama/native/built_in.hpp"
#include "runtime/runtimes/kusama/pallets.hpp"
#include "state/memory_backend.hpp"
#include "state/overlay.hpp"
#include "tests/runtime/transfer_block.hpp"
#include "trie/compact_proof.hpp"
#include "trie/trie_test_nodes.hpp"

namespace serinus::test {
namespace {

class OwnRuntime : public ::testing::Test {
  protected:
    const BytesView code = kusama::built_in_runtime()->code;
    Bytes decompressed;
    const BytesView module = executor::wasm_of(code, decompressed).value();
};

/// Identifiers of the sections in their order; those of custom sections by their names.
std::vector<std::string> sections_of(BytesView module) {
    std::vector<std::string> out;
    const auto leb128 = [&](BytesView& in) {
        size_t value = 0;
        for (int shift = 0;; shift += 7) {
            const uint8_t byte = in[0];
            in = in.subspan(1);
            value |= size_t{byte & 0x7fu} << shift;
            if ((byte & 0x80) == 0) return value;
        }
    };
    for (BytesView rest = module.subspan(8); !rest.empty();) {
        const uint8_t id = rest[0];
        rest = rest.subspan(1);
        const size_t size = leb128(rest);
        BytesView content = rest.first(size);
        rest = rest.subspan(size);
        if (id != 0) {
            out.push_back(std::to_string(id));
        } else {
            const size_t length = leb128(content);
            out.emplace_back(reinterpret_cast<const char*>(content.data()), length);
        }
    }
    return out;
}

// Spec: sect-runtime-version-custom-section, sect-loading-runtime-code
TEST_F(OwnRuntime, IsCompressedWithItsVersionInSectionsAndNoNames) {
    EXPECT_NE(module.data(), code.data()) << "it is not compressed";
    EXPECT_LT(module.size(), 52'000u * kusama::AllPallets::kSize);
    std::vector<std::string> custom;
    for (const std::string& name : sections_of(module)) {
        if (name.find_first_not_of("0123456789") != name.npos) custom.push_back(name);
    }
    EXPECT_EQ(custom, (std::vector<std::string>{"runtime_version", "runtime_apis"}));

    executor::Executor executor;
    const auto runtime = executor.runtime_of_code(code, std::nullopt).value();
    const auto of_section = executor.version(*runtime).value();
    const auto of_call = executor::decode_runtime_version(executor.raw_version(*runtime).value()).value();
    EXPECT_EQ(scale::encode(of_section), scale::encode(of_call));
    EXPECT_FALSE(of_section.apis.empty());
}

// Source: sp_state_machine::overlayed_changes of July 2023 (OffchainOverlayedChanges): indexed data has the
// transactions of the state. The module keeps its transactions to itself as long as nobody else has to know of them.
TEST(OwnStorage, WhatACallIndexedIsUndoneWithIt) {
    const auto file = platform::read_file(SERINUS_INDEX_MODULE, size_t{16} << 20);
    ASSERT_TRUE(file);
    executor::Executor executor;
    const auto runtime = executor.runtime_of_code(as_bytes(*file), std::nullopt);
    ASSERT_TRUE(runtime) << runtime.error().reason;
    const auto indexed = [&](const Bytes& values, bool succeeds) {
        state::MemoryBackend empty;
        state::Overlay overlay(empty);
        const auto result = executor.call(**runtime, "Index_batch", scale::encode(values), overlay);
        EXPECT_TRUE(result) << (result ? "" : result.error().reason);
        if (result) EXPECT_EQ(*result, Bytes{static_cast<uint8_t>(succeeds)});
        EXPECT_EQ(overlay.take_changes().top.empty(), !succeeds);
        return overlay.take_offchain_index();
    };
    const auto kept = indexed({1, 2}, true);
    ASSERT_EQ(kept.size(), 1u);
    EXPECT_EQ(kept.begin()->second, Bytes{2});
    EXPECT_TRUE(indexed({1, 0}, false).empty());
}

// A parachain's block is validated so: the module uses a proof in place of the host's storage.
TEST(OwnStorage, AModuleChangesAStateOfWhichItHasTheProof) {
    const auto file = platform::read_file(SERINUS_PROOF_MODULE, size_t{16} << 20);
    ASSERT_TRUE(file);
    executor::Executor executor;
    const auto runtime = executor.runtime_of_code(as_bytes(*file), std::nullopt);
    ASSERT_TRUE(runtime) << runtime.error().reason;

    std::map<Bytes, Bytes> entries;
    for (uint8_t i = 0; i < 100; ++i) entries[Bytes{static_cast<uint8_t>(i % 7), i}] = Bytes(i, i);
    trie::test::NodeSet nodes;
    const Hash256 root = nodes.build(entries, trie::StateVersion::kV1);
    const std::vector<std::pair<Bytes, Bytes>> values = {{{0, 7}, Bytes(40, 1)}, {{3, 200}, {1}}};
    std::vector<Bytes> keys;
    for (const auto& [key, value] : values) keys.push_back(key);
    const auto proof = trie::generate_proof(root, nodes, keys);
    ASSERT_TRUE(proof);
    auto compact = trie::encode_compact(*proof, root).value();
    const auto changed = [&](state::Overlay& overlay) {
        return executor.call(**runtime, "Proof_change", scale::encode(std::tuple(root, compact, values)), overlay);
    };

    state::MemoryBackend empty;
    state::Overlay overlay(empty);
    const auto result = changed(overlay);
    ASSERT_TRUE(result) << result.error().reason;
    for (const auto& [key, value] : values) entries[key] = value;
    EXPECT_EQ(*result, scale::encode(std::pair(root, nodes.build(entries, trie::StateVersion::kV1))));
    const auto changes = overlay.take_changes();
    EXPECT_EQ(changes.top.size(), 1u) << "what the module wrote before it changed to the proof";

    compact.pop_back();
    EXPECT_FALSE(changed(overlay)) << "the proof is not whole";
}

/// Host calls, which are the same on every machine.
TEST_F(OwnRuntime, TransferNeedsFewHostCalls) {
    executor::HostCallCounts counts;
    const auto genesis = built_genesis(code, kusama::built_in_runtime()->local_testnet_patch);
    RuntimeOnState runtime(genesis, std::nullopt, {.host_calls = &counts});
    const primitives::Header parent;
    const auto transfers = signed_transfers(11, parent);

    // While a block is built, each extrinsic is a call of its own and finds nothing in the module's memory.
    std::vector<Bytes> inherents;
    state::Overlay overlay = begin_block(runtime, parent, inherents);
    for (const Bytes& extrinsic : transfers) {
        counts.reset();
        EXPECT_EQ(runtime.call(overlay, "BlockBuilder_apply_extrinsic", scale::encode(extrinsic)), (Bytes{0, 0}));
        EXPECT_LE(counts.reads(), 30u);
        EXPECT_LE(counts.writes(), 28u);
        EXPECT_LE(counts.all(), 110u);
    }

    // In a block that is executed, values that one transfer has read serve the next.
    const auto calls_of = [&](std::vector<Bytes> some) {
        const Bytes block = build_block(runtime, some, parent);
        counts.reset();
        state::Overlay fresh = runtime.overlay();
        runtime.call(fresh, "Core_execute_block", block);
        return std::tuple(counts.reads(), counts.writes(), counts.all());
    };
    const auto [first_reads, first_writes, first_all] = calls_of({transfers[0]});
    const auto [reads, writes, all] = calls_of(transfers);
    EXPECT_LE(reads - first_reads, 10u * 2);
    EXPECT_LE(writes - first_writes, 10u * 3);
    EXPECT_LE(all - first_all, 10u * 20);
}

}  // namespace
}  // namespace serinus::test
