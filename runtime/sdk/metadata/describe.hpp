/// Descriptions of types by their shapes: what the codec can encode, the metadata can describe.
#pragma once

#include "base/reflect_names.hpp"
#include "codec/boxed.hpp"
#include "primitives/header.hpp"
#include "runtime/npos/compact_solution.hpp"
#include "runtime/sdk/bounded.hpp"
#include "runtime/sdk/call.hpp"
#include "runtime/sdk/metadata/registry.hpp"
#include "runtime/sdk/transaction_validity.hpp"

namespace serinus::sdk {
struct RuntimeEvent;
}
namespace serinus::frame_system {
struct LastRuntimeUpgradeInfo;
}
namespace serinus::sp_version {
struct RuntimeVersion;
}
namespace serinus::sp_runtime {
struct MultiSignature;
}
namespace serinus::sp_runtime::generic::digest {
struct Digest;
}
namespace serinus::sp_runtime::generic::era {
struct Era;
}

namespace serinus::sdk::metadata {

namespace detail {

template <class... F>
std::vector<TypeId> ids_of(Registry& registry, reflect::TypeList<F...>) {
    return {registry.id<F>()...};  // braces: from the first to the last
}

template <FixedString kName, class T>
TypeParameter parameter(Registry& registry, Param<kName, T>) {
    TypeParameter out{std::string(kName.view()), {}};
    if constexpr (!std::is_void_v<T>) out.type = registry.id<T>();
    return out;
}

template <class... P>
std::vector<TypeParameter> parameters(Registry& registry, List<P...>) {
    return {parameter(registry, P{})...};
}

template <class T>
std::vector<TypeParameter> parameters_of(Registry& registry) {
    return parameters(registry, typename ParamsOf<T>::type{});
}

/// The fields of an aggregate.
template <class T>
std::vector<Field> fields_of(Registry& registry) {
    std::vector<Field> out;
    if constexpr (!std::is_empty_v<T>) {
        const auto ids = ids_of(registry, reflect::FieldTypes<T>{});
        for (size_t i = 0; i < ids.size(); ++i) {
            out.push_back(registry.field(reflect::kTypeName<T>, reflect::kFieldNames<T>[i], ids[i]));
        }
    }
    return out;
}

/// A struct as a variant of an enum: its name, its fields.
template <class T>
Variant variant_of(Registry& registry, uint8_t index) {
    auto fields = fields_of<T>(registry);
    return {std::string(reflect::kLeafName<T>), std::move(fields), index, registry.docs(reflect::kTypeName<T>)};
}

template <class... T>
Variants variants_of(Registry& registry, const std::variant<T...>*) {
    uint8_t index = 0;
    return {{variant_of<T>(registry, index++)...}};
}

template <uint8_t... I, class... T>
Variants variants_of(Registry& registry, const scale::Enum<At<I, T>...>*) {
    return {{variant_of<T>(registry, I)...}};
}

/// An enum without data.
template <class E>
Variants enumerators_of(Registry& registry) {
    static_cast<void>(reflect::detail::kDefined<E>);
    Variants out;
    for (auto& [name, value] : enumerators_in(reflect::detail::pretty_values_of<E>(std::make_index_sequence<256>{}))) {
        out.variants.push_back({name, {}, value, registry.docs(reflect::kTypeName<E>, name)});
    }
    return out;
}

template <class T>
inline constexpr bool kIsVariant = false;
template <class... T>
inline constexpr bool kIsVariant<std::variant<T...>> = true;
template <class... C>
inline constexpr bool kIsVariant<scale::Enum<C...>> = true;

/// An enum with data: a struct whose only member is the variant `v`.
template <class T>
concept DataEnum = requires(T t) { requires kIsVariant<decltype(T::v)>; };

/// An empty name is none.
inline Field unnamed_field(TypeId type, std::string type_name) {
    Field out;
    out.type = type;
    if (!type_name.empty()) out.type_name = std::move(type_name);
    return out;
}

inline Type wrapper(std::vector<std::string> path, TypeId inner, std::string type_name) {
    return {std::move(path), {}, Composite{{unnamed_field(inner, std::move(type_name))}}, {}};
}

}  // namespace detail

/// The general case: an aggregate, an enum, or an enum with data.
template <class T>
struct Describe {
    static Type of(Registry& registry) {
        Type out;
        out.path = path_of(reflect::kTypeName<T>);
        out.parameters = detail::parameters_of<T>(registry);
        if constexpr (detail::DataEnum<T>) {
            out.definition = detail::variants_of(registry, static_cast<decltype(T::v)*>(nullptr));
        } else {
            static_assert(std::is_aggregate_v<T>, "this type's shape does not say what the metadata shows: specialise");
            out.definition = Composite{detail::fields_of<T>(registry)};
        }
        out.docs = registry.docs(reflect::kTypeName<T>);
        return out;
    }
};

template <class E>
    requires std::is_enum_v<E>
struct Describe<E> {
    static Type of(Registry& registry) {
        return {path_of(reflect::kTypeName<E>),
                {},
                detail::enumerators_of<E>(registry),
                registry.docs(reflect::kTypeName<E>)};
    }
};

template <Primitive kPrimitive>
struct DescribePrimitive {
    static Type of(Registry&) { return {{}, {}, kPrimitive, {}}; }
};
template <>
struct Describe<bool> : DescribePrimitive<Primitive::Bool> {};
template <>
struct Describe<std::string> : DescribePrimitive<Primitive::Str> {};
template <>
struct Describe<uint8_t> : DescribePrimitive<Primitive::U8> {};
template <>
struct Describe<uint16_t> : DescribePrimitive<Primitive::U16> {};
template <>
struct Describe<uint32_t> : DescribePrimitive<Primitive::U32> {};
template <>
struct Describe<uint64_t> : DescribePrimitive<Primitive::U64> {};
template <>
struct Describe<uint128_t> : DescribePrimitive<Primitive::U128> {};
template <>
struct Describe<int8_t> : DescribePrimitive<Primitive::I8> {};
template <>
struct Describe<int16_t> : DescribePrimitive<Primitive::I16> {};
template <>
struct Describe<int32_t> : DescribePrimitive<Primitive::I32> {};
template <>
struct Describe<int64_t> : DescribePrimitive<Primitive::I64> {};
template <>
struct Describe<int128_t> : DescribePrimitive<Primitive::I128> {};

// Other spellings of a type.
template <>
struct Describe<std::string_view> {
    using Alias = std::string;
};
template <class T, size_t N>
struct Describe<std::span<T, N>> {
    using Alias = std::vector<std::remove_cv_t<T>>;
};
template <class T>
struct Describe<Box<T>> {
    using Alias = T;
};
template <class T>
struct Describe<scale::Boxed<T>> {
    using Alias = T;
};
template <class T>
struct Describe<std::unique_ptr<T>> {
    using Alias = T;
};
template <>
struct Describe<void> {
    using Alias = Unit;
};

template <>
struct Describe<Unit> {
    static Type of(Registry&) { return {{}, {}, Tuple{}, {}}; }
};

template <class T>
struct Describe<std::vector<T>> {
    static Type of(Registry& registry) { return {{}, {}, Sequence{registry.id<T>()}, {}}; }
};

template <class T, size_t N>
struct Describe<std::array<T, N>> {
    static Type of(Registry& registry) { return {{}, {}, Array{N, registry.id<T>()}, {}}; }
};

template <class... T>
struct Describe<std::tuple<T...>> {
    static Type of(Registry& registry) { return {{}, {}, Tuple{{registry.id<T>()...}}, {}}; }
};
template <class A, class B>
struct Describe<std::pair<A, B>> {
    using Alias = std::tuple<A, B>;
};

template <class T>
struct Describe<Compact<T>> {
    static Type of(Registry& registry) { return {{}, {}, CompactOf{registry.id<T>()}, {}}; }
};

template <class T>
struct Describe<std::optional<T>> {
    static Type of(Registry& registry) {
        const TypeId some = registry.id<T>();
        return {{"Option"}, {{"T", some}}, Variants{{{"None", {}, 0, {}}, {"Some", {{{}, some, {}, {}}}, 1, {}}}}, {}};
    }
};

template <class T, class E>
struct Describe<Result<T, E>> {
    static Type of(Registry& registry) {
        const TypeId value = registry.id<T>();
        const TypeId error = registry.id<E>();
        return {{"Result"},
                {{"T", value}, {"E", error}},
                Variants{{{"Ok", {{{}, value, {}, {}}}, 0, {}}, {"Err", {{{}, error, {}, {}}}, 1, {}}}},
                {}};
    }
};

template <class K, class V>
struct Describe<std::map<K, V>> {
    static Type of(Registry& registry) {
        const TypeId key = registry.id<K>();
        const TypeId value = registry.id<V>();
        const TypeId entries = registry.id<std::vector<std::tuple<K, V>>>();
        return {{"BTreeMap"}, {{"K", key}, {"V", value}}, Composite{{{{}, entries, {}, {}}}}, {}};
    }
};

template <class K>
struct Describe<std::set<K>> {
    static Type of(Registry& registry) {
        const TypeId key = registry.id<K>();
        return {{"BTreeSet"}, {{"T", key}}, Composite{{{{}, registry.id<std::vector<K>>(), {}, {}}}}, {}};
    }
};

/// The bound is no part of what the metadata shows: it is the phantom parameter S.
template <class T>
Type describe_bounded(Registry& registry, std::vector<std::string> path) {
    const TypeId element = registry.id<T>();
    Type out = detail::wrapper(std::move(path), registry.id<std::vector<T>>(), "Vec<T>");
    out.parameters = {{"T", element}, {"S", {}}};
    return out;
}
template <class T, uint32_t kMax>
struct Describe<BoundedVec<T, kMax>> {
    static Type of(Registry& registry) {
        return describe_bounded<T>(registry, {"bounded_collections", "bounded_vec", "BoundedVec"});
    }
};
template <class T, uint32_t kMax>
struct Describe<WeakBoundedVec<T, kMax>> {
    static Type of(Registry& registry) {
        return describe_bounded<T>(registry, {"bounded_collections", "weak_bounded_vec", "WeakBoundedVec"});
    }
};

template <class T, uint32_t kMax>
struct Describe<BoundedDeque<T, kMax>> : Describe<std::vector<T>> {};
template <class K, class V, uint32_t kMax>
struct Describe<BoundedMap<K, V, kMax>> {
    static Type of(Registry& registry) {
        const TypeId key = registry.id<K>();
        const TypeId value = registry.id<V>();
        Type out = detail::wrapper({"bounded_collections", "bounded_btree_map", "BoundedBTreeMap"},
                                   registry.id<std::map<K, V>>(), "BTreeMap<K, V>");
        out.parameters = {{"K", key}, {"V", value}, {"S", {}}};
        return out;
    }
};
template <class T, uint32_t kMax>
struct Describe<BoundedSet<T, kMax>> {
    static Type of(Registry& registry) {
        const TypeId element = registry.id<T>();
        Type out = detail::wrapper({"bounded_collections", "bounded_btree_set", "BoundedBTreeSet"},
                                   registry.id<std::set<T>>(), "BTreeSet<T>");
        out.parameters = {{"T", element}, {"S", {}}};
        return out;
    }
};

/// A type of the runtime's own: a field for each number of votes, of lists of a voter, the parts of all targets but the
/// last, and the last.
template <size_t kMaxVotes>
struct Describe<npos::CompactSolution<kMaxVotes>> {
    using Solution = npos::CompactSolution<kMaxVotes>;
    using Voter = scale::Compact<typename Solution::VoterIndex>;
    using Target = scale::Compact<typename Solution::TargetIndex>;
    using Part = std::tuple<Target, scale::Compact<typename Solution::Accuracy>>;

    static Type of(Registry& registry) {
        Composite lists;
        [&]<size_t... kRest>(std::index_sequence<kRest...>) {
            (lists.fields.push_back({"votes" + std::to_string(kRest + 1), list_of<kRest>(registry), {}, {}}), ...);
        }(std::make_index_sequence<kMaxVotes>{});
        return {{registry.crate(), "NposCompactSolution" + std::to_string(kMaxVotes)}, {}, std::move(lists), {}};
    }

  private:
    template <size_t kRest>
    static TypeId list_of(Registry& registry) {
        if constexpr (kRest == 0) {
            return registry.id<std::vector<std::tuple<Voter, Target>>>();
        } else if constexpr (kRest == 1) {
            return registry.id<std::vector<std::tuple<Voter, Part, Target>>>();
        } else {
            return registry.id<std::vector<std::tuple<Voter, std::array<Part, kRest>, Target>>>();
        }
    }
};

template <scale::BitOrder kOrder>
struct BitOrderName {};
template <scale::BitOrder kOrder>
struct Describe<BitOrderName<kOrder>> {
    static Type of(Registry&) {
        const char* const name = kOrder == scale::BitOrder::kLsb0 ? "Lsb0" : "Msb0";
        return {{"bitvec", "order", name}, {}, Composite{}, {}};
    }
};
template <scale::BitOrder kOrder>
struct Describe<scale::BitSequence<kOrder>> {
    static Type of(Registry& registry) {
        const TypeId store = registry.id<uint8_t>();
        return {{}, {}, BitSequence{store, registry.id<BitOrderName<kOrder>>()}, {}};
    }
};

// The house's own types.
template <>
struct Describe<AccountId> {
    static Type of(Registry& registry) {
        return detail::wrapper({"sp_core", "crypto", "AccountId32"}, registry.id<ByteArray<32>>(), "[u8; 32]");
    }
};
template <>
struct Describe<Hash256> {
    static Type of(Registry& registry) {
        return detail::wrapper({"primitive_types", "H256"}, registry.id<ByteArray<32>>(), "[u8; 32]");
    }
};
template <>
struct Describe<EngineId> {
    using Alias = ByteArray<4>;
};
template <>
struct Describe<scale::U256> {
    static Type of(Registry& registry) {
        return detail::wrapper({"primitive_types", "U256"}, registry.id<std::array<uint64_t, 4>>(), "[u64; 4]");
    }
};

// Kept in another form than the reference's; described by hand in describe.cpp.
template <>
struct Describe<primitives::DigestItem> {
    static Type of(Registry& registry);
};
template <>
struct Describe<sp_runtime::generic::digest::Digest> {
    static Type of(Registry& registry);
};
template <>
struct Describe<primitives::Header> {
    static Type of(Registry& registry);
};
/// An immortal era, or one of 255 variants by the first of its two bytes.
template <>
struct Describe<sp_runtime::generic::era::Era> {
    static Type of(Registry& registry);
};
template <>
struct Describe<frame_system::LastRuntimeUpgradeInfo> {
    static Type of(Registry& registry);
};
template <>
struct Describe<sp_version::RuntimeVersion> {
    static Type of(Registry& registry);
};
template <>
struct Describe<sp_runtime::MultiSignature> {
    static Type of(Registry& registry);
};
template <>
struct Describe<TransactionValidityError> {
    static Type of(Registry& registry);
};

// Known to the runtime as a whole.
template <OuterType kWhich>
struct DescribeOuter {
    static constexpr OuterType kOuter = kWhich;
};
template <>
struct Describe<RuntimeCall> : DescribeOuter<OuterType::Call> {};
template <>
struct Describe<RuntimeEvent> : DescribeOuter<OuterType::Event> {};
template <>
struct Describe<OriginCaller> : DescribeOuter<OuterType::OriginCaller> {};

}  // namespace serinus::sdk::metadata
