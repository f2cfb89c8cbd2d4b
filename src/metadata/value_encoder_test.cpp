// Spec: sect-metadata
#include "metadata/value_encoder.hpp"

#include <gtest/gtest.h>

#include <boost/json.hpp>

#include "base/hex.hpp"
#include "metadata/names.hpp"
#include "metadata/sample_test.hpp"
#include "metadata/shower.hpp"
#include "tests/support/data.hpp"

namespace serinus::metadata {
namespace {

using namespace literals;

/// The metadata of Kusama 1.0.0.
class EncodedValues : public testing::Test {
  protected:
    void SetUp() override {
        const auto path = test::shared_data("metadata/kusama-v1000000-v14.scale");
        if (!path) GTEST_SKIP() << test::kNoSharedData;
        auto decoded = Metadata::decode(to_bytes(as_bytes(test::read_file(*path))));
        ASSERT_TRUE(decoded) << decoded.error();
        metadata = *std::move(decoded);
    }

    uint32_t value_type(const char* pallet, const char* entry) const {
        const Entry* found = metadata->find_entry(pallet, entry);
        const auto* map = std::get_if<MapEntry>(&found->type);
        return map != nullptr ? map->value.value : std::get<PlainEntry>(found->type).value.value;
    }
    std::string encode(uint32_t type, const char* text) const {
        const auto bytes = ValueEncoder(*metadata).encode(type, boost::json::parse(text));
        return bytes ? to_hex_prefixed(*bytes) : bytes.error();
    }
    std::string call(const char* text) const { return encode(*metadata->call_type(), text); }
    Result<StorageValues, std::string> storage(const char* text) const {
        return encode_storage(*metadata, boost::json::parse(text).as_object());
    }

    std::unique_ptr<const Metadata> metadata;
};

const Bytes kAliceKey = "d43593c715fdd31c61141abd04a99fd6822c8558854ccde39a5684e7a56da27d"_hex;

TEST_F(EncodedValues, PrefixesAreThoseOfPalletsItemsAndTheFirstKeysOfMaps) {
    const auto prefix = [this](std::string_view pallet, std::string_view item, const char* keys) {
        const auto out = storage_prefix(*metadata, pallet, item, boost::json::parse(keys).as_array());
        return out ? to_hex_prefixed(*out) : out.error();
    };
    const std::string system = "0x26aa394eea5630e07c48ae0c9558cef7";
    const std::string account = system + "b99d880ec681799c0cf30e8886371da9";
    EXPECT_EQ(prefix("System", "", "[]"), system);
    EXPECT_EQ(prefix("system", "account", "[]"), account);
    // Blake2_128Concat
    EXPECT_EQ(prefix("System", "Account", R"(["5GrwvaEF5zXb26Fz9rcQpDWS57CtERHpNehXCPcNoHGKutQY"])"),
              account + "de1e86a9a8c739864cf3cc5ec2bea59f" + to_hex(kAliceKey));
    EXPECT_EQ(prefix("NoPallet", "", "[]"), "Cannot find pallet NoPallet");
    EXPECT_EQ(prefix("System", "NoItem", "[]"), "Cannot find storage NoItem in pallet System");
    EXPECT_EQ(prefix("System", "Account", "[1, 2]"), "System.Account: the item has fewer keys than are given");
    EXPECT_EQ(prefix("System", "Number", "[1]"), "System.Number: the item has fewer keys than are given");
}

TEST_F(EncodedValues, FieldsThatAreMissingAreZeroAndNamesMayBeWrittenAsInJavaScript) {
    const uint32_t account = value_type("System", "Account");
    const std::string zeros(2 * 16, '0');
    EXPECT_EQ(encode(account, R"({"nonce":1,"providers":2,"data":{"free":"0x10"}})"),
              "0x01000000"
              "00000000"
              "02000000"
              "00000000"
              "10" +
                  std::string(30, '0') + zeros + zeros + zeros.substr(0, 32));
    EXPECT_EQ(encode(account, R"({"NONCE":-1})"), "nonce: -1 is no u32");
    EXPECT_EQ(encode(account, R"({"nonces":1})"),
              "there is no field `nonces`, but `nonce`, `consumers`, `providers`, `sufficients`, `data`");
    EXPECT_EQ(encode(account, R"([1,0,2])"), "it has 5 fields, not 3");
    EXPECT_EQ(encode(account, "1"), "1 has no fields");
}

TEST_F(EncodedValues, CallsAreWrittenAsTheyAreShown) {
    const std::string transfer = "0x040300" + to_hex(kAliceKey) + "070010a5d4e8";
    EXPECT_EQ(call(R"({"Balances":{"transfer_keep_alive":{"dest":{"Id":")"
                   "5GrwvaEF5zXb26Fz9rcQpDWS57CtERHpNehXCPcNoHGKutQY"
                   R"("},"value":"1000000000000"}}})"),
              transfer);
    EXPECT_EQ(
        call(
            R"({"balances":{"transferKeepAlive":[{"id":"0xd43593c715fdd31c61141abd04a99fd6822c8558854ccde39a5684e7a56da27d"},1000000000000]}})"),
        transfer);
    EXPECT_EQ(call(R"({"System":{"remark":{"remark":"abc"}}})"), "0x00000c616263");
    EXPECT_EQ(call(R"({"System":{"remark":{"remark":"0x0102"}}})"), "0x0000080102");
    EXPECT_EQ(call("\"0x00000c010203\""), "0x00000c010203");
    EXPECT_EQ(call("\"0x00000c0102\""), "\"0x00000c0102\" is no case of RuntimeCall");
    EXPECT_EQ(call(R"({"Nothing":null})"), R"({"Nothing":null} is no case of RuntimeCall)");
    EXPECT_EQ(call(R"({"Balances":{"transfer_keep_alive":{"value":true}}})"),
              "Balances: transfer_keep_alive: value: true is no u128");
    EXPECT_EQ(call(R"({"Balances":{"transfer_keep_alive":{"dest":{"Id":"5Grw"}}}})"),
              "Balances: transfer_keep_alive: dest: Id: \"5Grw\" is no account");
}

TEST_F(EncodedValues, EveryStorageItemThatHasADefaultIsReadBackFromWhatIsShownOfIt) {
    size_t checked = 0;
    for (const Pallet& pallet : metadata->model().pallets) {
        if (!pallet.storage) continue;
        for (const Entry& entry : pallet.storage->entries) {
            const auto* map = std::get_if<MapEntry>(&entry.type);
            const uint32_t type = map != nullptr ? map->value.value : std::get<PlainEntry>(entry.type).value.value;
            const auto shown = Shower(*metadata).show(type, entry.default_value);
            if (!shown) continue;  // the default of an optional item is no value of its type
            const auto bytes = ValueEncoder(*metadata).encode(type, *shown);
            ASSERT_TRUE(bytes) << pallet.name << '.' << entry.name << ": " << bytes.error();
            EXPECT_EQ(to_hex(*bytes), to_hex(entry.default_value)) << pallet.name << '.' << entry.name;
            const auto blank = ValueEncoder(*metadata).default_of(type);
            ASSERT_TRUE(blank) << pallet.name << '.' << entry.name << ": " << blank.error();
            EXPECT_TRUE(Shower(*metadata).show(type, *blank)) << pallet.name << '.' << entry.name;
            ++checked;
        }
    }
    EXPECT_GT(checked, 100u);
}

TEST_F(EncodedValues, StorageIsGivenByPalletsAndItems) {
    const auto out = storage(R"({
        "System":{"Account":[[["5GrwvaEF5zXb26Fz9rcQpDWS57CtERHpNehXCPcNoHGKutQY"],{"nonce":7}],
                             ["0x0101010101010101010101010101010101010101010101010101010101010101",null]],
                  "Number":5},
        "staking":{"erasStakers":[[[3,"5GrwvaEF5zXb26Fz9rcQpDWS57CtERHpNehXCPcNoHGKutQY"],{"total":9}]],
                   "forceEra":"ForceNew","$removePrefix":["bonded"]},
        "Babe":{"Randomness":"0x1234"}})");
    ASSERT_TRUE(out) << out.error();
    const auto key = [&](const char* pallet, const char* item, std::vector<BytesView> keys) {
        return *map_key({metadata->find_pallet(pallet), metadata->find_entry(pallet, item)}, keys);
    };
    ASSERT_EQ(out->values.size(), 6u);
    EXPECT_EQ(out->values[0].first, key("System", "Account", {kAliceKey}));
    EXPECT_EQ(BytesView(*out->values[0].second)[0], 7);
    EXPECT_EQ(out->values[1], std::pair(key("System", "Account", {Bytes(32, 1)}), std::optional<Bytes>()));
    EXPECT_EQ(out->values[2], std::pair(item_prefix("System", "Number"), std::optional("05000000"_hex)));
    EXPECT_EQ(out->values[3].first, key("Staking", "ErasStakers", {"03000000"_hex, kAliceKey}));
    EXPECT_EQ(out->values[3].second, "240000"_hex);
    EXPECT_EQ(out->values[4].second, "01"_hex);
    EXPECT_EQ(out->values[5].second, "1234"_hex);  // hex is taken as it is
    EXPECT_EQ(out->removed_prefixes, std::vector<Bytes>({item_prefix("Staking", "Bonded")}));

    const auto reason = [&](const char* text) {
        const auto bad = storage(text);
        return bad ? std::string() : bad.error();
    };
    EXPECT_EQ(reason(R"({"Nothing":{}})"), "Cannot find pallet Nothing");
    EXPECT_EQ(reason(R"({"System":{"Nothing":1}})"), "Cannot find storage Nothing in pallet System");
    EXPECT_EQ(reason(R"({"System":1})"), "System: it is no object of items");
    EXPECT_EQ(reason(R"({"System":{"Account":{}}})"), "System.Account: a map is a list of pairs: [[[key], value]]");
    EXPECT_EQ(reason(R"({"System":{"Account":[[["x"],{}]]}})"), "System.Account: key 0: \"x\" is no account");
    EXPECT_EQ(reason(R"({"Staking":{"ErasStakers":[[[1],{}]]}})"), "Staking.ErasStakers: the map has 2 keys");
    EXPECT_EQ(reason(R"({"System":{"Number":"0xzz"}})"), "System.Number: a value is no hex text");
    EXPECT_EQ(reason(R"({"System":{"$removePrefix":1}})"), "System.$removePrefix: it is no list of items");
}

// What an origin says of its types decides how much work a value is.
TEST(HostileTypes, EndAtABound) {
    wire::v14::Metadata model;
    const auto add = [&model](auto definition) {
        const TypeId id(static_cast<uint32_t>(model.types.size()));
        Type& type = model.types.emplace_back();
        type.id = id;
        type.definition = std::move(definition);
        return id;
    };
    const TypeId nothing = add(Tuple{});
    const TypeId many = add(Array{.length = UINT32_MAX, .type = nothing});
    TypeId doubled = nothing;
    for (int i = 0; i < 50; ++i) doubled = add(Tuple{{doubled, doubled}});
    const auto metadata = Metadata::decode(sample::encoded(14, model));
    ASSERT_TRUE(metadata) << metadata.error();
    for (const TypeId type : {many, doubled}) {
        const auto out = ValueEncoder(**metadata).default_of(type.value);
        ASSERT_FALSE(out);
        EXPECT_NE(out.error().find("too many parts"), std::string::npos) << out.error();
    }
    EXPECT_TRUE(ValueEncoder(**metadata).default_of(nothing.value));
}

TEST(Names, AreComparedAsPeopleWriteThem) {
    EXPECT_TRUE(is_same_name("transfer_keep_alive", "transferKeepAlive"));
    EXPECT_TRUE(is_same_name("System", "system"));
    EXPECT_FALSE(is_same_name("System", "Systems"));
    for (const auto& [name, camel] :
         std::vector<std::pair<const char*, const char*>>{{"TransactionPayment", "transactionPayment"},
                                                          {"System", "system"},
                                                          {"BABE", "babe"},
                                                          {"NextFeeMultiplier", "nextFeeMultiplier"},
                                                          {"next_fee", "nextFee"}}) {
        EXPECT_EQ(camel_case(name), camel);
    }
}

}  // namespace
}  // namespace serinus::metadata
