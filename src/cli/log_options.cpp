#include "cli/log_options.hpp"

#include "platform/log_filter.hpp"
#include "platform/process.hpp"

namespace serinus::cli {

void add_log_options(Arguments command, LogOptions& options) {
    command
        .add_option("-l,--log", options.filters,
                    "What is logged: a level for all, and for targets: info,babe=debug,txpool=trace")
        .type_name("FILTER...")
        .check([](const std::string& text) {
            if (log::Filter::parse(text)) return std::string();
            return "\"" + text + "\" is not understood: write levels and targets, as in info,babe=debug";
        });
    command.add_flag("--detailed-log-output", options.detailed,
                     "Show level, thread and target of each line; always so if more than info is logged");
    command.add_flag("--disable-log-color", options.no_color, "No colors, on a terminal too");
}

void set_up_log(const LogOptions& options, const std::string& otherwise) {
    std::string filter;
    for (const std::string& part : options.filters) filter += (filter.empty() ? "" : ",") + part;
    (void)log::set_filter(options.filters.empty() ? otherwise : filter);  // each part was checked
    log::set_style({.colors = platform::stderr_is_terminal() && !options.no_color,
                    .detailed = options.detailed || log::most_talkative() > log::Level::kInfo});
}

}  // namespace serinus::cli
