// serinus import-blocks
#include <cstdio>

#include "chain/block_file.hpp"
#include "cli/chain_command.hpp"
#include "cli/command.hpp"
#include "cli/progress.hpp"
#include "platform/process.hpp"
#include "platform/streams.hpp"

namespace serinus::cli {
namespace {

using chain::BlockFileReader;
using chain::BlockFormat;
using chain::ImportOutcome;

struct ImportBlocksOptions {
    ChainCommandOptions chain;
    std::string input;
    bool binary = false;
};

constexpr const char* kFooter =
    R"(The blocks are those that export-blocks writes, here or by the polkadot node: JSON values, or with --binary their
number and SCALE. Each one is checked and executed, and then kept with its state, both or none. A bad block ends the
import; what came before it stays.

Ctrl-C ends the import after the current block. The same command then goes on: blocks that are there are skipped.

Examples:
  serinus import-blocks --chain ./kusama.json blocks.json
  polkadot export-blocks --binary | serinus import-blocks --binary --base-path ./data)";

/// What has been done so far.
struct Tally {
    uint64_t imported = 0;
    uint64_t known = 0;
    uint32_t last_number = 0;
};

/// The share of the input that is read, if its size is known.
std::optional<double> share_of(const BlockFileReader& reader, const platform::InputStream& input) {
    if (const auto announced = reader.announced(); announced && *announced != 0) {
        return static_cast<double>(reader.blocks_read()) / static_cast<double>(*announced);
    }
    if (input.size() && *input.size() != 0) {
        return static_cast<double>(reader.bytes_read()) / static_cast<double>(*input.size());
    }
    return std::nullopt;
}

/// Reads and imports until the end, a signal, or something bad. An error is a sentence for the user.
Result<void, std::string> import_all(chain::BlockImporter& importer, platform::InputStream& input, BlockFormat format,
                                     const platform::StopSignals& signals, Tally& tally) {
    BlockFileReader reader(format);
    Progress progress("Importing");
    Bytes piece(size_t{1} << 18);
    bool ended = false;
    while (!signals.stop_requested()) {
        auto block = reader.next();
        if (!block) return Err(block.error().to_string());
        if (*block) {
            const auto outcome = importer.import(**block);
            if (!outcome) {
                return Err("cannot import block " + std::to_string((*block)->block.header.number.value) + ": " +
                           outcome.error().reason);
            }
            if (outcome->kind == ImportOutcome::Kind::kRefused) return Err(outcome->to_string());
            ++(outcome->kind == ImportOutcome::Kind::kKnown ? tally.known : tally.imported);
            tally.last_number = outcome->block.number;
            progress.update({tally.known + tally.imported, tally.last_number, share_of(reader, input)});
            continue;
        }
        if (ended) break;
        const auto got = input.read(piece);
        if (!got) return Err(got.error().message);
        if (!*got) continue;  // a signal
        if (**got == 0) {
            reader.end();
            ended = true;
        } else {
            reader.feed(BytesView(piece).first(**got));
        }
    }
    return {};
}

int run(const ImportBlocksOptions& options) {
    auto input = platform::InputStream::open(options.input);
    if (!input) return complain(input.error().message);
    const platform::StopSignals signals;
    const auto chain = OpenChain::open_or_complain(options.chain);
    if (!chain) return 1;
    Tally tally;
    const auto format = options.binary ? BlockFormat::kBinary : BlockFormat::kJson;
    const auto done = import_all((*chain)->importer(), *input, format, signals, tally);

    if (const auto synced = (*chain)->database().sync(); !synced) return complain(synced.error().reason);
    const auto best = (*chain)->database().blocks().best();
    if (!best) return complain(best.error().reason);
    std::fprintf(stderr, "Imported %llu blocks", static_cast<unsigned long long>(tally.imported));
    if (tally.known != 0) std::fprintf(stderr, ", %llu were there", static_cast<unsigned long long>(tally.known));
    std::fprintf(stderr, ". Best: %s\n", to_string(*best).c_str());
    if (!done) return complain(done.error());
    if (!signals.stop_requested()) return 0;
    std::fprintf(stderr, "Stopped before the end. The same command goes on from here.\n");
    return 130;  // as after SIGINT
}

}  // namespace

void add_import_blocks(Arguments app, Command& chosen) {
    auto options = std::make_shared<ImportBlocksOptions>();
    const Arguments command =
        app.add_subcommand("import-blocks", "Check and execute blocks from a file, and keep them");
    command.add_option("INPUT", options->input, "The file; without one, the standard input");
    command.add_flag("--binary", options->binary, "The blocks are in SCALE, not in JSON");
    add_chain_command_options(command, options->chain);
    add_seal_option(command, options->chain);
    command.footer(kFooter);
    command.callback([&chosen, options] { chosen = [options] { return run(*options); }; });
}

}  // namespace serinus::cli
