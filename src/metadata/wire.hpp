/// Metadata as it is encoded in the versions 14, 15 and 16, behind the magic number and the byte of the version. What
/// the versions share is in model.hpp. Spec: sect-metadata; Observed: frame-metadata 23
#pragma once

#include "metadata/model.hpp"

namespace serinus::metadata::wire {

/// "meta", before everything.
inline constexpr std::array<uint8_t, 4> kMagic = {'m', 'e', 't', 'a'};

namespace v14 {

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
struct Extrinsic {
    TypeId type;
    uint8_t version = 0;
    std::vector<Extension> extensions;
};
struct Metadata {
    std::vector<Type> types;
    std::vector<Pallet> pallets;
    Extrinsic extrinsic;
    TypeId runtime;
};

}  // namespace v14

namespace v15 {

struct Pallet {
    Text name;
    std::optional<v14::PalletStorage> storage;
    std::optional<TypeId> calls, events;
    std::vector<v14::Constant> constants;
    std::optional<TypeId> errors;
    uint8_t index = 0;
    Texts docs;
};
struct Extrinsic {
    uint8_t version = 0;
    TypeId address, call, signature, extra;
    std::vector<Extension> extensions;
};
struct Method {
    Text name;
    std::vector<Argument> inputs;
    TypeId output;
    Texts docs;
};
struct Api {
    Text name;
    std::vector<Method> methods;
    Texts docs;
};
struct Metadata {
    std::vector<Type> types;
    std::vector<Pallet> pallets;
    Extrinsic extrinsic;
    TypeId runtime;
    std::vector<Api> apis;
    OuterEnums outer_enums;
    std::map<Text, CustomValue> custom;
};

}  // namespace v15

namespace v16 {

struct WithoutNote {};
struct WithNote {
    Text note;
    std::optional<Text> since;
};
using ItemDeprecation = std::variant<std::monostate, WithoutNote, WithNote>;
using CaseDeprecation = scale::Enum<scale::At<1, WithoutNote>, scale::At<2, WithNote>>;

struct Entry {
    Text name;
    uint8_t modifier = 0;
    std::variant<PlainEntry, MapEntry> type;
    BytesView default_value;
    Texts docs;
    ItemDeprecation deprecation;
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
    ItemDeprecation deprecation;
};
/// Calls, events or errors.
struct Cases {
    TypeId type;
    std::map<uint8_t, CaseDeprecation> deprecations;
};
struct ViewFunction {
    ByteArray<32> id{};
    Text name;
    std::vector<Argument> inputs;
    TypeId output;
    Texts docs;
    ItemDeprecation deprecation;
};
struct Pallet {
    Text name;
    std::optional<PalletStorage> storage;
    std::optional<Cases> calls, events;
    std::vector<Constant> constants;
    std::optional<Cases> errors;
    std::vector<AssociatedType> associated_types;
    std::vector<ViewFunction> view_functions;
    uint8_t index = 0;
    Texts docs;
    ItemDeprecation deprecation;
};
struct Extrinsic {
    std::vector<uint8_t> versions;
    TypeId address, call, signature;
    std::map<uint8_t, std::vector<scale::Compact<uint32_t>>> extension_versions;
    std::vector<Extension> extensions;
};
struct Method {
    Text name;
    std::vector<Argument> inputs;
    TypeId output;
    Texts docs;
    ItemDeprecation deprecation;
};
struct Api {
    Text name;
    std::vector<Method> methods;
    Texts docs;
    scale::Compact<uint32_t> version;
    ItemDeprecation deprecation;
};
struct Metadata {
    std::vector<Type> types;
    std::vector<Pallet> pallets;
    Extrinsic extrinsic;
    std::vector<Api> apis;
    OuterEnums outer_enums;
    std::map<Text, CustomValue> custom;
};

}  // namespace v16

}  // namespace serinus::metadata::wire
