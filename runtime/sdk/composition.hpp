/// What follows from a runtime's list of pallets. The runtime describes itself in a struct:
///
///     struct Runtime {
///         using Pallets = List<System, Timestamp, …>;       // in the order of their hooks and of the metadata
///         using System = …;
///         using OriginCaller = …;                           // the shape of sdk::OriginCaller: an enum of origins
///         …what its extensions and APIs need…
///     };
///
/// and says in one file that sees all configurations:
///
///     SERINUS_RUNTIME(serinus::kusama::Runtime)
#pragma once

#include "runtime/sdk/pallet.hpp"
#ifndef __wasm__
#include "runtime/sdk/native/session.hpp"
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
bool skip_origin(scale::Decoder& in, uint8_t pallet, const scale::Enum<At<I, O>...>*) {
    bool good = false;
    if (!((I == pallet && I != kSystemPallet && (good = skip_one_origin<O>(in), true)) || ...)) {
        in.fail(scale::DecodeFault::kUnknownVariant, in.position() - 1, pallet);
    }
    return good;
}

}  // namespace detail

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
#define SERINUS_RUNTIME(...)                                                                                         \
    std::span<const serinus::sdk::PalletDescriptor* const> serinus::sdk::runtime_pallets() {                         \
        return Composition<__VA_ARGS__>::kPallets;                                                                   \
    }                                                                                                                \
    void serinus::sdk::deposit_encoded_event(Bytes event, std::span<const Hash256> topics) {                         \
        __VA_ARGS__::System::deposit_event_indexed(topics, std::move(event));                                        \
    }                                                                                                                \
    bool serinus::sdk::skip_pallet_origin(scale::Decoder& in, uint8_t pallet) {                                      \
        return detail::skip_origin(in, pallet, static_cast<const decltype(__VA_ARGS__::OriginCaller::v)*>(nullptr)); \
    }                                                                                                                \
    bool serinus::sdk::base_filter_allows(const RuntimeCall& call) { return __VA_ARGS__::System::allows_call(call); }

#else

/// Once per runtime, behind its SERINUS_EVENTS if both stand in one file.
#define SERINUS_RUNTIME(...)                                                                                         \
    template <>                                                                                                      \
    const ::serinus::sdk::RuntimeTable& serinus::sdk::table_of<__VA_ARGS__>() {                                      \
        static constexpr RuntimeTable kTable{                                                                        \
            .pallets = Composition<__VA_ARGS__>::kPallets,                                                           \
            .deposit_event =                                                                                         \
                [](Bytes event, std::span<const Hash256> topics) {                                                   \
                    __VA_ARGS__::System::deposit_event_indexed(topics, std::move(event));                            \
                },                                                                                                   \
            .skip_origin =                                                                                           \
                [](scale::Decoder& in, uint8_t pallet) {                                                             \
                    return detail::skip_origin(in, pallet,                                                           \
                                               static_cast<const decltype(__VA_ARGS__::OriginCaller::v)*>(nullptr)); \
                },                                                                                                   \
            .allows_call = &__VA_ARGS__::System::allows_call,                                                        \
            .skip_event = &detail::skip_event_in<__VA_ARGS__>};                                                      \
        return kTable;                                                                                               \
    }                                                                                                                \
    [[gnu::weak]] const ::serinus::sdk::RuntimeTable& serinus::sdk::native::linked_runtime() {                       \
        return table_of<__VA_ARGS__>();                                                                              \
    }                                                                                                                \
    static const ::serinus::sdk::native::LinkedRuntime serinus_linked_runtime;

#endif
