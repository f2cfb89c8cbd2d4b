// serinus governance dry-run
#include "governance/dry_run.hpp"

#include <boost/json.hpp>

#include "base/format.hpp"
#include "base/hex.hpp"
#include "cli/command.hpp"
#include "cli/governance_report.hpp"
#include "cli/state_options.hpp"
#include "platform/files.hpp"

namespace serinus::cli {
namespace {

namespace json = boost::json;
using governance::DryRunRequest;

struct DryRunOptions {
    StateOptions state;
    std::string proposal;
    std::string origin;
    bool is_json = false;
};

constexpr const char* kGovernanceFooter =
    R"(The proposal is an encoded call in hex, the hash of a preimage that is noted on the chain, or @FILE, a file with the
hex. It is enacted in the block after --at with the origin, as by a referendum, on a copy of the state.

Origins: root, signed:ACCOUNT, those of tracks (staking_admin, treasurer, whitelisted_caller …), or 0x… encoded.
Needs of the runtime only the pallet Scheduler. With --url the state is read of any node, key by key; nothing is sent to it.

The exit status is 0 if the call would succeed, 3 if it would fail, and 1 if it cannot be tried.

Examples:
  serinus governance dry-run --url ws://127.0.0.1:9944 0x00000c010203 --origin root
  serinus governance dry-run --chain ./kusama.json -d data 0x2b1c… --origin big_spender --at 20000000)";

Result<Bytes, std::string> read_proposal(const std::string& text) {
    constexpr size_t kMaxFileBytes = size_t{64} << 20;
    std::string hex = text;
    if (text.starts_with('@')) {
        auto content = platform::read_file(text.substr(1), kMaxFileBytes);
        if (!content) return Err(content.error().message);
        hex = *std::move(content);
        while (!hex.empty() && (hex.back() == '\n' || hex.back() == '\r' || hex.back() == ' ')) hex.pop_back();
    }
    auto bytes = from_hex(hex);
    if (!bytes) return Err("the proposal: " + std::string(to_string(bytes.error())));
    ENSURE(!bytes->empty(), std::string("the proposal is empty"));
    return *std::move(bytes);
}

Result<json::object, std::string> dry_run(const DryRunOptions& options, DryRunRequest request) {
    const auto state = OpenState::open_or_report(options.state);
    if (!state) return Err(std::string());  // reported
    TRY_ASSIGN(const chain::LoadedRuntime runtime, state->runtime());
    request.address_prefix = state->spelling().prefix;
    governance::DryRunner runner(state->executor());
    auto report = runner.run(runtime, state->backend(), state->block(), request);
    if (!report) return Err(report.error().reason);
    return *std::move(report);
}

int run(const DryRunOptions& options) {
    constexpr int kProposalFails = 3;
    auto proposal = read_proposal(options.proposal);
    if (!proposal) return report_error(proposal.error());
    DryRunRequest request{.proposal = *std::move(proposal), .origin = options.origin};
    const auto report = dry_run(options, std::move(request));
    if (!report) return report.error().empty() ? 1 : report_error(report.error());
    const std::string text = options.is_json ? json::serialize(*report) + "\n" : dry_run_text(*report);
    if (!print(text)) return report_error("cannot write to the standard output");
    const auto* outcome = report->if_contains("outcome");
    return outcome != nullptr && *outcome == "ok" ? 0 : kProposalFails;
}

}  // namespace

void add_governance(Arguments app, Command& chosen) {
    const Arguments governance = app.add_subcommand("governance", "Try proposals");
    governance.require_subcommand();
    auto options = std::make_shared<DryRunOptions>();
    const Arguments command = governance.add_subcommand("dry-run", "Show what a proposal would do");
    command.footer(kGovernanceFooter);
    add_state_options(command, options->state);
    command.add_option("PROPOSAL", options->proposal, "Call, hash of a preimage, or @FILE").required();
    command.add_option("--origin", options->origin, "The origin that it has").type_name("ORIGIN").required();
    command.add_flag("--json", options->is_json, "Print the report as JSON");
    command.callback([&chosen, options] { chosen = [options] { return run(*options); }; });
}

}  // namespace serinus::cli
