#include "chain/spec/para_genesis.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "base/hex.hpp"
#include "chain/spec/genesis_builder.hpp"
#include "chain/spec/raw_state.hpp"
#include "codec/scale.hpp"
#include "hashing/hashing.hpp"
#include "metadata/metadata.hpp"
#include "state/memory_backend.hpp"
#include "tests/support/data.hpp"
#include "tests/support/json.hpp"

namespace serinus::chain {
namespace {

using test::kNoSharedData;
using test::shared_data;
using testing::HasSubstr;

constexpr ParaId kAssetHub = 1000;

Bytes twox64_concat(ParaId id) {
    const Bytes encoded = scale::encode(id);
    return concat(hashing::twox_64(encoded), encoded);
}

/// Of SessionInfo.
struct FirstFields {
    std::vector<uint32_t> active;
    ByteArray<32> seed;
    uint32_t dispute_period = 0;
    std::vector<ByteArray<32>> validators, discovery_keys, assignment_keys;
    std::vector<std::vector<uint32_t>> groups;
    uint32_t n_cores = 0;
};

/// The real Kusama 1.0.0 with two validators, and the real Asset Hub of that time.
class RealParachain : public testing::Test {
  protected:
    void SetUp() override {
        const auto relay_path = shared_data("genesis/kusama-local-1000000.json");
        const auto para_path = shared_data("genesis/asset-hub-kusama-local-1000000.json");
        if (!relay_path || !para_path) GTEST_SKIP() << kNoSharedData;
        auto relay_spec = read_chain_spec_file(*relay_path);
        auto para_spec = read_chain_spec_file(*para_path);
        ASSERT_TRUE(relay_spec && para_spec);
        relay = std::get<RawGenesis>(std::move(relay_spec->genesis));
        para = *std::move(para_spec);
    }
    ParaGenesis asset_hub() const { return para_genesis_of(kAssetHub, para).value(); }
    std::optional<Bytes> value(std::string_view pallet, std::string_view item, const Bytes& key = {}) const {
        const auto found = relay.top.find(concat(metadata::item_prefix(pallet, item), key));
        return found ? std::optional(to_bytes(*found)) : std::nullopt;
    }
    template <class T>
    T call(std::string_view method, const Bytes& arguments = {}) {
        RawStateBackend state(relay);
        state::Overlay overlay(state);
        const auto runtime = executor.runtime_of(overlay).value();
        const auto answer = executor.call(*runtime, method, arguments, overlay);
        EXPECT_TRUE(answer) << method;
        return scale::decode<T>(*answer).value();
    }

    executor::Executor executor;
    RawGenesis relay;
    ChainSpec para;
};

TEST_F(RealParachain, StandsInTheRelayChainAsTheReferenceWritesIt) {
    const auto expected_path = shared_data("parachain/asset-hub-first-block.json");
    if (!expected_path) GTEST_SKIP() << kNoSharedData;
    ASSERT_TRUE(add_paras(relay, {asset_hub()}, executor));
    const Bytes paras = to_bytes(BytesView(metadata::item_prefix("Paras", "Heads")).first(16));
    const Bytes code_prefix = metadata::item_prefix("Paras", "CodeByHash");
    size_t compared = 0;
    for (const auto& [key_text, expected] : test::Json::read(*expected_path)["extraGenesis"].members()) {
        const Bytes key = *from_hex_prefixed(key_text);
        if (!std::ranges::equal(BytesView(key).first(16), paras)) continue;  // groups and cores are others here
        const auto found = relay.top.find(key);
        ASSERT_TRUE(found) << key_text;
        const bool is_code = std::ranges::equal(BytesView(key).first(32), code_prefix);
        if (is_code) {
            EXPECT_EQ(to_bytes(*found), scale::encode(asset_hub().code));
        } else {
            EXPECT_EQ(to_hex_prefixed(*found), expected.text()) << key_text;
        }
        ++compared;
    }
    EXPECT_EQ(compared, 7u);
}

TEST_F(RealParachain, IsKnownToTheRuntimeFromTheFirstBlockOn) {
    ASSERT_TRUE(add_paras(relay, {asset_hub()}, executor));
    // Two validators, each with a core and a group of its own.
    using Groups = std::vector<std::vector<uint32_t>>;
    EXPECT_EQ(scale::decode<Groups>(*value("ParaScheduler", "ValidatorGroups")), (Groups{{0}, {1}}));
    EXPECT_EQ(*value("ParaScheduler", "AvailabilityCores"), (Bytes{8, 0, 0}));
    EXPECT_EQ(
        call<std::optional<ByteArray<32>>>("ParachainHost_validation_code_hash",
                                           concat(scale::encode(kAssetHub), Bytes{2}))  // OccupiedCoreAssumption::Free
            .value(),
        hashing::blake2b_256(asset_hub().code).bytes);

    // Discovery keys, assignment keys, groups and cores of session 0 were empty.
    RawStateBackend state(relay);
    state::Overlay overlay(state);
    const auto info = executor.call(*executor.runtime_of(overlay).value(), "ParachainHost_session_info",
                                    scale::encode(uint32_t{0}), overlay);
    ASSERT_TRUE(info);
    // The first fields of an Option<SessionInfo>.
    BytesView rest(*info);
    EXPECT_EQ(scale::take<uint8_t>(rest).value(), 1);
    const auto head = scale::take<FirstFields>(rest);
    ASSERT_TRUE(head);
    EXPECT_EQ(head->validators.size(), 2u);
    EXPECT_EQ(head->discovery_keys.size(), 2u);
    EXPECT_EQ(head->assignment_keys.size(), 2u);
    EXPECT_EQ(head->assignment_keys, head->validators) << "//Alice and //Bob sign everything with one key";
    EXPECT_EQ(head->groups, (Groups{{0}, {1}}));
    EXPECT_EQ(head->n_cores, 2u);
}

TEST_F(RealParachain, SharesItsCodeWithAnother) {
    ParaGenesis other = asset_hub();
    other.id = 2000;
    ASSERT_TRUE(add_paras(relay, {other, asset_hub()}, executor));
    EXPECT_EQ(scale::decode<std::vector<ParaId>>(*value("Paras", "Parachains")), (std::vector<ParaId>{1000, 2000}));
    const Hash256 hash = hashing::blake2b_256(other.code);
    EXPECT_EQ(value("Paras", "CodeByHashRefs", to_bytes(hash.bytes)), scale::encode(uint32_t{2}));
    EXPECT_TRUE(value("Paras", "Heads", twox64_concat(2000)));

    const RawGenesis before = std::move(relay);
    SetUp();
    EXPECT_FALSE(add_paras(relay, {asset_hub(), asset_hub()}, executor));
    EXPECT_FALSE(value("Paras", "Parachains")) << "nothing is written after an error";
}

TEST_F(RealParachain, IsRefusedWithAReason) {
    EXPECT_THAT(para_genesis_of(1001, para).error(), HasSubstr("is that of parachain 1000, not 1001"));
    ChainSpec without_code;
    without_code.genesis = RawGenesis{};
    EXPECT_THAT(para_genesis_of(1, without_code).error(), HasSubstr("has no code"));
    const auto relay_spec = read_chain_spec_file(*shared_data("genesis/kusama-local-1000000.json"));
    EXPECT_THAT(para_genesis_of(1, *relay_spec).error(), HasSubstr("has no function validate_block"));

    // The third would have a core without a validator.
    std::vector<ParaGenesis> three(3, asset_hub());
    for (uint32_t i = 0; i < 3; ++i) three[i].id = 2000 + i;
    EXPECT_THAT(add_paras(relay, three, executor).error(),
                HasSubstr("3 parachains need as many validators, one for each core, and the relay chain has 2"));

    ParaGenesis large = asset_hub();
    large.code.resize(4u << 20);
    EXPECT_THAT(add_paras(relay, {large}, executor).error(), HasSubstr("the relay chain takes 3145728"));
    auto& para_state = std::get<RawGenesis>(para.genesis);
    EXPECT_THAT(add_paras(para_state, {asset_hub()}, executor).error(), HasSubstr("knows no parachains"));
}

/// A real runtime that assigns cores by descriptors, on its own preset of two validators.
struct DescribedRelay {
    const char* file;
    const char* pallet;
    bool is_map;
};

class CoresByDescriptors : public testing::TestWithParam<DescribedRelay> {
  protected:
    void SetUp() override {
        const auto runtime_path = shared_data("runtimes/" + std::string(GetParam().file));
        const auto para_path = shared_data("genesis/asset-hub-kusama-local-1000000.json");
        if (!runtime_path || !para_path) GTEST_SKIP() << kNoSharedData;
        const Bytes code = to_bytes(as_bytes(test::read_file(*runtime_path)));
        const auto loaded = executor.runtime_of_code(code, std::nullopt);
        ASSERT_TRUE(loaded);
        state::MemoryBackend empty;
        state::Overlay overlay(empty);
        const auto preset = executor.call(**loaded, "GenesisBuilder_get_preset",
                                          scale::encode(std::optional<std::string>("local_testnet")), overlay);
        ASSERT_TRUE(preset);
        auto patch = scale::decode<std::optional<std::string>>(*preset);
        ASSERT_TRUE(patch && *patch);
        auto built = build_genesis(
            {.form = RuntimeGenesis::Form::kPatch, .config = JsonText{*std::move(*patch)}, .code = code}, executor);
        ASSERT_TRUE(built) << built.error().to_string();
        relay = *std::move(built);
        auto para_spec = read_chain_spec_file(*para_path);
        ASSERT_TRUE(para_spec);
        para = *std::move(para_spec);
    }
    ParaGenesis asset_hub(ParaId id = kAssetHub) const {
        ParaGenesis out = para_genesis_of(kAssetHub, para).value();
        out.id = id;
        return out;
    }
    std::optional<Bytes> value(std::string_view pallet, std::string_view item, const Bytes& key = {}) const {
        const auto found = relay.top.find(concat(metadata::item_prefix(pallet, item), key));
        return found ? std::optional(to_bytes(*found)) : std::nullopt;
    }
    Bytes call(std::string_view method, const Bytes& arguments = {}) {
        RawStateBackend state(relay);
        state::Overlay overlay(state);
        const auto runtime = executor.runtime_of(overlay).value();
        const auto answer = executor.call(*runtime, method, arguments, overlay);
        EXPECT_TRUE(answer) << method;
        return answer ? *answer : Bytes();
    }

    executor::Executor executor;
    RawGenesis relay;
    ChainSpec para;
};

/// SCALE of CoreDescriptor: no queue; work of one assignment, Task(para), all of 57,600 parts and all left; no end;
/// position 0, step 57,600. Observed: polkadot_runtime_parachains 1.3 to 2.3, and a network of reference nodes that
/// runs with these bytes
Bytes whole_core(ParaId para) {
    const Bytes whole = scale::encode(uint16_t{57'600});
    return concat(Bytes{0, 1, 4, 2}, scale::encode(para), whole, whole, Bytes{0, 0, 0}, whole);
}

TEST_P(CoresByDescriptors, EachParachainHasOne) {
    ASSERT_TRUE(add_paras(relay, {asset_hub(), asset_hub(2000)}, executor));
    if (GetParam().is_map) {
        for (uint32_t core : {0u, 1u}) {
            const Bytes key = scale::encode(core);
            const auto hashed = hashing::twox_256(key);
            EXPECT_EQ(value(GetParam().pallet, "CoreDescriptors", to_bytes(hashed)),
                      whole_core(core == 0 ? kAssetHub : 2000));
        }
    } else {
        EXPECT_EQ(value(GetParam().pallet, "CoreDescriptors"),
                  concat(Bytes{8}, scale::encode(uint32_t{0}), whole_core(kAssetHub), scale::encode(uint32_t{1}),
                         whole_core(2000)));
    }
    EXPECT_EQ(scale::decode<std::vector<ParaId>>(*value("Paras", "Parachains")), (std::vector<ParaId>{1000, 2000}));

    // What the runtime itself makes of it.
    using Groups = std::vector<std::vector<uint32_t>>;
    const Bytes answer = call("ParachainHost_validator_groups");
    BytesView groups(answer);
    EXPECT_EQ(scale::take<Groups>(groups).value(), (Groups{{0}, {1}}));
    EXPECT_EQ(scale::decode<std::optional<ByteArray<32>>>(
                  call("ParachainHost_validation_code_hash", concat(scale::encode(kAssetHub), Bytes{2})))
                  .value()
                  .value(),
              hashing::blake2b_256(asset_hub().code).bytes);
    const Bytes features = call("ParachainHost_node_features");
    ASSERT_GE(features.size(), 2u);
    EXPECT_TRUE(features[1] & 1 << 3) << "receipts V2: " << to_hex(features);
    const Bytes cores = call("ParachainHost_availability_cores");
    ASSERT_FALSE(cores.empty());
    EXPECT_EQ(cores.front(), 8) << "two cores";
    // Those with the map fill the queue of claims in the first block.
    if (!GetParam().is_map) EXPECT_GT(cores.size(), 3u) << "that are scheduled, not free: " << to_hex(cores);
}

TEST_P(CoresByDescriptors, OnesForLaterParachainsAreFree) {
    ASSERT_TRUE(add_paras(relay, {}, executor, CoreCount::kOfValidators));
    EXPECT_FALSE(value("Paras", "Heads", twox64_concat(kAssetHub)));
    using Groups = std::vector<std::vector<uint32_t>>;
    const Bytes answer = call("ParachainHost_validator_groups");
    BytesView groups(answer);
    EXPECT_EQ(scale::take<Groups>(groups).value(), (Groups{{0}, {1}}));
    EXPECT_EQ(call("ParachainHost_availability_cores"), (Bytes{8, 2, 2})) << "two cores, both CoreState::Free";

    const RawGenesis with = std::move(relay);
    SetUp();
    ASSERT_TRUE(add_paras(relay, {}, executor));
    EXPECT_FALSE(relay.top == with.top);
    const Bytes none = call("ParachainHost_validator_groups");
    BytesView without(none);
    EXPECT_EQ(scale::take<Groups>(without).value(), Groups{}) << "they are not prepared by default";
}

TEST_P(CoresByDescriptors, TheLimitOfValidatorsHolds) {
    EXPECT_THAT(add_paras(relay, {asset_hub(), asset_hub(2000), asset_hub(2001)}, executor).error(),
                HasSubstr("3 parachains need as many validators"));
    EXPECT_FALSE(value("Paras", "Parachains")) << "nothing is written after an error";
}

INSTANTIATE_TEST_SUITE_P(
    RealRuntimes, CoresByDescriptors,
    testing::Values(DescribedRelay{"kusama-1007001-fast.compact.compressed.wasm", "CoretimeAssignmentProvider", true},
                    DescribedRelay{"kusama-2003002-fast.compact.compressed.wasm", "ParaScheduler", false}),
    [](const auto& test) { return test.param.is_map ? std::string("Map") : std::string("Value"); });

}  // namespace
}  // namespace serinus::chain
