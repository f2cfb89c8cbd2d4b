/// What a plain aggregate is made of: its fields in order, its type's name, and which values an enum names.
///
/// Fields are counted by trying brace initialisation and reached by structured bindings, so a type needs no
/// registration. Limits: kMaxFields fields, no C arrays, no bit-fields, no base classes. Breaking one does not compile.
#pragma once

#include <array>
#include <string_view>
#include <type_traits>
#include <utility>

#include "base/reflect_tie.hpp"

namespace serinus::reflect {

template <class... T>
struct TypeList {
    static constexpr size_t kSize = sizeof...(T);
};

namespace detail {

/// Stands for a value of every type, in expressions that are never evaluated.
struct Anything {
    template <class T>
    constexpr operator T() const noexcept {
        __builtin_unreachable();
    }
};

template <class T, size_t... I>
constexpr bool can_have(std::index_sequence<I...>) {
    return requires { T{(static_cast<void>(I), Anything{})...}; };
}

/// The number of initialisers that `T` takes, tried upwards from `N`. A field that cannot be left out makes small
/// numbers invalid, so the search ends at the first invalid number after a valid one.
template <class T, size_t N, bool kSomeFit>
constexpr size_t count_fields() {
    constexpr bool kFits = can_have<T>(std::make_index_sequence<N>{});
    if constexpr (kSomeFit && !kFits) {
        return N - 1;
    } else {
        static_assert(N <= kMaxFields, "not an aggregate of up to kMaxFields fields");
        if constexpr (N <= kMaxFields) return count_fields<T, N + 1, kFits>();
    }
}

struct ListFields {
    template <class... F>
    TypeList<F...> operator()(F&...) const {
        return {};
    }
};

}  // namespace detail

/// The number of fields of the aggregate `T`.
template <class T>
inline constexpr size_t kFieldCount = detail::count_fields<T, 1, false>();
template <class T>
    requires std::is_empty_v<T>
inline constexpr size_t kFieldCount<T> = 0;

/// Calls `f(field...)` with references to all fields of `object`. Pass a function object: clang 19 fails on lambdas
/// that expand packs inside templated lambdas.
template <class T, class F>
constexpr decltype(auto) visit_fields(T& object, F&& f) {
    return Tie<kFieldCount<std::remove_const_t<T>>>::visit(object, std::forward<F>(f));
}

/// TypeList of the field types of `T`, in order.
template <class T>
using FieldTypes = decltype(visit_fields(std::declval<T&>(), detail::ListFields{}));

namespace detail {

// The sizes of these texts are given: finding the ends of texts of many kilobytes at compile time, character by
// character, took most of the time of an enum.
template <class T>
constexpr std::string_view pretty_type() {
    return {__PRETTY_FUNCTION__, sizeof(__PRETTY_FUNCTION__) - 1};  // "… pretty_type() [T = serinus::Foo]"
}

constexpr std::string_view between(std::string_view pretty, std::string_view opening) {
    const size_t begin = pretty.find(opening) + opening.size();
    return pretty.substr(begin, pretty.size() - 1 - begin);
}

/// A zero-terminated name, so that a pointer is enough.
template <class T>
inline constexpr auto kNameStorage = [] {
    constexpr std::string_view kName = between(pretty_type<T>(), "[T = ");
    std::array<char, kName.size() + 1> storage{};
    for (size_t i = 0; i < kName.size(); ++i) storage[i] = kName[i];
    return storage;
}();

template <auto... V>
constexpr std::string_view pretty_values() {
    return {__PRETTY_FUNCTION__,
            sizeof(__PRETTY_FUNCTION__) - 1};  // "… pretty_values() [V = <ns::Color::kRed, (ns::Color)1, …>]"
}

template <class E, size_t... I>
constexpr std::string_view pretty_values_of(std::index_sequence<I...>) {
    return pretty_values<static_cast<E>(I)...>();
}

/// A value without a name is printed as a cast, "(type)number"; the parenthesis of an anonymous namespace is followed
/// by
/// "::".
constexpr bool is_cast(std::string_view text) {
    if (!text.starts_with('(')) return false;
    int depth = 0;
    for (size_t i = 0; i < text.size(); ++i) {
        if (text[i] == '(') ++depth;
        if (text[i] == ')' && --depth == 0) return i + 1 < text.size() && text[i + 1] != ':';
    }
    return false;
}

/// "(type)" of the last value in "…, (type)255>]"; empty if that has a name.
constexpr std::string_view cast_at_end(std::string_view list) {
    constexpr std::string_view kEnd = ")255>";
    if (!list.ends_with(kEnd)) return {};
    const size_t end = list.size() - kEnd.size();
    int depth = 0;
    for (size_t i = end + 1; i-- > 0;) {
        if (list[i] == ')') ++depth;
        if (list[i] == '(' && --depth == 0) return list.substr(i, end + 1 - i);
    }
    return {};
}

/// A scoped enum inside a class template is defined when one of its members is looked up.
template <class E>
inline constexpr bool kDefined = requires { E::kForceDefinition; };

template <class E>
constexpr std::array<bool, 256> named_values() {
    static_cast<void>(kDefined<E>);
    std::string_view list = between(pretty_values_of<E>(std::make_index_sequence<256>{}), "[V = <");
    std::array<bool, 256> named{};
    const std::string_view cast = cast_at_end(list);
    size_t begin = 0;
    size_t value = 0;
    int depth = 0;
    for (size_t i = 0; value < 256; ++i) {
        // Nearly all values have no name. They are passed in one step: reading each letter would be most of the time
        // that the compiler takes for this.
        if (i == begin && !cast.empty() && list.substr(i, cast.size()) == cast) {
            const size_t digits = value < 10 ? 1 : value < 100 ? 2 : 3;
            ++value;
            begin = i + cast.size() + digits + 2;
            i = begin - 1;
            continue;
        }
        const char c = list[i];
        if (c == '<' || c == '(') ++depth;
        if (c == ')' || (c == '>' && depth > 0)) {
            --depth;
        } else if ((c == ',' || c == '>') && depth == 0) {
            named[value++] = !is_cast(list.substr(begin, i - begin));
            begin = i + 2;
        }
    }
    return named;
}

}  // namespace detail

/// The type's name with its namespaces, as a string with static lifetime.
template <class T>
inline constexpr const char* kTypeName = detail::kNameStorage<T>.data();

/// For each byte, whether the enum `E` has an enumerator of that value.
template <class E>
    requires std::is_enum_v<E> && std::is_same_v<std::underlying_type_t<E>, unsigned char>
inline constexpr std::array<bool, 256> kEnumValues = detail::named_values<E>();

}  // namespace serinus::reflect
