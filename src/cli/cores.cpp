// serinus cores
#include <boost/json.hpp>

#include "cli/command.hpp"
#include "cli/cores_text.hpp"
#include "coretime/examine.hpp"
#include "coretime/report_json.hpp"

namespace serinus::cli {
namespace {

struct CoresOptions {
    StateOptions state;
    std::optional<uint32_t> para;
    bool is_json = false;
};

constexpr const char* kCoresFooter =
    R"(Of each core: which paras share it or whether it is for orders on demand, how long, what comes next, which paras have it in the
next blocks, whose candidate becomes available on it (since when, and how many validators have their chunk), and the group of validators
that backs candidates on it in the next block. Besides, what an order on demand costs, the orders that wait, and leases that are left.

How long a para has paid for its core is known to the chain of the broker; the relay chain knows of an end only when it was told
one, or what comes next. The state is that of a block in the database (--chain, -d) or of another node (--url), of any
implementation; nothing is changed.

Examples:
  serinus cores --url wss://kusama-rpc.polkadot.io
  serinus cores --url ws://127.0.0.1:9944 --para 1005
  serinus cores --chain ./kusama.json -d data --at 20000000 --json
)";

int run(const CoresOptions& options) {
    const auto state = OpenState::open_or_report(options.state);
    if (!state) return 1;
    const auto runtime = state->runtime();
    if (!runtime) return report_error(runtime.error());
    auto report = coretime::examine_cores({.executor = state->executor(),
                                           .runtime = *runtime->runtime,
                                           .metadata = state->metadata(),
                                           .state = state->backend(),
                                           .number = state->block().number,
                                           .hash = state->block().hash,
                                           .address_prefix = state->spelling().prefix});
    if (!report) return report_error(report.error().reason);
    if (options.para) coretime::keep_only(*report, *options.para);
    const std::string text = options.is_json ? boost::json::serialize(coretime::report_json(*report)) + "\n"
                                             : cores_text(*report, state->spelling());
    return print(text) ? 0 : report_error("cannot write to the standard output");
}

}  // namespace

void add_cores(Arguments app, Command& chosen) {
    auto options = std::make_shared<CoresOptions>();
    const Arguments command = app.add_subcommand("cores", "Show what the cores of a relay chain are used for");
    command.footer(kCoresFooter);
    add_state_options(command, options->state);
    command.add_option("--para", options->para, "Only what this para has").type_name("ID");
    command.add_flag("--json", options->is_json, "Print the report as JSON");
    command.callback([&chosen, options] { chosen = [options] { return run(*options); }; });
}

}  // namespace serinus::cli
