/// What follows from a runtime's list of pallets. The runtime describes itself in a struct:
///
///     struct Runtime {
///         using Pallets = List<System, Timestamp, …>;       // in the order of their hooks and of the metadata
///         using System = …;
///         …what its extensions and APIs need…
///     };
///
/// and says in one file that sees all configurations what follows. Its origins are those of System and of the pallets
/// that have a type Origin; a runtime with others lists them all in `OriginCaller`, an enum of the shape of
/// sdk::OriginCaller.
///
///     SERINUS_RUNTIME(serinus::kusama::Runtime)
#pragma once

#include "runtime/sdk/pallet.hpp"
#ifndef __wasm__
#include "runtime/sdk/host/native/session.hpp"
#endif

namespace serinus::sdk {

namespace detail {

// Each is defined in its pallet's file.
#pragma clang diagnostic push
#pragma clang diagnostic ignored "-Wundefined-var-template"
template <class... P>
constexpr std::array<const PalletDescriptor*, sizeof...(P)> pallet_table(List<P...>) {
    return {&kDescriptor<P>...};
}
#pragma clang diagnostic pop

/// Whether no two pallets have the same index or the same name.
template <class... P>
consteval bool have_places_of_their_own(List<P...>) {
    const PalletInfo infos[] = {P::Config::kInfo...};
    for (const PalletInfo& a : infos) {
        for (const PalletInfo& b : infos) {
            if (&a == &b) continue;
            if (a.index == b.index || std::string_view(a.name) == b.name) return false;
        }
    }
    return true;
}

template <class O>
bool skip_one_origin(scale::Decoder& in) {
    O origin = scale::initial<O>();
    return scale::decode_into(in, origin);
}

template <uint8_t... I, class... O>
bool find_origin(scale::Decoder& in, uint8_t pallet, bool& good, const scale::Enum<At<I, O>...>*) {
    return ((I == pallet && I != kSystemPallet && (good = skip_one_origin<O>(in), true)) || ...);
}

template <class P>
bool find_origin_of(scale::Decoder& in, uint8_t pallet, bool& good) {
    if constexpr (requires { typename P::Origin; }) {
        if (P::Config::kInfo.index == pallet) {
            good = skip_one_origin<typename P::Origin>(in);
            return true;
        }
    }
    return false;
}

template <class... P>
bool find_origin(scale::Decoder& in, uint8_t pallet, bool& good, List<P...>) {
    return (find_origin_of<P>(in, pallet, good) || ...);
}

template <class R>
bool skip_origin(scale::Decoder& in, uint8_t pallet) {
    bool good = false, found = false;
    if constexpr (requires { typename R::OriginCaller; }) {
        found = find_origin(in, pallet, good, static_cast<const decltype(R::OriginCaller::v)*>(nullptr));
    } else {
        found = find_origin(in, pallet, good, typename R::Pallets{});
    }
    if (!found) in.fail(scale::DecodeFault::kUnknownVariant, in.position() - 1, pallet);
    return good;
}

}  // namespace detail

/// Whether the runtime's extensions are a pipeline; those of tests may have none.
template <class R>
inline constexpr bool kHasExtensionPipeline = requires { requires R::Extensions::kIsPipeline; };

template <class R>
struct Composition {
    static_assert(detail::have_places_of_their_own(typename R::Pallets{}),
                  "two pallets have the same index or the same name");
    static_assert(R::System::Config::kInfo.index == kSystemPallet, "System stands at index 0");
    static constexpr auto kPallets = detail::pallet_table(typename R::Pallets{});
};

}  // namespace serinus::sdk

#ifdef __wasm__

/// Once per runtime. A module has one.
#define SERINUS_RUNTIME(...)                                                                   \
    std::span<const serinus::sdk::PalletDescriptor* const> serinus::sdk::runtime_pallets() {   \
        return Composition<__VA_ARGS__>::kPallets;                                             \
    }                                                                                          \
    void serinus::sdk::deposit_encoded_event(Bytes event, std::span<const Hash256> topics) {   \
        __VA_ARGS__::System::deposit_event_indexed(topics, std::move(event));                  \
    }                                                                                          \
    bool serinus::sdk::skip_pallet_origin(scale::Decoder& in, uint8_t pallet) {                \
        return detail::skip_origin<__VA_ARGS__>(in, pallet);                                   \
    }                                                                                          \
    bool serinus::sdk::has_extension_pipeline() { return kHasExtensionPipeline<__VA_ARGS__>; } \
    bool serinus::sdk::base_filter_allows(const RuntimeCall& call) { return __VA_ARGS__::System::allows_call(call); }

#else

/// Once per runtime, behind its SERINUS_EVENTS if both stand in one file.
#define SERINUS_RUNTIME(...)                                                                                       \
    template <>                                                                                                    \
    const ::serinus::sdk::RuntimeTable& serinus::sdk::table_of<__VA_ARGS__>() {                                    \
        static constexpr RuntimeTable kTable{.pallets = Composition<__VA_ARGS__>::kPallets,                        \
                                             .deposit_event =                                                      \
                                                 [](Bytes event, std::span<const Hash256> topics) {                \
                                                     __VA_ARGS__::System::deposit_event_indexed(topics,            \
                                                                                                std::move(event)); \
                                                 },                                                                \
                                             .skip_origin = &detail::skip_origin<__VA_ARGS__>,                     \
                                             .allows_call = &__VA_ARGS__::System::allows_call,                     \
                                             .skip_event = &detail::skip_event_in<__VA_ARGS__>,                    \
                                             .has_extension_pipeline = kHasExtensionPipeline<__VA_ARGS__>};        \
        return kTable;                                                                                             \
    }                                                                                                              \
    [[gnu::weak]] const ::serinus::sdk::RuntimeTable& serinus::sdk::native::linked_runtime() {                     \
        return table_of<__VA_ARGS__>();                                                                            \
    }                                                                                                              \
    static const ::serinus::sdk::native::LinkedRuntime serinus_linked_runtime;

#endif
