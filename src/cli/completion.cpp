// serinus completion, serinus man-page: what an installation needs beside the program.
#include "cli/chain_options.hpp"
#include "cli/command.hpp"
#include "cli/description.hpp"

namespace serinus::cli {

void add_completion(Arguments app, const Program& program, Command& chosen) {
    const Arguments completion = app.add_subcommand("completion", "Print a script that completes commands in bash");
    completion.footer(R"(Examples:
  source <(serinus completion)
  serinus completion > /usr/share/bash-completion/completions/serinus)");
    const auto print_or_report = [](const std::string& text) {
        return print(text) ? 0 : report_error("cannot write to the standard output");
    };
    completion.callback([&program, &chosen, print_or_report] {
        chosen = [&program, print_or_report] { return print_or_report(bash_completion_of(program.describe())); };
    });
    const Arguments page = app.add_subcommand("man-page", "Print the manual page of this program");
    page.footer(R"(Example:
  serinus man-page | man -l -)");
    page.callback([&program, &chosen, print_or_report] {
        chosen = [&program, print_or_report] {
            return print_or_report(manual_page_of(program.describe(), SERINUS_VERSION));
        };
    });
}

}  // namespace serinus::cli
