// serinus try-runtime
#include "tools/replay/try_runtime.hpp"

#include "cli/command.hpp"
#include "cli/state_source.hpp"
#include "platform/files.hpp"
#include "platform/process.hpp"

namespace serinus::cli {
namespace {

struct TryOptions {
    StateSourceOptions source;
    std::string wasm;
    bool is_json = false;
    bool no_name_check = false, no_version_check = false, no_storage_check = false, no_idempotency_check = false;
};

constexpr const char* kTryRuntimeFooter =
    R"(Puts the new runtime into a copy of the state and runs its upgrade: by TryRuntime_on_runtime_upgrade where the runtime
was built with it (then with its checks and try_state), otherwise by the first block. Shows what changes, the weight
beside that of a block, and whether the migrations would change something once more.

The exit status is 3 if the upgrade fails, is heavier than a block, leaves a pallet with storage of another version than its
code, would change something once more, or is one that set_code refuses: of another specification, or with a version that
does not grow. Options leave the last four out. Which version a pallet's code has is read from a genesis that the new
runtime builds; of a runtime that builds none it is not known.

Examples:
  serinus try-runtime --endpoint wss://HOST --wasm new_runtime.wasm
  serinus try-runtime --snapshot kusama.state --wasm new_runtime.wasm --json
  serinus try-runtime --chain ./kusama.json -d data --at 1000 --wasm new_runtime.wasm)";

constexpr size_t kMaxCodeBytes = size_t{64} << 20;

int run(const TryOptions& options) {
    set_up_log(options.source.chain.database.log, "warn");
    const auto code = platform::read_file(options.wasm, kMaxCodeBytes);
    if (!code) return report_error(code.error().message);
    const auto source = open_state_source(options.source);
    if (!source) return source.error().empty() ? 1 : report_error(source.error());
    executor::Executor executor(executor_of_tools());
    const auto tried =
        fork::try_runtime(executor, source->state, source->header, as_bytes(*code), platform::monotonic_ns);
    if (!tried) return report_error(tried.error());
    const fork::UpgradeChecks checks{.spec_name = !options.no_name_check,
                                     .spec_version = !options.no_version_check,
                                     .storage_version = !options.no_storage_check,
                                     .idempotency = !options.no_idempotency_check};
    if (!print(options.is_json ? fork::upgrade_json(*tried, checks) + '\n' : fork::upgrade_text(*tried, checks))) {
        return report_error("cannot write to the standard output");
    }
    constexpr int kBad = 3;
    return fork::faults_of(*tried, checks).empty() ? 0 : kBad;
}

}  // namespace

void add_try_runtime(Arguments app, Command& chosen) {
    auto options = std::make_shared<TryOptions>();
    const Arguments command = app.add_subcommand("try-runtime", "Run the upgrade of a runtime on a real state");
    command.add_option("--wasm", options->wasm, "the new runtime").type_name("FILE").required();
    add_state_source_options(command, options->source);
    command.add_flag("--json", options->is_json, "print JSON");
    command.section("What is not checked");
    command.add_flag("--disable-spec-name-check", options->no_name_check, "allow a runtime of another specification");
    command.add_flag("--disable-spec-version-check", options->no_version_check, "allow a version that does not grow");
    command.add_flag("--disable-storage-version-check", options->no_storage_check,
                     "allow pallets whose storage is of another version than their code");
    command.add_flag("--disable-idempotency-checks", options->no_idempotency_check,
                     "allow migrations that change something once more");
    command.footer(kTryRuntimeFooter);
    command.callback([&chosen, options] { chosen = [options] { return run(*options); }; });
}

}  // namespace serinus::cli
