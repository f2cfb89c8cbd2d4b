// The largest value at hand: the metadata of the real Kusama runtime, 300 KB of nested types, read with plain structs.
#include "codec/encoding_test.hpp"
#include "tests/support/data.hpp"
#include "tests/support/json.hpp"

namespace serinus::scale {
namespace {

// Version 14, as sect-metadata and scale-info define it.
using TypeId = Compact<uint32_t>;
using Docs = std::vector<std::string>;

struct Field {
    std::optional<std::string> name;
    TypeId type;
    std::optional<std::string> type_name;
    Docs docs;
};

struct Composite {
    std::vector<Field> fields;
};

struct Case {
    std::string name;
    std::vector<Field> fields;
    uint8_t index;
    Docs docs;
};

struct Cases {
    std::vector<Case> cases;
};

struct SequenceOf {
    TypeId type;
};

struct ArrayOf {
    uint32_t length;
    TypeId type;
};

struct TupleOf {
    std::vector<TypeId> types;
};

enum class Primitive : uint8_t {
    kBool,
    kChar,
    kStr,
    kU8,
    kU16,
    kU32,
    kU64,
    kU128,
    kU256,
    kI8,
    kI16,
    kI32,
    kI64,
    kI128,
    kI256
};

struct CompactOf {
    TypeId type;
};

struct BitsOf {
    TypeId store;
    TypeId order;
};

struct Parameter {
    std::string name;
    std::optional<TypeId> type;
};

struct Type {
    std::vector<std::string> path;
    std::vector<Parameter> parameters;
    std::variant<Composite, Cases, SequenceOf, ArrayOf, TupleOf, Primitive, CompactOf, BitsOf> definition;
    Docs docs;
};

struct PortableType {
    TypeId id;
    Type type;
};

enum class Modifier : uint8_t { kOptional, kDefault, kRequired };
enum class Hasher : uint8_t {
    kBlake2_128,
    kBlake2_256,
    kBlake2_128Concat,
    kTwox128,
    kTwox256,
    kTwox64Concat,
    kIdentity
};

struct PlainEntry {
    TypeId value;
};

struct MapEntry {
    std::vector<Hasher> hashers;
    TypeId key;
    TypeId value;
};

struct StorageEntry {
    std::string name;
    Modifier modifier;
    std::variant<PlainEntry, MapEntry> type;
    Bytes default_value;
    Docs docs;
};

struct Storage {
    std::string prefix;
    std::vector<StorageEntry> entries;
};

struct Constant {
    std::string name;
    TypeId type;
    Bytes value;
    Docs docs;
};

struct Pallet {
    std::string name;
    std::optional<Storage> storage;
    std::optional<TypeId> calls;
    std::optional<TypeId> events;
    std::vector<Constant> constants;
    std::optional<TypeId> errors;
    uint8_t index;
};

struct SignedExtension {
    std::string identifier;
    TypeId type;
    TypeId additional_signed;
};

struct Extrinsic {
    TypeId type;
    uint8_t version;
    std::vector<SignedExtension> signed_extensions;
};

struct Metadata {
    std::array<uint8_t, 4> magic;
    uint8_t version;
    std::vector<PortableType> types;
    std::vector<Pallet> pallets;
    Extrinsic extrinsic;
    TypeId runtime;
};

TEST(Metadata, OfKusamaIsReadAndWrittenWithoutADifference) {
    const auto path = test::shared_data("metadata/kusama-v1000000-v14.scale");
    if (!path) GTEST_SKIP() << test::kNoSharedData;
    const std::string file = test::read_file(*path);
    const BytesView bytes = as_bytes(file);
    const auto metadata = decode<Metadata>(bytes);
    ASSERT_TRUE(metadata.has_value()) << to_string(metadata.error());
    EXPECT_EQ(encoded_size(*metadata), bytes.size());
    EXPECT_TRUE(equal(encode(*metadata), bytes));

    const auto expected = test::Json::read(test::shared_data("metadata/expected.json").value());
    EXPECT_EQ(metadata->magic, (std::array<uint8_t, 4>{'m', 'e', 't', 'a'}));
    EXPECT_EQ(metadata->version, expected["metadataVersion"].unsigned_integer());
    EXPECT_EQ(metadata->types.size(), expected["types"].unsigned_integer());
    const auto pallets = expected["pallets"].items();
    ASSERT_EQ(metadata->pallets.size(), pallets.size());
    for (size_t i = 0; i < pallets.size(); ++i) {
        const Pallet& pallet = metadata->pallets[i];
        EXPECT_EQ(pallet.name, pallets[i]["name"].text());
        EXPECT_EQ(pallet.index, pallets[i]["index"].unsigned_integer());
        EXPECT_EQ(pallet.constants.size(), pallets[i]["constants"].unsigned_integer());
        EXPECT_EQ(pallet.storage ? pallet.storage->entries.size() : 0, pallets[i]["storageItems"].unsigned_integer());
        EXPECT_EQ(pallet.calls.has_value(), pallets[i]["hasCalls"].boolean());
        EXPECT_EQ(pallet.events.has_value(), pallets[i]["hasEvents"].boolean());
        EXPECT_EQ(pallet.errors.has_value(), pallets[i]["hasErrors"].boolean());
    }

    // A hundred places where it could have been cut off.
    for (size_t size = 0; size < bytes.size(); size += bytes.size() / 100) {
        EXPECT_FALSE(decode<Metadata>(bytes.first(size)).has_value()) << size;
    }
}

}  // namespace
}  // namespace serinus::scale
