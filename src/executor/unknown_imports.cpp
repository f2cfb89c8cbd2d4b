#include "executor/unknown_imports.hpp"

#include "executor/host/registry.hpp"
#include "executor/runtime_code.hpp"

namespace serinus::executor {

std::vector<std::string> unknown_imports(BytesView code) {
    std::vector<std::string> out;
    Bytes decompressed;
    const auto wasm = wasm_of(code, decompressed);
    if (!wasm) return out;
    if (decompressed.empty()) decompressed = to_bytes(*wasm);
    const auto module = wasm::parse_module(std::move(decompressed));
    if (!module) return out;
    for (const wasm::Import& import : (*module)->imports) {
        if (import.kind != wasm::ExternKind::kFunction || host::find_host_function(import.name) != nullptr) continue;
        out.push_back(std::string(import.module) + '.' + std::string(import.name));
    }
    return out;
}

}  // namespace serinus::executor
