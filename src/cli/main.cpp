#include <CLI/CLI.hpp>
#include <algorithm>
#include <cstdio>

#include "cli/command.hpp"

namespace serinus::cli {
namespace {

constexpr int kUsageError = 2;

constexpr const char* kFooter = R"(Examples:
  serinus chain-info --chain dev          what the built-in development chain begins with
  serinus build-spec --dev > dev.json     its specification
  serinus runtime version --chain SPEC    what the runtime of a chain says of itself
  serinus import-blocks --chain SPEC FILE check, execute and keep blocks
  serinus COMMAND --help                  what a command does, and its options)";

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

int run(int argc, char** argv) {
    CLI::App app("Serinus: a Polkadot-protocol node for Kusama", "serinus");
    app.set_version_flag("-V,--version", std::string("serinus " SERINUS_VERSION));
    app.require_subcommand(1);
    app.footer(kFooter);

    Command chosen;
    add_chain_info(app, chosen);
    add_build_spec(app, chosen);
    add_key(app, chosen);
    add_runtime(app, chosen);
    add_import_blocks(app, chosen);
    add_export_blocks(app, chosen);
    add_check_block(app, chosen);
    add_export_state(app, chosen);
    add_revert(app, chosen);
    add_purge_chain(app, chosen);
    add_benchmark(app, chosen);
    try {
        app.parse(argc, argv);
    } catch (const CLI::Success& help) {
        return app.exit(help);
    } catch (const CLI::ParseError& error) {
        return usage_error(app, error, app.remaining(true));
    }
    return chosen ? chosen() : 0;
}

}  // namespace
}  // namespace serinus::cli

int main(int argc, char** argv) { return serinus::cli::run(argc, argv); }
