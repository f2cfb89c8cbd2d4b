#include "cli/runtime_on_state.hpp"

#include "chain/spec/genesis.hpp"
#include "chain/spec/genesis_state.hpp"
#include "platform/files.hpp"
#include "state/memory_backend.hpp"

namespace serinus::cli {
namespace {

/// As large as decompressed code may be.
constexpr size_t kMaxRuntimeFileBytes = size_t{50} << 20;

bool report_and_fail(const std::string& reason) {
    report_error(reason);
    return false;
}

}  // namespace

void add_runtime_on_state_options(Arguments command, RuntimeOnStateOptions& options) {
    add_chain_command_options(command, options.chain);
    command.add_option("--runtime", options.runtime_file, "A runtime on an empty state, instead of a chain")
        .type_name("FILE");
    command.add_option("--state", options.state_file, "A state from a file, instead of a chain").type_name("FILE");
    command.add_option("--at", options.at, "The block whose state is meant, by number or hash").type_name("BLOCK");
}

std::unique_ptr<RuntimeOnState> RuntimeOnState::open_or_report(const RuntimeOnStateOptions& options) {
    std::unique_ptr<RuntimeOnState> out(new RuntimeOnState);
    return out->open(options) ? std::move(out) : nullptr;
}

Result<Bytes, std::string> RuntimeOnState::call(std::string_view method, BytesView arguments) {
    const auto loaded = load();
    if (!loaded) return Err(loaded.error().reason);
    auto result = runtimes_->executor().call(*loaded->runtime, method, arguments, *overlay_);
    if (!result) return Err(result.error().to_string());
    return *std::move(result);
}

bool RuntimeOnState::open(const RuntimeOnStateOptions& options) {
    if (!options.runtime_file.empty() && !options.state_file.empty()) {
        return report_and_fail("the runtime is that of --state or of --runtime, not both");
    }
    if (!options.runtime_file.empty()) return open_code(options);
    if (!options.state_file.empty()) return open_file(options);
    auto spec = load_or_report(options.chain.chain);
    if (!spec) return false;
    const auto folder = chain_folder(options.chain.chain, spec->id);
    const bool has_database = folder && platform::is_directory(database_folder(*folder));
    const bool genesis = options.at == "0" || (options.at.empty() && !has_database);
    return genesis ? open_genesis(options, *std::move(spec)) : open_block(options);
}

bool RuntimeOnState::open_file(const RuntimeOnStateOptions& options) {
    auto state = chain::read_state_file(options.state_file);
    if (!state) return report_and_fail(state.error().to_string());
    // How a state from a file is hashed does not matter until a call asks for its root; the code says.
    chain::ChainSpec spec;
    spec.genesis = *std::move(state);
    return open_genesis(options, std::move(spec));
}

bool RuntimeOnState::open_code(const RuntimeOnStateOptions& options) {
    const auto code = platform::read_file(options.runtime_file, kMaxRuntimeFileBytes);
    if (!code) return report_and_fail(code.error().message);
    chain::RawGenesis state;
    state.top.add(as_bytes(":code"), as_bytes(*code));
    chain::ChainSpec spec;
    spec.genesis = std::move(state);
    return open_genesis(options, std::move(spec));
}

bool RuntimeOnState::open_genesis(const RuntimeOnStateOptions& options, chain::ChainSpec spec) {
    spec_ = std::move(spec);
    build_genesis_if_needed(spec_);
    const auto* raw = std::get_if<chain::RawGenesis>(&spec_.genesis);
    if (raw == nullptr) return report_and_fail("the specification has no genesis state to call a runtime on");
    auto version = trie::StateVersion::kV1;
    if (const auto genesis = chain::genesis_block(spec_)) version = genesis->state_version.value_or(version);
    auto backend = std::make_unique<state::MemoryBackend>();
    const auto root = backend->apply(chain::changes_of(*raw), version);
    if (!root) return report_and_fail(root.error().reason);
    backend_ = std::move(backend);
    executor_ = std::make_unique<executor::Executor>(executor_options(options.chain.chain));
    own_runtimes_ = std::make_unique<chain::RuntimeSource>(*executor_, spec_.code_substitutes);
    runtimes_ = own_runtimes_.get();
    overlay_.emplace(*backend_);
    return true;
}

bool RuntimeOnState::open_block(const RuntimeOnStateOptions& options) {
    auto opened = OpenChain::open_or_report(options.chain);
    if (!opened) return false;
    chain_.emplace(*std::move(opened));
    chain::Database& database = (*chain_)->database();
    const auto block = find_block(database, options.at);
    if (!block) return report_and_fail(block.error());
    number_ = block->number;
    auto state = database.state_of(block->hash);
    if (!state) return report_and_fail(state.error().reason);
    backend_ = *std::move(state);
    runtimes_ = &(*chain_)->runtimes();
    overlay_.emplace(*backend_);
    return true;
}

}  // namespace serinus::cli
