/// The options of the log, the same for all commands.
#pragma once

#include <string>
#include <vector>

#include "cli/arguments.hpp"

namespace serinus::cli {

struct LogOptions {
    std::vector<std::string> filters;
    bool detailed = false;
    bool no_color = false;
};

/// Declares --log, --detailed-log-output and --disable-log-color. `options` must outlive the parsing.
void add_log_options(Arguments command, LogOptions& options);

/// Sets up the log of the program. `otherwise` is the filter without --log.
void set_up_log(const LogOptions& options, const std::string& otherwise);

}  // namespace serinus::cli
