// The genesis of Kusama's test networks, beside the one that the reference's node makes for the real runtime 1.0.0.
#include <gtest/gtest.h>

#include "base/hex.hpp"
#include "hashing/hashing.hpp"
#include "runtime/runtimes/kusama/api.hpp"
#include "runtime/runtimes/kusama/presets.hpp"
#include "runtime/runtimes/kusama/runtime.hpp"
#include "runtime/sdk/genesis/genesis.hpp"
#include "runtime/sdk/host/native/state.hpp"
#include "tests/support/data.hpp"
#include "tests/support/json.hpp"

namespace serinus::kusama {
namespace {

Bytes prefix_of(std::string_view pallet, std::string_view item) {
    return concat(sdk::twox_128(pallet), sdk::twox_128(item));
}

/// What stakers do to the state at genesis, whom the preset lacks.
bool is_of_stakers(BytesView key) {
    for (const char* const pallet : {"Staking", "VoterList"}) {
        if (key.size() >= 16 && equal(key.first(16), sdk::twox_128(pallet))) return true;
    }
    for (const auto& [pallet, item] : std::initializer_list<std::pair<const char*, const char*>>{
             {"Balances", "Locks"},                 // of stakers
             {"Historical", "HistoricalSessions"},  // hashes of validators with what is staked on them
             {"System", "BlockWeight"},             // of the first election
             {"System", "Account"},                 // references by staking: compared below
         }) {
        const Bytes prefix = prefix_of(pallet, item);
        if (key.size() >= prefix.size() && equal(key.first(prefix.size()), prefix)) return true;
    }
    return false;
}

class Genesis : public testing::Test {
  protected:
    void SetUp() override { sdk::native::state().reset(); }
    static std::optional<Bytes> get(BytesView key) { return sdk::host::get(key); }
};

TEST_F(Genesis, OfTheLocalTestnetIsTheRealOne) {
    const auto path = serinus::test::shared_data("genesis/kusama-local-1000000.json");
    if (!path) GTEST_SKIP() << serinus::test::kNoSharedData;
    const auto built = sdk::genesis::build(*preset("local_testnet"));
    ASSERT_TRUE(built.has_value()) << built.error();

    const auto top = serinus::test::Json::read(*path)["genesis"]["raw"]["top"];
    size_t compared = 0;
    size_t accounts = 0;
    for (const auto& [name, value] : top.members()) {
        const Bytes key = *from_hex_prefixed(name);
        bool is_ours = name == "0x3a65787472696e7369635f696e646578";  // :extrinsic_index
        for (const auto* const pallet : sdk::runtime_pallets()) {
            is_ours |= key.size() >= 16 && equal(BytesView(key).first(16), sdk::twox_128(pallet->info.name));
        }
        if (!is_ours) continue;
        const auto ours = get(key);
        const Bytes account = prefix_of("System", "Account");
        if (equal(BytesView(key).first(std::min<size_t>(key.size(), 32)), account)) {
            const auto who = *sdk::AccountId::from(BytesView(key).last(32));
            const auto info = System::account(who);
            const bool is_treasury = who == Treasury::account_id();
            EXPECT_EQ(info.data.free, is_treasury ? currency::kExistentialDeposit : 1'000'000'000'000'000'000u);
            ++accounts;
        }
        if (is_of_stakers(key)) continue;
        ASSERT_TRUE(ours.has_value()) << name;
        EXPECT_EQ(to_hex(*ours), to_hex(value.hex())) << name;
        ++compared;
    }
    EXPECT_EQ(accounts, 13u);
    EXPECT_GE(compared, 45u);
}

// With the stakers of the real one all is the same: locks, the first election and its weight, the root of the session.
TEST_F(Genesis, WithStakersIsTheRealOneToTheLastKey) {
    const auto path = serinus::test::shared_data("genesis/kusama-local-1000000.json");
    if (!path) GTEST_SKIP() << serinus::test::kNoSharedData;
    const std::string alice = R"("5GNJqTPyNqANBkUVMN1LPPrxXnFouWXoe2wNSmmEoLctxiZY")";
    const std::string bob = R"("5HpG9w8EBLe5XCrbczpwq5TSXvedjrBGCwqxK1iQ7qUsSWFc")";
    const auto staker = [](const std::string& stash) {
        return "[" + stash + "," + stash + R"(,100000000000000,"Validator"])";
    };
    const std::string config =
        R"({"staking":{"validatorCount":2,"minimumValidatorCount":1,"slashRewardFraction":100000000,"invulnerables":[)" +
        alice + "," + bob + R"(],"stakers":[)" + staker(alice) + "," + staker(bob) + "]}," +
        preset("local_testnet")->substr(1);
    const auto built = sdk::genesis::build(config);
    ASSERT_TRUE(built.has_value()) << built.error();
    const auto top = serinus::test::Json::read(*path)["genesis"]["raw"]["top"];
    size_t compared = 0;
    for (const auto& [name, value] : top.members()) {
        const Bytes key = *from_hex_prefixed(name);
        const bool is_ours = std::ranges::any_of(sdk::runtime_pallets(), [&](const auto* pallet) {
            return key.size() >= 16 && equal(BytesView(key).first(16), sdk::twox_128(pallet->info.name));
        });
        if (!is_ours) continue;
        const auto ours = get(key);
        EXPECT_EQ(ours ? to_hex(*ours) : "none", to_hex(value.hex())) << name;
        ++compared;
    }
    EXPECT_GE(compared, 104u);
    for (const auto* const pallet : sdk::runtime_pallets()) {
        if (!pallet->try_state) continue;
        const auto state = pallet->try_state();
        EXPECT_TRUE(state) << state.error();
    }
}

TEST_F(Genesis, HasNothingThatTheRealOneHasNot) {
    const auto path = serinus::test::shared_data("genesis/kusama-local-1000000.json");
    if (!path) GTEST_SKIP() << serinus::test::kNoSharedData;
    ASSERT_TRUE(sdk::genesis::build(*preset("local_testnet")).has_value());
    const auto top = serinus::test::Json::read(*path)["genesis"]["raw"]["top"];
    for (const auto& [key, value] : sdk::native::state().entries()) {
        EXPECT_TRUE(top.has(to_hex_prefixed(key))) << to_hex_prefixed(key);
    }
}

TEST_F(Genesis, OfTheDefaultConfigurationHasTheAccountOfTheTreasuryAlone) {
    const std::string config = sdk::genesis::default_config();
    EXPECT_NE(config.find(R"("balances":{"balances":[]})"), std::string::npos) << config;
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
    const auto config = call_runtime_api<Apis>("GenesisBuilder_create_default_config", {});
    EXPECT_EQ(as_text(scale::decode<Bytes>(*config).value()), sdk::genesis::default_config());
    const auto refused = call_runtime_api<Apis>("GenesisBuilder_build_config", scale::encode(Bytes{'x'}));
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
