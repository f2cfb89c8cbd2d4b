// The metadata of real runtimes in all versions that they offer, as our decoder reads it. Spec: sect-metadata
#include <gtest/gtest.h>

#include "metadata/merkle/merkleized.hpp"
#include "metadata/shower.hpp"
#include "runtime/sdk/metadata/model_v16.hpp"
#include "runtime_api/newest_metadata.hpp"
#include "tests/runtime/genesis_state.hpp"
#include "tests/support/data.hpp"

namespace serinus::test {
namespace {

using metadata::Metadata;
using metadata::Pallet;

/// A runtime of the shared data.
class RealMetadata : public testing::TestWithParam<const char*> {
  protected:
    void SetUp() override {
        const auto path = shared_data(std::string("runtimes/") + GetParam() + ".compact.compressed.wasm");
        if (!path) GTEST_SKIP() << kNoSharedData;
        auto& executor = shared_executor(EngineChoice::kBest);
        const std::string code = read_file(*path);
        auto runtime = executor.runtime_of_code(as_bytes(code), std::nullopt);
        ASSERT_TRUE(runtime) << runtime.error().reason;
        runtime_ = *runtime;
    }
    /// On an empty state.
    template <class Value, class... Arguments>
    runtime_api::OrCallError<Value> ask(const runtime_api::Call<Value(Arguments...)>& call,
                                        const std::type_identity_t<Arguments>&... arguments) const {
        state::MemoryBackend empty;
        state::Overlay overlay(empty);
        return runtime_api::call({shared_executor(EngineChoice::kBest), *runtime_, overlay}, call, arguments...);
    }
    std::unique_ptr<const Metadata> version(uint32_t number) const {
        auto encoded = ask(runtime_api::metadata::kMetadataAtVersion, number);
        EXPECT_TRUE(encoded && *encoded) << number;
        if (!encoded || !*encoded) return nullptr;
        auto decoded = Metadata::decode(**std::move(encoded));
        EXPECT_TRUE(decoded) << number << ": " << decoded.error();
        return decoded ? *std::move(decoded) : nullptr;
    }

  private:
    std::shared_ptr<const executor::Runtime> runtime_;
};
INSTANTIATE_TEST_SUITE_P(SharedData, RealMetadata,
                         testing::Values("kusama-1007001", "kusama-2003002", "asset-hub-kusama-1007001",
                                         "asset-hub-kusama-2003002"),
                         [](const auto& info) {
                             std::string name(info.param);
                             std::ranges::replace(name, '-', '_');
                             return name;
                         });

TEST_P(RealMetadata, SaysTheSameOfStorageConstantsAndExtrinsicsInEachVersion) {
    const auto old = version(14);
    ASSERT_NE(old, nullptr);
    for (const uint32_t number : {15u, 16u}) {
        const auto newer = version(number);
        ASSERT_NE(newer, nullptr);
        ASSERT_EQ(newer->model().pallets.size(), old->model().pallets.size());
        for (size_t i = 0; i < old->model().pallets.size(); ++i) {
            const Pallet &a = old->model().pallets[i], &b = newer->model().pallets[i];
            EXPECT_EQ(a.name, b.name);
            EXPECT_EQ(a.index, b.index);
            EXPECT_EQ(a.calls.has_value(), b.calls.has_value()) << a.name;
            EXPECT_EQ(a.events.has_value(), b.events.has_value()) << a.name;
            EXPECT_EQ(a.errors.has_value(), b.errors.has_value()) << a.name;
            ASSERT_EQ(a.storage.has_value(), b.storage.has_value()) << a.name;
            ASSERT_EQ(a.constants.size(), b.constants.size()) << a.name;
            for (size_t k = 0; k < a.constants.size(); ++k) {
                EXPECT_EQ(a.constants[k].name, b.constants[k].name);
                EXPECT_TRUE(equal(a.constants[k].value, b.constants[k].value)) << a.constants[k].name;
                metadata::Shower shower(*newer);
                EXPECT_TRUE(shower.show(b.constants[k].type, b.constants[k].value)) << a.constants[k].name;
            }
            if (!a.storage) continue;
            ASSERT_EQ(a.storage->entries.size(), b.storage->entries.size()) << a.name;
            for (size_t k = 0; k < a.storage->entries.size(); ++k) {
                EXPECT_EQ(a.storage->entries[k].name, b.storage->entries[k].name);
            }
        }
        const auto extensions = extensions_of(old->model()), same = extensions_of(newer->model());
        ASSERT_EQ(extensions.size(), same.size());
        for (size_t i = 0; i < same.size(); ++i) EXPECT_EQ(extensions[i].identifier, same[i].identifier);
        EXPECT_EQ(newer->model().extrinsic.versions,
                  number == 16 ? std::vector<uint8_t>({4, 5}) : std::vector<uint8_t>({4}));
    }
}

TEST_P(RealMetadata, IsFetchedInTheNewestVersionAndShowsCalls) {
    auto encoded = runtime_api::newest_metadata(
        [this](const auto& call, const auto&... arguments) { return ask(call, arguments...); });
    ASSERT_TRUE(encoded) << encoded.error().reason;
    const auto newest = Metadata::decode(*std::move(encoded));
    ASSERT_TRUE(newest) << newest.error();
    EXPECT_EQ((*newest)->model().version, 16);
    const Bytes remark = {0, 0, 4, 'x'};
    metadata::Shower shower(**newest);
    EXPECT_TRUE(shower.show(*(*newest)->call_type(), remark));
    for (const metadata::Api& api : (*newest)->model().apis) {
        EXPECT_TRUE(api.version) << api.name;
        for (const auto& method : api.methods) {
            EXPECT_NE((*newest)->find_type(method.output), nullptr) << api.name << '_' << method.name;
        }
    }
}

TEST_P(RealMetadata, HasAHashInVersions15And16) {
    for (const uint32_t number : {15u, 16u}) {
        const auto decoded = version(number);
        ASSERT_NE(decoded, nullptr);
        auto info = metadata::merkle::extra_info_of(*decoded, {"KSM", 12});
        ASSERT_TRUE(info) << info.error();
        EXPECT_TRUE(metadata::merkle::MerkleizedMetadata::of(*decoded, *info));
    }
}

// The structs that our runtimes' metadata is made of have the shape of the real one.
TEST_P(RealMetadata, OfVersion16IsReadAndWrittenByTheModelOfOurRuntimes) {
    const auto encoded = ask(runtime_api::metadata::kMetadataAtVersion, 16);
    ASSERT_TRUE(encoded && *encoded);
    const auto decoded = scale::decode<sdk::metadata::MetadataV16>(**encoded);
    ASSERT_TRUE(decoded) << to_string(decoded.error());
    EXPECT_TRUE(scale::encode(*decoded) == **encoded);
}

// Parts of Kusama 1.7.1's metadata that version 16 alone has.
TEST_P(RealMetadata, OfKusamaHasViewFunctionsDeprecationsAndVersionsOfApis) {
    if (std::string_view(GetParam()) != "kusama-1007001") return;
    const auto decoded = version(16);
    ASSERT_NE(decoded, nullptr);
    const auto views = [&](std::string_view pallet) {
        std::vector<std::string> out;
        for (const auto& one : decoded->find_pallet(pallet)->view_functions) out.emplace_back(one.name);
        return out;
    };
    EXPECT_EQ(views("VoterList"), std::vector<std::string>{"scores"});
    EXPECT_EQ(views("Proxy"), (std::vector<std::string>{"check_permissions", "is_superset"}));
    EXPECT_EQ(views("Paras"), std::vector<std::string>{"remove_upgrade_cooldown_cost"});
    const Pallet& treasury = *decoded->find_pallet("Treasury");
    EXPECT_TRUE(treasury.deprecated_calls.at(3).note.starts_with("The `spend_local` call will be removed"));
    EXPECT_EQ(treasury.deprecated_calls.size(), 2u);
    EXPECT_TRUE(decoded->find_entry("Preimage", "StatusFor")->deprecation);
    EXPECT_EQ(decoded->find_pallet("VoterList")->associated_types.at(0).name, "Score");
    std::map<std::string, uint32_t> apis;
    for (const auto& api : decoded->model().apis) apis.emplace(api.name, api.version.value_or(0));
    EXPECT_EQ(apis.at("Core"), 5u);
    EXPECT_EQ(apis.at("ParachainHost"), 13u);
    EXPECT_EQ(apis.size(), 23u);
}

}  // namespace
}  // namespace serinus::test
