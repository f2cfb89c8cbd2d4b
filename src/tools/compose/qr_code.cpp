#include "tools/compose/qr_code.hpp"

#include <algorithm>
#include <array>

namespace serinus::compose {
namespace {

struct QrVersion {
    size_t correction;  ///< codewords of error correction in each block
    size_t blocks;
    std::vector<size_t> centres;  ///< of alignment patterns, in both directions
};

/// Spec: ISO/IEC 18004, tables 9 and E.1
const QrVersion& qr_version(size_t version) {
    static const std::array<QrVersion, 20> kVersions = {{{7, 1, {}},
                                                         {10, 1, {6, 18}},
                                                         {15, 1, {6, 22}},
                                                         {20, 1, {6, 26}},
                                                         {26, 1, {6, 30}},
                                                         {18, 2, {6, 34}},
                                                         {20, 2, {6, 22, 38}},
                                                         {24, 2, {6, 24, 42}},
                                                         {30, 2, {6, 26, 46}},
                                                         {18, 4, {6, 28, 50}},
                                                         {20, 4, {6, 30, 54}},
                                                         {24, 4, {6, 32, 58}},
                                                         {26, 4, {6, 34, 62}},
                                                         {30, 4, {6, 26, 46, 66}},
                                                         {22, 6, {6, 26, 48, 70}},
                                                         {24, 6, {6, 26, 50, 74}},
                                                         {28, 6, {6, 30, 54, 78}},
                                                         {30, 6, {6, 30, 56, 82}},
                                                         {28, 7, {6, 30, 58, 86}},
                                                         {28, 8, {6, 34, 62, 90}}}};
    return kVersions[version - 1];
}

constexpr size_t kLastVersion = 20;
constexpr uint32_t kMasks = 8;
constexpr size_t kMargin = 4;

/// Of the field with 256 elements that QR codes use. Spec: x^8 + x^4 + x^3 + x^2 + 1
uint8_t field_product(uint8_t a, uint8_t b) {
    uint32_t out = 0;
    for (int bit = 7; bit >= 0; --bit) {
        out = out << 1 ^ ((out >> 7) * 0x11d);
        if ((b >> bit & 1) != 0) out ^= a;
    }
    return static_cast<uint8_t>(out);
}

/// The remainder of the data by the product of (x - 2^i), i < count.
Bytes correction_of(BytesView data, size_t count) {
    Bytes divisor(count, 0);  // without its first coefficient, which is 1
    divisor[count - 1] = 1;
    uint8_t root = 1;
    for (size_t i = 0; i < count; ++i) {
        for (size_t j = 0; j < count; ++j) {
            divisor[j] = static_cast<uint8_t>(field_product(divisor[j], root) ^ (j + 1 < count ? divisor[j + 1] : 0));
        }
        root = field_product(root, 2);
    }
    Bytes out(count, 0);
    for (const uint8_t byte : data) {
        const auto factor = static_cast<uint8_t>(byte ^ out[0]);
        std::rotate(out.begin(), out.begin() + 1, out.end());
        out[count - 1] = 0;
        for (size_t j = 0; j < count; ++j) out[j] ^= field_product(divisor[j], factor);
    }
    return out;
}

/// `value` with the remainder by a generator behind it. Spec: BCH codes of the format and of the version
uint32_t with_remainder(uint32_t value, uint32_t generator, int bits) {
    uint32_t rest = value << bits;
    for (int i = 31 - bits; i >= 0; --i) {
        if ((rest >> (i + bits) & 1) != 0) rest ^= generator << i;
    }
    return value << bits | rest;
}

/// Mode, length, data and padding, as `capacity` bytes.
Bytes data_codewords(BytesView data, size_t version, size_t capacity) {
    std::vector<bool> bits;
    const auto put = [&](size_t value, int count) {
        for (int i = count - 1; i >= 0; --i) bits.push_back((value >> i & 1) != 0);
    };
    put(0b0100, 4);
    put(data.size(), version < 10 ? 8 : 16);
    for (const uint8_t byte : data) put(byte, 8);
    put(0, static_cast<int>(std::min<size_t>(4, capacity * 8 - bits.size())));
    while (bits.size() % 8 != 0) bits.push_back(false);
    Bytes out(bits.size() / 8, 0);
    for (size_t i = 0; i < bits.size(); ++i) {
        if (bits[i]) out[i / 8] |= static_cast<uint8_t>(0x80U >> i % 8);
    }
    for (uint8_t pad = 0xec; out.size() < capacity; pad ^= 0xec ^ 0x11) out.push_back(pad);
    return out;
}

/// Data and error correction of the blocks, in turns.
Bytes interleaved(BytesView data, const QrVersion& of) {
    std::vector<Bytes> parts, corrections;
    const size_t shorter = data.size() / of.blocks, longer_ones = data.size() % of.blocks;
    size_t begin = 0;
    for (size_t i = 0; i < of.blocks; ++i) {
        const size_t size = shorter + (i + longer_ones >= of.blocks ? 1 : 0);
        parts.push_back(to_bytes(data.subspan(begin, size)));
        corrections.push_back(correction_of(parts.back(), of.correction));
        begin += size;
    }
    Bytes out;
    for (size_t i = 0; i <= shorter; ++i) {
        for (const Bytes& part : parts) {
            if (i < part.size()) out.push_back(part[i]);
        }
    }
    for (size_t i = 0; i < of.correction; ++i) {
        for (const Bytes& correction : corrections) out.push_back(correction[i]);
    }
    return out;
}

bool is_inverted(uint32_t mask, size_t x, size_t y) {
    switch (mask) {
        case 0:
            return (x + y) % 2 == 0;
        case 1:
            return y % 2 == 0;
        case 2:
            return x % 3 == 0;
        case 3:
            return (x + y) % 3 == 0;
        case 4:
            return (x / 3 + y / 2) % 2 == 0;
        case 5:
            return x * y % 2 + x * y % 3 == 0;
        case 6:
            return (x * y % 2 + x * y % 3) % 2 == 0;
        default:
            return ((x + y) % 2 + x * y % 3) % 2 == 0;
    }
}

}  // namespace

std::optional<QrCode> QrCode::of(BytesView data) {
    for (size_t version = 1; version <= kLastVersion; ++version) {
        const QrVersion& of = qr_version(version);
        QrCode out(17 + 4 * version);
        out.draw_fixed(version);
        const auto free = static_cast<size_t>(std::ranges::count(out.is_fixed_, false));
        const size_t capacity = free / 8 - of.correction * of.blocks;
        if (data.size() + (version < 10 ? 2 : 3) > capacity) continue;  // with 4 bits of mode, 8 or 16 of length
        out.draw_data(interleaved(data_codewords(data, version, capacity), of));
        uint32_t best = 0;
        uint64_t least = UINT64_MAX;
        for (uint32_t mask = 0; mask < kMasks; ++mask) {
            out.apply(mask);
            out.draw_format(mask);
            if (const uint64_t penalty = out.penalty(); penalty < least) {
                least = penalty;
                best = mask;
            }
            out.apply(mask);  // twice is as before
        }
        out.apply(best);
        out.draw_format(best);
        return out;
    }
    return std::nullopt;
}

void QrCode::set(size_t x, size_t y, bool dark) {
    dark_[y * size_ + x] = dark;
    is_fixed_[y * size_ + x] = true;
}

/// Rings around a place: dark in the middle and at distances 2 of alignment patterns, 3 of finders, which have a light
/// one around them.
void QrCode::set_around(size_t x, size_t y, size_t reach) {
    for (size_t row = y > reach ? y - reach : 0; row <= std::min(y + reach, size_ - 1); ++row) {
        for (size_t column = x > reach ? x - reach : 0; column <= std::min(x + reach, size_ - 1); ++column) {
            const size_t distance = std::max(row > y ? row - y : y - row, column > x ? column - x : x - column);
            set(column, row, reach == 2 ? distance != 1 : distance != 2 && distance != 4);
        }
    }
}

void QrCode::draw_fixed(size_t version) {
    for (size_t i = 0; i < size_; ++i) {
        set(6, i, i % 2 == 0);
        set(i, 6, i % 2 == 0);
    }
    constexpr size_t kCentre = 3, kFinder = 4, kAlignment = 2;
    set_around(kCentre, kCentre, kFinder);
    set_around(size_ - 1 - kCentre, kCentre, kFinder);
    set_around(kCentre, size_ - 1 - kCentre, kFinder);
    const auto& centres = qr_version(version).centres;
    for (size_t i = 0; i < centres.size(); ++i) {
        for (size_t j = 0; j < centres.size(); ++j) {
            const bool is_at_finder =
                (i == 0 && j == 0) || (i == 0 && j + 1 == centres.size()) || (i + 1 == centres.size() && j == 0);
            if (!is_at_finder) set_around(centres[i], centres[j], kAlignment);
        }
    }
    draw_format(0);
    if (version < 7) return;
    const uint32_t bits = with_remainder(static_cast<uint32_t>(version), 0x1f25, 12);
    for (size_t i = 0; i < 18; ++i) {
        const bool dark = (bits >> i & 1) != 0;
        set(size_ - 11 + i % 3, i / 3, dark);
        set(i / 3, size_ - 11 + i % 3, dark);
    }
}

void QrCode::draw_format(uint32_t mask) {
    constexpr uint32_t kLow = 0b01, kFormatMask = 0x5412;
    const uint32_t bits = with_remainder(kLow << 3 | mask, 0x537, 10) ^ kFormatMask;
    for (size_t i = 0; i < 15; ++i) {
        const bool dark = (bits >> i & 1) != 0;
        // Beside the first finder, around its corner; and once more, beside the two others.
        if (i < 8) {
            set(8, i < 6 ? i : i + 1, dark);
            set(size_ - 1 - i, 8, dark);
        } else {
            set(i == 8 ? 7 : 14 - i, 8, dark);
            set(8, size_ - 15 + i, dark);
        }
    }
    set(8, size_ - 8, true);
}

/// In columns of two from the right, up and down in turns; the column of the timing pattern is left out.
void QrCode::draw_data(BytesView codewords) {
    size_t bit = 0;
    bool goes_up = true;
    for (size_t right = size_ - 1; right >= 1; right -= 2) {
        if (right == 6) right = 5;
        for (size_t i = 0; i < size_; ++i) {
            const size_t y = goes_up ? size_ - 1 - i : i;
            for (const size_t x : {right, right - 1}) {
                if (is_fixed_[y * size_ + x] || bit >= codewords.size() * 8) continue;
                dark_[y * size_ + x] = (codewords[bit / 8] >> (7 - bit % 8) & 1) != 0;
                ++bit;
            }
        }
        goes_up = !goes_up;
        if (right == 1) break;
    }
}

void QrCode::apply(uint32_t mask) {
    for (size_t y = 0; y < size_; ++y) {
        for (size_t x = 0; x < size_; ++x) {
            const size_t at = y * size_ + x;
            if (!is_fixed_[at] && is_inverted(mask, x, y)) dark_[at] = !dark_[at];
        }
    }
}

/// Less is easier to read: runs of five and more, blocks of two by two. Any mask may be taken; the two other rules of
/// the standard are left out.
uint64_t QrCode::penalty() const {
    uint64_t out = 0;
    for (const bool is_across : {true, false}) {
        for (size_t i = 0; i < size_; ++i) {
            size_t run = 1;
            for (size_t j = 1; j <= size_; ++j) {
                const auto at = [&](size_t k) { return is_across ? is_dark(k, i) : is_dark(i, k); };
                if (j < size_ && at(j) == at(j - 1)) {
                    ++run;
                } else {
                    if (run >= 5) out += run - 2;
                    run = 1;
                }
            }
        }
    }
    for (size_t y = 0; y + 1 < size_; ++y) {
        for (size_t x = 0; x + 1 < size_; ++x) {
            const bool dark = is_dark(x, y);
            if (dark == is_dark(x + 1, y) && dark == is_dark(x, y + 1) && dark == is_dark(x + 1, y + 1)) out += 3;
        }
    }
    return out;
}

std::string QrCode::terminal_text() const {
    constexpr const char *kBlackOnWhite = "\x1b[30;107m", *kReset = "\x1b[0m\n";
    const size_t across = size_ + 2 * kMargin;
    const auto dark_at = [&](size_t x, size_t y) {
        const bool is_inside = x >= kMargin && y >= kMargin && x < size_ + kMargin && y < size_ + kMargin;
        return is_inside && is_dark(x - kMargin, y - kMargin);
    };
    std::string out;
    for (size_t y = 0; y < across; y += 2) {
        out += kBlackOnWhite;
        for (size_t x = 0; x < across; ++x) {
            const bool above = dark_at(x, y), below = dark_at(x, y + 1);
            out += above && below ? "█" : above ? "▀" : below ? "▄" : " ";
        }
        out += kReset;
    }
    return out;
}

}  // namespace serinus::compose
