/// Running a module of ModuleGenerator in wabt's interpreter.
#pragma once

#include <cstring>
#include <variant>

#include "fuzz/reference/wabt.hpp"
#include "wabt/interp/binary-reader-interp.h"
#include "wabt/interp/interp.h"
#include "wasm/engine.hpp"

namespace serinus::fuzz {

inline wasm::TrapCode trap_code_of(const std::string& message) {
    using enum wasm::TrapCode;
    constexpr std::pair<const char*, wasm::TrapCode> kBeginnings[] = {
        {"unreachable", kUnreachable},
        {"out of bounds memory access", kMemoryOutOfBounds},
        {"undefined table index", kTableOutOfBounds},
        {"uninitialized table element", kNullElement},
        {"indirect call signature mismatch", kIndirectTypeMismatch},
        {"integer divide by zero", kDivisionByZero},
        {"integer overflow", kIntegerOverflow},
        {"invalid conversion to integer", kInvalidConversion},
        {"call stack exhausted", kStackExhausted},
        {"host", kHost},
    };
    for (const auto& [beginning, code] : kBeginnings) {
        if (message.starts_with(beginning)) return code;
    }
    std::fprintf(stderr, "unknown trap of wabt: %s\n", message.c_str());
    return {};
}

class WabtInstance {
  public:
    /// `mix` is the imported function: false is a trap.
    WabtInstance(BytesView wasm, bool (*mix)(wasm::Raw* slots)) : store_(wabt_features()) {
        const wabt::ReadBinaryOptions options(wabt_features(), nullptr, false, true, false);
        wabt::Errors errors;
        wabt::interp::ModuleDesc desc;
        const auto read = wabt::interp::ReadBinaryInterp("fuzz", wasm.data(), wasm.size(), options, &errors, &desc);
        if (wabt::Failed(read)) __builtin_trap();
        const auto module = wabt::interp::Module::New(store_, desc);
        const auto host = wabt::interp::HostFunc::New(
            store_, wabt::interp::FuncType{{wabt::Type::I32, wabt::Type::I64}, {wabt::Type::I64}},
            [mix, this](wabt::interp::Thread&, const wabt::interp::Values& params, wabt::interp::Values& results,
                        wabt::interp::Trap::Ptr* trap) {
                wasm::Raw slots[] = {params[0].Get<uint32_t>(), params[1].Get<uint64_t>()};
                if (!mix(slots)) {
                    *trap = wabt::interp::Trap::New(store_, "host");
                    return wabt::Result::Error;
                }
                results[0].Set<uint64_t>(slots[0]);
                return wabt::Result::Ok;
            });
        wabt::interp::Trap::Ptr trap;
        instance_ = wabt::interp::Instance::Instantiate(store_, module.ref(), {host.ref()}, &trap);
        if (!instance_) __builtin_trap();
    }

    std::variant<std::optional<wasm::Raw>, wasm::TrapCode> call(uint32_t function, std::span<const wasm::Raw> arguments,
                                                                const wasm::FunctionType& type) {
        wabt::interp::Values params, results;
        for (const wasm::Raw argument : arguments) params.push_back(value_of(argument));
        wabt::interp::Trap::Ptr trap;
        const auto callee = store_.UnsafeGet<wabt::interp::Func>(instance_->funcs()[function]);
        if (wabt::Failed(callee->Call(store_, params, results, &trap))) return trap_code_of(trap->message());
        if (!type.result) return std::optional<wasm::Raw>();
        return std::optional(raw_of(results[0], *type.result));
    }

    wasm::Raw global(uint32_t index, wasm::ValueType type) {
        return raw_of(store_.UnsafeGet<wabt::interp::Global>(instance_->globals()[index])->Get(), type);
    }
    void set_global_i32(uint32_t index, uint32_t value) {
        store_.UnsafeGet<wabt::interp::Global>(instance_->globals()[index])
            ->UnsafeSet(wabt::interp::Value::Make(value));
    }
    BytesView memory() {
        const auto memory = store_.UnsafeGet<wabt::interp::Memory>(instance_->memories()[0]);
        return {memory->UnsafeData(), memory->ByteSize()};
    }

  private:
    /// By bits, since those of a NaN count.
    static wabt::interp::Value value_of(wasm::Raw raw) {
        wabt::interp::Value value;
        value.Set<uint64_t>(raw);
        return value;
    }
    static wasm::Raw raw_of(const wabt::interp::Value& value, wasm::ValueType type) {
        const bool narrow = type == wasm::ValueType::kI32 || type == wasm::ValueType::kF32;
        return narrow ? value.Get<uint32_t>() : value.Get<uint64_t>();
    }

    wabt::interp::Store store_;
    wabt::interp::Instance::Ptr instance_;
};

}  // namespace serinus::fuzz
