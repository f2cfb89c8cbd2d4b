// Calls into small runtimes written for the purpose, through every engine that there is.
#include "executor/executor.hpp"

#include <gtest/gtest.h>
#include <zstd.h>

#include <thread>

#include "base/hex.hpp"
#include "codec/scale.hpp"
#include "executor/log_sink.hpp"
#include "state/memory_backend.hpp"
#include "tests/support/wat.hpp"

namespace serinus::executor {
namespace {

using namespace literals;
using Kind = CallError::Kind;
using state::Area;

/// A runtime around `body`: memory of one page, the heap from 32 KiB on. `imports` come first.
Bytes runtime(std::string_view body, std::string_view imports = "") {
    const std::string text = "(module " + std::string(imports) + R"(
        (import "env" "memory" (memory 1))
        (global (export "__heap_base") i32 (i32.const 32768))
        (func $pack (param $at i32) (param $size i32) (result i64)
            (i64.or (i64.extend_i32_u (local.get $at))
                    (i64.shl (i64.extend_i32_u (local.get $size)) (i64.const 32)))) )" +
                             std::string(body) + ")";
    return test::wat(text);
}

constexpr std::string_view kEcho = R"(
    (func (export "echo") (param i32 i32) (result i64) (call $pack (local.get 0) (local.get 1))))";

class ExecutorTest : public ::testing::TestWithParam<bool> {
  protected:
    std::shared_ptr<const Runtime> load(BytesView code, std::optional<uint64_t> heap_pages = std::nullopt) {
        auto made = executor.runtime_of_code(code, heap_pages);
        if (!made) ADD_FAILURE() << made.error().reason;
        return made.value();
    }
    CallError load_error(BytesView code, std::optional<uint64_t> heap_pages = std::nullopt) {
        const auto made = executor.runtime_of_code(code, heap_pages);
        EXPECT_FALSE(made);
        return made ? CallError{} : made.error();
    }
    Result<Bytes, CallError> call(BytesView code, std::string_view method, BytesView arguments = {}) {
        return executor.call(*load(code), method, arguments, overlay);
    }
    Bytes result(BytesView code, std::string_view method, BytesView arguments = {}) {
        const auto answer = call(code, method, arguments);
        if (!answer) ADD_FAILURE() << method << ": " << answer.error().reason;
        return answer ? *answer : Bytes();
    }
    CallError error(BytesView code, std::string_view method, BytesView arguments = {}) {
        const auto answer = call(code, method, arguments);
        EXPECT_FALSE(answer) << method << " returned";
        return answer ? CallError{} : answer.error();
    }
    static bool says(const CallError& error, std::string_view words) {
        if (error.reason.find(words) != std::string::npos) return true;
        ADD_FAILURE() << "the reason does not name \"" << words << "\": " << error.reason;
        return false;
    }

    Executor executor{{.interpret = GetParam()}};
    state::MemoryBackend backend;
    state::Overlay overlay{backend};
};

// Spec: sect-runtime-send-args-to-runtime-enteries, sect-runtime-return-value
TEST_P(ExecutorTest, ArgumentsStandAtTheBaseOfTheHeap) {
    EXPECT_EQ(result(runtime(kEcho), "echo", "0102030405"_hex), "0102030405"_hex);
    EXPECT_EQ(result(runtime(kEcho), "echo"), Bytes());
    EXPECT_EQ(result(runtime(kEcho), "echo", Bytes(1'000'000, 7)), Bytes(1'000'000, 7));
    // Observed: sc-executor-wasmtime 0.47.0: also no arguments are allocated, behind a header of 8 bytes.
    const Bytes code = runtime(R"((func (export "where") (param i32 i32) (result i64)
        (i32.store (i32.const 0) (local.get 0)) (call $pack (i32.const 0) (i32.const 4))))");
    EXPECT_EQ(result(code, "where"), "08800000"_hex);
    EXPECT_EQ(result(code, "where", Bytes(100)), "08800000"_hex);
}

TEST_P(ExecutorTest, ArgumentsThatDoNotFitAreRefused) {
    const auto heap = load(runtime(kEcho), 1);
    EXPECT_TRUE(executor.call(*heap, "echo", Bytes(65536), overlay));
    const auto failed = executor.call(*heap, "echo", Bytes(65537), overlay);
    ASSERT_FALSE(failed);
    EXPECT_TRUE(says(failed.error(), "no room for the arguments"));
}

TEST_P(ExecutorTest, AResultOutsideOfTheMemoryIsNone) {
    for (const std::string_view packed :
         {"0xffffffffffffffff", "0x0000000100000000", "0xffffffff00000001", "0x00000001ffffffff"}) {
        const Bytes code =
            runtime("(func (export \"f\") (param i32 i32) (result i64) (i64.const " + std::string(packed) + "))");
        const auto runtime = load(code, 1);
        const auto answer = executor.call(*runtime, "f", {}, overlay);
        if (packed == "0x0000000100000000") {
            EXPECT_EQ(answer.value(), Bytes(1)) << "one byte at address 0";
        } else {
            ASSERT_FALSE(answer) << packed;
            EXPECT_EQ(answer.error().kind, Kind::kBadResult);
        }
    }
}

constexpr std::string_view kPages = R"(
    (func (export "pages") (param i32 i32) (result i64)
        (i32.store (i32.const 0) (memory.size))
        (i32.store (i32.const 4) (memory.grow (i32.const 1)))
        (call $pack (i32.const 0) (i32.const 8))))";

// Spec: sect-memory-management. Observed: polkadot-stable2407: HeapAllocStrategy::Static, 2048 pages unless the state
// says otherwise.
TEST_P(ExecutorTest, TheMemoryHasTheHeapPagesOfTheStateAndNoMore) {
    const Bytes code = runtime(kPages);
    overlay.put(Area::top(), as_bytes(":code"), code);
    const auto pages = [&] {
        const auto runtime = executor.runtime_of(overlay);
        if (!runtime) return runtime.error().reason;
        return to_hex(executor.call(**runtime, "pages", {}, overlay).value());
    };
    EXPECT_EQ(pages(), "01080000ffffffff");
    const auto set = [&](BytesView value) { overlay.put(Area::top(), as_bytes(":heappages"), value); };
    set("0700000000000000"_hex);
    EXPECT_EQ(pages(), "08000000ffffffff");
    set("070000000000000000"_hex);
    EXPECT_EQ(pages(), "08000000ffffffff") << "what stands behind the number is ignored";
    set("07000000"_hex);
    EXPECT_EQ(pages(), "01080000ffffffff") << "no number";
    set("0900000001000000"_hex);
    EXPECT_EQ(pages(), "0a000000ffffffff") << "only its lower half counts";
    set("ffff000000000000"_hex);
    EXPECT_TRUE(executor.runtime_of(overlay)) << "65,536 in all";
    set("0000010000000000"_hex);
    EXPECT_NE(pages().find("too large"), std::string::npos);
}

TEST_P(ExecutorTest, TheMemoryMayBeTheModulesOwn) {
    const Bytes code = test::wat(R"((module (memory (export "memory") 3 4)
        (global (export "__heap_base") i32 (i32.const 0))
        (func (export "pages") (param i32 i32) (result i64) (memory.grow (i32.const 1)) (drop)
            (i64.shl (i64.extend_i32_u (memory.size)) (i64.const 32)))))");
    EXPECT_EQ(result(code, "pages").size(), 2051u) << "its own maximum does not count";
}

TEST_P(ExecutorTest, CodeThatIsNoRuntimeIsRefused) {
    const auto refused = [&](BytesView code, std::string_view words) {
        const CallError why = load_error(code);
        EXPECT_EQ(why.kind, Kind::kBadCode);
        EXPECT_TRUE(says(why, words));
    };
    refused({}, "neither wasm");
    refused("0061736d"_hex, "neither wasm");
    refused("52bc537646db8e0500"_hex, "compressed");
    refused("0061736d01000000ff"_hex, "");
    refused(test::wat("(module)"), "no memory");
    refused(test::wat(R"((module (import "env" "memory" (memory 1))))"), "__heap_base");
    refused(test::wat(R"((module (memory 1) (func (export "__heap_base"))))"), "__heap_base");
    refused(test::wat(R"((module (memory 1) (global (export "__heap_base") i64 (i64.const 0))))"), "__heap_base");
    refused(runtime("", R"((import "elsewhere" "f" (func)))"), "elsewhere.f");
    refused(runtime("", R"((import "env" "g" (global i32)))"), "");
    refused(runtime("(func unreachable) (start 1)"), "unreachable");
    refused(runtime("(func i32.add drop)"), "");
    refused(runtime("(data (i32.const -1) \"outside\")"), "");
}

// Observed: sc-executor-wasmtime 0.47.0: functions of the host cannot be called while the module is instantiated.
TEST_P(ExecutorTest, AStartFunctionHasNoHost) {
    const CallError why =
        load_error(runtime("(start 0)", R"((import "env" "ext_storage_start_transaction_version_1" (func)))"));
    EXPECT_EQ(why.kind, Kind::kBadCode);
    EXPECT_EQ(overlay.transaction_depth(), 0u);
}

TEST_P(ExecutorTest, AnUnknownImportFailsOnlyWhenItIsCalled) {
    const Bytes code = runtime(std::string(kEcho) + R"(
        (func (export "ask") (param i32 i32) (result i64) (call $future) (i64.const 0)))",
                               R"((import "env" "ext_future_oracle_version_7" (func $future)))");
    EXPECT_EQ(result(code, "echo", "aa"_hex), "aa"_hex);
    const CallError why = error(code, "ask");
    EXPECT_EQ(why.kind, Kind::kTrap);
    EXPECT_TRUE(says(why, "ext_future_oracle_version_7"));
}

TEST_P(ExecutorTest, AnImportOfAnotherTypeIsRefused) {
    const CallError why =
        load_error(runtime("", R"((import "env" "ext_storage_get_version_1" (func (param i32) (result i64))))"));
    EXPECT_EQ(why.kind, Kind::kBadCode);
    EXPECT_TRUE(says(why, "ext_storage_get_version_1"));
    EXPECT_TRUE(says(why, "(i64) -> i64"));
}

TEST_P(ExecutorTest, OnlyFunctionsOfTheRightTypeAreMethods) {
    const Bytes code = runtime(R"(
        (func (export "short") (param i32) (result i64) (i64.const 0))
        (func (export "narrow") (param i32 i32) (result i32) (i32.const 0))
        (func (export "void") (param i32 i32)))");
    for (const auto name : {"short", "narrow", "void", "absent", "__heap_base"})
        EXPECT_EQ(error(code, name).kind, Kind::kNoSuchMethod) << name;
}

constexpr std::string_view kStorageImports = R"(
    (import "env" "ext_storage_set_version_1" (func $set (param i64 i64)))
    (import "env" "ext_storage_get_version_1" (func $get (param i64) (result i64)))
    (import "env" "ext_storage_start_transaction_version_1" (func $begin))
    (import "env" "ext_storage_commit_transaction_version_1" (func $commit))
    (import "env" "ext_logging_log_version_1" (func $log (param i32 i64 i64)))
    (import "env" "ext_allocator_malloc_version_1" (func $malloc (param i32) (result i32)))
    (import "env" "ext_misc_runtime_version_version_1" (func $version_of (param i64) (result i64))))";

// "set": the argument becomes the value of "key"; "get": the value of "key" as an option.
constexpr std::string_view kStorageBody = R"(
    (data (i32.const 16) "keyruntimeit is broken")
    (func (export "set") (param i32 i32) (result i64)
        (call $set (i64.const 0x300000010) (call $pack (local.get 0) (local.get 1))) (i64.const 0))
    (func (export "get") (param i32 i32) (result i64) (call $get (i64.const 0x300000010)))
    (func (export "set_and_trap") (param i32 i32) (result i64)
        (call $set (i64.const 0x300000010) (call $pack (local.get 0) (local.get 1))) unreachable)
    (func (export "open") (param i32 i32) (result i64)
        (call $begin)
        (call $set (i64.const 0x300000010) (call $pack (local.get 0) (local.get 1)))
        (call $begin) (i64.const 0))
    (func (export "commit") (param i32 i32) (result i64) (call $commit) (i64.const 0))
    (func $panic (call $log (i32.const 0) (i64.const 0x700000013) (i64.const 0xc0000001a)) unreachable)
    (func (export "panic") (param i32 i32) (result i64) (call $panic) (i64.const 0))
    (func $deeper (param i32) (result i32) (i32.add (i32.const 1) (call $deeper (local.get 0))))
    (func (export "recurse") (param i32 i32) (result i64) (drop (call $deeper (i32.const 0))) (i64.const 0))
    (func (export "hoard") (param i32 i32) (result i64)
        (loop (drop (call $malloc (i32.const 1000000))) (br 0)) (i64.const 0))
    (func (export "version_of") (param i32 i32) (result i64)
        (call $version_of (call $pack (local.get 0) (local.get 1))))
    (func (export "free_and_trample") (param i32 i32) (result i64)
        (memory.fill_all) (i64.const 0)))";

Bytes storage_runtime() {
    std::string body(kStorageBody);
    // Everything is overwritten, the headers of the heap too, and then the heap is asked for more.
    body.replace(body.find("(memory.fill_all)"), 17, R"(
        (loop (i64.store (local.get 0) (i64.const -1))
              (br_if 0 (i32.lt_u (local.tee 0 (i32.add (local.get 0) (i32.const 8))) (i32.const 65520))))
        (drop (call $get (i64.const 0x300000010))))");
    return runtime(body, kStorageImports);
}

TEST_P(ExecutorTest, ChangesGoToTheOverlay) {
    result(storage_runtime(), "set", "01020304"_hex);
    EXPECT_EQ(to_bytes(**overlay.get(Area::top(), as_bytes("key"))), "01020304"_hex);
    EXPECT_EQ(result(storage_runtime(), "get"), "011001020304"_hex);
    EXPECT_EQ(overlay.take_changes().top.size(), 1u);
}

TEST_P(ExecutorTest, ACallerWithATransactionCanUndoAFailedCall) {
    overlay.start_transaction();
    EXPECT_EQ(error(storage_runtime(), "set_and_trap", "01"_hex).kind, Kind::kTrap);
    EXPECT_EQ(result(storage_runtime(), "get"), "010401"_hex) << "until it is undone";
    EXPECT_TRUE(overlay.rollback_transaction());
    EXPECT_EQ(result(storage_runtime(), "get"), "00"_hex);
}

// Observed: `exit_runtime` of sp-state-machine 0.42.0
TEST_P(ExecutorTest, TransactionsLeftOpenAreRolledBack) {
    overlay.start_transaction();
    result(storage_runtime(), "open", "01"_hex);
    EXPECT_EQ(overlay.transaction_depth(), 1u);
    EXPECT_EQ(result(storage_runtime(), "get"), "00"_hex);
    EXPECT_TRUE(says(error(storage_runtime(), "commit"), "no transaction is open"));
    EXPECT_EQ(overlay.transaction_depth(), 1u);
}

class LastLine final : public LogSink {
  public:
    LogLevel max_level() const noexcept override { return LogLevel::kInfo; }
    void log(LogLevel, std::string_view target, std::string_view message) noexcept override {
        line = std::string(target) + ": " + std::string(message);
    }
    std::string line;
};

TEST_P(ExecutorTest, APanicIsExplainedByItsMessageAndItsBacktrace) {
    LastLine sink;
    Executor listened({.interpret = GetParam(), .log = &sink});
    const auto runtime = listened.runtime_of_code(storage_runtime(), std::nullopt);
    const auto answer = listened.call(**runtime, "panic", {}, overlay);
    ASSERT_FALSE(answer);
    EXPECT_EQ(answer.error().kind, Kind::kTrap);
    EXPECT_TRUE(answer.error().reason.starts_with("it is broken\n")) << answer.error().reason;
    EXPECT_TRUE(says(answer.error(), "unreachable"));
    EXPECT_NE(answer.error().backtrace.find("function"), std::string::npos) << answer.error().backtrace;
    EXPECT_EQ(answer.error().reason.find("\n    at "), std::string::npos) << "for clients, without the backtrace";
    EXPECT_EQ(sink.line, "runtime: it is broken");
}

TEST_P(ExecutorTest, RecursionWithoutEndIsATrap) {
    EXPECT_TRUE(says(error(storage_runtime(), "recurse"), "stack"));
    EXPECT_EQ(result(storage_runtime(), "get"), "00"_hex) << "and the next call is as good as ever";
}

TEST_P(ExecutorTest, HoardingIsATrap) { EXPECT_TRUE(says(error(storage_runtime(), "hoard"), "out of space")); }

TEST_P(ExecutorTest, ATrampledHeapHurtsOnlyTheRuntime) {
    overlay.put(Area::top(), as_bytes("key"), Bytes(100, 1));
    result(storage_runtime(), "free_and_trample");
    EXPECT_EQ(result(storage_runtime(), "get").size(), 103u);
}

// Spec: sect-runtime-interaction. Each call begins with the memory and the globals of the module.
TEST_P(ExecutorTest, NothingIsLeftOfACall) {
    const Bytes code = runtime(R"(
        (global $calls (mut i32) (i32.const 0))
        (table 2 funcref)
        (data (i32.const 8) "\07")
        (func (export "count") (param i32 i32) (result i64)
            (global.set $calls (i32.add (global.get $calls) (i32.const 1)))
            (i32.store8 (i32.const 8) (i32.add (i32.load8_u (i32.const 8)) (i32.const 1)))
            (i32.store8 (i32.const 9) (global.get $calls))
            (i32.store8 (i32.const 10) (i32.load8_u (i32.const 100000)))
            (i32.store8 (i32.const 100000) (i32.const 1))
            (if (local.get 1) (then unreachable))
            (call $pack (i32.const 8) (i32.const 3))))");
    for (int i = 0; i < 3; ++i) {
        EXPECT_EQ(result(code, "count"), "080100"_hex);
        error(code, "count", "01"_hex);
    }
}

TEST_P(ExecutorTest, RuntimesAreKeptByCodeAndHeapPages) {
    const Bytes code = runtime(kEcho);
    EXPECT_EQ(load(code), load(Bytes(code)));
    EXPECT_EQ(load(code), load(code, 2048)) << "the default";
    EXPECT_NE(load(code), load(code, 64));
    EXPECT_NE(load(code), load(runtime(kPages)));
}

TEST_P(ExecutorTest, TheRuntimeUsedLastIsKeptLongest) {
    Executor small({.max_cached_runtimes = 2, .interpret = GetParam()});
    const auto get = [&](uint64_t pages) { return small.runtime_of_code(runtime(kEcho), pages).value(); };
    const auto one = get(1);
    const auto two = get(2);
    EXPECT_EQ(get(1), one);
    get(3);
    EXPECT_EQ(get(1), one);
    EXPECT_NE(get(2), two);
}

TEST_P(ExecutorTest, ExecutorsMayShareTheirRuntimes) {
    const auto shared = make_runtime_cache(2);
    std::shared_ptr<const Runtime> runtime_of_first;
    {
        Executor first({.interpret = GetParam(), .shared_runtimes = shared});
        runtime_of_first = first.runtime_of_code(runtime(kEcho), 1).value();
    }
    Executor second({.interpret = GetParam(), .shared_runtimes = shared});
    EXPECT_EQ(second.runtime_of_code(runtime(kEcho), 1).value(), runtime_of_first);
    EXPECT_EQ(second.call(*runtime_of_first, "echo", "ab"_hex, overlay).value(), "ab"_hex);
}

TEST_P(ExecutorTest, ARuntimeOutlivesItsPlaceInTheCache) {
    Executor small({.max_cached_runtimes = 1, .interpret = GetParam()});
    const auto old = small.runtime_of_code(runtime(kEcho), 1).value();
    small.runtime_of_code(runtime(kEcho), 2).value();
    EXPECT_EQ(small.call(*old, "echo", "ab"_hex, overlay).value(), "ab"_hex);
}

// Spec: defn-runtime-code-at-state
TEST_P(ExecutorTest, NewCodeTakesEffectAtTheNextLook) {
    EXPECT_EQ(executor.runtime_of(overlay).error().kind, Kind::kNoCode);
    overlay.put(Area::top(), as_bytes(":code"), runtime(kEcho));
    const auto before = executor.runtime_of(overlay).value();
    overlay.put(Area::top(), as_bytes(":code"), runtime(kPages));
    EXPECT_TRUE(executor.call(*before, "echo", {}, overlay));
    const auto after = executor.runtime_of(overlay).value();
    EXPECT_TRUE(executor.call(*after, "pages", {}, overlay));
    overlay.put(Area::top(), as_bytes(":code"), "00"_hex);
    EXPECT_EQ(executor.runtime_of(overlay).error().kind, Kind::kBadCode);
}

Bytes compressed(BytesView wasm) {
    Bytes out = "52bc537646db8e05"_hex;
    out.resize(8 + ZSTD_compressBound(wasm.size()));
    out.resize(8 + ZSTD_compress(out.data() + 8, out.size() - 8, wasm.data(), wasm.size(), 3));
    return out;
}

// Spec: sect-loading-runtime-code
TEST_P(ExecutorTest, CodeMayBeCompressed) { EXPECT_EQ(result(compressed(runtime(kEcho)), "echo", "01"_hex), "01"_hex); }

/// A runtime whose Core_version returns its data segment.
Bytes with_version(std::string_view data_hex) {
    const Bytes data = from_hex(data_hex).value();
    std::string text;
    for (const uint8_t byte : data) text += "\\" + to_hex(BytesView(&byte, 1));
    return runtime("(data (i32.const 0) \"" + text + R"(")
        (func (export "Core_version") (param i32 i32) (result i64) (call $pack (i32.const 0) (i32.const )" +
                   std::to_string(data.size()) + ")))");
}

// "ab", "c", authoring 1, spec 2, implementation 3, one API: Core in the version that follows
constexpr std::string_view kVersionStart =
    "08616204630100000002000000030000"
    "0004df6acb689907609b";

// Spec: defn-rt-core-version
TEST_P(ExecutorTest, VersionsOfEveryAgeAreUnderstood) {
    const auto version = [&](std::string_view rest) {
        return executor.version(*load(with_version(std::string(kVersionStart) + std::string(rest))));
    };
    EXPECT_EQ(version("02000000")->transaction_version, 1u);
    EXPECT_EQ(version("02000000")->spec_version, 2u);
    EXPECT_EQ(version("0300000009000000")->transaction_version, 9u);
    EXPECT_EQ(version("0300000009000000")->state_version(), trie::StateVersion::kV0);
    EXPECT_EQ(version("040000000900000001")->state_version(), trie::StateVersion::kV1);
    EXPECT_EQ(version("040000000900000001ffff")->state_version(), trie::StateVersion::kV1) << "bytes behind it";
    EXPECT_EQ(version("0400000009000000").error().kind, Kind::kBadResult);
    EXPECT_EQ(version("0200").error().kind, Kind::kBadResult);
    EXPECT_EQ(executor.version(*load(runtime(kEcho))).error().kind, Kind::kNoSuchMethod);
}

// Spec: id-ext_misc_runtime_version
TEST_P(ExecutorTest, ARuntimeCanAskForTheVersionOfOtherCode) {
    const auto version_of = [&](BytesView code) { return to_hex(result(storage_runtime(), "version_of", code)); };
    EXPECT_EQ(version_of("00"_hex), "00") << "no code at all";
    EXPECT_EQ(version_of(runtime(kEcho)), "00") << "no version";
    const std::string old = std::string(kVersionStart) + "02000000";
    EXPECT_EQ(version_of(with_version(old)), "0178" + old) << "as the call returned it";
    EXPECT_EQ(version_of(compressed(with_version(old))), "0178" + old);
    // From the section: encoded anew, with all fields.
    Bytes section = concat("0f72756e74696d655f76657273696f6e"_hex, from_hex(old).value());
    const Bytes head = {0, static_cast<uint8_t>(section.size())};
    EXPECT_EQ(version_of(concat(runtime(kEcho), head, section)), "018c" + old + "0100000000");
}

TEST_P(ExecutorTest, LookingAtCodeDoesNotNest) {
    // Core_version of this one looks at code itself; were it allowed to, code could look at itself without end.
    const Bytes code = runtime(R"((func (export "Core_version") (param i32 i32) (result i64)
        (call $version_of (i64.const 0))))",
                               kStorageImports);
    EXPECT_EQ(result(storage_runtime(), "version_of", code), "00"_hex);
    EXPECT_TRUE(says(executor.version(*load(code)).error(), "may not look at other code"));
}

TEST_P(ExecutorTest, ManyThreadsShareOneExecutor) {
    const Bytes code = storage_runtime();
    std::vector<std::thread> threads;
    std::atomic<int> wrong = 0;
    for (uint8_t number = 0; number < 8; ++number) {
        threads.emplace_back([&, number] {
            state::MemoryBackend own;
            state::Overlay changes(own);
            for (uint64_t i = 0; i < 50; ++i) {
                // Three sizes of heap in a cache of four; each is compiled once, by the first thread that asks for it.
                const auto shared = executor.runtime_of_code(code, 16 + i % 3);
                if (!shared) return void(++wrong);
                const Bytes argument(1 + i, number);
                if (!executor.call(**shared, "set", argument, changes)) ++wrong;
                if (executor.call(**shared, "set_and_trap", argument, changes)) ++wrong;
                const auto answer = executor.call(**shared, "get", {}, changes);
                if (!answer || *answer != scale::encode(std::optional(argument))) ++wrong;
            }
        });
    }
    for (auto& thread : threads) thread.join();
    EXPECT_EQ(wrong, 0);
}

/// A state that cannot be read.
class BrokenBackend final : public state::Backend {
    using Error = state::StateError;
    static Err<Error> broken() { return Err(Error{Error::Kind::kIo, "the disk is gone"}); }
    Result<std::optional<BytesView>, Error> get(Area, BytesView) override { return broken(); }
    Result<std::optional<Bytes>, Error> next_key(Area, BytesView) override { return broken(); }
    Result<Hash256, Error> root_with(const state::StateChanges&, trie::StateVersion) override { return broken(); }
    Result<Hash256, Error> child_root_with(BytesView, const state::ChangeSet&, trie::StateVersion) override {
        return broken();
    }
};

TEST_P(ExecutorTest, AStateThatCannotBeReadIsNotTheRuntimesFault) {
    BrokenBackend broken;
    state::Overlay unreadable(broken);
    EXPECT_EQ(executor.runtime_of(unreadable).error().kind, Kind::kState);
    const auto answer = executor.call(*load(storage_runtime()), "get", {}, unreadable);
    ASSERT_FALSE(answer);
    EXPECT_EQ(answer.error().kind, Kind::kState);
    EXPECT_TRUE(says(answer.error(), "the disk is gone"));
}

std::string name_of(const ::testing::TestParamInfo<bool>& interpret) {
    return interpret.param ? "Interpreted" : "Best";
}
INSTANTIATE_TEST_SUITE_P(Engines, ExecutorTest, ::testing::Bool(), name_of);

}  // namespace
}  // namespace serinus::executor
