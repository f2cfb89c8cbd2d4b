/// Enums whose variants carry data: one byte of index, then the data of that variant.
/// Spec: defn-varrying-data-type, defn-scale-variable-type
#pragma once

#include <variant>

#include "codec/codec.hpp"

namespace serinus::scale {

/// In the list of an Enum: the variant `T` has the index `I`.
template <uint8_t I, class T>
struct At {};

/// A `std::variant` whose alternatives have indices of their own:
///
///     struct PreRuntime { … };
///     struct Other { … };
///     using Item = Enum<At<6, PreRuntime>, At<0, Other>>;
///
/// std::visit, std::get and std::holds_alternative work as ever. A plain `std::variant` is the positional case: 0, 1,
/// 2, ….
template <class... Cases>
class Enum;

namespace detail {

template <size_t N>
constexpr bool all_differ(const std::array<uint8_t, N>& indices) noexcept {
    for (size_t i = 0; i < N; ++i) {
        for (size_t j = 0; j < i; ++j) {
            if (indices[i] == indices[j]) return false;
        }
    }
    return true;
}

}  // namespace detail

template <uint8_t... I, class... T>
class Enum<At<I, T>...> : public std::variant<T...> {
  public:
    static constexpr std::array<uint8_t, sizeof...(I)> kIndices{I...};
    static_assert(detail::all_differ(kIndices), "two variants of one enum have the same index");

    using Base = std::variant<T...>;
    using Base::Base;

    /// The index on the wire of the alternative that is held.
    constexpr uint8_t wire_index() const noexcept { return kIndices[this->index()]; }

    friend constexpr bool operator==(const Enum& a, const Enum& b) {
        return static_cast<const Base&>(a) == static_cast<const Base&>(b);
    }
};

namespace detail {

/// `V` is or derives from the variant of the `T`s; alternative i has the wire index `Index{}(i)`.
template <class V, class Index, class... T>
struct VariantCodec {
    static_assert(sizeof...(T) <= 256);
    static constexpr size_t kMinSize = 1;
    static constexpr bool kFixed = false;
    static constexpr bool kImage = false;

    static size_t size(const V& value) { return size_from<0, T...>(value); }
    static void write(Encoder& out, const V& value) {
        out.byte(Index::of(value.index()));
        write_from<0, T...>(out, value);
    }
    static bool read(Decoder& in, V& value) {
        uint8_t index;
        if (!in.byte(index)) return false;
        const uint8_t* const where = in.position() - 1;
        bool good = false;
        if (!read_one(in, value, index, good, std::index_sequence_for<T...>{})) [[unlikely]] {
            in.fail(DecodeFault::kUnknownVariant, where, index);
        }
        return good;
    }

  private:
    template <size_t I, class First, class... Rest>
    static size_t size_from(const V& value) {
        if (const auto* held = std::get_if<I>(&value)) return 1 + encoded_size(*held);
        if constexpr (sizeof...(Rest) > 0) {
            return size_from<I + 1, Rest...>(value);
        } else {
            return 1;
        }
    }

    template <size_t I, class First, class... Rest>
    static void write_from(Encoder& out, const V& value) {
        if (const auto* held = std::get_if<I>(&value)) {
            encode_to(out, *held);
        } else if constexpr (sizeof...(Rest) > 0) {
            write_from<I + 1, Rest...>(out, value);
        }
    }

    template <size_t... I>
    static bool read_one(Decoder& in, V& value, uint8_t index, bool& good, std::index_sequence<I...>) {
        return ((index == Index::of(I) && (good = read_alternative<I, T>(in, value), true)) || ...);
    }

    template <size_t I, class A>
    static bool read_alternative(Decoder& in, V& value) {
        return decode_into(in, value.template emplace<I>(initial<A>()));
    }
};

struct Positional {
    static constexpr uint8_t of(size_t i) noexcept { return static_cast<uint8_t>(i); }
};

template <class E>
struct Explicit {
    static constexpr uint8_t of(size_t i) noexcept { return E::kIndices[i]; }
};

}  // namespace detail

template <class... T>
struct Codec<std::variant<T...>> : detail::VariantCodec<std::variant<T...>, detail::Positional, T...> {};

template <uint8_t... I, class... T>
struct Codec<Enum<At<I, T>...>> : detail::VariantCodec<Enum<At<I, T>...>, detail::Explicit<Enum<At<I, T>...>>, T...> {};

}  // namespace serinus::scale
