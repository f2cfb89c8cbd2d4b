#include "runtime/sdk/metadata/runtime.hpp"

namespace serinus::sdk::metadata {
namespace {

constexpr uint8_t kExtrinsicFormat = 4;

/// The type behind a variant of an outer enum, spelled as the reference's macro does.
std::string outer_type_name(OuterType which, const Pallet& pallet, const Type& type) {
    if (which == OuterType::Call) {
        return "self::sp_api_hidden_includes_construct_runtime::hidden_include::dispatch\n::CallableCallFor<" +
               pallet.name + ", Runtime>";
    }
    return type.path.front() + "::" + type.path.back() + (type.parameters.empty() ? "" : "<Runtime>");
}

}  // namespace

void Description::set_outer_enum(OuterType which, const char* name, std::optional<TypeId> Pallet::* part) {
    Variants variants;
    for (const Pallet& pallet : pallets_) {
        const auto& type = pallet.*part;
        if (!type) continue;
        Field field;
        field.type = *type;
        field.type_name = outer_type_name(which, pallet, registry_[*type]);
        variants.variants.push_back({pallet.name, {std::move(field)}, pallet.index, {}});
    }
    registry_.set(registry_.outer(which), {{crate_, name}, {}, std::move(variants), {}});
}

void Description::finish(TypeNames names) {
    names_ = std::move(names);
    runtime_ = registry_.add({{crate_, "Runtime"}, {}, Composite{}, {}});
    set_outer_enum(OuterType::Call, "RuntimeCall", &Pallet::calls);
    set_outer_enum(OuterType::Event, "RuntimeEvent", &Pallet::events);
    set_outer_enum(OuterType::Error, "RuntimeError", &Pallet::errors);
    outer_ = {registry_.outer(OuterType::Call), registry_.outer(OuterType::Event), registry_.outer(OuterType::Error)};
    for (PortableType& type : registry_.types()) names_.apply(type.type);
    shared_types_ = registry_.types().size();
}

std::vector<PortableType> Description::shared_types() const {
    const auto& all = registry_.types();
    return {all.begin(), all.begin() + static_cast<ptrdiff_t>(shared_types_)};
}

MetadataV14 Description::v14() const {
    MetadataV14 out;
    out.types = shared_types();
    for (const Pallet& p : pallets_) {
        out.pallets.push_back({p.name, p.storage, p.calls, p.events, p.constants, p.errors, p.index});
    }
    out.extrinsic = {extrinsic_, kExtrinsicFormat, extensions_};
    out.runtime = runtime_;
    return out;
}

MetadataV15 Description::v15() const {
    MetadataV15 out;
    out.types = shared_types();
    out.pallets = pallets_;
    out.extrinsic = {kExtrinsicFormat, address_, outer_.call, signature_, extra_, extensions_};
    out.runtime = runtime_;
    out.apis = apis_;
    out.outer_enums = outer_;
    return out;
}

}  // namespace serinus::sdk::metadata
