#include "tools/compose/extensions.hpp"

#include <boost/json.hpp>

#include "metadata/shower.hpp"

namespace serinus::compose {
namespace {

using metadata::Extension;
using metadata::Metadata;

/// Spec: defn-extrinsic-mortality
constexpr uint64_t kLeastPeriod = 4, kMostPeriod = 65536;
constexpr uint64_t kPhaseSteps = 4096;

uint64_t phase_step(uint64_t period) { return std::max<uint64_t>(period / kPhaseSteps, 1); }

/// Whether values of the type take no bytes.
bool is_empty(const Metadata& metadata, uint32_t type) { return metadata::Shower(metadata).show(type, {}).has_value(); }

bool is_value(const Metadata& metadata, uint32_t type, BytesView bytes) {
    return metadata::Shower(metadata).show(type, bytes).has_value();
}

/// VerifySignature and its later name, in the form of no signature: the case Disabled.
bool is_of_signature(std::string_view identifier) {
    return identifier == "VerifySignature" || identifier == "VerifyMultiSignature";
}

Bytes disabled_signature() { return {1}; }

/// By the identifier; nullopt: it is not known.
std::optional<ExtensionBytes> known_extension(std::string_view name, const Terms& terms) {
    ExtensionBytes out;
    out.identifier = name;
    const bool is_of_payment_in_assets = name == "ChargeAssetTxPayment";
    if (name == "CheckSpecVersion") {
        out.in_payload = scale::encode(terms.spec_version);
    } else if (name == "CheckTxVersion") {
        out.in_payload = scale::encode(terms.transaction_version);
    } else if (name == "CheckGenesis") {
        out.in_payload = scale::encode(terms.genesis_hash);
    } else if (name == "CheckMortality" || name == "CheckEra") {
        out.in_extrinsic = terms.mortality ? terms.mortality->encoded() : Bytes{0};
        out.in_payload = scale::encode(terms.mortality ? terms.birth_hash : terms.genesis_hash);
    } else if (name == "CheckNonce") {
        out.in_extrinsic = scale::encode(scale::Compact<uint64_t>(terms.nonce));
    } else if (name == "ChargeTransactionPayment" || is_of_payment_in_assets) {
        out.in_extrinsic = scale::encode(scale::Compact<uint128_t>(terms.tip));
        if (is_of_payment_in_assets) out.in_extrinsic.push_back(0);  // in the chain's own token
    } else if (name == "CheckMetadataHash") {
        out.in_extrinsic = {terms.metadata_hash ? uint8_t{1} : uint8_t{0}};
        out.in_payload = scale::encode(terms.metadata_hash);
    } else if (is_of_signature(name)) {
        out.in_extrinsic = disabled_signature();
        out.carries_signature = true;
    } else {
        return std::nullopt;
    }
    return out;
}

}  // namespace

Mortality Mortality::from(uint64_t period, uint64_t block) {
    Mortality out{.period = std::bit_ceil(std::clamp(period, kLeastPeriod, kMostPeriod))};
    const uint64_t step = phase_step(out.period);
    out.phase = block % out.period / step * step;
    return out;
}

uint64_t Mortality::birth(uint64_t block) const noexcept {
    return (std::max(block, phase) - phase) / period * period + phase;
}

Bytes Mortality::encoded() const {
    const auto low = static_cast<uint16_t>(std::clamp(std::countr_zero(period) - 1, 1, 15));
    const auto high = static_cast<uint16_t>(phase / phase_step(period) << 4);
    return scale::encode(static_cast<uint16_t>(low | high));
}

Result<std::vector<ExtensionBytes>, std::string> encode_extensions(const Metadata& metadata, uint8_t extension_version,
                                                                   const Terms& terms) {
    const auto& versions = metadata.model().extrinsic.extension_versions;
    ENSURE(versions.contains(extension_version),
           "the chain has no version " + std::to_string(extension_version) + " of the extensions of transactions");
    std::vector<ExtensionBytes> out;
    for (const Extension& one : extensions_of(metadata.model(), extension_version)) {
        const std::string name(one.identifier);
        auto known = known_extension(one.identifier, terms);
        if (!known) {
            ENSURE(is_empty(metadata, one.in_extrinsic) && is_empty(metadata, one.in_payload),
                   "transactions of this chain have the extension " + name +
                       ", whose content is not known here: compose this one with a wallet or a tool of that chain");
            known = ExtensionBytes{.identifier = name, .in_extrinsic = {}, .in_payload = {}};
        }
        const bool fits = is_value(metadata, one.in_extrinsic, known->in_extrinsic) &&
                          is_value(metadata, one.in_payload, known->in_payload);
        ENSURE(fits,
               "the extension " + name +
                   " has another form on this chain: compose this transaction with a wallet or a tool of that chain");
        out.push_back(*std::move(known));
    }
    return out;
}

bool has_metadata_hash(const Metadata& metadata, uint8_t extension_version) {
    const auto all = extensions_of(metadata.model(), extension_version);
    return std::ranges::find(all, "CheckMetadataHash", &Extension::identifier) != all.end();
}

}  // namespace serinus::compose
