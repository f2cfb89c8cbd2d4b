#include "metadata/model.hpp"

#include <algorithm>
#include <iterator>

#include "metadata/wire.hpp"

namespace serinus::metadata {
namespace {

/// `convert` of each.
template <class From, class Convert>
auto converted(std::vector<From>&& all, Convert convert) {
    std::vector<decltype(convert(std::move(all[0])))> out;
    out.reserve(all.size());
    for (From& one : all) out.push_back(convert(std::move(one)));
    return out;
}

/// Of version 14 or 15.
std::optional<PalletStorage> storage_of(std::optional<wire::v14::PalletStorage>&& storage) {
    if (!storage) return std::nullopt;
    return PalletStorage{storage->prefix, converted(std::move(storage->entries), [](wire::v14::Entry&& one) {
                             return Entry{one.name, one.modifier, std::move(one.type), one.default_value,
                                          std::move(one.docs)};
                         })};
}
std::vector<Constant> constants_of(std::vector<wire::v14::Constant>&& constants) {
    return converted(std::move(constants), [](wire::v14::Constant&& one) {
        return Constant{one.name, one.type, one.value, std::move(one.docs)};
    });
}
Pallet pallet_of(wire::v14::Pallet&& one) {
    return {one.name,   storage_of(std::move(one.storage)),     one.calls,
            one.events, constants_of(std::move(one.constants)), one.errors,
            one.index};
}
Pallet pallet_of(wire::v15::Pallet&& one) {
    return {one.name,
            storage_of(std::move(one.storage)),
            one.calls,
            one.events,
            constants_of(std::move(one.constants)),
            one.errors,
            one.index,
            std::move(one.docs)};
}

Deprecation deprecation_of(const wire::v16::WithoutNote&) { return {}; }
Deprecation deprecation_of(const wire::v16::WithNote& one) { return {one.note, one.since}; }
std::optional<Deprecation> deprecation_of(const wire::v16::ItemDeprecation& one) {
    if (const auto* noted = std::get_if<wire::v16::WithNote>(&one)) return deprecation_of(*noted);
    if (std::holds_alternative<wire::v16::WithoutNote>(one)) return Deprecation{};
    return std::nullopt;
}
/// The type, whose deprecated cases go to `deprecated`.
std::optional<TypeId> type_of(const std::optional<wire::v16::Cases>& cases, CaseDeprecations& deprecated) {
    if (!cases) return std::nullopt;
    for (const auto& [index, one] : cases->deprecations) {
        deprecated.emplace(index, std::visit([](const auto& as) { return deprecation_of(as); },
                                             static_cast<const wire::v16::CaseDeprecation::Base&>(one)));
    }
    return cases->type;
}
Pallet pallet_of(wire::v16::Pallet&& one) {
    Pallet out;
    out.name = one.name;
    if (one.storage) {
        out.storage = PalletStorage{
            one.storage->prefix, converted(std::move(one.storage->entries), [](wire::v16::Entry&& entry) {
                return Entry{entry.name,          entry.modifier,        std::move(entry.type),
                             entry.default_value, std::move(entry.docs), deprecation_of(entry.deprecation)};
            })};
    }
    out.calls = type_of(one.calls, out.deprecated_calls);
    out.events = type_of(one.events, out.deprecated_events);
    out.constants = converted(std::move(one.constants), [](wire::v16::Constant&& constant) {
        return Constant{constant.name, constant.type, constant.value, std::move(constant.docs),
                        deprecation_of(constant.deprecation)};
    });
    out.errors = type_of(one.errors, out.deprecated_errors);
    out.index = one.index;
    out.docs = std::move(one.docs);
    out.associated_types = std::move(one.associated_types);
    out.view_functions = converted(std::move(one.view_functions), [](wire::v16::ViewFunction&& view) {
        return ViewFunction{view.id,
                            view.name,
                            std::move(view.inputs),
                            view.output,
                            std::move(view.docs),
                            deprecation_of(view.deprecation)};
    });
    out.deprecation = deprecation_of(one.deprecation);
    return out;
}

/// Of version 14 or 15: one version of extensions, all of them.
Extrinsics extrinsics_of(uint8_t version, std::vector<Extension>&& extensions) {
    Extrinsics out;
    out.versions = {version};
    std::vector<uint32_t>& all = out.extension_versions[0];
    for (uint32_t i = 0; i < extensions.size(); ++i) all.push_back(i);
    out.extensions = std::move(extensions);
    return out;
}

std::optional<TypeId> parameter_of(const std::vector<Type>& types, TypeId id, std::string_view name) {
    if (id.value >= types.size()) return std::nullopt;
    const auto& parameters = types[id.value].parameters;
    const auto found = std::ranges::find(parameters, name, &Parameter::name);
    return found == parameters.end() ? std::nullopt : found->type;
}

Model model_of(wire::v14::Metadata&& metadata) {
    Model out;
    out.extrinsic = extrinsics_of(metadata.extrinsic.version, std::move(metadata.extrinsic.extensions));
    out.extrinsic.address = parameter_of(metadata.types, metadata.extrinsic.type, "Address");
    out.extrinsic.call = parameter_of(metadata.types, metadata.extrinsic.type, "Call");
    out.extrinsic.signature = parameter_of(metadata.types, metadata.extrinsic.type, "Signature");
    out.types = std::move(metadata.types);
    out.pallets = converted(std::move(metadata.pallets), [](auto&& one) { return pallet_of(std::move(one)); });
    return out;
}

Model model_of(wire::v15::Metadata&& metadata) {
    Model out;
    out.types = std::move(metadata.types);
    out.pallets = converted(std::move(metadata.pallets), [](auto&& one) { return pallet_of(std::move(one)); });
    out.extrinsic = extrinsics_of(metadata.extrinsic.version, std::move(metadata.extrinsic.extensions));
    out.extrinsic.address = metadata.extrinsic.address;
    out.extrinsic.call = metadata.extrinsic.call;
    out.extrinsic.signature = metadata.extrinsic.signature;
    out.apis = converted(std::move(metadata.apis), [](wire::v15::Api&& one) {
        return Api{one.name,
                   converted(std::move(one.methods),
                             [](wire::v15::Method&& method) {
                                 return ApiMethod{method.name, std::move(method.inputs), method.output,
                                                  std::move(method.docs)};
                             }),
                   std::move(one.docs)};
    });
    out.outer_enums = metadata.outer_enums;
    out.custom = std::move(metadata.custom);
    return out;
}

Model model_of(wire::v16::Metadata&& metadata) {
    Model out;
    out.types = std::move(metadata.types);
    out.pallets = converted(std::move(metadata.pallets), [](auto&& one) { return pallet_of(std::move(one)); });
    out.extrinsic.versions = std::move(metadata.extrinsic.versions);
    out.extrinsic.address = metadata.extrinsic.address;
    out.extrinsic.call = metadata.extrinsic.call;
    out.extrinsic.signature = metadata.extrinsic.signature;
    out.extrinsic.extensions = std::move(metadata.extrinsic.extensions);
    for (const auto& [version, places] : metadata.extrinsic.extension_versions) {
        out.extrinsic.extension_versions.emplace(version, std::vector<uint32_t>(places.begin(), places.end()));
    }
    out.apis = converted(std::move(metadata.apis), [](wire::v16::Api&& one) {
        return Api{one.name,
                   converted(std::move(one.methods),
                             [](wire::v16::Method&& method) {
                                 return ApiMethod{method.name, std::move(method.inputs), method.output,
                                                  std::move(method.docs), deprecation_of(method.deprecation)};
                             }),
                   std::move(one.docs), one.version.value, deprecation_of(one.deprecation)};
    });
    out.outer_enums = metadata.outer_enums;
    out.custom = std::move(metadata.custom);
    return out;
}

template <class Wire>
Result<Model, std::string> decode_as(BytesView body, uint8_t version) {
    auto decoded = scale::decode<Wire>(body);
    ENSURE(decoded, std::string("the metadata cannot be decoded"));
    Model out = model_of(*std::move(decoded));
    out.version = version;
    for (const auto& [_, places] : out.extrinsic.extension_versions) {
        const bool all_there =
            std::ranges::all_of(places, [&out](uint32_t place) { return place < out.extrinsic.extensions.size(); });
        ENSURE(all_there, std::string("the metadata names an extension of transactions that it does not describe"));
    }
    return out;
}

}  // namespace

Result<Model, std::string> decode_model(BytesView encoded) {
    constexpr size_t kVersionAt = wire::kMagic.size();
    ENSURE(encoded.size() > kVersionAt + 1 && equal(encoded.first(kVersionAt), BytesView(wire::kMagic)),
           std::string("what the runtime returned is no metadata"));
    const uint8_t version = encoded[kVersionAt];
    const BytesView body = encoded.subspan(kVersionAt + 1);
    switch (version) {
        case 14:
            return decode_as<wire::v14::Metadata>(body, version);
        case 15:
            return decode_as<wire::v15::Metadata>(body, version);
        case 16:
            return decode_as<wire::v16::Metadata>(body, version);
        default:
            return Err("the metadata has version " + std::to_string(version) +
                       ", which is not supported: 14, 15 and 16 are");
    }
}

std::vector<Extension> extensions_of(const Model& model, uint8_t version) {
    std::vector<Extension> out;
    const auto found = model.extrinsic.extension_versions.find(version);
    if (found == model.extrinsic.extension_versions.end()) return out;
    for (const uint32_t place : found->second) out.push_back(model.extrinsic.extensions[place]);
    return out;
}

}  // namespace serinus::metadata
