#include "cli/command.hpp"

namespace serinus::cli {
namespace {

constexpr const char* kFooter = R"(Examples:
  serinus chain-info --chain dev          what the built-in development chain begins with
  serinus build-spec --dev > dev.json     its specification
  serinus runtime version --chain SPEC    what the runtime of a chain says of itself
  serinus import-blocks --chain SPEC FILE check, execute and keep blocks
  serinus COMMAND --help                  what a command does, and its options)";

int run(int argc, char** argv) {
    Program program("serinus", "Serinus: a Polkadot-protocol node for Kusama", "serinus " SERINUS_VERSION, kFooter);
    const Arguments app = program.arguments();
    app.require_subcommand();

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
    if (const auto exit_code = program.parse(argc, argv)) return *exit_code;
    return chosen ? chosen() : 0;
}

}  // namespace
}  // namespace serinus::cli

int main(int argc, char** argv) { return serinus::cli::run(argc, argv); }
