#include "wasm/reader.hpp"

namespace serinus::wasm {
namespace {

/// Well-formed UTF-8: shortest form, no surrogates, nothing above U+10FFFF.
bool is_utf8(BytesView text) noexcept {
    size_t i = 0;
    while (i < text.size()) {
        const uint8_t lead = text[i++];
        if (lead < 0x80) continue;
        const int more = lead >= 0xc2 && lead < 0xe0   ? 1
                         : lead >= 0xe0 && lead < 0xf0 ? 2
                         : lead >= 0xf0 && lead < 0xf5 ? 3
                                                       : 0;
        if (more == 0 || text.size() - i < static_cast<size_t>(more)) return false;
        const uint8_t second = text[i];
        const uint8_t low = lead == 0xe0 ? 0xa0 : lead == 0xf0 ? 0x90 : 0x80;
        const uint8_t high = lead == 0xed ? 0x9f : lead == 0xf4 ? 0x8f : 0xbf;
        if (second < low || second > high) return false;
        for (int k = 1; k < more; ++k) {
            if ((text[i + static_cast<size_t>(k)] & 0xc0) != 0x80) return false;
        }
        i += static_cast<size_t>(more);
    }
    return true;
}

}  // namespace

uint32_t Reader::count(uint32_t limit, const char* what) {
    const uint64_t start = offset();
    const uint32_t count = u32();
    if (count > remaining()) return fail_at(start, std::string("unexpected end: more ") + what + " than bytes"), 0;
    if (count > limit) return fail_at(start, std::string("too many ") + what), 0;
    return count;
}

std::string_view Reader::name() {
    const uint32_t length = u32();
    const uint64_t start = offset();
    if (length > remaining()) return fail("unexpected end: length out of bounds"), std::string_view();
    const BytesView text = bytes(length);
    if (!is_utf8(text)) return fail_at(start, "malformed UTF-8 encoding"), std::string_view();
    return as_text(text);
}

}  // namespace serinus::wasm
