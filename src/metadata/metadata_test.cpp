// Spec: sect-metadata
#include "metadata/metadata.hpp"

#include <gtest/gtest.h>

#include <boost/json.hpp>

#include "base/hex.hpp"
#include "hashing/hashing.hpp"
#include "metadata/shower.hpp"
#include "tests/support/data.hpp"

namespace serinus::metadata {
namespace {

using namespace literals;

using boost::json::serialize;

/// The metadata of Kusama 1.0.0.
class KusamaMetadata : public testing::Test {
  protected:
    void SetUp() override {
        const auto path = test::shared_data("metadata/kusama-v1000000-v14.scale");
        if (!path) GTEST_SKIP() << test::kNoSharedData;
        file = to_bytes(as_bytes(test::read_file(*path)));
        auto decoded = Metadata::decode(file);
        ASSERT_TRUE(decoded) << decoded.error();
        metadata = *std::move(decoded);
    }

    /// The number of a type by the end of its path.
    uint32_t type(std::string_view name, std::string_view module = {}) const {
        for (const Type& one : metadata->model().types) {
            if (one.path.empty() || one.path.back() != name) continue;
            if (module.empty() || one.path.front() == module) return one.id;
        }
        ADD_FAILURE() << "no type " << name;
        return 0;
    }
    std::string show(uint32_t id, BytesView bytes) const {
        const auto shown = Shower(*metadata, {.address_prefix = 2}).show(id, bytes);
        return shown ? serialize(*shown) : "nothing";
    }
    std::string show_call(BytesView bytes) const { return show(*metadata->call_type(), bytes); }

    Bytes file;
    std::unique_ptr<const Metadata> metadata;
};

const Bytes kAlice = "d43593c715fdd31c61141abd04a99fd6822c8558854ccde39a5684e7a56da27d"_hex;
constexpr const char* kAliceAddress = "HNZata7iMYWmk5RvZRTiAsSDhV8366zq2YGb3tLH5Upf74F";

TEST_F(KusamaMetadata, PalletsItemsAndConstantsAreFoundByName) {
    ASSERT_NE(metadata->find_pallet("Scheduler"), nullptr);
    EXPECT_EQ(metadata->find_pallet("Scheduler")->index, 29);
    EXPECT_EQ(metadata->find_pallet(uint8_t{4})->name, "Balances");
    EXPECT_NE(metadata->find_entry("Scheduler", "Agenda"), nullptr);
    EXPECT_EQ(metadata->find_entry("Scheduler", "Nothing"), nullptr);
    EXPECT_EQ(metadata->find_entry("Nothing", "Agenda"), nullptr);
    const Constant* deposit = metadata->find_constant("Balances", "ExistentialDeposit");
    ASSERT_NE(deposit, nullptr);
    EXPECT_EQ(show(deposit->type, deposit->value), "333333333");
}

TEST_F(KusamaMetadata, CallsAreShownWithTheirArguments) {
    EXPECT_EQ(show_call("00000c010203"_hex), R"({"System":{"remark":{"remark":"0x010203"}}})");
    EXPECT_EQ(show_call(concat("040300"_hex, kAlice, "070010a5d4e8"_hex)),
              R"({"Balances":{"transfer_keep_alive":{"dest":{"Id":")" + std::string(kAliceAddress) +
                  R"("},"value":1000000000000}}})");
    EXPECT_EQ(show_call("00000c0102"_hex), "nothing");      // truncated
    EXPECT_EQ(show_call("00000c01020304"_hex), "nothing");  // one byte too many
    EXPECT_EQ(show_call("fe00"_hex), "nothing");            // no such pallet
}

TEST_F(KusamaMetadata, LongBytesAreShownBySizeAndHash) {
    const Bytes code(2000, 7);
    const Bytes call = concat("0002"_hex, scale::encode(code));  // System.set_code
    EXPECT_EQ(show_call(call), R"({"System":{"set_code":{"code":{"bytes":2000,"blake2_256":")" +
                                   to_hex_prefixed(hashing::blake2b_256(code).bytes) + R"("}}}})");
}

TEST_F(KusamaMetadata, ErrorsOfModulesAreNamed) {
    const uint32_t error = type("DispatchError");
    EXPECT_EQ(show(error, "02"_hex), R"("BadOrigin")");
    // Module 4 is Balances; its error 2 is InsufficientBalance.
    EXPECT_EQ(
        show(error, "030402000000"_hex),
        R"({"Module":{"pallet":"Balances","error":"InsufficientBalance","docs":"Balance too low to send value."}})");
    EXPECT_EQ(show(error, "03fe02000000"_hex), R"({"Module":{"pallet":254,"error":"0x02000000","docs":""}})");
    EXPECT_EQ(show(error, "0701"_hex), R"({"Token":"OnlyProvider"})");
}

TEST_F(KusamaMetadata, NumbersBeyondThoseOfJavaScriptAreStrings) {
    const auto primitive = [&](uint8_t which) {
        for (const Type& one : metadata->model().types) {
            const auto* found = std::get_if<Primitive>(&one.definition);
            if (found != nullptr && found->which == which) return one.id.value;
        }
        return uint32_t{0};
    };
    constexpr uint8_t kU64 = 6;
    EXPECT_EQ(show(primitive(kU64), scale::encode(uint64_t{1} << 53)), "9007199254740992");
    EXPECT_EQ(show(primitive(kU64), scale::encode((uint64_t{1} << 53) + 1)), R"("9007199254740993")");
}

TEST_F(KusamaMetadata, KeysTellTheirItemAndTheKeysOfTheMap) {
    const Item account{metadata->find_pallet("System"), metadata->find_entry("System", "Account")};
    const BytesView keys[] = {kAlice};
    const auto key = map_key(account, keys);
    ASSERT_TRUE(key);
    EXPECT_EQ(to_hex(BytesView(*key).first(32)), "26aa394eea5630e07c48ae0c9558cef7b99d880ec681799c0cf30e8886371da9");
    Shower shower(*metadata, {.address_prefix = 2});
    const auto shown = shower.show_key(*key);
    EXPECT_EQ(shown.pallet, "System");
    EXPECT_EQ(shown.item, "Account");
    EXPECT_EQ(serialize(shown.keys), "[\"" + std::string(kAliceAddress) + "\"]");

    const BytesView two[] = {kAlice, kAlice};
    EXPECT_FALSE(map_key(account, two));
    EXPECT_EQ(shower.show_key(as_bytes(":code")).item, ":code");
    EXPECT_EQ(shower.show_key("0102"_hex).item, "0x0102");
    // A truncated key of the map.
    EXPECT_EQ(serialize(shower.show_key(BytesView(*key).first(60)).keys),
              "[\"" + to_hex_prefixed(BytesView(*key).subspan(48, 12)) + "\"]");
}

TEST_F(KusamaMetadata, WhatIsTruncatedOrOfAnotherVersionIsRefused) {
    for (size_t size = 0; size < file.size(); size += file.size() / 40 + 1) {
        EXPECT_FALSE(Metadata::decode(to_bytes(BytesView(file).first(size)))) << size;
    }
    Bytes other = file;
    other[4] = 15;
    EXPECT_FALSE(Metadata::decode(other));
    other = file;
    other[0] = 'M';
    EXPECT_FALSE(Metadata::decode(other));
}

}  // namespace
}  // namespace serinus::metadata
