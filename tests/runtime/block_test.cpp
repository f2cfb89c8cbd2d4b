// The first block of Kusama, of November 2019, on the genesis state with the runtime of that time.
#include <gtest/gtest.h>

#include "base/hex.hpp"
#include "codec/scale.hpp"
#include "primitives/header.hpp"
#include "tests/runtime/genesis_state.hpp"
#include "tests/support/data.hpp"
#include "tests/support/json.hpp"

namespace serinus::test {
namespace {

class KusamaBlockOne : public ::testing::TestWithParam<EngineChoice> {
  protected:
    void SetUp() override {
        const auto path = shared_data("blocks/kusama-1.json");
        if (!path) GTEST_SKIP() << kNoSharedData;
        block = Json::read(*path);
        backend = genesis_state("kusama.json", trie::StateVersion::kV0);
        state::Overlay overlay(backend);
        auto found = shared_executor(GetParam()).runtime_of(overlay);
        ASSERT_TRUE(found) << found.error().reason;
        runtime = *found;
        const auto decoded = scale::decode<primitives::Header>((*block)["headerScale"].hex());
        ASSERT_TRUE(decoded);
        header = *decoded;
        // The seal is the business of consensus; runtimes are given the block without it.
        header.digest.pop_back();
    }

    Bytes argument() { return concat(scale::encode(header), (*block)["bodyScale"].hex()); }

    std::optional<Json> block;
    state::MemoryBackend backend;
    std::shared_ptr<const executor::Runtime> runtime;
    primitives::Header header;
};

// Spec: sect-rte-core-execute-block
TEST_P(KusamaBlockOne, LeadsToTheStateThatTheNetworkGot) {
    state::Overlay overlay(backend);
    const auto result = shared_executor(GetParam()).call(*runtime, "Core_execute_block", argument(), overlay);
    ASSERT_TRUE(result) << result.error().reason;
    EXPECT_TRUE(result->empty());
    EXPECT_EQ(to_hex(overlay.root(trie::StateVersion::kV0).value().bytes), to_hex((*block)["expectedStateRoot"].hex()));

    const state::StateChanges changes = overlay.take_changes();
    std::map<std::string, std::string> ours;
    std::map<std::string, std::string> theirs;
    // The removal of what was never there is no change, though both sides name some.
    const auto was_there = [&](BytesView key) { return backend.get(state::Area::top(), key)->has_value(); };
    for (const auto& [key, value] : changes.top)
        if (value || was_there(key)) ours[to_hex_prefixed(key)] = value ? to_hex_prefixed(*value) : "removed";
    for (const auto& [key, value] : (*block)["storageChanges"].members()) {
        if (!value.is_null() || was_there(from_hex_prefixed(key).value()))
            theirs[key] = value.is_null() ? "removed" : value.text();
    }
    EXPECT_GT(theirs.size(), 15u);
    EXPECT_EQ(ours, theirs);
    EXPECT_TRUE(changes.children.empty());
    EXPECT_TRUE(overlay.take_offchain_index().empty());
}

TEST_P(KusamaBlockOne, WithAnotherStateRootIsRefused) {
    header.state_root[31] ^= 1;
    state::Overlay overlay(backend);
    const auto result = shared_executor(GetParam()).call(*runtime, "Core_execute_block", argument(), overlay);
    ASSERT_FALSE(result);
    EXPECT_EQ(result.error().kind, executor::CallError::Kind::kTrap);
}

TEST_P(KusamaBlockOne, WithAnotherExtrinsicIsRefused) {
    Bytes changed = argument();
    changed.back() ^= 1;
    state::Overlay overlay(backend);
    EXPECT_FALSE(shared_executor(GetParam()).call(*runtime, "Core_execute_block", changed, overlay));
}

// Nothing of a call is left in the instance that the next one gets.
TEST_P(KusamaBlockOne, ExecutesAsOftenAsOneLikes) {
    for (int i = 0; i < 3; ++i) {
        state::Overlay overlay(backend);
        ASSERT_TRUE(shared_executor(GetParam()).call(*runtime, "Core_execute_block", argument(), overlay));
        EXPECT_EQ(to_hex(overlay.root(trie::StateVersion::kV0).value().bytes),
                  to_hex((*block)["expectedStateRoot"].hex()));
        state::Overlay other(backend);
        ASSERT_FALSE(shared_executor(GetParam()).call(*runtime, "Core_execute_block", Bytes(100, 0xff), other));
    }
}

INSTANTIATE_TEST_SUITE_P(Engines, KusamaBlockOne, ::testing::ValuesIn(kEngineChoices));

}  // namespace
}  // namespace serinus::test
