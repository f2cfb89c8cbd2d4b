// Modules are accepted and refused as wabt does. The first byte chooses: the rest is a module, or a valid one is made
// of it and then damaged in a few places.
#include <cstdio>

#include "base/assert.hpp"
#include "fuzz/reference/wabt.hpp"
#include "fuzz/wasm_generator.hpp"
#include "platform/threaded_scheduler.hpp"
#include "wasm/module.hpp"

using namespace serinus;

namespace {

Bytes damaged(fuzz::ByteSource& source) {
    Bytes module = fuzz::ModuleGenerator(source, false).generate();
    for (uint32_t left = source.below(4); left > 0; --left) {
        const size_t at = source.bits(24) % module.size();
        switch (source.below(4)) {
            case 0:
                module[at] = source.byte();
                break;
            case 1:
                module[at] ^= static_cast<uint8_t>(1 << source.below(8));
                break;
            case 2:
                module.insert(module.begin() + static_cast<ptrdiff_t>(at), source.byte());
                break;
            case 3:
                module.erase(module.begin() + static_cast<ptrdiff_t>(at));
                break;
        }
    }
    return module;
}

/// wabt 1.0.32 takes a body whose last `end` closes an inner block for a whole one.
bool wabt_errs(const wasm::ModuleError& error) { return error.function && error.reason == "unexpected end"; }

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const uint8_t* data, size_t size) {
    if (size == 0) return 0;
    fuzz::ByteSource in(BytesView(data + 1, size - 1));
    const Bytes wasm = data[0] & 1 ? damaged(in) : to_bytes(in.rest());

    const auto module = wasm::parse_module(wasm);
    const auto refusal = fuzz::wabt_refusal(wasm);
    const bool agree = module.has_value() != refusal.has_value() || (!module && wabt_errs(module.error()));
    if (!agree) {
        std::fprintf(stderr, "we: %s\nwabt: %s\n", module ? "valid" : module.error().to_string().c_str(),
                     refusal.value_or("valid").c_str());
        SERINUS_ASSERT(agree);
    }
    static const auto scheduler = platform::make_threaded_scheduler();
    const auto by_threads = wasm::parse_module(wasm, {}, scheduler.get());
    SERINUS_ASSERT(by_threads.has_value() == module.has_value());
    if (!module) SERINUS_ASSERT(by_threads.error().to_string() == module.error().to_string());
    if (module) {
        (*module)->function_name(0);
        for (const wasm::Function& function : (*module)->functions)
            SERINUS_ASSERT(function.max_operands <= function.code.size());
    }
    return 0;
}
