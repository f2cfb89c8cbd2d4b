#include "cli/fork_state.hpp"

#include <boost/json.hpp>

#include "base/hex.hpp"
#include "chain/spec/genesis.hpp"
#include "cli/chain_command.hpp"
#include "cli/fork_config.hpp"
#include "cli/state_source.hpp"
#include "executor/unknown_imports.hpp"
#include "tools/replay/replay.hpp"
#include "metadata/value_encoder.hpp"
#include "platform/files.hpp"
#include "platform/log.hpp"
#include "platform/process.hpp"
#include "rpc/methods/dev_storage.hpp"

namespace serinus::cli {
namespace {

namespace json = boost::json;

constexpr uint64_t kMaxOverrideBytes = uint64_t{256} << 20;

Result<std::string, std::string> read(const std::string& path) {
    auto bytes = platform::read_file(path, kMaxOverrideBytes);
    if (!bytes) return Err(bytes.error().message);
    return *std::move(bytes);
}

bool is_address(const std::string& path) { return path.starts_with("http://") || path.starts_with("https://"); }

Result<void, std::string> check_is_file(const char* option, const std::string& path) {
    if (!is_address(path)) return {};
    return Err(std::string(option) + " " + path + ": files are not downloaded here: download it, and name the file");
}

Result<fork::ForkSource, std::string> source_of(const ForkOptions& options, const std::function<bool()>& should_stop) {
    fork::ForkSource out;
    out.endpoints = options.endpoints;
    out.is_offline = options.offline;
    const bool has_cache = !options.cache.empty() || !options.cache_root.empty();
    if (options.offline && !has_cache) return Err(std::string("--offline needs a --cache"));
    if (options.endpoints.empty() && !options.offline) {
        return Err(std::string("a fork needs an --endpoint such as ws://127.0.0.1:9944, or --offline and a --cache"));
    }
    out.at = options.at;
    out.cache_folder = options.cache;
    // A name of Chopsticks' configurations is that of a file of its own.
    if (options.cache.empty() && !options.cache_root.empty()) out.cache_root = options.cache_root;
    out.continues = !options.resume.empty();
    if (!options.no_prefetch) out.history_folder = platform::default_cache_path() + "/reads";
    out.limits.timeout_ms = options.timeout_s * 1000;
    out.limits.attempts = static_cast<int>(options.attempts);
    out.limits.should_stop = should_stop;
    constexpr uint64_t kNsOfMs = 1'000'000;
    out.now_ms = [] { return platform::monotonic_ns() / kNsOfMs; };
    return out;
}

Result<fork::Fork, std::string> open_spec(const ForkOptions& options) {
    const std::string& chain = options.chain;
    TRY(check_is_file("--chain", chain));
    auto spec = chain.starts_with('{') ? chain::read_chain_spec(chain) : chain::read_chain_spec_file(chain);
    if (!spec) return Err("--chain: " + spec.error().to_string());
    build_genesis_if_needed(*spec, executor_of_tools());
    std::string cache = options.cache;
    if (cache.empty() && !options.cache_root.empty()) {
        const auto genesis = chain::genesis_block(*spec);
        if (!genesis) return Err("--chain: " + genesis.error().to_string());
        cache = options.cache_root + "/genesis-" + to_hex(BytesView(genesis->hash.bytes).first(8));
    }
    if (!cache.empty()) {
        if (const auto made = platform::create_directories(cache); !made) return Err(made.error().message);
    }
    auto fork = fork::fork_of_spec(*spec, cache);
    if (!fork) return Err("--chain: " + fork.error());
    return fork;
}

Result<std::shared_ptr<const metadata::Metadata>, std::string> metadata_of(const fork::Fork& fork) {
    executor::Executor executor(executor_of_tools());
    const auto state = state::make_fork_base(fork.origin);
    auto out = fork::metadata_in(executor, *state);
    if (!out) return Err("the runtime's metadata: " + out.error());
    return out;
}

Result<void, std::string> set_runtime(const ForkOptions& options, fork::Fork& fork) {
    if (options.wasm_file.empty()) return {};
    TRY(check_is_file("--wasm-override", options.wasm_file));
    TRY_ASSIGN(const std::string text, read(options.wasm_file));
    Bytes code = to_bytes(as_bytes(text));
    if (text.starts_with("0x")) {
        auto bytes = from_hex_prefixed(std::string_view(text).substr(0, text.find_last_not_of(" \r\n") + 1));
        if (!bytes) return Err("--wasm-override " + options.wasm_file + " is no hex text");
        code = *std::move(bytes);
    }
    for (const std::string& name : executor::unknown_imports(code)) {
        log::warn("fork", "The runtime imports " + name + ", which this program does not have: calls of it fail");
    }
    fork::override_state(fork, {{to_bytes(as_bytes(":code")), std::move(code)}});
    return {};
}

/// Whether the keys of an object are those of a state, in hex.
bool has_hex_keys(const json::object& object) {
    return std::ranges::all_of(object, [](const auto& one) { return one.key().starts_with("0x"); });
}

Result<void, std::string> set_storage(const ForkOptions& options, fork::Fork& fork) {
    const std::string& given = options.override_file;
    if (given.empty()) return {};
    const bool is_content = given.starts_with('{') || given.starts_with('[');
    const auto failed = [&](const std::string& reason) {
        return Err("--override " + (is_content ? std::string() : given + ": ") + reason);
    };
    std::string text = given;
    if (!is_content) TRY_ASSIGN(text, read(given));
    const bool is_yaml = given.ends_with(".yml") || given.ends_with(".yaml");
    const auto parsed = read_json_or_yaml(is_yaml && !is_content ? ".yml" : ".json", text);
    if (!parsed) return failed(parsed.error());
    const auto* object = parsed->if_object();
    if (object == nullptr || has_hex_keys(*object)) {
        auto changes = fork::read_overrides(json::serialize(*parsed));
        if (!changes) return failed(changes.error());
        if (!changes->empty()) fork::override_state(fork, *std::move(changes));
        return {};
    }
    const auto metadata = metadata_of(fork);
    if (!metadata) return failed(metadata.error());
    const auto state = state::make_fork_base(fork.origin);
    auto changes = rpc::read_storage_object(*parsed, **metadata, *state);
    if (!changes) return failed(changes.error().message);
    fork::override_state(fork, std::move(changes->top));
    return {};
}

/// "all", "System", "System.Account", "0x26aa…", or as JSON {"System": "Account"}, {"Tokens.Accounts": ["5Grw…"]} or
/// {"Tokens": {"Accounts": ["5Grw…"]}}. Observed: prefetch-storages of Chopsticks 1.5.1
Result<Bytes, std::string> prefix_of(const std::string& item, const metadata::Metadata& metadata) {
    const auto bad = [&] { return Err(item + ": write Pallet, Pallet.Item, a key in hex, or all"); };
    if (item == "all") return Bytes();
    if (item.starts_with("0x")) {
        auto bytes = from_hex_prefixed(item);
        if (!bytes || bytes->empty()) return bad();
        return *std::move(bytes);
    }
    const auto split = [](std::string_view name) {
        const size_t dot = name.find('.');
        return std::pair(name.substr(0, dot), dot == name.npos ? std::string_view() : name.substr(dot + 1));
    };
    if (!item.starts_with('{')) {
        const auto [pallet, entry] = split(item);
        return metadata::storage_prefix(metadata, pallet, entry);
    }
    boost::system::error_code error;
    const json::value parsed = json::parse(item, error);
    const auto* object = error ? nullptr : parsed.if_object();
    if (object == nullptr || object->size() != 1) return bad();
    const auto& [name, value] = *object->begin();
    if (const auto* entry = value.if_string()) return metadata::storage_prefix(metadata, name, *entry);
    if (const auto* keys = value.if_array(); keys != nullptr && name.contains('.')) {
        const auto [pallet, entry] = split(name);
        return metadata::storage_prefix(metadata, pallet, entry, *keys);
    }
    const auto* inner = value.if_object();
    if (inner == nullptr || inner->size() != 1 || !inner->begin()->value().is_array()) return bad();
    return metadata::storage_prefix(metadata, name, inner->begin()->key(), inner->begin()->value().get_array());
}

Result<void, std::string> fetch(const ForkOptions& options, fork::Fork& fork,
                                const std::function<bool()>& should_stop) {
    if (options.fetch.empty() || fork.remote == nullptr) return {};
    if (fork.cache_folder.empty()) return Err(std::string("--fetch needs a --cache for what it fetches"));
    TRY_ASSIGN(const auto metadata, metadata_of(fork));
    std::vector<Bytes> prefixes;
    for (const std::string& item : options.fetch) {
        auto prefix = prefix_of(item, *metadata);
        if (!prefix) return Err("--fetch " + prefix.error());
        prefixes.push_back(*std::move(prefix));
    }
    for (size_t i = 0; i < prefixes.size(); ++i) {
        const std::string& item = options.fetch[i];
        constexpr size_t kLoggedEach = 10'000;
        size_t logged = 0;
        const auto count = fork.remote->fetch_all(prefixes[i], [&](size_t entries) {
            if (entries / kLoggedEach != logged / kLoggedEach) {
                log::info("fork", "⚙️  " + item + ": " + std::to_string(entries) + " entries");
            }
            logged = entries;
            return !should_stop();
        });
        if (!count) return Err("--fetch " + item + ": " + count.error());
        log::info("fork", "📦 " + item + ": all " + std::to_string(*count) + " entries are in the cache");
    }
    return {};
}

}  // namespace

Result<fork::Fork, std::string> open_fork_of(const ForkOptions& options, const std::function<bool()>& should_stop) {
    std::optional<fork::Fork> fork;
    if (!options.chain.empty()) {
        if (!options.endpoints.empty())
            return Err(std::string("--chain and --endpoint are two states: name one of them"));
        TRY_ASSIGN(fork, open_spec(options));
    } else {
        TRY_ASSIGN(const auto source, source_of(options, should_stop));
        TRY_ASSIGN(fork, fork::open_fork(source));
    }
    TRY(fetch(options, *fork, should_stop));
    if (options.resume.empty()) {
        TRY(set_runtime(options, *fork));
        TRY(set_storage(options, *fork));
    } else if (!options.wasm_file.empty() || !options.override_file.empty()) {
        log::info("fork",
                  "The fork that is continued began with its own --override and --wasm-override; these here "
                  "are not looked at");
    }
    return *std::move(fork);
}

}  // namespace serinus::cli
