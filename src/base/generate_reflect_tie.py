#!/usr/bin/env python3
"""Writes reflect_tie.hpp and reflect_name_tie.hpp: one structured binding for each number of fields. Run it in its
folder to change the limit."""

LIMIT = 48


def names(n, prefix="f"):
    return ", ".join(f"{prefix}{i}" for i in range(n))


with open("reflect_tie.hpp", "w") as out:
    print(f"""\
/// Structured bindings for aggregates of 1 to {LIMIT} fields. Written by generate_reflect_tie.py; C++23 has no packs here.
// clang-format off
#pragma once

#include <cstddef>

namespace serinus::reflect {{

inline constexpr size_t kMaxFields = {LIMIT};

/// `Tie<N>::visit(object, f)` calls `f(field...)` with references to the N fields in their order.
template <size_t N> struct Tie;

template <> struct Tie<0> {{ template <class T, class F> static constexpr decltype(auto) visit(T&, F&& f) {{ return f(); }} }};""", file=out)
    for n in range(1, LIMIT + 1):
        print(f"template <> struct Tie<{n}> {{ template <class T, class F> static constexpr decltype(auto) visit(T& t, F&& f)", file=out)
        print(f"{{ auto& [{names(n)}] = t;\n  return f({names(n)}); }} }};", file=out)
    print("\n}  // namespace serinus::reflect", file=out)

with open("reflect_name_tie.hpp", "w") as out:
    print(f"""\
/// Addresses of the fields of an aggregate of 1 to {LIMIT} fields, as template arguments, whose printed form holds the
/// fields' names. Written by generate_reflect_tie.py.
// clang-format off
#pragma once

#include <cstddef>
#include <string_view>

// `fake` is never defined, and nothing of it is read.
#pragma clang diagnostic push
#pragma clang diagnostic ignored "-Wundefined-var-template"

namespace serinus::reflect::detail {{

template <class T> struct Holder {{ T value; }};

/// Never defined: only its fields' addresses are named.
template <class T> extern Holder<T> fake;

template <auto... P> constexpr std::string_view pretty_addresses()
{{ return {{__PRETTY_FUNCTION__, sizeof(__PRETTY_FUNCTION__) - 1}}; }}

template <size_t N> struct NameTie;

template <> struct NameTie<0> {{ template <class T> static consteval std::string_view names() {{ return {{}}; }} }};""", file=out)
    for n in range(1, LIMIT + 1):
        print(f"template <> struct NameTie<{n}> {{ template <class T> static consteval std::string_view names()", file=out)
        print(f"{{ auto& [{names(n)}] = fake<T>.value;\n  return pretty_addresses<{names(n, '&f')}>(); }} }};", file=out)
    print("\n}  // namespace serinus::reflect::detail\n\n#pragma clang diagnostic pop", file=out)
