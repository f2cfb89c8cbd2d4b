/// The names of an aggregate's fields and of an enum's enumerators, and the last part of a type's name.
///
/// A name with an underscore at its end stands for the name without it, so that `class_` can say "class".
#pragma once

#include "base/reflect.hpp"
#include "base/reflect_name_tie.hpp"

namespace serinus::reflect {

namespace detail {

constexpr std::string_view without_underscore(std::string_view name) noexcept {
    if (name.size() > 1 && name.ends_with('_')) name.remove_suffix(1);
    return name;
}

/// From "… [P = <&fake<T>.value.first, &fake<T>.value.second>]"; the names are read from the end.
template <size_t N>
constexpr std::array<std::string_view, N> split_field_names(std::string_view text) noexcept {
    std::array<std::string_view, N> names{};
    size_t end = text.size();
    if (N > 0) end -= 2;  // ">]"
    for (size_t field = N; field-- > 0;) {
        size_t begin = end;
        while (text[begin - 1] != '.') --begin;
        names[field] = without_underscore(text.substr(begin, end - begin));
        if (field == 0) break;
        // To the comma before this address: a comma inside the template arguments of `fake` stands between brackets.
        int depth = 0;
        end = begin;
        while (depth != 0 || text[end - 1] != ',') {
            --end;
            if (text[end] == '>' || text[end] == ')') ++depth;
            if (text[end] == '<' || text[end] == '(') --depth;
        }
        --end;
    }
    return names;
}

}  // namespace detail

/// The names of the fields of `T` in their order.
template <class T>
inline constexpr std::array<std::string_view, kFieldCount<T>> kFieldNames =
    detail::split_field_names<kFieldCount<T>>(detail::NameTie<kFieldCount<T>>::template names<T>());

/// The last part of a type's name, without template arguments.
template <class T>
inline constexpr std::string_view kLeafName = [] {
    std::string_view name = kTypeName<T>;
    int depth = 0;
    size_t begin = 0;
    size_t end = name.size();
    for (size_t i = 0; i < name.size(); ++i) {
        const char c = name[i];
        if (c == '<' || c == '(') {
            if (depth++ == 0) end = i;
        } else if (c == '>' || c == ')') {
            --depth;
        } else if (c == ':' && depth == 0) {
            begin = i + 1;
            end = name.size();
        }
    }
    return detail::without_underscore(name.substr(begin, end - begin));
}();

/// The name of an enumerator; empty for a value that has none.
template <auto V>
inline constexpr std::string_view kEnumeratorName = [] {
    std::string_view name = detail::between(detail::pretty_values<V>(), "[V = <");
    name.remove_suffix(1);
    if (detail::is_cast(name)) return std::string_view{};
    return detail::without_underscore(name.substr(name.rfind(':') + 1));
}();

}  // namespace serinus::reflect
