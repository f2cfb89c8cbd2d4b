#include <utility>

#include "chain/import/signed_payload.hpp"
#include "codec/scale.hpp"
#include "metadata/model.hpp"

namespace serinus::chain {
namespace {

using metadata::Text;

/// Whether values of the type take no bytes.
bool is_empty(const std::vector<metadata::Type>& types, uint32_t id, int depth = 8) {
    if (id >= types.size() || types[id].id.value != id || depth == 0) return false;
    if (const auto* tuple = std::get_if<metadata::Tuple>(&types[id].definition)) {
        return std::ranges::all_of(tuple->types,
                                   [&](metadata::TypeId one) { return is_empty(types, one.value, depth - 1); });
    }
    const auto* composite = std::get_if<metadata::Composite>(&types[id].definition);
    return composite != nullptr && std::ranges::all_of(composite->fields, [&](const metadata::Field& field) {
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
    constexpr uint8_t kVersion = 4;
    const auto decoded = metadata::decode_model(metadata);
    if (!decoded || std::ranges::find(decoded->extrinsic.versions, kVersion) == decoded->extrinsic.versions.end())
        return std::nullopt;
    PayloadLayout out;
    for (const metadata::Extension& one : metadata::extensions_of(*decoded)) {
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
