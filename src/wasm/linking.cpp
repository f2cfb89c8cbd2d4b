#include "wasm/linking.hpp"

#include <algorithm>

namespace serinus::wasm {

Result<Linked, EngineError> link(const Module& module, const Imports& imports) {
    Linked linked;
    linked.functions.reserve(module.imported_functions);
    linked.globals.reserve(module.global_types.size());
    for (const Import& import : module.imports) {
        if (import.kind == ExternKind::kFunction) {
            const FunctionType& type = module.types[import.type_index];
            linked.functions.push_back(imports.function ? imports.function(import.module, import.name, type)
                                                        : std::nullopt);
        } else if (import.kind == ExternKind::kGlobal) {
            const std::optional<Raw> value =
                imports.global ? imports.global(import.module, import.name, import.global) : std::nullopt;
            if (!value) {
                return EngineError{"unknown import: global " + std::string(import.module) + '.' +
                                   std::string(import.name)};
            }
            linked.globals.push_back(clean(*value, import.global.type));
        }
    }
    for (const Global& global : module.globals) linked.globals.push_back(evaluate(global.init, linked.globals));
    return linked;
}

Raw evaluate(const ConstExpr& expr, std::span<const Raw> globals) noexcept {
    return expr.kind == ConstExpr::Kind::kGlobal ? globals[expr.global_index] : expr.value;
}

Result<void, EngineError> check_segments(const Module& module, std::span<const Raw> globals, uint64_t memory_bytes,
                                         uint32_t table_entries) {
    for (const ElementSegment& segment : module.elements) {
        const uint64_t offset = evaluate(segment.offset, globals);
        ENSURE(offset + segment.functions.size() <= table_entries,
               EngineError{"elements segment does not fit the table"});
    }
    for (const DataSegment& segment : module.data) {
        const uint64_t offset = evaluate(segment.offset, globals);
        ENSURE(offset + segment.bytes.size() <= memory_bytes, EngineError{"data segment does not fit the memory"});
    }
    return {};
}

uint32_t initial_pages(const Limits& limits, uint32_t extra) noexcept {
    const uint32_t most = std::min(limits.max.value_or(kMaxPages), kMaxPages);
    return static_cast<uint32_t>(std::min<uint64_t>(uint64_t{limits.min} + extra, most));
}

std::string import_name(const Module& module, uint32_t function) {
    uint32_t index = 0;
    for (const Import& import : module.imports) {
        if (import.kind != ExternKind::kFunction) continue;
        if (index++ == function) return std::string(import.module) + '.' + std::string(import.name);
    }
    return {};
}

}  // namespace serinus::wasm
