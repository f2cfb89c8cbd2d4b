/// Structured bindings for aggregates of 1 to 48 fields. Written by generate_reflect_tie.py; C++23 has no packs here.
// clang-format off
#pragma once

#include <cstddef>

namespace serinus::reflect {

inline constexpr size_t kMaxFields = 48;

/// `Tie<N>::visit(object, f)` calls `f(field...)` with references to the N fields in their order.
template <size_t N> struct Tie;

template <> struct Tie<0> { template <class T, class F> static constexpr decltype(auto) visit(T&, F&& f) { return f(); } };
template <> struct Tie<1> { template <class T, class F> static constexpr decltype(auto) visit(T& t, F&& f)
{ auto& [f0] = t;
  return f(f0); } };
template <> struct Tie<2> { template <class T, class F> static constexpr decltype(auto) visit(T& t, F&& f)
{ auto& [f0, f1] = t;
  return f(f0, f1); } };
template <> struct Tie<3> { template <class T, class F> static constexpr decltype(auto) visit(T& t, F&& f)
{ auto& [f0, f1, f2] = t;
  return f(f0, f1, f2); } };
template <> struct Tie<4> { template <class T, class F> static constexpr decltype(auto) visit(T& t, F&& f)
{ auto& [f0, f1, f2, f3] = t;
  return f(f0, f1, f2, f3); } };
template <> struct Tie<5> { template <class T, class F> static constexpr decltype(auto) visit(T& t, F&& f)
{ auto& [f0, f1, f2, f3, f4] = t;
  return f(f0, f1, f2, f3, f4); } };
template <> struct Tie<6> { template <class T, class F> static constexpr decltype(auto) visit(T& t, F&& f)
{ auto& [f0, f1, f2, f3, f4, f5] = t;
  return f(f0, f1, f2, f3, f4, f5); } };
template <> struct Tie<7> { template <class T, class F> static constexpr decltype(auto) visit(T& t, F&& f)
{ auto& [f0, f1, f2, f3, f4, f5, f6] = t;
  return f(f0, f1, f2, f3, f4, f5, f6); } };
template <> struct Tie<8> { template <class T, class F> static constexpr decltype(auto) visit(T& t, F&& f)
{ auto& [f0, f1, f2, f3, f4, f5, f6, f7] = t;
  return f(f0, f1, f2, f3, f4, f5, f6, f7); } };
template <> struct Tie<9> { template <class T, class F> static constexpr decltype(auto) visit(T& t, F&& f)
{ auto& [f0, f1, f2, f3, f4, f5, f6, f7, f8] = t;
  return f(f0, f1, f2, f3, f4, f5, f6, f7, f8); } };
template <> struct Tie<10> { template <class T, class F> static constexpr decltype(auto) visit(T& t, F&& f)
{ auto& [f0, f1, f2, f3, f4, f5, f6, f7, f8, f9] = t;
  return f(f0, f1, f2, f3, f4, f5, f6, f7, f8, f9); } };
template <> struct Tie<11> { template <class T, class F> static constexpr decltype(auto) visit(T& t, F&& f)
{ auto& [f0, f1, f2, f3, f4, f5, f6, f7, f8, f9, f10] = t;
  return f(f0, f1, f2, f3, f4, f5, f6, f7, f8, f9, f10); } };
template <> struct Tie<12> { template <class T, class F> static constexpr decltype(auto) visit(T& t, F&& f)
{ auto& [f0, f1, f2, f3, f4, f5, f6, f7, f8, f9, f10, f11] = t;
  return f(f0, f1, f2, f3, f4, f5, f6, f7, f8, f9, f10, f11); } };
template <> struct Tie<13> { template <class T, class F> static constexpr decltype(auto) visit(T& t, F&& f)
{ auto& [f0, f1, f2, f3, f4, f5, f6, f7, f8, f9, f10, f11, f12] = t;
  return f(f0, f1, f2, f3, f4, f5, f6, f7, f8, f9, f10, f11, f12); } };
template <> struct Tie<14> { template <class T, class F> static constexpr decltype(auto) visit(T& t, F&& f)
{ auto& [f0, f1, f2, f3, f4, f5, f6, f7, f8, f9, f10, f11, f12, f13] = t;
  return f(f0, f1, f2, f3, f4, f5, f6, f7, f8, f9, f10, f11, f12, f13); } };
template <> struct Tie<15> { template <class T, class F> static constexpr decltype(auto) visit(T& t, F&& f)
{ auto& [f0, f1, f2, f3, f4, f5, f6, f7, f8, f9, f10, f11, f12, f13, f14] = t;
  return f(f0, f1, f2, f3, f4, f5, f6, f7, f8, f9, f10, f11, f12, f13, f14); } };
template <> struct Tie<16> { template <class T, class F> static constexpr decltype(auto) visit(T& t, F&& f)
{ auto& [f0, f1, f2, f3, f4, f5, f6, f7, f8, f9, f10, f11, f12, f13, f14, f15] = t;
  return f(f0, f1, f2, f3, f4, f5, f6, f7, f8, f9, f10, f11, f12, f13, f14, f15); } };
template <> struct Tie<17> { template <class T, class F> static constexpr decltype(auto) visit(T& t, F&& f)
{ auto& [f0, f1, f2, f3, f4, f5, f6, f7, f8, f9, f10, f11, f12, f13, f14, f15, f16] = t;
  return f(f0, f1, f2, f3, f4, f5, f6, f7, f8, f9, f10, f11, f12, f13, f14, f15, f16); } };
template <> struct Tie<18> { template <class T, class F> static constexpr decltype(auto) visit(T& t, F&& f)
{ auto& [f0, f1, f2, f3, f4, f5, f6, f7, f8, f9, f10, f11, f12, f13, f14, f15, f16, f17] = t;
  return f(f0, f1, f2, f3, f4, f5, f6, f7, f8, f9, f10, f11, f12, f13, f14, f15, f16, f17); } };
template <> struct Tie<19> { template <class T, class F> static constexpr decltype(auto) visit(T& t, F&& f)
{ auto& [f0, f1, f2, f3, f4, f5, f6, f7, f8, f9, f10, f11, f12, f13, f14, f15, f16, f17, f18] = t;
  return f(f0, f1, f2, f3, f4, f5, f6, f7, f8, f9, f10, f11, f12, f13, f14, f15, f16, f17, f18); } };
template <> struct Tie<20> { template <class T, class F> static constexpr decltype(auto) visit(T& t, F&& f)
{ auto& [f0, f1, f2, f3, f4, f5, f6, f7, f8, f9, f10, f11, f12, f13, f14, f15, f16, f17, f18, f19] = t;
  return f(f0, f1, f2, f3, f4, f5, f6, f7, f8, f9, f10, f11, f12, f13, f14, f15, f16, f17, f18, f19); } };
template <> struct Tie<21> { template <class T, class F> static constexpr decltype(auto) visit(T& t, F&& f)
{ auto& [f0, f1, f2, f3, f4, f5, f6, f7, f8, f9, f10, f11, f12, f13, f14, f15, f16, f17, f18, f19, f20] = t;
  return f(f0, f1, f2, f3, f4, f5, f6, f7, f8, f9, f10, f11, f12, f13, f14, f15, f16, f17, f18, f19, f20); } };
template <> struct Tie<22> { template <class T, class F> static constexpr decltype(auto) visit(T& t, F&& f)
{ auto& [f0, f1, f2, f3, f4, f5, f6, f7, f8, f9, f10, f11, f12, f13, f14, f15, f16, f17, f18, f19, f20, f21] = t;
  return f(f0, f1, f2, f3, f4, f5, f6, f7, f8, f9, f10, f11, f12, f13, f14, f15, f16, f17, f18, f19, f20, f21); } };
template <> struct Tie<23> { template <class T, class F> static constexpr decltype(auto) visit(T& t, F&& f)
{ auto& [f0, f1, f2, f3, f4, f5, f6, f7, f8, f9, f10, f11, f12, f13, f14, f15, f16, f17, f18, f19, f20, f21, f22] = t;
  return f(f0, f1, f2, f3, f4, f5, f6, f7, f8, f9, f10, f11, f12, f13, f14, f15, f16, f17, f18, f19, f20, f21, f22); } };
template <> struct Tie<24> { template <class T, class F> static constexpr decltype(auto) visit(T& t, F&& f)
{ auto& [f0, f1, f2, f3, f4, f5, f6, f7, f8, f9, f10, f11, f12, f13, f14, f15, f16, f17, f18, f19, f20, f21, f22, f23] = t;
  return f(f0, f1, f2, f3, f4, f5, f6, f7, f8, f9, f10, f11, f12, f13, f14, f15, f16, f17, f18, f19, f20, f21, f22, f23); } };
template <> struct Tie<25> { template <class T, class F> static constexpr decltype(auto) visit(T& t, F&& f)
{ auto& [f0, f1, f2, f3, f4, f5, f6, f7, f8, f9, f10, f11, f12, f13, f14, f15, f16, f17, f18, f19, f20, f21, f22, f23, f24] = t;
  return f(f0, f1, f2, f3, f4, f5, f6, f7, f8, f9, f10, f11, f12, f13, f14, f15, f16, f17, f18, f19, f20, f21, f22, f23, f24); } };
template <> struct Tie<26> { template <class T, class F> static constexpr decltype(auto) visit(T& t, F&& f)
{ auto& [f0, f1, f2, f3, f4, f5, f6, f7, f8, f9, f10, f11, f12, f13, f14, f15, f16, f17, f18, f19, f20, f21, f22, f23, f24, f25] = t;
  return f(f0, f1, f2, f3, f4, f5, f6, f7, f8, f9, f10, f11, f12, f13, f14, f15, f16, f17, f18, f19, f20, f21, f22, f23, f24, f25); } };
template <> struct Tie<27> { template <class T, class F> static constexpr decltype(auto) visit(T& t, F&& f)
{ auto& [f0, f1, f2, f3, f4, f5, f6, f7, f8, f9, f10, f11, f12, f13, f14, f15, f16, f17, f18, f19, f20, f21, f22, f23, f24, f25, f26] = t;
  return f(f0, f1, f2, f3, f4, f5, f6, f7, f8, f9, f10, f11, f12, f13, f14, f15, f16, f17, f18, f19, f20, f21, f22, f23, f24, f25, f26); } };
template <> struct Tie<28> { template <class T, class F> static constexpr decltype(auto) visit(T& t, F&& f)
{ auto& [f0, f1, f2, f3, f4, f5, f6, f7, f8, f9, f10, f11, f12, f13, f14, f15, f16, f17, f18, f19, f20, f21, f22, f23, f24, f25, f26, f27] = t;
  return f(f0, f1, f2, f3, f4, f5, f6, f7, f8, f9, f10, f11, f12, f13, f14, f15, f16, f17, f18, f19, f20, f21, f22, f23, f24, f25, f26, f27); } };
template <> struct Tie<29> { template <class T, class F> static constexpr decltype(auto) visit(T& t, F&& f)
{ auto& [f0, f1, f2, f3, f4, f5, f6, f7, f8, f9, f10, f11, f12, f13, f14, f15, f16, f17, f18, f19, f20, f21, f22, f23, f24, f25, f26, f27, f28] = t;
  return f(f0, f1, f2, f3, f4, f5, f6, f7, f8, f9, f10, f11, f12, f13, f14, f15, f16, f17, f18, f19, f20, f21, f22, f23, f24, f25, f26, f27, f28); } };
template <> struct Tie<30> { template <class T, class F> static constexpr decltype(auto) visit(T& t, F&& f)
{ auto& [f0, f1, f2, f3, f4, f5, f6, f7, f8, f9, f10, f11, f12, f13, f14, f15, f16, f17, f18, f19, f20, f21, f22, f23, f24, f25, f26, f27, f28, f29] = t;
  return f(f0, f1, f2, f3, f4, f5, f6, f7, f8, f9, f10, f11, f12, f13, f14, f15, f16, f17, f18, f19, f20, f21, f22, f23, f24, f25, f26, f27, f28, f29); } };
template <> struct Tie<31> { template <class T, class F> static constexpr decltype(auto) visit(T& t, F&& f)
{ auto& [f0, f1, f2, f3, f4, f5, f6, f7, f8, f9, f10, f11, f12, f13, f14, f15, f16, f17, f18, f19, f20, f21, f22, f23, f24, f25, f26, f27, f28, f29, f30] = t;
  return f(f0, f1, f2, f3, f4, f5, f6, f7, f8, f9, f10, f11, f12, f13, f14, f15, f16, f17, f18, f19, f20, f21, f22, f23, f24, f25, f26, f27, f28, f29, f30); } };
template <> struct Tie<32> { template <class T, class F> static constexpr decltype(auto) visit(T& t, F&& f)
{ auto& [f0, f1, f2, f3, f4, f5, f6, f7, f8, f9, f10, f11, f12, f13, f14, f15, f16, f17, f18, f19, f20, f21, f22, f23, f24, f25, f26, f27, f28, f29, f30, f31] = t;
  return f(f0, f1, f2, f3, f4, f5, f6, f7, f8, f9, f10, f11, f12, f13, f14, f15, f16, f17, f18, f19, f20, f21, f22, f23, f24, f25, f26, f27, f28, f29, f30, f31); } };
template <> struct Tie<33> { template <class T, class F> static constexpr decltype(auto) visit(T& t, F&& f)
{ auto& [f0, f1, f2, f3, f4, f5, f6, f7, f8, f9, f10, f11, f12, f13, f14, f15, f16, f17, f18, f19, f20, f21, f22, f23, f24, f25, f26, f27, f28, f29, f30, f31, f32] = t;
  return f(f0, f1, f2, f3, f4, f5, f6, f7, f8, f9, f10, f11, f12, f13, f14, f15, f16, f17, f18, f19, f20, f21, f22, f23, f24, f25, f26, f27, f28, f29, f30, f31, f32); } };
template <> struct Tie<34> { template <class T, class F> static constexpr decltype(auto) visit(T& t, F&& f)
{ auto& [f0, f1, f2, f3, f4, f5, f6, f7, f8, f9, f10, f11, f12, f13, f14, f15, f16, f17, f18, f19, f20, f21, f22, f23, f24, f25, f26, f27, f28, f29, f30, f31, f32, f33] = t;
  return f(f0, f1, f2, f3, f4, f5, f6, f7, f8, f9, f10, f11, f12, f13, f14, f15, f16, f17, f18, f19, f20, f21, f22, f23, f24, f25, f26, f27, f28, f29, f30, f31, f32, f33); } };
template <> struct Tie<35> { template <class T, class F> static constexpr decltype(auto) visit(T& t, F&& f)
{ auto& [f0, f1, f2, f3, f4, f5, f6, f7, f8, f9, f10, f11, f12, f13, f14, f15, f16, f17, f18, f19, f20, f21, f22, f23, f24, f25, f26, f27, f28, f29, f30, f31, f32, f33, f34] = t;
  return f(f0, f1, f2, f3, f4, f5, f6, f7, f8, f9, f10, f11, f12, f13, f14, f15, f16, f17, f18, f19, f20, f21, f22, f23, f24, f25, f26, f27, f28, f29, f30, f31, f32, f33, f34); } };
template <> struct Tie<36> { template <class T, class F> static constexpr decltype(auto) visit(T& t, F&& f)
{ auto& [f0, f1, f2, f3, f4, f5, f6, f7, f8, f9, f10, f11, f12, f13, f14, f15, f16, f17, f18, f19, f20, f21, f22, f23, f24, f25, f26, f27, f28, f29, f30, f31, f32, f33, f34, f35] = t;
  return f(f0, f1, f2, f3, f4, f5, f6, f7, f8, f9, f10, f11, f12, f13, f14, f15, f16, f17, f18, f19, f20, f21, f22, f23, f24, f25, f26, f27, f28, f29, f30, f31, f32, f33, f34, f35); } };
template <> struct Tie<37> { template <class T, class F> static constexpr decltype(auto) visit(T& t, F&& f)
{ auto& [f0, f1, f2, f3, f4, f5, f6, f7, f8, f9, f10, f11, f12, f13, f14, f15, f16, f17, f18, f19, f20, f21, f22, f23, f24, f25, f26, f27, f28, f29, f30, f31, f32, f33, f34, f35, f36] = t;
  return f(f0, f1, f2, f3, f4, f5, f6, f7, f8, f9, f10, f11, f12, f13, f14, f15, f16, f17, f18, f19, f20, f21, f22, f23, f24, f25, f26, f27, f28, f29, f30, f31, f32, f33, f34, f35, f36); } };
template <> struct Tie<38> { template <class T, class F> static constexpr decltype(auto) visit(T& t, F&& f)
{ auto& [f0, f1, f2, f3, f4, f5, f6, f7, f8, f9, f10, f11, f12, f13, f14, f15, f16, f17, f18, f19, f20, f21, f22, f23, f24, f25, f26, f27, f28, f29, f30, f31, f32, f33, f34, f35, f36, f37] = t;
  return f(f0, f1, f2, f3, f4, f5, f6, f7, f8, f9, f10, f11, f12, f13, f14, f15, f16, f17, f18, f19, f20, f21, f22, f23, f24, f25, f26, f27, f28, f29, f30, f31, f32, f33, f34, f35, f36, f37); } };
template <> struct Tie<39> { template <class T, class F> static constexpr decltype(auto) visit(T& t, F&& f)
{ auto& [f0, f1, f2, f3, f4, f5, f6, f7, f8, f9, f10, f11, f12, f13, f14, f15, f16, f17, f18, f19, f20, f21, f22, f23, f24, f25, f26, f27, f28, f29, f30, f31, f32, f33, f34, f35, f36, f37, f38] = t;
  return f(f0, f1, f2, f3, f4, f5, f6, f7, f8, f9, f10, f11, f12, f13, f14, f15, f16, f17, f18, f19, f20, f21, f22, f23, f24, f25, f26, f27, f28, f29, f30, f31, f32, f33, f34, f35, f36, f37, f38); } };
template <> struct Tie<40> { template <class T, class F> static constexpr decltype(auto) visit(T& t, F&& f)
{ auto& [f0, f1, f2, f3, f4, f5, f6, f7, f8, f9, f10, f11, f12, f13, f14, f15, f16, f17, f18, f19, f20, f21, f22, f23, f24, f25, f26, f27, f28, f29, f30, f31, f32, f33, f34, f35, f36, f37, f38, f39] = t;
  return f(f0, f1, f2, f3, f4, f5, f6, f7, f8, f9, f10, f11, f12, f13, f14, f15, f16, f17, f18, f19, f20, f21, f22, f23, f24, f25, f26, f27, f28, f29, f30, f31, f32, f33, f34, f35, f36, f37, f38, f39); } };
template <> struct Tie<41> { template <class T, class F> static constexpr decltype(auto) visit(T& t, F&& f)
{ auto& [f0, f1, f2, f3, f4, f5, f6, f7, f8, f9, f10, f11, f12, f13, f14, f15, f16, f17, f18, f19, f20, f21, f22, f23, f24, f25, f26, f27, f28, f29, f30, f31, f32, f33, f34, f35, f36, f37, f38, f39, f40] = t;
  return f(f0, f1, f2, f3, f4, f5, f6, f7, f8, f9, f10, f11, f12, f13, f14, f15, f16, f17, f18, f19, f20, f21, f22, f23, f24, f25, f26, f27, f28, f29, f30, f31, f32, f33, f34, f35, f36, f37, f38, f39, f40); } };
template <> struct Tie<42> { template <class T, class F> static constexpr decltype(auto) visit(T& t, F&& f)
{ auto& [f0, f1, f2, f3, f4, f5, f6, f7, f8, f9, f10, f11, f12, f13, f14, f15, f16, f17, f18, f19, f20, f21, f22, f23, f24, f25, f26, f27, f28, f29, f30, f31, f32, f33, f34, f35, f36, f37, f38, f39, f40, f41] = t;
  return f(f0, f1, f2, f3, f4, f5, f6, f7, f8, f9, f10, f11, f12, f13, f14, f15, f16, f17, f18, f19, f20, f21, f22, f23, f24, f25, f26, f27, f28, f29, f30, f31, f32, f33, f34, f35, f36, f37, f38, f39, f40, f41); } };
template <> struct Tie<43> { template <class T, class F> static constexpr decltype(auto) visit(T& t, F&& f)
{ auto& [f0, f1, f2, f3, f4, f5, f6, f7, f8, f9, f10, f11, f12, f13, f14, f15, f16, f17, f18, f19, f20, f21, f22, f23, f24, f25, f26, f27, f28, f29, f30, f31, f32, f33, f34, f35, f36, f37, f38, f39, f40, f41, f42] = t;
  return f(f0, f1, f2, f3, f4, f5, f6, f7, f8, f9, f10, f11, f12, f13, f14, f15, f16, f17, f18, f19, f20, f21, f22, f23, f24, f25, f26, f27, f28, f29, f30, f31, f32, f33, f34, f35, f36, f37, f38, f39, f40, f41, f42); } };
template <> struct Tie<44> { template <class T, class F> static constexpr decltype(auto) visit(T& t, F&& f)
{ auto& [f0, f1, f2, f3, f4, f5, f6, f7, f8, f9, f10, f11, f12, f13, f14, f15, f16, f17, f18, f19, f20, f21, f22, f23, f24, f25, f26, f27, f28, f29, f30, f31, f32, f33, f34, f35, f36, f37, f38, f39, f40, f41, f42, f43] = t;
  return f(f0, f1, f2, f3, f4, f5, f6, f7, f8, f9, f10, f11, f12, f13, f14, f15, f16, f17, f18, f19, f20, f21, f22, f23, f24, f25, f26, f27, f28, f29, f30, f31, f32, f33, f34, f35, f36, f37, f38, f39, f40, f41, f42, f43); } };
template <> struct Tie<45> { template <class T, class F> static constexpr decltype(auto) visit(T& t, F&& f)
{ auto& [f0, f1, f2, f3, f4, f5, f6, f7, f8, f9, f10, f11, f12, f13, f14, f15, f16, f17, f18, f19, f20, f21, f22, f23, f24, f25, f26, f27, f28, f29, f30, f31, f32, f33, f34, f35, f36, f37, f38, f39, f40, f41, f42, f43, f44] = t;
  return f(f0, f1, f2, f3, f4, f5, f6, f7, f8, f9, f10, f11, f12, f13, f14, f15, f16, f17, f18, f19, f20, f21, f22, f23, f24, f25, f26, f27, f28, f29, f30, f31, f32, f33, f34, f35, f36, f37, f38, f39, f40, f41, f42, f43, f44); } };
template <> struct Tie<46> { template <class T, class F> static constexpr decltype(auto) visit(T& t, F&& f)
{ auto& [f0, f1, f2, f3, f4, f5, f6, f7, f8, f9, f10, f11, f12, f13, f14, f15, f16, f17, f18, f19, f20, f21, f22, f23, f24, f25, f26, f27, f28, f29, f30, f31, f32, f33, f34, f35, f36, f37, f38, f39, f40, f41, f42, f43, f44, f45] = t;
  return f(f0, f1, f2, f3, f4, f5, f6, f7, f8, f9, f10, f11, f12, f13, f14, f15, f16, f17, f18, f19, f20, f21, f22, f23, f24, f25, f26, f27, f28, f29, f30, f31, f32, f33, f34, f35, f36, f37, f38, f39, f40, f41, f42, f43, f44, f45); } };
template <> struct Tie<47> { template <class T, class F> static constexpr decltype(auto) visit(T& t, F&& f)
{ auto& [f0, f1, f2, f3, f4, f5, f6, f7, f8, f9, f10, f11, f12, f13, f14, f15, f16, f17, f18, f19, f20, f21, f22, f23, f24, f25, f26, f27, f28, f29, f30, f31, f32, f33, f34, f35, f36, f37, f38, f39, f40, f41, f42, f43, f44, f45, f46] = t;
  return f(f0, f1, f2, f3, f4, f5, f6, f7, f8, f9, f10, f11, f12, f13, f14, f15, f16, f17, f18, f19, f20, f21, f22, f23, f24, f25, f26, f27, f28, f29, f30, f31, f32, f33, f34, f35, f36, f37, f38, f39, f40, f41, f42, f43, f44, f45, f46); } };
template <> struct Tie<48> { template <class T, class F> static constexpr decltype(auto) visit(T& t, F&& f)
{ auto& [f0, f1, f2, f3, f4, f5, f6, f7, f8, f9, f10, f11, f12, f13, f14, f15, f16, f17, f18, f19, f20, f21, f22, f23, f24, f25, f26, f27, f28, f29, f30, f31, f32, f33, f34, f35, f36, f37, f38, f39, f40, f41, f42, f43, f44, f45, f46, f47] = t;
  return f(f0, f1, f2, f3, f4, f5, f6, f7, f8, f9, f10, f11, f12, f13, f14, f15, f16, f17, f18, f19, f20, f21, f22, f23, f24, f25, f26, f27, f28, f29, f30, f31, f32, f33, f34, f35, f36, f37, f38, f39, f40, f41, f42, f43, f44, f45, f46, f47); } };

}  // namespace serinus::reflect
