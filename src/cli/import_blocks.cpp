// serinus import-blocks
#include <cstdio>

#include "base/format.hpp"
#include "chain/files/block_file.hpp"
#include "cli/chain_command.hpp"
#include "cli/command.hpp"
#include "cli/progress.hpp"
#include "node/file_import.hpp"
#include "platform/process.hpp"
#include "platform/streams.hpp"

namespace serinus::cli {
namespace {

using chain::BlockFileReader;
using chain::BlockFormat;
using Tally = node::FileImport::Tally;

struct ImportBlocksOptions {
    ChainCommandOptions chain;
    std::string input;
    bool binary = false;
};

constexpr const char* kImportBlocksFooter =
    R"(The blocks are those that export-blocks writes, here or by the polkadot node: JSON values, or with --binary their
number and SCALE. Each one is checked and executed, and then kept with its state, both or none. A bad block ends the
import; what came before it stays. Justifications of GRANDPA make blocks final; a bad one is told and makes none.

Ctrl-C ends the import after the current block. The same command then goes on: blocks that are there are skipped.

Examples:
  serinus import-blocks --chain ./kusama.json blocks.json
  polkadot export-blocks --binary | serinus import-blocks --binary --base-path ./data)";

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

/// The blocks of an input, one after the other.
class BlockSource {
  public:
    using Item = node::FileImport::Item;

    BlockSource(platform::InputStream& input, BlockFormat format, const platform::StopSignals& signals)
        : input_(&input), signals_(&signals), reader_(format), piece_(size_t{1} << 18) {}

    /// nullopt: the end, or a signal. The error is a sentence for the user.
    Result<std::optional<Item>, std::string> next() {
        for (;;) {
            auto block = reader_.next();
            if (!block) return Err(block.error().to_string());
            if (*block) return std::optional(Item{**std::move(block), share_of(reader_, *input_)});
            if (has_ended_) return std::optional<Item>();
            const auto got = input_->read(piece_, *signals_);
            if (!got) return Err(got.error().message);
            if (!*got) return std::optional<Item>();  // a signal
            has_ended_ = **got == 0;
            if (has_ended_) {
                reader_.end();
            } else {
                reader_.feed(BytesView(piece_).first(**got));
            }
        }
    }

  private:
    platform::InputStream* input_;
    const platform::StopSignals* signals_;
    BlockFileReader reader_;
    Bytes piece_;
    bool has_ended_ = false;
};

/// An error is a sentence for the user.
Result<void, std::string> import_all(const node::GrowingChain& chain, platform::InputStream& input, BlockFormat format,
                                     const platform::StopSignals& signals, Tally& tally) {
    Progress progress("Importing");
    BlockSource source(input, format, signals);
    node::FileImport::Hooks hooks;
    hooks.read = [&] { return source.next(); };
    hooks.stop = [&] { return signals.stop_requested(); };
    hooks.ended = [&] { signals.wake(); };
    hooks.progress = [&](const Tally& now, std::optional<double> share) {
        progress.update({now.known + now.imported, now.last_number, share});
    };
    hooks.bad_justification = [&](const chain::BlockId& block, const chain::Refusal& refusal) {
        progress.clear();
        std::fprintf(stderr, "warning: the justification of block %s is bad and makes nothing final: %s\n",
                     to_string(block).c_str(), refusal.text.c_str());
    };
    node::FileImport import(*chain.client, *chain.scheduler, std::move(hooks));
    import.start();
    signals.wait();
    if (signals.stop_requested()) chain.scheduler->request_stop();  // the block that is executed is interrupted
    const auto done = import.finish();
    tally = import.tally();
    if (!done) return Err(done.error());
    return {};
}

int run(const ImportBlocksOptions& options) {
    auto input = platform::InputStream::open(options.input);
    if (!input) return report_error(input.error().message);
    const platform::StopSignals signals;
    auto place = ChainPlace::find_or_report(options.chain);
    if (!place) return 1;
    const auto chain = node::GrowingChain::open(std::move(place->spec), place->settings);
    if (!chain) return report_error(chain.error().reason);
    chain::Client& client = *chain->client;
    Tally tally;
    const auto format = options.binary ? BlockFormat::kBinary : BlockFormat::kJson;
    const auto done = import_all(*chain, *input, format, signals, tally);

    if (const auto synced = client.sync(); !synced) return report_error(synced.error().reason);
    std::string summary = format_text("Imported {} blocks", tally.imported);
    if (tally.known != 0) append_text(summary, ", {} were there", tally.known);
    append_text(summary, ". Best: {}", to_string(client.best()));
    if (client.finalized() != client.genesis()) append_text(summary, ", final: {}", to_string(client.finalized()));
    std::fprintf(stderr, "%s\n", summary.c_str());
    if (!done && !signals.stop_requested()) return report_error(done.error());
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
    command.footer(kImportBlocksFooter);
    command.callback([&chosen, options] { chosen = [options] { return run(*options); }; });
}

}  // namespace serinus::cli
