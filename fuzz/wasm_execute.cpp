// Generated modules do the same on every engine, to the last bit of results, memory, globals and backtraces, and the
// same as in wabt's interpreter, as far as the standard determines it.
#include <cstdio>
#include <string>

#include "base/assert.hpp"
#include "fuzz/reference/wabt_interpreter.hpp"
#include "fuzz/wasm_generator.hpp"
#include "platform/virtual_scheduler.hpp"

using namespace serinus;
using wasm::Raw;

namespace {

constexpr uint32_t kFuel = 200;
constexpr wasm::ValueType kGlobals[] = {wasm::ValueType::kI32, wasm::ValueType::kI32, wasm::ValueType::kI64,
                                        wasm::ValueType::kF32, wasm::ValueType::kF64};

/// What can be seen of a run: after each call its outcome, at the end the state.
struct Run {
    std::vector<std::string> calls;
    std::vector<Raw> globals;
    Bytes memory;
    bool exhausted = false;

    friend bool operator==(const Run&, const Run&) = default;
};

struct Call {
    uint32_t function;
    std::vector<Raw> arguments;
};

/// The host function; it fails for one argument in 256.
bool mix(Raw* slots) {
    if ((slots[0] & 0xff) == 0x42) return false;
    slots[0] = (slots[0] << 32 | slots[0] >> 7) ^ slots[1] * 0x9e37'79b9'7f4a'7c15;
    return true;
}

std::string show(std::optional<Raw> value) { return value ? std::to_string(*value) : "nothing"; }

wasm::Imports imports() {
    wasm::Imports imports;
    imports.function = [](std::string_view, std::string_view, const wasm::FunctionType&) {
        return std::optional(wasm::HostImport{.function = [](wasm::Instance& on, void*, Raw* slots) {
            if (mix(slots)) return true;
            on.fail("unlucky");
            return false;
        }});
    };
    return imports;
}

/// Where functions are compiled when they are called, or in the background between two calls.
struct Background {
    platform::VirtualTime time{1};
    std::unique_ptr<platform::Scheduler> scheduler = time.make_scheduler({});
    bool runs_between_calls = false;
};

/// Without `background` everything is compiled before the first call.
Run run_engine(wasm::Engine& engine, const std::shared_ptr<const wasm::Module>& module, const std::vector<Call>& calls,
               uint32_t max_stack, Background* background = nullptr) {
    const auto program = engine.compile(
        module, {.max_stack = max_stack, .scheduler = background == nullptr ? nullptr : background->scheduler.get()});
    SERINUS_ASSERT(program.has_value());
    auto made = engine.instantiate(*program, imports(), nullptr);
    SERINUS_ASSERT(made.has_value());
    wasm::Instance& on = **made;
    Run run;
    for (int round = 0; round < 2; ++round) {  // the second after a reset: the same again
        Run again;
        for (const Call& call : calls) {
            on.set_global(0, kFuel);
            const auto result = on.call(call.function, call.arguments);
            if (background != nullptr && background->runs_between_calls) background->time.run_next();
            again.calls.push_back(result ? show(*result) : result.error().to_string());
            if (!result && result.error().code == wasm::TrapCode::kStackExhausted) again.exhausted = true;
        }
        for (uint32_t i = 0; i < std::size(kGlobals); ++i) again.globals.push_back(on.global(i));
        again.memory = to_bytes(on.memory());
        if (round == 1) SERINUS_ASSERT(run == again);
        run = std::move(again);
        on.reset();
    }
    return run;
}

Run run_wabt(BytesView wasm, const wasm::Module& module, const std::vector<Call>& calls) {
    fuzz::WabtInstance on(wasm, mix);
    Run run;
    for (const Call& call : calls) {
        on.set_global_i32(0, kFuel);
        const auto result = on.call(call.function, call.arguments, module.type_of(call.function));
        const auto* trap = std::get_if<wasm::TrapCode>(&result);
        run.calls.push_back(trap ? to_string(*trap) : show(std::get<0>(result)));
        if (trap && *trap == wasm::TrapCode::kStackExhausted) run.exhausted = true;
    }
    for (uint32_t i = 0; i < std::size(kGlobals); ++i) run.globals.push_back(on.global(i, kGlobals[i]));
    run.memory = to_bytes(on.memory());
    return run;
}

/// What wabt says of a trap: nothing of where it happened.
Run without_backtraces(Run run) {
    for (std::string& call : run.calls) call = call.substr(0, call.find_first_of(":\n"));
    return run;
}

void expect_same(const char* name, const Run& want, const Run& have) {
    if (want == have) return;
    for (size_t i = 0; i < want.calls.size(); ++i) {
        std::fprintf(stderr, "call %zu: %s\n%s: %s\n", i, want.calls[i].c_str(), name, have.calls[i].c_str());
    }
    for (size_t i = 0; i < want.globals.size(); ++i) {
        if (want.globals[i] != have.globals[i]) std::fprintf(stderr, "global %zu differs\n", i);
    }
    if (want.memory != have.memory) std::fprintf(stderr, "memory differs\n");
    SERINUS_ASSERT(want == have);
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const uint8_t* data, size_t size) {
    fuzz::ByteSource in(BytesView(data, size));
    const uint8_t mode = in.byte();
    const bool with_wabt = mode & 1;
    const uint32_t max_stack = mode & 2 ? 40 + 4u * in.byte() : wasm::kDefaultMaxStack;
    std::vector<uint8_t> first_arguments(8);
    for (uint8_t& byte : first_arguments) byte = in.byte();

    fuzz::ModuleGenerator generator(in, with_wabt);
    const Bytes bytes = generator.generate();
    const auto module = wasm::parse_module(bytes);
    if (!module) std::fprintf(stderr, "%s\n", module.error().to_string().c_str());
    SERINUS_ASSERT(module.has_value());

    std::vector<Call> calls;
    fuzz::ByteSource arguments(first_arguments);
    for (uint32_t i = 1; i < generator.signatures().size(); ++i) {
        Call call{.function = i, .arguments = {}};
        for (const wasm::ValueType type : generator.signatures()[i].params) {
            const bool narrow = type == wasm::ValueType::kI32 || type == wasm::ValueType::kF32;
            call.arguments.push_back(arguments.bits(16) * 0x0101'0101'0101'0101 & (narrow ? UINT32_MAX : UINT64_MAX));
        }
        calls.push_back(std::move(call));
    }

    static const auto interpreter = wasm::make_interpreter();
    static const auto jit = wasm::make_jit();
    static const auto checking = wasm::make_jit(wasm::AddressSpace::kScarce);
    const Run want = run_engine(*interpreter, *module, calls, max_stack);
    if (jit) expect_same("jit", want, run_engine(*jit, *module, calls, max_stack));
    if (jit) {
        static Background background;
        background.runs_between_calls = mode & 4;
        expect_same("lazy jit", want, run_engine(*jit, *module, calls, max_stack, &background));
        while (background.time.run_next()) {  // tasks of the program that is gone
        }
    }
    if (checking) expect_same("jit with bounds checks", want, run_engine(*checking, *module, calls, max_stack));
    if (!with_wabt || want.exhausted) return 0;
    const Run other = run_wabt(bytes, **module, calls);
    if (!other.exhausted) expect_same("wabt", without_backtraces(want), without_backtraces(other));
    return 0;
}
