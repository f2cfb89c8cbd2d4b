/// The metadata of one pallet, from its declaration.
#pragma once

#include "runtime/sdk/metadata/describe.hpp"
#include "runtime/sdk/metadata/functions.hpp"
#include "runtime/sdk/pallet.hpp"

namespace serinus::sdk::metadata {

namespace detail {

/// "pallet_x::Pallet" and "Call" make pallet_x::pallet::Call. A pallet whose module lies deeper in the reference says
/// so: `static constexpr std::string_view kMetadataScope = "pallet_x::pallet::Pallet";`.
std::vector<std::string> pallet_path(std::string_view pallet, const char* leaf);

/// What a pallet's enum says if its declaration says nothing.
Docs docs_or(Docs docs, const char* otherwise);

/// Most enums of pallets are generic over the configuration T.
template <class P, class Of>
std::vector<TypeParameter> generics(Registry& registry) {
    if constexpr (requires { typename Of::Generics; }) {
        return parameters(registry, typename Of::Generics{});
    } else if constexpr (requires { typename P::Generics; }) {
        return parameters(registry, typename P::Generics{});
    } else {
        return {{"T", {}}};
    }
}

struct AddEntries {
    Registry& registry;
    std::string_view scope;
    const std::string_view* name;
    std::vector<StorageEntry>& out;

    void one(const NoItem&) { ++name; }
    template <class Item>
    void one(const Item& item) {
        using V = typename Item::ValueType;
        StorageEntry entry;
        entry.name = std::string(*name);
        entry.docs = registry.docs(scope, *name);
        if constexpr (requires { typename Item::Hashers; }) {
            entry.type = map(typename Item::Hashers{}, static_cast<V*>(nullptr));
        } else {
            entry.type = PlainEntry{registry.id<V>()};
        }
        if constexpr (std::is_same_v<typename Item::Query, OrDefault>) {
            entry.modifier = Modifier::Default;
            entry.default_value = scale::encode(item.on_empty ? item.on_empty() : V{});
        } else {
            entry.default_value = {0};
        }
        out.push_back(std::move(entry));
        if constexpr (requires { item.counter_prefix; }) {
            out.push_back({"CounterFor" + std::string(*name),
                           Modifier::Default,
                           PlainEntry{registry.id<uint32_t>()},
                           scale::encode(uint32_t{0}),
                           {"The number of entries of `" + std::string(*name) + "`."}});
        }
        ++name;
    }
    template <class... H, class V>
    MapEntry map(Keys<H...>, V*) {
        const TypeId key = registry.id<typename sdk::detail::KeyTuple<H...>::type>();
        return {{H::kMetadataIndex...}, key, registry.id<V>()};
    }
    template <class... Item>
    void operator()(const Item&... items) {
        (one(items), ...);
    }
};

struct AddConstants {
    Registry& registry;
    std::string_view scope;
    const std::string_view* name;
    std::vector<Constant>& out;

    template <class C>
    void one(const C& value) {
        out.push_back({std::string(*name), registry.id<C>(), scale::encode(value), registry.docs(scope, *name)});
        ++name;
    }
    template <class... C>
    void operator()(const C&... values) {
        (one(values), ...);
    }
};

template <class C>
std::vector<Constant> constants(Registry& registry, const C& values) {
    std::vector<Constant> out;
    if constexpr (!std::is_empty_v<C>) {
        reflect::visit_fields(values,
                              AddConstants{registry, reflect::kTypeName<C>, reflect::kFieldNames<C>.data(), out});
    }
    return out;
}

template <uint8_t... I, class... C>
Variants call_variants(Registry& registry, List<At<I, C>...>) {
    return {{variant_of<C>(registry, I)...}};
}

template <class... E>
Variants event_variants(Registry& registry, List<E...>) {
    uint8_t index = 0;
    return {{variant_of<E>(registry, index++)...}};
}

}  // namespace detail

template <class P>
Pallet describe_pallet(Registry& registry) {
    using namespace detail;
    using T = typename P::Config;
    constexpr std::string_view kScope = [] {
        if constexpr (requires { P::kMetadataScope; }) {
            return P::kMetadataScope;
        } else {
            return reflect::kTypeName<P>;
        }
    }();
    Pallet out;
    out.name = T::kInfo.name;
    out.index = T::kInfo.index;
    if constexpr (requires { P::storage; }) {
        using S = typename P::Storage;
        out.storage.emplace().prefix = out.name;
        reflect::visit_fields(P::storage, AddEntries{registry, reflect::kTypeName<S>, reflect::kFieldNames<S>.data(),
                                                     out.storage->entries});
    }
    if constexpr (requires { typename P::Calls; }) {
        struct Nothing {};
        auto parameters = generics<P, Nothing>(registry);
        const TypeId id = registry.add({});
        registry.set(id, {pallet_path(kScope, "Call"),
                          std::move(parameters),
                          call_variants(registry, typename P::Calls{}),
                          {"The calls of this pallet."}});
        out.calls = id;
    }
    if constexpr (requires { typename P::Event; }) {
        using E = typename P::Event;
        auto parameters = generics<P, E>(registry);
        const TypeId id = registry.add({});
        registry.set(id,
                     {pallet_path(kScope, "Event"), std::move(parameters), event_variants(registry, typename E::list{}),
                      docs_or(registry.docs(reflect::kTypeName<E>), "The events of this pallet.")});
        out.events = id;
    }
    if constexpr (requires { P::Config::kConstants; }) {
        out.constants = constants(registry, P::Config::kConstants);
    } else if constexpr (requires { P::Config::constants(); }) {
        out.constants = constants(registry, P::Config::constants());
    }
    if constexpr (requires { typename P::Error; }) {
        using E = typename P::Error;
        auto parameters = generics<P, E>(registry);
        const TypeId id = registry.place<E>();  // an event may have it too
        Variants variants;
        if constexpr (std::is_enum_v<E>) {
            variants = enumerators_of<E>(registry);
        } else {
            variants = variants_of(registry, static_cast<decltype(E::v)*>(nullptr));
        }
        registry.set(id, {pallet_path(kScope, "Error"), std::move(parameters), std::move(variants),
                          docs_or(registry.docs(reflect::kTypeName<E>), "The errors of this pallet.")});
        out.errors = id;
    }
    return out;
}

/// A pallet, and how what version 16 alone shows of it is described.
struct DescribedPallet {
    Pallet pallet;
    PalletExtras (*extras)(Registry&);
};

/// Defined in the metadata file of the pallet.
template <class P>
DescribedPallet pallet_metadata(Registry& registry);

}  // namespace serinus::sdk::metadata

/// Once per pallet of a runtime, in a file of native programs.
#define SERINUS_PALLET_METADATA(...)                                                                           \
    template <>                                                                                                \
    ::serinus::sdk::metadata::DescribedPallet serinus::sdk::metadata::pallet_metadata<__VA_ARGS__>(Registry &  \
                                                                                                   registry) { \
        return {describe_pallet<__VA_ARGS__>(registry), describe_extras<__VA_ARGS__>};                         \
    }
