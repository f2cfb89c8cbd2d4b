// serinus run-block, serinus trace call
#include "base/hex.hpp"
#include "cli/command.hpp"
#include "cli/interrupter.hpp"
#include "cli/state_source.hpp"
#include "tools/replay/flame_graph.hpp"
#include "tools/replay/replay_report.hpp"
#include "platform/files.hpp"
#include "platform/process.hpp"
#include "platform/streams.hpp"

namespace serinus::cli {
namespace {

struct BlockRunOptions {
    StateSourceOptions source;
    std::string method, arguments = "0x";
    std::string profile, names, page;
    uint32_t samples = 500;
    bool is_json = false, with_reads = false, mock_signatures = false;
    LogOptions log;
};

constexpr const char* kRunFooter =
    R"(Executes the block again on the state before it, which is read of the node piece by piece, and shows what each call
of the runtime read, wrote and cost. The node must have the state of the block before (of older blocks, archive nodes).
The state root is not checked, since the tries are not fetched.

The exit status is 3 if a call fails or the runtime comes to another header.

Examples:
  serinus run-block --endpoint ws://127.0.0.1:9944 --at 20000000
  serinus run-block --endpoint wss://HOST --at 0x5f01… --json)";
constexpr const char* kTraceFooter =
    R"(Examples:
  serinus trace call --endpoint ws://127.0.0.1:9944 --method Core_version
  serinus trace call --chain ./kusama.json --method AccountNonceApi_account_nonce --args 0xd43593… --json)";

int report(const BlockRunOptions& options, const fork::Replay& replay, const std::string& title) {
    if (!options.page.empty()) {
        const auto done =
            platform::write_file_atomically(options.page, as_bytes(fork::replay_page(replay, title)), 0644);
        if (!done) return report_error(done.error().message);
    }
    const bool written =
        print(options.is_json ? fork::replay_json(replay) + '\n' : fork::replay_text(replay, options.with_reads));
    if (!written) return report_error("cannot write to the standard output");
    const bool failed = std::ranges::any_of(replay.phases, [](const auto& phase) { return !phase.error.empty(); });
    constexpr int kBad = 3;
    return failed || replay.is_same_header == false ? kBad : 0;
}

Result<void, std::string> write_profile(const BlockRunOptions& options, const std::string& title,
                                        std::shared_ptr<state::Origin> state,
                                        const std::vector<fork::RuntimeCall>& calls) {
    if (!options.names.empty()) {
        constexpr size_t kMaxCodeBytes = size_t{64} << 20;
        const auto code = platform::read_file(options.names, kMaxCodeBytes);
        if (!code) return Err(code.error().message);
        const state::ChangeSet named{{to_bytes(as_bytes(":code")), to_bytes(as_bytes(*code))}};
        state = std::make_shared<fork::OverriddenOrigin>(std::move(state), named);
    }
    Interrupter interrupter;
    auto settings = executor_of_tools(options.mock_signatures);
    settings.scheduler = &interrupter.scheduler();
    executor::Executor executor(settings);
    TRY_ASSIGN(const auto stacks, fork::sample(executor, state, calls, options.samples, platform::monotonic_ns,
                                               [&](uint64_t ns) { return interrupter.after(ns); }));
    auto output = platform::OutputStream::open(options.profile);
    if (!output) return Err(output.error().message);
    auto written = output->write(as_bytes(fork::flame_graph(stacks, title)));
    if (written) written = output->finish();
    if (!written) return Err(written.error().message);
    return {};
}

int run_block(const BlockRunOptions& options) {
    set_up_log(options.log, "warn");
    if (options.source.endpoint.empty()) return report_usage_error("run-block needs an --endpoint");
    auto block = open_endpoint(options.source, options.source.at, {});
    if (!block) return report_error(block.error());
    if (block->header.number.value == 0) return report_error("the genesis is no block that is executed");
    const auto parent =
        open_endpoint(options.source, to_hex_prefixed(block->header.parent_hash.bytes), options.source.cache);
    if (!parent) return report_error(parent.error());
    executor::Executor executor(executor_of_tools(options.mock_signatures));
    const primitives::Block whole{block->header, block->body};
    const auto replay = fork::replay_block(executor, parent->state, whole, platform::monotonic_ns);
    if (!replay) return report_error(replay.error());
    if (!options.profile.empty()) {
        const auto drawn = write_profile(options, "Block #" + std::to_string(whole.header.number.value), parent->state,
                                         fork::calls_of(whole));
        if (!drawn) return report_error(drawn.error());
    }
    return report(options, *replay, "Block #" + std::to_string(whole.header.number.value));
}

int trace_call(const BlockRunOptions& options) {
    set_up_log(options.source.chain.database.log, "warn");
    const auto arguments = from_hex(options.arguments);
    if (!arguments) return report_usage_error("--args: " + std::string(to_string(arguments.error())));
    const auto source = open_state_source(options.source);
    if (!source) return source.error().empty() ? 1 : report_error(source.error());
    executor::Executor executor(executor_of_tools(options.mock_signatures));
    const std::vector<fork::RuntimeCall> calls = {{options.method, options.method, *arguments}};
    const auto replay = fork::replay(executor, source->state, calls, platform::monotonic_ns);
    if (!replay) return report_error(replay.error());
    if (!options.profile.empty()) {
        const auto drawn = write_profile(options, options.method, source->state, calls);
        if (!drawn) return report_error(drawn.error());
    }
    if (!options.is_json && replay->phases.front().error.empty() &&
        !print(to_hex_prefixed(replay->phases.front().result) + '\n')) {
        return 1;
    }
    return report(options, *replay, options.method);
}

void add_report_options(Arguments command, BlockRunOptions& options) {
    command.add_flag("--json", options.is_json, "print JSON");
    command.add_option("--html", options.page, "write a page of what changes, too").type_name("FILE.html");
    command.add_flag("--reads", options.with_reads, "show what is read too");
    command.add_flag("--mock-signature-host", options.mock_signatures,
                     "accept any signature of 0xdeadbeef and then 0xcd, as forks do");
    command.add_option("--profile", options.profile, "draw where the runtime spends its time: an SVG")
        .type_name("FILE");
    command
        .add_option("--names", options.names,
                    "the same runtime with the names of its functions, for the profile of one without")
        .type_name("FILE.wasm");
    command.add_option("--samples", options.samples, "of the profile").between(1, 100'000).show_default();
}

}  // namespace

void add_run_block(Arguments app, Command& chosen) {
    auto options = std::make_shared<BlockRunOptions>();
    const Arguments command = app.add_subcommand("run-block", "Execute a block of a living chain again, call by call");
    add_endpoint_options(command, options->source);
    add_report_options(command, *options);
    add_log_options(command, options->log);
    command.footer(kRunFooter);
    command.callback([&chosen, options] { chosen = [options] { return run_block(*options); }; });
}

void add_trace(Arguments app, Command& chosen) {
    const Arguments trace = app.add_subcommand("trace", "Show what a call of a runtime reads and writes");
    trace.require_subcommand();
    auto options = std::make_shared<BlockRunOptions>();
    const Arguments command = trace.add_subcommand("call", "Call a function on a state; nothing is kept");
    command.add_option("--method", options->method, "Name of the function: Core_version").required();
    command.add_option("--args", options->arguments, "Its arguments, SCALE-encoded and joined").type_name("HEX");
    add_state_source_options(command, options->source);
    add_report_options(command, *options);
    command.footer(kTraceFooter);
    command.callback([&chosen, options] { chosen = [options] { return trace_call(*options); }; });
}

}  // namespace serinus::cli
