// serinus benchmark block
#include <algorithm>

#include "base/format.hpp"
#include "chain/spec/json_writer.hpp"
#include "cli/benchmark.hpp"
#include "cli/chain_command.hpp"
#include "cli/table.hpp"
#include "codec/scale.hpp"
#include "hashing/hashing.hpp"
#include "platform/process.hpp"

namespace serinus::cli {
namespace {

using primitives::BlockNumber;

struct BlockBenchmarkOptions {
    ChainCommandOptions chain;
    std::optional<BlockNumber> from;
    std::optional<BlockNumber> to;
    uint32_t repeat = 10;
    bool json = false;
};

struct Measured {
    BlockNumber number = 0;
    size_t extrinsics = 0;
    double median_ns = 0;
    double least_ns = 0;
    std::optional<double> weight_ns;  ///< what the runtime charged for it
};

/// System.BlockWeight: for each of three classes of calls ref_time (ps) and proof size, both compact.
/// Pallet: system. nullopt for runtimes that count otherwise (before 2022).
std::optional<double> weight_of(state::Backend& state_after) {
    const Bytes key = concat(hashing::twox_128(as_bytes("System")), hashing::twox_128(as_bytes("BlockWeight")));
    const auto value = state_after.get(state::Area::top(), key);
    if (!value || !*value) return std::nullopt;
    struct Weight {
        scale::Compact<uint64_t> ref_time_ps;
        scale::Compact<uint64_t> proof_size;
    };
    const auto classes = scale::decode<std::array<Weight, 3>>(**value);
    if (!classes) return std::nullopt;
    double ps = 0;
    for (const Weight& weight : *classes) ps += static_cast<double>(weight.ref_time_ps.value);
    return ps / 1000;
}

Result<Measured, std::string> measure(node::OfflineChain& chain, BlockNumber number, uint32_t repeat) {
    chain::Database& database = chain.database();
    const auto reason = [](const chain::ChainError& error) { return Err(error.reason); };
    TRY_ASSIGN(const auto id, find_block(database, std::to_string(number)));
    const auto block = database.blocks().find_block(id.hash);
    if (!block) return reason(block.error());
    if (!*block) return Err("the body of block " + to_string(id) + " is not kept");
    Measured out{.number = number, .extrinsics = (*block)->block.body.size(), .weight_ns = {}};
    std::vector<double> times;
    for (uint32_t i = 0; i < repeat; ++i) {
        const auto parent = database.state_of((*block)->block.header.parent_hash);
        if (!parent) return reason(parent.error());
        const uint64_t start = platform::monotonic_ns();
        const auto verdict = execute_block(chain.runtimes(), **parent, (*block)->block);
        times.push_back(static_cast<double>(platform::monotonic_ns() - start));
        if (!verdict) return reason(verdict.error());
        if (!verdict->good()) return Err(format_text("block {} is bad: {}", to_string(id), text_of(verdict->refusal)));
    }
    std::sort(times.begin(), times.end());
    out.median_ns = times[times.size() / 2];
    out.least_ns = times[0];
    const auto after = database.state_of(id.hash);
    if (after) out.weight_ns = weight_of(**after);
    return out;
}

std::string percent(const Measured& block) {
    if (!block.weight_ns || *block.weight_ns == 0) return "-";
    return format_text("{:.2f} %", 100 * block.median_ns / *block.weight_ns);
}

bool write_table(const std::vector<Measured>& blocks) {
    std::vector<std::vector<std::string>> rows;
    double total = 0;
    size_t extrinsics = 0;
    for (const Measured& block : blocks) {
        rows.push_back({std::to_string(block.number), std::to_string(block.extrinsics),
                        format_duration(block.median_ns), format_duration(block.least_ns),
                        block.weight_ns ? format_duration(*block.weight_ns) : "-", percent(block)});
        total += block.median_ns;
        extrinsics += block.extrinsics;
    }
    std::string out = format_table({"Block", "Extrinsics", "Median", "Least", "Weight", "Of its weight"}, rows);
    append_text(out, "{} blocks with {} extrinsics: {:.1f} blocks/s, {:.0f} extrinsics/s\n", blocks.size(), extrinsics,
                static_cast<double>(blocks.size()) * 1e9 / total, static_cast<double>(extrinsics) * 1e9 / total);
    return print(out);
}

bool write_json(const std::vector<Measured>& blocks) {
    chain::JsonWriter out(print);
    out.begin_array();
    for (const Measured& block : blocks) {
        out.begin_object();
        const auto number = [&](const char* key, double value) {
            out.key(key);
            out.number(static_cast<uint64_t>(value));
        };
        number("block", block.number);
        number("extrinsics", static_cast<double>(block.extrinsics));
        number("medianNs", block.median_ns);
        number("leastNs", block.least_ns);
        if (block.weight_ns) number("weightNs", *block.weight_ns);
        out.end_object();
    }
    out.end_array();
    return out.finish() && print("\n");
}

int run(const BlockBenchmarkOptions& options) {
    const auto chain = OpenChain::open_or_report(options.chain);
    if (!chain) return 1;
    const auto best = (*chain)->database().blocks().best();
    if (!best) return report_error(best.error().reason);
    const BlockNumber to = options.to.value_or(options.from.value_or(best->number));
    const BlockNumber from = options.from.value_or(to);
    if (from < 1 || to < from || to > best->number) {
        return report_error(
            format_text("there are no blocks {} to {} to execute: the last one is {}", from, to, to_string(*best)));
    }
    std::vector<Measured> blocks;
    for (BlockNumber number = from; number <= to; ++number) {
        auto measured = measure(**chain, number, options.repeat);
        if (!measured) return report_error(measured.error());
        blocks.push_back(*measured);
    }
    return (options.json ? write_json(blocks) : write_table(blocks))
               ? 0
               : report_error("cannot write to the standard output");
}

}  // namespace

void add_benchmark_block(Arguments benchmark, Command& chosen) {
    auto options = std::make_shared<BlockBenchmarkOptions>();
    const Arguments command =
        benchmark.add_subcommand("block", "Measure the execution of blocks beside the weight that they were charged");
    command.add_option("--from", options->from, "Number of the first block (default: the best one)");
    command.add_option("--to", options->to, "Number of the last block (default: that of --from)");
    command.add_option("--repeat", options->repeat, "How often each is executed").positive().show_default();
    command.add_flag("--json", options->json, "Print JSON instead of a table");
    add_chain_command_options(command, options->chain);
    command.footer(
        R"(Blocks of the database are executed on the states of their parents; seals are not checked, nothing is written.
Weight is what the block's calls were charged on the reference hardware: a machine that takes more than 100 % of it
cannot keep up with full blocks.)");
    command.callback([&chosen, options] { chosen = [options] { return run(*options); }; });
}

}  // namespace serinus::cli
