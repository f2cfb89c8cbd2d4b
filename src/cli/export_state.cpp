// serinus export-state
#include <cstdio>

#include "chain/files/exported_state.hpp"
#include "cli/chain_command.hpp"
#include "cli/command.hpp"

namespace serinus::cli {
namespace {

struct ExportStateOptions {
    ChainCommandOptions chain;
    std::string block;
};

constexpr const char* kExportStateFooter =
    R"(Prints the specification of the chain with the state after this block as its raw genesis: a chain that begins where this
one was. The whole state is in memory meanwhile.

Example:
  serinus export-state --chain ./kusama.json 1 > from-block-1.json)";

int run(const ExportStateOptions& options) {
    const auto chain = OpenChain::open_or_report(options.chain);
    if (!chain) return 1;
    const auto id = find_block((*chain)->database(), options.block);
    if (!id) return report_error(id.error());
    std::fprintf(stderr, "Exporting the state of block %s\n", to_string(*id).c_str());
    const auto state = (*chain)->database().state_of(id->hash);
    if (!state) return report_error(state.error().reason);
    auto raw = chain::export_state(**state);
    if (!raw) return report_error(raw.error().reason);
    (*chain)->set_genesis(*std::move(raw));
    return write_chain_spec((*chain)->spec(), print) ? 0 : report_error("cannot write to the standard output");
}

}  // namespace

void add_export_state(Arguments app, Command& chosen) {
    auto options = std::make_shared<ExportStateOptions>();
    const Arguments command = app.add_subcommand("export-state", "Print a state as the raw specification of a chain");
    command.add_option("BLOCK", options->block, "Hash (0x…) or number of the block (default: the best one)");
    add_chain_command_options(command, options->chain);
    command.footer(kExportStateFooter);
    command.callback([&chosen, options] { chosen = [options] { return run(*options); }; });
}

}  // namespace serinus::cli
