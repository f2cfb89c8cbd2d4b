// Code of a parachain: what is prepared is loaded, by each engine, with the exports and types of the module; preparing
// twice gives the same file; and both engines find the same verdict on a call.
#include "base/assert.hpp"
#include "platform/memory_file.hpp"
#include "pvf/execute.hpp"
#include "pvf/prepare.hpp"

using namespace serinus;
using namespace serinus::pvf;

namespace {

/// The verdict and its reason; nullopt where the time ran out.
std::optional<std::string> outcome_of(wasm::Engine& engine, BytesView code) {
    // Little of everything, since inputs are tried by the thousand.
    const ExecutorLimits limits{.max_memory_pages = 64, .max_stack_units = 2000};
    const PrepareOptions options{.bomb_limit = 1 << 20, .interruptible = true};
    const auto file = prepare(code, engine, options);
    if (!file) return "refused: " + file.error().reason;
    SERINUS_ASSERT(prepare(code, engine, options).value() == *file);
    const auto memory = platform::MemoryFile::sealed("fuzz", *file);
    SERINUS_ASSERT(memory.has_value());
    const auto program = load(engine, memory->descriptor(), limits, true);
    SERINUS_ASSERT(program.has_value());
    const auto module = module_of_code(code, options.bomb_limit);
    SERINUS_ASSERT(module && (*module)->exports.size() == (*program)->module()->exports.size());
    // Only code that comes to an end by itself: neither loops nor start functions.
    if ((*module)->start) return std::nullopt;
    for (const wasm::Function& function : (*module)->functions) {
        if (std::ranges::find(function.code, uint8_t{0x03}) != function.code.end()) return std::nullopt;
    }
    const auto executed = execute(engine, *program, limits, Bytes{1, 2, 3});
    if (executed) return std::string(as_text(executed->output));
    return executed.error().reason.substr(0, executed.error().reason.find('\n'));
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const uint8_t* data, size_t size) {
    static const auto kJit = wasm::make_jit();
    static const auto kInterpreter = wasm::make_interpreter();
    const BytesView code(data, size);
    const auto interpreted = outcome_of(*kInterpreter, code);
    if (kJit != nullptr) SERINUS_ASSERT(outcome_of(*kJit, code) == interpreted);
    return 0;
}
