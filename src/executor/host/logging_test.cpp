#include "base/hex.hpp"
#include "executor/host/host_test.hpp"

namespace serinus::executor::host {
namespace {

using namespace literals;

struct Line {
    LogLevel level;
    std::string target;
    std::string message;
    friend bool operator==(const Line&, const Line&) = default;
};

class RecordingSink final : public LogSink {
  public:
    explicit RecordingSink(LogLevel most) : most_(most) {}
    LogLevel max_level() const noexcept override { return most_; }
    void log(LogLevel level, std::string_view target, std::string_view message) noexcept override {
        lines.push_back({level, std::string(target), std::string(message)});
    }
    std::vector<Line> lines;

  private:
    LogLevel most_;
};

using HostLogging = HostTest;

// Spec: defn-logging-log-level, id-ext_logging_log, id-ext_logging_max_level
TEST_F(HostLogging, LevelsAreNumberedFromErrorToTrace) {
    RecordingSink sink(LogLevel::kTrace);
    call.log = &sink;
    for (uint32_t level = 0; level <= 4; ++level)
        run("ext_logging_log_version_1", {level, put("target"), put("message")});
    ASSERT_EQ(sink.lines.size(), 5u);
    EXPECT_EQ(sink.lines[0], (Line{LogLevel::kError, "target", "message"}));
    EXPECT_EQ(sink.lines[4].level, LogLevel::kTrace);
    EXPECT_NE(trap("ext_logging_log_version_1", {5, put("target"), put("message")}).find("level"), std::string::npos);
    EXPECT_EQ(sink.lines.size(), 5u);
}

TEST_F(HostLogging, WhatNobodyWantsToHearIsNotSaid) {
    EXPECT_EQ(run("ext_logging_max_level_version_1", {}), 0u) << "off";
    RecordingSink sink(LogLevel::kInfo);
    call.log = &sink;
    EXPECT_EQ(run("ext_logging_max_level_version_1", {}), 3u);
    run("ext_logging_log_version_1", {3, put(""), put("debug")});
    run("ext_misc_print_utf8_version_1", {put("debug")});
    EXPECT_TRUE(sink.lines.empty());
    run("ext_logging_log_version_1", {2, put(""), put("info")});
    EXPECT_EQ(sink.lines.size(), 1u);
}

// Spec: id-ext_misc_print_num, id-ext_misc_print_utf8, id-ext_misc_print_hex
TEST_F(HostLogging, PrintingIsLoggingForDebugging) {
    RecordingSink sink(LogLevel::kDebug);
    call.log = &sink;
    run("ext_misc_print_num_version_1", {UINT64_MAX});
    run("ext_misc_print_utf8_version_1", {put("text")});
    run("ext_misc_print_hex_version_1", {put("\xff\x01")});
    ASSERT_EQ(sink.lines.size(), 3u);
    EXPECT_EQ(sink.lines[0], (Line{LogLevel::kDebug, "runtime", "18446744073709551615"}));
    EXPECT_EQ(sink.lines[1].message, "text");
    EXPECT_EQ(sink.lines[2].message, "ff01");
}

TEST_F(HostLogging, TheLastWordsExplainATrap) {
    run("ext_logging_log_version_1", {0, put("runtime"), put("panicked at 'no'")});
    EXPECT_EQ(call.last_words, "panicked at 'no'");
    run("ext_logging_log_version_1", {1, put("runtime"), put("just a warning")});
    EXPECT_EQ(call.last_words, "panicked at 'no'");
    run("ext_misc_print_utf8_version_1", {put(std::string(10'000, 'a'))});
    EXPECT_EQ(call.last_words.size(), 4096u);
}

// Observed: polkadot-stable2407: `&str` and `&[u8]` in the declarations of sp-io
TEST_F(HostLogging, OnlyUtf8IsSaid) {
    RecordingSink sink(LogLevel::kTrace);
    call.log = &sink;
    run("ext_logging_log_version_1", {0, put("target"), put("\xff")});
    run("ext_misc_print_utf8_version_1", {put("\xff")});
    EXPECT_TRUE(sink.lines.empty());
    EXPECT_NE(trap("ext_logging_log_version_1", {0, put("\xff"), put("message")}).find("UTF-8"), std::string::npos);
}

// Spec: id-ext_panic_handler_abort_on_panic
TEST_F(HostLogging, ThePanicHandlerEndsTheCall) {
    EXPECT_NE(trap("ext_panic_handler_abort_on_panic_version_1", {put("it broke")}).find("it broke"),
              std::string::npos);
}

// Spec: id-ext_allocator_malloc, id-ext_allocator_free
TEST_F(HostLogging, RuntimesShareTheHeapWithTheResultsOfFunctions) {
    EXPECT_EQ(run("ext_allocator_malloc_version_1", {16}), kHeapBase + 8);
    run("ext_allocator_free_version_1", {kHeapBase + 8});
    const wasm::Raw text = run("ext_storage_root_version_1", {});
    EXPECT_EQ(static_cast<uint32_t>(text), kHeapBase + 24 + 8);
    EXPECT_EQ(run("ext_allocator_malloc_version_1", {9}), kHeapBase + 8) << "the one that was freed";
    EXPECT_NE(trap("ext_allocator_free_version_1", {12}).find("allocator"), std::string::npos);
    EXPECT_NE(trap("ext_allocator_malloc_version_1", {8}).find("earlier"), std::string::npos);
}

// Spec: id-ext_misc_runtime_version
TEST_F(HostLogging, CodeIsLookedAtOnlyByCallsThatMay) {
    EXPECT_NE(trap("ext_misc_runtime_version_version_1", {put("code")}).find("may not"), std::string::npos);
    call.version_of_code = [](HostCall&, BytesView code) {
        return code.empty() ? std::nullopt : std::optional(to_bytes(code));
    };
    EXPECT_EQ(run_bytes("ext_misc_runtime_version_version_1", {put("ab")}), "01086162"_hex);
    EXPECT_EQ(run_bytes("ext_misc_runtime_version_version_1", {put("")}), "00"_hex);
}

// Observed: `WasmTracing` of sp-io 49.0.0
TEST_F(HostLogging, NobodyTraces) {
    EXPECT_EQ(run("ext_wasm_tracing_enabled_version_1", {put("metadata")}), 0u);
    EXPECT_EQ(run("ext_wasm_tracing_enter_span_version_1", {put("span")}), 0u);
    run("ext_wasm_tracing_event_version_1", {put("event")});
    run("ext_wasm_tracing_exit_version_1", {0});
}

}  // namespace
}  // namespace serinus::executor::host
