/// Secret<N>: key material that is wiped when destroyed, compared in constant time, and never printed.
#pragma once

#include "base/bytes.hpp"

namespace serinus::crypto {

/// Overwrites memory in a way the compiler does not remove.
void wipe(MutableBytesView memory) noexcept;

/// Equality in time that depends on the sizes alone.
bool constant_time_equal(BytesView a, BytesView b) noexcept;

template <size_t N>
class Secret {
  public:
    static constexpr size_t kSize = N;

    Secret() noexcept = default;
    explicit Secret(const ByteArray<N>& bytes) noexcept : bytes_(bytes) {}
    Secret(const Secret&) noexcept = default;
    Secret& operator=(const Secret&) noexcept = default;
    ~Secret() { wipe(bytes_); }

    /// Exactly `N` bytes, nullopt otherwise.
    static std::optional<Secret> from(BytesView view) noexcept {
        if (view.size() != N) return std::nullopt;
        Secret out;
        std::copy_n(view.begin(), N, out.bytes_.begin());
        return out;
    }

    /// The bytes themselves. Code that copies them must wipe the copy.
    BytesView reveal() const noexcept { return bytes_; }
    MutableBytesView reveal_mutable() noexcept { return bytes_; }
    const uint8_t* data() const noexcept { return bytes_.data(); }
    uint8_t* data() noexcept { return bytes_.data(); }
    static constexpr size_t size() noexcept { return N; }

    friend bool operator==(const Secret& a, const Secret& b) noexcept {
        return constant_time_equal(a.bytes_, b.bytes_);
    }

  private:
    ByteArray<N> bytes_{};
};

}  // namespace serinus::crypto
