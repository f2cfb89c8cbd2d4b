/// What metadata says, of whichever version: 16, with gaps where 14 and 15 say nothing. Names and values are views into
/// the encoding. Spec: sect-metadata
#pragma once

#include <map>
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
/// That something should not be used any more.
struct Deprecation {
    Text note;  ///< empty: none
    std::optional<Text> since;
};
/// By the index of the case of an enum.
using CaseDeprecations = std::map<uint8_t, Deprecation>;

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
    std::optional<Deprecation> deprecation = {};  ///< version 16
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
    std::optional<Deprecation> deprecation = {};  ///< version 16
};
/// A type that the configuration of a pallet names.
struct AssociatedType {
    Text name;
    TypeId type;
    Texts docs;
};
struct Argument {
    Text name;
    TypeId type;
};
/// A function of a pallet that is called from outside, by its id, and only reads.
struct ViewFunction {
    ByteArray<32> id{};
    Text name;
    std::vector<Argument> inputs;
    TypeId output;
    Texts docs;
    std::optional<Deprecation> deprecation;
};
struct Pallet {
    Text name;
    std::optional<PalletStorage> storage;
    std::optional<TypeId> calls, events;
    std::vector<Constant> constants;
    std::optional<TypeId> errors;
    uint8_t index = 0;
    Texts docs = {};  ///< from version 15; all below are of version 16
    std::vector<AssociatedType> associated_types = {};
    std::vector<ViewFunction> view_functions = {};
    CaseDeprecations deprecated_calls = {}, deprecated_events = {}, deprecated_errors = {};
    std::optional<Deprecation> deprecation = {};
};
/// Of transactions.
struct Extension {
    Text identifier;
    TypeId in_extrinsic, in_payload;
};
struct Extrinsics {
    /// Of the format of extrinsics: {4}, {4, 5}.
    std::vector<uint8_t> versions;
    /// Version 14 names them as parameters of the extrinsic's type, if at all.
    std::optional<TypeId> address, call, signature;
    /// All that there are in any version of the extensions.
    std::vector<Extension> extensions;
    /// Their places in `extensions`, in the order of encoding. Signed extrinsics of format 4 have those of version 0.
    std::map<uint8_t, std::vector<uint32_t>> extension_versions;
};
struct ApiMethod {
    Text name;
    std::vector<Argument> inputs;
    TypeId output;
    Texts docs;
    std::optional<Deprecation> deprecation = {};  ///< version 16
};
/// A runtime API.
struct Api {
    Text name;
    std::vector<ApiMethod> methods;
    Texts docs;
    std::optional<uint32_t> version = {};         ///< version 16
    std::optional<Deprecation> deprecation = {};  ///< version 16
};
struct OuterEnums {
    TypeId call, event, error;
};
struct CustomValue {
    TypeId type;
    BytesView value;
};
struct Model {
    uint8_t version = 0;  ///< of the metadata that this was read from
    std::vector<Type> types;
    std::vector<Pallet> pallets;
    Extrinsics extrinsic;
    std::vector<Api> apis;                  ///< from version 15
    std::optional<OuterEnums> outer_enums;  ///< from version 15
    std::map<Text, CustomValue> custom;     ///< from version 15
};

/// Reads metadata of version 14, 15 or 16, without a length before it. `encoded` must outlive the result. Ids of types
/// are not checked: some may be of no type. The error is a sentence.
Result<Model, std::string> decode_model(BytesView encoded);

/// The extensions of a version of them, in the order of encoding; those of version 0 by default. Empty: there is no
/// such version.
std::vector<Extension> extensions_of(const Model& model, uint8_t version = 0);

}  // namespace serinus::metadata
