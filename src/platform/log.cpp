#include "platform/log.hpp"

#include <pthread.h>
#include <unistd.h>

#include <atomic>
#include <cstdio>
#include <ctime>
#include <mutex>
#include <shared_mutex>

#include "base/format.hpp"
#include "platform/log_filter.hpp"
#include "platform/process.hpp"

namespace serinus::log {
namespace {

/// Without a filter, and for the targets that it does not name. Observed: the default of polkadot 1.25.1.
constexpr Level kDefaultLevel = Level::kInfo;

int rank(const std::optional<Level>& level) { return level ? static_cast<int>(*level) : -1; }

Filter with_default(const Filter& given) {
    Filter out = Filter::parse("info").value();
    out.add(given);
    return out;
}

struct State {
    std::shared_mutex mutex;  ///< of the filters
    Filter command_line = with_default({});
    Filter current = command_line;
    std::atomic<int> most = static_cast<int>(kDefaultLevel);  ///< rank of the most talkative target
    std::atomic<bool> colors = false;
    std::atomic<bool> detailed = false;
    std::mutex output;  ///< one line at a time

    void use(Filter filter) {
        current = std::move(filter);
        most = rank(current.most());
    }
};

/// Never destroyed: threads may log until the very end.
State& state() {
    static State& instance = *new State;
    return instance;
}

const char* name_of(Level level) {
    switch (level) {
        case Level::kError:
            return "ERROR";
        case Level::kWarn:
            return " WARN";
        case Level::kInfo:
            return " INFO";
        case Level::kDebug:
            return "DEBUG";
        case Level::kTrace:
            return "TRACE";
    }
    return "";
}

/// SGR codes. Observed: those of polkadot 1.25.1.
const char* color_of(Level level) {
    switch (level) {
        case Level::kError:
            return "\x1b[31m";
        case Level::kWarn:
            return "\x1b[33m";
        case Level::kInfo:
            return "\x1b[32m";
        case Level::kDebug:
            return "\x1b[34m";
        case Level::kTrace:
            return "\x1b[35m";
    }
    return "";
}

/// C0 and C1 control characters, and those that turn the direction of writing: a message can come from a peer or a
/// runtime, and must neither end its line nor command the terminal.
size_t control_bytes(std::string_view rest) {
    const auto byte = [rest](size_t i) { return i < rest.size() ? static_cast<uint8_t>(rest[i]) : uint8_t{0}; };
    if (byte(0) < 0x20 || byte(0) == 0x7f) return 1;
    if (byte(0) == 0xc2 && byte(1) >= 0x80 && byte(1) <= 0x9f) return 2;
    const bool turns = byte(0) == 0xe2 && ((byte(1) == 0x80 && byte(2) >= 0xaa && byte(2) <= 0xae) ||
                                           (byte(1) == 0x81 && byte(2) >= 0xa6 && byte(2) <= 0xa9));
    return turns ? 3 : 0;
}

void append_escaped(std::string& out, std::string_view message) {
    for (size_t i = 0; i < message.size();) {
        const size_t control = control_bytes(message.substr(i));
        if (control == 0) {
            out += message[i++];
            continue;
        }
        if (message[i] == '\n') {
            out += "\\n";
        } else if (message[i] == '\t') {
            out += "\\t";
        } else {
            for (size_t j = 0; j < control; ++j) {
                append_text(out, "\\x{:02x}", static_cast<uint8_t>(message[i + j]));
            }
        }
        i += control;
    }
}

void append_time(std::string& out, uint64_t unix_ms, bool milliseconds) {
    const auto seconds = static_cast<std::time_t>(unix_ms / 1000);
    std::tm local{};
    ::localtime_r(&seconds, &local);
    char text[64];
    out.append(text, std::strftime(text, sizeof text, "%Y-%m-%d %H:%M:%S", &local));
    if (milliseconds) append_text(out, ".{:03}", unix_ms % 1000);
}

/// The main thread keeps the name of the program, by which people look for the process.
std::string name_of_this_thread() {
    if (::getpid() == ::gettid()) return "main";
    char name[16] = "";
    ::pthread_getname_np(::pthread_self(), name, sizeof name);
    return name;
}

}  // namespace

bool set_filter(std::string_view directives) {
    const auto filter = Filter::parse(directives);
    if (!filter) return false;
    State& now = state();
    const std::unique_lock lock(now.mutex);
    now.command_line = with_default(*filter);
    now.use(now.command_line);
    return true;
}

bool add_filter(std::string_view directives) {
    const auto filter = Filter::parse(directives);
    if (!filter) return false;
    State& now = state();
    const std::unique_lock lock(now.mutex);
    Filter sum = now.current;
    sum.add(*filter);
    now.use(std::move(sum));
    return true;
}

void reset_filter() {
    State& now = state();
    const std::unique_lock lock(now.mutex);
    now.use(now.command_line);
}

void set_style(Style style) {
    state().colors = style.colors;
    state().detailed = style.detailed;
}

bool enabled(Level level, std::string_view target) noexcept {
    State& now = state();
    if (static_cast<int>(level) > now.most.load(std::memory_order_relaxed)) return false;
    const std::shared_lock lock(now.mutex);
    return static_cast<int>(level) <= rank(now.current.level_of(target));
}

Level most_talkative() noexcept {
    const int most = state().most.load(std::memory_order_relaxed);
    return most < 0 ? Level::kError : static_cast<Level>(most);
}

void name_thread(const std::string& name) { ::pthread_setname_np(::pthread_self(), name.substr(0, 15).c_str()); }

std::string format_line(Style style, uint64_t unix_ms, Level level, std::string_view thread, std::string_view target,
                        std::string_view message) {
    std::string out;
    out.reserve(message.size() + target.size() + thread.size() + 64);
    if (style.colors) out += "\x1b[2m";
    append_time(out, unix_ms, style.detailed);
    if (style.colors) out += "\x1b[0m";
    out += ' ';
    if (style.detailed) {
        if (style.colors) out += color_of(level);
        out += name_of(level);
        if (style.colors) out += "\x1b[0m";
        out += ' ';
        append_escaped(out, thread);
        out += ' ';
        append_escaped(out, target);
        out += ": ";
    }
    append_escaped(out, message);
    out += '\n';
    return out;
}

namespace {

thread_local std::string_view current_label;

}  // namespace

Label::Label(std::string_view label) noexcept : outer_(current_label) {
    if (!label.empty()) current_label = label;
}
Label::~Label() { current_label = outer_; }

void write(Level level, std::string_view target, std::string_view message) {
    if (!enabled(level, target)) return;
    std::string labelled;
    if (!current_label.empty()) {
        labelled = format_text("[{}] {}", current_label, message);
        message = labelled;
    }
    State& now = state();
    const Style style{now.colors, now.detailed};
    const std::string thread = style.detailed ? name_of_this_thread() : "";
    const std::string line = format_line(style, platform::unix_time_ms(), level, thread, target, message);
    const std::lock_guard lock(now.output);
    std::fwrite(line.data(), 1, line.size(), stderr);  // unbuffered: one write; nobody to tell if it fails
}

}  // namespace serinus::log
