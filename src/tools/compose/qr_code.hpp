/// QR codes of bytes, for a terminal. Spec: ISO/IEC 18004, byte mode, error correction L, versions 1 to 20
#pragma once

#include <string>
#include <vector>

#include "base/bytes.hpp"
#include "base/result.hpp"

namespace serinus::compose {

/// What a code of the largest version here holds; larger ones do not fit a terminal.
inline constexpr size_t kMaxQrBytes = 858;

class QrCode {
  public:
    /// The smallest code that holds the bytes; nullopt: more than kMaxQrBytes.
    static std::optional<QrCode> of(BytesView data);

    size_t size() const noexcept { return size_; }
    bool is_dark(size_t x, size_t y) const { return dark_[y * size_ + x]; }

    /// Two rows a line, black on white whatever the colours of the terminal are, with the margin that readers need.
    std::string terminal_text() const;

  private:
    explicit QrCode(size_t size) : size_(size), dark_(size * size), is_fixed_(size * size) {}
    void set(size_t x, size_t y, bool dark);
    void set_around(size_t x, size_t y, size_t reach);
    void draw_fixed(size_t version);
    void draw_format(uint32_t mask);
    void draw_data(BytesView codewords);
    void apply(uint32_t mask);
    uint64_t penalty() const;

    size_t size_;
    std::vector<bool> dark_, is_fixed_;
};

}  // namespace serinus::compose
