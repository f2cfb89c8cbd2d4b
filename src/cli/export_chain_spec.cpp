// serinus export-chain-spec
#include "cli/chain_command.hpp"
#include "cli/command.hpp"
#include "platform/streams.hpp"

namespace serinus::cli {
namespace {

struct ExportChainSpecOptions {
    ChainOptions chain;
    std::string output;
    bool raw = false;
};

constexpr const char* kExportChainSpecFooter =
    R"(The specification is exported as it is: unlike build-spec, this command adds no boot node.

Examples:
  serinus export-chain-spec --chain dev
  serinus export-chain-spec --chain ./kusama.json --raw --output kusama-raw.json)";

int run(const ExportChainSpecOptions& options) {
    auto spec = load_or_report(options.chain);
    if (!spec) return 1;
    if (options.raw) build_genesis_if_needed(*spec);
    if (options.raw && std::holds_alternative<chain::RuntimeGenesis>(spec->genesis)) {
        return report_error("the runtime of this specification cannot build its genesis");
    }
    auto output = platform::OutputStream::open(options.output);
    if (!output) return report_error(output.error().message);
    const bool is_written =
        write_chain_spec(*spec, [&](std::string_view text) { return output->write(as_bytes(text)).has_value(); });
    const auto finished = output->finish();
    if (!is_written || !finished) return report_error("cannot write the specification");
    if (options.output.empty()) return 0;
    return print("Exported chain spec to " + options.output + "\n") ? 0 : 1;
}

}  // namespace

void add_export_chain_spec(Arguments app, Command& chosen) {
    auto options = std::make_shared<ExportChainSpecOptions>();
    const Arguments command = app.add_subcommand("export-chain-spec", "Write the specification of a chain, as JSON");
    add_chain_options(command, options->chain);
    command.add_option("--output", options->output, "File to write; without one, the standard output")
        .type_name("PATH");
    command.add_flag("--raw", options->raw, "Write the genesis as raw state");
    command.footer(kExportChainSpecFooter);
    command.callback([&chosen, options] { chosen = [options] { return run(*options); }; });
}

}  // namespace serinus::cli
