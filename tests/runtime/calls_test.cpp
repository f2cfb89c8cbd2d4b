// Calls into the genesis runtimes of five chains: ours must give the answers of smoldot's executor.
#include <gtest/gtest.h>

#include "base/hex.hpp"
#include "codec/scale.hpp"
#include "hashing/hashing.hpp"
#include "primitives/header.hpp"
#include "tests/runtime/genesis_state.hpp"
#include "tests/support/data.hpp"
#include "tests/support/json.hpp"

namespace serinus::test {
namespace {

class GenesisCalls : public ::testing::TestWithParam<std::tuple<std::string, EngineChoice>> {
  protected:
    void SetUp() override {
        const auto& [file, engine] = GetParam();
        caller = &shared_executor(engine);
        expected = Json::read(*shared_data("genesis/expected.json"))[file];
        const bool v1 = expected->operator[]("genesisStateRoot").text() == (*expected)["stateRootV1"].text();
        backend = genesis_state(file, v1 ? trie::StateVersion::kV1 : trie::StateVersion::kV0);
        state::Overlay overlay(backend);
        auto found = caller->runtime_of(overlay);
        ASSERT_TRUE(found) << found.error().reason;
        runtime = *found;
    }

    executor::Executor* caller = nullptr;
    std::optional<Json> expected;
    state::MemoryBackend backend;
    std::shared_ptr<const executor::Runtime> runtime;
};

// Spec: sect-runtime-interaction
TEST_P(GenesisCalls, AnswerAsTheReferenceDoes) {
    for (const auto& [call, answer] : (*expected)["genesisRuntimeCalls"].members()) {
        const size_t open = call.find('(');
        const std::string method = call.substr(0, open);
        const Bytes arguments =
            open == call.npos ? Bytes() : from_hex(call.substr(open + 1, call.size() - open - 2)).value();
        state::Overlay overlay(backend);
        const auto result = caller->call(*runtime, method, arguments, overlay);
        ASSERT_TRUE(result) << call << ": " << result.error().reason;
        if (answer.has("result")) {
            EXPECT_EQ(to_hex(*result), to_hex(answer["result"].hex())) << call;
        } else {
            EXPECT_EQ(result->size(), answer["resultLength"].unsigned_integer()) << call;
            EXPECT_EQ(to_hex(hashing::blake2b_256(*result).bytes), to_hex(answer["resultBlake2_256"].hex())) << call;
        }
        EXPECT_EQ(overlay.transaction_depth(), 0u) << call;
    }
}

// Spec: defn-rt-core-version
TEST_P(GenesisCalls, TheVersionIsThatOfTheSectionAndOfTheCall) {
    const auto version = caller->version(*runtime);
    ASSERT_TRUE(version) << version.error().reason;
    const Json says = (*expected)["runtime"];
    EXPECT_EQ(version->spec_name, says["specName"].text());
    EXPECT_EQ(version->impl_name, says["implName"].text());
    EXPECT_EQ(version->spec_version, says["specVersion"].unsigned_integer());
    EXPECT_EQ(version->impl_version, says["implVersion"].unsigned_integer());
    // Runtimes older than transaction versions: smoldot calls it 0. Observed: 1 in sp-version 47.0.0
    const uint64_t transaction_version = says["transactionVersion"].unsigned_integer();
    EXPECT_EQ(version->transaction_version, transaction_version == 0 ? 1 : transaction_version);
    EXPECT_EQ(version->system_version, says["stateVersion"].unsigned_integer());

    const auto answer = caller->raw_version(*runtime);
    ASSERT_TRUE(answer) << answer.error().reason;
    const auto called = executor::decode_runtime_version(*answer);
    ASSERT_TRUE(called);
    EXPECT_EQ(scale::encode(*called), scale::encode(*version));
}

// Spec: sect-rte-core-initialize-block
TEST_P(GenesisCalls, TheFirstBlockCanBeInitialized) {
    const auto genesis = (*expected)["genesisHash"].hex();
    primitives::Header header;
    std::copy(genesis.begin(), genesis.end(), header.parent_hash.begin());
    header.number = 1;
    state::Overlay overlay(backend);
    const auto result = caller->call(*runtime, "Core_initialize_block", scale::encode(header), overlay);
    ASSERT_TRUE(result) << result.error().reason;
    // System::Number is 1, wherever else the runtime wrote.
    const Bytes number = from_hex("26aa394eea5630e07c48ae0c9558cef702a5c1b19ab7a04f536c519aca4983ac").value();
    const auto stored = overlay.get(state::Area::top(), number);
    ASSERT_TRUE(stored && stored->has_value());
    EXPECT_EQ(to_hex(**stored), "01000000");
}

// Spec: sect-runtime-interaction. Only exported methods can be called.
TEST_P(GenesisCalls, WhatIsNoMethodIsRefused) {
    state::Overlay overlay(backend);
    for (const std::string_view name : {"Core_nothing", "", "__heap_base", "memory"}) {
        const auto result = caller->call(*runtime, name, {}, overlay);
        ASSERT_FALSE(result);
        EXPECT_EQ(result.error().kind, executor::CallError::Kind::kNoSuchMethod);
    }
}

// A runtime stops itself with a message and a trap; both are in the reason, the way there in the backtrace.
TEST_P(GenesisCalls, APanicIsExplained) {
    state::Overlay overlay(backend);
    const auto result = caller->call(*runtime, "Core_execute_block", Bytes{0}, overlay);
    ASSERT_FALSE(result);
    EXPECT_EQ(result.error().kind, executor::CallError::Kind::kTrap);
    EXPECT_NE(result.error().reason.find("Bad input data provided to execute_block"), std::string::npos)
        << result.error().reason;
    EXPECT_NE(result.error().to_string().find("Core_execute_block"), std::string::npos) << result.error().to_string();
    EXPECT_NE(result.error().reason.find("unreachable"), std::string::npos) << result.error().reason;
}

std::string name_of(const ::testing::TestParamInfo<std::tuple<std::string, EngineChoice>>& info) {
    const auto& [file, engine] = info.param;
    std::string name = file.substr(0, file.size() - 5);
    std::ranges::replace(name, '-', '_');
    return name + (engine == EngineChoice::kBest ? "" : "_interpreted");
}

INSTANTIATE_TEST_SUITE_P(Real, GenesisCalls,
                         ::testing::Combine(::testing::ValuesIn(genesis_files()), ::testing::ValuesIn(kEngineChoices)),
                         name_of);
GTEST_ALLOW_UNINSTANTIATED_PARAMETERIZED_TEST(GenesisCalls);

TEST(RuntimeData, IsThere) {
    if (genesis_files().empty()) GTEST_SKIP() << kNoSharedData;
}

}  // namespace
}  // namespace serinus::test
