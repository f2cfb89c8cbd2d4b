#include "cli/arguments.hpp"

#include <CLI/CLI.hpp>
#include <algorithm>
#include <cstdio>

namespace serinus::cli {
namespace {

/// What it costs to get from one word to the other: 2 for each character that is inserted, removed or replaced, 1 for
/// two neighbours that are exchanged, which is the most frequent mistake.
size_t typing_distance(std::string_view a, std::string_view b) {
    std::vector<size_t> before_last, last(b.size() + 1), row(b.size() + 1);
    for (size_t j = 0; j <= b.size(); ++j) row[j] = 2 * j;
    for (size_t i = 1; i <= a.size(); ++i) {
        before_last = std::exchange(last, row);
        row[0] = 2 * i;
        for (size_t j = 1; j <= b.size(); ++j) {
            row[j] = std::min({last[j] + 2, row[j - 1] + 2, last[j - 1] + (a[i - 1] == b[j - 1] ? 0 : 2)});
            const bool is_exchange = i > 1 && j > 1 && a[i - 1] == b[j - 2] && a[i - 2] == b[j - 1];
            if (is_exchange) row[j] = std::min(row[j], before_last[j - 2] + 1);
        }
    }
    return row[b.size()];
}

/// How far a name is from what the user typed; nullopt: so far that it was not meant. A name of which the word is a
/// beginning of some length was meant, and so was one that the word continues: --sealing-mode.
std::optional<size_t> distance_of(std::string_view word, std::string_view name) {
    constexpr size_t kLeastBeginning = 4;
    const bool is_beginning = word.size() >= kLeastBeginning && name.starts_with(word);
    const bool is_continued = name.size() >= kLeastBeginning && word.starts_with(std::string(name) + "-");
    if (is_beginning || is_continued) return 2;
    const size_t distance = typing_distance(word, name);
    const size_t most = std::max<size_t>(2, 2 * (word.size() / 4));  // a character in four
    return distance <= most ? std::optional(distance) : std::nullopt;
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
    size_t least = SIZE_MAX;
    const std::string prefix = word.starts_with('-') ? "--" : "";
    const std::string_view bare = std::string_view(word).substr(std::min(word.find_first_not_of('-'), word.size()));
    const auto consider = [&](const std::string& name) {
        const auto distance = distance_of(bare, name);
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

/// One line that says what is wrong, one that says what to do.
int unknown_word(const CLI::App& command, const std::string& given) {
    const std::string name = full_name(command);
    const std::string word = given.substr(0, given.find('='));
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
    app_->add_subcommand("help", "Show what a command does, and its options");  // see parse()
}

Program::~Program() = default;

/// "serinus help key generate" is "serinus key generate --help".
int Program::help_of(const std::vector<std::string>& words) {
    CLI::App* command = app_.get();
    for (const std::string& word : words) {
        const auto found = command->get_subcommands([&](const CLI::App* sub) { return sub->get_name() == word; });
        if (found.empty()) return unknown_word(*command, word);
        command = found.front();
    }
    const std::string parent = command->get_parent() == nullptr ? "" : full_name(*command->get_parent());
    std::fputs(command->help(parent).c_str(), stdout);
    return std::fflush(stdout) == 0 ? 0 : 1;
}

std::optional<int> Program::parse(int argc, char** argv) {
    // The parser would take the words for commands.
    if (argc > 1 && argv[1] == std::string_view("help")) return help_of({argv + 2, argv + argc});
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
