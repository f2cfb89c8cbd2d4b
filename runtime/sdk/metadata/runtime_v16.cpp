#include "runtime/sdk/host/twox.hpp"
#include "runtime/sdk/metadata/deprecation.hpp"
#include "runtime/sdk/metadata/runtime.hpp"

namespace serinus::sdk::metadata {

ByteArray<32> detail::view_function_id(std::string_view pallet, std::string_view signature) {
    ByteArray<32> out{};
    std::ranges::copy(twox_128(signature), std::ranges::copy(twox_128(pallet), out.begin()).out);
    return out;
}

namespace {

std::optional<PalletEnum> pallet_enum(const Registry& registry, const std::optional<TypeId>& type) {
    if (!type) return std::nullopt;
    return PalletEnum{*type, variant_deprecations(registry[*type])};
}

PalletV16 pallet_v16(const Registry& registry, const Pallet& pallet, PalletExtras extras) {
    PalletV16 out;
    out.name = pallet.name;
    if (pallet.storage) {
        auto& storage = out.storage.emplace();
        storage.prefix = pallet.storage->prefix;
        for (const StorageEntry& one : pallet.storage->entries) {
            storage.entries.push_back(
                {one.name, one.modifier, one.type, one.default_value, one.docs, item_deprecation(one.docs)});
        }
    }
    out.calls = pallet_enum(registry, pallet.calls);
    out.events = pallet_enum(registry, pallet.events);
    for (const Constant& one : pallet.constants) {
        out.constants.push_back({one.name, one.type, one.value, one.docs, item_deprecation(one.docs)});
    }
    out.errors = pallet_enum(registry, pallet.errors);
    out.associated_types = std::move(extras.associated_types);
    out.view_functions = std::move(extras.view_functions);
    for (ViewFunction& one : out.view_functions) one.deprecation = item_deprecation(one.docs);
    out.index = pallet.index;
    out.docs = pallet.docs;
    out.deprecation = item_deprecation(pallet.docs);
    return out;
}

ApiV16 api_v16(const Api& api, uint32_t version) {
    ApiV16 out;
    out.name = api.name;
    for (const ApiMethod& one : api.methods) {
        out.methods.push_back({one.name, one.inputs, one.output, one.docs, item_deprecation(one.docs)});
    }
    out.docs = api.docs;
    out.version = version;
    out.deprecation = item_deprecation(api.docs);
    return out;
}

}  // namespace

MetadataV16 Description::v16() {
    MetadataV16 out;
    for (size_t i = 0; i < pallets_.size(); ++i) {
        out.pallets.push_back(pallet_v16(registry_, pallets_[i], extras_[i](registry_)));
    }
    for (size_t i = shared_types_; i < registry_.types().size(); ++i) names_.apply(registry_.types()[i].type);
    out.types = registry_.types();
    out.extrinsic = {formats_, address_, outer_.call, signature_, {}, extensions_};
    auto& places = out.extrinsic.extension_versions[0];
    for (uint32_t i = 0; i < extensions_.size(); ++i) places.emplace_back(i);
    for (size_t i = 0; i < apis_.size(); ++i) out.apis.push_back(api_v16(apis_[i], api_versions_[i]));
    out.outer_enums = outer_;
    return out;
}

}  // namespace serinus::sdk::metadata
