// serinus precompile-wasm
#include "cli/chain_command.hpp"
#include "cli/command.hpp"
#include "platform/files.hpp"

namespace serinus::cli {
namespace {

struct PrecompileWasmOptions {
    ChainCommandOptions chain;
    std::string folder;
};

constexpr const char* kPrecompileWasmFooter =
    R"(Compiles the runtime of the last finalized block, or of the genesis where there is no database, and keeps the code in
the folder. A node that is started with --wasmtime-precompiled and this folder need not compile it.

Example:
  serinus precompile-wasm --chain ./kusama.json /var/lib/serinus/code)";

int run(const PrecompileWasmOptions& options) {
    if (const auto created = platform::create_directories(options.folder); !created) {
        return report_error(created.error().message);
    }
    const auto chain = OpenChain::open_or_report(options.chain);
    if (!chain) return 1;
    chain::Database& database = (*chain)->database();
    const auto finalized = database.blocks().finalized();
    if (!finalized) return report_error(finalized.error().reason);
    const auto state = database.state_of(finalized->hash);
    if (!state) return report_error(state.error().reason);
    executor::ExecutorOptions executor_options;
    executor_options.code_cache_directory = options.folder;
    executor::Executor executor(executor_options);
    state::Overlay overlay(**state);
    const auto runtime = executor.runtime_of(overlay);
    if (!runtime) return report_error(runtime.error().to_string());
    const auto version = executor.version(**runtime);
    if (!version) return report_error(version.error().to_string());
    return print("Compiled " + version->spec_name + "-" + std::to_string(version->spec_version) + " of block " +
                 to_string(*finalized) + " to " + options.folder + "\n")
               ? 0
               : 1;
}

}  // namespace

void add_precompile_wasm(Arguments app, Command& chosen) {
    auto options = std::make_shared<PrecompileWasmOptions>();
    const Arguments command = app.add_subcommand("precompile-wasm", "Compile a chain's runtime ahead of its use");
    command.add_option("OUTPUT_DIR", options->folder, "Folder for the compiled code").required();
    add_chain_command_options(command, options->chain);
    command.footer(kPrecompileWasmFooter);
    command.callback([&chosen, options] { chosen = [options] { return run(*options); }; });
}

}  // namespace serinus::cli
