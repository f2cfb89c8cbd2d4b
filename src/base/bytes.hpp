/// Byte strings: owned, viewed and of fixed size.
#pragma once

#include <algorithm>
#include <array>
#include <bit>
#include <compare>
#include <cstddef>
#include <cstdint>
#include <cstring>
#include <optional>
#include <span>
#include <string_view>
#include <vector>

namespace serinus {

using Bytes = std::vector<uint8_t>;
using BytesView = std::span<const uint8_t>;
using MutableBytesView = std::span<uint8_t>;

template <size_t N>
using ByteArray = std::array<uint8_t, N>;

/// `N` bytes with a meaning: two kinds with different tags do not mix. An aggregate; `{}` is all zeros.
template <size_t N, class Tag>
struct FixedBytes {
    static constexpr size_t kSize = N;

    ByteArray<N> bytes{};

    /// The first `N` bytes of `view`, which must have exactly `N`; nullopt otherwise.
    static constexpr std::optional<FixedBytes> from(BytesView view) noexcept {
        if (view.size() != N) return std::nullopt;
        FixedBytes out;
        std::copy_n(view.begin(), N, out.bytes.begin());
        return out;
    }

    constexpr uint8_t* data() noexcept { return bytes.data(); }
    constexpr const uint8_t* data() const noexcept { return bytes.data(); }
    static constexpr size_t size() noexcept { return N; }
    constexpr auto begin() noexcept { return bytes.begin(); }
    constexpr auto begin() const noexcept { return bytes.begin(); }
    constexpr auto end() noexcept { return bytes.end(); }
    constexpr auto end() const noexcept { return bytes.end(); }
    constexpr uint8_t& operator[](size_t i) noexcept { return bytes[i]; }
    constexpr const uint8_t& operator[](size_t i) const noexcept { return bytes[i]; }

    friend constexpr bool operator==(const FixedBytes&, const FixedBytes&) = default;
    friend constexpr auto operator<=>(const FixedBytes&, const FixedBytes&) = default;
};

/// The output of a 256-bit hash function: block hash, state root, code hash.
using Hash256 = FixedBytes<32, struct Hash256Tag>;

/// The bytes of a string, without a terminator.
inline BytesView as_bytes(std::string_view text) noexcept {
    return {reinterpret_cast<const uint8_t*>(text.data()), text.size()};
}

/// Bytes read as characters; no encoding is implied.
inline std::string_view as_text(BytesView bytes) noexcept {
    return {reinterpret_cast<const char*>(bytes.data()), bytes.size()};
}

inline bool equal(BytesView a, BytesView b) noexcept {
    return a.size() == b.size() && (a.empty() || std::memcmp(a.data(), b.data(), a.size()) == 0);
}

/// Lexicographic order of unsigned bytes; a prefix comes before what it begins.
inline std::strong_ordering compare(BytesView a, BytesView b) noexcept {
    const size_t common = std::min(a.size(), b.size());
    const int order = common == 0 ? 0 : std::memcmp(a.data(), b.data(), common);
    return order != 0 ? order <=> 0 : a.size() <=> b.size();
}

inline Bytes to_bytes(BytesView view) { return Bytes(view.begin(), view.end()); }

inline void append(Bytes& out, BytesView more) { out.insert(out.end(), more.begin(), more.end()); }

template <class... Views>
Bytes concat(const Views&... parts) {
    Bytes out;
    out.reserve((BytesView(parts).size() + ... + 0));
    (append(out, BytesView(parts)), ...);
    return out;
}

/// Little-endian integers at an unaligned place; the caller guarantees `sizeof(T)` bytes.
template <class T>
T load_le(const uint8_t* at) noexcept {
    static_assert(std::endian::native == std::endian::little);
    T value;
    std::memcpy(&value, at, sizeof value);
    return value;
}

template <class T>
void store_le(uint8_t* at, T value) noexcept {
    static_assert(std::endian::native == std::endian::little);
    std::memcpy(at, &value, sizeof value);
}

}  // namespace serinus
