// serinus export-blocks
#include <cstdio>

#include "base/format.hpp"
#include "chain/files/block_file.hpp"
#include "cli/chain_command.hpp"
#include "cli/command.hpp"
#include "cli/progress.hpp"
#include "platform/process.hpp"
#include "platform/streams.hpp"

namespace serinus::cli {
namespace {

using chain::BlockFormat;
using primitives::BlockNumber;

struct ExportBlocksOptions {
    ChainCommandOptions chain;
    std::string output;
    BlockNumber from = 1;
    std::optional<BlockNumber> to;
    bool binary = false;
};

constexpr const char* kExportBlocksFooter =
    R"(Writes blocks of the best chain with their justifications, one JSON value a line, or with --binary their number (u64)
and SCALE. import-blocks reads both, here and of the polkadot node.

Examples:
  serinus export-blocks --chain ./kusama.json > blocks.json
  serinus export-blocks --from 100 --to 200 --binary blocks.bin)";

Result<void, std::string> export_all(chain::BlockStore& blocks, platform::OutputStream& output, BlockNumber from,
                                     BlockNumber to, BlockFormat format, const platform::StopSignals& signals) {
    const auto write = [&](const Bytes& bytes) -> Result<void, std::string> {
        const auto written = output.write(bytes);
        if (!written) return Err(written.error().message);
        return {};
    };
    TRY(write(block_file_start(format, uint64_t{to} - from + 1)));
    Progress progress("Exporting");
    for (uint64_t number = from; number <= to; ++number) {
        if (signals.stop_requested()) return Err(std::string("stopped before the end"));
        const auto hash = blocks.find_hash(static_cast<BlockNumber>(number));
        if (!hash) return Err(hash.error().reason);
        if (!*hash) return Err(format_text("block {} is not there", number));
        const auto block = blocks.find_block(**hash);
        if (!block) return Err(block.error().reason);
        if (!*block) {
            return Err(format_text("the body of block {} is not kept (--blocks-pruning)", number));
        }
        TRY(write(encode_for_file(format, **block)));
        const double share = static_cast<double>(number - from + 1) / (static_cast<double>(to) - from + 1);
        progress.update({number - from + 1, static_cast<uint32_t>(number), share});
    }
    const auto finished = output.finish();
    if (!finished) return Err(finished.error().message);
    return {};
}

/// What to say if some of these blocks are in the gap of a chain that began with the state of a later block.
Result<std::optional<std::string>, std::string> error_of_gap(chain::BlockStore& blocks, BlockNumber from,
                                                             BlockNumber to) {
    const auto gap = blocks.gap();
    if (!gap) return Err(gap.error().reason);
    if (!*gap || to < (*gap)->first || from > (*gap)->last) return std::optional<std::string>();
    const auto base = blocks.base();
    if (!base) return Err(base.error().reason);
    std::string out =
        "blocks " + std::to_string((*gap)->first) + " to " + std::to_string((*gap)->last) + " are not there (yet)";
    if (*base) out += ": this chain began with the state of block " + std::to_string((*base)->number);
    return std::optional(out + "; choose blocks above them with --from, or below them with --to");
}

int run(const ExportBlocksOptions& options) {
    const auto chain = OpenChain::open_or_report(options.chain);
    if (!chain) return 1;
    chain::BlockStore& blocks = (*chain)->database().blocks();
    const auto best = blocks.best();
    if (!best) return report_error(best.error().reason);
    const BlockNumber to = options.to.value_or(best->number);
    if (to < options.from || to > best->number) {
        return report_error(
            format_text("there are no blocks {} to {}: the last one is {}", options.from, to, to_string(*best)));
    }
    const auto missing = error_of_gap(blocks, options.from, to);
    if (!missing) return report_error(missing.error());
    if (*missing) return report_error(**missing);
    auto output = platform::OutputStream::open(options.output);
    if (!output) return report_error(output.error().message);
    std::fprintf(stderr, "Exporting blocks from #%u to #%u\n", options.from, to);
    const platform::StopSignals signals;
    const auto format = options.binary ? BlockFormat::kBinary : BlockFormat::kJson;
    const auto done = export_all(blocks, *output, options.from, to, format, signals);
    return done ? 0 : report_error(done.error());
}

}  // namespace

void add_export_blocks(Arguments app, Command& chosen) {
    auto options = std::make_shared<ExportBlocksOptions>();
    const Arguments command = app.add_subcommand("export-blocks", "Write the blocks of the best chain to a file");
    command.add_option("OUTPUT", options->output, "The file; without one, the standard output");
    command.add_option("--from", options->from, "Number of the first block").show_default();
    command.add_option("--to", options->to, "Number of the last block (default: that of the best chain)");
    command.add_flag("--binary", options->binary, "Write SCALE, not JSON");
    add_chain_command_options(command, options->chain);
    command.footer(kExportBlocksFooter);
    command.callback([&chosen, options] { chosen = [options] { return run(*options); }; });
}

}  // namespace serinus::cli
