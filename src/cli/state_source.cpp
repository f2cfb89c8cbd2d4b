#include "cli/state_source.hpp"

#include "crypto/verdict_cache.hpp"
#include "fork/origin/backend_origin.hpp"
#include "fork/snapshot.hpp"
#include "platform/files.hpp"
#include "platform/process.hpp"
#include "platform/random.hpp"
#include "platform/streams.hpp"

namespace serinus::cli {

namespace {
constexpr size_t kMaxVerdicts = 4'096;  ///< ours
}  // namespace

void add_endpoint_options(Arguments command, StateSourceOptions& options) {
    command.add_option("--endpoint", options.endpoint, "JSON-RPC of a node of the chain: ws:// or wss://")
        .type_name("URL");
    command.add_option("--at", options.at, "the block; otherwise the best one").type_name("HASH|NUMBER");
    command.add_option("--cache", options.cache, "keep what was read in this folder").type_name("DIR");
    command.add_option("--origin-timeout", options.timeout_s, "how long to wait for an answer of the node")
        .type_name("SECONDS")
        .between(1, 86'400);
}

void add_state_source_options(Arguments command, StateSourceOptions& options) {
    add_endpoint_options(command, options);
    command.add_option("--snapshot", options.snapshot, "a file of serinus snapshot create").type_name("FILE");
    add_chain_command_options(command, options.chain);
}

executor::ExecutorOptions executor_of_tools(bool accepts_mock_signatures) {
    executor::ExecutorOptions out;
    out.code_cache_directory = platform::default_cache_path() + "/code-cache";
    if (accepts_mock_signatures) {
        out.verdicts =
            std::make_shared<crypto::VerdictCache>(crypto::Secret<32>(platform::random_array<32>()), kMaxVerdicts);
        out.verdicts->accept_mocks();
    }
    return out;
}

Result<StateSource, std::string> open_endpoint(const StateSourceOptions& options, const std::string& at,
                                               const std::string& cache) {
    fork::ForkSource source;
    if (!options.endpoint.empty()) source.endpoints = {options.endpoint};
    source.at = at;
    source.cache_folder = cache;
    source.history_folder = platform::default_cache_path() + "/reads";
    source.limits.timeout_ms = options.timeout_s * 1000;
    TRY_ASSIGN(auto fork, fork::open_fork(source));
    return StateSource{.header = std::move(fork.facts.header),
                       .hash = fork.facts.hash,
                       .body = std::move(fork.facts.body),
                       .state = std::move(fork.origin),
                       .database = {}};
}

namespace {

Result<StateSource, std::string> open_snapshot(const std::string& path) {
    auto input = platform::InputStream::open(path);
    if (!input) return Err(input.error().message);
    const platform::StopSignals signals;
    state::StateChanges changes;
    const auto info = fork::read_snapshot(
        [&](MutableBytesView out) -> Result<size_t, std::string> {
            const auto got = input->read(out, signals);
            if (!got) return Err(got.error().message);
            if (!*got) return Err(std::string("interrupted"));
            return **got;
        },
        [&changes](const std::optional<Bytes>& child, Bytes key, Bytes value) {
            if (child) {
                changes.children[*child][std::move(key)] = std::move(value);
            } else if (!as_text(key).starts_with(":child_storage:")) {
                changes.top[std::move(key)] = std::move(value);
            }
        });
    if (!info) return Err(path + ": " + info.error());
    auto backend = std::make_unique<state::MemoryBackend>();
    const auto root = backend->apply(changes, trie::StateVersion::kV1);
    if (!root) return Err(root.error().reason);
    const auto& facts = info->facts;
    return StateSource{
        .header = facts.header,
        .hash = facts.hash,
        .body = {},
        .state = std::make_shared<fork::BackendOrigin>(std::move(backend), facts.hash, facts.header.state_root),
        .database = {}};
}

Result<StateSource, std::string> open_database(const StateSourceOptions& options) {
    StateSource out;
    auto chain = OpenChain::open_or_report(options.chain);
    if (!chain) return Err(std::string());
    out.database.emplace(*std::move(chain));
    chain::Database& database = (*out.database)->database();
    TRY_ASSIGN(const chain::BlockId block, find_block(database, options.at));
    auto state = database.state_of(block.hash);
    if (!state) return Err(state.error().reason);
    const auto header = database.blocks().find_header(block.hash);
    if (!header) return Err(header.error().reason);
    if (!*header) return Err("the database does not have the block " + to_string(block));
    out.header = **header;
    out.hash = block.hash;
    out.state = std::make_shared<fork::BackendOrigin>(*std::move(state), out.hash, out.header.state_root);
    return out;
}

}  // namespace

Result<StateSource, std::string> open_state_source(const StateSourceOptions& options) {
    const bool has_endpoint = !options.endpoint.empty() || !options.cache.empty();
    if (has_endpoint && !options.snapshot.empty()) {
        return Err(std::string("--endpoint and --snapshot are two states: name one of them"));
    }
    if (has_endpoint) return open_endpoint(options, options.at, options.cache);
    if (!options.snapshot.empty()) return open_snapshot(options.snapshot);
    return open_database(options);
}

}  // namespace serinus::cli
