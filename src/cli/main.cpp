#include <CLI/CLI.hpp>

#include "cli/command.hpp"

int main(int argc, char** argv) {
    CLI::App app("Serinus: a Polkadot-protocol node for Kusama", "serinus");
    app.set_version_flag("-V,--version", std::string("serinus 0.1.0"));
    app.require_subcommand(1);

    serinus::cli::Command chosen;
    try {
        app.parse(argc, argv);
    } catch (const CLI::ParseError& error) {
        return app.exit(error);
    }
    return chosen ? chosen() : 0;
}
