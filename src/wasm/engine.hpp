/// Running modules: compile once, instantiate often, call.
#pragma once

#include <functional>
#include <memory>
#include <optional>
#include <span>
#include <string>

#include "base/bytes.hpp"
#include "base/result.hpp"
#include "wasm/module.hpp"

namespace serinus::platform {
class Scheduler;
}

namespace serinus::wasm {

class Instance;

/// A function of the host. `slots` holds the arguments (there is always room for the result too); the result, if there
/// is one, goes to `slots[0]`. False is a trap: the function has called `instance.fail(reason)` first. It runs between
/// frames of compiled code, so nothing may be thrown or jumped over. It may grow the memory and may call the instance.
using HostFunction = bool (*)(Instance& instance, void* data, Raw* slots);

struct HostImport {
    HostFunction function = nullptr;
    void* data =
        nullptr;  ///< given to each call; usually what describes the function. Instances carry `user_data` too.
};

/// What stands for the imports of a module.
struct Imports {
    /// nullopt: nothing of that name. The module loads all the same; a call traps with kUnknownImport.
    std::function<std::optional<HostImport>(std::string_view module, std::string_view name, const FunctionType&)>
        function;
    /// The value of an imported immutable global; nullopt refuses the module.
    std::function<std::optional<Raw>(std::string_view module, std::string_view name, GlobalType)> global;
    /// An imported memory or table is made anew for each instance with the limits that the module states.
};

enum class TrapCode : uint8_t {
    kUnreachable = 1,
    kMemoryOutOfBounds,
    kTableOutOfBounds,  ///< "undefined element"
    kNullElement,       ///< "uninitialized element"
    kIndirectTypeMismatch,
    kDivisionByZero,
    kIntegerOverflow,
    kInvalidConversion,
    kStackExhausted,
    kUnknownImport,
    kHost,         ///< a host function failed; see the message
    kInterrupted,  ///< Instance::set_interrupted
};

const char* to_string(TrapCode code) noexcept;

struct Trap {
    TrapCode code = TrapCode::kUnreachable;
    std::string message;              ///< of the host function, or the import's name; otherwise empty
    std::vector<uint32_t> backtrace;  ///< function indices, innermost first, at most kMaxBacktrace
    std::shared_ptr<const Module> module = nullptr;

    /// The code and the message: "host function failed: …".
    std::string reason() const;
    /// "    at frame_support::… (function 1234)\n …": one line a frame, names demangled if known.
    std::string backtrace_text() const;
    /// Both, each on lines of its own.
    std::string to_string() const;
};

inline constexpr size_t kMaxBacktrace = 64;

/// Logical stack: a frame costs its locals, its greatest operand height and kFrameCost. The bound is on the sum, so
/// that exhaustion does not depend on the tier that compiled a function.
inline constexpr uint32_t kFrameCost = 4;
inline constexpr uint32_t kDefaultMaxStack = 1u << 20;

struct CompileOptions {
    uint32_t max_stack = kDefaultMaxStack;
    /// Where compiled code is kept between runs; empty for nowhere.
    std::string cache_directory = {};
    /// What the cache takes as the module's name: a collision-resistant hash of its bytes, or of what they were
    /// decompressed from. Without it the bytes are hashed, 1 ms for each MB.
    std::optional<Hash256> code_hash = {};
    /// Compiles in the background, while functions are compiled when they are called first. nullptr: everything is
    /// compiled before `compile` returns. Must outlive the compilation, but not the program.
    platform::Scheduler* scheduler = nullptr;
    /// Without, code has no checks, and interrupts only calls that have not begun.
    bool interruptible = true;
};

/// A module ready to run. Thread-safe; its instances keep it alive.
class Program {
  public:
    virtual ~Program() = default;
    virtual const std::shared_ptr<const Module>& module() const noexcept = 0;
    /// Returns when all functions are compiled, and compiles what is left itself (no effect for an interpreter).
    virtual void wait() const = 0;
};

/// One memory, table and set of globals. Used by one thread at a time.
class Instance {
  public:
    virtual ~Instance() = default;

    /// Calls an exported function. Arguments must fit its type (a mismatch is a bug of the caller).
    virtual Result<std::optional<Raw>, Trap> call(uint32_t function, std::span<const Raw> arguments) = 0;
    /// Calls the function in a slot of the table, e.g. the dispatch thunk that old runtimes pass.
    virtual Result<std::optional<Raw>, Trap> call_table(uint32_t index, std::span<const Raw> arguments) = 0;

    virtual const Module& module() const noexcept = 0;

    /// The linear memory; the view is valid until it grows, the start of it does not move. Empty without a memory.
    virtual MutableBytesView memory() noexcept = 0;
    /// Pages before, nullopt if the maximum forbids.
    virtual std::optional<uint32_t> grow_memory(uint32_t pages) noexcept = 0;

    /// By index in the global index space.
    virtual Raw global(uint32_t index) const noexcept = 0;
    virtual void set_global(uint32_t index, Raw value) noexcept = 0;

    /// Back to the state right after instantiation. Cheap: only pages that were written are given back.
    virtual void reset() noexcept = 0;

    /// The reason of a trap that a host function is about to return.
    virtual void fail(std::string reason) = 0;

    /// While this is set, every call ends with kInterrupted: at once if it begins later, otherwise where the code next
    /// enters a loop's body or a function that calls others. Host functions are not disturbed. Any thread may set it.
    /// It stays as it is over calls; reset() clears it.
    virtual void set_interrupted(bool interrupted) noexcept = 0;

    void* user_data = nullptr;
};

struct EngineError {
    std::string reason;
    bool is_ours = false;  ///< the operating system gave no memory: nothing is wrong with the module
};

struct LoadOptions {
    uint32_t max_stack = kDefaultMaxStack;
    bool interruptible = true;  ///< as it was precompiled
    /// What the memory may grow to, in the place of what the module states.
    std::optional<uint32_t> max_memory_pages = {};
};

/// A way to run modules; `make_jit` and `make_interpreter` behave the same to the last bit.
class Engine {
  public:
    virtual ~Engine() = default;
    virtual Result<std::shared_ptr<const Program>, EngineError> compile(std::shared_ptr<const Module> module,
                                                                        const CompileOptions& options) = 0;

    /// The content of a file from which `load` makes a program without looking at the functions again, in this process
    /// or another one. One thread; of the options `interruptible` counts. Custom sections are left out.
    virtual Result<Bytes, EngineError> precompile(const Module& module, const CompileOptions& options) = 0;
    /// Errors: the file is not of this engine, version or processor (precompiled_version), or cut. Whether it was
    /// changed is not seen: its code is executed as it is. The descriptor may be closed afterwards.
    virtual Result<std::shared_ptr<const Program>, EngineError> load(int file, const LoadOptions& options) = 0;
    /// Different for files that `load` would refuse.
    virtual std::string precompiled_version() const = 0;

    /// Memory and table initialised, start function called (its trap is an error).
    /// `extra_pages` are added to the minimum (and kept below the maximum) of an imported or own memory.
    virtual Result<std::unique_ptr<Instance>, EngineError> instantiate(std::shared_ptr<const Program> program,
                                                                       const Imports& imports, void* user_data,
                                                                       uint32_t extra_pages = 0) = 0;
};

/// What instances may take of the process's address space.
enum class AddressSpace : uint8_t {
    kAmple,   ///< 8 GiB each: accesses to the memory need no checks
    kScarce,  ///< as much as their memory may grow to: code checks each access, which costs about a third of the speed
};

/// The baseline compiler; nullptr on processors that it does not support.
std::unique_ptr<Engine> make_jit(AddressSpace address_space = AddressSpace::kAmple);
/// Any processor, about fifty times slower; also the second opinion in tests.
std::unique_ptr<Engine> make_interpreter();
/// The best one for this machine; for kScarce if the address space of this process is limited (`ulimit -v`).
std::unique_ptr<Engine> make_engine();

}  // namespace serinus::wasm
