#include "codec/sequence.hpp"

namespace serinus::scale {
namespace {

/// The size of the well-formed sequence at the front of `text`, 0 if there is none. The table is that of the Unicode
/// standard: the first byte says the length and narrows the range of the second.
size_t utf8_sequence(BytesView text) noexcept {
    const uint8_t first = text[0];
    if (first < 0x80) return 1;
    if (first < 0xc2 || first > 0xf4) return 0;
    const size_t size = first < 0xe0 ? 2 : first < 0xf0 ? 3 : 4;
    if (text.size() < size) return 0;
    const uint8_t low = first == 0xe0 ? 0xa0 : first == 0xf0 ? 0x90 : 0x80;   // shorter forms exist below
    const uint8_t high = first == 0xed ? 0x9f : first == 0xf4 ? 0x8f : 0xbf;  // surrogates, or beyond U+10FFFF
    if (text[1] < low || text[1] > high) return 0;
    for (size_t i = 2; i < size; ++i) {
        if ((text[i] & 0xc0) != 0x80) return 0;
    }
    return size;
}

}  // namespace

bool is_utf8(BytesView text) noexcept {
    while (!text.empty()) {
        if (text.size() >= 8 && (load_le<uint64_t>(text.data()) & 0x8080808080808080) == 0) {
            text = text.subspan(8);  // ASCII, as most text is
            continue;
        }
        const size_t size = utf8_sequence(text);
        if (size == 0) return false;
        text = text.subspan(size);
    }
    return true;
}

bool Codec<std::string_view>::read(Decoder& in, std::string_view& value) noexcept {
    const uint8_t* const start = in.position();
    BytesView bytes;
    if (!decode_into(in, bytes)) return false;
    if (!is_utf8(bytes)) return in.fail(DecodeFault::kInvalidUtf8, start);
    value = as_text(bytes);
    return true;
}

}  // namespace serinus::scale
