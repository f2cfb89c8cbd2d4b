#!/usr/bin/env python3
"""Writes reflect_tie.hpp: one structured binding for each number of fields. Run it in its folder to change the limit."""

LIMIT = 48

print(f"""\
/// Structured bindings for aggregates of 1 to {LIMIT} fields. Written by generate_reflect_tie.py; C++23 has no packs here.
// clang-format off
#pragma once

#include <cstddef>

namespace serinus::reflect {{

inline constexpr size_t kMaxFields = {LIMIT};

/// `Tie<N>::visit(object, f)` calls `f(field...)` with references to the N fields in their order.
template <size_t N> struct Tie;

template <> struct Tie<0> {{ template <class T, class F> static constexpr decltype(auto) visit(T&, F&& f) {{ return f(); }} }};""")
for n in range(1, LIMIT + 1):
    names = ", ".join(f"f{i}" for i in range(n))
    print(f"template <> struct Tie<{n}> {{ template <class T, class F> static constexpr decltype(auto) visit(T& t, F&& f)")
    print(f"{{ auto& [{names}] = t;\n  return f({names}); }} }};")
print("\n}  // namespace serinus::reflect")
