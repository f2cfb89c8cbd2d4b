/// Functions that are called from outside: methods of runtime APIs, and view functions of pallets. Both are structs
/// whose fields are the arguments.
#pragma once

#include "runtime/sdk/metadata/describe.hpp"
#include "runtime/sdk/metadata/model_v16.hpp"

namespace serinus::sdk::metadata {

/// A type of a pallet's configuration that metadata of version 16 shows, and what it is.
template <FixedString kName, class T, FixedString kDocs = "">
struct ConfigType {};

/// A List of ConfigTypes: none, unless it is specialised for the pallet of a runtime, where all descriptions of the
/// pallet see it (serinus_runtime includes metadata/config_types.hpp of the composition).
template <class P>
struct ConfigTypesOf {
    using type = List<>;
};

namespace detail {

template <class M>
std::vector<ApiArgument> function_inputs(Registry& registry) {
    std::vector<ApiArgument> out;
    size_t unnamed = 0;
    for (const Field& field : fields_of<M>(registry)) {
        std::string name = field.name.value_or("_");
        // Observed: metadata of the real Kusama 1.7.1
        if (name == "_") name = "__runtime_api_generated_name_" + std::to_string(unnamed++) + "__";
        out.push_back({std::move(name), field.type});
    }
    return out;
}

template <class M>
TypeId function_output(Registry& registry) {
    if constexpr (requires { typename M::MetadataOutput; }) {
        return registry.id<typename M::MetadataOutput>();
    } else {
        return registry.id<std::remove_cvref_t<decltype(std::declval<const M&>()())>>();
    }
}

/// twox_128 of the pallet's name, and of the function's signature. Observed: ViewFunctionId of frame-support 42
ByteArray<32> view_function_id(std::string_view pallet, std::string_view signature);

/// What tells the functions of a pallet apart: in the reference's spelling, "scores(T::AccountId) ->
/// (Option<T::Score>,Option<T::Score>)", where the function says `static constexpr std::string_view kSignature = …;`,
/// otherwise the names of the function and its arguments.
template <class F>
std::string view_function_signature(const std::vector<ApiArgument>& inputs) {
    if constexpr (requires { F::kSignature; }) {
        return std::string(F::kSignature);
    } else {
        std::string out = std::string(reflect::kLeafName<F>) + "(";
        for (size_t i = 0; i < inputs.size(); ++i) out += (i == 0 ? "" : ",") + inputs[i].name;
        return out + ")";
    }
}

template <class F>
ViewFunction describe_view_function(Registry& registry, std::string_view pallet) {
    ViewFunction out;
    out.name = std::string(reflect::kLeafName<F>);
    out.inputs = function_inputs<F>(registry);
    out.output = function_output<F>(registry);
    out.id = view_function_id(pallet, view_function_signature<F>(out.inputs));
    out.docs = registry.docs(reflect::kTypeName<F>);
    return out;
}

template <class... F>
std::vector<ViewFunction> describe_view_functions(Registry& registry, std::string_view pallet, List<F...>) {
    return {describe_view_function<F>(registry, pallet)...};
}

template <FixedString... kNames, class... T, FixedString... kDocs>
std::vector<AssociatedType> describe_associated_types(Registry& registry, List<ConfigType<kNames, T, kDocs>...>) {
    return {
        AssociatedType{std::string(kNames.view()), registry.id<T>(),
                       kDocs.view().empty() ? Docs{} : Docs{std::string(kDocs.view())}}...,
    };
}

}  // namespace detail

/// What version 16 alone shows of a pallet. Described behind everything else, so that the types of the older versions
/// stay as they are.
struct PalletExtras {
    std::vector<AssociatedType> associated_types;
    std::vector<ViewFunction> view_functions;
};

/// From ConfigTypesOf, and `using ViewFunctions = List<scores, …>;`, structs like methods of APIs, in the pallet, if it
/// has any.
template <class P>
PalletExtras describe_extras(Registry& registry) {
    PalletExtras out;
    out.associated_types = detail::describe_associated_types(registry, typename ConfigTypesOf<P>::type{});
    if constexpr (requires { typename P::ViewFunctions; }) {
        out.view_functions =
            detail::describe_view_functions(registry, P::Config::kInfo.name, typename P::ViewFunctions{});
    }
    return out;
}

}  // namespace serinus::sdk::metadata
