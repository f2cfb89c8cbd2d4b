/// The receiver of log messages of runtimes.
#pragma once

#include <cstdint>
#include <string_view>

namespace serinus::executor {

/// The levels as runtimes number them in `ext_logging_log`. Spec: id-ext_logging_log
enum class LogLevel : uint8_t { kError = 0, kWarn = 1, kInfo = 2, kDebug = 3, kTrace = 4 };

/// Called by the thread that makes the call; may be called by several at once.
class LogSink {
  public:
    virtual ~LogSink() = default;
    /// The most verbose level that is of interest; nullopt: no messages at all.
    virtual LogLevel max_level() const noexcept = 0;
    virtual void log(LogLevel level, std::string_view target, std::string_view message) noexcept = 0;
};

}  // namespace serinus::executor
