/// The metadata of a runtime as it is encoded: versions 14 and 15, which share their registry of types.
/// Spec: sect-metadata
#pragma once

#include "codec/scale.hpp"

namespace serinus::sdk::metadata {

/// The place of a type in the registry.
using TypeId = scale::Compact<uint32_t>;
using Docs = std::vector<std::string>;  ///< lines

struct Field {
    std::optional<std::string> name;
    TypeId type;
    std::optional<std::string> type_name;  ///< as the source spells it; a hint for people
    Docs docs;
};

struct Composite {
    std::vector<Field> fields;
};

struct Variant {
    std::string name;
    std::vector<Field> fields;
    uint8_t index = 0;
    Docs docs;
};

struct Variants {
    std::vector<Variant> variants;
};

struct Sequence {
    TypeId element;
};

struct Array {
    uint32_t length = 0;
    TypeId element;
};

struct Tuple {
    std::vector<TypeId> elements;
};

enum class Primitive : uint8_t { Bool, Char, Str, U8, U16, U32, U64, U128, U256, I8, I16, I32, I64, I128, I256 };

struct CompactOf {
    TypeId number;
};

struct BitSequence {
    TypeId store;
    TypeId order;
};

using Definition = std::variant<Composite, Variants, Sequence, Array, Tuple, Primitive, CompactOf, BitSequence>;

struct TypeParameter {
    std::string name;
    std::optional<TypeId> type;
};

struct Type {
    std::vector<std::string> path;
    std::vector<TypeParameter> parameters;
    Definition definition;
    Docs docs;
};

struct PortableType {
    TypeId id;
    Type type;
};

enum class Modifier : uint8_t { Optional, Default };

struct PlainEntry {
    TypeId value;
};

struct MapEntry {
    std::vector<uint8_t> hashers;  ///< kMetadataIndex of each
    TypeId key;
    TypeId value;
};

struct StorageEntry {
    std::string name;
    Modifier modifier = Modifier::Optional;
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

/// As in version 15. Version 14 has the same without docs.
struct Pallet {
    std::string name;
    std::optional<Storage> storage;
    std::optional<TypeId> calls;
    std::optional<TypeId> events;
    std::vector<Constant> constants;
    std::optional<TypeId> errors;
    uint8_t index = 0;
    Docs docs;
};

struct SignedExtension {
    std::string identifier;
    TypeId type;
    TypeId additional_signed;
};

struct ApiArgument {
    std::string name;
    TypeId type;
};

struct ApiMethod {
    std::string name;
    std::vector<ApiArgument> inputs;
    TypeId output;
    Docs docs;
};

struct Api {
    std::string name;
    std::vector<ApiMethod> methods;
    Docs docs;
};

struct OuterEnums {
    TypeId call;
    TypeId event;
    TypeId error;
};

struct CustomValue {
    TypeId type;
    Bytes value;
};

struct PalletV14 {
    std::string name;
    std::optional<Storage> storage;
    std::optional<TypeId> calls;
    std::optional<TypeId> events;
    std::vector<Constant> constants;
    std::optional<TypeId> errors;
    uint8_t index = 0;
};

struct ExtrinsicV14 {
    TypeId type;
    uint8_t version = 0;
    std::vector<SignedExtension> extensions;
};

struct ExtrinsicV15 {
    uint8_t version = 0;
    TypeId address;
    TypeId call;
    TypeId signature;
    TypeId extra;
    std::vector<SignedExtension> extensions;
};

/// "meta"
inline constexpr ByteArray<4> kMagic{'m', 'e', 't', 'a'};

struct MetadataV14 {
    ByteArray<4> magic = kMagic;
    uint8_t version = 14;
    std::vector<PortableType> types;
    std::vector<PalletV14> pallets;
    ExtrinsicV14 extrinsic;
    TypeId runtime;
};

struct MetadataV15 {
    ByteArray<4> magic = kMagic;
    uint8_t version = 15;
    std::vector<PortableType> types;
    std::vector<Pallet> pallets;
    ExtrinsicV15 extrinsic;
    TypeId runtime;
    std::vector<Api> apis;
    OuterEnums outer_enums;
    std::map<std::string, CustomValue> custom;
};

}  // namespace serinus::sdk::metadata
