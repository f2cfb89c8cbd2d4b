/// The log of the program: lines for people on the standard error output, in the style of the reference node.
///
///     2026-11-21 13:00:00 🏆 Imported #1 (0x1234…abcd → 0x5678…cdef)
///
/// Only shells log; protocol cores return what happened.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>

namespace serinus::log {

enum class Level : uint8_t { kError = 0, kWarn = 1, kInfo = 2, kDebug = 3, kTrace = 4 };

/// Which targets say how much: "info", "babe=debug,txpool=trace", as `-l` takes it; all others say what is info and
/// worse. False: not understood, no change.
bool set_filter(std::string_view directives);
/// Adds to the filter (system_addLogFilter); reset_filter goes back to that of the command line.
bool add_filter(std::string_view directives);
void reset_filter();

/// How lines look.
struct Style {
    bool colors = false;
    /// Milliseconds, level, thread and target too. Observed: polkadot 1.25.1 does so by itself when the filter lets
    /// more than info through.
    bool detailed = false;
};
void set_style(Style style);

/// Cheap: an atomic load if nobody asked for more than the level everywhere.
bool enabled(Level level, std::string_view target) noexcept;
/// The most that any target may say now.
Level most_talkative() noexcept;
/// Any thread; one line, whatever the message holds: control characters are shown escaped.
void write(Level level, std::string_view target, std::string_view message);

/// What names this thread in detailed lines and in the tools of the system, which see 15 bytes of it. Not for the main
/// thread: its name is that of the program, and lines call it "main".
void name_thread(const std::string& name);

/// Names the node for which this thread works, as long as it lives: where several nodes share a process, their lines
/// begin with "[label] ". An empty label changes nothing.
class Label {
  public:
    explicit Label(std::string_view label) noexcept;  ///< must outlive this
    ~Label();
    Label(const Label&) = delete;
    Label& operator=(const Label&) = delete;

  private:
    std::string_view outer_;
};

/// One line as write() makes it, with its line break. `unix_ms` is shown in the local time.
std::string format_line(Style style, uint64_t unix_ms, Level level, std::string_view thread, std::string_view target,
                        std::string_view message);

inline void error(std::string_view target, std::string_view message) { write(Level::kError, target, message); }
inline void warn(std::string_view target, std::string_view message) { write(Level::kWarn, target, message); }
inline void info(std::string_view target, std::string_view message) { write(Level::kInfo, target, message); }
/// For messages that cost something to make: `make` is called only if somebody wants to read it.
template <class Make>
void debug(std::string_view target, Make&& make) {
    if (enabled(Level::kDebug, target)) write(Level::kDebug, target, make());
}
template <class Make>
void trace(std::string_view target, Make&& make) {
    if (enabled(Level::kTrace, target)) write(Level::kTrace, target, make());
}

}  // namespace serinus::log
