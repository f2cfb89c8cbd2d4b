/// Where the pallets of a runtime stand: the one list of their indices, in the order of their hooks and of the
/// metadata.
///
///     using Places = sdk::Places<sdk::At<0, System>, sdk::At<1, Timestamp>, sdk::At<10, Numbers>>;
///
/// The types need only be declared. A configuration takes its place from there, mostly by what all configurations of
/// the runtime inherit; its name is that of the pallet with `Config` behind it:
///
///     template <class Config>
///     struct Common {
///         static constexpr sdk::PalletInfo kInfo = sdk::kPlace<Places, Config>;
///     };
///     struct NumbersConfig : Common<NumbersConfig> { … };
#pragma once

#include "base/reflect_names.hpp"
#include "runtime/sdk/types.hpp"

namespace serinus::sdk {

/// A pallet's place in a runtime; its name is also the prefix of its storage.
struct PalletInfo {
    uint8_t index;
    const char* name;
};

namespace detail {

template <class P>
struct ConfigOf;
template <template <class> class P, class Config>
struct ConfigOf<P<Config>> {
    using type = Config;
};

/// "Numbers" of NumbersConfig, with a zero at its end.
template <class Config>
inline constexpr auto kPalletName = [] {
    constexpr std::string_view kName = reflect::kLeafName<Config>;
    constexpr std::string_view kSuffix = "Config";
    static_assert(kName.ends_with(kSuffix), "the configuration of the pallet Numbers is called NumbersConfig");
    std::array<char, kName.size() - kSuffix.size() + 1> text{};
    std::copy_n(kName.begin(), text.size() - 1, text.begin());
    return text;
}();

}  // namespace detail

template <class... P>
struct Places;
template <uint8_t... I, class... P>
struct Places<At<I, P>...> {
    using Pallets = List<P...>;

    template <class Config>
    static consteval uint8_t index_of() {
        static_assert((std::is_same_v<typename detail::ConfigOf<P>::type, Config> || ...),
                      "the list of pallets has none with this configuration");
        uint8_t index = 0;
        ((std::is_same_v<typename detail::ConfigOf<P>::type, Config> ? void(index = I) : void()), ...);
        return index;
    }
};

/// The place of the pallet with that configuration.
template <class Places, class Config>
inline constexpr PalletInfo kPlace{Places::template index_of<Config>(), detail::kPalletName<Config>.data()};

namespace detail {

template <class Other, class List>
struct Without;
// By indices: a step for each type of the list would make lists of all lengths, which takes seconds.
template <class Other, class... P>
struct Without<Other, List<P...>> {
    static constexpr size_t kCount = (size_t{0} + ... + !std::is_same_v<P, Other>);
    static constexpr auto kKept = [] {
        std::array<size_t, kCount> kept{};
        size_t count = 0, index = 0;
        ((std::is_same_v<P, Other> ? void(++index) : void(kept[count++] = index++)), ...);
        return kept;
    }();
    template <size_t... I>
    static List<__type_pack_element<kKept[I], P...>...> select(std::index_sequence<I...>);
    using type = decltype(select(std::make_index_sequence<kCount>{}));
};

}  // namespace detail

/// The list but for one type.
template <class List, class Other>
using Without = typename detail::Without<Other, List>::type;

}  // namespace serinus::sdk
