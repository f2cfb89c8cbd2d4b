#include "wasm/outline.hpp"

#include "wasm/reader.hpp"

namespace serinus::wasm {
namespace {

constexpr uint8_t kCustomSection = 0;
constexpr uint8_t kCodeSection = 10;
constexpr uint8_t kDataSection = 11;
constexpr size_t kModuleHeaderBytes = 8;

/// Its size, no locals, `unreachable`, `end`: a body of any type.
constexpr ByteArray<4> kEmptyBody = {3, 0x00, 0x00, 0x0b};

void append_leb(Bytes& out, uint32_t value) {
    for (; value >= 0x80; value >>= 7) out.push_back(static_cast<uint8_t>(value | 0x80));
    out.push_back(static_cast<uint8_t>(value));
}

void append_empty_bodies(Bytes& out, size_t count) {
    Bytes content;
    append_leb(content, static_cast<uint32_t>(count));
    content.reserve(content.size() + count * kEmptyBody.size());
    for (size_t i = 0; i < count; ++i) append(content, kEmptyBody);
    out.push_back(kCodeSection);
    append_leb(out, static_cast<uint32_t>(content.size()));
    append(out, content);
}

}  // namespace

Bytes outline_of(const Module& module, OutlineData data) {
    const BytesView wasm = module.bytes;
    Bytes out = to_bytes(wasm.first(kModuleHeaderBytes));
    Reader in(wasm.subspan(kModuleHeaderBytes), kModuleHeaderBytes);
    while (!in.at_end()) {
        const uint64_t start = in.offset();
        const uint8_t id = in.byte();
        in.bytes(in.u32());
        if (id == kCustomSection) continue;
        if (id == kDataSection && data == OutlineData::kWithout) continue;
        if (id == kCodeSection) {
            append_empty_bodies(out, module.functions.size());
        } else {
            append(out, wasm.subspan(start, in.offset() - start));
        }
    }
    return out;
}

}  // namespace serinus::wasm
