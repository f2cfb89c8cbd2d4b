/// Log lines of runtimes, in the log of the program.
#pragma once

#include "executor/log_sink.hpp"
#include "platform/log.hpp"

namespace serinus::node {

class RuntimeLog : public executor::LogSink {
  public:
    executor::LogLevel max_level() const noexcept override {
        return static_cast<executor::LogLevel>(log::most_talkative());
    }
    void log(executor::LogLevel level, std::string_view target, std::string_view message) noexcept override {
        log::write(static_cast<log::Level>(level), target, message);
    }
};
static_assert(static_cast<int>(executor::LogLevel::kError) == static_cast<int>(log::Level::kError));
static_assert(static_cast<int>(executor::LogLevel::kTrace) == static_cast<int>(log::Level::kTrace));

}  // namespace serinus::node
