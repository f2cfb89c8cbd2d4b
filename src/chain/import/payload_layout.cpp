#include <utility>

#include "chain/import/signed_payload.hpp"
#include "codec/scale.hpp"

namespace serinus::chain {
namespace {

// Metadata of version 14, as far as it must be read to pass it; names and values are views into it.
using TypeId = scale::Compact<uint32_t>;
using Text = std::string_view;
using Texts = std::vector<Text>;

struct MetadataField {
    std::optional<Text> name;
    TypeId type;
    std::optional<Text> type_name;
    Texts docs;
};
struct MetadataComposite {
    std::vector<MetadataField> fields;
};
struct MetadataCase {
    Text name;
    std::vector<MetadataField> fields;
    uint8_t index = 0;
    Texts docs;
};
struct MetadataCases {
    std::vector<MetadataCase> cases;
};
struct MetadataSequence {
    TypeId type;
};
struct MetadataArray {
    uint32_t length = 0;
    TypeId type;
};
struct MetadataTuple {
    std::vector<TypeId> types;
};
struct MetadataPrimitive {
    uint8_t which = 0;
};
struct MetadataCompact {
    TypeId type;
};
struct MetadataBits {
    TypeId store, order;
};
struct MetadataParameter {
    Text name;
    std::optional<TypeId> type;
};
struct MetadataType {
    TypeId id;
    Texts path;
    std::vector<MetadataParameter> parameters;
    std::variant<MetadataComposite, MetadataCases, MetadataSequence, MetadataArray, MetadataTuple, MetadataPrimitive,
                 MetadataCompact, MetadataBits>
        definition;
    Texts docs;
};
struct MetadataPlain {
    TypeId value;
};
struct MetadataMap {
    std::vector<uint8_t> hashers;
    TypeId key, value;
};
struct MetadataEntry {
    Text name;
    uint8_t modifier = 0;
    std::variant<MetadataPlain, MetadataMap> type;
    BytesView default_value;
    Texts docs;
};
struct MetadataStorage {
    Text prefix;
    std::vector<MetadataEntry> entries;
};
struct MetadataConstant {
    Text name;
    TypeId type;
    BytesView value;
    Texts docs;
};
struct MetadataPallet {
    Text name;
    std::optional<MetadataStorage> storage;
    std::optional<TypeId> calls, events;
    std::vector<MetadataConstant> constants;
    std::optional<TypeId> errors;
    uint8_t index = 0;
};
struct MetadataExtension {
    Text identifier;
    TypeId in_extrinsic, in_payload;
};
struct MetadataExtrinsic {
    TypeId type;
    uint8_t version = 0;
    std::vector<MetadataExtension> extensions;
};
struct RuntimeMetadata {
    std::array<uint8_t, 4> magic{};
    uint8_t version = 0;
    std::vector<MetadataType> types;
    std::vector<MetadataPallet> pallets;
    MetadataExtrinsic extrinsic;
    TypeId runtime;
};

/// Whether values of the type take no bytes.
bool is_empty(const std::vector<MetadataType>& types, uint32_t id, int depth = 8) {
    if (id >= types.size() || types[id].id.value != id || depth == 0) return false;
    if (const auto* tuple = std::get_if<MetadataTuple>(&types[id].definition)) {
        return std::ranges::all_of(tuple->types, [&](TypeId one) { return is_empty(types, one.value, depth - 1); });
    }
    const auto* composite = std::get_if<MetadataComposite>(&types[id].definition);
    return composite != nullptr && std::ranges::all_of(composite->fields, [&](const MetadataField& field) {
               return is_empty(types, field.type.value, depth - 1);
           });
}

/// Observed: frame-system, pallet-transaction-payment and frame-metadata-hash-extension of polkadot-stable2407
std::optional<SignedExtension> extension_of(Text name) {
    constexpr std::pair<Text, SignedExtension> kKnown[] = {
        {"CheckSpecVersion", SignedExtension::kSpecVersion}, {"CheckTxVersion", SignedExtension::kTransactionVersion},
        {"CheckGenesis", SignedExtension::kGenesis},         {"CheckMortality", SignedExtension::kMortality},
        {"CheckEra", SignedExtension::kMortality},           {"CheckNonce", SignedExtension::kNonce},
        {"ChargeTransactionPayment", SignedExtension::kTip}, {"CheckMetadataHash", SignedExtension::kMetadataHash},
    };
    for (const auto& [known, extension] : kKnown) {
        if (known == name) return extension;
    }
    return std::nullopt;
}

}  // namespace

std::optional<PayloadLayout> payload_layout_of(BytesView metadata) {
    constexpr std::array<uint8_t, 4> kMagic = {'m', 'e', 't', 'a'};
    const auto opaque = scale::decode<BytesView>(metadata);
    if (!opaque || opaque->size() < 5 || (*opaque)[4] != 14) return std::nullopt;
    const auto decoded = scale::decode<RuntimeMetadata>(*opaque);
    if (!decoded || decoded->magic != kMagic || decoded->extrinsic.version != 4) return std::nullopt;
    PayloadLayout out;
    for (const MetadataExtension& one : decoded->extrinsic.extensions) {
        if (is_empty(decoded->types, one.in_extrinsic.value) && is_empty(decoded->types, one.in_payload.value)) {
            out.push_back(SignedExtension::kNothing);
        } else if (const auto known = extension_of(one.identifier)) {
            out.push_back(*known);
        } else {
            return std::nullopt;
        }
    }
    return out;
}

}  // namespace serinus::chain
