#include "cli/arguments.hpp"

#include <CLI/CLI.hpp>
#include <algorithm>
#include <cstdio>

#include "base/spelling.hpp"
#include "cli/description.hpp"

namespace serinus::cli {
namespace {

/// The innermost command that was given: a misspelled option was one of its options.
const CLI::App& innermost(const CLI::App& app) {
    const auto chosen = app.get_subcommands();
    return chosen.empty() ? app : innermost(*chosen.front());
}

/// As the user types it: "serinus key generate".
std::string full_name(const CLI::App& command) {
    return command.get_parent() == nullptr ? command.get_name()
                                           : full_name(*command.get_parent()) + " " + command.get_name();
}

/// What stands for the value of an option.
std::string value_name(const CLI::Option& option) {
    if (option.get_type_size() == 0) return "";
    const std::string name = option.get_type_name();
    if (name == "UINT" || name == "FLOAT") return "NUMBER";
    return name;
}

OptionDescription option_description(const CLI::Option& option) {
    OptionDescription out{.names = {},
                          .value = value_name(option),
                          .text = option.get_description(),
                          .section = option.get_positional() ? "Arguments" : option.get_group(),
                          // That of an option that may stand without a value is not taken if it does not stand there.
                          .default_value = option.get_expected_min() == 0 ? std::string() : option.get_default_str(),
                          .excludes = {},
                          .is_positional = option.get_positional(),
                          .is_required = option.get_required()};
    if (out.is_positional) out.names.push_back(option.get_name(true, false));
    for (const std::string& name : option.get_snames()) out.names.push_back("-" + name);
    for (const std::string& name : option.get_lnames()) out.names.push_back("--" + name);
    for (const CLI::Option* excluded : option.get_excludes()) out.excludes.push_back(excluded->get_name());
    return out;
}

CommandDescription command_description(const CLI::App& command) {
    CommandDescription out{.name = full_name(command),
                           .text = command.get_description(),
                           .footer = command.get_footer(),
                           .options = {},
                           .commands = {},
                           .needs_command = command.get_require_subcommand_min() > 0};
    const auto rank = [&command](const CLI::Option* option) {
        const bool is_of_parser = option == command.get_help_ptr() || option == command.get_version_ptr();
        return option->get_positional() ? 0 : is_of_parser ? 2 : 1;
    };
    for (const int next : {0, 1, 2}) {  // arguments, options of the command, --help and --version
        for (const CLI::Option* option : command.get_options()) {
            if (rank(option) == next && !option->get_group().empty())
                out.options.push_back(option_description(*option));
        }
    }
    for (const CLI::App* sub : command.get_subcommands([](const CLI::App*) { return true; })) {
        if (!sub->get_group().empty()) out.commands.push_back(command_description(*sub));
    }
    return out;
}

/// The name of a command or option that resembles `word`; empty if none does.
std::string closest_name(const CLI::App& command, const std::string& word) {
    std::string closest;
    size_t least = SIZE_MAX;
    const std::string prefix = word.starts_with('-') ? "--" : "";
    const std::string_view bare = std::string_view(word).substr(std::min(word.find_first_not_of('-'), word.size()));
    const auto consider = [&](const std::string& name) {
        const auto distance = spelling_distance(bare, name);
        if (!distance || *distance >= least) return;
        least = *distance;
        closest = prefix + name;
    };
    if (prefix.empty()) {
        for (const CLI::App* sub : command.get_subcommands([](const CLI::App*) { return true; })) {
            consider(sub->get_name());
        }
    } else {
        for (const CLI::Option* option : command.get_options()) {
            for (const std::string& name : option->get_lnames()) consider(name);
        }
    }
    return closest;
}

/// Commands inside of this one that know the option, "serinus key inspect, serinus key generate".
std::string commands_that_know(const CLI::App& command, const std::string& option) {
    std::string out;
    for (const CLI::App* sub : command.get_subcommands([](const CLI::App*) { return true; })) {
        if (sub->get_option_no_throw(option) == nullptr) continue;
        out += (out.empty() ? "" : ", ") + full_name(*sub);
    }
    return out;
}

/// Prints a line with the mistake and one with what to do.
int unknown_word(const CLI::App& command, const std::string& given) {
    const std::string name = full_name(command);
    const std::string word = given.substr(0, given.find('='));
    // One that the command itself knows was given in front of its name.
    const CLI::App* const group = command.get_option_no_throw(word) != nullptr && command.get_parent() != nullptr
                                      ? command.get_parent()
                                      : &command;
    const std::string commands =
        word.starts_with('-') && group->get_parent() != nullptr ? commands_that_know(*group, word) : "";
    if (!commands.empty()) {
        std::fprintf(stderr,
                     "error: \"%s\" stands behind the name of the command that it belongs to: %s\nSee: %s --help\n",
                     word.c_str(), commands.c_str(), full_name(*group).c_str());
        return kUsageError;
    }
    std::fprintf(stderr, "error: %s does not know \"%s\"\n", name.c_str(), word.c_str());
    const std::string closest = closest_name(command, word);
    if (!closest.empty()) std::fprintf(stderr, "Did you mean \"%s\"? ", closest.c_str());
    std::fprintf(stderr, "See: %s --help\n", name.c_str());
    return kUsageError;
}

int usage_error(const CLI::App& app, const CLI::ParseError& error, const std::vector<std::string>& unknown) {
    const CLI::App& command = innermost(app);
    if (!unknown.empty()) return unknown_word(command, unknown.front());
    std::fprintf(stderr, "error: %s\nSee: %s --help\n", error.what(), full_name(command).c_str());
    return kUsageError;
}

}  // namespace

Option Option::type_name(const std::string& name) const {
    option_->type_name(name);
    return *this;
}

Option Option::group(const std::string& name) const {
    option_->group(name);
    return *this;
}

Option Option::required(bool is_required) const {
    option_->required(is_required);
    return *this;
}

Option Option::show_default() const {
    option_->capture_default_str();
    return *this;
}

Option Option::check(std::function<std::string(const std::string& text)> error_of) const {
    option_->check(std::move(error_of));
    return *this;
}

Option Option::one_of(std::vector<std::string> choices) const {
    std::string names;
    for (const std::string& choice : choices) names += (names.empty() ? "" : "|") + choice;
    option_->type_name(names);
    option_->check([choices = std::move(choices), names](const std::string& text) -> std::string {
        const auto is_same = [&](const std::string& choice) {
            return CLI::detail::to_lower(choice) == CLI::detail::to_lower(text);
        };
        return std::ranges::any_of(choices, is_same) ? "" : "\"" + text + "\" is none of " + names;
    });
    return *this;
}

Option Option::positive() const {
    option_->check(CLI::Validator(CLI::PositiveNumber).description(""));
    return *this;
}

Option Option::between(double least, double most) const {
    option_->check(CLI::Range(least, most).description(""));
    return *this;
}

Option Option::optional_value(const std::string& value) const {
    option_->expected(0, 1);
    option_->default_str(value);
    return *this;
}

Option Option::excludes(Option other) const {
    option_->excludes(other.option_);
    return *this;
}

Arguments Arguments::add_subcommand(const std::string& name, const std::string& description) const {
    CLI::App* const command = app_->add_subcommand(name, description);
    command->footer("");  // otherwise it would have that of its parent
    return Arguments(command);
}

void Arguments::require_subcommand() const { app_->require_subcommand(1); }

void Arguments::section(const std::string& name) const { app_->option_defaults()->group(name); }

template <class T>
Option Arguments::add_option(const std::string& names, T& variable, const std::string& description) const {
    return Option(app_->add_option(names, variable, description));
}

template Option Arguments::add_option(const std::string&, std::string&, const std::string&) const;
template Option Arguments::add_option(const std::string&, std::optional<std::string>&, const std::string&) const;
template Option Arguments::add_option(const std::string&, std::vector<std::string>&, const std::string&) const;
template Option Arguments::add_option(const std::string&, uint32_t&, const std::string&) const;
template Option Arguments::add_option(const std::string&, std::optional<uint32_t>&, const std::string&) const;
template Option Arguments::add_option(const std::string&, uint64_t&, const std::string&) const;
template Option Arguments::add_option(const std::string&, std::optional<uint64_t>&, const std::string&) const;
template Option Arguments::add_option(const std::string&, double&, const std::string&) const;

Option Arguments::add_option(const std::string& names, std::function<void(const std::string&)> take,
                             const std::string& description) const {
    return Option(app_->add_option_function<std::string>(names, take, description));
}

Option Arguments::add_flag(const std::string& names, bool& variable, const std::string& description) const {
    return Option(app_->add_flag(names, variable, description));
}

Option Arguments::add_flag(const std::string& names) const { return Option(app_->add_flag(names)); }

void Arguments::footer(const std::string& text) const { app_->footer(text); }

void Arguments::callback(std::function<void()> chosen) const { app_->callback(std::move(chosen)); }

Program::Program(const std::string& name, const std::string& description, const std::string& version,
                 const std::string& footer)
    : app_(std::make_unique<CLI::App>(description, name)) {
    app_->formatter_fn([](const CLI::App* command, const std::string&, CLI::AppFormatMode) {
        return cli::help_of(cli::command_description(*command));
    });
    app_->set_help_flag("-h,--help", "Show this help");
    app_->set_version_flag("-V,--version", version, "Show the version");
    app_->footer(footer);
    app_->add_subcommand("help", "Show what a command does, and its options");  // see parse()
}

Program::~Program() = default;

/// "serinus help key generate" is "serinus key generate --help".
int Program::print_help(const std::vector<std::string>& words) {
    CLI::App* command = app_.get();
    for (const std::string& word : words) {
        const auto found = command->get_subcommands([&](const CLI::App* sub) { return sub->get_name() == word; });
        if (found.empty()) return unknown_word(*command, word);
        command = found.front();
    }
    std::fputs(cli::help_of(cli::command_description(*command)).c_str(), stdout);
    return std::fflush(stdout) == 0 ? 0 : 1;
}

CommandDescription Program::describe() const { return command_description(*app_); }

std::optional<int> Program::parse(int argc, char** argv) {
    // The parser would read the words behind "help" as commands.
    if (argc > 1 && argv[1] == std::string_view("help")) return print_help({argv + 2, argv + argc});
    // It would also take one word in brackets for a list of several, and begin calls with "[a, b]" anew: a space in
    // front keeps the word together. Values are read without it.
    std::vector<std::string> words(argv + std::min(argc, 1), argv + argc);
    for (std::string& word : words) {
        if (word.starts_with('[') && word.ends_with(']')) word.insert(0, " ");
    }
    std::ranges::reverse(words);
    try {
        app_->parse(std::move(words));
    } catch (const CLI::Success& help) {
        return app_->exit(help);
    } catch (const CLI::ParseError& error) {
        return usage_error(*app_, error, app_->remaining(true));
    }
    return std::nullopt;
}

}  // namespace serinus::cli
