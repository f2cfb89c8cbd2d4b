// The genesis of Kusama's test networks, beside the one that the real module makes of its preset.
#include "runtime/sdk/genesis/genesis.hpp"
#include "base/hex.hpp"
#include "hashing/hashing.hpp"
#include "runtime/runtimes/kusama/beside_real_module_test.hpp"
#include "runtime/runtimes/kusama/presets.hpp"
#include "runtime/sdk/host/native/try_upgrade.hpp"

namespace serinus::kusama {
namespace {

bool is_of(BytesView key, std::string_view pallet) {
    return key.size() >= 16 && equal(key.first(16), sdk::twox_128(pallet));
}

using GenesisBesideRealModule = BesideRealModule;

TEST_F(GenesisBesideRealModule, OfTheLocalTestnetIsTheRealOneToTheLastKey) {
    sdk::native::state().reset();
    const auto built = sdk::genesis::build(*preset("local_testnet"));
    ASSERT_TRUE(built.has_value()) << built.error();

    auto ours = sdk::native::state().entries();
    for (const auto& [key, value] : genesis()) {
        EXPECT_EQ(to_hex(ours[key]), to_hex(value)) << to_hex(key);
        ours.erase(key);
    }
    EXPECT_GT(genesis().size(), 150u);
    for (const auto& [key, value] : ours) EXPECT_TRUE(is_of(key, "Sudo")) << to_hex(key);
    EXPECT_EQ(ours.size(), 2u) << "the key of Sudo and its version";

    const auto state = sdk::native::try_state_of_all();
    EXPECT_TRUE(state) << state.error();
}

class Genesis : public testing::Test {
  protected:
    void SetUp() override { sdk::native::state().reset(); }
};

TEST_F(Genesis, OfTheDefaultConfigurationHasTheAccountOfTheTreasuryAlone) {
    const std::string config = sdk::genesis::default_config();
    EXPECT_NE(config.find(R"("balances":{"balances":[])"), std::string::npos) << config;
    const auto built = sdk::genesis::build(config);
    ASSERT_TRUE(built.has_value()) << built.error();
    auto accounts = System::storage.Account.iter_keys();
    EXPECT_EQ(accounts.next(), Treasury::account_id());
    EXPECT_FALSE(accounts.next().has_value());
    EXPECT_EQ(System::parent_hash().bytes[31], 69);
    EXPECT_EQ(sdk::storage_version("Scheduler"), 4);
}

TEST_F(Genesis, TellsWhatIsWrongWithAConfiguration) {
    const auto error = [](std::string_view config) { return sdk::genesis::build(config).error(); };
    EXPECT_EQ(error(""), "Invalid JSON blob: expected an object at line 1 column 1");
    EXPECT_TRUE(error(R"({"nothing": {}})")
                    .starts_with("Invalid JSON blob: unknown field `nothing`, expected one of `system`, "));
    EXPECT_TRUE(error(R"({"nothing": {}})").ends_with(" at line 1 column 10"));
    EXPECT_EQ(error(R"({"sudo": {}, "sudo": {}})"), "Invalid JSON blob: duplicate field `sudo` at line 1 column 21");
    EXPECT_EQ(error(R"({"sudo": {"key": 1}})"), "Invalid JSON blob: expected a string at line 1 column 18");
    EXPECT_EQ(error("no json"), "Invalid JSON blob: expected ident at line 1 column 2");
    EXPECT_TRUE(
        error("[]").starts_with("Invalid JSON blob: invalid length 0, expected struct RuntimeGenesisConfig with "));
    // Nothing was written.
    EXPECT_TRUE(sdk::native::state().entries().empty());
}

TEST_F(Genesis, IsAskedForThroughTheApi) {
    using Apis = sdk::List<GenesisBuilder>;
    using sdk::call_runtime_api;
    const auto names = call_runtime_api<Apis>("GenesisBuilder_preset_names", {});
    EXPECT_EQ(scale::decode<std::vector<std::string>>(*names).value(),
              (std::vector<std::string>{"development", "local_testnet", "staking_testnet"}));
    for (const std::string_view name : kPresets) {
        const auto patch =
            call_runtime_api<Apis>("GenesisBuilder_get_preset", scale::encode(std::optional<std::string_view>(name)));
        const auto json = scale::decode<std::optional<Bytes>>(*patch).value();
        ASSERT_TRUE(json.has_value()) << name;
        sdk::native::state().reset();
        EXPECT_TRUE(sdk::genesis::build(as_text(*json))) << name;
        // The node sets a patch on the default configuration; the API takes none that lacks a pallet.
        const auto built = call_runtime_api<Apis>("GenesisBuilder_build_state", scale::encode(*json));
        const auto refusal = scale::decode<Result<scale::Unit, std::string>>(*built).value();
        ASSERT_FALSE(refusal) << name;
        EXPECT_TRUE(refusal.error().starts_with("Invalid JSON blob: missing field `")) << refusal.error();
    }
    const auto none =
        call_runtime_api<Apis>("GenesisBuilder_get_preset", scale::encode(std::optional<std::string_view>("x")));
    EXPECT_EQ(*none, Bytes{0});
    const auto config = call_runtime_api<Apis>("GenesisBuilder_get_preset", Bytes{0});
    EXPECT_EQ(as_text(scale::decode<std::optional<Bytes>>(*config).value().value()), sdk::genesis::default_config());
    const auto refused = call_runtime_api<Apis>("GenesisBuilder_build_state", scale::encode(Bytes{'x'}));
    EXPECT_EQ((*refused)[0], 1);
}

template <class... A>
std::vector<std::pair<std::string_view, ByteArray<8>>> names_and_ids(sdk::List<A...>) {
    return {{reflect::kLeafName<A>, A::kId}...};
}

// Spec: defn-rt-core-version
TEST(RuntimeApis, AreListedByTheHashesOfTheirNames) {
    for (const auto& [name, id] : names_and_ids(RuntimeApis{})) {
        EXPECT_EQ(to_hex(id), to_hex(hashing::blake2b_64(as_bytes(name)))) << name;
    }
}

}  // namespace
}  // namespace serinus::kusama
