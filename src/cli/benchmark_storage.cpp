// serinus benchmark storage
#include <algorithm>
#include <random>

#include "base/format.hpp"
#include "chain/spec/json_writer.hpp"
#include "cli/benchmark.hpp"
#include "cli/chain_command.hpp"
#include "cli/table.hpp"
#include "platform/process.hpp"

namespace serinus::cli {
namespace {

struct StorageOptions {
    ChainCommandOptions chain;
    std::string at;
    uint32_t keys = 100'000;
    uint32_t changes = 1'000;
    uint64_t seed = 1;
    bool json = false;
};

struct Row {
    const char* name;
    size_t count;
    double median_ns;
    double p99_ns;
    double mean_ns;
};

Row row_of(const char* name, std::vector<double> times) {
    SERINUS_ASSERT(!times.empty());
    std::sort(times.begin(), times.end());
    double sum = 0;
    for (const double time : times) sum += time;
    return {name, times.size(), times[times.size() / 2], times[times.size() * 99 / 100],
            sum / static_cast<double>(times.size())};
}

template <class Work>
double time_of(Work work) {
    const uint64_t start = platform::monotonic_ns();
    work();
    return static_cast<double>(platform::monotonic_ns() - start);
}

/// At most `count` keys of the top trie, a uniform random sample of all (reservoir sampling).
Result<std::vector<Bytes>, chain::ChainError> sample_keys(state::BlockState& state, uint32_t count,
                                                          std::mt19937_64& random) {
    std::vector<Bytes> keys;
    uint64_t seen = 0;
    const auto visited = state.visit(state::Area::top(), {}, [&](BytesView key, BytesView) {
        ++seen;
        if (keys.size() < count) {
            keys.push_back(to_bytes(key));
        } else if (const uint64_t place = random() % seen; place < count) {
            keys[place] = to_bytes(key);
        }
        return true;
    });
    if (!visited) return Err(chain::from(visited.error()));
    std::shuffle(keys.begin(), keys.end(), random);
    return keys;
}

/// Reads all keys one by one; the time of each.
Result<std::vector<double>, chain::ChainError> read_all(state::BlockState& state, const std::vector<Bytes>& keys) {
    std::vector<double> times;
    times.reserve(keys.size());
    for (const Bytes& key : keys) {
        std::optional<state::StateError> failure;
        times.push_back(time_of([&] {
            const auto value = state.get(state::Area::top(), key);
            if (!value) failure = value.error();
        }));
        if (failure) return Err(chain::from(*failure));
    }
    return times;
}

/// Computes the root of the state with some of the values changed; the time of ten such changes.
Result<std::vector<double>, chain::ChainError> change_some(state::BlockState& state, const std::vector<Bytes>& keys,
                                                           uint32_t changes, std::mt19937_64& random) {
    std::vector<double> times;
    for (int round = 0; round < 10; ++round) {
        state::StateChanges change;
        for (uint32_t i = 0; i < changes; ++i) {
            Bytes value(80);
            for (uint8_t& byte : value) byte = static_cast<uint8_t>(random());
            change.top[keys[random() % keys.size()]] = std::move(value);
        }
        std::optional<state::StateError> failure;
        times.push_back(time_of([&] {
            const auto root = state.root_with(change, trie::StateVersion::kV1);
            if (!root) failure = root.error();
        }));
        if (failure) return Err(chain::from(*failure));
    }
    return times;
}

Result<std::vector<Row>, chain::ChainError> measure(state::BlockState& state, const StorageOptions& options,
                                                    size_t& key_count) {
    std::mt19937_64 random(options.seed);
    TRY_ASSIGN(const auto keys, sample_keys(state, options.keys, random));
    key_count = keys.size();
    if (keys.empty()) return std::vector<Row>();
    std::vector<Row> rows;
    TRY_ASSIGN(auto first, read_all(state, keys));
    rows.push_back(row_of("Read a value, first time", std::move(first)));
    TRY_ASSIGN(auto again, read_all(state, keys));
    rows.push_back(row_of("Read a value, again", std::move(again)));
    TRY_ASSIGN(auto roots, change_some(state, keys, options.changes, random));
    rows.push_back(row_of("Root after changes", std::move(roots)));
    return rows;
}

int run(const StorageOptions& options) {
    const auto chain = OpenChain::open_or_report(options.chain);
    if (!chain) return 1;
    const auto block = find_block((*chain)->database(), options.at);
    if (!block) return report_error(block.error());
    const auto state = (*chain)->database().state_of(block->hash);
    if (!state) return report_error(state.error().reason);
    size_t key_count = 0;
    const auto rows = measure(**state, options, key_count);
    if (!rows) return report_error(rows.error().reason);
    if (options.json) {
        chain::JsonWriter out(print);
        out.begin_array();
        for (const Row& row : *rows) {
            out.begin_object();
            out.key("name");
            out.string(row.name);
            const auto number = [&](const char* key, double value) {
                out.key(key);
                out.number(static_cast<uint64_t>(value));
            };
            number("count", static_cast<double>(row.count));
            number("medianNs", row.median_ns);
            number("p99Ns", row.p99_ns);
            number("meanNs", row.mean_ns);
            out.end_object();
        }
        out.end_array();
        return out.finish() && print("\n") ? 0 : report_error("cannot write to the standard output");
    }
    std::vector<std::vector<std::string>> lines;
    for (const Row& row : *rows) {
        lines.push_back({row.name, std::to_string(row.count), format_duration(row.median_ns),
                         format_duration(row.p99_ns), format_duration(row.mean_ns)});
    }
    std::string out = format_text("The state of block {}: {} keys in random order, {} changes for a root\n",
                                  to_string(*block), key_count, options.changes);
    out += format_table({"What", "Times", "Median", "99th percentile", "Mean"}, lines);
    return print(out) ? 0 : report_error("cannot write to the standard output");
}

}  // namespace

void add_benchmark_storage(Arguments benchmark, Command& chosen) {
    auto options = std::make_shared<StorageOptions>();
    const Arguments command = benchmark.add_subcommand("storage", "Measure reads and roots of a state in the database");
    command.add_option("--at", options->at, "The block whose state it is (default: the best one)").type_name("BLOCK");
    command.add_option("--keys", options->keys, "How many keys are read at most").positive().show_default();
    command.add_option("--changes", options->changes, "How many values are changed for a root")
        .positive()
        .show_default();
    command.add_option("--seed", options->seed, "Chooses keys and order").show_default();
    command.add_flag("--json", options->json, "Print JSON instead of a table");
    add_chain_command_options(command, options->chain);
    command.footer(
        "Nothing is written. The first reads come from the disk only if the system has not cached the file.");
    command.callback([&chosen, options] { chosen = [options] { return run(*options); }; });
}

}  // namespace serinus::cli
