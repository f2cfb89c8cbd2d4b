/// The commands of the program and what they take, as plain data: help, completion and manual page are made from it.
#pragma once

#include <string>
#include <vector>

namespace serinus::cli {

struct OptionDescription {
    std::vector<std::string> names;  ///< as typed, short ones first: "-d", "--base-path"; of a positional argument one
    std::string value;               ///< what stands for its value: "PATH", or its choices: "text|json"; empty: a flag
    std::string text;
    std::string section;  ///< of the help
    std::string default_value;
    std::vector<std::string> excludes;  ///< names of the options that cannot be given with this one
    bool is_positional = false;
    bool is_required = false;
};

struct CommandDescription {
    std::string name;  ///< as typed: "serinus key generate"
    std::string text;
    std::string footer;
    std::vector<OptionDescription> options;
    std::vector<CommandDescription> commands;
    bool needs_command = false;
};

/// "auto|safe|unsafe" as its parts; empty for a value that is not a choice.
std::vector<std::string> choices_of(const OptionDescription& option);

/// "-d, --base-path PATH"
std::string signature_of(const OptionDescription& option);

/// What --help prints. An option stands in a line of its own with its text; those of a section in which no option has a
/// text stand side by side.
std::string help_of(const CommandDescription& command);

/// A script for bash that completes commands, options and the choices of options.
std::string bash_completion_of(const CommandDescription& program);

/// The manual page, in roff with the macros of man(7), with all commands. `version` stands in its last line.
std::string manual_page_of(const CommandDescription& program, const std::string& version);

}  // namespace serinus::cli
