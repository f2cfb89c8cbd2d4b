/// `ext_logging_*`, `ext_panic_handler_*` and the printing functions of `ext_misc_*`: log output of runtimes.
#include "base/hex.hpp"
#include "executor/host/convert.hpp"

namespace serinus::executor::host {
namespace {

constexpr size_t kMaxLastWords = 4096;

void say(HostCall& call, LogLevel level, std::string_view target, std::string_view message) {
    if (level == LogLevel::kError) call.last_words = message.substr(0, kMaxLastWords);
    if (call.log != nullptr && level <= call.log->max_level()) call.log->log(level, target, message);
}

/// Observed: sp-io 49.0.0: another level, or a target that is not UTF-8, is an argument that does not decode; a message
/// that is not UTF-8 is dropped. Spec: id-ext_logging_log, defn-logging-log-level
HostResult<> log(HostCall& call, uint8_t level, BytesView target, BytesView message) {
    ENSURE(level <= static_cast<uint8_t>(LogLevel::kTrace), "no such log level: " + std::to_string(level));
    ENSURE(scale::is_utf8(target), "the target of a message is not UTF-8");
    if (scale::is_utf8(message)) say(call, static_cast<LogLevel>(level), as_text(target), as_text(message));
    return {};
}

/// 0 = off, 1 = error … 5 = trace. Spec: id-ext_logging_max_level
uint32_t max_level(HostCall& call) {
    return call.log == nullptr ? 0 : static_cast<uint32_t>(call.log->max_level()) + 1;
}

/// Spec: id-ext_panic_handler_abort_on_panic
HostResult<> abort_on_panic(HostCall&, BytesView message) {
    return Err("the runtime panicked: " + std::string(as_text(message)));
}

void print_num(HostCall& call, uint64_t number) { say(call, LogLevel::kDebug, "runtime", std::to_string(number)); }

void print_utf8(HostCall& call, BytesView text) {
    if (!scale::is_utf8(text)) return;
    // Runtimes of 2019 print the message of a panic before they stop; it explains the trap that follows.
    call.last_words = as_text(text).substr(0, kMaxLastWords);
    say(call, LogLevel::kDebug, "runtime", as_text(text));
}

void print_hex(HostCall& call, BytesView bytes) {
    if (call.log != nullptr && call.log->max_level() >= LogLevel::kDebug)
        say(call, LogLevel::kDebug, "runtime", to_hex(bytes));
}

constexpr HostFunctionEntry kLoggingFunctions[] = {
    {"ext_logging_log_version_1", wrap<&log>},
    {"ext_logging_max_level_version_1", wrap<&max_level>},
    {"ext_panic_handler_abort_on_panic_version_1", wrap<&abort_on_panic>},
    {"ext_misc_print_num_version_1", wrap<&print_num>},
    {"ext_misc_print_utf8_version_1", wrap<&print_utf8>},
    {"ext_misc_print_hex_version_1", wrap<&print_hex>},
};

}  // namespace

std::span<const HostFunctionEntry> logging_functions() { return kLoggingFunctions; }

}  // namespace serinus::executor::host
