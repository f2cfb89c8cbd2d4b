// serinus check-block
#include "base/format.hpp"
#include "cli/chain_command.hpp"
#include "cli/command.hpp"
#include "cli/table.hpp"
#include "platform/process.hpp"

namespace serinus::cli {
namespace {

struct CheckBlockOptions {
    ChainCommandOptions chain;
    std::string block;
};

constexpr const char* kCheckBlockFooter =
    R"(The seal is checked, the block executed again on the state of its parent, and the roots are compared. Nothing is
written. The state of the parent must be kept (--state-pruning).

Examples:
  serinus check-block --chain ./kusama.json 1
  serinus check-block --chain ./kusama.json 0xcd9b8e2fc2f57c4570a86319b005832080e0c478ab41ae5d44e23705872f5ad3)";

int run(const CheckBlockOptions& options) {
    const auto chain = OpenChain::open_or_report(options.chain);
    if (!chain) return 1;
    const auto id = find_block((*chain)->database(), options.block);
    if (!id) return report_error(id.error());
    if (id->number == (*chain)->database().genesis().number) {
        return print(format_text("block {} is the genesis: there is nothing to execute\n", to_string(*id))) ? 0 : 1;
    }
    const auto block = (*chain)->database().blocks().find_block(id->hash);
    if (!block) return report_error(block.error().reason);
    if (!*block)
        return report_error(format_text("the body of block {} is not kept (--blocks-pruning)", to_string(*id)));
    const uint64_t start = platform::monotonic_ns();
    const auto outcome = (*chain)->checks().check_again((*block)->block);
    const auto elapsed = static_cast<double>(platform::monotonic_ns() - start);
    if (!outcome) return report_error(format_text("cannot check block {}: {}", to_string(*id), outcome.error().reason));
    if (outcome->kind == chain::ImportOutcome::Kind::kRefused) return report_error(outcome->to_string());
    const size_t count = (*block)->block.body.size();
    return print(format_text("block {} is good: {} extrinsic{}, checked in {}\n", to_string(*id), count,
                             count == 1 ? "" : "s", format_duration(elapsed)))
               ? 0
               : report_error("cannot write to the standard output");
}

}  // namespace

void add_check_block(Arguments app, Command& chosen) {
    auto options = std::make_shared<CheckBlockOptions>();
    const Arguments command = app.add_subcommand("check-block", "Check and execute a block of the database again");
    command.add_option("BLOCK", options->block, "Its hash (0x…), or its number on the best chain").required();
    add_chain_command_options(command, options->chain);
    add_seal_option(command, options->chain);
    command.footer(kCheckBlockFooter);
    command.callback([&chosen, options] { chosen = [options] { return run(*options); }; });
}

}  // namespace serinus::cli
