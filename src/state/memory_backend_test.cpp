#include "state/memory_backend.hpp"

#include <gtest/gtest.h>

#include "base/hex.hpp"
#include "state/overlay_test_model.hpp"
#include "tests/support/data.hpp"
#include "tests/support/json.hpp"

namespace serinus::state {
namespace {

using serinus::test::Json;
using serinus::test::shared_data;
using test::PlainState;
using trie::StateVersion;

constexpr StateVersion kV0 = StateVersion::kV0;
constexpr StateVersion kV1 = StateVersion::kV1;

Bytes text(std::string_view characters) { return to_bytes(as_bytes(characters)); }

std::optional<Bytes> get(Backend& backend, Area area, std::string_view key) {
    return test::owned(*backend.get(area, as_bytes(key)));
}

/// Kusama's genesis and its two roots.
struct Genesis {
    std::map<Bytes, Bytes> top;
    Hash256 root_v0;
    Hash256 root_v1;

    static std::optional<Genesis> load() {
        const auto folder = shared_data("genesis");
        if (!folder) return std::nullopt;
        Genesis out;
        const Json raw = Json::read(*folder + "/kusama.json")["genesis"]["raw"];
        for (const auto& [key, value] : raw.items()[0].members()) out.top.emplace(*from_hex_prefixed(key), value.hex());
        const Json expected = Json::read(*folder + "/expected.json")["kusama.json"];
        out.root_v0 = *Hash256::from(expected["stateRootV0"].hex());
        out.root_v1 = *Hash256::from(expected["stateRootV1"].hex());
        return out;
    }
};

TEST(MemoryBackend, ComputesTheGenesisRootOfKusama) {
    const auto genesis = Genesis::load();
    if (!genesis) GTEST_SKIP() << serinus::test::kNoSharedData;
    EXPECT_EQ(*MemoryBackend::of(genesis->top, kV0)->root(), genesis->root_v0);
    EXPECT_EQ(*MemoryBackend::of(genesis->top, kV1)->root(), genesis->root_v1);
}

// Spec: defn-hashed-subvalue. Observed: polkadot-stable2407: only what is written takes the new form, also if its value
// stays the same.
TEST(MemoryBackend, EntriesTakeTheFormOfTheVersionThatTheyAreWrittenUnder) {
    const auto genesis = Genesis::load();
    if (!genesis) GTEST_SKIP() << serinus::test::kNoSharedData;
    MemoryBackend backend = *MemoryBackend::of(genesis->top, kV0);
    PlainState plain;
    for (const auto& [key, value] : genesis->top) plain.top.emplace(key, PlainState::Value{value, kV0});

    std::vector<StateChanges> steps(5);
    size_t index = 0;
    for (const auto& [key, value] : genesis->top) steps[index++ % steps.size()].top.emplace(key, value);
    for (const StateChanges& step : steps) {
        plain = plain.with(step, kV1);
        const Hash256 root = PlainState::root_of(plain.top);
        const Hash256 before = *backend.root();
        EXPECT_EQ(*backend.root_with(step, kV1), root);
        EXPECT_EQ(*backend.root(), before);
        EXPECT_EQ(*backend.apply(step, kV1), root);
    }
    EXPECT_EQ(*backend.root(), genesis->root_v1);
}

TEST(MemoryBackend, ComputesTheRootOfKusamasFirstBlock) {
    const auto genesis = Genesis::load();
    const auto block_file = shared_data("blocks/kusama-1.json");
    if (!genesis || !block_file) GTEST_SKIP() << serinus::test::kNoSharedData;
    const Json block = Json::read(*block_file);
    StateChanges changes;
    for (const auto& [key, value] : block["storageChanges"].members()) {
        changes.top.emplace(*from_hex_prefixed(key), value.is_null() ? std::nullopt : std::optional(value.hex()));
    }
    MemoryBackend backend = *MemoryBackend::of(genesis->top, kV0);
    EXPECT_EQ(*backend.root_with(changes, kV0), *Hash256::from(block["expectedStateRoot"].hex()));
    EXPECT_EQ(*backend.root(), genesis->root_v0);
}

TEST(MemoryBackend, ARootWithChangesLeavesTheStateAsItIs) {
    MemoryBackend backend =
        *MemoryBackend::of(std::map<Bytes, Bytes>{{text("a"), text("1")}, {text("b"), text("2")}}, kV0);
    const Hash256 base = *backend.root();
    const StateChanges one{{{text("a"), std::nullopt}, {text("c"), text("3")}},
                           {{text("x"), {{text("k"), text("v")}}}}};
    const StateChanges other{{{text("a"), text("4")}, {text("b"), std::nullopt}}, {}};
    const auto fresh_root = [&](const StateChanges& changes) {
        MemoryBackend fresh =
            *MemoryBackend::of(std::map<Bytes, Bytes>{{text("a"), text("1")}, {text("b"), text("2")}}, kV0);
        return *fresh.apply(changes, kV0);
    };
    EXPECT_EQ(*backend.root_with(one, kV0), fresh_root(one));
    EXPECT_EQ(*backend.root_with(other, kV0), fresh_root(other));
    EXPECT_EQ(*backend.root_with(one, kV0), fresh_root(one));
    EXPECT_EQ(*backend.root(), base);
    EXPECT_EQ(get(backend, Area::top(), "a"), text("1"));
    EXPECT_EQ(get(backend, Area::top(), "c"), std::nullopt);
    EXPECT_EQ(get(backend, Area::child(as_bytes("x")), "k"), std::nullopt);
}

// Spec: sect-child-trie-structure
TEST(MemoryBackend, TheTopTrieHasTheRootsOfChildTriesThatHaveEntries) {
    MemoryBackend backend;
    EXPECT_EQ(*backend.root(), trie::empty_root());
    const ChangeSet entries{{text("key"), text("value")}};
    const Hash256 child_root = *backend.child_root_with(as_bytes("x"), entries, kV1);
    EXPECT_TRUE(backend.apply({{}, {{text("x"), entries}}}, kV1).has_value());
    EXPECT_EQ(get(backend, Area::top(), ":child_storage:default:x"), to_bytes(child_root.bytes));
    EXPECT_EQ(*backend.next_key(Area::top(), {}), text(":child_storage:default:x"));
    EXPECT_EQ(get(backend, Area::child(as_bytes("x")), "key"), text("value"));
    EXPECT_EQ(*backend.child_root_with(as_bytes("x"), {}, kV1), child_root);

    EXPECT_TRUE(backend.apply({{}, {{text("x"), {{text("key"), std::nullopt}}}}}, kV1).has_value());
    EXPECT_EQ(*backend.root(), trie::empty_root());
    EXPECT_EQ(*backend.next_key(Area::top(), {}), std::nullopt);
}

}  // namespace
}  // namespace serinus::state
