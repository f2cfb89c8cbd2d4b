/// Choices between few shapes: Option, Result, and Box, which only moves a value to the heap.
#pragma once

#include <memory>
#include <optional>

#include "codec/rust_layout.hpp"

namespace serinus::scale {

/// Encoded as nothing. Spec: defn-scale-empty
struct Unit {
    friend constexpr bool operator==(Unit, Unit) noexcept = default;
};

/// 0, or 1 and the value. Spec: defn-option-type
///
/// `std::optional<bool>` is no exception, because an `Option<bool>` of the Rust reference is none either; where a type
/// is declared with the reference's one-byte form, say OptionBool.
template <class T>
struct Codec<std::optional<T>> {
    static constexpr size_t kMinSize = 1;
    static constexpr bool kFixed = false;
    static constexpr bool kImage = false;

    static size_t size(const std::optional<T>& value) { return value ? 1 + encoded_size(*value) : 1; }
    static void write(Encoder& out, const std::optional<T>& value) {
        out.byte(value ? 1 : 0);
        if (value) encode_to(out, *value);
    }
    static bool read(Decoder& in, std::optional<T>& value) {
        uint8_t some;
        if (!in.byte(some)) return false;
        if (some > 1) [[unlikely]]
            return in.fail(DecodeFault::kInvalidOption, in.position() - 1, some, 1);
        value.reset();
        return some == 0 || decode_into(in, value.emplace(initial<T>()));
    }
};

/// An Option<bool> in one byte: 0 is none, 1 is true, 2 is false. Observed: `OptionBool` of parity-scale-codec 3.7.5
struct OptionBool {
    std::optional<bool> value;

    constexpr OptionBool() = default;
    constexpr OptionBool(std::optional<bool> v) noexcept : value(v) {}
    constexpr OptionBool(std::nullopt_t) noexcept {}
    constexpr OptionBool(bool v) noexcept : value(v) {}
    friend constexpr bool operator==(const OptionBool&, const OptionBool&) = default;
};

template <>
struct Codec<OptionBool> {
    static constexpr size_t kMinSize = 1;
    static constexpr bool kFixed = true;
    static constexpr bool kImage = false;

    static void store(uint8_t* at, OptionBool option) noexcept { *at = !option.value ? 0 : *option.value ? 1 : 2; }
    static bool load(Decoder& in, const uint8_t* at, OptionBool& option) noexcept {
        if (*at > 2) [[unlikely]]
            return in.fail(DecodeFault::kInvalidOption, at, *at, 2);
        option.value = *at == 0 ? std::nullopt : std::optional<bool>(*at == 1);
        return true;
    }
};

/// 0 and the value, or 1 and the error. Spec: defn-result-type
template <class T, class E>
struct Codec<Result<T, E>> {
    static constexpr size_t kMinSize = 1;
    static constexpr bool kFixed = false;
    static constexpr bool kImage = false;

    static Result<T, E> initial() { return Err(scale::initial<E>()); }

    static size_t size(const Result<T, E>& value) {
        if (!value) return 1 + encoded_size(value.error());
        if constexpr (std::is_void_v<T>) {
            return 1;
        } else {
            return 1 + encoded_size(*value);
        }
    }
    static void write(Encoder& out, const Result<T, E>& value) {
        out.byte(value ? 0 : 1);
        if (!value) {
            encode_to(out, value.error());
        } else if constexpr (!std::is_void_v<T>) {
            encode_to(out, *value);
        }
    }
    static bool read(Decoder& in, Result<T, E>& value) {
        uint8_t failed;
        if (!in.byte(failed)) return false;
        if (failed > 1) [[unlikely]]
            return in.fail(DecodeFault::kInvalidResult, in.position() - 1, failed, 1);
        if (failed == 1) {
            E error = scale::initial<E>();
            if (!decode_into(in, error)) return false;
            value = Err(std::move(error));
        } else if constexpr (std::is_void_v<T>) {
            value = {};
        } else {
            T inner = scale::initial<T>();
            if (!decode_into(in, inner)) return false;
            value = std::move(inner);
        }
        return true;
    }
};

/// A value on the heap, so that a type can contain itself; copied and compared by what it holds. Empty only before it
/// was given a value and after it was moved from; then it may only be assigned or destroyed.
template <class T>
class Box {
  public:
    Box() = default;
    Box(T value) : held_(std::make_unique<T>(std::move(value))) {}
    Box(const Box& other) : held_(other.held_ ? std::make_unique<T>(*other) : nullptr) {}
    Box(Box&&) noexcept = default;
    Box& operator=(Box other) noexcept {
        held_ = std::move(other.held_);
        return *this;
    }
    ~Box() = default;

    T& operator*() noexcept {
        SERINUS_ASSERT(held_);
        return *held_;
    }
    const T& operator*() const noexcept {
        SERINUS_ASSERT(held_);
        return *held_;
    }
    T* operator->() noexcept { return &**this; }
    const T* operator->() const noexcept { return &**this; }

    friend bool operator==(const Box& a, const Box& b) { return *a == *b; }

  private:
    std::unique_ptr<T> held_;
};

namespace detail {

/// `Holder` is dereferenced to a `T` and made of one.
template <class Holder, class T>
struct HeapCodec {
    static constexpr size_t kMinSize = 0;  // that of T is not known while T is being declared
    static constexpr bool kFixed = false;
    static constexpr bool kImage = false;

    static size_t size(const Holder& value) { return encoded_size(*value); }
    static void write(Encoder& out, const Holder& value) { encode_to(out, *value); }
};

}  // namespace detail

template <class T>
inline constexpr RustLayout kRustLayout<Box<T>> = kRustBox;

template <class T>
struct Codec<Box<T>> : detail::HeapCodec<Box<T>, T> {
    static bool read(Decoder& in, Box<T>& value) {
        if (!in.enter()) return false;
        value = initial<T>();
        if (!decode_into(in, *value)) return false;
        in.leave();
        return true;
    }
};

/// As Box, for types that are not copied. It must hold a value when it is encoded.
template <class T>
struct Codec<std::unique_ptr<T>> : detail::HeapCodec<std::unique_ptr<T>, T> {
    static bool read(Decoder& in, std::unique_ptr<T>& value) {
        if (!in.enter()) return false;
        value = std::make_unique<T>(initial<T>());
        if (!decode_into(in, *value)) return false;
        in.leave();
        return true;
    }
};

}  // namespace serinus::scale
