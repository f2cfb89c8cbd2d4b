// serinus governance dry-run
#include "governance/dry_run.hpp"

#include <boost/json.hpp>

#include "base/format.hpp"
#include "base/hex.hpp"
#include "cli/chain_command.hpp"
#include "cli/command.hpp"
#include "cli/governance_report.hpp"
#include "crypto/ss58.hpp"
#include "launcher/json_rpc.hpp"
#include "network/http/client.hpp"
#include "platform/files.hpp"
#include "platform/threaded_scheduler.hpp"

namespace serinus::cli {
namespace {

namespace json = boost::json;
using governance::DryRunError;
using governance::DryRunRequest;

struct DryRunOptions {
    ChainCommandOptions chain;
    std::string url;
    std::string proposal;
    std::string origin;
    std::string at;
    bool is_json = false;
};

constexpr const char* kFooter =
    R"(The proposal is an encoded call in hex, the hash of a preimage that is noted on the chain, or @FILE, a file with the
hex. It is enacted in the block after --at with the origin, as by a referendum, on a copy of the state.

Origins: root, signed:ACCOUNT, those of tracks (staking_admin, treasurer, whitelisted_caller …), or 0x… encoded.
Needs of the runtime only the pallet Scheduler. With --url the node must be Serinus (governance_dryRun).

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

/// The prefix of addresses that the specification names.
crypto::ss58::Prefix prefix_of(const chain::ChainSpec& spec) {
    if (!spec.properties) return crypto::ss58::kSubstratePrefix;
    boost::system::error_code failed;
    const json::value properties = json::parse(spec.properties->text, failed);
    const auto* fields = failed ? nullptr : properties.if_object();
    const auto* format = fields == nullptr ? nullptr : fields->if_contains("ss58Format");
    if (format == nullptr || !format->is_int64()) return crypto::ss58::kSubstratePrefix;
    const int64_t number = format->get_int64();
    return number < 0 || number > crypto::ss58::kMaxPrefix ? crypto::ss58::kSubstratePrefix
                                                           : static_cast<crypto::ss58::Prefix>(number);
}

Result<json::object, std::string> run_on_database(const DryRunOptions& options, DryRunRequest request) {
    auto chain = OpenChain::open_or_report(options.chain);
    if (!chain) return Err(std::string());  // reported
    chain::Database& database = (*chain)->database();
    TRY_ASSIGN(const chain::BlockId block, find_block(database, options.at));
    auto state = database.state_of(block.hash);
    if (!state) return Err(state.error().reason);
    state::Overlay overlay(**state);
    const auto loaded = (*chain)->runtimes().load(overlay, block.number);
    if (!loaded) return Err(loaded.error().reason);
    request.address_prefix = prefix_of((*chain)->spec());
    governance::DryRunner runner((*chain)->runtimes().executor());
    auto report = runner.run(*loaded, **state, block, request);
    if (!report) return Err(report.error().reason);
    return *std::move(report);
}

/// The argument "at" of the method: a number is asked for by its hash.
Result<json::value, std::string> block_to_ask(launcher::JsonRpc& rpc, const std::string& at) {
    if (at.empty()) return json::value(nullptr);
    TRY_ASSIGN(const auto block, parse_block(at));
    if (const auto* hash = std::get_if<Hash256>(&block)) {
        return json::value(json::string(to_hex_prefixed(hash->bytes)));
    }
    auto hash = rpc.call("chain_getBlockHash", {std::get<primitives::BlockNumber>(block)});
    if (!hash) return Err(hash.error().reason);
    ENSURE(hash->is_string(), "the node has no block #" + at);
    return *std::move(hash);
}

Result<json::object, std::string> run_on_node(const DryRunOptions& options, const DryRunRequest& request) {
    constexpr uint64_t kMaxWaitMs = 120'000;
    constexpr size_t kMaxAnswerBytes = size_t{64} << 20;
    const auto scheduler = platform::make_threaded_scheduler();
    const auto http = network::http::make_client(*scheduler);
    launcher::JsonRpc rpc(*http, options.url, scheduler->unix_now_ms() + kMaxWaitMs, kMaxAnswerBytes);
    TRY_ASSIGN(json::value at, block_to_ask(rpc, options.at));
    auto answer =
        rpc.call("governance_dryRun", {to_hex_prefixed(request.proposal), json::string(request.origin), std::move(at)});
    if (!answer) {
        const bool is_other_node = answer.error().kind == launcher::JsonRpcError::Kind::kMethodNotFound;
        return Err(is_other_node ? options.url + " has no method governance_dryRun: it is no node of Serinus"
                                 : answer.error().reason);
    }
    ENSURE(answer->is_object(), "what " + options.url + " answers is no report of a dry run");
    return std::move(answer->get_object());
}

int run(const DryRunOptions& options) {
    constexpr int kProposalFails = 3;
    auto proposal = read_proposal(options.proposal);
    if (!proposal) return report_error(proposal.error());
    const DryRunRequest request{.proposal = *std::move(proposal), .origin = options.origin};
    const auto report = options.url.empty() ? run_on_database(options, request) : run_on_node(options, request);
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
    command.footer(kFooter);
    add_chain_command_options(command, options->chain);
    command.add_option("PROPOSAL", options->proposal, "Call, hash of a preimage, or @FILE").required();
    command.add_option("--origin", options->origin, "The origin that it has").type_name("ORIGIN").required();
    command.add_option("--url", options->url, "Ask this node instead of a database").type_name("URL");
    command.add_option("--at", options->at, "The block whose state is meant, by number or hash; the best one otherwise")
        .type_name("BLOCK");
    command.add_flag("--json", options->is_json, "Print the report as JSON");
    command.callback([&chosen, options] { chosen = [options] { return run(*options); }; });
}

}  // namespace serinus::cli
