/// Runtime APIs: what the node may ask of a runtime. An API is a struct with its version and its methods; a method is a
/// struct whose fields are its arguments, in order, and whose call operator gives the output:
///
///     /// The nonces of accounts.
///     struct AccountNonceApi {
///         static constexpr uint32_t kVersion = 1;
///         static constexpr ByteArray<8> kId = {0xbc, …};   // blake2b-64 of the API's name, as Core_version lists it
///         /// The nonce of the account's next transaction in the block that is being built.
///         struct account_nonce {
///             AccountId account;
///             Nonce operator()() const;
///         };
///         using Methods = List<account_nonce>;
///     };
///
/// A method whose output has another type in the metadata than in the code says `using MetadataOutput = …;`.
///
/// The names of the structs and their fields are those of the metadata; the runtime defines the operators and lists its
/// APIs: `using RuntimeApis = List<Core, Metadata, …>;`. In one file of the Wasm module each method has a line
///
///     SERINUS_EXPORT_METHOD(AccountNonceApi, account_nonce)
///
/// which makes the function `AccountNonceApi_account_nonce`. Natively `call_runtime_api<RuntimeApis>(name, arguments)`
/// does the same. Spec: sect-runtime-api, sect-runtime-entrypoints
#pragma once

#include "base/reflect_names.hpp"
#include "runtime/sdk/host/host.hpp"
#include "runtime/sdk/panic.hpp"
#include "runtime/sdk/types.hpp"

namespace serinus::sdk {

/// Ends the execution: the node has sent arguments that no version of this method takes. Defined in runtime_api.cpp.
[[noreturn]] void panic_on_bad_arguments(std::string_view api, std::string_view method);

/// Nesting that is decoded of an argument of a runtime API: as much as the stack holds. Observed: Kusama 1.7.1, by
/// sp-api-proc-macro 24 and sp-runtime 43
inline constexpr uint32_t kArgumentDepth = UINT32_MAX;

/// Decodes the arguments of a method, runs it and encodes its output. Bytes behind arguments are ignored, those behind
/// no arguments are a fault. Observed: Kusama 1.7.1
template <class Api, class Method>
Bytes run_method(BytesView arguments) {
    scale::Decoder in(arguments, kArgumentDepth);
    Method method{};
    bool good = true;
    constexpr bool kHasArguments = !std::is_empty_v<Method>;
    if constexpr (kHasArguments) good = scale::decode_into(in, method);
    if (!good || !(kHasArguments || in.finish()))
        panic_on_bad_arguments(reflect::kLeafName<Api>, reflect::kLeafName<Method>);
    if constexpr (std::is_void_v<decltype(method())>) {
        method();
        return {};
    } else {
        return scale::encode(method());
    }
}

/// Ends the call. What the host takes from an exported function: the place of the output in the lower, its size in the
/// upper half. The output stays where it is; the host drops the instance's memory after the call. Spec:
/// defn-runtime-pointer-size
inline uint64_t leak_to_host(Bytes output) {
    host::settle();
    const auto* const kept = new Bytes(std::move(output));
    const auto place = reinterpret_cast<uintptr_t>(kept->data());
    return uint64_t{static_cast<uint32_t>(place)} | uint64_t{kept->size()} << 32;
}

namespace detail {

template <class Api, class Method>
constexpr bool is_named(std::string_view name) {
    constexpr std::string_view kApi = reflect::kLeafName<Api>, kMethod = reflect::kLeafName<Method>;
    return name.size() == kApi.size() + 1 + kMethod.size() && name.starts_with(kApi) && name[kApi.size()] == '_' &&
           name.ends_with(kMethod);
}

template <class Api, class... M>
bool call_method(std::string_view name, BytesView arguments, Bytes& output, List<M...>) {
    return ((is_named<Api, M>(name) && (output = run_method<Api, M>(arguments), true)) || ...);
}

template <class... Api>
bool call_api(std::string_view name, BytesView arguments, Bytes& output, List<Api...>) {
    return (call_method<Api>(name, arguments, output, typename Api::Methods{}) || ...);
}

}  // namespace detail

/// An explicit instantiation of this defines the methods of a list of APIs, where their bodies are included.
template <class Apis>
struct DefinedApis;
template <class... Api>
struct DefinedApis<List<Api...>> {
    static void define() { (define_methods<Api>(typename Api::Methods{}), ...); }

  private:
    template <class A, class... M>
    static void define_methods(List<M...>) {
        static_cast<void>(std::array{&run_method<A, M>...});
    }
};

/// Calls a method by the name under which it is exported; nullopt if none of the APIs has it. For native programs.
template <class Apis>
std::optional<Bytes> call_runtime_api(std::string_view name, BytesView arguments) {
    Bytes output;
    if (!detail::call_api(name, arguments, output, Apis{})) return std::nullopt;
    return output;
}

/// An API and its version, as `Core_version` lists them. Spec: defn-rt-core-version
using ApiIdVersion = std::pair<ByteArray<8>, uint32_t>;

template <class... Api>
std::vector<ApiIdVersion> api_versions(List<Api...>) {
    return {ApiIdVersion{Api::kId, Api::kVersion}...};
}

}  // namespace serinus::sdk

/// The function of one method for the host; once per method, in the Wasm module only.
#define SERINUS_EXPORT_METHOD(Api, method)                                                                    \
    extern "C" __attribute__((export_name(#Api "_" #method))) uint64_t serinus_export_##Api##_##method(       \
        const uint8_t* arguments, uint32_t size) {                                                            \
        return ::serinus::sdk::leak_to_host(::serinus::sdk::run_method<Api, Api::method>({arguments, size})); \
    }
