#include "wasm/demangle.hpp"
#include "wasm/engine.hpp"

namespace serinus::wasm {

const char* to_string(TrapCode code) noexcept {
    switch (code) {
        case TrapCode::kUnreachable:
            return "unreachable executed";
        case TrapCode::kMemoryOutOfBounds:
            return "out of bounds memory access";
        case TrapCode::kTableOutOfBounds:
            return "undefined element: index outside of the table";
        case TrapCode::kNullElement:
            return "uninitialized element of the table";
        case TrapCode::kIndirectTypeMismatch:
            return "indirect call type mismatch";
        case TrapCode::kDivisionByZero:
            return "integer divide by zero";
        case TrapCode::kIntegerOverflow:
            return "integer overflow";
        case TrapCode::kInvalidConversion:
            return "invalid conversion to integer";
        case TrapCode::kStackExhausted:
            return "call stack exhausted";
        case TrapCode::kUnknownImport:
            return "call of an unknown import";
        case TrapCode::kHost:
            return "host function failed";
        case TrapCode::kInterrupted:
            return "interrupted";
    }
    return "unknown trap";
}

std::string Trap::reason() const {
    std::string text = wasm::to_string(code);
    if (!message.empty()) text += ": " + message;
    return text;
}

std::string Trap::backtrace_text() const {
    std::string text;
    for (const uint32_t function : backtrace) {
        const std::string name = module ? module->function_name(function) : std::string();
        if (!text.empty()) text += '\n';
        text += "    at " + (name.empty() ? std::string("?") : demangle(name)) + " (function " +
                std::to_string(function) + ')';
    }
    return text;
}

std::string Trap::to_string() const { return backtrace.empty() ? reason() : reason() + '\n' + backtrace_text(); }

}  // namespace serinus::wasm
