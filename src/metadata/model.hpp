/// Metadata of version 14 as it is encoded; names and values are views into the encoding.
/// Spec: sect-metadata
#pragma once

#include <variant>

#include "codec/scale.hpp"

namespace serinus::metadata {

using TypeId = scale::Compact<uint32_t>;
using Text = std::string_view;
using Texts = std::vector<Text>;

struct Field {
    std::optional<Text> name;
    TypeId type;
    std::optional<Text> type_name;
    Texts docs;
};
struct Composite {
    std::vector<Field> fields;
};
struct Case {
    Text name;
    std::vector<Field> fields;
    uint8_t index = 0;
    Texts docs;
};
struct Cases {
    std::vector<Case> cases;
};
struct Sequence {
    TypeId type;
};
struct Array {
    uint32_t length = 0;
    TypeId type;
};
struct Tuple {
    std::vector<TypeId> types;
};
struct Primitive {
    uint8_t which = 0;
};
struct CompactOf {
    TypeId type;
};
struct Bits {
    TypeId store, order;
};
struct Parameter {
    Text name;
    std::optional<TypeId> type;
};
struct Type {
    TypeId id;
    Texts path;
    std::vector<Parameter> parameters;
    std::variant<Composite, Cases, Sequence, Array, Tuple, Primitive, CompactOf, Bits> definition;
    Texts docs;
};
struct PlainEntry {
    TypeId value;
};
struct MapEntry {
    std::vector<uint8_t> hashers;
    TypeId key, value;
};
struct Entry {
    Text name;
    uint8_t modifier = 0;
    std::variant<PlainEntry, MapEntry> type;
    BytesView default_value;
    Texts docs;
};
struct PalletStorage {
    Text prefix;
    std::vector<Entry> entries;
};
struct Constant {
    Text name;
    TypeId type;
    BytesView value;
    Texts docs;
};
struct Pallet {
    Text name;
    std::optional<PalletStorage> storage;
    std::optional<TypeId> calls, events;
    std::vector<Constant> constants;
    std::optional<TypeId> errors;
    uint8_t index = 0;
};
struct Extension {
    Text identifier;
    TypeId in_extrinsic, in_payload;
};
struct ExtrinsicType {
    TypeId type;
    uint8_t version = 0;
    std::vector<Extension> extensions;
};
struct Model {
    std::array<uint8_t, 4> magic{};
    uint8_t version = 0;
    std::vector<Type> types;
    std::vector<Pallet> pallets;
    ExtrinsicType extrinsic;
    TypeId runtime;
};

}  // namespace serinus::metadata
