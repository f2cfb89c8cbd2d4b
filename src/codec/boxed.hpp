/// A value that counts as one level of nesting, as if it lay on the heap.
#pragma once

#include "codec/rust_layout.hpp"

namespace serinus::scale {

/// A `T`, usable as one, where the reference's type is `Box<T>`: encoded as nothing but `T`, yet a decoder enters one
/// level for it. An argument of a call is boxed there to keep the enum of all calls small, of which Serinus has no
/// need; but how deep calls may nest is consensus. For what contains itself there is Box. Observed: `Box<T>` of
/// parity-scale-codec 3.7.5 descends one level, whatever is in it.
template <class T>
struct Boxed : T {
    Boxed() : T{} {}
    Boxed(T value) : T(std::move(value)) {}
    friend bool operator==(const Boxed& a, const Boxed& b) {
        return static_cast<const T&>(a) == static_cast<const T&>(b);
    }
};

template <class T>
inline constexpr RustLayout kRustLayout<Boxed<T>> = kRustBox;

template <class T>
struct Codec<Boxed<T>> {
    static_assert(kRustLayout<T>.is_known(), "state its layout beside the type");
    static constexpr size_t kMinSize = Codec<T>::kMinSize;
    static constexpr bool kFixed = false;
    static constexpr bool kImage = false;

    static Boxed<T> initial() { return scale::initial<T>(); }

    static size_t size(const Boxed<T>& value) { return encoded_size<T>(value); }
    static void write(Encoder& out, const Boxed<T>& value) { encode_to<T>(out, value); }
    static bool read(Decoder& in, Boxed<T>& value) {
        if (!in.enter() || !in.allocate(kRustLayout<T>.size) || !decode_into<T>(in, value)) return false;
        in.leave();
        return true;
    }
};

}  // namespace serinus::scale
