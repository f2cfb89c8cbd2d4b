/// Sequences: a compact number of elements, then the elements; strings are sequences of UTF-8 bytes.
/// Spec: defn-scale-list, defn-scale-string
#pragma once

#include <string>

#include "codec/rust_layout.hpp"

namespace serinus::scale {

/// Whether `text` is well-formed UTF-8, as a `String` of Rust must be: no surrogates, no overlong forms, at most
/// U+10FFFF.
bool is_utf8(BytesView text) noexcept;

namespace detail {

/// Reads `T`s from bytes that need not be aligned, so that a vector is filled without zeroing it first.
template <class T>
struct ImageIterator {
    using iterator_category = std::random_access_iterator_tag;
    using value_type = T;
    using difference_type = std::ptrdiff_t;
    using pointer = const T*;
    using reference = T;

    const uint8_t* at;

    T operator*() const noexcept { return load_le<T>(at); }
    ImageIterator& operator++() noexcept {
        at += sizeof(T);
        return *this;
    }
    ImageIterator& operator--() noexcept {
        at -= sizeof(T);
        return *this;
    }
    ImageIterator operator++(int) noexcept { return {std::exchange(at, at + sizeof(T))}; }
    ImageIterator& operator+=(std::ptrdiff_t n) noexcept {
        at += n * static_cast<std::ptrdiff_t>(sizeof(T));
        return *this;
    }
    friend ImageIterator operator+(ImageIterator a, std::ptrdiff_t n) noexcept { return a += n; }
    friend std::ptrdiff_t operator-(ImageIterator a, ImageIterator b) noexcept {
        return (a.at - b.at) / static_cast<std::ptrdiff_t>(sizeof(T));
    }
    friend bool operator==(ImageIterator a, ImageIterator b) noexcept { return a.at == b.at; }
    friend bool operator!=(ImageIterator a, ImageIterator b) noexcept { return a.at != b.at; }
};

template <class T>
size_t sequence_size(const T* data, size_t count) {
    size_t total = compact_size(uint64_t{count});
    if constexpr (Codec<T>::kFixed) {
        total += count * Codec<T>::kMinSize;
    } else {
        for (size_t i = 0; i < count; ++i) total += encoded_size(data[i]);
    }
    return total;
}

template <class T>
void write_sequence(Encoder& out, const T* data, size_t count) {
    SERINUS_ASSERT(count <= max_value<uint32_t>());
    out.compact(uint64_t{count});
    if constexpr (Codec<T>::kImage) {
        out.append({reinterpret_cast<const uint8_t*>(data), count * sizeof(T)});
    } else if constexpr (Codec<T>::kFixed && Codec<T>::kMinSize > 0) {
        constexpr size_t kSize = Codec<T>::kMinSize;
        constexpr size_t kAtOnce = kSize < Encoder::kStageSize ? Encoder::kStageSize / kSize : 1;
        for (size_t done = 0; done < count;) {
            const size_t chunk = std::min(kAtOnce, count - done);
            uint8_t* at = out.room(chunk * kSize);
            for (const size_t end = done + chunk; done < end; ++done, at += kSize) Codec<T>::store(at, data[done]);
        }
    } else {
        for (size_t i = 0; i < count; ++i) encode_to(out, data[i]);
    }
}

/// Elements of variable size, or of none. Storage grows with what was really read: a false length costs nothing.
template <class T, class Push>
bool read_elements(Decoder& in, uint32_t count, Push push) {
    if (!in.enter()) return false;
    for (uint32_t i = 0; i < count; ++i) {
        [[maybe_unused]] const uint8_t* const start = in.position();
        T element = initial<T>();
        bool good = decode_into(in, element);
        if constexpr (Codec<T>::kMinSize == 0) {
            if (good && in.position() == start) good = in.count_empty();
        }
        if (!good) [[unlikely]]
            return kDecodePaths ? in.inside("sequence", i) : false;
        push(std::move(element));
    }
    in.leave();
    return true;
}

}  // namespace detail

template <class T, class Allocator>
inline constexpr RustLayout kRustLayout<std::vector<T, Allocator>> = kRustVec;
template <class T>
inline constexpr RustLayout kRustLayout<std::span<T>> = kRustVec;
template <>
inline constexpr RustLayout kRustLayout<std::string> = kRustVec;

template <class T, class Allocator>
struct Codec<std::vector<T, Allocator>> {
    using Vector = std::vector<T, Allocator>;
    static constexpr size_t kMinSize = 1;
    static constexpr bool kFixed = false;
    static constexpr bool kImage = false;

    static size_t size(const Vector& value) {
        if constexpr (std::is_same_v<T, bool>) {
            return compact_size(uint64_t{value.size()}) + value.size();
        } else {
            return detail::sequence_size(value.data(), value.size());
        }
    }

    static void write(Encoder& out, const Vector& value) {
        if constexpr (std::is_same_v<T, bool>) {  // packed in memory, a byte each on the wire
            out.compact(uint64_t{value.size()});
            for (const bool element : value) out.byte(element ? 1 : 0);
        } else {
            detail::write_sequence(out, value.data(), value.size());
        }
    }

    static bool read(Decoder& in, Vector& value) {
        uint32_t count;
        if (!in.length(count, Codec<T>::kMinSize) || !detail::allocate_elements<T>(in, count)) return false;
        if constexpr (Codec<T>::kImage) {
            return read_image(in, count, value);
        } else if constexpr (Codec<T>::kFixed && Codec<T>::kMinSize > 0) {
            return read_fixed(in, count, value);
        } else {
            value.clear();
            // At once not more than four times the bytes that are left; the rest as it comes.
            value.reserve(std::min<size_t>(count, in.remaining() / (sizeof(T) / 4 + 1) + 1));
            return detail::read_elements<T>(in, count, [&](T&& element) { value.push_back(std::move(element)); });
        }
    }

  private:
    // The reference counts a level for every vector but those of its integer types.
    static constexpr bool kCountsDepth = !Integer<T>;

    static bool enter(Decoder& in) noexcept {
        if constexpr (kCountsDepth) {
            if (!in.enter()) return false;
            in.leave();
        }
        return true;
    }

    static bool read_image(Decoder& in, uint32_t count, Vector& value) {
        const uint8_t* at;
        if (!enter(in) || !in.take(count * sizeof(T), at)) return false;
        if constexpr (std::is_same_v<T, uint8_t>) {
            value.assign(at, at + count);
        } else {
            value.assign(detail::ImageIterator<T>{at}, detail::ImageIterator<T>{at + count * sizeof(T)});
        }
        return true;
    }

    static bool read_fixed(Decoder& in, uint32_t count, Vector& value) {
        const uint8_t* at;
        if (!enter(in) || !in.take(count * Codec<T>::kMinSize, at)) return false;
        value.clear();
        value.reserve(count);
        for (uint32_t i = 0; i < count; ++i, at += Codec<T>::kMinSize) {
            T element = initial<T>();
            if (!Codec<T>::load(in, at, element)) [[unlikely]] {
                return kDecodePaths ? in.inside("sequence", i) : false;
            }
            value.push_back(std::move(element));
        }
        return true;
    }
};

/// A view is written like a vector. It can be read where its elements lie in the input as they do in memory (bytes,
/// hashes, arrays of bytes); it then points into the input and is valid as long as that.
template <class T>
struct Codec<std::span<T>> {
    using Element = std::remove_const_t<T>;
    static constexpr size_t kMinSize = 1;
    static constexpr bool kFixed = false;
    static constexpr bool kImage = false;

    static size_t size(std::span<T> value) { return detail::sequence_size<Element>(value.data(), value.size()); }
    static void write(Encoder& out, std::span<T> value) {
        detail::write_sequence<Element>(out, value.data(), value.size());
    }
    static bool read(Decoder& in, std::span<T>& value) noexcept {
        static_assert(std::is_const_v<T> && Codec<Element>::kImage && alignof(T) == 1,
                      "only views of bytes can be read");
        uint32_t count;
        const uint8_t* at;
        if (!in.length(count, sizeof(T)) || !detail::allocate_elements<Element>(in, count)) return false;
        if (!in.take(count * sizeof(T), at)) return false;
        value = {reinterpret_cast<T*>(at), count};
        return true;
    }
};

/// Text, checked to be UTF-8 when read (as the reference does) and not when written.
template <>
struct Codec<std::string_view> {
    static constexpr size_t kMinSize = 1;
    static constexpr bool kFixed = false;
    static constexpr bool kImage = false;

    static size_t size(std::string_view value) noexcept { return compact_size(uint64_t{value.size()}) + value.size(); }
    static void write(Encoder& out, std::string_view value) { encode_to(out, as_bytes(value)); }
    static bool read(Decoder& in, std::string_view& value) noexcept;  ///< points into the input
};

template <>
struct Codec<std::string> {
    static constexpr size_t kMinSize = 1;
    static constexpr bool kFixed = false;
    static constexpr bool kImage = false;

    static size_t size(const std::string& value) noexcept { return encoded_size(std::string_view(value)); }
    static void write(Encoder& out, const std::string& value) { encode_to(out, std::string_view(value)); }
    static bool read(Decoder& in, std::string& value) {
        std::string_view view;
        if (!decode_into(in, view)) return false;
        value.assign(view);
        return true;
    }
};

}  // namespace serinus::scale
