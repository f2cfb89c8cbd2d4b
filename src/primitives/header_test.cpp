#include "primitives/header.hpp"

#include <gtest/gtest.h>

#include "base/hex.hpp"
#include "codec/scale.hpp"
#include "primitives/block.hpp"
#include "tests/support/data.hpp"
#include "tests/support/json.hpp"

namespace serinus::primitives {
namespace {

using namespace literals;
using scale::DecodeFault;
using test::Json;

Hash256 hash_of(const Json& json) { return Hash256::from(json.hex()).value(); }

/// A header of the real Kusama, in the form of the shared data: decoded, and compared with its fields in JSON.
void expect_header(const Header& header, const Json& expected) {
    EXPECT_EQ(header.number, expected["number"].unsigned_integer());
    EXPECT_EQ(header.parent_hash, hash_of(expected["parentHash"]));
    EXPECT_EQ(header.state_root, hash_of(expected["stateRoot"]));
    EXPECT_EQ(header.extrinsics_root, hash_of(expected["extrinsicsRoot"]));
    const auto items = expected["digest"].items();
    ASSERT_EQ(header.digest.size(), items.size());
    for (size_t i = 0; i < items.size(); ++i) EXPECT_EQ(scale::encode(header.digest[i]), items[i].hex());
    EXPECT_EQ(header_hash(header), hash_of(expected["hash"]));
}

class KusamaHeaders : public testing::Test {
  protected:
    void SetUp() override {
        if (!test::shared_data("blocks")) GTEST_SKIP() << test::kNoSharedData;
    }
    static Json block(const std::string& name) { return Json::read(test::shared_data("blocks/" + name).value()); }
    static Header header(const std::string& name) {
        return scale::decode<Header>(block(name)["headerScale"].hex()).value();
    }
};

// Spec: defn-block-header
TEST_F(KusamaHeaders, AreReadAndWritten) {
    for (const auto* name : {"kusama-0-header.json", "kusama-1.json", "kusama-2-header.json"}) {
        const Json expected = block(name);
        const Bytes bytes = expected["headerScale"].hex();
        const auto decoded = scale::decode<Header>(bytes);
        ASSERT_TRUE(decoded.has_value()) << name << ": " << to_string(decoded.error());
        expect_header(*decoded, expected);
        EXPECT_EQ(scale::encode(*decoded), bytes);
    }
}

// Spec: defn-block-header-hash
TEST_F(KusamaHeaders, LinkFromBlock0ToBlock2) {
    const Header first = header("kusama-0-header.json");
    const Header second = header("kusama-1.json");
    const Header third = header("kusama-2-header.json");
    EXPECT_EQ(header_hash(first), "b0a8d493285c2df73290dfb7e61f870f17b41801197a149ca93654499ea3dafe"_hash256);
    EXPECT_EQ(second.parent_hash, header_hash(first));
    EXPECT_EQ(third.parent_hash, header_hash(second));
    EXPECT_EQ(second.number, first.number + 1);
    EXPECT_EQ(third.number, second.number + 1);
}

TEST_F(KusamaHeaders, SealSignsTheHashWithoutIt) {
    for (const auto* name : {"kusama-1.json", "kusama-2-header.json"}) {
        const Json expected = block(name);
        Header sealed = header(name);
        EXPECT_EQ(unsealed_hash(sealed), hash_of(expected["babe"]["preHash"])) << name;
        const auto seal = take_seal(sealed);
        ASSERT_TRUE(seal.has_value());
        EXPECT_EQ(seal->engine, kBabeEngine);
        EXPECT_EQ(seal->data, expected["babe"]["sealSignature"].hex());
        EXPECT_EQ(header_hash(sealed), hash_of(expected["babe"]["preHash"]));
        EXPECT_FALSE(take_seal(sealed).has_value());
        EXPECT_EQ(unsealed_hash(sealed), header_hash(sealed));
    }
}

// Spec: defn-block-body
TEST_F(KusamaHeaders, BodyIsASequenceOfByteArrays) {
    const Json expected = block("kusama-1.json");
    const Bytes bytes = expected["bodyScale"].hex();
    const auto body = scale::decode<Body>(bytes);
    ASSERT_TRUE(body.has_value());
    const auto extrinsics = expected["extrinsics"].items();
    ASSERT_EQ(body->size(), extrinsics.size());
    for (size_t i = 0; i < extrinsics.size(); ++i) EXPECT_EQ(scale::encode((*body)[i]), extrinsics[i].hex());

    const Block whole{header("kusama-1.json"), *body};
    const Bytes block_bytes = concat(expected["headerScale"].hex(), bytes);
    EXPECT_EQ(scale::encode(whole), block_bytes);
    EXPECT_EQ(scale::decode<Block>(block_bytes), whole);
}

TEST_F(KusamaHeaders, FinalizedHeaderOfTheLightSpec) {
    const Json light = Json::read(test::shared_data("light/expected.json").value())["finalizedHeader"];
    Header header{hash_of(light["parentHash"]),
                  static_cast<BlockNumber>(light["number"].unsigned_integer()),
                  hash_of(light["stateRoot"]),
                  hash_of(light["extrinsicsRoot"]),
                  {}};
    for (const Json& item : light["digest"].items()) {
        header.digest.push_back(scale::decode<DigestItem>(item.hex()).value());
    }
    expect_header(header, light);
    const Bytes stored =
        Json::read(test::shared_data("light/kusama-light.json").value())["lightSyncState"]["finalizedBlockHeader"]
            .hex();
    EXPECT_EQ(scale::encode(header), stored);
    EXPECT_EQ(scale::decode<Header>(stored), header);
}

TEST_F(KusamaHeaders, GenesisHeadersOfFiveChains) {
    const Json genesis = Json::read(test::shared_data("genesis/expected.json").value());
    size_t count = 0;
    for (const auto& [name, expected] : genesis.members()) {
        const auto header = scale::decode<Header>(expected["genesisHeaderScale"].hex());
        ASSERT_TRUE(header.has_value()) << name;
        EXPECT_EQ(header->number, 0u);
        EXPECT_EQ(header->parent_hash, Hash256{});
        EXPECT_EQ(header->state_root, hash_of(expected["genesisStateRoot"]));
        EXPECT_EQ(header_hash(*header), hash_of(expected["genesisHash"])) << name;
        ++count;
    }
    EXPECT_EQ(count, 5u);
}

/// Block 2 of Kusama: two digest items.
Bytes block_2() {
    return "cd9b8e2fc2f57c4570a86319b005832080e0c478ab41ae5d44e23705872f5ad308ff96cefb2d877df682e0366a5ff531d07867d1773"
           "9"
           "c85de11a5800c20a80e5cc4f85e81f387152fa6f3d202c95dc3961ea81e542868c74766a42ffa6cb310d5f080642414245340203000"
           "0"
           "00f255a50f00000000054241424501011e5eae06b241b8c9ab5c35f81621820dae4cac0e32002a784dbc233cc110fa7b75e3fe46f99"
           "7"
           "3333839b2897d6cab39b6b61e62f5633af045ea7e0147b9b6382"_hex;
}

TEST(Header, EveryTruncationAndOneByteTooManyAreFaults) {
    const Bytes whole = block_2();
    ASSERT_TRUE(scale::decode<Header>(whole).has_value());
    for (size_t size = 0; size < whole.size(); ++size) {
        EXPECT_FALSE(scale::decode<Header>(BytesView(whole).first(size)).has_value()) << size;
    }
    EXPECT_EQ(scale::decode<Header>(concat(whole, "00"_hex)).error().fault, DecodeFault::kTrailingBytes);
}

// Spec: defn-digest
TEST(DigestItem, KindsHaveTheIndicesOfTheSpecification) {
    using namespace digest;
    const auto expect = [](const DigestItem& item, const Bytes& bytes) {
        EXPECT_EQ(scale::encode(item), bytes);
        EXPECT_EQ(scale::decode<DigestItem>(bytes), item);
    };
    expect(Other{"0102"_hex}, "00080102"_hex);
    expect(Consensus{kGrandpaEngine, "01"_hex}, "0446524e4b0401"_hex);
    expect(Seal{kBabeEngine, {}}, "054241424500"_hex);
    expect(PreRuntime{kBabeEngine, "ff"_hex}, "064241424504ff"_hex);
    expect(RuntimeEnvironmentUpdated{}, "08"_hex);
}

TEST(DigestItem, OtherIndicesAreRefused) {
    for (int index = 0; index < 256; ++index) {
        if (index == 0 || (index >= 4 && index <= 6) || index == 8) continue;
        const auto item = scale::decode<DigestItem>(concat(Bytes{static_cast<uint8_t>(index)}, Bytes(20)));
        ASSERT_FALSE(item.has_value()) << index;
        EXPECT_EQ(item.error().fault, DecodeFault::kUnknownVariant);
        EXPECT_EQ(item.error().found, static_cast<uint64_t>(index));
    }
}

TEST(Header, FaultNamesItsPlaceAndTheWayToIt) {
    Bytes bytes = block_2();
    bytes[0x62] = 7;  // the index of the first digest item: 32 + 1 + 32 + 32 bytes and the number of items before it
    const auto header = scale::decode<Header>(bytes);
    ASSERT_FALSE(header.has_value());
    EXPECT_EQ(to_string(header.error()),
              "offset 98: no variant has this index (7) in serinus::primitives::Header[4] > sequence[0]");
}

TEST(Header, SealIsOnlyTheLastItem) {
    Header header;
    header.digest = {digest::Seal{kBabeEngine, {}}, digest::PreRuntime{kBabeEngine, {}}};
    EXPECT_FALSE(take_seal(header).has_value());
    EXPECT_EQ(header.digest.size(), 2u);
}

}  // namespace
}  // namespace serinus::primitives
