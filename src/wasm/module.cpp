#include "wasm/module.hpp"

#include <algorithm>

#include "wasm/reader.hpp"

namespace serinus::wasm {

const Export* Module::find_export(std::string_view name, ExternKind kind) const noexcept {
    const auto found = std::find_if(exports.begin(), exports.end(),
                                    [&](const Export& item) { return item.kind == kind && item.name == name; });
    return found == exports.end() ? nullptr : &*found;
}

std::optional<BytesView> Module::custom_section(std::string_view name) const {
    Reader in(bytes);
    in.bytes(8);
    while (!in.at_end()) {
        const uint8_t id = in.byte();
        Reader part = in.part(in.u32());
        if (id != 0 || part.name() != name || part.failed()) continue;
        return part.bytes(part.remaining());
    }
    return std::nullopt;
}

/// The name section is not part of validation: anything may stand there.
std::string Module::function_name(uint32_t function) const {
    constexpr uint8_t kFunctionNames = 1;
    const std::optional<BytesView> section = custom_section("name");
    if (!section) return {};
    Reader in(*section);
    while (!in.at_end()) {
        const uint8_t kind = in.byte();
        Reader names = in.part(in.u32());
        if (kind != kFunctionNames) continue;
        const uint32_t count = names.count(UINT32_MAX, "names");
        for (uint32_t i = 0; i < count && !names.failed(); ++i) {
            if (names.u32() == function) {
                const std::string_view name = names.name();
                return names.failed() ? std::string() : std::string(name);
            }
            // Not as name(), which checks the encoding: a trap's backtrace asks for many functions, and runtimes trap
            // on garbage that anybody may send.
            (void)names.part(names.u32());
        }
    }
    return {};
}

std::string ModuleError::to_string() const {
    std::string text = reason + " (at byte " + std::to_string(offset);
    if (function) text += ", in function " + std::to_string(*function);
    return text + ')';
}

}  // namespace serinus::wasm
