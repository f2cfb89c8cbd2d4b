/// Tuples and pairs: their elements in order. `encode(std::tie(a, b))` encodes without copying.
/// Spec: defn-scale-tuple
#pragma once

#include <tuple>
#include <utility>

#include "codec/rust_layout.hpp"

namespace serinus::scale {
namespace detail {

template <class Tuple, class... E>
struct TupleCodec {
    static constexpr size_t kMinSize = (CodecOf<E>::kMinSize + ... + 0);
    static constexpr bool kFixed = (CodecOf<E>::kFixed && ...);
    static constexpr bool kImage = false;  // the order of a tuple in memory is the library's affair

    static Tuple initial() { return Tuple(scale::initial<E>()...); }

    static void store(uint8_t* at, const Tuple& value) noexcept { std::apply(StoreFields{at}, value); }
    static bool load(Decoder& in, const uint8_t* at, Tuple& value) noexcept {
        LoadFields load{in, at};
        return std::apply(load, value) || note(in, load.done);
    }
    static size_t size(const Tuple& value) { return std::apply(SizeOfFields{}, value); }
    static void write(Encoder& out, const Tuple& value) { std::apply(WriteFields{out}, value); }
    static bool read(Decoder& in, Tuple& value) {
        ReadFields read{in};
        return std::apply(read, value) || note(in, read.done);
    }

  private:
    static bool note(Decoder& in, uint32_t index) noexcept { return kDecodePaths ? in.inside("tuple", index) : false; }
};

}  // namespace detail

template <class... E>
inline constexpr RustLayout kRustLayout<std::tuple<E...>> = detail::rust_struct({kRustLayout<E>...});
template <class A, class B>
inline constexpr RustLayout kRustLayout<std::pair<A, B>> = detail::rust_struct({kRustLayout<A>, kRustLayout<B>});

template <class... E>
struct Codec<std::tuple<E...>> : detail::TupleCodec<std::tuple<E...>, E...> {};

template <class A, class B>
struct Codec<std::pair<A, B>> : detail::TupleCodec<std::pair<A, B>, A, B> {};

}  // namespace serinus::scale
