/// Parameters of a runtime that are stored, so that a call changes them: each is an empty type, several are a group.
///
///     namespace fees {
///     /// The price of a byte.
///     struct PerByte {
///         using Value = Balance;
///         static constexpr Balance kDefault = 10;
///     };
///     /// To set one of the group, or to remove it.
///     struct Parameters {
///         struct PerByte { fees::PerByte _0; std::optional<Balance> _1; };
///         std::variant<PerByte> v;
///     };
///     struct ParametersKey { struct PerByte { fees::PerByte _0; }; std::variant<PerByte> v; };
///     struct ParametersValue { struct PerByte { Balance _0; }; std::variant<PerByte> v; };
///     }
///
/// A runtime joins its groups in an enum of the same kind, which names the two others:
///
///     struct RuntimeParameters {
///         using Key = RuntimeParametersKey;
///         using Value = RuntimeParametersValue;
///         struct Fees { fees::Parameters _0; };
///         std::variant<Fees> v;
///     };
///
/// `DynamicParameter<Parameters, fees::PerByte>::get()` is what pallet Parameters stores, or the default: a Parameter
/// (parameters.hpp). Source: frame_support::traits::dynamic_params of frame-support 42
#pragma once

#include "runtime/sdk/types.hpp"

namespace serinus::sdk {

namespace detail {

/// Where a parameter stands: the index of its group, and its own in the group.
struct ParameterPlace {
    size_t group;
    size_t parameter;
    bool found;
};

template <class P, class... Case>
consteval ParameterPlace place_in_group(size_t group, const std::variant<Case...>*) {
    size_t index = 0;
    const bool found = ((std::is_same_v<decltype(Case::_0), P> || (++index, false)) || ...);
    return {group, index, found};
}

template <class P, class... Group>
consteval ParameterPlace place_of_parameter(const std::variant<Group...>*) {
    ParameterPlace place{};
    size_t group = 0;
    const auto look = [&](ParameterPlace in_group) {
        if (in_group.found) place = in_group;
        ++group;
    };
    (look(place_in_group<P>(group, static_cast<const decltype(decltype(Group::_0)::v)*>(nullptr))), ...);
    return place;
}

template <class R, class P>
inline constexpr ParameterPlace kPlaceOfParameter =
    place_of_parameter<P>(static_cast<const decltype(R::Key::v)*>(nullptr));

}  // namespace detail

/// `R` is a runtime's enum of all parameters. The three enums have the same variants: a key is the indices of group and
/// parameter, a value the same with what is stored behind it, and `R` itself the same with an optional one.
template <class R>
concept DynamicParameters = requires(R set, typename R::Key key, typename R::Value value) {
    set.v;
    key.v;
    value.v;
};

/// What `set` names, and what it is to become; nullopt: it is removed.
template <DynamicParameters R>
std::pair<typename R::Key, std::optional<typename R::Value>> parts_of_parameter(const R& set) {
    using Key = typename R::Key;
    using Value = typename R::Value;
    const Bytes encoded = scale::encode(set);
    BytesView rest = encoded;
    auto key = scale::take<Key>(rest);
    SERINUS_ASSERT(key && !rest.empty());
    if (rest.front() == 0) return {*std::move(key), std::nullopt};
    // The value behind the indices, without the byte that says that there is one.
    Bytes of_value(encoded.begin(), encoded.end() - static_cast<ptrdiff_t>(rest.size()));
    append(of_value, rest.subspan(1));
    BytesView in = of_value;
    auto value = scale::take<Value>(in);
    SERINUS_ASSERT(value && in.empty());
    return {*std::move(key), *std::move(value)};
}

/// The key of the parameter `P`.
template <DynamicParameters R, class P>
typename R::Key key_of_parameter() {
    constexpr detail::ParameterPlace kPlace = detail::kPlaceOfParameter<R, P>;
    static_assert(kPlace.found, "the runtime does not have this parameter");
    using Groups = decltype(R::Key::v);
    using Group = std::variant_alternative_t<kPlace.group, Groups>;
    using Case = std::variant_alternative_t<kPlace.parameter, decltype(decltype(Group::_0)::v)>;
    return {Groups(Group{{Case{P{}}}})};
}

/// What `value` is, if it is one of the parameter `P`.
template <DynamicParameters R, class P>
std::optional<typename P::Value> value_of_parameter(const typename R::Value& value) {
    constexpr detail::ParameterPlace kPlace = detail::kPlaceOfParameter<R, P>;
    static_assert(kPlace.found, "the runtime does not have this parameter");
    const auto* const group = std::get_if<kPlace.group>(&value.v);
    const auto* const of_group = group != nullptr ? std::get_if<kPlace.parameter>(&group->_0.v) : nullptr;
    return of_group != nullptr ? std::optional<typename P::Value>(of_group->_0) : std::nullopt;
}

/// The parameter `P` as pallet `Store` has it, or its default.
template <class Store, class P>
struct DynamicParameter {
    static typename P::Value get() { return Store::template parameter<P>().value_or(P::kDefault); }
};

}  // namespace serinus::sdk
