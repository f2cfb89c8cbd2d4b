/// Addresses of the fields of an aggregate of 1 to 48 fields, as template arguments, whose printed form holds the
/// fields' names. Written by generate_reflect_tie.py.
// clang-format off
#pragma once

#include <cstddef>
#include <string_view>

// `fake` is never defined, and nothing of it is read.
#pragma clang diagnostic push
#pragma clang diagnostic ignored "-Wundefined-var-template"

namespace serinus::reflect::detail {

template <class T> struct Holder { T value; };

/// Never defined: only its fields' addresses are named.
template <class T> extern Holder<T> fake;

template <auto... P> constexpr std::string_view pretty_addresses()
{ return {__PRETTY_FUNCTION__, sizeof(__PRETTY_FUNCTION__) - 1}; }

template <size_t N> struct NameTie;

template <> struct NameTie<0> { template <class T> static consteval std::string_view names() { return {}; } };
template <> struct NameTie<1> { template <class T> static consteval std::string_view names()
{ auto& [f0] = fake<T>.value;
  return pretty_addresses<&f0>(); } };
template <> struct NameTie<2> { template <class T> static consteval std::string_view names()
{ auto& [f0, f1] = fake<T>.value;
  return pretty_addresses<&f0, &f1>(); } };
template <> struct NameTie<3> { template <class T> static consteval std::string_view names()
{ auto& [f0, f1, f2] = fake<T>.value;
  return pretty_addresses<&f0, &f1, &f2>(); } };
template <> struct NameTie<4> { template <class T> static consteval std::string_view names()
{ auto& [f0, f1, f2, f3] = fake<T>.value;
  return pretty_addresses<&f0, &f1, &f2, &f3>(); } };
template <> struct NameTie<5> { template <class T> static consteval std::string_view names()
{ auto& [f0, f1, f2, f3, f4] = fake<T>.value;
  return pretty_addresses<&f0, &f1, &f2, &f3, &f4>(); } };
template <> struct NameTie<6> { template <class T> static consteval std::string_view names()
{ auto& [f0, f1, f2, f3, f4, f5] = fake<T>.value;
  return pretty_addresses<&f0, &f1, &f2, &f3, &f4, &f5>(); } };
template <> struct NameTie<7> { template <class T> static consteval std::string_view names()
{ auto& [f0, f1, f2, f3, f4, f5, f6] = fake<T>.value;
  return pretty_addresses<&f0, &f1, &f2, &f3, &f4, &f5, &f6>(); } };
template <> struct NameTie<8> { template <class T> static consteval std::string_view names()
{ auto& [f0, f1, f2, f3, f4, f5, f6, f7] = fake<T>.value;
  return pretty_addresses<&f0, &f1, &f2, &f3, &f4, &f5, &f6, &f7>(); } };
template <> struct NameTie<9> { template <class T> static consteval std::string_view names()
{ auto& [f0, f1, f2, f3, f4, f5, f6, f7, f8] = fake<T>.value;
  return pretty_addresses<&f0, &f1, &f2, &f3, &f4, &f5, &f6, &f7, &f8>(); } };
template <> struct NameTie<10> { template <class T> static consteval std::string_view names()
{ auto& [f0, f1, f2, f3, f4, f5, f6, f7, f8, f9] = fake<T>.value;
  return pretty_addresses<&f0, &f1, &f2, &f3, &f4, &f5, &f6, &f7, &f8, &f9>(); } };
template <> struct NameTie<11> { template <class T> static consteval std::string_view names()
{ auto& [f0, f1, f2, f3, f4, f5, f6, f7, f8, f9, f10] = fake<T>.value;
  return pretty_addresses<&f0, &f1, &f2, &f3, &f4, &f5, &f6, &f7, &f8, &f9, &f10>(); } };
template <> struct NameTie<12> { template <class T> static consteval std::string_view names()
{ auto& [f0, f1, f2, f3, f4, f5, f6, f7, f8, f9, f10, f11] = fake<T>.value;
  return pretty_addresses<&f0, &f1, &f2, &f3, &f4, &f5, &f6, &f7, &f8, &f9, &f10, &f11>(); } };
template <> struct NameTie<13> { template <class T> static consteval std::string_view names()
{ auto& [f0, f1, f2, f3, f4, f5, f6, f7, f8, f9, f10, f11, f12] = fake<T>.value;
  return pretty_addresses<&f0, &f1, &f2, &f3, &f4, &f5, &f6, &f7, &f8, &f9, &f10, &f11, &f12>(); } };
template <> struct NameTie<14> { template <class T> static consteval std::string_view names()
{ auto& [f0, f1, f2, f3, f4, f5, f6, f7, f8, f9, f10, f11, f12, f13] = fake<T>.value;
  return pretty_addresses<&f0, &f1, &f2, &f3, &f4, &f5, &f6, &f7, &f8, &f9, &f10, &f11, &f12, &f13>(); } };
template <> struct NameTie<15> { template <class T> static consteval std::string_view names()
{ auto& [f0, f1, f2, f3, f4, f5, f6, f7, f8, f9, f10, f11, f12, f13, f14] = fake<T>.value;
  return pretty_addresses<&f0, &f1, &f2, &f3, &f4, &f5, &f6, &f7, &f8, &f9, &f10, &f11, &f12, &f13, &f14>(); } };
template <> struct NameTie<16> { template <class T> static consteval std::string_view names()
{ auto& [f0, f1, f2, f3, f4, f5, f6, f7, f8, f9, f10, f11, f12, f13, f14, f15] = fake<T>.value;
  return pretty_addresses<&f0, &f1, &f2, &f3, &f4, &f5, &f6, &f7, &f8, &f9, &f10, &f11, &f12, &f13, &f14, &f15>(); } };
template <> struct NameTie<17> { template <class T> static consteval std::string_view names()
{ auto& [f0, f1, f2, f3, f4, f5, f6, f7, f8, f9, f10, f11, f12, f13, f14, f15, f16] = fake<T>.value;
  return pretty_addresses<&f0, &f1, &f2, &f3, &f4, &f5, &f6, &f7, &f8, &f9, &f10, &f11, &f12, &f13, &f14, &f15, &f16>(); } };
template <> struct NameTie<18> { template <class T> static consteval std::string_view names()
{ auto& [f0, f1, f2, f3, f4, f5, f6, f7, f8, f9, f10, f11, f12, f13, f14, f15, f16, f17] = fake<T>.value;
  return pretty_addresses<&f0, &f1, &f2, &f3, &f4, &f5, &f6, &f7, &f8, &f9, &f10, &f11, &f12, &f13, &f14, &f15, &f16, &f17>(); } };
template <> struct NameTie<19> { template <class T> static consteval std::string_view names()
{ auto& [f0, f1, f2, f3, f4, f5, f6, f7, f8, f9, f10, f11, f12, f13, f14, f15, f16, f17, f18] = fake<T>.value;
  return pretty_addresses<&f0, &f1, &f2, &f3, &f4, &f5, &f6, &f7, &f8, &f9, &f10, &f11, &f12, &f13, &f14, &f15, &f16, &f17, &f18>(); } };
template <> struct NameTie<20> { template <class T> static consteval std::string_view names()
{ auto& [f0, f1, f2, f3, f4, f5, f6, f7, f8, f9, f10, f11, f12, f13, f14, f15, f16, f17, f18, f19] = fake<T>.value;
  return pretty_addresses<&f0, &f1, &f2, &f3, &f4, &f5, &f6, &f7, &f8, &f9, &f10, &f11, &f12, &f13, &f14, &f15, &f16, &f17, &f18, &f19>(); } };
template <> struct NameTie<21> { template <class T> static consteval std::string_view names()
{ auto& [f0, f1, f2, f3, f4, f5, f6, f7, f8, f9, f10, f11, f12, f13, f14, f15, f16, f17, f18, f19, f20] = fake<T>.value;
  return pretty_addresses<&f0, &f1, &f2, &f3, &f4, &f5, &f6, &f7, &f8, &f9, &f10, &f11, &f12, &f13, &f14, &f15, &f16, &f17, &f18, &f19, &f20>(); } };
template <> struct NameTie<22> { template <class T> static consteval std::string_view names()
{ auto& [f0, f1, f2, f3, f4, f5, f6, f7, f8, f9, f10, f11, f12, f13, f14, f15, f16, f17, f18, f19, f20, f21] = fake<T>.value;
  return pretty_addresses<&f0, &f1, &f2, &f3, &f4, &f5, &f6, &f7, &f8, &f9, &f10, &f11, &f12, &f13, &f14, &f15, &f16, &f17, &f18, &f19, &f20, &f21>(); } };
template <> struct NameTie<23> { template <class T> static consteval std::string_view names()
{ auto& [f0, f1, f2, f3, f4, f5, f6, f7, f8, f9, f10, f11, f12, f13, f14, f15, f16, f17, f18, f19, f20, f21, f22] = fake<T>.value;
  return pretty_addresses<&f0, &f1, &f2, &f3, &f4, &f5, &f6, &f7, &f8, &f9, &f10, &f11, &f12, &f13, &f14, &f15, &f16, &f17, &f18, &f19, &f20, &f21, &f22>(); } };
template <> struct NameTie<24> { template <class T> static consteval std::string_view names()
{ auto& [f0, f1, f2, f3, f4, f5, f6, f7, f8, f9, f10, f11, f12, f13, f14, f15, f16, f17, f18, f19, f20, f21, f22, f23] = fake<T>.value;
  return pretty_addresses<&f0, &f1, &f2, &f3, &f4, &f5, &f6, &f7, &f8, &f9, &f10, &f11, &f12, &f13, &f14, &f15, &f16, &f17, &f18, &f19, &f20, &f21, &f22, &f23>(); } };
template <> struct NameTie<25> { template <class T> static consteval std::string_view names()
{ auto& [f0, f1, f2, f3, f4, f5, f6, f7, f8, f9, f10, f11, f12, f13, f14, f15, f16, f17, f18, f19, f20, f21, f22, f23, f24] = fake<T>.value;
  return pretty_addresses<&f0, &f1, &f2, &f3, &f4, &f5, &f6, &f7, &f8, &f9, &f10, &f11, &f12, &f13, &f14, &f15, &f16, &f17, &f18, &f19, &f20, &f21, &f22, &f23, &f24>(); } };
template <> struct NameTie<26> { template <class T> static consteval std::string_view names()
{ auto& [f0, f1, f2, f3, f4, f5, f6, f7, f8, f9, f10, f11, f12, f13, f14, f15, f16, f17, f18, f19, f20, f21, f22, f23, f24, f25] = fake<T>.value;
  return pretty_addresses<&f0, &f1, &f2, &f3, &f4, &f5, &f6, &f7, &f8, &f9, &f10, &f11, &f12, &f13, &f14, &f15, &f16, &f17, &f18, &f19, &f20, &f21, &f22, &f23, &f24, &f25>(); } };
template <> struct NameTie<27> { template <class T> static consteval std::string_view names()
{ auto& [f0, f1, f2, f3, f4, f5, f6, f7, f8, f9, f10, f11, f12, f13, f14, f15, f16, f17, f18, f19, f20, f21, f22, f23, f24, f25, f26] = fake<T>.value;
  return pretty_addresses<&f0, &f1, &f2, &f3, &f4, &f5, &f6, &f7, &f8, &f9, &f10, &f11, &f12, &f13, &f14, &f15, &f16, &f17, &f18, &f19, &f20, &f21, &f22, &f23, &f24, &f25, &f26>(); } };
template <> struct NameTie<28> { template <class T> static consteval std::string_view names()
{ auto& [f0, f1, f2, f3, f4, f5, f6, f7, f8, f9, f10, f11, f12, f13, f14, f15, f16, f17, f18, f19, f20, f21, f22, f23, f24, f25, f26, f27] = fake<T>.value;
  return pretty_addresses<&f0, &f1, &f2, &f3, &f4, &f5, &f6, &f7, &f8, &f9, &f10, &f11, &f12, &f13, &f14, &f15, &f16, &f17, &f18, &f19, &f20, &f21, &f22, &f23, &f24, &f25, &f26, &f27>(); } };
template <> struct NameTie<29> { template <class T> static consteval std::string_view names()
{ auto& [f0, f1, f2, f3, f4, f5, f6, f7, f8, f9, f10, f11, f12, f13, f14, f15, f16, f17, f18, f19, f20, f21, f22, f23, f24, f25, f26, f27, f28] = fake<T>.value;
  return pretty_addresses<&f0, &f1, &f2, &f3, &f4, &f5, &f6, &f7, &f8, &f9, &f10, &f11, &f12, &f13, &f14, &f15, &f16, &f17, &f18, &f19, &f20, &f21, &f22, &f23, &f24, &f25, &f26, &f27, &f28>(); } };
template <> struct NameTie<30> { template <class T> static consteval std::string_view names()
{ auto& [f0, f1, f2, f3, f4, f5, f6, f7, f8, f9, f10, f11, f12, f13, f14, f15, f16, f17, f18, f19, f20, f21, f22, f23, f24, f25, f26, f27, f28, f29] = fake<T>.value;
  return pretty_addresses<&f0, &f1, &f2, &f3, &f4, &f5, &f6, &f7, &f8, &f9, &f10, &f11, &f12, &f13, &f14, &f15, &f16, &f17, &f18, &f19, &f20, &f21, &f22, &f23, &f24, &f25, &f26, &f27, &f28, &f29>(); } };
template <> struct NameTie<31> { template <class T> static consteval std::string_view names()
{ auto& [f0, f1, f2, f3, f4, f5, f6, f7, f8, f9, f10, f11, f12, f13, f14, f15, f16, f17, f18, f19, f20, f21, f22, f23, f24, f25, f26, f27, f28, f29, f30] = fake<T>.value;
  return pretty_addresses<&f0, &f1, &f2, &f3, &f4, &f5, &f6, &f7, &f8, &f9, &f10, &f11, &f12, &f13, &f14, &f15, &f16, &f17, &f18, &f19, &f20, &f21, &f22, &f23, &f24, &f25, &f26, &f27, &f28, &f29, &f30>(); } };
template <> struct NameTie<32> { template <class T> static consteval std::string_view names()
{ auto& [f0, f1, f2, f3, f4, f5, f6, f7, f8, f9, f10, f11, f12, f13, f14, f15, f16, f17, f18, f19, f20, f21, f22, f23, f24, f25, f26, f27, f28, f29, f30, f31] = fake<T>.value;
  return pretty_addresses<&f0, &f1, &f2, &f3, &f4, &f5, &f6, &f7, &f8, &f9, &f10, &f11, &f12, &f13, &f14, &f15, &f16, &f17, &f18, &f19, &f20, &f21, &f22, &f23, &f24, &f25, &f26, &f27, &f28, &f29, &f30, &f31>(); } };
template <> struct NameTie<33> { template <class T> static consteval std::string_view names()
{ auto& [f0, f1, f2, f3, f4, f5, f6, f7, f8, f9, f10, f11, f12, f13, f14, f15, f16, f17, f18, f19, f20, f21, f22, f23, f24, f25, f26, f27, f28, f29, f30, f31, f32] = fake<T>.value;
  return pretty_addresses<&f0, &f1, &f2, &f3, &f4, &f5, &f6, &f7, &f8, &f9, &f10, &f11, &f12, &f13, &f14, &f15, &f16, &f17, &f18, &f19, &f20, &f21, &f22, &f23, &f24, &f25, &f26, &f27, &f28, &f29, &f30, &f31, &f32>(); } };
template <> struct NameTie<34> { template <class T> static consteval std::string_view names()
{ auto& [f0, f1, f2, f3, f4, f5, f6, f7, f8, f9, f10, f11, f12, f13, f14, f15, f16, f17, f18, f19, f20, f21, f22, f23, f24, f25, f26, f27, f28, f29, f30, f31, f32, f33] = fake<T>.value;
  return pretty_addresses<&f0, &f1, &f2, &f3, &f4, &f5, &f6, &f7, &f8, &f9, &f10, &f11, &f12, &f13, &f14, &f15, &f16, &f17, &f18, &f19, &f20, &f21, &f22, &f23, &f24, &f25, &f26, &f27, &f28, &f29, &f30, &f31, &f32, &f33>(); } };
template <> struct NameTie<35> { template <class T> static consteval std::string_view names()
{ auto& [f0, f1, f2, f3, f4, f5, f6, f7, f8, f9, f10, f11, f12, f13, f14, f15, f16, f17, f18, f19, f20, f21, f22, f23, f24, f25, f26, f27, f28, f29, f30, f31, f32, f33, f34] = fake<T>.value;
  return pretty_addresses<&f0, &f1, &f2, &f3, &f4, &f5, &f6, &f7, &f8, &f9, &f10, &f11, &f12, &f13, &f14, &f15, &f16, &f17, &f18, &f19, &f20, &f21, &f22, &f23, &f24, &f25, &f26, &f27, &f28, &f29, &f30, &f31, &f32, &f33, &f34>(); } };
template <> struct NameTie<36> { template <class T> static consteval std::string_view names()
{ auto& [f0, f1, f2, f3, f4, f5, f6, f7, f8, f9, f10, f11, f12, f13, f14, f15, f16, f17, f18, f19, f20, f21, f22, f23, f24, f25, f26, f27, f28, f29, f30, f31, f32, f33, f34, f35] = fake<T>.value;
  return pretty_addresses<&f0, &f1, &f2, &f3, &f4, &f5, &f6, &f7, &f8, &f9, &f10, &f11, &f12, &f13, &f14, &f15, &f16, &f17, &f18, &f19, &f20, &f21, &f22, &f23, &f24, &f25, &f26, &f27, &f28, &f29, &f30, &f31, &f32, &f33, &f34, &f35>(); } };
template <> struct NameTie<37> { template <class T> static consteval std::string_view names()
{ auto& [f0, f1, f2, f3, f4, f5, f6, f7, f8, f9, f10, f11, f12, f13, f14, f15, f16, f17, f18, f19, f20, f21, f22, f23, f24, f25, f26, f27, f28, f29, f30, f31, f32, f33, f34, f35, f36] = fake<T>.value;
  return pretty_addresses<&f0, &f1, &f2, &f3, &f4, &f5, &f6, &f7, &f8, &f9, &f10, &f11, &f12, &f13, &f14, &f15, &f16, &f17, &f18, &f19, &f20, &f21, &f22, &f23, &f24, &f25, &f26, &f27, &f28, &f29, &f30, &f31, &f32, &f33, &f34, &f35, &f36>(); } };
template <> struct NameTie<38> { template <class T> static consteval std::string_view names()
{ auto& [f0, f1, f2, f3, f4, f5, f6, f7, f8, f9, f10, f11, f12, f13, f14, f15, f16, f17, f18, f19, f20, f21, f22, f23, f24, f25, f26, f27, f28, f29, f30, f31, f32, f33, f34, f35, f36, f37] = fake<T>.value;
  return pretty_addresses<&f0, &f1, &f2, &f3, &f4, &f5, &f6, &f7, &f8, &f9, &f10, &f11, &f12, &f13, &f14, &f15, &f16, &f17, &f18, &f19, &f20, &f21, &f22, &f23, &f24, &f25, &f26, &f27, &f28, &f29, &f30, &f31, &f32, &f33, &f34, &f35, &f36, &f37>(); } };
template <> struct NameTie<39> { template <class T> static consteval std::string_view names()
{ auto& [f0, f1, f2, f3, f4, f5, f6, f7, f8, f9, f10, f11, f12, f13, f14, f15, f16, f17, f18, f19, f20, f21, f22, f23, f24, f25, f26, f27, f28, f29, f30, f31, f32, f33, f34, f35, f36, f37, f38] = fake<T>.value;
  return pretty_addresses<&f0, &f1, &f2, &f3, &f4, &f5, &f6, &f7, &f8, &f9, &f10, &f11, &f12, &f13, &f14, &f15, &f16, &f17, &f18, &f19, &f20, &f21, &f22, &f23, &f24, &f25, &f26, &f27, &f28, &f29, &f30, &f31, &f32, &f33, &f34, &f35, &f36, &f37, &f38>(); } };
template <> struct NameTie<40> { template <class T> static consteval std::string_view names()
{ auto& [f0, f1, f2, f3, f4, f5, f6, f7, f8, f9, f10, f11, f12, f13, f14, f15, f16, f17, f18, f19, f20, f21, f22, f23, f24, f25, f26, f27, f28, f29, f30, f31, f32, f33, f34, f35, f36, f37, f38, f39] = fake<T>.value;
  return pretty_addresses<&f0, &f1, &f2, &f3, &f4, &f5, &f6, &f7, &f8, &f9, &f10, &f11, &f12, &f13, &f14, &f15, &f16, &f17, &f18, &f19, &f20, &f21, &f22, &f23, &f24, &f25, &f26, &f27, &f28, &f29, &f30, &f31, &f32, &f33, &f34, &f35, &f36, &f37, &f38, &f39>(); } };
template <> struct NameTie<41> { template <class T> static consteval std::string_view names()
{ auto& [f0, f1, f2, f3, f4, f5, f6, f7, f8, f9, f10, f11, f12, f13, f14, f15, f16, f17, f18, f19, f20, f21, f22, f23, f24, f25, f26, f27, f28, f29, f30, f31, f32, f33, f34, f35, f36, f37, f38, f39, f40] = fake<T>.value;
  return pretty_addresses<&f0, &f1, &f2, &f3, &f4, &f5, &f6, &f7, &f8, &f9, &f10, &f11, &f12, &f13, &f14, &f15, &f16, &f17, &f18, &f19, &f20, &f21, &f22, &f23, &f24, &f25, &f26, &f27, &f28, &f29, &f30, &f31, &f32, &f33, &f34, &f35, &f36, &f37, &f38, &f39, &f40>(); } };
template <> struct NameTie<42> { template <class T> static consteval std::string_view names()
{ auto& [f0, f1, f2, f3, f4, f5, f6, f7, f8, f9, f10, f11, f12, f13, f14, f15, f16, f17, f18, f19, f20, f21, f22, f23, f24, f25, f26, f27, f28, f29, f30, f31, f32, f33, f34, f35, f36, f37, f38, f39, f40, f41] = fake<T>.value;
  return pretty_addresses<&f0, &f1, &f2, &f3, &f4, &f5, &f6, &f7, &f8, &f9, &f10, &f11, &f12, &f13, &f14, &f15, &f16, &f17, &f18, &f19, &f20, &f21, &f22, &f23, &f24, &f25, &f26, &f27, &f28, &f29, &f30, &f31, &f32, &f33, &f34, &f35, &f36, &f37, &f38, &f39, &f40, &f41>(); } };
template <> struct NameTie<43> { template <class T> static consteval std::string_view names()
{ auto& [f0, f1, f2, f3, f4, f5, f6, f7, f8, f9, f10, f11, f12, f13, f14, f15, f16, f17, f18, f19, f20, f21, f22, f23, f24, f25, f26, f27, f28, f29, f30, f31, f32, f33, f34, f35, f36, f37, f38, f39, f40, f41, f42] = fake<T>.value;
  return pretty_addresses<&f0, &f1, &f2, &f3, &f4, &f5, &f6, &f7, &f8, &f9, &f10, &f11, &f12, &f13, &f14, &f15, &f16, &f17, &f18, &f19, &f20, &f21, &f22, &f23, &f24, &f25, &f26, &f27, &f28, &f29, &f30, &f31, &f32, &f33, &f34, &f35, &f36, &f37, &f38, &f39, &f40, &f41, &f42>(); } };
template <> struct NameTie<44> { template <class T> static consteval std::string_view names()
{ auto& [f0, f1, f2, f3, f4, f5, f6, f7, f8, f9, f10, f11, f12, f13, f14, f15, f16, f17, f18, f19, f20, f21, f22, f23, f24, f25, f26, f27, f28, f29, f30, f31, f32, f33, f34, f35, f36, f37, f38, f39, f40, f41, f42, f43] = fake<T>.value;
  return pretty_addresses<&f0, &f1, &f2, &f3, &f4, &f5, &f6, &f7, &f8, &f9, &f10, &f11, &f12, &f13, &f14, &f15, &f16, &f17, &f18, &f19, &f20, &f21, &f22, &f23, &f24, &f25, &f26, &f27, &f28, &f29, &f30, &f31, &f32, &f33, &f34, &f35, &f36, &f37, &f38, &f39, &f40, &f41, &f42, &f43>(); } };
template <> struct NameTie<45> { template <class T> static consteval std::string_view names()
{ auto& [f0, f1, f2, f3, f4, f5, f6, f7, f8, f9, f10, f11, f12, f13, f14, f15, f16, f17, f18, f19, f20, f21, f22, f23, f24, f25, f26, f27, f28, f29, f30, f31, f32, f33, f34, f35, f36, f37, f38, f39, f40, f41, f42, f43, f44] = fake<T>.value;
  return pretty_addresses<&f0, &f1, &f2, &f3, &f4, &f5, &f6, &f7, &f8, &f9, &f10, &f11, &f12, &f13, &f14, &f15, &f16, &f17, &f18, &f19, &f20, &f21, &f22, &f23, &f24, &f25, &f26, &f27, &f28, &f29, &f30, &f31, &f32, &f33, &f34, &f35, &f36, &f37, &f38, &f39, &f40, &f41, &f42, &f43, &f44>(); } };
template <> struct NameTie<46> { template <class T> static consteval std::string_view names()
{ auto& [f0, f1, f2, f3, f4, f5, f6, f7, f8, f9, f10, f11, f12, f13, f14, f15, f16, f17, f18, f19, f20, f21, f22, f23, f24, f25, f26, f27, f28, f29, f30, f31, f32, f33, f34, f35, f36, f37, f38, f39, f40, f41, f42, f43, f44, f45] = fake<T>.value;
  return pretty_addresses<&f0, &f1, &f2, &f3, &f4, &f5, &f6, &f7, &f8, &f9, &f10, &f11, &f12, &f13, &f14, &f15, &f16, &f17, &f18, &f19, &f20, &f21, &f22, &f23, &f24, &f25, &f26, &f27, &f28, &f29, &f30, &f31, &f32, &f33, &f34, &f35, &f36, &f37, &f38, &f39, &f40, &f41, &f42, &f43, &f44, &f45>(); } };
template <> struct NameTie<47> { template <class T> static consteval std::string_view names()
{ auto& [f0, f1, f2, f3, f4, f5, f6, f7, f8, f9, f10, f11, f12, f13, f14, f15, f16, f17, f18, f19, f20, f21, f22, f23, f24, f25, f26, f27, f28, f29, f30, f31, f32, f33, f34, f35, f36, f37, f38, f39, f40, f41, f42, f43, f44, f45, f46] = fake<T>.value;
  return pretty_addresses<&f0, &f1, &f2, &f3, &f4, &f5, &f6, &f7, &f8, &f9, &f10, &f11, &f12, &f13, &f14, &f15, &f16, &f17, &f18, &f19, &f20, &f21, &f22, &f23, &f24, &f25, &f26, &f27, &f28, &f29, &f30, &f31, &f32, &f33, &f34, &f35, &f36, &f37, &f38, &f39, &f40, &f41, &f42, &f43, &f44, &f45, &f46>(); } };
template <> struct NameTie<48> { template <class T> static consteval std::string_view names()
{ auto& [f0, f1, f2, f3, f4, f5, f6, f7, f8, f9, f10, f11, f12, f13, f14, f15, f16, f17, f18, f19, f20, f21, f22, f23, f24, f25, f26, f27, f28, f29, f30, f31, f32, f33, f34, f35, f36, f37, f38, f39, f40, f41, f42, f43, f44, f45, f46, f47] = fake<T>.value;
  return pretty_addresses<&f0, &f1, &f2, &f3, &f4, &f5, &f6, &f7, &f8, &f9, &f10, &f11, &f12, &f13, &f14, &f15, &f16, &f17, &f18, &f19, &f20, &f21, &f22, &f23, &f24, &f25, &f26, &f27, &f28, &f29, &f30, &f31, &f32, &f33, &f34, &f35, &f36, &f37, &f38, &f39, &f40, &f41, &f42, &f43, &f44, &f45, &f46, &f47>(); } };

}  // namespace serinus::reflect::detail

#pragma clang diagnostic pop
