#include "tests/services/wasm_export.hpp"

#include <algorithm>

#include "base/assert.hpp"
#include "codec/scale.hpp"
#include "hashing/hashing.hpp"

namespace serinus::test {
namespace {

enum Section : uint8_t { kTypes = 1, kImports = 2, kFunctions = 3, kExports = 7, kCode = 10 };

uint32_t take_number(BytesView& in) {
    uint32_t out = 0;
    for (uint32_t shift = 0;; shift += 7) {
        const uint8_t byte = in.front();
        in = in.subspan(1);
        out |= static_cast<uint32_t>(byte & 0x7f) << shift;
        if (byte < 0x80) return out;
    }
}

Bytes number(uint64_t value) {
    Bytes out;
    for (; value >= 0x80; value >>= 7) out.push_back(static_cast<uint8_t>(value | 0x80));
    out.push_back(static_cast<uint8_t>(value));
    return out;
}

void skip(BytesView& in, size_t count) { in = in.subspan(count); }
void skip_limits(BytesView& in) {
    const bool has_most = take_number(in) & 1;
    (void)take_number(in);
    if (has_most) (void)take_number(in);
}

/// The index of (i32, i32) -> i64.
uint32_t type_of_calls(BytesView types) {
    const uint32_t count = take_number(types);
    for (uint32_t i = 0; i < count; ++i) {
        const BytesView begin = types;
        skip(types, 1);
        skip(types, take_number(types));
        skip(types, take_number(types));
        const BytesView one = begin.first(begin.size() - types.size());
        if (to_bytes(one) == Bytes{0x60, 2, 0x7f, 0x7f, 1, 0x7e}) return i;
    }
    SERINUS_ASSERT(false);
}

uint32_t imported_functions(BytesView imports) {
    uint32_t out = 0;
    for (uint32_t left = take_number(imports); left > 0; --left) {
        skip(imports, take_number(imports));
        skip(imports, take_number(imports));
        const uint8_t kind = imports.front();
        skip(imports, 1);
        switch (kind) {
            case 0:  // a function
                (void)take_number(imports);
                ++out;
                break;
            case 1:  // a table
                skip(imports, 1);
                skip_limits(imports);
                break;
            case 2:  // a memory
                skip_limits(imports);
                break;
            default:  // a global
                skip(imports, 2);
        }
    }
    return out;
}

/// A vector with one item more at its end.
Bytes with_item(BytesView items, const Bytes& item) {
    const uint32_t count = take_number(items);
    return concat(number(count + 1), items, item);
}

}  // namespace

Bytes with_answer(BytesView wasm, std::string_view name, uint8_t byte) {
    SERINUS_ASSERT(byte < 0x40);  // one byte of a signed number
    constexpr size_t kHeader = 8;
    // At address 16, the far end of the stack: `i32.store8 16 byte`, then the span of one byte there.
    const Bytes body = {0x00, 0x41, 0x10, 0x41, byte, 0x3a, 0x00, 0x00, 0x42, 0x90, 0x80, 0x80, 0x80, 0x10, 0x0b};
    uint32_t type = 0, imports = 0, functions = 0;
    Bytes out = to_bytes(wasm.first(kHeader));
    for (BytesView rest = wasm.subspan(kHeader); !rest.empty();) {
        const uint8_t id = rest.front();
        skip(rest, 1);
        const uint32_t size = take_number(rest);
        BytesView content = rest.first(size);
        skip(rest, size);
        Bytes changed = to_bytes(content);
        if (id == kTypes) type = type_of_calls(content);
        if (id == kImports) imports = imported_functions(content);
        if (id == kFunctions) {
            changed = with_item(content, number(type));
            functions = take_number(content);
        }
        if (id == kExports) {
            changed =
                with_item(content, concat(number(name.size()), as_bytes(name), Bytes{0}, number(imports + functions)));
        }
        if (id == kCode) changed = with_item(content, concat(number(body.size()), body));
        out = concat(out, Bytes{id}, number(changed.size()), changed);
    }
    return out;
}

Bytes with_api_version(BytesView wasm, std::string_view api, uint32_t version) {
    Bytes out = to_bytes(wasm);
    const auto id = hashing::blake2b_64(as_bytes(api));
    // In the custom section, and in the data that Core_version answers with.
    size_t changes = 0;
    for (auto rest = std::ranges::search(out, id); !rest.empty();
         rest = std::ranges::search(std::ranges::subrange(rest.end(), out.end()), id)) {
        std::ranges::copy(scale::encode(version), rest.end());
        ++changes;
    }
    SERINUS_ASSERT(changes > 0);
    return out;
}

}  // namespace serinus::test
