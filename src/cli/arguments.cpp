#include "cli/arguments.hpp"

#include <CLI/CLI.hpp>
#include <algorithm>
#include <cstdio>

namespace serinus::cli {
namespace {

constexpr int kUsageError = 2;

/// How many characters must be inserted, removed or replaced to get from one word to the other.
size_t edit_distance(std::string_view a, std::string_view b) {
    std::vector<size_t> row(b.size() + 1);
    for (size_t j = 0; j <= b.size(); ++j) row[j] = j;
    for (size_t i = 0; i < a.size(); ++i) {
        size_t diagonal = std::exchange(row[0], i + 1);
        for (size_t j = 0; j < b.size(); ++j) {
            const size_t replaced = diagonal + (a[i] == b[j] ? 0 : 1);
            diagonal = std::exchange(row[j + 1], std::min({row[j + 1] + 1, row[j] + 1, replaced}));
        }
    }
    return row[b.size()];
}

/// The subcommand that the arguments lead to: its options are those that the user can have meant.
const CLI::App& innermost(const CLI::App& app) {
    const auto chosen = app.get_subcommands();
    return chosen.empty() ? app : innermost(*chosen.front());
}

/// As the user types it: "serinus key generate".
std::string full_name(const CLI::App& command) {
    return command.get_parent() == nullptr ? command.get_name()
                                           : full_name(*command.get_parent()) + " " + command.get_name();
}

/// The name of a command or option that resembles `word`; empty if none does.
std::string closest_name(const CLI::App& command, const std::string& word) {
    std::string closest;
    size_t distance = std::max<size_t>(2, word.size() / 3) + 1;
    const auto consider = [&](const std::string& name) {
        if (const size_t found = edit_distance(word, name); found < distance) {
            distance = found;
            closest = name;
        }
    };
    if (word.starts_with('-')) {
        for (const CLI::Option* option : command.get_options()) {
            for (const std::string& name : option->get_lnames()) consider("--" + name);
        }
    } else {
        for (const CLI::App* sub : command.get_subcommands([](const CLI::App*) { return true; }))
            consider(sub->get_name());
    }
    return closest;
}

/// One line that says what is wrong, one that says what to do.
int usage_error(const CLI::App& app, const CLI::ParseError& error, const std::vector<std::string>& unknown) {
    const CLI::App& command = innermost(app);
    const std::string name = full_name(command);
    std::string closest;
    if (!unknown.empty()) {
        const std::string word = unknown.front().substr(0, unknown.front().find('='));
        std::fprintf(stderr, "error: %s does not know \"%s\"\n", name.c_str(), word.c_str());
        closest = closest_name(command, word);
    } else {
        std::fprintf(stderr, "error: %s\n", error.what());
    }
    if (!closest.empty()) std::fprintf(stderr, "Did you mean \"%s\"? ", closest.c_str());
    std::fprintf(stderr, "See: %s --help\n", name.c_str());
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

Option Option::check(std::function<std::string(const std::string& text)> complaint) const {
    option_->check(std::move(complaint));
    return *this;
}

Option Option::one_of(std::vector<std::string> choices) const {
    option_->check(CLI::IsMember(std::move(choices), CLI::ignore_case));
    return *this;
}

Option Option::positive() const {
    option_->check(CLI::PositiveNumber);
    return *this;
}

Option Option::between(double least, double most) const {
    option_->check(CLI::Range(least, most));
    return *this;
}

Option Option::excludes(Option other) const {
    option_->excludes(other.option_);
    return *this;
}

Arguments Arguments::add_subcommand(const std::string& name, const std::string& description) const {
    return Arguments(app_->add_subcommand(name, description));
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
    app_->set_version_flag("-V,--version", version);
    app_->footer(footer);
}

Program::~Program() = default;

std::optional<int> Program::parse(int argc, char** argv) {
    try {
        app_->parse(argc, argv);
    } catch (const CLI::Success& help) {
        return app_->exit(help);
    } catch (const CLI::ParseError& error) {
        return usage_error(*app_, error, app_->remaining(true));
    }
    return std::nullopt;
}

}  // namespace serinus::cli
