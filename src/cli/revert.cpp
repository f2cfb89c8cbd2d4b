// serinus revert
#include <cstdio>

#include "cli/chain_command.hpp"
#include "cli/command.hpp"

namespace serinus::cli {
namespace {

struct RevertOptions {
    ChainCommandOptions chain;
    uint32_t count = 256;
};

constexpr const char* kRevertFooter =
    R"(Finalized blocks are never removed, and the state to go back to must be kept (--state-pruning).

Example:
  serinus revert 10 --chain ./kusama.json)";

int run(const RevertOptions& options) {
    const auto chain = OpenChain::open_or_report(options.chain);
    if (!chain) return 1;
    const auto reverted = (*chain)->database().revert(options.count);
    if (!reverted) return report_error(reverted.error().reason);
    if (*reverted == 0) {
        std::fprintf(stderr, "There aren't any non-finalized blocks to revert.\n");
        return 0;
    }
    const auto best = (*chain)->database().blocks().best();
    if (!best) return report_error(best.error().reason);
    std::fprintf(stderr, "Reverted %u blocks. Best: %s\n", *reverted, to_string(*best).c_str());
    return 0;
}

}  // namespace

void add_revert(Arguments app, Command& chosen) {
    auto options = std::make_shared<RevertOptions>();
    const Arguments command = app.add_subcommand("revert", "Remove the last blocks of the best chain");
    command.add_option("NUM", options->count, "How many").show_default();
    add_chain_command_options(command, options->chain);
    command.footer(kRevertFooter);
    command.callback([&chosen, options] { chosen = [options] { return run(*options); }; });
}

}  // namespace serinus::cli
