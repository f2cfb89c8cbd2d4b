/// Metadata of version 16 as it is encoded: besides what version 15 says, what is deprecated, which versions APIs and
/// extensions of transactions have, and of pallets their view functions and types of their configurations. Spec:
/// sect-metadata; Observed: frame-metadata 23
#pragma once

#include "runtime/sdk/metadata/model.hpp"

namespace serinus::sdk::metadata {

struct NotDeprecated {};
struct DeprecatedWithoutNote {};
struct Deprecated {
    std::string note;
    std::optional<std::string> since;
};
using ItemDeprecation = std::variant<NotDeprecated, DeprecatedWithoutNote, Deprecated>;
using VariantDeprecation = scale::Enum<scale::At<1, DeprecatedWithoutNote>, scale::At<2, Deprecated>>;

struct StorageEntryV16 {
    std::string name;
    Modifier modifier = Modifier::Optional;
    std::variant<PlainEntry, MapEntry> type;
    Bytes default_value;
    Docs docs;
    ItemDeprecation deprecation;
};

struct StorageV16 {
    std::string prefix;
    std::vector<StorageEntryV16> entries;
};

struct ConstantV16 {
    std::string name;
    TypeId type;
    Bytes value;
    Docs docs;
    ItemDeprecation deprecation;
};

/// The calls, events or errors of a pallet.
struct PalletEnum {
    TypeId type;
    std::map<uint8_t, VariantDeprecation> deprecations;  ///< by the index of the variant
};

struct AssociatedType {
    std::string name;
    TypeId type;
    Docs docs;
};

struct ViewFunction {
    ByteArray<32> id{};
    std::string name;
    std::vector<ApiArgument> inputs;
    TypeId output;
    Docs docs;
    ItemDeprecation deprecation;
};

struct PalletV16 {
    std::string name;
    std::optional<StorageV16> storage;
    std::optional<PalletEnum> calls;
    std::optional<PalletEnum> events;
    std::vector<ConstantV16> constants;
    std::optional<PalletEnum> errors;
    std::vector<AssociatedType> associated_types;
    std::vector<ViewFunction> view_functions;
    uint8_t index = 0;
    Docs docs;
    ItemDeprecation deprecation;
};

struct ExtrinsicV16 {
    std::vector<uint8_t> formats;  ///< of extrinsics
    TypeId address, call, signature;
    std::map<uint8_t, std::vector<scale::Compact<uint32_t>>> extension_versions;  ///< places in `extensions`
    std::vector<SignedExtension> extensions;
};

struct ApiMethodV16 {
    std::string name;
    std::vector<ApiArgument> inputs;
    TypeId output;
    Docs docs;
    ItemDeprecation deprecation;
};

struct ApiV16 {
    std::string name;
    std::vector<ApiMethodV16> methods;
    Docs docs;
    scale::Compact<uint32_t> version;
    ItemDeprecation deprecation;
};

struct MetadataV16 {
    ByteArray<4> magic = kMagic;
    uint8_t version = 16;
    std::vector<PortableType> types;
    std::vector<PalletV16> pallets;
    ExtrinsicV16 extrinsic;
    std::vector<ApiV16> apis;
    OuterEnums outer_enums;
    std::map<std::string, CustomValue> custom;
};

}  // namespace serinus::sdk::metadata
